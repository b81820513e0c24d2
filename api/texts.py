"""What no text that is sent in may hold, since no database could take it."""

from __future__ import annotations

import re

from domain.errors import BadQuestion

CONTROL = re.compile("[\x00-\x1f\x7f]")


def plain(text: str) -> str:
    """The text as it stands. Raises ValueError."""
    if CONTROL.search(text):
        raise ValueError("must not hold control characters such as NUL")
    if not text.strip():
        raise ValueError("must not be empty")
    return text


def checked_name(parameter: str, text: str) -> str:
    """A name from the command line; here, since FastAPI takes long to import. Raises BadQuestion."""
    try:
        return plain(text)
    except ValueError as error:
        raise BadQuestion(parameter, str(error)) from None

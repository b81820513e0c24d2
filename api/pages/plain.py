"""Texts of strangers without what could turn around, or break, what stands beside them."""

from __future__ import annotations

import re

_UNSAFE = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""Characters that change the direction of what follows (each text is isolated, so none is needed), and those
that XML cannot hold."""


def plain(text: str) -> str:
    """The text without them."""
    return _UNSAFE.sub("", text)

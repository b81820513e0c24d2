"""Labelled articles from files: JSON lines with id, published_on, text (or a file of that id) and gold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import orjson

from domain import edtf
from domain.errors import BadQuestion
from domain.events import REPORTED, Body
from domain.reading.evaluation import Labelled
from domain.reading.reader import Article
from domain.states import is_state

_PARTIES = ("visitor", "inviter", "invitee", "by")


def labelled(file: Path, texts: Path | None = None) -> Iterator[Labelled]:
    """The lines of the file. Raises BadQuestion where one is not what it should be."""
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                content = orjson.loads(line)
                name = str(content["id"])
                text = content.get("text") or _text(name, texts)
                day = date.fromisoformat(content["published_on"])
                gold = tuple(map(_label, content["gold"]))
            except (ValueError, KeyError, TypeError, AttributeError) as problem:
                raise BadQuestion("--evaluate", f"line {number} is no labelled article: {problem}") from None
            yield Labelled(name, Article(text, day, content.get("title"), content.get("publisher")), gold)


def _label(label: Body) -> Body:
    """A labelled event, where the comparison can rely on it. Raises ValueError, TypeError, KeyError."""
    if label["type"] not in REPORTED:
        raise ValueError(f"{str(label['type'])[:40]!r} is no type of a reported event")
    for event in (label, label.get("about") or {}):
        parties = [event[field] for field in _PARTIES if event.get(field)]
        for party in [*parties, *event.get("participants", ())]:
            if not is_state(party["state"]):
                raise ValueError(f"{str(party['state'])[:40]!r} is no state")
    for field in ("window", "held_on"):
        if label.get(field):
            edtf.parse(label[field])
    return label


def _text(name: str, texts: Path | None) -> str:
    if texts is None:
        raise ValueError("it has no text; give --texts with the folder of the texts")
    if "/" in name or name.startswith("."):
        raise ValueError(f"{name[:60]!r} is no name of a file")
    return (texts / name).read_text("utf-8")

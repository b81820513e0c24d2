"""Events of the contract, one JSON object a line, as sent in or as exported by Servanda.

A line of an export wraps the event, which stays as it is:

    {"event_id": "...", "position": 7, "recorded_at": "...", "recorded_by": "...", "event": {...}}

`entry_corrected` and `entry_withdrawn` have an `event_id` of their own, so the two could not be told
apart side by side. A wrapped line is known by its start: its first key is `event` or `event_id` (as
exported, or with its keys sorted).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from adapters.imports.lines import NOT_UTF8, TOO_LONG, Line, Portion, Stream, physical_lines

WRAPPING = frozenset({"event_id", "position", "recorded_at", "recorded_by", "event"})
"""The keys of an exported line."""

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read(stream: Stream) -> Iterator[Line]:
    """The events, as bytes that nobody has looked into where they are not wrapped.

    So this is quick, and what comes out can still be no event: `domain.events.read_event` tells.
    """
    for number, raw in physical_lines(stream):
        line = _line(number, raw)
        if line is not None:
            yield line


def lines(portion: Portion) -> Iterator[Line]:
    """The same of a portion of lines."""
    first, raws = portion
    for number, raw in enumerate(raws, first):
        line = _line(number, raw)
        if line is not None:
            yield line


def is_table(raws: Iterable[bytes | None]) -> bool:
    """Whether the first lines of a file are a table, as CSV or TSV, and none of them is meant as an event."""
    known = [raw.strip(b" \r\n") for raw in raws if raw is not None and raw.strip()]
    if not known or any(raw.startswith(b"{") for raw in known):
        return False
    first = known[0]
    return _is_utf8(first) and not first.startswith(b"[") and (b"\t" in first or first.count(b",") > 1)


def _line(number: int, raw: bytes | None) -> Line | None:
    if raw is None:
        return Line(number, problem=TOO_LONG)
    text = raw.strip()
    if not text:
        return None
    if not text.isascii() and not _is_utf8(text):
        return Line(number, problem=_in_what_it_is(text))
    if text.startswith(b'{"event'):
        return _unwrapped(number, text)
    if text.startswith(b"{"):
        return Line(number, text)
    return Line(number, problem="is not a JSON object: give one event a line")


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _in_what_it_is(text: bytes) -> str:
    return f"{NOT_UTF8} but UTF-16: save it as UTF-8" if text.startswith(_UTF16) else NOT_UTF8


def _unwrapped(number: int, text: bytes) -> Line:
    try:
        document: dict[str, Any] = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return Line(number, problem=f"is not JSON: {error}")
    if "event" not in document:
        return Line(number, text)  # An entry_corrected or the like, with its own event_id first.
    event = document["event"]
    unknown = sorted(document.keys() - WRAPPING)
    if unknown:
        return Line(number, problem=f"{unknown[0][:50]!r} is not a field of an exported line")
    if not isinstance(event, dict):
        return Line(number, problem="'event' must be an object")
    return Line(number, event)

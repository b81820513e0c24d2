"""An event as it comes in: checked, in its canonical form, with its id and with where it belongs.

All of that follows from the event alone, so many events can be prepared by several processes at once. What
it names besides (an entry, a promise) is looked up by whoever records it.
"""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple, TypeAlias

import orjson

from domain.entries import event_id, relationships
from domain.events import OWN_ACTS, Body, canonical, read_event
from domain.facts import lanes, moment, published_micros
from domain.routing import also_named, signatures

LanePlace: TypeAlias = tuple[str, tuple[str, ...], str | None]
"""A lane, the signatures of an event there, and that of whom somebody stands in for; each as its text."""


class Placing(NamedTuple):
    """Where a reported event belongs; `url_key` is that of its report."""

    pairs: tuple[str, ...]
    day: int
    rank: int
    instant: int
    url_key: int
    lanes: tuple[LanePlace, ...]


class Arrival(NamedTuple):
    """A checked event. `event_id`: the id that it has when it is recorded for the first time.

    `text` is its canonical form in JSON; `published` the instant of its report. `placing` is None where it
    depends on other entries: of own acts, retractions, and outcomes that name a promise by its id.
    """

    event_id: str
    kind: str
    text: bytes
    published: int | None
    placing: Placing | None

    @property
    def body(self) -> Body:
        """The canonical form."""
        body: Body = orjson.loads(self.text)
        return body


def arrival(data: bytes | str | Body) -> Arrival:
    """Check an event and prepare it for the log. Raises InvalidEvent."""
    body = canonical(read_event(data))
    report = body.get("report")
    return Arrival(
        event_id(body, 1),
        body["type"],
        orjson.dumps(body),
        published_micros(report["published_at"]) if report else None,
        placing(body),
    )


Packed: TypeAlias = tuple[str, str, bytes, int | None, tuple[Any, ...] | None]


def packed(event: Arrival) -> Packed:
    """Plain tuples, which go from process to process in a fraction of the time."""
    return (*event[:4], event.placing and tuple(event.placing))


def unpacked(parts: Packed) -> Arrival:
    """The event that `packed` was given."""
    event_id, kind, text, published, placed = parts
    return Arrival(event_id, kind, text, published, None if placed is None else Placing(*placed))


def placing(body: Body) -> Placing | None:
    """Where a reported event belongs; None where that depends on other entries."""
    kind = body["type"]
    if kind in OWN_ACTS or kind == "report_retracted":
        return None
    if kind == "outcome_reported" and "promise_id" in body["about"]:
        return None
    found: list[LanePlace] = []
    for lane in lanes(body):
        other = also_named(body, lane)
        texts = tuple([signature.text() for signature in signatures(body, lane)])
        found.append((lane.text(), texts, other and other.text()))
    return Placing(
        tuple(relationships(body)), *moment(body), url_key(body["report"]["url"]), tuple(found)
    )


def url_key(url: str) -> int:
    """64 bits of an address, to find its reports by."""
    return int.from_bytes(hashlib.blake2b(url.encode(), digest_size=8).digest(), "big", signed=True)

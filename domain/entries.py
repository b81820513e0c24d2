"""Entries of the event log: one for each event that was recorded, kept for ever as it came in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import orjson

from domain.content_ids import content_id
from domain.events import MODELS, OWN_ACTS, Body, identity_json
from domain.states import pair


@dataclass(frozen=True, slots=True)
class Entry:
    """One recorded event. `recorded`: microseconds since 1970 in UTC. `recorded_by`: the name of a key.

    `originator_id` and `originator_version` name its place in one aggregate, as the eventsourcing library
    has it: a relationship such as `PRK-RUS`, or for a retraction the report that it takes back.
    """

    originator_id: str
    originator_version: int
    event_id: str
    recorded: int
    recorded_by: str
    body: Body


class NewEntry(NamedTuple):
    """An entry that is about to be stored; `text` is the canonical form of its event in JSON."""

    originator_id: str
    originator_version: int
    event_id: str
    recorded: int
    recorded_by: str
    kind: str
    text: bytes

    def entry(self) -> Entry:
        """The entry as it will be read back."""
        return Entry(*self[:5], orjson.loads(self.text))


TOPIC = "servanda:"
"""Stored names are `servanda:visit_held` and the like: they outlive any move of the code."""


def topic(kind: str) -> str:
    """The stored name of an event type."""
    return TOPIC + kind


_VERSIONS = {kind: model.class_version for kind, model in MODELS.items()}


def version_of(kind: str) -> int:
    """The version of the shape in which events of a type are stored now."""
    return _VERSIONS[kind]


def event_id(body: Body, nth: int) -> str:
    """The id of an event that is recorded for the nth time, the first being 1.

    It comes from what makes two events the same one, so an export entered anew keeps its ids, and the same
    again can be known by its id. Only an entry that was withdrawn, or an own act, is recorded again.
    """
    return content_id("e", b"%d\n%b" % (nth, identity_json(body)))


def upcast(kind: str, version: int, body: Body) -> Body:
    """The body of an event stored in an older shape, in the shape of today."""
    while version < version_of(kind):
        body = UPCASTS[kind, version](body)
        version += 1
    return body


def _meeting_held_v1(body: Body) -> Body:
    """Version 1 did not store the mode of a meeting in person."""
    return {**body, "mode": body.get("mode", "in_person")}


UPCASTS: dict[tuple[str, int], Callable[[Body], Body]] = {("meeting_held", 1): _meeting_held_v1}
"""(type, version from which) to the function that makes the next version of it."""


def relationships(body: Body) -> list[str]:
    """The pairs that a reported event belongs to, in alphabetical order; none for what names no parties."""
    if body["type"] in OWN_ACTS or body["type"] == "report_retracted":
        return []
    codes = _states(body)
    return sorted({pair(a, b) for a in codes for b in codes if a < b})


def _states(body: Body) -> set[str]:
    named = body["about"] if body["type"] == "outcome_reported" else body
    fields = ("visitor", "inviter", "invitee", "by")
    parties = [named[field] for field in fields if field in named]
    parties += named.get("participants", [])
    codes = {party["state"] for party in parties}
    if "participants" not in named:
        codes |= {named[field] for field in ("host", "to") if field in named}
    return codes

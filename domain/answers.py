"""A promise in the contract's wire form (section 4)."""

from __future__ import annotations

from typing import Any

import orjson

from domain.docket import Known
from domain.entries import Entry
from domain.events import OCCURRENCES, Body
from domain.facts import Lane, day_of, iso, lane_pairs
from domain.names import Official
from domain.promise import BY_CALENDAR, OPEN, Promise
from domain.wording import summary


def party(who: Official) -> Body:
    """An official as the wire shows one."""
    state, name, role = who
    return {"name": name, "state": state, "role": role}


def payload(promise_id: str, promise: Promise, lane: Lane) -> dict[str, Any]:
    """What is so of a promise on any day until something new is known; `on_day` makes the answer of it."""
    pairs = lane_pairs(lane)
    kind, ruling = promise.kind, promise.ruling
    overruling = ruling if ruling and ruling.status != promise.phase else None
    settled = promise.settled_on
    if overruling:
        settled = None if overruling.status in OPEN else overruling.day
    return {
        "id": promise_id,
        "kind": kind,
        "relationship": pairs[0],
        "relationships": pairs,
        "visitor": party(promise.who[0]) if kind == "visit" else None,
        "host": promise.to if kind != "pledge" else None,
        "place": promise.place,
        "participants": [party(who) for who in promise.who] if kind == "meeting" else None,
        "mode": promise.mode,
        "by": party(promise.who[0]) if kind == "pledge" else None,
        "to": promise.to if kind == "pledge" else None,
        "subject": promise.subject,
        "window": promise.window.text if promise.window else None,
        "due_on": iso(promise.due_on),
        "status": ruling.status if ruling else promise.phase,
        "promised_on": iso(promise.promised_on),
        "settled_on": iso(settled),
        "days_late": None if overruling else promise.days_late,
        "sources": len(promise.publishers),
        "calendar": promise.calendar(),
        "opened_on": promise.opened_on,
        "ruled_on": iso(overruling.day) if overruling else None,
    }


_FIELDS = (
    "id",
    "kind",
    "relationship",
    "relationships",
    "visitor",
    "host",
    "place",
    "participants",
    "mode",
    "by",
    "to",
    "subject",
    "window",
    "due_on",
    "status",
    "promised_on",
    "settled_on",
    "days_late",
    "sources",
    "calendar",
    "opened_on",
    "ruled_on",
)


def packed(stored: dict[str, Any]) -> bytes:
    """A payload to be stored: its values alone, which is half of it."""
    return orjson.dumps([stored[field] for field in _FIELDS])


def unpacked(text: bytes) -> dict[str, Any]:
    """The payload that `packed` was given."""
    stored = dict(zip(_FIELDS, orjson.loads(text), strict=False))
    stored.setdefault("ruled_on", None)  # Not noted in ledgers of the first version until they are rebuilt.
    return stored


def on_time(stored: dict[str, Any], day: int) -> dict[str, Any]:
    """The promise as judged on a day (an ordinal), without words and evidence."""
    answer = dict(stored)
    del answer["opened_on"], answer["ruled_on"]
    for status, start in answer.pop("calendar"):
        if day >= start:
            answer["status"] = status
            if status in BY_CALENDAR:
                answer["settled_on"] = iso(start)
            break
    return answer


def on_day(stored: dict[str, Any], day: int) -> dict[str, Any]:
    """The promise as judged on a day (an ordinal), with its sentence; `evidence` is the caller's to fill."""
    answer = on_time(stored, day)
    answer["summary"] = summary(answer, stored["ruled_on"])
    answer["evidence"] = []
    return answer


def recency(stored: dict[str, Any]) -> tuple[str, int]:
    """Sorts promises by how new they are, for a verdict.

    What was never promised, such as one known only from a report that it came to nothing, is as old as the
    time that it was about.
    """
    opened = iso(stored["opened_on"]) or ""
    return stored["promised_on"] or min(opened, stored["due_on"] or opened), stored["opened_on"]


class Judged:
    """What `docket.changes` asks of a promise, read back from its payload."""

    def __init__(self, stored: dict[str, Any]) -> None:
        self._status, self._calendar = stored["status"], stored["calendar"]

    def status(self, day: int) -> str:
        """The status as judged on a day (an ordinal)."""
        for status, start in self.calendar():
            if day >= start:
                return status
        return str(self._status)

    def calendar(self) -> tuple[tuple[str, int], ...]:
        """The statuses that only the calendar brings, each with its first day, latest first."""
        return tuple((status, start) for status, start in self._calendar)


def judged(stored: dict[str, Any], since: int, until: int, cause: str | None) -> Known:
    """A version read back from its payload, as far as `docket.changes` needs it."""
    return Known(since, until, cause, Judged(stored))


def evidence(entry: Entry, body: Body, effect: str) -> dict[str, Any]:
    """One piece of evidence; a ruling has no report, and its day is that of its recording."""
    report = body.get("report") or {}
    return {
        "event_id": entry.event_id,
        "type": body["type"],
        "effect": effect,
        "on": body.get("held_on" if body["type"] in OCCURRENCES else "said_on") or iso(day_of(entry.recorded)),
        "published_at": report.get("published_at"),
        "publisher": report.get("publisher"),
        "url": report.get("url"),
        "quote": body.get("quote"),
    }

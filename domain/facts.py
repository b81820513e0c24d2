"""What a recorded event says in one docket: the act, who is meant, and its place in the order of section 4.

A lane is where promises can meet at all: visits of one state to another, meetings of one set of states,
pledges of one state to another under one key. A docket is a lane, or the part of one whose officials cannot
be taken for those of the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import IntEnum
from functools import lru_cache
from sys import intern
from typing import Any, NamedTuple

from domain import edtf
from domain.entries import Entry
from domain.events import OCCURRENCES, OWN_ACTS, TYPES, Body, canonical_json, published_instant
from domain.names import Official

EPOCH = date(1970, 1, 1).toordinal()
DAY = 86_400_000_000
"""Microseconds in a day. Instants are microseconds since 1970-01-01 UTC, days are proleptic ordinals."""

_RANK = {name: rank for rank, name in enumerate(TYPES)}
_RULING_RANK = len(TYPES)


class Act(IntEnum):
    """What an event does in a docket."""

    INVITE = 1
    PROMISE = 2  # An announcement, an acceptance or a pledge.
    POSTPONE = 3
    CANCEL = 4
    DECLINE = 5
    HOLD = 6
    OUTCOME = 7
    SPECULATE = 8
    RULE = 9
    LIFT = 10


_ACTS = {
    "visit_announced": Act.PROMISE,
    "invitation_extended": Act.INVITE,
    "invitation_accepted": Act.PROMISE,
    "invitation_declined": Act.DECLINE,
    "visit_postponed": Act.POSTPONE,
    "visit_cancelled": Act.CANCEL,
    "visit_held": Act.HOLD,
    "meeting_announced": Act.PROMISE,
    "meeting_postponed": Act.POSTPONE,
    "meeting_cancelled": Act.CANCEL,
    "meeting_held": Act.HOLD,
    "pledge_made": Act.PROMISE,
    "outcome_reported": Act.OUTCOME,
}


class Lane(NamedTuple):
    """`kind`: visit, meeting or pledge. `states`: visitor and host; all, sorted; giver and receiver."""

    kind: str
    states: tuple[str, ...]
    key: str = ""

    @lru_cache(maxsize=16_384)  # noqa: B019 - lanes are small and come again and again
    def text(self) -> str:
        """One stable text, such as `visit:RUS>PRK`, to store it by."""
        mark = "+" if self.kind == "meeting" else ">"
        return f"{self.kind}:{mark.join(self.states)}" + (f":{self.key}" if self.key else "")

    @classmethod
    @lru_cache(maxsize=16_384)
    def of_text(cls, text: str) -> Lane:
        """The lane that `text()` wrote."""
        kind, states, *key = text.split(":", 2)
        return cls(kind, tuple(states.split("+" if kind == "meeting" else ">")), key[0] if key else "")


class Days(NamedTuple):
    """The bounds of a span as ordinals; see `edtf.Span`."""

    text: str
    first: int | None
    first_latest: int | None
    last: int | None
    start_is_day: bool
    end_is_day: bool


@lru_cache(maxsize=65_536)
def days(text: str) -> Days:
    """The bounds of an EDTF text that was checked before."""
    span = edtf.parse(text)

    def ordinal(day: date | None) -> int | None:
        return None if day is None else day.toordinal()

    return Days(
        text,
        ordinal(span.first),
        ordinal(span.first_latest),
        ordinal(span.last),
        span.start_is_day,
        span.end_is_day,
    )


class Held(NamedTuple):
    """The days of an occurrence. `start`: earliest possible first day; `day`: latest possible one."""

    start: int
    day: int
    last: int
    start_is_day: bool
    end_is_day: bool

    def touches(self, other: Held) -> bool:
        """Whether they overlap, or lie next to each other where both ends are known to the day."""
        if self.start <= other.last and other.start <= self.last:
            return True
        if self.last + 1 == other.start:
            return self.end_is_day and other.start_is_day
        return other.last + 1 == self.start and other.end_is_day and self.start_is_day


def held_days(text: str, published_day: int) -> Held:
    """`held_on` as days: never beginning after its publication; without an end it counts as its first day."""
    span = days(text)
    assert span.first is not None
    assert span.first_latest is not None
    day = max(min(span.first_latest, published_day), span.first)
    if span.last is None:
        return Held(span.first, day, span.first_latest, span.start_is_day, span.start_is_day)
    return Held(span.first, day, span.last, span.start_is_day, span.end_is_day)


@lru_cache(maxsize=65_536)
def published_micros(text: str) -> int:
    """The instant from which a `published_at` counts."""
    return micros(published_instant(text))


def micros(moment: datetime) -> int:
    """The instant of an aware date-time, in whole microseconds."""
    delta = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return delta.days * DAY + delta.seconds * 1_000_000 + delta.microseconds


def day_of(instant: int) -> int:
    """The UTC day of an instant, as an ordinal."""
    return instant // DAY + EPOCH


def start_of(day: int) -> int:
    """The first instant of a day given as an ordinal."""
    return (day - EPOCH) * DAY


def moment(body: Body) -> tuple[int, int, int]:
    """The place of a reported event in the order of section 4: day, rank of its type, instant.

    The day is the earliest possible one of what was said, and the latest possible first one of what was held.
    A retraction's is that of its publication.
    """
    instant = published_micros(body["report"]["published_at"])
    kind = body["type"]
    if kind in OCCURRENCES:
        day = held_days(body["held_on"], day_of(instant)).day
    else:
        day = (days(body["said_on"]).first if "said_on" in body else None) or day_of(instant)
    return day, _RANK[kind], instant


def rfc3339(instant: int) -> str:
    """An instant as `2023-10-18T09:30:00.000001Z`."""
    seconds, fraction = divmod(instant, 1_000_000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{fraction:06d}Z"


@lru_cache(maxsize=65_536)
def iso(day: int | None) -> str | None:
    """An ordinal as `2023-10-18`."""
    return None if day is None else date.fromordinal(day).isoformat()


@dataclass(slots=True, eq=False)
class Fact:
    """One event as a docket sees it. Never changed once made."""

    key: tuple[Any, ...]  # Sorts facts in the order of contract section 4.
    event_id: str
    position: int
    type: str
    act: Act
    day: int  # When it was so, as the order takes it.
    instant: int  # From when on the world could know it.
    publisher: str | None  # Case and outer spaces aside.
    who: tuple[Official, ...]
    place: str | None = None
    host: str | None = None  # Of a meeting.
    mode: str | None = None
    window: Days | None = None
    held: Held | None = None
    inferred: bool = False
    stands_in_for: Official | None = None
    outcome: str | None = None
    about_window: Days | None = None
    promise_id: str | None = None
    subject: str | None = None
    status: str | None = None
    url: str | None = None


def official(party: Body) -> Official:
    """Who a party of an event is."""
    return Official(party["state"], party.get("name"), party.get("role"))


def lanes(body: Body) -> list[Lane]:
    """Every lane in which an event acts; none for one that only stands on the timeline."""
    kind = body["type"]
    if kind.startswith("visit_"):
        found = [Lane("visit", (body["visitor"]["state"], body["host"]))]
        stands_in_for = body.get("in_place_of")
        if stands_in_for and stands_in_for["state"] not in (body["visitor"]["state"], body["host"]):
            found.append(Lane("visit", (stands_in_for["state"], body["host"])))
        return found
    if kind.startswith("invitation_"):
        return [Lane("visit", (body["invitee"]["state"], body["host"]))]
    if kind.startswith("meeting_"):
        return [_meeting_lane(body["participants"]), *_inferred_lanes(body)]
    if kind == "pledge_made":
        return [Lane("pledge", (body["by"]["state"], body["to"]), body["key"])]
    if kind == "outcome_reported" and "promise_id" not in body["about"]:
        about = body["about"]
        if about["kind"] == "visit":
            return [Lane("visit", (about["visitor"]["state"], about["host"]))]
        if about["kind"] == "meeting":
            return [_meeting_lane(about["participants"])]
        return [Lane("pledge", (about["by"]["state"], about["to"]), about["key"])]
    return []


def _meeting_lane(participants: list[Body]) -> Lane:
    return Lane("meeting", tuple(sorted({p["state"] for p in participants})))


def _inferred_lanes(body: Body) -> list[Lane]:
    """A meeting in person at one participant's is a visit to it by those of other states."""
    host: str = body.get("host", "")
    states = {p["state"] for p in body["participants"]}
    if body["type"] != "meeting_held" or body["mode"] != "in_person" or host not in states:
        return []
    if body["certainty"] == "speculative":
        return []
    return [Lane("visit", (state, host)) for state in sorted(states - {host})]


def lane_pairs(lane: Lane) -> list[str]:
    """The relationships of a lane's promises, in alphabetical order; those of a visit are of its two states."""
    return list(_pairs(lane.states))


@lru_cache(maxsize=16_384)
def _pairs(states: tuple[str, ...]) -> tuple[str, ...]:
    codes = sorted(states)
    return tuple([f"{a}-{b}" for i, a in enumerate(codes) for b in codes[i + 1 :]])


def parties(body: Body, lane: Lane) -> list[tuple[Official, ...]]:
    """The officials that an event names in a lane, one tuple for each fact it makes there."""
    kind = body["type"]
    if kind == "outcome_reported":
        return [_about_who(body["about"])]
    if lane.kind == "meeting":
        return [tuple(official(p) for p in body["participants"])]
    if kind == "meeting_held":
        return [(official(p),) for p in body["participants"] if p["state"] == lane.states[0]]
    if kind.startswith("invitation_"):
        return [(official(body["invitee"]),)]
    if kind == "pledge_made":
        return [(official(body["by"]),)]
    return [(official(body["visitor"]),)]


def _about_who(about: Body) -> tuple[Official, ...]:
    if "participants" in about:
        return tuple(official(p) for p in about["participants"])
    return (official(about["visitor"] if "visitor" in about else about["by"]),)


def fact_of(
    body: Body, entry: Entry, position: int, lane: Lane, who: tuple[Official, ...]
) -> Fact:
    """The fact that an event makes in a lane for `who`, one of its `parties` there.

    `body` is what counts in place of the entry; the order takes the entry as first recorded.
    """
    report, kind = body["report"], body["type"]
    day, rank, instant = moment(body)
    held = held_days(body["held_on"], day_of(instant)) if "held_on" in body else None
    fact = Fact(
        # As a text, which has the order of its bytes: those that orjson makes hold 4 kB each, however short.
        (day, rank, instant, report["url"], canonical_json(entry.body).decode()),
        entry.event_id,
        position,
        kind,
        Act.SPECULATE if body["certainty"] == "speculative" else _ACTS[kind],
        day,
        instant,
        intern(report["publisher"].strip().casefold()),
        who,
        held=held,
        url=report["url"],
    )
    fact.place = body.get("place")
    if "window" in body:
        fact.window = days(body["window"])
    if lane.kind == "meeting":
        fact.mode, fact.host = body.get("mode"), body.get("host")
    elif kind == "meeting_held":
        fact.inferred = True
    elif "in_place_of" in body:
        fact.stands_in_for = official(body["in_place_of"])
    elif lane.kind == "pledge":
        fact.subject = body.get("subject")
    if kind == "outcome_reported":
        about = body["about"]
        fact.outcome = body["outcome"]
        fact.promise_id = about.get("promise_id")
        if "window" in about:
            fact.about_window = days(about["window"])
    return fact


def ruling(body: Body, event_id: str, position: int, recorded: int) -> Fact:
    """The fact that a ruling makes: it takes its place by the day of its recording, after that day's events."""
    assert body["type"] in OWN_ACTS
    day = day_of(recorded)
    return Fact(
        (day, _RULING_RANK, position, "", ""),
        event_id,
        position,
        body["type"],
        Act.RULE if body["type"] == "promise_adjudicated" else Act.LIFT,
        day,
        start_of(day),
        None,
        (),
        promise_id=body["promise_id"],
        status=body.get("status"),
    )

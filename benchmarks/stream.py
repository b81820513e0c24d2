"""A long stream of reported events, always the same: invented officials and publishers, and their stories.

5,000 relationships, of which the busiest has about a ninth of all events (Zipf). Each story is a promise with
what became of it, told by one publisher or by several. Events come in the order of their publication but for
one in ten, which is entered weeks or years late.

    python -m benchmarks.stream 1000000 > events.ndjson
"""

from __future__ import annotations

import sys
from bisect import bisect
from collections.abc import Iterator
from datetime import date, timedelta
from heapq import heappop, heappush
from itertools import accumulate, combinations, islice
from random import Random
from typing import Any

import orjson

from domain.states import codes

Event = dict[str, Any]

RELATIONSHIPS = 5_000
BEGINS, YEARS = date(1995, 1, 1), 30
BUSIEST = 0
"""The place of the busiest relationship in `relationships()`."""

_STATES = 120
_SYLLABLES = (
    "ba",
    "co",
    "da",
    "el",
    "fi",
    "go",
    "ha",
    "jo",
    "ka",
    "li",
    "mo",
    "na",
    "or",
    "pe",
    "ra",
    "si",
    "vu",
)
_FAMILIES = ("arov", "berg", "costa", "dale", "field", "garay", "holt", "ikov", "lund", "mann", "stein", "vic")
_ROLES = (
    *("head_of_state", "head_of_government", "foreign_minister"),
    *("defence_minister", "other_minister", "envoy"),
)
_TENURE = 6 * 365
_PUBLISHERS = tuple(
    f"{first} {second}"
    for first in ("Northern", "Southern", "Harbour", "Capital", "Morning", "Evening", "Mountain", "River")
    for second in ("Herald", "Wire", "Courier", "Dispatch", "Observer")
)
_QUOTE = "the two sides agreed to go on with what had been begun, said a person who was there"
_LATE = 0.1
_LAST = 365 * YEARS


def relationships() -> list[tuple[str, str]]:
    """The pairs of states, busiest first."""
    pairs = list(combinations(sorted(codes())[:_STATES], 2))
    Random(1).shuffle(pairs)
    return pairs[:RELATIONSHIPS]


def events(count: int) -> Iterator[Event]:
    """So many events, in the order in which they are to be recorded."""
    return islice(_in_order(count), count)


def lines(count: int) -> Iterator[bytes]:
    """The same as JSON, one a line."""
    for event in events(count):
        yield orjson.dumps(event) + b"\n"


def more_of(pair: tuple[str, str], count: int, seed: int) -> list[Event]:
    """Further events of one relationship, from stories that begin on the last day of the stream."""
    stories = _Stories(count, seed)
    found: list[Event] = []
    while len(found) < count:
        found += [event for _, event in stories.of(_LAST, *pair) if event["report"]["published_at"] < "2026"]
    return found[:count]


def last_day() -> date:
    """The day on which the stream ends, or a little later."""
    return BEGINS + timedelta(days=_LAST)


def _in_order(count: int) -> Iterator[Event]:
    stories = _Stories(count)
    waiting: list[tuple[int, int, Event]] = []
    number = 0
    while True:
        day, told = stories.next()
        while waiting and waiting[0][0] <= day:
            yield heappop(waiting)[2]
        for entered, event in told:
            heappush(waiting, (entered, number, event))
            number += 1


class _Stories:
    def __init__(self, count: int, seed: int = 2) -> None:
        self._random = Random(seed)
        self._pairs = relationships()
        self._weights = list(accumulate(1 / rank for rank in range(1, RELATIONSHIPS + 1)))
        self._days = 0.0
        self._step = _LAST / (count / 3.05)  # A story has so many events on average.
        self._reports = 0

    def next(self) -> tuple[int, list[tuple[int, Event]]]:
        """The day on which a story begins, and its events, each with the day on which it is entered."""
        random = self._random
        self._days += self._step
        day = int(self._days)
        one, other = self._pairs[bisect(self._weights, random.random() * self._weights[-1])]
        return day, [(self._entered(on), event) for on, event in self.of(day, one, other)]

    def of(self, day: int, one: str, other: str) -> Iterator[tuple[int, Event]]:
        """A story of two states, its events each with the day of its report."""
        if self._random.random() < 0.5:
            one, other = other, one
        kind = self._random.random()
        if kind < 0.6:
            return self._visit(day, one, other)
        if kind < 0.85:
            return self._meeting(day, one, other)
        if kind < 0.95:
            visit = {**self._visited(day, one, other), "held_on": _iso(day)}
            return self._reported(day, {"type": "visit_held", **visit})
        return self._pledge(day, one, other)

    # ------------------------------------------------------------ stories
    def _visit(self, day: int, one: str, other: str) -> Iterator[tuple[int, Event]]:
        random, visit = self._random, self._visited(day, one, other)
        if random.random() < 0.4:
            inviter = self._official(day, other)
            invitation = {"inviter": inviter, "invitee": visit["visitor"], "host": other}
            yield from self._reported(day, {"type": "invitation_extended", **invitation}, most=1)
            day += random.randrange(1, 20)
        planned = day + random.randrange(5, 90)
        yield from self._reported(day, {"type": "visit_announced", **visit, "window": self._window(planned)})
        if random.random() < 0.12:
            day = random.randrange(day, planned)
            if random.random() < 0.5:
                yield from self._reported(day, {"type": "visit_cancelled", **visit, "reason": "illness"})
                return
            planned += random.randrange(20, 200)
            visit_then = {**visit, "window": self._window(planned)}
            yield from self._reported(day, {"type": "visit_postponed", **visit_then})
        if random.random() < 0.8:
            held = {**visit, "place": "the capital", "held_on": f"{_iso(planned)}/{_iso(planned + 1)}"}
            yield from self._reported(planned + 1, {"type": "visit_held", **held})
            if random.random() < 0.15:
                who = [visit["visitor"], self._official(planned, other)]
                paper = {"participants": who, "title": "An agreement on trade", "held_on": _iso(planned + 1)}
                yield from self._reported(planned + 1, {"type": "agreement_signed", **paper}, most=1)
        elif random.random() < 0.2:
            about = {"kind": "visit", **visit}
            yield from self._reported(
                planned + 40, {"type": "outcome_reported", "about": about, "outcome": "unfulfilled"}, most=1
            )

    def _meeting(self, day: int, one: str, other: str) -> Iterator[tuple[int, Event]]:
        random = self._random
        meeting: Event = {"participants": [self._official(day, one), self._official(day, other)]}
        if random.random() < 0.4:
            meeting["mode"] = "phone"
        planned = day + random.randrange(2, 60)
        announced = {**meeting, "window": self._window(planned)}
        yield from self._reported(day, {"type": "meeting_announced", **announced})
        if random.random() < 0.8:
            if "mode" not in meeting and random.random() < 0.6:
                meeting["host"] = other
            yield from self._reported(planned, {"type": "meeting_held", **meeting, "held_on": _iso(planned)})

    def _pledge(self, day: int, one: str, other: str) -> Iterator[tuple[int, Event]]:
        key, due = f"aid-{day // 30}", day + self._random.randrange(60, 700)
        pledge = {"by": {"state": one}, "to": other, "key": key}
        made = {**pledge, "subject": "help with the harvest", "window": self._window(due)}
        yield from self._reported(day, {"type": "pledge_made", **made})
        if self._random.random() < 0.5:
            about = {"kind": "pledge", **pledge}
            yield from self._reported(
                due, {"type": "outcome_reported", "about": about, "outcome": "fulfilled", "held_on": _iso(due)}
            )

    # ------------------------------------------------------------ parts
    def _visited(self, day: int, one: str, other: str) -> Event:
        return {"visitor": self._official(day, one), "host": other}

    def _official(self, day: int, state: str) -> Event:
        role = self._random.randrange(len(_ROLES))
        person = Random(f"{state} {role} {(day + role * 97 + ord(state[0]) * 31) // _TENURE}")
        given = "".join(person.sample(_SYLLABLES, 2)).capitalize()
        family = person.choice(_SYLLABLES).capitalize() + person.choice(_SYLLABLES) + person.choice(_FAMILIES)
        return {"name": f"{given} {family}", "state": state, "role": _ROLES[role]}

    def _window(self, day: int) -> str:
        kind = self._random.random()
        if kind < 0.4:
            return _iso(day)
        if kind < 0.7:
            return f"{_iso(day)}/{_iso(day + 2)}"
        return _iso(day)[:7] if kind < 0.95 else _iso(day)[:4]

    def _reported(self, day: int, event: Event, most: int = 3) -> Iterator[tuple[int, Event]]:
        """The event as one publisher or several tell it, on that day or the next ones."""
        random = self._random
        for publisher in random.sample(_PUBLISHERS, random.choice((1, 1, 1, 2, most)) if most > 1 else 1):
            on = day + random.choice((0, 0, 0, 1, 2))
            self._reports += 1
            published = _iso(on)
            if on % 3:
                published += f"T{random.randrange(24):02}:{random.randrange(60):02}:00Z"
            slug = publisher.lower().replace(" ", "-")
            report = {
                "url": f"https://{slug}.example/{on}/{self._reports}",
                "publisher": publisher,
                "published_at": published,
            }
            told: Event = {**event, "report": report}
            if random.random() < 0.3:
                told["quote"] = _QUOTE
            yield on, told

    def _entered(self, day: int) -> int:
        if self._random.random() >= _LATE:
            return day
        return day + self._random.choice((10, 40, 200, 1_000))


def _iso(day: int) -> str:
    return (BEGINS + timedelta(days=day)).isoformat()


if __name__ == "__main__":
    for line in lines(int(sys.argv[1])):
        sys.stdout.buffer.write(line)

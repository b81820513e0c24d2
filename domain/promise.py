"""A promise and its status on a day (contract, section 4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from domain.facts import Days, Fact, day_of
from domain.names import Official, same_official

OPEN = frozenset({"invited", "pending", "postponed", "overdue", "stalled"})
KEPT = frozenset({"fulfilled", "fulfilled_late"})
BY_CALENDAR = frozenset({"unfulfilled", "lapsed"})
CHANGES_NOTHING = frozenset({"corroborated", "none"})
"""The effects of evidence that leaves a promise as it was."""

GRACE = 30
"""Days after the window's last day for which a promise is overdue before it is unfulfilled."""
LATEST = 365
"""Days after the window's last day within which it can still be kept, late."""
SILENCE = 365
"""Days without a report after which a promise without a last day is stalled."""


class Evidence(NamedTuple):
    """A linked list, newest first: adding to it copies nothing, and older states keep theirs."""

    before: Evidence | None
    fact: Fact
    effect: str


class Ruling(NamedTuple):
    """What a person ruled, and on which day."""

    status: str
    day: int


class Promise:
    """What speech acts committed to. Treated as immutable: `changed` makes the next state."""

    __slots__ = (
        "closed_by",
        "days_late",
        "evidence",
        "heard",
        "key",
        "kind",
        "mode",
        "opened_on",
        "opener",
        "phase",
        "place",
        "promised_on",
        "publishers",
        "ruling",
        "settled_on",
        "subject",
        "to",
        "who",
        "window",
    )

    kind: str
    who: tuple[Official, ...]
    to: str | None  # The host of a visit, the receiver of a pledge.
    key: str | None
    mode: str | None
    place: str | None
    subject: str | None
    window: Days | None
    phase: str  # The status but for the calendar and rulings.
    promised_on: int | None
    settled_on: int | None
    days_late: int | None
    closed_by: Fact | None
    opened_on: int
    opener: Fact
    heard: int  # The latest instant of publication of its evidence.
    publishers: frozenset[str]
    evidence: Evidence | None
    ruling: Ruling | None

    def changed(self, **fields: Any) -> Promise:
        """The same promise with some fields replaced."""
        new = Promise.__new__(Promise)
        # Written out, since a loop over the slots takes ten times as long.
        new.kind, new.who, new.to, new.key, new.mode = self.kind, self.who, self.to, self.key, self.mode
        new.place, new.subject, new.window, new.phase = self.place, self.subject, self.window, self.phase
        new.promised_on, new.settled_on, new.days_late = self.promised_on, self.settled_on, self.days_late
        new.closed_by, new.opened_on, new.opener = self.closed_by, self.opened_on, self.opener
        new.heard, new.publishers = self.heard, self.publishers
        new.evidence, new.ruling = self.evidence, self.ruling
        for name, value in fields.items():
            setattr(new, name, value)
        return new

    @property
    def due_on(self) -> int | None:
        """The window's last day."""
        return self.window.last if self.window else None

    def status(self, day: int) -> str:
        """The status as judged on a day (an ordinal)."""
        if self.ruling:
            return self.ruling.status
        if self.phase not in OPEN:
            return self.phase
        for status, start in self.calendar():
            if day >= start:
                return status
        return self.phase

    def calendar(self) -> tuple[tuple[str, int], ...]:
        """The statuses that only the calendar brings, each with its first day, latest first."""
        if self.ruling or self.phase not in OPEN:
            return ()
        due = self.due_on
        if due is None:
            return (("stalled", day_of(self.heard) + SILENCE + 1),)
        if self.phase == "invited":
            return (("lapsed", due + GRACE + 1),)
        return (("unfulfilled", due + GRACE + 1), ("overdue", due + 1))

    def settled(self, day: int) -> int | None:
        """The day on which it was settled, as judged on a day; None while it is open."""
        if self.ruling and self.ruling.status != self.phase:
            return None if self.ruling.status in OPEN else self.ruling.day
        if self.phase not in OPEN:
            return self.settled_on
        for status, start in self.calendar():
            if status in BY_CALENDAR and day >= start:
                return start
        return None

    def stands_as(self, other: Promise | None) -> bool:
        """Whether another state of it has the same status on every day, but for when it was heard of last."""
        if other is None:
            return False
        return (self.phase, self.window, self.ruling) == (other.phase, other.window, other.ruling)

    def all_evidence(self) -> list[tuple[Fact, str]]:
        """Its evidence with the effect of each, in the order in which it was taken."""
        found = [(e.fact, e.effect) for e in self._newest_first()]
        found.reverse()
        return found

    def count_evidence(self) -> int:
        """How many pieces of evidence it has."""
        return sum(1 for _ in self._newest_first())

    def _newest_first(self) -> Iterator[Evidence]:
        evidence = self.evidence
        while evidence is not None:
            yield evidence
            evidence = evidence.before


def meant(promise: tuple[Official, ...], event: tuple[Official, ...]) -> bool:
    """Whether every official of a promise is among those of an event."""
    if len(promise) == 1 and len(event) == 1:
        return same_official(promise[0], event[0])
    return all(any(same_official(p, e) for e in event) for p in promise)


def named(promise: tuple[Official, ...], event: tuple[Official, ...]) -> int:
    """How many of a promise's officials an event that matches it names."""
    return sum(
        any(p.name is not None and e.name is not None and same_official(p, e) for e in event) for p in promise
    )


def filled(promise: tuple[Official, ...], event: tuple[Official, ...]) -> tuple[Official, ...]:
    """The officials of a promise with the names and roles that a later report adds."""
    if all(p.name is not None and p.role is not None for p in promise):
        return promise
    return tuple(_filled(p, event) for p in promise)


def _filled(who: Official, event: tuple[Official, ...]) -> Official:
    for other in event:
        if same_official(who, other):
            if (who.name or other.name) == who.name and (who.role or other.role) == who.role:
                continue
            return Official(who.state, who.name or other.name, who.role or other.role)
    return who

"""The rules of contract section 4: facts in their order, folded into promises and occurrences.

A fact that belongs before others is put there by taking back what follows and applying it again, so the
order in which facts are inserted never matters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from domain.facts import Act, Fact, Held, Lane
from domain.names import Official
from domain.promise import BY_CALENDAR, KEPT, LATEST, OPEN, Evidence, Promise, Ruling, filled, meant, named

EARLY = 7
"""Days before the window's first day from which on an occurrence can keep a promise."""
RETOLD = 7
"""Days after a cancellation within which the same again is a second report of it."""
BACKGROUND = 31
"""Days past which the window of background on a visit on record does not reach."""
_VAGUE = 366
"""The most days between the earliest and the latest possible first day of an occurrence (a year)."""


class Occurrence(NamedTuple):
    """Reports of one visit or meeting. `closed`: the promises that it kept, by index."""

    who: tuple[Official, ...]
    mode: str | None
    reports: tuple[Held, ...]
    closed: tuple[int, ...]

    @property
    def start(self) -> int:
        return min(held.start for held in self.reports)

    @property
    def day(self) -> int:
        """Its latest possible first day."""
        return min(held.day for held in self.reports)

    @property
    def last(self) -> int:
        return max(held.last for held in self.reports)


def _with(publishers: frozenset[str], publisher: str) -> frozenset[str]:
    """One more publisher."""
    return _small(publishers, publisher) if len(publishers) < 4 else publishers | {publisher}


@lru_cache(maxsize=16_384)
def _small(publishers: frozenset[str], publisher: str) -> frozenset[str]:
    """The same few small sets come again and again, so each is kept once."""
    return publishers | {publisher}


class Fold:
    """The promises of one docket after the facts inserted so far.

    `find(promises, promise_id)` tells which promise an id means (identity is the docket's business).
    `touched` collects the indexes of promises that changed; whoever reads it empties it.
    """

    def __init__(self, lane: Lane, to: str | None, find: Callable[[list[Promise], str], int | None]) -> None:
        self.lane, self.to, self._find = lane, to, find
        self.facts: list[Fact] = []
        self.promises: list[Promise] = []
        self.occurrences: list[Occurrence] = []
        self.disputes: list[tuple[int, Fact]] = []  # Facts that tell otherwise than what closed a promise.
        self.touched: set[int] = set()
        self._undo: list[list[tuple[list[object], int, object]]] = []
        self._step: list[tuple[list[object], int, object]] = []
        self._longest = 0  # The most days from an occurrence's first report to its end: bounds the search.
        self._settled = 0  # No promise before this index can be kept by a later fact; 0 is always safe.

    # ------------------------------------------------------------ order
    def insert(self, new: Iterable[Fact]) -> None:
        """Take facts in; each goes where the order of section 4 puts it."""
        facts = sorted(new, key=_key)
        if not facts:
            return
        tail: list[Fact] = []
        if self.facts and facts[0].key < self.facts[-1].key:
            tail = self._take_back(bisect_left(self.facts, facts[0].key, key=_key))
        for fact in sorted(tail + facts, key=_key) if tail else facts:
            self._apply(fact)

    def remove(self, gone: Callable[[Fact], bool]) -> None:
        """Take facts out, as if they had never been inserted."""
        first = next((i for i, fact in enumerate(self.facts) if gone(fact)), None)
        if first is not None:
            for fact in self._take_back(first):
                if not gone(fact):
                    self._apply(fact)

    def _take_back(self, length: int) -> list[Fact]:
        tail = self.facts[length:]
        for _ in tail:
            for items, index, old in reversed(self._undo.pop()):
                if old is None:
                    items.pop()
                else:
                    items[index] = old
                if items is self.promises:
                    self.touched.add(index)
        del self.facts[length:]
        self._settled = 0
        return tail

    def _apply(self, fact: Fact) -> None:
        self._step = []
        _RULES[fact.act](self, fact)
        self.facts.append(fact)
        self._undo.append(self._step)

    # ------------------------------------------------------------ changing
    def _set(self, index: int, promise: Promise) -> None:
        self._step.append((self.promises, index, self.promises[index]))  # type: ignore[arg-type]
        self.promises[index] = promise
        self.touched.add(index)

    def _attach(self, index: int, fact: Fact, effect: str, *, fill: bool = True, **fields: Any) -> None:
        """Make a fact evidence of a promise, with what it changes and, to `fill`, adds where nothing stood."""
        old = self.promises[index]
        fields["evidence"] = Evidence(old.evidence, fact, effect)
        if fact.publisher is not None:
            if fact.publisher not in old.publishers:
                fields["publishers"] = _with(old.publishers, fact.publisher)
            fields["heard"] = max(old.heard, fact.instant)
        if fill:
            fields.setdefault("who", filled(old.who, fact.who))
            if old.place is None and fact.place is not None:
                fields["place"] = fact.place
            if old.subject is None and fact.subject is not None:
                fields["subject"] = fact.subject
        self._set(index, old.changed(**fields))

    def _open(self, fact: Fact, effect: str, **fields: Any) -> None:
        promise = Promise.__new__(Promise)
        promise.kind, promise.to = self.lane.kind, self.to or fact.host
        promise.who, promise.place, promise.subject = fact.who, fact.place, fact.subject
        promise.key = self.lane.key or None
        promise.mode = (fact.mode or "in_person") if self.lane.kind == "meeting" else None
        promise.window = fact.window
        promise.promised_on = promise.settled_on = promise.days_late = None
        promise.closed_by = promise.ruling = None
        promise.opened_on, promise.opener, promise.heard = fact.day, fact, fact.instant
        promise.publishers = _with(frozenset(), fact.publisher) if fact.publisher else frozenset()
        promise.evidence = Evidence(None, fact, effect)
        for name, value in fields.items():
            setattr(promise, name, value)
        self._step.append((self.promises, len(self.promises), None))  # type: ignore[arg-type]
        self.touched.add(len(self.promises))
        self.promises.append(promise)

    def _dispute(self, index: int, fact: Fact) -> None:
        """Note that a fact tells otherwise than what closed a promise; it changes nothing."""
        self._step.append((self.disputes, len(self.disputes), None))  # type: ignore[arg-type]
        self.disputes.append((index, fact))

    def _dispute_closed(self, fact: Fact, held: Held) -> None:
        """Of an occurrence that kept nothing: find the promise of its own that was said to come to nothing."""
        for index in range(len(self.promises) - 1, -1, -1):
            promise = self.promises[index]
            if promise.opened_on < held.start - 2 * LATEST:
                break
            if promise.phase not in ("cancelled", "unfulfilled") or promise.closed_by is None:
                continue
            due, told = promise.due_on, promise.closed_by.day
            in_time = held.start <= due if due is not None else abs(held.start - told) <= BACKGROUND
            could = in_time and promise.mode == fact.mode and can_keep(promise, held)
            if could and meant(promise.who, fact.who):
                self._dispute(index, fact)
                return

    # ------------------------------------------------------------ finding
    def _matching(self, fact: Fact, *, any_mode: bool = False) -> Iterator[int]:
        """The promises that a fact is about, newest first."""
        promises, who, mode = self.promises, fact.who, fact.mode
        for index in range(len(promises) - 1, -1, -1):
            promise = promises[index]
            if (any_mode or promise.mode == mode) and meant(promise.who, who):
                yield index

    def _open_one(self, fact: Fact, *, any_mode: bool = False) -> int | None:
        """The open promise that a fact goes to: one that names its official, else the newest."""
        best, names = None, -1
        most = sum(o.name is not None for o in fact.who)
        for index in range(len(self.promises) - 1, self._first_live(fact.day) - 1, -1):
            promise = self.promises[index]
            if not (any_mode or promise.mode == fact.mode) or promise.status(fact.day) not in OPEN:
                continue
            if meant(promise.who, fact.who):
                count = named(promise.who, fact.who) if most else 0
                if count > names:
                    best, names = index, count
                    if names >= most:
                        break
        return best

    def _first_live(self, day: int) -> int:
        """Skip the oldest promises that no fact of this day or later can open again or keep."""
        index, promises = self._settled, self.promises
        while index < len(promises):
            promise = promises[index]
            if promise.ruling is not None:
                break
            if promise.phase in OPEN and (promise.due_on is None or promise.due_on + LATEST + _VAGUE >= day):
                break
            index += 1
        self._settled = index
        return index

    # ------------------------------------------------------------ opening
    def _invite(self, fact: Fact) -> None:
        index = self._open_one(fact)
        if index is None:
            if not self._tells_of_one_on_record(fact):
                self._open(fact, "opened", phase="invited")
        elif fact.window is not None and self.promises[index].window is None:
            self._attach(index, fact, "refined", window=fact.window)
        else:
            self._attach(index, fact, "corroborated")

    def _promise(self, fact: Fact) -> None:
        index = self._open_one(fact)
        if index is None:
            if fact.type == "pledge_made" or not self._tells_of_one_on_record(fact):
                self._open(fact, "opened", phase="pending", promised_on=fact.day)
            return
        promise = self.promises[index]
        fields: dict[str, Any] = {}
        if promise.phase != "pending":
            fields["phase"] = "pending"
        if promise.promised_on is None:
            fields["promised_on"] = fact.day
        if fact.window is not None and (promise.window is None or promise.window.text != fact.window.text):
            fields["window"] = fact.window
        self._attach(index, fact, "refined" if fields else "corroborated", **fields)

    def _tells_of_one_on_record(self, fact: Fact) -> bool:
        """Whether it only tells of a visit or meeting on record; if so, it is evidence of what that kept."""
        window = fact.window
        if window is None or window.last is None:
            return False
        closed: list[int] = []
        found = False
        for occurrence in self._occurrences_since(window.first):
            last = occurrence.last
            if (
                fact.day > occurrence.day
                and (window.first is None or window.first <= last)
                and occurrence.start <= window.last <= max(fact.day, last) + BACKGROUND
                and occurrence.mode == fact.mode
                and _same_people(occurrence.who, fact.who)
            ):
                found = True
                closed += occurrence.closed
        if closed:
            self._attach(max(closed), fact, "corroborated")
        return found

    # ------------------------------------------------------------ putting off, calling off
    def _postpone(self, fact: Fact) -> None:
        index = self._open_one(fact, any_mode=True)
        if index is None:
            self._act_on_none(fact, "postponed", "postponed")
            return
        promise = self.promises[index]
        same = promise.phase == "postponed" and promise.window == fact.window
        effect = "corroborated" if same else "postponed"
        self._attach(index, fact, effect, phase="postponed", window=fact.window)

    def _call_off(self, fact: Fact) -> None:
        status = "declined" if fact.act is Act.DECLINE else "cancelled"
        again = self._told_before(fact)
        if again is not None:
            self._attach(again, fact, "corroborated", fill=False)
            return
        index = self._open_one(fact, any_mode=True)
        if index is None:
            self._act_on_none(fact, status, status, settled_on=fact.day, closed_by=fact)
        else:
            self._attach(index, fact, status, phase=status, settled_on=fact.day, closed_by=fact)

    def _told_before(self, fact: Fact) -> int | None:
        """The promise that the same act closed, within a week, or at any time if nothing was promised since."""
        told: list[tuple[int, tuple[Any, ...], int]] = []
        last_opened: Fact | None = None
        for index in self._matching(fact, any_mode=True):
            promise = self.promises[index]
            closed_by, settled_on = promise.closed_by, promise.settled_on
            if closed_by is not None and closed_by.type == fact.type and settled_on is not None:
                nothing_since = last_opened is None or last_opened.key < closed_by.key
                if nothing_since or fact.day - settled_on <= RETOLD:
                    told.append((named(promise.who, fact.who), closed_by.key, index))
            last_opened = last_opened or promise.opener
        return max(told)[2] if told else None

    def _act_on_none(self, fact: Fact, phase: str, effect: str, **fields: Any) -> None:
        """An act that finds no open promise: evidence alone of a broken one, else of one not on record."""
        matching = self._matching(fact, any_mode=True)
        newest = max(matching, key=lambda i: (named(self.promises[i].who, fact.who), i), default=None)
        if newest is not None and self.promises[newest].status(fact.day) in BY_CALENDAR:
            self._attach(newest, fact, "none", fill=False)
        else:
            if newest is not None and phase == "cancelled" and _calls_off_held(self.promises[newest], fact):
                self._dispute(newest, fact)
            self._open(fact, effect, phase=phase, **fields)

    # ------------------------------------------------------------ taking place
    def _hold(self, fact: Fact) -> None:
        held = fact.held
        assert held is not None
        touching = list(self._touching(fact, held))
        if touching:
            index, occurrence = touching[-1]  # Found newest first, and a report joins the first.
            self._step.append((self.occurrences, index, occurrence))  # type: ignore[arg-type]
            self.occurrences[index] = occurrence._replace(
                who=filled(occurrence.who, fact.who), reports=(*occurrence.reports, held)
            )
            first_day = occurrence.reports[0].day
            for closed in occurrence.closed:
                self._attach(closed, fact, "corroborated")
        else:
            first_day = held.day
            self._step.append((self.occurrences, len(self.occurrences), None))  # type: ignore[arg-type]
            closing = self._close(fact, held)
            self.occurrences.append(Occurrence(fact.who, fact.mode, (held,), closing))
            if not closing:
                self._dispute_closed(fact, held)
        self._longest = max(self._longest, held.last - first_day)

    def _touching(self, fact: Fact, held: Held) -> Iterator[tuple[int, Occurrence]]:
        for index in range(len(self.occurrences) - 1, -1, -1):
            occurrence = self.occurrences[index]
            if occurrence.reports[0].day + self._longest + 1 < held.start:
                break
            if (
                occurrence.mode == fact.mode
                and any(held.touches(report) for report in occurrence.reports)
                and _same_people(occurrence.who, fact.who)
            ):
                yield index, occurrence

    def _occurrences_since(self, first: int | None) -> Iterator[Occurrence]:
        for occurrence in reversed(self.occurrences):
            if first is not None and occurrence.reports[0].day + self._longest + 1 < first:
                break
            yield occurrence

    def _close(self, fact: Fact, held: Held) -> tuple[int, ...]:
        """Close what an occurrence keeps: the promise of its own official, and of the one stood in for."""
        closed: list[int] = []
        if fact.stands_in_for is not None:
            other = self._keepable((fact.stands_in_for,), fact, held)
            if other is not None:
                self._attach_stand_in(other, fact, held)
                closed.append(other)
        own = self._keepable(fact.who, fact, held)
        if own is not None:
            kept = _kept(self.promises[own].due_on, held)
            self._attach(own, fact, "inferred" if fact.inferred else "fulfilled", **kept, closed_by=fact)
            closed.append(own)
        return tuple(closed)

    def _attach_stand_in(self, index: int, fact: Fact, held: Held) -> None:
        who = filled(self.promises[index].who, (fact.stands_in_for,) if fact.stands_in_for else ())
        fields: dict[str, Any] = {"phase": "partially_fulfilled", "settled_on": held.start, "closed_by": fact}
        self._attach(index, fact, "fulfilled", who=who, **fields)

    def _keepable(self, who: tuple[Official, ...], fact: Fact, held: Held) -> int | None:
        best, rank = None, (False, -1, -1)
        for index in range(len(self.promises) - 1, self._first_live(fact.day) - 1, -1):
            promise = self.promises[index]
            status = promise.status(fact.day)
            is_open = status in OPEN
            if not is_open and (status not in BY_CALENDAR or promise.phase not in OPEN or promise.ruling):
                continue
            if promise.mode == fact.mode and can_keep(promise, held) and meant(promise.who, who):
                this = (is_open, named(promise.who, who), index)
                if this > rank:
                    best, rank = index, this
        return best

    # ------------------------------------------------------------ told afterwards
    def _outcome(self, fact: Fact) -> None:
        index = self._told_of(fact)
        if index is None:
            if fact.promise_id is None:
                self._open_and_close(fact)
            return
        promise = self.promises[index]
        status = promise.status(fact.day)
        by_calendar = status in BY_CALENDAR and promise.phase in OPEN and promise.ruling is None
        if status not in OPEN and not by_calendar:
            kept = status in KEPT
            agrees = kept if fact.outcome == "fulfilled" else status == "unfulfilled"
            self._attach(index, fact, "corroborated" if agrees else "none", fill=False)
            if kept == (fact.outcome == "unfulfilled") and (kept or status in ("cancelled", "unfulfilled")):
                self._dispute(index, fact)
        elif fact.outcome == "unfulfilled":
            settled = promise.settled(fact.day) if by_calendar else fact.day
            self._attach(index, fact, "outcome", phase="unfulfilled", settled_on=settled, closed_by=fact)
        elif fact.held is None:
            self._attach(index, fact, "outcome", phase="fulfilled", settled_on=fact.day, closed_by=fact)
        elif promise.opened_on <= fact.held.day and can_keep(promise, fact.held):
            self._attach(index, fact, "outcome", **_kept(promise.due_on, fact.held), closed_by=fact)
        else:
            self._attach(index, fact, "none", fill=False)

    def _told_of(self, fact: Fact) -> int | None:
        """The promise that an outcome is about: an open one first, then one that it names, then the newest."""
        if fact.promise_id is not None:
            return self._find(self.promises, fact.promise_id)
        best, rank = None, (False, -1, -1)
        for index in self._matching(fact, any_mode=True):
            promise, about = self.promises[index], fact.about_window
            if about is not None and not _about(promise, about.first, about.last):
                continue
            this = (promise.status(fact.day) in OPEN, named(promise.who, fact.who), index)
            if this > rank:
                best, rank = index, this
        return best

    def _open_and_close(self, fact: Fact) -> None:
        window = fact.about_window or fact.window
        fields: dict[str, Any] = {"phase": fact.outcome, "settled_on": fact.day}
        if fact.outcome == "fulfilled" and fact.held is not None:
            fields = _kept(window.last if window else None, fact.held)
        self._open(fact, "outcome", window=window, closed_by=fact, **fields)

    # ------------------------------------------------------------ speculation and rulings
    def _speculate(self, fact: Fact) -> None:
        index = self._open_one(fact, any_mode=fact.mode is None)
        if index is not None:
            self._attach(index, fact, "none", fill=False)

    def _rule(self, fact: Fact) -> None:
        ruling = Ruling(fact.status or "", fact.day) if fact.act is Act.RULE else None
        index = self._find(self.promises, fact.promise_id or "")
        if index is not None:
            self._attach(index, fact, "ruled", fill=False, ruling=ruling)
            self._settled = 0


def can_keep(promise: Promise, held: Held) -> bool:
    """Whether an occurrence on these days is the promised one: neither too early nor too late."""
    window = promise.window
    if window is None:
        return True
    if window.last is not None and held.start > window.last + LATEST:
        return False
    return window.first is None or held.day >= window.first - EARLY


def _calls_off_held(promise: Promise, fact: Fact) -> bool:
    """Whether a cancellation, told soon after a promise was kept, is of that one."""
    if promise.phase not in KEPT or promise.settled_on is None or fact.day - promise.settled_on > BACKGROUND:
        return False
    return fact.window is None or _about(promise, fact.window.first, fact.window.last)


def _kept(due: int | None, held: Held) -> dict[str, Any]:
    late = due is not None and held.start > due
    return {
        "phase": "fulfilled_late" if late else "fulfilled",
        "settled_on": held.start,
        "days_late": held.start - due if due is not None and late else None,
    }


def _about(promise: Promise, first: int | None, last: int | None) -> bool:
    window = promise.window
    if window is None:
        return last is None or promise.opened_on <= last
    starts = window.first is None or last is None or window.first <= last
    return starts and (window.last is None or first is None or first <= window.last)


def _same_people(one: tuple[Official, ...], other: tuple[Official, ...]) -> bool:
    return meant(one, other) and (len(one) == 1 == len(other) or meant(other, one))


_key = attrgetter("key")
_RULES: dict[Act, Callable[[Fold, Fact], None]] = {
    Act.INVITE: Fold._invite,
    Act.PROMISE: Fold._promise,
    Act.POSTPONE: Fold._postpone,
    Act.CANCEL: Fold._call_off,
    Act.DECLINE: Fold._call_off,
    Act.HOLD: Fold._hold,
    Act.OUTCOME: Fold._outcome,
    Act.SPECULATE: Fold._speculate,
    Act.RULE: Fold._rule,
    Act.LIFT: Fold._rule,
}

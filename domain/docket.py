"""One docket: its facts as they were recorded, its promises with their ids, and what could be known when.

Identity (contract, section 4): the id of a promise is that of the event which first opened it here, in the
order of recording. Every event that ever was evidence of it leads back to it, so the id stays when an
earlier report turns up, when its opener is withdrawn, and on every `as_of`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple, Protocol, TypeAlias

from domain.facts import Fact, Lane, day_of
from domain.fold import Fold
from domain.promise import CHANGES_NOTHING, Evidence, Promise

FOREVER = 2**63 - 1
"""The end of what is still so; after every instant."""


class Absence(NamedTuple):
    """A time, in instants, in which the reports of one address do not count."""

    since: int
    until: int


class Put(NamedTuple):
    """An event is entered, or entered anew by an own act: these facts stand for it from now on.

    `elsewhere`: a correction moved it to another docket, and the id of the promise that it opened with it.
    """

    event_id: str
    facts: tuple[Fact, ...]
    elsewhere: bool = False
    by: str = ""  # The entry that did so: the event itself, or the own act on it.


class Retract(NamedTuple):
    """The times in which a report does not count are these from now on; `event_id` is the retraction."""

    event_id: str
    url: str
    absences: tuple[Absence, ...]


class Loss(NamedTuple):
    """A promise lost evidence, for the `nth` time. `promise`: as it was before; `cause`: what took it back."""

    promise_id: str
    promise: Promise
    cause: str
    instant: int
    nth: int


class Step(NamedTuple):
    """What one recording did: its acts in order. `recorded` is its instant."""

    recorded: int
    acts: tuple[Put | Retract, ...]


class Version:
    """A promise as it could be known from `since` on, until `until`."""

    __slots__ = ("cause", "promise", "promise_id", "since", "stored", "until")

    def __init__(self, promise_id: str, promise: Promise, since: int, cause: str | None) -> None:
        self.promise_id, self.promise, self.since, self.cause = promise_id, promise, since, cause
        self.until = FOREVER
        self.stored = False  # Whether a read model holds it already.


def promise_id(event_id: str) -> str:
    """The id of the promise that an event opens."""
    return "p" + event_id[1:]


def opener_id(promise_id: str) -> str:
    """The event that first opened a promise; the inverse of `promise_id`."""
    return "e" + promise_id[1:]


_Last: TypeAlias = tuple[tuple[Any, ...], str | None]
"""The place of a fact in the fold's order, and the event that a change is laid to."""


class _Ids:
    """Which id each promise of a fold has, by its index.

    `now`: of an earlier day, the ids of today; `led`: what the evidence that counts no more led to.
    """

    def __init__(self, docket: Docket, now: _Ids | None = None, led: dict[str, str] | None = None) -> None:
        self.docket, self.now, self.led = docket, now, led or {}
        self.of: dict[int, str] = {}
        self.taken: dict[str, int] = {}
        self.moved = False  # Whether a promise was given another id than it had, or evidence leads elsewhere.
        self._seen: dict[int, tuple[Evidence | None, str | None]] = {}
        self._opened: dict[Fact, str] = {}

    def assign(self, fold: Fold) -> set[str]:
        """Give the touched promises their ids again; the ids that were set free or given are returned.

        A promise of today that no id leads to is a new one, and its evidence leads to it from now on.
        """
        touched, fold.touched = sorted(fold.touched), set()
        changed = {self.of.pop(index) for index in touched if index in self.of}
        for freed in changed:
            del self.taken[freed]
        there = [index for index in touched if index < len(fold.promises)]
        waiting = []
        for index in there:
            born = self._first_born(index, fold.promises[index])
            if born is None:
                waiting.append(index)
                continue
            if born in self.taken:  # By one that only inherited it; the opener's own promise comes first.
                heir = self.taken[born]
                del self.of[heir]
                waiting.append(heir)
                changed.add(born)
            self._give(index, born)
        for index in waiting:
            promise = fold.promises[index]
            known = self._inherited(promise) or self._own(promise) or self._new(promise)
            if known in self.taken:  # A new one is its opener's alone, whoever inherited it.
                heir = self.taken[known]
                del self.of[heir]
                waiting.append(heir)
            self._give(index, known)
        if self.now is None:
            for index in {*there, *waiting}:
                self._claim(index, fold.promises[index])
        changed.update(self.of[index] for index in (*there, *waiting))
        for index in {*there, *waiting}:
            opener, known = fold.promises[index].opener, self.of[index]
            self.moved = self.moved or self._opened.get(opener, known) != known
            self._opened[opener] = known
        return changed

    def _give(self, index: int, known: str) -> None:
        self.of[index] = known
        self.taken[known] = index

    def _new(self, promise: Promise) -> str:
        if self.now is None:
            self.docket.born.setdefault(promise.opener.event_id, len(self.docket.born))
        return promise_id(promise.opener.event_id)

    def _first_born(self, index: int, promise: Promise) -> str | None:
        """The id first recorded among those that its evidence opened; what was looked at before is skipped.

        An id that leads to another promise counts no more, also on days before the two were one.
        """
        born = self.docket.born
        until, best = self._seen.get(index, (None, None))
        found: str | None = None
        evidence = promise.evidence
        while evidence is not None and evidence is not until:
            event_id = evidence.fact.event_id
            leads_here = event_id in born and self._led_to(event_id) == promise_id(event_id)
            if leads_here and (found is None or self._rank(event_id) < self._rank(found)):
                found = event_id
            evidence = evidence.before
        if evidence is not None and best is not None:
            found = min(best, found or best, key=self._rank)
        if self.now is not None:
            self._seen[index] = (promise.evidence, found)
        return None if found is None else promise_id(found)

    def _led_to(self, event_id: str) -> str | None:
        return self.led.get(event_id) or self.docket.owner.get(event_id)

    def _rank(self, event_id: str) -> tuple[bool, int]:
        """On an earlier day a promise that there still is comes before one of which all was taken back."""
        gone = self.now is not None and promise_id(event_id) not in self.now.taken
        return gone, self.docket.born[event_id]

    def _own(self, promise: Promise) -> str | None:
        """An id that its evidence opened and that leads to another promise, which is known beside this one."""
        born = [fact.event_id for fact, _ in promise.all_evidence() if fact.event_id in self.docket.born]
        free = [event_id for event_id in born if promise_id(event_id) not in self.taken]
        return promise_id(min(free, key=self.docket.born.__getitem__)) if free else None

    def _inherited(self, promise: Promise) -> str | None:
        for fact, _ in promise.all_evidence():
            owner = self._led_to(fact.event_id)
            if owner is None or owner in self.taken:
                continue
            if opener_id(owner) not in self.docket.elsewhere:
                return owner
        return None

    def _claim(self, index: int, promise: Promise) -> None:
        known, owner = self.of[index], self.docket.owner
        until, _ = self._seen.get(index, (None, None))
        evidence = promise.evidence
        while evidence is not None and not (evidence is until and owner[evidence.fact.event_id] == known):
            event_id = evidence.fact.event_id
            self.moved = self.moved or owner.get(event_id, known) != known
            owner[event_id] = known
            evidence = evidence.before
        opener = opener_id(known)
        self._seen[index] = (promise.evidence, opener if opener in self.docket.born else None)


class Docket:
    """A docket after the steps taken so far. The same steps always make the same docket."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.born: dict[str, int] = {}  # The events that opened a promise when recorded, in that order.
        self.owner: dict[str, str] = {}  # The promise that each event was last evidence of.
        self.elsewhere: set[str] = set()  # Events that a correction moved to another docket.
        self.versions: dict[str, list[Version]] = {}
        self.losses: list[Loss] = []  # In the order of recording.
        self.told_aliases: dict[str, str] = {}  # Those that a read model holds already.
        self._rewritten = False
        self._changed: dict[int, Version] = {}
        self._facts: dict[str, tuple[Fact, ...]] = {}
        self._absences: dict[str, tuple[Absence, ...]] = {}
        self._retractions: dict[str, str] = {}
        self._fold = self._new_fold()
        self._ids = _Ids(self)
        self._known = -(2**63)  # The last instant that the versions cover.
        self._last_then: _Last = ((), None)  # Of what came at that instant, the last in the fold's order.
        self._laid_to_it: dict[str, Version] = {}  # Versions of that instant with no evidence of it.
        self._in_order = True  # Whether all was recorded in the order in which it was published.

    def _new_fold(self) -> Fold:
        to = None if self.lane.kind == "meeting" else self.lane.states[1]
        return Fold(self.lane, to, self._find)

    # ------------------------------------------------------------ recording
    def take(self, steps: Iterable[Step]) -> None:
        """Enter recordings in their order, and bring the versions up to date."""
        for step in steps:
            self._enter(step)
        if not self._in_order:
            self._rewrite()

    def _enter(self, step: Step) -> None:
        self._lose(step)
        added: dict[str, tuple[Fact, ...]] = {}
        for act in step.acts:
            if isinstance(act, Retract):
                added.update(self._retract(act))
            else:
                if self._facts.get(act.event_id):
                    self._take_out({act.event_id})
                self._facts[act.event_id] = added[act.event_id] = act.facts
                (self.elsewhere.add if act.elsewhere else self.elsewhere.discard)(act.event_id)
        new = sorted((fact for facts in added.values() for fact in facts), key=_by_instant)
        for instant, together in groupby(new, key=_by_instant):
            facts = list(together)
            self._fold.insert(filter(self._counts_now, facts) if self._absences else facts)
            changed = self._assigned()
            if self._absences and any(fact.url in self._absences for fact in facts):
                self._in_order = False
            if self._in_order and instant >= self._known:
                last = max((fact.key, fact.event_id) for fact in facts)
                self._write(self._fold, self._ids, changed, instant, last)
            else:
                self._in_order = False
        self._assigned()

    def _assigned(self) -> set[str]:
        changed = self._ids.assign(self._fold)
        if self._ids.moved:  # A promise has its id on every day, also on those before.
            self._in_order, self._ids.moved = False, False
        return changed

    def _retract(self, act: Retract) -> dict[str, tuple[Fact, ...]]:
        """Take a report's events out; those that may count again are returned to be put back."""
        of_report = self._of_report(act.url)
        self._absences[act.url] = act.absences
        self._retractions[act.url] = act.event_id
        self._take_out(set(of_report))
        return of_report

    def _of_report(self, url: str) -> dict[str, tuple[Fact, ...]]:
        return {e: facts for e, facts in self._facts.items() if facts and facts[0].url == url}

    def _take_out(self, event_ids: set[str]) -> None:
        self._in_order = False
        self._fold.remove(lambda fact: fact.event_id in event_ids)

    def _lose(self, step: Step) -> None:
        """Note which promises have evidence that a step takes back, before it does."""
        gone: set[int] = set()
        cause, instant = "", 0
        for facts, by, since in self._taken_back(step):
            counted = {id(fact) for fact in facts if fact.publisher is not None and self._counts_now(fact)}
            if counted:  # What did not count before is no loss.
                gone |= counted
                cause, instant = by, max(instant, since)
        if not gone:
            return
        for index, known in sorted(self._ids.of.items()):
            promise = self._fold.promises[index]
            if any(id(fact) in gone for fact, _ in promise.all_evidence()):
                nth = 1 + sum(loss.promise_id == known for loss in self.losses)
                self.losses.append(Loss(known, promise, cause, instant, nth))

    def _taken_back(self, step: Step) -> Iterator[tuple[Iterable[Fact], str, int]]:
        """The facts that a step takes back, the entry by which, and from when they do not count."""
        for act in step.acts:
            if isinstance(act, Retract):
                ends = [absence.since for absence in act.absences if absence.until == FOREVER]
                if ends:
                    of_report = self._of_report(act.url).values()
                    yield (fact for facts in of_report for fact in facts), act.event_id, max(ends)
            elif not act.facts and not act.elsewhere:
                yield self._facts.get(act.event_id, ()), act.by, step.recorded

    def disputes(self) -> Iterator[tuple[str, Promise, Fact]]:
        """The promises of which another publisher tells otherwise than the one who closed them, and where."""
        for index, fact in self._fold.disputes:
            promise = self._fold.promises[index]
            if promise.closed_by is not None and promise.closed_by.publisher != fact.publisher:
                yield self._ids.of[index], promise, fact

    def _counts_now(self, fact: Fact) -> bool:
        return not any(absence.until == FOREVER for absence in self._absences.get(fact.url or "", ()))

    # ------------------------------------------------------------ identity
    def _find(self, promises: list[Promise], wanted: str) -> int | None:
        """The index of the promise that an id means: that of its opener, else the one it leads to."""
        opener, led_to = opener_id(wanted), None
        for index in range(len(promises) - 1, -1, -1):
            for fact, _ in promises[index].all_evidence():
                if fact.event_id == opener:
                    return index
                if led_to is None and self.owner.get(fact.event_id) == wanted:
                    led_to = index
        return led_to

    def aliases(self) -> dict[str, str]:
        """Ids that now lead to another promise, by folding."""
        found = {}
        for event_id in self.born:
            own, owner = promise_id(event_id), self.owner.get(event_id)
            known_here = own not in self._ids.taken and event_id not in self.elsewhere
            if owner is not None and owner != own and known_here:
                found[own] = owner
        return found

    # ------------------------------------------------------------ versions
    def _write(self, fold: Fold, ids: _Ids, changed: set[str], instant: int, last: _Last) -> None:
        """Note how the changed promises are known from an instant on.

        What changed without evidence of that instant is laid to the `last` that came, however it was recorded.
        """
        if instant != self._known:
            self._known, self._last_then, self._laid_to_it = instant, last, {}
        elif last > self._last_then:
            self._last_then = last
            for version in self._laid_to_it.values():
                version.cause = last[1]
                self._changed[id(version)] = version
        for known in changed:
            index = ids.taken.get(known)
            promise = None if index is None else fold.promises[index]
            cause = promise and self._cause(known, promise, instant)
            noted = self._note(known, promise, instant, cause or self._last_then[1])
            if noted is not None and cause is None:
                self._laid_to_it[known] = noted
            else:
                self._laid_to_it.pop(known, None)

    def _cause(self, known: str, promise: Promise, instant: int) -> str | None:
        """Of a promise's evidence that came to be known at an instant, the last that changed it, if any did."""
        earlier = (v.promise for v in reversed(self.versions.get(known, ())) if v.since < instant)
        unchanged = promise.stands_as(next(earlier, None))
        last: str | None = None
        evidence = promise.evidence
        while evidence is not None:
            if evidence.fact.instant == instant:
                if unchanged or evidence.effect not in CHANGES_NOTHING:
                    return evidence.fact.event_id
                last = last or evidence.fact.event_id
            evidence = evidence.before
        return last

    def _note(self, known: str, promise: Promise | None, instant: int, cause: str | None) -> Version | None:
        """The version that tells of it; None where nothing is to be told."""
        history = self.versions.setdefault(known, [])
        last = history[-1] if history else None
        if last is not None and last.since == instant:
            last.until = instant if promise is None else FOREVER  # An empty time where it is gone again.
            last.promise, last.cause = promise or last.promise, cause
            self._changed[id(last)] = last
            return last
        if last is not None and last.until == FOREVER:
            if last.promise is promise:
                return None
            last.until = instant
            self._changed[id(last)] = last
        if promise is None:
            return None
        version = Version(known, promise, instant, cause)
        history.append(version)
        self._changed[id(version)] = version
        return version

    def _rewrite(self) -> None:
        """Make all versions anew, in the order in which the world could know."""
        led = self._replay({})
        if led:  # Known only now; so that a promise has the same id before evidence that was taken back, too.
            self._replay(led)
        self._in_order = True

    def _replay(self, led: dict[str, str]) -> dict[str, str]:
        """Write the versions; what evidence that counts no more led to, besides `led`."""
        self.versions, self._changed, self._rewritten, self._known = {}, {}, True, -(2**63)
        fold = self._new_fold()
        ids = _Ids(self, self._ids, led)
        found: dict[str, str] = {}
        seen: dict[int, Evidence] = {}  # Kept, so that no other takes the place of one in memory.
        moves = sorted(self._moves(), key=lambda move: move.instant)
        for instant, together in groupby(moves, key=lambda move: move.instant):
            now = list(together)
            gone = {id(move.fact) for move in now if move.leaves}
            if gone:
                fold.remove(lambda fact, gone=gone: id(fact) in gone)  # type: ignore[misc]
            fold.insert(move.fact for move in now if not move.leaves)
            last = max((move.fact.key, move.cause) for move in now)
            changed = ids.assign(fold)
            self._write(fold, ids, changed, instant, last)
            if self._absences and not led:
                for known in sorted(changed & ids.taken.keys() & self._ids.taken.keys()):
                    evidence = fold.promises[ids.taken[known]].evidence
                    while evidence is not None and id(evidence) not in seen:
                        seen[id(evidence)] = evidence
                        if self.owner.get(evidence.fact.event_id) not in self._ids.taken:
                            found.setdefault(evidence.fact.event_id, known)
                        evidence = evidence.before
        return found

    def _moves(self) -> Iterator[_Move]:
        """Every coming of a fact into what could be known, and every going by a retraction."""
        for facts in self._facts.values():
            for fact in facts:
                since, cause = fact.instant, fact.event_id
                for absence in self._absences.get(fact.url or "", ()):
                    if absence.until <= since:
                        continue
                    retraction = self._retractions[fact.url or ""]
                    if absence.since > since:
                        yield _Move(since, False, fact, cause)
                        yield _Move(absence.since, True, fact, retraction)
                    since, cause = absence.until, retraction
                if since < FOREVER:
                    yield _Move(since, False, fact, cause)

    def settle(self) -> None:
        """Take what it holds so far as stored already."""
        self.flush()
        self.told_aliases = self.aliases()
        for history in self.versions.values():
            for version in history:
                version.stored = True

    def let_go(self) -> None:
        """Cut what leads back to it, so that its memory is free at once; only its versions can be used then."""
        del self._fold, self._ids

    def flush(self) -> tuple[bool, list[Version]]:
        """(whether all versions were made anew, the versions made or changed) since the last call."""
        rewritten, changed = self._rewritten, list(self._changed.values())
        self._rewritten, self._changed = False, {}
        return rewritten, changed

    def as_of(self, instant: int) -> list[tuple[str, Promise]]:
        """The promises as they could be known at an instant, by id."""
        return [
            (known, version.promise)
            for known, history in self.versions.items()
            for version in history
            if version.since <= instant < version.until
        ]


class _Move(NamedTuple):
    instant: int
    leaves: bool
    fact: Fact
    cause: str


class Calendared(Protocol):
    """What the history of a promise asks of each of its states."""

    def status(self, day: int) -> str:
        """The status as judged on a day."""

    def calendar(self) -> tuple[tuple[str, int], ...]:
        """The statuses that only the calendar brings, each with its first day, latest first."""


class Known(NamedTuple):
    """How a promise was known for some time; a `Version` is one too."""

    since: int
    until: int
    cause: str | None
    promise: Calendared


class Change(NamedTuple):
    """A change of a promise's status on a day. `cause`: an event's id, or None for the calendar.

    `known`: how the promise was known then; its `since` is when what led to the change was published.
    """

    on: int
    before: str | None
    after: str
    cause: str | None
    known: Known | Version


def changes(history: Iterable[Known | Version], today: int) -> Iterator[Change]:
    """The statuses that a promise went through as the world could know them, up to and with a day."""
    status: str | None = None
    before: Calendared | None = None
    for version in history:
        promise, day = version.promise, day_of(version.since)
        if day > today or version.until <= version.since:
            continue
        now = promise.status(day)
        if now != status:
            by_calendar = before is not None and before.status(day) == now
            yield Change(day, status, now, None if by_calendar else version.cause, version)
            status = now
        last = today if version.until == FOREVER else min(today, day_of(version.until - 1))
        for after, start in reversed(promise.calendar()):
            if day < start <= last:
                yield Change(start, status, after, None, version)
                status = after
        before = promise


def _by_instant(fact: Fact) -> int:
    return fact.instant

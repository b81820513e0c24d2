"""Which docket of a lane an event belongs to: one whose officials could be taken for those that it names.

Dockets are joined when a name turns up that links them. Joining too much costs time and changes no
conclusion; joining too little would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from typing import NamedTuple

import orjson

from domain.amendments import Amendments
from domain.docket import opener_id
from domain.entries import relationships
from domain.events import REPORTED, Body
from domain.facts import Lane, lane_pairs, lanes, official, parties
from domain.names import Official, keys, same_official
from domain.promise import meant


class Signature(NamedTuple):
    """Officials that an event names together in a lane, in a fixed order."""

    who: tuple[Official, ...]

    def text(self) -> str:
        """One stable text to store it by."""
        return orjson.dumps([[o.state, o.name, o.role] for o in self.who]).decode()

    @classmethod
    def of_text(cls, text: str) -> Signature:
        """The signature that `text()` wrote."""
        return cls(tuple(Official(*parts) for parts in orjson.loads(text)))

    def keys(self) -> Set[str] | None:
        """Where to look for others like it; None where someone has no name, who may be anyone."""
        if any(o.name is None for o in self.who):
            return None
        if len(self.who) == 1:
            return keys(self.who[0].name or "")
        return {key for o in self.who for key in keys(o.name or "")}


def signatures(body: Body, lane: Lane) -> list[Signature]:
    """The officials that an event names in a lane, one signature for each fact that it makes there."""
    found = [_signature(who) for who in parties(body, lane)]
    return found if len(found) < 2 else list(dict.fromkeys(found))


def also_named(body: Body, lane: Lane) -> Signature | None:
    """The official of the same lane for whom somebody stands in: both share a docket."""
    other = body.get("in_place_of")
    if other is None or other["state"] != lane.states[0]:
        return None
    return Signature((official(other),))


def opened_in(history: Amendments, opener: str) -> tuple[Lane, Signature] | None:
    """Where the promise is that an event opened: by what counts in its place now, or else did last.

    None where it opened none, or is not in the history.
    """
    if opener not in history:
        return None
    for body in (history.effective(opener), *reversed(history.ever(opener))):
        if body is not None and body["type"] in REPORTED and (found := lanes(body)):
            return found[0], signatures(body, found[0])[0]
    return None


def promise_named_by(body: Body) -> str | None:
    """The promise that an event is about by its id."""
    known: str | None = body.get("promise_id") or body.get("about", {}).get("promise_id")
    return known


def pairs_of(body: Body, history_of: Callable[[str], Amendments]) -> list[str]:
    """The pairs of a reported event; of what names a promise or an entry by its id, those of that.

    `history_of` gives an entry with the acts upon it, by its id or that of one of them.
    """
    if "event_id" in body:
        history = history_of(body["event_id"])
        root = history.root(body["event_id"])
        return pairs_of(history.effective(root) or history.ever(root)[-1], history_of)
    known = promise_named_by(body)
    if known is None:
        return relationships(body)
    opener = opener_id(known)
    found = opened_in(history_of(opener), opener)
    return lane_pairs(found[0]) if found else []


def _signature(who: tuple[Official, ...]) -> Signature:
    if len(who) == 1:
        return Signature(who)
    return Signature(tuple(sorted(set(who), key=lambda o: (o.state, o.name or "", o.role or ""))))


class _Named:
    """Which signatures, by their numbers, name an official that could be the one who is asked for."""

    def __init__(self) -> None:
        self._naming: dict[Official, set[int]] = {}
        self._by_key: dict[tuple[str, str], set[Official]] = {}  # By state and a key of the name.
        self._nameless: dict[str, set[Official]] = {}
        self._of_state: dict[str, set[Official]] = {}

    def note(self, official: Official, number: int) -> None:
        """Take in that a signature names an official."""
        if official not in self._naming:
            self._naming[official] = set()
            self._of_state.setdefault(official.state, set()).add(official)
            for key in keys(official.name) if official.name else ():
                self._by_key.setdefault((official.state, key), set()).add(official)
            if not official.name:
                self._nameless.setdefault(official.state, set()).add(official)
        self._naming[official].add(number)

    def of(self, official: Official) -> set[int]:
        """The signatures that name somebody who could be this one."""
        same = (other for other in self._near(official) if same_official(official, other))
        return set().union(*(self._naming[other] for other in same))

    def how_many_near(self, official: Official) -> int:
        """About how many there are to be compared."""
        if not official.name:
            return len(self._of_state.get(official.state, ()))
        return sum(len(self._by_key.get((official.state, key), ())) for key in keys(official.name))

    def _near(self, official: Official) -> Set[Official]:
        if not official.name:
            return self._of_state.get(official.state, set())
        named = (self._by_key.get((official.state, key), ()) for key in keys(official.name))
        return self._nameless.get(official.state, set()).union(*named)


class LaneMap:
    """The signatures of one lane and their dockets."""

    def __init__(self, known: Iterable[tuple[Signature, int]] = ()) -> None:
        self.known: dict[str, int] = {}  # Dockets by a signature's text, of those that were asked for lately.
        self._numbers: dict[Signature, int] = {}
        self._signatures: list[Signature] = []
        self._dockets: list[int] = []
        self._all = _Named()
        self._rarest = _Named()  # Only one of each signature, the one whose like there were fewest.
        for signature, docket in known:
            self._note(signature, docket)

    def docket(self, signature: Signature) -> int | None:
        """The docket of a signature that is placed."""
        number = self._numbers.get(signature)
        return None if number is None else self._dockets[number]

    def place(self, signature: Signature, new_docket: Callable[[], int]) -> tuple[int, set[int]]:
        """The docket of a signature that is not placed yet, and the others that are joined with it."""
        found = {self._dockets[number] for number in self._like(signature)}
        docket = min(found) if found else new_docket()
        self._note(signature, docket)
        found.discard(docket)
        self._join(found, docket)
        return docket, found

    def link(self, one: int, other: int) -> tuple[int, set[int]]:
        """Join two dockets; the one that stays and the one that is joined with it."""
        stays, goes = min(one, other), {max(one, other)} - {min(one, other)}
        self._join(goes, stays)
        return stays, goes

    def _join(self, gone: set[int], docket: int) -> None:
        if gone:
            self.known.clear()
            self._dockets = [docket if known in gone else known for known in self._dockets]

    def _note(self, signature: Signature, docket: int) -> None:
        number = self._numbers[signature] = len(self._dockets)
        self._signatures.append(signature)
        self._dockets.append(docket)
        if len(signature.who) > 1:
            self._rarest.note(min(signature.who, key=self._all.how_many_near), number)
        for who in signature.who:
            self._all.note(who, number)

    def _like(self, signature: Signature) -> set[int]:
        """The signatures of which a promise to the one could be what an event of the other is about.

        Either all officials of the one are among those of the other, or the other way round. Of the many that
        name some of them, few are compared in full.
        """
        first, *others = signature.who
        around = self._all.of(first)
        for who in others:
            if not around:
                break
            around &= self._all.of(who)
        if others:
            within = set().union(*(self._rarest.of(official) for official in signature.who)) - around
            around |= {n for n in within if meant(self._signatures[n].who, signature.who)}
        return around

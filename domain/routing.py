"""Which docket of a lane an event belongs to: one whose officials could be taken for those that it names.

Dockets are joined when a name turns up that links them. Joining too much costs time and changes no
conclusion; joining too little would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from typing import NamedTuple

import orjson

from domain.amendments import Amendments
from domain.events import REPORTED, Body
from domain.facts import Lane, lanes, official, parties
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

    def could_be(self, other: Signature) -> bool:
        """Whether a promise to the one could be what an event of the other is about."""
        if len(self.who) == 1 == len(other.who):
            return same_official(self.who[0], other.who[0])
        return meant(self.who, other.who) or meant(other.who, self.who)


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
    """Where the promise is that an event opened: by what counts in its place now, or else did last."""
    for body in (history.effective(opener), *reversed(history.ever(opener))):
        if body is not None and body["type"] in REPORTED and (found := lanes(body)):
            return found[0], signatures(body, found[0])[0]
    return None


def _signature(who: tuple[Official, ...]) -> Signature:
    if len(who) == 1:
        return Signature(who)
    return Signature(tuple(sorted(set(who), key=lambda o: (o.state, o.name or "", o.role or ""))))


class LaneMap:
    """The signatures of one lane and their dockets."""

    def __init__(self, known: Iterable[tuple[Signature, int]] = ()) -> None:
        self.docket_of: dict[Signature, int] = {}
        self.known: dict[str, int] = {}  # The same by text, of those that were asked for lately.
        self._by_key: dict[str, set[Signature]] = {}
        self._nameless: set[Signature] = set()
        for signature, docket in known:
            self._note(signature, docket)

    def place(self, signature: Signature, new_docket: Callable[[], int]) -> tuple[int, set[int]]:
        """The docket of a signature that is not placed yet, and the others that are joined with it."""
        found = {self.docket_of[other] for other in self._like(signature) if signature.could_be(other)}
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
            for signature, known in self.docket_of.items():
                if known in gone:
                    self.docket_of[signature] = docket

    def _note(self, signature: Signature, docket: int) -> None:
        self.docket_of[signature] = docket
        found = signature.keys()
        if found is None:
            self._nameless.add(signature)
        else:
            for key in found:
                self._by_key.setdefault(key, set()).add(signature)

    def _like(self, signature: Signature) -> Iterable[Signature]:
        found = signature.keys()
        if found is None:
            return list(self.docket_of)
        return self._nameless.union(*(self._by_key.get(key, ()) for key in found))

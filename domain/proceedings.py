"""A docket made from entries of the log: own acts and retractions become the steps that it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from domain.amendments import Amendments
from domain.docket import Docket, Put, Retract, Step
from domain.entries import Entry
from domain.events import RULINGS, Body
from domain.facts import Fact, Lane, fact_of, lanes, published_micros, ruling
from domain.retractions import Retraction, absences
from domain.routing import Signature, signatures


class Numbered(NamedTuple):
    """An entry and its position in the log."""

    position: int
    entry: Entry


class Proceedings:
    """One docket with all that was recorded about it, in the order of recording.

    `belongs` tells whether officials named in this lane are of this docket.
    """

    def __init__(self, lane: Lane, belongs: Callable[[Signature], bool]) -> None:
        self.lane, self.belongs = lane, belongs
        self.docket = Docket(lane)
        self.last = 0
        self.size = 0
        self._numbered: dict[str, Numbered] = {}
        self._amendments = Amendments()
        self._retractions: dict[str, Retraction] = {}

    def take(self, entries: Iterable[Numbered]) -> None:
        """Take in further entries, in their order; all are later than those before."""
        self.docket.take(self._step(numbered) for numbered in entries)

    def now(self, event_id: str) -> tuple[Entry, Body]:
        """An entry and what counts in its place; the entry as first recorded where it was withdrawn."""
        entry = self._numbered[event_id].entry
        return entry, self._amendments.effective(event_id) or entry.body

    def _step(self, numbered: Numbered) -> Step:
        self.last = numbered.position
        self.size += 1
        entry = numbered.entry
        self._numbered[entry.event_id] = numbered
        self._amendments.add(entry.event_id, entry.body)
        return Step(entry.recorded, tuple(self._acts(self._amendments.root(entry.event_id), entry.event_id)))

    def _acts(self, event_id: str, by: str) -> list[Put | Retract]:
        """What an entry is now, after the act on it that was taken last; `by` is that act."""
        numbered = self._numbered.get(event_id)
        if numbered is None:
            return []
        position, entry = numbered
        body = self._amendments.effective(event_id)
        kind = entry.body["type"]
        if kind == "report_retracted":
            return self._retracting(event_id, entry.body, in_force=body is not None)
        if kind in RULINGS:
            return [Put(event_id, (ruling(body, event_id, position, entry.recorded),) if body else ())]
        facts = tuple(self._facts(body, numbered)) if body else ()
        return [Put(event_id, facts, body is not None and not facts, by)]

    def _facts(self, body: Body, numbered: Numbered) -> Iterable[Fact]:
        position, entry = numbered
        if body["type"] == "outcome_reported" and "promise_id" in body["about"]:
            yield fact_of(body, entry, position, self.lane, ())
        elif self.lane in lanes(body):
            for signature in signatures(body, self.lane):
                if self.belongs(signature):
                    yield fact_of(body, entry, position, self.lane, signature.who)

    def _retracting(self, event_id: str, body: Body, *, in_force: bool) -> list[Put | Retract]:
        report = body["report"]
        if in_force:
            instant = published_micros(report["published_at"])
            self._retractions[event_id] = Retraction(event_id, body["retracted_url"], report["url"], instant)
        else:
            self._retractions.pop(event_id, None)
        known = self._retractions.values()
        urls = {retraction.retracted for retraction in known} | {body["retracted_url"]}
        return [Retract(event_id, url, absences(url, known)) for url in sorted(urls)]

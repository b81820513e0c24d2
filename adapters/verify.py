"""Is the log as it was written, and do the read models say what it says? Nothing is changed here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, select

from adapters.amended import effective
from adapters.database import AnyRow, reading
from adapters.event_log import COLUMNS, NOTHING, Head, as_entry, as_stored, chained
from adapters.judging import version_rows
from adapters.ledger import READ_MODELS
from adapters.queries.log import pairs_of
from adapters.rebuild import Progress, loaded, silent
from adapters.tables import (
    docket_entries,
    docket_officials,
    dockets,
    promise_versions,
    promises,
    stored_events,
    timeline,
    tracking,
)
from domain.arrivals import url_key
from domain.entries import Entry
from domain.events import REPORTED, Body
from domain.facts import Lane, lanes, moment
from domain.routing import Signature, signatures

_CHUNK = 5_000
_MOST = 100
"""Places that are named; more of the same help nobody."""


def verify(engine: Engine, progress: Progress = silent) -> list[str]:
    """The places where the log or a read model is not as it must be, in words; empty where all is well."""
    with reading(engine) as connection:
        checks = _Checks(connection, progress)
        checks.log()
        if not checks.found:  # A broken log would show again in everything that is derived from it.
            checks.timelines()
            checks.judgements()
        return checks.found


class _Checks:
    def __init__(self, connection: Connection, progress: Progress) -> None:
        self.connection, self.progress = connection, progress
        self.found: list[str] = []
        self.total = 0

    def say(self, place: str) -> None:
        if len(self.found) < _MOST:
            self.found.append(place)

    # ------------------------------------------------------------ the log
    def log(self) -> None:
        """Every row follows the one before and is what was written; the end is where it was left."""
        head = Head(0, NOTHING, 0)
        query = select(*COLUMNS, stored_events.c.digest).order_by(stored_events.c.position)
        rows = self.connection.execution_options(yield_per=_CHUNK).execute(query)
        for row in rows:
            head = self._row(row, head)
            if row.position % _CHUNK == 0:
                self.progress(row.position, None, "checking the log")
        self.total = head.position
        tracked = self.connection.execute(
            select(tracking.c.position, tracking.c.digest).where(tracking.c.name == READ_MODELS)
        ).first()
        if tracked is None and head.position:
            self.say("the read models do not say how far they follow the log: run servanda rebuild")
        elif tracked is not None and tracked.position > head.position:
            self.say(f"the log ends at position {head.position}, but went to {tracked.position}")
        elif tracked is not None and tracked.position < head.position:
            self.say(f"the read models end at position {tracked.position}, the log at {head.position}")
        elif tracked is not None and bytes(tracked.digest) != head.digest and not self.found:
            self.say(f"position {head.position}: the last row is not the one that was written")

    def _row(self, row: AnyRow, head: Head) -> Head:
        position: int = row.position
        if position != head.position + 1:
            self.say(f"position {head.position + 1}: missing")
        stored = as_stored(row)
        digest = chained(head.digest, position, stored)
        written = bytes(row.digest)
        if digest != written and position == head.position + 1:
            self.say(f"position {position}: changed since it was written")
        try:
            entry = as_entry(row)
            if (entry.event_id, entry.recorded) != (row.event_id, row.recorded):
                self.say(f"position {position}: its columns are not those of its event")
        except Exception:  # Whatever stands there instead of an event.
            self.say(f"position {position}: its event cannot be read")
        return Head(position, written, 0)

    # ------------------------------------------------------------ timelines
    def timelines(self) -> None:
        """The timelines hold every event on record under each of its relationships, and nothing else."""
        expected: dict[str, int] = {}
        for position, entry, body in self._in_force():
            day, rank, instant = moment(body)
            place = (day, rank, instant, entry.event_id, position, url_key(body["report"]["url"]))
            for pair in pairs_of(self.connection, body):
                expected[pair] = expected.get(pair, 0) ^ _mark(pair, *place)
        actual: dict[str, int] = {}
        for row in self.connection.execution_options(yield_per=_CHUNK).execute(select(timeline)):
            actual[row.pair] = actual.get(row.pair, 0) ^ _mark(*row)
        for pair in sorted(expected.keys() | actual.keys()):
            if expected.get(pair, 0) != actual.get(pair, 0):
                self.say(f"relationship {pair}: its timeline is not what the log says")

    def _in_force(self) -> Iterator[tuple[int, Entry, Body]]:
        last = 0
        query = select(*COLUMNS).order_by(stored_events.c.position).limit(_CHUNK)
        while rows := self.connection.execute(query.where(stored_events.c.position > last)).all():
            numbered = [(row.position, as_entry(row)) for row in rows]
            reported = [(p, entry) for p, entry in numbered if entry.body["type"] in REPORTED]
            bodies = effective(self.connection, reported)
            for position, entry in reported:
                body = bodies[position]
                if body is not None:
                    yield position, entry, body
            last = rows[-1].position
            self.progress(last, self.total, "checking timelines")

    # ------------------------------------------------------------ dockets
    def judgements(self) -> None:
        """Every event is in its dockets, and each docket's promises are what its entries make of them."""
        self._memberships()
        rows = self.connection.execute(select(dockets).order_by(dockets.c.id)).all()
        for start in range(0, len(rows), 500):
            chosen = {row.id: row for row in rows[start : start + 500]}
            for row in chosen.values():
                if row.judged_position < row.last_position:
                    self.say(f"docket {row.lane} ({row.id}): judged to {row.judged_position} only")
            lanes_of = {docket: Lane.of_text(row.lane) for docket, row in chosen.items()}
            seen = set()
            for docket, proceedings in loaded(self.connection, lanes_of):
                seen.add(docket)
                made = {row[:2]: row for row in version_rows(proceedings)}
                if made != self._stored(docket):
                    self.say(f"docket {chosen[docket].lane} ({docket}): its promises are not what the log says")
            for docket in chosen.keys() - seen:
                self.say(f"docket {chosen[docket].lane} ({docket}): holds no entries")
            self.progress(min(start + 500, len(rows)), len(rows), "checking promises")

    def _stored(self, docket: int) -> dict[tuple[str, int], tuple[object, ...]]:
        query = (
            select(promise_versions)
            .join(promises, promises.c.promise_id == promise_versions.c.promise_id)
            .where(promises.c.docket_id == docket)
        )
        found = [tuple(row) for row in self.connection.execute(query)]
        return {row[:2]: tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in found}

    def _memberships(self) -> None:
        known: dict[tuple[str, str], int] = {}
        for row in self.connection.execute(select(docket_officials)):
            known[row.lane, row.signature] = row.docket_id
        held: dict[int, int] = {}
        for row in self.connection.execution_options(yield_per=_CHUNK).execute(select(docket_entries)):
            held[row.docket_id] = held.get(row.docket_id, 0) + 1
        expected: dict[int, int] = {}
        for _, _, body in self._in_force():
            for docket in self._dockets_of(body, known):
                expected[docket] = expected.get(docket, 0) + 1
        for docket, count in expected.items():
            if held.get(docket, 0) < count:
                self.say(f"docket {docket}: holds {held.get(docket, 0)} entries of {count}")

    def _dockets_of(self, body: Body, known: dict[tuple[str, str], int]) -> set[int]:
        found = set()
        for lane in lanes(body):
            for signature in signatures(body, lane):
                docket = known.get((lane.text(), signature.text()))
                if docket is None:
                    self.say(f"lane {lane.text()}: {_named(signature)} belongs to no docket")
                else:
                    found.add(docket)
        return found


def _named(signature: Signature) -> str:
    return ", ".join(official.name or official.state for official in signature.who)


def _mark(*parts: object) -> int:
    """64 bits of a row: the marks of many, taken together by XOR, do not depend on their order."""
    text = "\x1f".join(map(str, parts)).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")



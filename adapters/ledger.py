"""Recording: an event is checked, stored once and for all, placed, and what it changes is judged.

All of it happens in one transaction, and one writer at a time, so a client reads its own write and positions
are gapless. What a process remembers between transactions is let go when another process wrote meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Lock
from typing import NamedTuple

from eventsourcing.persistence import EventStore
from sqlalchemy import Connection, Engine, func, select

from adapters.alerting import Alerting
from adapters.database import writing
from adapters.docketing import Docketing, LaneCache, signature_key
from adapters.event_log import EntryMapper, Head, LogRecorder, read_head
from adapters.judging import DocketCache, Judging, load
from adapters.tables import aliases, dockets, promises, stored_events, tracking
from domain.docket import opener_id
from domain.entries import Entry, event_id
from domain.errors import NotOnRecord
from domain.events import (
    OWN_ACTS,
    RULINGS,
    Body,
    Event,
    InvalidEvent,
    canonical,
    check_not_ahead,
    identity_json,
    read_event,
)
from domain.facts import Lane, day_of, lane_pairs, micros, rfc3339

READ_MODELS = "read models"


class Receipt(NamedTuple):
    """What became of an event that was sent in. `recorded_at`: RFC 3339 in UTC, with microseconds."""

    event_id: str
    recorded_at: str
    position: int
    relationships: list[str]
    duplicate: bool


class BatchResult(NamedTuple):
    """What became of many events. `rejected`: `{line, errors: [{pointer, detail}]}` each."""

    accepted: int
    duplicates: int
    rejected: list[dict[str, object]]


class _Abandoned(Exception):  # noqa: N818 - not an error: the writer's turn is given up
    """Nothing of this turn is to be stored."""


class Ledger:
    """The one way into the log. Safe to use from several threads and processes; they take turns."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._lanes, self._dockets = LaneCache(), DocketCache()
        self._versions: dict[str, int] = {}
        self._left_at: Head | None = None
        self._turn = Lock()  # What is remembered belongs to one thread at a time, also while it waits.

    def record(self, data: bytes, by: str) -> Receipt:
        """Record one event of contract section 3, in JSON; `by` is the name of the key.

        Raises InvalidEvent (nothing stored), NotOnRecord for an act on nothing, Busy.
        """
        outcome = self.record_together([data], [by])[0]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def record_together(
        self, events: Sequence[bytes], by: Sequence[str]
    ) -> list[Receipt | InvalidEvent | NotOnRecord]:
        """Record independent events in one transaction; what is wrong with one harms no other."""
        with self.session() as session:
            return [session.try_record(data, who) for data, who in zip(events, by, strict=True)]

    def record_batch(self, lines: Sequence[tuple[int, bytes]], by: str, *, atomic: bool = False) -> BatchResult:
        """Record numbered lines, each an event; with `atomic` all or, where `rejected` is not empty, none."""
        accepted = duplicates = 0
        rejected: list[dict[str, object]] = []
        with self.session() as session:
            session.expect([data for _, data in lines])
            for number, data in lines:
                outcome = session.try_record(data, by)
                if isinstance(outcome, InvalidEvent):
                    rejected.append({"line": number, "errors": outcome.errors})
                elif isinstance(outcome, NotOnRecord):
                    rejected.append({"line": number, "errors": [{"pointer": "", "detail": str(outcome)}]})
                elif outcome.duplicate:
                    duplicates += 1
                else:
                    accepted += 1
            if atomic and rejected:
                accepted = duplicates = 0
                raise _Abandoned
        return BatchResult(accepted, duplicates, rejected)

    def sweep(self, now: datetime) -> int:
        """Raise the alerts that only the calendar causes, up to and with the day of `now` (UTC)."""
        instant = micros(now)
        today, raised = day_of(instant), 0
        while True:
            with writing(self.engine) as connection:
                due = connection.execute(
                    select(promises.c.promise_id, promises.c.docket_id)
                    .where(promises.c.next_on <= today)
                    .order_by(promises.c.next_on)
                    .limit(500)
                ).all()
                alerting = Alerting(connection, today=today, now=instant, by_calendar=True)
                for docket in dict.fromkeys(row.docket_id for row in due):
                    _tell(connection, alerting, docket, {r.promise_id for r in due if r.docket_id == docket})
                raised += alerting.flush()
            if len(due) < 500:
                return raised

    @contextmanager
    def session(self, *, judge: bool = True) -> Iterator[Session]:
        """One transaction of the one writer; without `judge` the dockets are left for `catch_up`."""
        with self._turn, self._session(judge=judge) as session:
            yield session

    @contextmanager
    def _session(self, *, judge: bool) -> Iterator[Session]:
        try:
            with writing(self.engine) as connection:
                head = read_head(connection)
                if head != self._left_at:
                    self._forget()
                session = Session(connection, head, self._lanes, self._dockets, self._versions)
                yield session
                session.finish(judge=judge)
        except _Abandoned:
            self._forget()
        except BaseException:
            self._forget()
            raise
        else:
            self._left_at = session.head

    def prepare_for_many(self) -> None:
        """Read at once what recording many events needs; it is let go at the first other writer."""
        with self._turn, writing(self.engine) as connection:
            self._forget()
            self._lanes.read_all(connection)
            self._left_at = read_head(connection)

    def _forget(self) -> None:
        self._left_at = None
        self._lanes.clear()
        self._dockets.clear()
        self._versions.clear()


def _tell(connection: Connection, alerting: Alerting, docket: int, promise_ids: set[str]) -> None:
    text = connection.scalar(select(dockets.c.lane).where(dockets.c.id == docket))
    lane = Lane.of_text(text or "")
    histories = load(connection, docket, lane).docket.versions
    for promise_id in sorted(promise_ids):
        next_on = alerting.note(lane_pairs(lane)[0], lane, histories[promise_id])
        connection.execute(promises.update().where(promises.c.promise_id == promise_id).values(next_on=next_on))


class Session:
    """The writer's turn. Entries wait until `finish` or until something must be looked up among them."""

    def __init__(
        self,
        connection: Connection,
        head: Head,
        lanes: LaneCache,
        dockets: DocketCache,
        versions: dict[str, int],
    ) -> None:
        self.connection, self.head, self._began_at = connection, head, head
        self.now = datetime.now(UTC)
        # Every entry of one turn has one time of recording, later than all before it.
        self.recorded = max(time.time_ns() // 1000, head.recorded + 1)
        self._recorder = LogRecorder(connection, head)
        self._store = EventStore(EntryMapper(), self._recorder)
        self._docketing = Docketing(connection, lanes)
        self._dockets, self._versions = dockets, versions
        self._entries: list[Entry] = []
        self._ids: dict[str, int] = {}
        self._looked_up: set[str] | None = None
        self._read: dict[bytes, tuple[Event, Body, str]] = {}

    # ------------------------------------------------------------ recording
    def expect(self, events: Sequence[bytes]) -> None:
        """Look up at once which of many events are on record already."""
        ids = []
        for data in events:
            try:
                event = read_event(data)
            except InvalidEvent:
                continue
            body = canonical(event)
            first = event_id(body, 1)
            self._read[data] = (event, body, first)
            ids.append(first)
        self._looked_up = set(ids)
        for start in range(0, len(ids), 900):
            chosen = stored_events.c.event_id.in_(ids[start : start + 900])
            query = select(stored_events.c.event_id, stored_events.c.position).where(chosen)
            self._ids.update((row.event_id, row.position) for row in self.connection.execute(query))

    def try_record(self, data: bytes, by: str) -> Receipt | InvalidEvent | NotOnRecord:
        """Record one event; what is wrong with it is returned and leaves no trace."""
        try:
            return self.record(data, by)
        except (InvalidEvent, NotOnRecord) as error:
            return error

    def record(self, data: bytes, by: str, occurrence: Callable[[bytes], int] | None = None) -> Receipt:
        """Record one event, or answer with the one that it repeats.

        An own act is recorded as often as it is sent. In an import `occurrence` tells the how-manieth time
        it stands in the file, and what is on record that often is a repetition of the import.
        """
        if data in self._read:
            event, body, first = self._read.pop(data)
        else:
            event = read_event(data)
            body = canonical(event)
            first = event_id(body, 1)
        check_not_ahead(event, self.now)
        known = self._position(first)
        if known is not None and body["type"] not in OWN_ACTS:
            on_record = self._on_record(body, first)
            if on_record is not None:
                return self._receipt_of(on_record)
        if occurrence is not None and body["type"] in OWN_ACTS:
            repeated = event_id(body, occurrence(identity_json(body)))
            if self._position(repeated) is not None:
                return self._receipt_of(repeated)
        self._check_references(body)
        return self._append(body, first if known is None else self._next_id(body), by)

    def _append(self, body: Body, new_id: str, by: str) -> Receipt:
        pairs = self._docketing.relationships_of(body)
        originator = self._originator(body, pairs)
        version = self._version(originator)
        entry = Entry(originator, version, new_id, self.recorded, by, body)
        self._entries.append(entry)
        position = self.head.position + len(self._entries)
        self._ids[new_id] = position
        if body["type"] in OWN_ACTS or body["type"] == "report_retracted":
            self._write()
        self._docketing.enter(position, entry)
        return Receipt(new_id, rfc3339(self.recorded), position, pairs, duplicate=False)

    def _originator(self, body: Body, pairs: list[str]) -> str:
        """The aggregate whose event it is: the first relationship, or the report that is taken back."""
        if pairs:
            return pairs[0]
        if body["type"] == "report_retracted":
            return "report:" + signature_key(body["retracted_url"])
        target = opener_id(body["promise_id"]) if body["type"] in RULINGS else body["event_id"]
        return self._docketing.entry(target)[1].originator_id

    def _version(self, originator: str) -> int:
        if originator not in self._versions:
            column = stored_events.c.originator_version
            query = select(func.max(column)).where(stored_events.c.originator_id == originator)
            self._versions[originator] = self.connection.scalar(query) or 0
        self._versions[originator] += 1
        return self._versions[originator]

    # ------------------------------------------------------------ what is on record
    def _position(self, known_id: str) -> int | None:
        if known_id in self._ids:
            return self._ids[known_id]
        if self._looked_up is not None and known_id in self._looked_up:
            return None
        query = select(stored_events.c.position).where(stored_events.c.event_id == known_id)
        position = self.connection.scalar(query)
        if position is not None:
            self._ids[known_id] = position
        return position

    def _on_record(self, body: Body, first: str) -> str | None:
        """The entry that holds the same event, unless it was withdrawn."""
        nth, known = 1, first
        while self._position(known) is not None:
            if not self._docketing.history(known).withdrawn(known):
                return known
            nth += 1
            known = event_id(body, nth)
        return None

    def _next_id(self, body: Body) -> str:
        nth = 2
        while self._position(known := event_id(body, nth)) is not None:
            nth += 1
        return known

    def _receipt_of(self, known_id: str) -> Receipt:
        position, entry = self._docketing.entry(known_id)
        pairs = self._docketing.relationships_of(entry.body)
        return Receipt(known_id, rfc3339(entry.recorded), position, pairs, duplicate=True)

    def _check_references(self, body: Body) -> None:
        """Refuse what names an entry or a promise that is not there."""
        kind = body["type"]
        if kind in ("entry_corrected", "entry_withdrawn"):
            self._docketing.history(body["event_id"]).check(body)
        elif kind in RULINGS:
            self._promise(body["promise_id"])
        elif kind == "outcome_reported" and "promise_id" in body["about"]:
            try:
                self._promise(body["about"]["promise_id"])
            except NotOnRecord as error:
                raise InvalidEvent.at("/about/promise_id", str(error)) from None

    def _promise(self, promise_id: str) -> None:
        """Refuse a promise that is not there; its docket is judged first."""
        self._write()
        try:
            docket = self._docketing.docket_of_promise(promise_id)
        except (KeyError, IndexError):
            raise NotOnRecord("promise", promise_id) from None
        self._judge(docket)
        for table in (promises, aliases):
            query = select(table.c.docket_id).where(table.c.promise_id == promise_id)
            if self.connection.scalar(query) is not None:
                return
        raise NotOnRecord("promise", promise_id)

    # ------------------------------------------------------------ writing
    def finish(self, *, judge: bool) -> None:
        """Write what waits, and judge what it touched."""
        self._write()
        if judge:
            self._judge()
        if self.head == self._began_at:
            return
        self.connection.execute(tracking.delete().where(tracking.c.name == READ_MODELS))
        values = {"name": READ_MODELS, "position": self.head.position, "digest": self.head.digest}
        self.connection.execute(tracking.insert().values(values))

    def _write(self) -> None:
        if self._entries:
            self._store.put(self._entries, entries=self._entries)
            self.head, self._entries = self._recorder.head or self.head, []
            self._docketing.written()
        self._docketing.flush()

    def _judge(self, only: int | None = None) -> None:
        docketing = self._docketing
        touched = docketing.touched if only is None else {only}
        if touched:
            today = day_of(micros(self.now))
            judging = Judging(self.connection, self._dockets, today=today, now=self.recorded)
            judging.judge(touched, anew=docketing.stale & touched)
            docketing.touched, docketing.stale = docketing.touched - touched, docketing.stale - touched

"""Recording: an event is checked, stored once and for all, placed, and what it changes is judged.

All of it happens in one transaction, and one writer at a time, so a client reads its own write and positions
are gapless. What a process remembers between transactions is let go when another process wrote meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import NamedTuple

from sqlalchemy import Connection, Engine, func, select

from adapters.alerting import Alerting, leads_in_use
from adapters.alerting import store as store_alerts
from adapters.bulk import bulk_writing
from adapters.database import writing
from adapters.docketing import Docketing, LaneCache, signature_key
from adapters.event_log import EntryMapper, Head, LogRecorder, positions_of, read_head
from adapters.judging import DocketCache, Judging, load
from adapters.tables import aliases, dockets, promises, stored_events, tracking
from domain.arrivals import Arrival, arrival, arrivals
from domain.docket import opener_id
from domain.entries import NewEntry, event_id
from domain.errors import NotOnRecord
from domain.events import (
    OWN_ACTS,
    RULINGS,
    Body,
    InvalidEvent,
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


class _Abandoned(Exception):
    """Nothing of this turn is to be stored."""


class Ledger:
    """The one way into the log. Safe to use from several threads and processes; they take turns."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.committed: Callable[[], None] = _nobody
        """Called after what may have raised alerts."""
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
        events = arrivals([data for _, data in lines])
        with self.session() as session:
            session.expect([event.event_id for event in events if isinstance(event, Arrival)])
            for (number, _), event in zip(lines, events, strict=True):
                try:
                    if not isinstance(event, Arrival):
                        raise InvalidEvent(event)
                    receipt = session.record(event, by)
                except InvalidEvent as error:
                    rejected.append({"line": number, "errors": error.errors})
                except NotOnRecord as error:
                    rejected.append({"line": number, "errors": [{"pointer": "", "detail": str(error)}]})
                else:
                    duplicates += receipt.duplicate
                    accepted += not receipt.duplicate
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
                leads = leads_in_use(connection)
                alerting = Alerting(today=today, now=instant, by_calendar=True, leads=leads)
                for docket in dict.fromkeys(row.docket_id for row in due):
                    _tell(connection, alerting, docket, {r.promise_id for r in due if r.docket_id == docket})
                raised += store_alerts(connection, alerting.take(connection))
            if due:
                self.committed()
            if len(due) < 500:
                return raised

    @contextmanager
    def session(self, *, judge: bool = True, bulk: bool = False) -> Iterator[Session]:
        """One transaction of the one writer; without `judge` the dockets are left for `catch_up`."""
        with self._turn, self._session(judge=judge, begin=bulk_writing if bulk else writing) as session:
            yield session

    @contextmanager
    def _session(
        self, *, judge: bool, begin: Callable[[Engine], AbstractContextManager[Connection]]
    ) -> Iterator[Session]:
        try:
            with begin(self.engine) as connection:
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
            self.committed()

    def prepare_for_many(self) -> None:
        """Read at once what recording many events needs; it is let go at the first other writer."""
        with self._turn, writing(self.engine) as connection:
            self._forget()
            self._lanes.read_all(connection)
            version = func.max(stored_events.c.originator_version)
            query = select(stored_events.c.originator_id, version).group_by(stored_events.c.originator_id)
            self._versions.update((row[0], row[1]) for row in connection.execute(query))
            self._left_at = read_head(connection)

    def _forget(self) -> None:
        self._left_at = None
        self._lanes.clear()
        self._dockets.clear()
        self._versions.clear()


def _nobody() -> None:
    """Nobody wants to hear of it."""


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
        self._latest = micros(self.now + timedelta(days=1))
        # Every entry of one turn has one time of recording, later than all before it.
        self.recorded = max(time.time_ns() // 1000, head.recorded + 1)
        self._recorded_at = rfc3339(self.recorded)
        self._mapper, self._recorder = EntryMapper(), LogRecorder(connection, head)
        self._docketing = Docketing(connection, lanes)
        self._dockets, self._versions = dockets, versions
        self._entries: list[NewEntry] = []
        self._ids: dict[str, int] = {}
        self._looked_up: set[str] = set()

    # ------------------------------------------------------------ recording
    def expect(self, event_ids: Sequence[str]) -> None:
        """Look up at once which of many events are on record already."""
        self._looked_up.update(event_ids)
        self._ids.update(positions_of(self.connection, event_ids))

    def try_record(self, data: bytes, by: str) -> Receipt | InvalidEvent | NotOnRecord:
        """Record one event; what is wrong with it is returned and leaves no trace."""
        try:
            return self.record(arrival(data), by)
        except (InvalidEvent, NotOnRecord) as error:
            return error

    def record(self, event: Arrival, by: str, occurrence: Callable[[bytes], int] | None = None) -> Receipt:
        """Record one event that was checked, or answer with the one that it repeats.

        An own act is recorded as often as it is sent. In an import `occurrence` tells the how-manieth time
        it stands in the file, and what is on record that often is a repetition of the import.
        """
        if event.published is not None and event.published > self._latest:
            check_not_ahead(read_event(event.text), self.now)
        known = self._position(event.event_id)
        if known is None and event.placing is not None:
            return self._append(event, event.event_id, by)
        body = event.body
        repeated = self._repeated(body, event.event_id, occurrence)
        if repeated is not None:
            return self._receipt_of(repeated)
        self._check_references(body)
        return self._append(event, event.event_id if known is None else self._next_id(body), by)

    def _repeated(self, body: Body, first: str, occurrence: Callable[[bytes], int] | None) -> str | None:
        if body["type"] not in OWN_ACTS:
            return self._on_record(body, first)
        if occurrence is None:
            return None
        repeated = event_id(body, occurrence(identity_json(body)))
        return None if self._position(repeated) is None else repeated

    def _append(self, event: Arrival, new_id: str, by: str) -> Receipt:
        placing = event.placing
        pairs = self._docketing.relationships_of(event.body) if placing is None else placing.pairs
        originator = self._originator(event, pairs)
        version = self._version(originator)
        entry = NewEntry(originator, version, new_id, self.recorded, by, event.kind, event.text)
        self._entries.append(entry)
        position = self.head.position + len(self._entries)
        self._ids[new_id] = position
        if event.kind in OWN_ACTS or event.kind == "report_retracted":
            self._write()
        self._docketing.enter_new(position, entry, placing)
        return Receipt(new_id, self._recorded_at, position, list(pairs), duplicate=False)

    def _originator(self, event: Arrival, pairs: Sequence[str]) -> str:
        """The aggregate whose event it is: the first relationship, or the report that is taken back."""
        if pairs:
            return pairs[0]
        body = event.body
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
        if known_id in self._looked_up:
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
            stored = [self._mapper.to_stored_event(entry) for entry in self._entries]
            self._recorder.insert_events(stored, entries=self._entries)
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

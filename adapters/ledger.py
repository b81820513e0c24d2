"""Recording: an event is checked, stored once and for all, placed, and what it changes is judged.

All of it happens in one transaction, and one writer at a time, so a client reads its own write and positions
are gapless. What a process remembers between transactions is let go when another process wrote meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import NamedTuple

from sqlalchemy import Connection, Engine, func, select

from adapters.alerting import Alerting, leads_in_use
from adapters.alerting import store as store_alerts
from adapters.bulk import mark, run
from adapters.clock import now_micros
from adapters.database import writing
from adapters.docketing import Docketing, LaneCache, signature_key
from adapters.event_log import EntryMapper, Head, LogRecorder, positions_of, read_head
from adapters.judging import DocketCache, Judging, load
from adapters.tables import aliases, dockets, promises, stored_events
from domain.amendments import Amendments
from domain.arrivals import Arrival, arrival
from domain.docket import opener_id
from domain.entries import NewEntry, event_id
from domain.errors import NotOnRecord
from domain.events import (
    OWN_ACTS,
    RULINGS,
    Body,
    InvalidEvent,
    check_not_ahead,
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


class _Versions:
    """The last version of each aggregate, as far as known; where it is complete, the others have none."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}
        self.complete = False

    def clear(self) -> None:
        self.known.clear()
        self.complete = False


class Ledger:
    """The one way into the log. Safe to use from several threads and processes; they take turns."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.committed: Callable[[], None] = _nobody
        """Called after what may have raised alerts."""
        self._lanes, self._dockets = LaneCache(), DocketCache()
        self._versions = _Versions()
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
        checked = [_arrival(data) for data in events]  # Before other writers have to wait.
        with self.session() as session:
            session.expect([event.event_id for event in checked if isinstance(event, Arrival)])
            return [session.try_record(event, who) for event, who in zip(checked, by, strict=True)]

    def record_batch(
        self, lines: Sequence[tuple[int, bytes]], by: str, *, atomic: bool = False, spoiled: bool = False
    ) -> BatchResult:
        """Record numbered lines, each an event; with `atomic` all or, where `rejected` is not empty, none.

        `spoiled`: there are bad lines besides these, so that with `atomic` none is recorded in any case.
        """
        accepted = duplicates = 0
        rejected: list[dict[str, object]] = []
        events = [(number, _arrival(data)) for number, data in lines]  # Before other writers have to wait.
        with self.session() as session:
            session.expect([event.event_id for _, event in events if isinstance(event, Arrival)])
            for number, event in events:
                try:
                    if isinstance(event, InvalidEvent):
                        raise event
                    new = session.add(event, by)
                except InvalidEvent as error:
                    rejected.append({"line": number, "errors": error.errors})
                except NotOnRecord as error:
                    rejected.append({"line": number, "errors": [{"pointer": "", "detail": str(error)}]})
                else:
                    duplicates += not new
                    accepted += new
            if atomic and (rejected or spoiled):
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
            self.committed()

    def prepare_for_many(self) -> None:
        """Read at once what recording many events needs; it is let go at the first other writer."""
        with self._turn, writing(self.engine) as connection:
            self._forget()
            self._lanes.read_all(connection)
            version = func.max(stored_events.c.originator_version)
            query = select(stored_events.c.originator_id, version).group_by(stored_events.c.originator_id)
            self._versions.known.update((row[0], row[1]) for row in connection.execute(query))
            self._versions.complete = True
            self._left_at = read_head(connection)

    def _forget(self) -> None:
        self._left_at = None
        self._lanes.clear()
        self._dockets.clear()
        self._versions.clear()


def _nobody() -> None:
    """Nobody wants to hear of it."""


def _arrival(data: bytes) -> Arrival | InvalidEvent:
    try:
        return arrival(data)
    except InvalidEvent as error:
        return error


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
        versions: _Versions,
    ) -> None:
        self.connection, self.head, self._began_at = connection, head, head
        self.now = datetime.now(UTC)
        self._latest = micros(self.now + timedelta(days=1))
        # Every entry of one turn has one time of recording, later than all before it.
        self.recorded = max(now_micros(), head.recorded + 1)
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

    def try_record(self, event: Arrival | InvalidEvent, by: str) -> Receipt | InvalidEvent | NotOnRecord:
        """Record one event; what is wrong with it is returned and leaves no trace."""
        if isinstance(event, InvalidEvent):
            return event
        try:
            return self.record(event, by)
        except (InvalidEvent, NotOnRecord) as error:
            return error

    def record(self, event: Arrival, by: str) -> Receipt:
        """Record one event that was checked, or answer with the one that it repeats."""
        repeated = self._repeated(event, None)
        if repeated is not None:
            return self.receipt_of(repeated)
        new = self._append(event, by)
        pairs = self._docketing.relationships_of(event.body) if event.placing is None else event.placing.pairs
        position = self.head.position + len(self._entries)
        return Receipt(new, rfc3339(self.recorded), position, list(pairs), duplicate=False)

    def add(self, event: Arrival, by: str, occurrence: Callable[[Arrival], int] | None = None) -> bool:
        """Record one of many events; whether it was not on record yet.

        In an import `occurrence` tells the how-manieth time the event stands in the file: what was recorded
        that often, be it withdrawn since, is a repetition of the import.
        """
        if self._repeated(event, occurrence) is not None:
            return False
        self._append(event, by)
        return True

    def _repeated(self, event: Arrival, occurrence: Callable[[Arrival], int] | None) -> str | None:
        """The entry that an event repeats."""
        if event.published is not None and event.published > self._latest:
            check_not_ahead(read_event(event.text), self.now)
        if occurrence is not None:
            nth = occurrence(event)
            repeated = event.event_id if nth == 1 else event_id(event.body, nth)
            if self._position(repeated) is not None:
                return repeated
        if event.kind in OWN_ACTS or self._position(event.event_id) is None:
            return None
        return self._on_record(event)

    def _append(self, event: Arrival, by: str) -> str:
        placing, new_id = event.placing, event.event_id
        if placing is None:
            self._check_references(event.body)
        if self._position(new_id) is not None:
            new_id = self._next_id(event.body)
        originator = self._originator(event.body) if placing is None else placing.pairs[0]
        version = self._version(originator)
        entry = NewEntry(originator, version, new_id, self.recorded, by, event.kind, event.text)
        self._entries.append(entry)
        position = self._ids[new_id] = self.head.position + len(self._entries)
        if event.kind in OWN_ACTS or event.kind == "report_retracted":
            self._write()
        self._docketing.enter_new(position, entry, placing)
        return new_id

    def _originator(self, body: Body) -> str:
        """The aggregate whose event it is: the first relationship, or the report that is taken back."""
        if body["type"] == "outcome_reported":
            return self._docketing.relationships_of(body)[0]
        if body["type"] == "report_retracted":
            return "report:" + signature_key(body["retracted_url"])
        target = opener_id(body["promise_id"]) if body["type"] in RULINGS else body["event_id"]
        return self._docketing.entry(target)[1].originator_id

    def _version(self, originator: str) -> int:
        version = self._versions.known.get(originator, 0)
        if version == 0 and not self._versions.complete:
            sign = mark(self.connection)
            statement = f"SELECT max(originator_version) FROM stored_events WHERE originator_id = {sign}"  # noqa: S608
            version = run(self.connection, statement, (originator,))[0][0] or 0
        self._versions.known[originator] = version + 1
        return version + 1

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

    def _on_record(self, event: Arrival) -> str | None:
        """The entry that holds the same event, unless it was withdrawn."""
        nth, known, body = 1, event.event_id, event.body
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

    def receipt_of(self, known_id: str) -> Receipt:
        """The receipt of an entry that is on record."""
        position, entry = self._docketing.entry(known_id)
        pairs = self._docketing.relationships_of(entry.body)
        return Receipt(known_id, rfc3339(entry.recorded), position, pairs, duplicate=True)

    def _check_references(self, body: Body) -> None:
        """Refuse what names an entry or a promise that is not there."""
        kind = body["type"]
        if kind in ("entry_corrected", "entry_withdrawn"):
            history = self._docketing.history(body["event_id"])
            history.check(body)
            if kind == "entry_corrected":
                self._check_corrected(history, body)
        elif kind in RULINGS:
            self._promise(body["promise_id"])
        elif kind == "outcome_reported" and "promise_id" in body["about"]:
            try:
                self._promise(body["about"]["promise_id"])
            except NotOnRecord as error:
                raise InvalidEvent.at("/about/promise_id", str(error)) from None

    def _check_corrected(self, history: Amendments, body: Body) -> None:
        """What the correction makes must be as good as what is entered."""
        history.add("", body)
        merged = history.effective(body["event_id"]) or {}
        try:
            check_not_ahead(read_event(merged), self.now)
            self._check_references(merged)
        except InvalidEvent as error:
            raise InvalidEvent([{**e, "pointer": "/correction" + e["pointer"]} for e in error.errors]) from None

    def _promise(self, promise_id: str) -> None:
        """Refuse a promise that is not there; its docket is judged first."""
        self._write()
        try:
            docket = self._docketing.docket_of_promise(promise_id)
        except KeyError:
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
        sign = mark(self.connection)
        run(
            self.connection,
            f"INSERT INTO tracking (name, position, digest) VALUES ({sign}, {sign}, {sign}) "  # noqa: S608
            "ON CONFLICT (name) DO UPDATE SET position = excluded.position, digest = excluded.digest",
            (READ_MODELS, self.head.position, self.head.digest),
        )

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

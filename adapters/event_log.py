"""The event log behind the eventsourcing library's interfaces, on SQLAlchemy Core.

One writer at a time appends (see `database.writing`), so positions are gapless and become visible in their
order, and a follower misses none. Each row's digest covers the row before, so a change behind the ledger's
back can be found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import (
    ApplicationRecorder,
    JSONTranscoder,
    Mapper,
    Notification,
    StoredEvent,
    Subscription,
)
from sqlalchemy import Connection, Row, select

from adapters.bulk import among, insert, mark, run
from adapters.tables import stored_events
from adapters.tables import stored_events as stored_events_table
from domain.entries import TOPIC, Entry, NewEntry, topic, upcast, version_of

NOTHING = bytes(32)
"""The digest before the first row."""

COLUMNS = (
    stored_events.c.position,
    stored_events.c.originator_id,
    stored_events.c.originator_version,
    stored_events.c.topic,
    stored_events.c.state,
    stored_events.c.event_id,
    stored_events.c.recorded,
)


class Head(NamedTuple):
    """The end of the log."""

    position: int
    digest: bytes
    recorded: int


def read_head(connection: Connection) -> Head:
    """Where the log ends; position 0 where it is empty."""
    columns = "position, digest, recorded"
    rows = run(connection, f"SELECT {columns} FROM stored_events ORDER BY position DESC LIMIT 1")  # noqa: S608
    return Head(*rows[0]) if rows else Head(0, NOTHING, 0)


def chained(before: bytes, position: int, stored: StoredEvent) -> bytes:
    """The digest of a row, which covers the digest before it."""
    place = f"\n{position}\n{stored.originator_id}\n{stored.originator_version}\n{stored.topic}\n"
    return hashlib.sha256(before + place.encode() + stored.state).digest()


class EntryMapper(Mapper[str]):
    """Entries as JSON bytes, with their stored names and versions. Reading checks nothing, so old rows load."""

    def __init__(self) -> None:
        super().__init__(JSONTranscoder())

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredEvent:
        """The row of an entry; of one that is new its event is JSON already, and is taken as it is."""
        assert isinstance(domain_event, Entry | NewEntry)
        kind = domain_event.kind if isinstance(domain_event, NewEntry) else domain_event.body["type"]
        state = b'{"event_id":"%b","recorded":%d,"recorded_by":%b,"event":%b' % (
            domain_event.event_id.encode(),
            domain_event.recorded,
            orjson.dumps(domain_event.recorded_by),
            domain_event.text if isinstance(domain_event, NewEntry) else orjson.dumps(domain_event.body),
        )
        version = version_of(kind)
        state += b',"class_version":%d}' % version if version > 1 else b"}"
        return StoredEvent(domain_event.originator_id, domain_event.originator_version, topic(kind), state)

    def to_domain_event(self, stored_event: StoredEvent) -> Entry:
        """The entry of a row, in the shape of today."""
        return _entry(
            str(stored_event.originator_id),
            stored_event.originator_version,
            stored_event.topic,
            stored_event.state,
        )


class LogRecorder(ApplicationRecorder):
    """Reads and appends rows on one connection, within the transaction of whoever opened it."""

    def __init__(self, connection: Connection, head: Head | None = None) -> None:
        self.connection = connection
        self.head = head

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        """Append rows; `entries`, in the same order, tell their ids and times. Only a writer may."""
        entries: Sequence[Entry | NewEntry] = kwargs["entries"]
        head = self.head or read_head(self.connection)
        position, digest = head.position, head.digest
        rows = []
        for stored, entry in zip(stored_events, entries, strict=True):
            position += 1
            digest = chained(digest, position, stored)
            rows.append(_row(position, stored, entry, digest))
        if rows:
            insert(self.connection, stored_events_table, rows)
            self.head = Head(position, digest, rows[-1][6])
        return range(head.position + 1, position + 1)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The rows of one aggregate by version."""
        version = stored_events.c.originator_version
        query = select(*COLUMNS).where(stored_events.c.originator_id == str(originator_id))
        query = query.where(version > gt) if gt is not None else query
        query = query.where(version <= lte) if lte is not None else query
        query = query.order_by(version.desc() if desc else version).limit(limit)
        return [as_stored(row) for row in self.connection.execute(query)]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """The rows of all aggregates by position."""
        position = stored_events.c.position
        query = select(*COLUMNS).order_by(position).limit(limit)
        if start is not None:
            query = query.where(position >= start if inclusive_of_start else position > start)
        query = query.where(position <= stop) if stop is not None else query
        query = query.where(stored_events.c.topic.in_(topics)) if topics else query
        return [
            Notification(row.originator_id, row.originator_version, row.topic, row.state, row.position)
            for row in self.connection.execute(query)
        ]

    def max_notification_id(self) -> int | None:
        """The last position, or None where the log is empty."""
        return read_head(self.connection).position or None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Not offered: the read models are written in the transaction that appends."""
        raise NotImplementedError("the read models are written in the transaction that appends")


def _row(position: int, stored: StoredEvent, entry: Entry | NewEntry, digest: bytes) -> tuple[Any, ...]:
    return (
        position,
        stored.originator_id,
        stored.originator_version,
        stored.topic,
        stored.state,
        entry.event_id,
        entry.recorded,
        digest,
    )


def as_stored(row: Row[*tuple[Any, ...]]) -> StoredEvent:
    """A row of the log as the library has it."""
    return StoredEvent(row.originator_id, row.originator_version, row.topic, row.state)


def as_entry(row: Row[*tuple[Any, ...]]) -> Entry:
    """A row of the log as an entry."""
    return _entry(row.originator_id, row.originator_version, row.topic, row.state)


def _entry(originator_id: str, originator_version: int, topic: str, text: bytes) -> Entry:
    state = orjson.loads(text)
    kind = topic.removeprefix(TOPIC)
    body, version = state["event"], state.get("class_version", 1)
    if version < version_of(kind):
        body = upcast(kind, version, body)
    return Entry(
        originator_id, originator_version, state["event_id"], state["recorded"], state["recorded_by"], body
    )


def entries_at(connection: Connection, positions: Sequence[int]) -> Iterator[tuple[int, Entry]]:
    """The entries at some positions, in their order."""
    for start in range(0, len(positions), 1_000):
        yield from sorted(many_entries(connection, positions[start : start + 1_000]).items())


_ROWS = "SELECT position, originator_id, originator_version, topic, state FROM stored_events"


def entry_of(connection: Connection, event_id: str) -> tuple[int, Entry] | None:
    """An entry by its id, with its position; None where it is not on record."""
    found = _read_rows(connection, f"event_id = {mark(connection)}", (event_id,))
    return next(iter(found.items()), None)


def many_entries(connection: Connection, positions: Sequence[int]) -> dict[int, Entry]:
    """The entries at many positions: for bulk work, with nothing between the driver and the entry."""
    condition, chosen = among(connection, positions)
    return _read_rows(connection, f"position {condition}", (chosen,))


def entries_between(connection: Connection, after: int, last: int) -> dict[int, Entry]:
    """The entries at positions after one and up to another, in their order."""
    sign = mark(connection)
    return _read_rows(connection, f"position > {sign} AND position <= {sign} ORDER BY position", (after, last))


def _read_rows(connection: Connection, condition: str, parameters: tuple[Any, ...]) -> dict[int, Entry]:
    return {row[0]: _entry(*row[1:]) for row in run(connection, f"{_ROWS} WHERE {condition}", parameters)}


def positions_of(connection: Connection, event_ids: Sequence[str]) -> dict[str, int]:
    """The positions of those of many events that are on record."""
    condition, chosen = among(connection, event_ids)
    statement = f"SELECT event_id, position FROM stored_events WHERE event_id {condition}"  # noqa: S608
    return dict(run(connection, statement, (chosen,)))

"""Every read model derived again from the events alone, and dockets that were left unjudged, judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, delete, select

from adapters.alerting import AlertRow, any_told, leads_in_use
from adapters.alerting import store as store_alerts
from adapters.bulk import without_collector
from adapters.clock import now_micros
from adapters.database import bulk_engine, reading, writing
from adapters.docketing import Docketing, LaneCache, empty_read_models, forget_promises
from adapters.event_log import entries_between, many_entries, read_head
from adapters.judging import Rows, Sitting, Unjudged, judged
from adapters.ledger import READ_MODELS
from adapters.processes import Workers
from adapters.tables import (
    JUDGED,
    aliases,
    docket_entries,
    docket_officials,
    dockets,
    tracking,
)
from domain.arrivals import Placing, placing
from domain.facts import day_of, micros

Progress = Callable[[int, int | None, str], None]
"""Called with (done, total or None, what is done)."""

_CHUNK = 20_000
"""Entries placed, or dockets judged, in one transaction or before what was found is written."""
_TASK = 1_000
"""Entries that one process is given at a time."""
_STORE = 20
"""Tasks whose rows are stored together."""


def silent(done: int, total: int | None, what: str) -> None:
    """For those who want to hear nothing."""


def rebuild(engine: Engine, progress: Progress = silent, *, leads: Sequence[int] = ()) -> int:
    """Derive every read model again, in one transaction; how many entries there were.

    Questions asked meanwhile are answered from what was there before. Alerts and keys are not touched, but
    alerts that are missing are raised. `leads` stand for those of the database's own subscriptions.
    """
    with (
        bulk_engine(engine) as bulk,
        Workers(bulk) as workers,
        writing(bulk) as connection,
        without_collector(),
    ):
        head = read_head(connection)
        progress(0, head.position, "placing entries")
        empty_read_models(connection)
        _place_all(connection, head.position, workers, progress)
        judge_waiting(connection, workers, progress, leads=leads)
        values = {"name": READ_MODELS, "position": head.position, "digest": head.digest}
        connection.execute(tracking.insert().values(values))
        _note_judged(connection)
    return head.position


def _note_judged(connection: Connection) -> None:
    """Let those who hold answers know that they may differ now, though the log does not."""
    connection.execute(delete(tracking).where(tracking.c.name == JUDGED))
    values = {"name": JUDGED, "position": now_micros(), "digest": bytes(32)}
    connection.execute(tracking.insert().values(values))


def _place_all(connection: Connection, total: int, workers: Workers, progress: Progress) -> None:
    cache = LaneCache()
    cache.complete = True
    docketing = Docketing(connection, cache)
    tasks = [(start, min(start + _TASK, total)) for start in range(0, total, _TASK)]
    for (_, last), found in zip(tasks, workers.map(placings, tasks, connection), strict=True):
        for position, event_id, placed in found:
            if placed is not None:
                docketing.place(position, event_id, placed)
            else:
                docketing.enter(position, many_entries(connection, [position])[position])
        if last % _CHUNK == 0 or last == total:
            docketing.flush()
            progress(last, total, "placing entries")


def placings(
    connection: Connection | None, span: tuple[int, int]
) -> list[tuple[int, str, Placing | None]]:
    """Where the entries after one position and up to another belong."""
    assert connection is not None
    entries = entries_between(connection, *span)
    return [(position, entry.event_id, placing(entry.body)) for position, entry in entries.items()]


def catch_up(engine: Engine, progress: Progress = silent) -> int:
    """Judge the dockets that hold entries not judged yet; how many there were."""
    with reading(engine) as connection:
        if connection.execute(_WAITING.limit(1)).first() is None:
            return 0
    with bulk_engine(engine) as bulk, Workers(bulk) as workers:
        return judge_all(bulk, progress, workers)


def judge_all(engine: Engine, progress: Progress, workers: Workers) -> int:
    """The same with an engine for long writing, and with workers."""
    total = 0
    while True:
        with writing(engine) as connection, without_collector():
            done = judge_waiting(connection, workers, progress, most=_CHUNK)
            _note_judged(connection)
        total += done
        if done < _CHUNK:
            return total


_WAITING = (
    select(dockets.c.id, dockets.c.lane, dockets.c.judged_position)
    .where(dockets.c.last_position > dockets.c.judged_position)
    .order_by(dockets.c.id)
)


def judge_waiting(
    connection: Connection,
    workers: Workers,
    progress: Progress,
    *,
    most: int | None = None,
    leads: Sequence[int] = (),
) -> int:
    """Judge waiting dockets, each once and from all its entries; how many there were."""
    waiting = connection.execute(_WAITING.limit(most)).all()
    again = [row.id for row in waiting if row.judged_position]
    forget_promises(connection, again)
    for start in range(0, len(again), 500):
        connection.execute(delete(aliases).where(aliases.c.docket_id.in_(again[start : start + 500])))
    rows, alerts, done = Rows(), [], 0
    sittings = _sittings(connection, {row.id: row.lane for row in waiting}, leads)
    for number, (found, raised) in enumerate(workers.map(judged, sittings, connection), 1):
        rows.add(found)
        alerts += raised
        if number % _STORE == 0:
            done += len(rows.judged)
            _store(connection, rows, alerts)
            rows, alerts = Rows(), []
            progress(done, len(waiting), "judging promises")
    _store(connection, rows, alerts)
    progress(len(waiting), len(waiting), "judging promises")
    return len(waiting)


def _store(connection: Connection, rows: Rows, alerts: list[AlertRow]) -> None:
    rows.store(connection)
    store_alerts(connection, alerts)


def _sittings(connection: Connection, lanes: dict[int, str], leads: Sequence[int]) -> Iterator[Sitting]:
    """Dockets with what judging them takes, in portions of about as many entries."""
    now, told = datetime.now(UTC), any_told(connection)
    today, instant = day_of(micros(now)), now_micros()
    in_use = tuple(leads or leads_in_use(connection))
    together: list[Unjudged] = []
    size = 0
    ids = list(lanes)
    for start in range(0, len(ids), _CHUNK // 20):
        for docket in _unjudged(connection, ids[start : start + _CHUNK // 20], lanes):
            together.append(docket)
            size += len(docket.positions)
            if size >= _TASK:
                yield Sitting(together, today, instant, told, in_use)
                together, size = [], 0
    if together:
        yield Sitting(together, today, instant, told, in_use)


def _unjudged(connection: Connection, ids: list[int], lanes: dict[int, str]) -> Iterator[Unjudged]:
    members: dict[int, list[str]] = {docket: [] for docket in ids}
    officials = select(docket_officials.c.docket_id, docket_officials.c.signature)
    for docket, text in connection.execute(officials.where(docket_officials.c.docket_id.in_(ids))):
        members[docket].append(text)
    positions: dict[int, list[int]] = {docket: [] for docket in ids}
    held = select(docket_entries.c.docket_id, docket_entries.c.position)
    held = held.where(docket_entries.c.docket_id.in_(ids)).order_by(*docket_entries.primary_key)
    for docket, position in connection.execute(held):
        positions[docket].append(position)
    for docket in ids:
        yield Unjudged(docket, lanes[docket], members[docket], positions[docket])

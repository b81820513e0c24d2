"""Every read model derived again from the events alone, and dockets that were left unjudged, judged."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby

from sqlalchemy import Connection, Engine, delete, select

from adapters.database import writing
from adapters.docketing import Docketing, LaneCache, empty_read_models, forget_promises
from adapters.event_log import COLUMNS, as_entry, read_head
from adapters.judging import DocketCache, Judging
from adapters.ledger import READ_MODELS
from adapters.tables import aliases, docket_entries, docket_officials, dockets, stored_events, tracking
from domain.facts import Lane, day_of, micros
from domain.proceedings import Numbered, Proceedings
from domain.routing import Signature

Progress = Callable[[int, int | None, str], None]
"""Called with (done, total or None, what is done)."""

_CHUNK = 20_000
"""Entries placed, or dockets judged, before what was found is written."""


def silent(done: int, total: int | None, what: str) -> None:
    """For those who want to hear nothing."""


def rebuild(engine: Engine, progress: Progress = silent) -> int:
    """Derive every read model again, in one transaction; how many entries there were.

    Questions asked meanwhile are answered from what was there before. Alerts and keys are not touched, but
    alerts that are missing are raised.
    """
    with writing(engine) as connection, _without_collector():
        head = read_head(connection)
        progress(0, head.position, "placing entries")
        empty_read_models(connection)
        _place_all(connection, head.position, progress)
        judge_waiting(connection, progress)
        values = {"name": READ_MODELS, "position": head.position, "digest": head.digest}
        connection.execute(tracking.insert().values(values))
    return head.position


def _place_all(connection: Connection, total: int, progress: Progress) -> None:
    cache = LaneCache()
    cache.complete = True
    docketing = Docketing(connection, cache)
    query = select(*COLUMNS).order_by(stored_events.c.position)
    last = 0
    while True:
        rows = connection.execute(query.where(stored_events.c.position > last).limit(_CHUNK)).all()
        if not rows:
            return
        for row in rows:
            docketing.enter(row.position, as_entry(row))
        docketing.flush()
        docketing.written()
        last = rows[-1].position
        progress(last, total, "placing entries")


def catch_up(engine: Engine, progress: Progress = silent) -> int:
    """Judge the dockets that hold entries not judged yet; how many there were."""
    total = 0
    while True:
        with writing(engine) as connection, _without_collector():
            done = judge_waiting(connection, progress, most=_CHUNK)
        total += done
        if done < _CHUNK:
            return total


def judge_waiting(connection: Connection, progress: Progress, most: int | None = None) -> int:
    """Judge waiting dockets, each once and from all its entries; how many there were."""
    query = (
        select(dockets.c.id, dockets.c.lane, dockets.c.judged_position)
        .where(dockets.c.last_position > dockets.c.judged_position)
        .order_by(dockets.c.id)
    )
    waiting = connection.execute(query.limit(most)).all()
    now = datetime.now(UTC)
    judging = Judging(
        connection, DocketCache(0), today=day_of(micros(now)), now=time.time_ns() // 1000
    )
    for start in range(0, len(waiting), 500):
        chosen = waiting[start : start + 500]
        again = [row.id for row in chosen if row.judged_position]
        forget_promises(connection, again)
        connection.execute(delete(aliases).where(aliases.c.docket_id.in_(again)))
        for docket, proceedings in loaded(connection, {row.id: Lane.of_text(row.lane) for row in chosen}):
            judging.write(docket, proceedings)
        judging.flush()
        progress(min(start + 500, len(waiting)), len(waiting), "judging promises")
    return len(waiting)


def loaded(connection: Connection, lanes: dict[int, Lane]) -> Iterator[tuple[int, Proceedings]]:
    """Dockets made from all their entries, read in one sweep."""
    members: dict[int, set[Signature]] = {docket: set() for docket in lanes}
    officials = select(docket_officials.c.docket_id, docket_officials.c.signature)
    for row in connection.execute(officials.where(docket_officials.c.docket_id.in_(list(lanes)))):
        members[row.docket_id].add(Signature.of_text(row.signature))
    query = (
        select(docket_entries.c.docket_id, *COLUMNS)
        .join(stored_events, stored_events.c.position == docket_entries.c.position)
        .where(docket_entries.c.docket_id.in_(list(lanes)))
        .order_by(docket_entries.c.docket_id, docket_entries.c.position)
    )
    rows = connection.execution_options(yield_per=2_000).execute(query)
    for docket, entries in groupby(rows, key=lambda row: row.docket_id):
        proceedings = Proceedings(lanes[docket], members[docket].__contains__)
        proceedings.take(Numbered(row.position, as_entry(row)) for row in entries)
        yield docket, proceedings


@contextmanager
def _without_collector() -> Iterator[None]:
    """Bulk work makes millions of objects that are all needed for a while: looking for garbage is in vain."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()



"""How often, and when last, what is known of a promise changed; calendars ask so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from adapters.queries.search import in_force
from adapters.tables import dockets, promise_versions, promises, stored_events
from domain.docket import FOREVER
from domain.facts import start_of

_STAGES = 4
"""The calendar alone changes a promise at most this often between two entries."""


class Revision(NamedTuple):
    """`number` only grows, also over a rebuild. `instant`: when the last change came about."""

    number: int
    instant: int


def revisions(connection: Connection, promise_ids: Sequence[str], day: int) -> dict[str, Revision]:
    """The revisions of promises as they stand on a day (an ordinal).

    The number is made of the log's last position that concerned the promise's docket, and of the changes
    that the calendar brought since: both grow, and neither is kept anywhere but in what rebuilds itself.
    """
    v = promise_versions.c
    found: dict[str, Revision] = {}
    for start in range(0, len(promise_ids), 500):
        query = (
            select(v.promise_id, v.overdue_on, v.ended_on, v.stalled_on)
            .add_columns(dockets.c.last_position, stored_events.c.recorded)
            .join(promises, promises.c.promise_id == v.promise_id)
            .join(dockets, dockets.c.id == promises.c.docket_id)
            .join(stored_events, stored_events.c.position == dockets.c.last_position)
            .where(v.promise_id.in_(promise_ids[start : start + 500]), in_force(FOREVER - 1))
        )
        for row in connection.execute(query):
            passed = _passed((row.overdue_on, row.ended_on, row.stalled_on), day)
            latest = max((start_of(on) for on in passed), default=row.recorded)
            number = row.last_position * _STAGES + len(passed)
            found[row.promise_id] = Revision(number, max(row.recorded, latest))
    return found


def _passed(days: Iterable[int | None], today: int) -> list[int]:
    return [day for day in days if day is not None and day <= today]

"""Questions to the event log itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from adapters.amended import acts_on, effective, history_of
from adapters.event_log import COLUMNS, as_entry, read_head
from adapters.queries.filters import read_cursor, write_cursor
from adapters.tables import JUDGED, stored_events, tracking
from domain.entries import Entry
from domain.errors import NotOnRecord
from domain.events import Body
from domain.facts import rfc3339
from domain.routing import pairs_of


def state(connection: Connection) -> str:
    """The end of the log, and when dockets were last judged apart from recording."""
    judged = connection.scalar(select(tracking.c.position).where(tracking.c.name == JUDGED))
    return f"{read_head(connection).position}.{judged or 0}"


def page(connection: Connection, cursor: str | None, limit: int) -> dict[str, Any]:
    """Entries in order of position, as they were recorded."""
    (after,) = read_cursor(cursor, int) or [0]
    query = select(*COLUMNS).where(stored_events.c.position > after).order_by(stored_events.c.position)
    rows = connection.execute(query.limit(limit + 1)).all()
    items = [wire(connection, row.position, as_entry(row)) for row in rows[:limit]]
    more = len(rows) > limit
    return {"items": items, "next_cursor": write_cursor(rows[limit - 1].position) if more else None}


def one(connection: Connection, event_id: str) -> dict[str, Any]:
    """One entry as it was recorded, with the acts upon it and what counts in its place."""
    row = connection.execute(select(*COLUMNS).where(stored_events.c.event_id == event_id)).first()
    if row is None:
        raise NotOnRecord("event", event_id)
    entry = as_entry(row)
    answer = wire(connection, row.position, entry)
    answer["acts"] = [act.event_id for act in acts_on(connection, [event_id]).get(event_id, [])]
    answer["in_force"] = effective(connection, [(row.position, entry)])[row.position]
    return answer


def wire(
    connection: Connection, position: int, entry: Entry, body: Body | None = None, until: int | None = None
) -> dict[str, Any]:
    """An entry as the wire shows it, with another body where something counts in its place."""
    shown = body or entry.body
    return {
        "event_id": entry.event_id,
        "type": shown["type"],
        "position": position,
        "recorded_at": rfc3339(entry.recorded),
        "recorded_by": entry.recorded_by,
        "relationships": pairs_of(shown, lambda known: history_of(connection, known, until)),
        "event": shown,
    }

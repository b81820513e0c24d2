"""Questions to the event log itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from adapters.amended import acts_on, effective, history_of
from adapters.event_log import COLUMNS, as_entry, read_head
from adapters.queries.filters import read_cursor, write_cursor
from adapters.tables import JUDGED, stored_events, tracking
from domain.docket import opener_id
from domain.entries import Entry, relationships
from domain.errors import NotOnRecord
from domain.events import Body
from domain.facts import lane_pairs, rfc3339
from domain.routing import opened_in


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


def wire(connection: Connection, position: int, entry: Entry, body: Body | None = None) -> dict[str, Any]:
    """An entry as the wire shows it, with another body where something counts in its place."""
    shown = body or entry.body
    return {
        "event_id": entry.event_id,
        "type": shown["type"],
        "position": position,
        "recorded_at": rfc3339(entry.recorded),
        "recorded_by": entry.recorded_by,
        "relationships": pairs_of(connection, shown),
        "event": shown,
    }


def pairs_of(connection: Connection, body: Body) -> list[str]:
    """The pairs of a reported event; of what names a promise or an entry by its id, those of that."""
    if "event_id" in body:
        history = history_of(connection, body["event_id"])
        root = history.root(body["event_id"])
        return pairs_of(connection, history.effective(root) or history.ever(root)[-1])
    known = body.get("promise_id") or body.get("about", {}).get("promise_id")
    if known is None:
        return relationships(body)
    opener = opener_id(known)
    history = history_of(connection, opener)
    found = opened_in(history, opener) if opener in history else None
    return lane_pairs(found[0]) if found else []

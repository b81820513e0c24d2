"""The alerts, in the order in which they were raised."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from adapters.queries.filters import read_cursor, write_cursor
from adapters.tables import alerts
from domain.facts import iso, rfc3339


def alerts_after(connection: Connection, after: str | None, limit: int) -> dict[str, Any]:
    """Alerts after a cursor; `next_cursor` is where to go on, also when there is nothing more yet."""
    (last,) = read_cursor(after, int, parameter="after") or [0]
    query = select(alerts).where(alerts.c.id > last).order_by(alerts.c.id).limit(limit)
    rows = connection.execute(query).all()
    items = [
        {
            "id": str(row.id),
            "kind": kind(row.before, row.after),
            "promise_id": row.promise_id,
            "relationship": row.relationship,
            "from": row.before or None,
            "to": row.after,
            "on": iso(row.day),
            "cause": {"event_id": row.cause} if row.cause else "calendar",
            "historical": row.historical,
            "summary": row.summary,
            "created_at": rfc3339(row.created),
        }
        for row in rows
    ]
    return {"items": items, "next_cursor": write_cursor(rows[-1].id if rows else last)}


def kind(before: str, after: str) -> str:
    """The name of a change: a promise is opened when invited or promised, revived when it is open again."""
    if after in ("invited", "pending"):
        return "promise.opened" if before in ("", "invited") else "promise.revived"
    return f"promise.{after}"



"""The alerts, in the order in which they were raised, page by page."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from adapters.alert_log import AlertFilter, alerts_after, latest
from adapters.queries.filters import read_cursor, write_cursor


def alerts_page(connection: Connection, after: str | None, limit: int, wanted: AlertFilter) -> dict[str, Any]:
    """Alerts after a cursor; `next_cursor` is where to go on, also when there is nothing more yet."""
    (last,) = read_cursor(after, int, parameter="after") or [0]
    seen = latest(connection)
    items = alerts_after(connection, last, limit, wanted)
    if len(items) == limit:
        seen = int(items[-1]["id"])
    return {"items": items, "next_cursor": write_cursor(max(seen, last))}

"""The events behind a promise, in full: who said what, when, in which report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from adapters.amended import effective
from adapters.event_log import entries_at
from adapters.queries.past import position_at
from adapters.tables import stored_events
from domain.facts import rfc3339
from domain.views import View


def bodies(connection: Connection, event_ids: Sequence[str], view: View) -> dict[str, dict[str, Any]]:
    """By event id `{event, recorded_at, recorded_by, corrected}`: what counts in the entry's place.

    `corrected` tells whether an own act changed it, as far as the ledger knew.
    """
    until = None if view.recorded is None else position_at(connection, view.recorded)
    column = stored_events.c.event_id
    positions = connection.scalars(select(stored_events.c.position).where(column.in_(list(event_ids))))
    entries = dict(entries_at(connection, sorted(positions)))
    shown = effective(connection, entries.items(), until)
    return {
        entry.event_id: {
            "event": shown[position] or entry.body,
            "recorded_at": rfc3339(entry.recorded),
            "recorded_by": entry.recorded_by,
            "corrected": shown[position] != entry.body,
        }
        for position, entry in entries.items()
    }

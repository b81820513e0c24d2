"""Visits that took place and that nobody had announced: a verdict is not about them, but says where to look."""

from __future__ import annotations

from sqlalchemy import Connection, select

from adapters.amended import effective
from adapters.event_log import entries_at
from adapters.queries.search import dockets_of
from adapters.queries.timelines import counts_at
from adapters.tables import docket_entries, timeline
from domain.events import TYPES
from domain.names import same_name
from domain.states import pair
from domain.views import View
from domain.wording import span_in_words

_LOOKED_AT = 200
"""Visits that are looked at: those of officials whose names share a part with the visitor's."""
_HELD = TYPES.index("visit_held")


def hint(connection: Connection, visitor: str, host: str, view: View) -> str | None:
    """A sentence on the last visit of a visitor to a host, which no promise on record was about."""
    t, chosen = timeline.c, docket_entries.c
    query = (
        select(t.position)
        .join(docket_entries, chosen.position == t.position)
        .where(chosen.docket_id.in_(dockets_of(connection, visitor, host)), t.rank == _HELD, counts_at(view))
        .order_by(t.day.desc(), t.instant.desc(), t.position)
        .limit(_LOOKED_AT)
    )
    positions = list(connection.scalars(query))
    entries = dict(entries_at(connection, sorted(positions)))
    bodies = effective(connection, entries.items())
    for position in positions:
        body = bodies[position]
        if body is None or body["certainty"] == "speculative" or body["host"] != host:
            continue  # A docket keeps what a correction moved to another host.
        who = body["visitor"]
        if who.get("name") and same_name(who["name"], visitor):
            days, where = span_in_words(body["held_on"]), pair(who["state"], host)
            return f"A visit that was not announced is on the timeline of {where}: {days}."
    return None

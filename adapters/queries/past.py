"""Questions to the ledger as it stood at a moment of recording: the log up to there, folded anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from adapters.docketing import signature_key
from adapters.event_log import COLUMNS, as_entry, read_head
from adapters.judging import load
from adapters.queries.filters import PromiseFilter, read_cursor, write_cursor
from adapters.queries.promises import statuses
from adapters.queries.search import instant_of
from adapters.tables import aliases, docket_officials, docket_pairs, dockets, stored_events
from adapters.tables import promises as promise_table
from domain.answers import evidence, on_day, payload
from domain.docket import Known, changes, opener_id
from domain.entries import relationships
from domain.errors import NotOnRecord
from domain.events import REPORTED, Body
from domain.facts import Lane, lanes
from domain.proceedings import Proceedings
from domain.promise import Promise
from domain.routing import signatures
from domain.views import View

MOST_ENTRIES = 20_000
"""Entries folded for one page; a page that would need more is shorter and says where to go on."""


def position_at(connection: Connection, recorded: int) -> int:
    """The last position recorded at or before an instant; times of recording grow with positions."""
    low, high = 0, read_head(connection).position
    while low < high:
        middle = (low + high + 1) // 2
        at = connection.scalar(select(stored_events.c.recorded).where(stored_events.c.position == middle))
        if at is not None and at <= recorded:
            low = middle
        else:
            high = middle - 1
    return low


def promises(
    connection: Connection, filters: PromiseFilter, view: View, cursor: str | None, limit: int
) -> dict[str, Any]:
    """A page of promises, docket by docket."""
    until = position_at(connection, view.recorded or 0)
    start, skip = read_cursor(cursor, int, int) or [0, 0]
    query = select(dockets.c.id, dockets.c.lane).where(dockets.c.id >= start).order_by(dockets.c.id)
    if filters.relationship is not None:
        query = query.join(docket_pairs, docket_pairs.c.docket_id == dockets.c.id)
        query = query.where(docket_pairs.c.pair == filters.relationship)
    items: list[dict[str, Any]] = []
    folded = 0
    for row in connection.execute(query).all():
        if folded > MOST_ENTRIES:
            return {"items": items, "next_cursor": write_cursor(row.id, 0)}
        proceedings = load(connection, row.id, Lane.of_text(row.lane), until)
        folded += proceedings.size
        found = [p for p in _wire(proceedings, view) if filters.fits(p)]
        done = skip if row.id == start else 0
        room = limit - len(items)
        items += found[done : done + room]
        if len(found) - done > room:
            return {"items": items, "next_cursor": write_cursor(row.id, done + room)}
    return {"items": items, "next_cursor": None}


def _wire(proceedings: Proceedings, view: View) -> list[dict[str, Any]]:
    found = sorted(proceedings.docket.as_of(instant_of(view)), key=lambda known: known[0])
    return [_answer(proceedings, promise_id, promise, view) for promise_id, promise in found]


def _answer(proceedings: Proceedings, promise_id: str, promise: Promise, view: View) -> dict[str, Any]:
    answer = on_day(payload(promise_id, promise, proceedings.lane), view.day)
    for fact, effect in promise.all_evidence():
        entry, body = proceedings.now(fact.event_id)
        answer["evidence"].append(evidence(entry, body, effect))
    return answer


def promise(connection: Connection, promise_id: str, view: View) -> dict[str, Any]:
    """One promise by its id, or by one that led to it then."""
    proceedings = _proceedings(connection, promise_id, view)
    found = dict(proceedings.docket.as_of(instant_of(view)))
    known = promise_id if promise_id in found else proceedings.docket.aliases().get(promise_id, promise_id)
    if known not in found:
        raise NotOnRecord("promise", promise_id)
    return _answer(proceedings, known, found[known], view)


def history(connection: Connection, promise_id: str, view: View) -> dict[str, Any]:
    """The statuses of a promise, as the ledger had them then."""
    proceedings = _proceedings(connection, promise_id, view)
    versions = proceedings.docket.versions
    known = promise_id if promise_id in versions else proceedings.docket.aliases().get(promise_id, promise_id)
    at = instant_of(view)
    told = [version for version in versions.get(known, []) if version.since <= at]
    if not told:
        raise NotOnRecord("promise", promise_id)
    cut = (Known(v.since, min(v.until, at + 1), v.cause, v.promise) for v in told)
    return {"items": [statuses(change) for change in changes(cut, view.day)]}


def _proceedings(connection: Connection, promise_id: str, view: View) -> Proceedings:
    """The docket that held a promise then: where it is now, or where the event that opened it was entered."""
    until = position_at(connection, view.recorded or 0)
    for docket in dict.fromkeys(_places(connection, promise_id)):
        lane = connection.scalar(select(dockets.c.lane).where(dockets.c.id == docket))
        proceedings = load(connection, docket, Lane.of_text(lane or ""), until)
        if promise_id in proceedings.docket.versions or promise_id in proceedings.docket.aliases():
            return proceedings
    raise NotOnRecord("promise", promise_id)


def _places(connection: Connection, promise_id: str) -> Iterator[int]:
    for table in (promise_table, aliases):
        yield from connection.scalars(select(table.c.docket_id).where(table.c.promise_id == promise_id))
    opener = stored_events.c.event_id == opener_id(promise_id)
    row = connection.execute(select(*COLUMNS).where(opener)).first()
    if row is None:
        return
    body = as_entry(row).body
    yield from _places_of(connection, body)
    pairs = docket_pairs.c.pair.in_(relationships(body))
    yield from connection.scalars(select(docket_pairs.c.docket_id).where(pairs))


def _places_of(connection: Connection, body: Body) -> Iterator[int]:
    for lane in lanes(body) if body["type"] in REPORTED else ():
        keys = [signature_key(signature.text()) for signature in signatures(body, lane)]
        found = select(docket_officials.c.docket_id).where(
            docket_officials.c.lane == lane.text(), docket_officials.c.signature_key.in_(keys)
        )
        yield from connection.scalars(found)

"""Questions about pairs of states: which there are, how they stand, and their timelines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select, tuple_

from adapters.amended import effective
from adapters.database import AnyRow
from adapters.event_log import entries_at
from adapters.queries import past
from adapters.queries.filters import PromiseFilter, read_cursor, write_cursor
from adapters.queries.log import wire
from adapters.queries.promises import in_force, instant_of, status_on
from adapters.queries.promises import page as promises_page
from adapters.tables import (
    absences,
    docket_pairs,
    own_acts,
    promise_pairs,
    promise_versions,
    retractions,
    stored_events,
    timeline,
)
from domain.docket import FOREVER
from domain.entries import Entry
from domain.errors import NotOnRecord
from domain.events import OCCURRENCES, REPORTED, STATUSES, TYPES, Body
from domain.facts import moment
from domain.retractions import Retraction
from domain.retractions import absences as absent
from domain.states import is_state
from domain.states import pair as in_order
from domain.views import View

MOST_PROMISES = 100
"""Promises that one relationship shows; `/v1/promises?relationship=` pages through all."""
_OCCURRENCES = [TYPES.index(kind) for kind in OCCURRENCES]
t = timeline.c


def page(connection: Connection, view: View, cursor: str | None, limit: int) -> dict[str, Any]:
    """The pairs that something is known of, in alphabetical order, with counts by status."""
    (after,) = read_cursor(cursor, str) or [""]
    found = []
    for pair in _pairs(connection, after):
        if _known(connection, pair, view):
            found.append(pair)
        if len(found) > limit:
            break
    items = [{"relationship": pair, **_counts(connection, pair, view)} for pair in found[:limit]]
    return {"items": items, "next_cursor": write_cursor(found[limit - 1]) if len(found) > limit else None}


def _pairs(connection: Connection, after: str) -> Iterator[str]:
    """One look-up a pair: the database would read the whole timeline for the distinct ones."""
    while after is not None:
        found = [connection.scalar(select(func.min(c)).where(c > after)) for c in (t.pair, docket_pairs.c.pair)]
        named = [pair for pair in found if pair is not None]
        if not named:
            return
        after = min(named)
        yield after


def _known(connection: Connection, pair: str, view: View) -> bool:
    if view.recorded is not None:
        return bool(recorded_timeline(connection, pair, view))
    query = select(t.position).where(t.pair == pair, counts_at(view)).limit(1)
    return connection.execute(query).first() is not None


def _counts(connection: Connection, pair: str, view: View) -> dict[str, Any]:
    counts = dict.fromkeys(STATUSES, 0)
    if view.recorded is not None:
        for promise in _recorded_promises(connection, pair, view):
            counts[promise["status"]] += 1
    else:
        status = status_on(view.day)
        query = (
            select(status, func.count())
            .select_from(promise_pairs)
            .join(promise_versions, promise_versions.c.promise_id == promise_pairs.c.promise_id)
            .where(promise_pairs.c.pair == pair, in_force(instant_of(view)))
            .group_by(status)
        )
        counts.update((row[0], row[1]) for row in connection.execute(query))
    return {"counts": counts, "promises": sum(counts.values())}


def _recorded_promises(connection: Connection, pair: str, view: View) -> Iterator[dict[str, Any]]:
    cursor = None
    while True:
        answer = past.promises(connection, PromiseFilter(relationship=pair), view, cursor, 500)
        yield from answer["items"]
        cursor = answer["next_cursor"]
        if cursor is None:
            return


def one(connection: Connection, pair: str, view: View) -> dict[str, Any]:
    """One pair with counts, its newest promises and the last contact. NotOnRecord where nothing is known."""
    pair = checked(connection, pair, view)
    counts = _counts(connection, pair, view)
    filters = PromiseFilter(relationship=pair)
    if view.recorded is not None:
        found = past.promises(connection, filters, view, None, MOST_PROMISES)
    else:
        found = promises_page(connection, filters, view, None, MOST_PROMISES)
    return {
        "relationship": pair,
        "states": pair.split("-"),
        "counts": counts["counts"],
        "last_contact": _last_contact(connection, pair, view),
        "promises": found["items"],
        "next_cursor": found["next_cursor"],
    }


def checked(connection: Connection, pair: str, view: View) -> str:
    """The pair in alphabetical order. Raises NotOnRecord where the ledger knows nothing of it."""
    codes = pair.split("-")
    if len(codes) == 2 and all(map(is_state, codes)) and codes[0] != codes[1]:
        name = in_order(*codes)
        there = select(t.position).where(t.pair == name).limit(1)
        more = select(docket_pairs.c.docket_id).where(docket_pairs.c.pair == name).limit(1)
        if connection.execute(there).first() or connection.execute(more).first():
            return name
        if view.recorded is not None and recorded_timeline(connection, name, view):
            return name
    raise NotOnRecord("relationship", pair)


def _last_contact(connection: Connection, pair: str, view: View) -> dict[str, Any] | None:
    if view.recorded is not None:
        items = [i for i in recorded_timeline(connection, pair, view) if i["type"] in OCCURRENCES]
        firm = [i for i in items if i["event"]["certainty"] != "speculative"]
        return _contact(firm[-1]) if firm else None
    query = select(t.position, t.day).where(t.pair == pair, t.rank.in_(_OCCURRENCES), counts_at(view))
    rows = connection.execute(query.order_by(t.day.desc(), t.instant.desc(), t.event_id.desc()).limit(20)).all()
    for item in items_of(connection, rows):
        if item["event"]["certainty"] != "speculative":
            return _contact(item)
    return None


def _contact(item: dict[str, Any]) -> dict[str, Any]:
    body = item["event"]
    return {
        "event_id": item["event_id"],
        "type": body["type"],
        "mode": body.get("mode"),
        "held_on": body["held_on"],
        "publisher": body["report"]["publisher"],
        "url": body["report"]["url"],
    }


# ---------------------------------------------------------------- timelines
def timeline_page(
    connection: Connection, pair: str, view: View, cursor: str | None, limit: int
) -> dict[str, Any]:
    """A page of a pair's events that count."""
    pair = checked(connection, pair, view)
    if view.recorded is not None:
        (start,) = read_cursor(cursor, int) or [0]
        items = recorded_timeline(connection, pair, view)
        more = len(items) > start + limit
        return {
            "items": items[start : start + limit],
            "next_cursor": write_cursor(start + limit) if more else None,
        }
    after = read_cursor(cursor, int, int, int, str)
    place = (t.day, t.rank, t.instant, t.event_id)
    query = select(t.position, *place).where(t.pair == pair, counts_at(view))
    if after is not None:
        query = query.where(tuple_(*place) > tuple_(*after))
    rows = connection.execute(query.order_by(*place).limit(limit + 1)).all()
    last = rows[limit - 1] if len(rows) > limit else None
    return {
        "items": items_of(connection, rows[:limit]),
        "next_cursor": write_cursor(last.day, last.rank, last.instant, last.event_id) if last else None,
    }


def counts_at(view: View) -> ColumnElement[bool]:
    """Whether an event could be known, and its report had not been taken back."""
    at = FOREVER - 1 if view.instant is None else view.instant
    gone = exists().where(
        absences.c.url_key == t.url_key, absences.c.since <= at, absences.c.until > at
    )
    return and_(t.instant <= at, ~gone)


def items_of(connection: Connection, rows: Any) -> list[dict[str, Any]]:
    """Events by rows with their positions, as the wire shows them, in the order of the rows."""
    order: list[AnyRow] = list(rows)
    entries = dict(entries_at(connection, sorted(row.position for row in order)))
    bodies = effective(connection, entries.items())
    return [wire(connection, row.position, entries[row.position], bodies[row.position]) for row in order]


def recorded_timeline(connection: Connection, pair: str, view: View) -> list[dict[str, Any]]:
    """A pair's events that counted when the ledger stood at a moment of recording, in their order."""
    until = past.position_at(connection, view.recorded or 0)
    at = instant_of(view)
    positions = set(connection.scalars(select(t.position).where(t.pair == pair, t.position <= until)))
    amended = select(own_acts.c.root_id)
    positions |= set(
        connection.scalars(
            select(stored_events.c.position).where(
                stored_events.c.event_id.in_(amended), stored_events.c.position <= until
            )
        )
    )
    entries = dict(entries_at(connection, sorted(positions)))
    retracted = _retracted_then(connection, until)
    found: list[tuple[tuple[Any, ...], int, Entry, Body]] = []
    for position, body in effective(connection, entries.items(), until).items():
        if body is None or body["type"] not in REPORTED:
            continue
        item = wire(connection, position, entries[position], body)
        key = moment(body)
        absence = retracted.get(body["report"]["url"], ())
        gone = any(a.since <= at < a.until for a in absence)
        if pair in item["relationships"] and key[2] <= at and not gone:
            found.append(((*key, entries[position].event_id), position, entries[position], body))
    found.sort(key=lambda row: row[0])
    return [wire(connection, position, entry, body) for _, position, entry, body in found]


def _retracted_then(connection: Connection, until: int) -> dict[str, tuple[Any, ...]]:
    positions = connection.scalars(select(retractions.c.position).where(retractions.c.position <= until))
    entries = dict(entries_at(connection, sorted(positions)))
    in_force_then = effective(connection, entries.items(), until)
    known = [
        Retraction(entries[p].event_id, body["retracted_url"], body["report"]["url"], moment(body)[2])
        for p, body in in_force_then.items()
        if body is not None
    ]
    return {r.retracted: absent(r.retracted, known) for r in known}


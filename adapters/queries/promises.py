"""Questions about promises, as they can be known today or could be known on any day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Select, and_, case, select, tuple_

from adapters.amended import effective
from adapters.bulk import among, mark
from adapters.database import AnyRow
from adapters.event_log import entries_at
from adapters.queries.filters import PromiseFilter, read_cursor, write_cursor
from adapters.tables import aliases, docket_names, promise_pairs, promise_versions, promises
from domain.answers import evidence, judged, on_day, recency, unpacked
from domain.docket import FOREVER, changes
from domain.errors import BadQuestion, NotOnRecord
from domain.facts import iso
from domain.names import keys, same_name
from domain.states import is_state
from domain.views import View
from domain.wording import state_in_words

MOST_IN_VERDICT = 100
"""Promises that a verdict lists; the newest decides."""
_STEP = 200
"""Promises looked at in one query where a filter is left to be done here."""

v = promise_versions.c


def instant_of(view: View) -> int:
    """The instant at which a version must be in force; the last of all where everything counts."""
    return FOREVER - 1 if view.instant is None else view.instant


def in_force(at: int) -> ColumnElement[bool]:
    """Whether a version is the one that could be known at an instant."""
    if at == FOREVER - 1:
        return v.until == FOREVER
    return and_(v.since <= at, v.until > at)


def status_on(day: int) -> ColumnElement[str]:
    """A version's status as judged on a day, in SQL; `Promise.status` is the same in Python."""
    return case(
        (and_(v.ended_on <= day, v.status == "invited"), "lapsed"),
        (v.ended_on <= day, "unfulfilled"),
        (v.overdue_on <= day, "overdue"),
        (v.stalled_on <= day, "stalled"),
        else_=v.status,
    )


def page(
    connection: Connection, filters: PromiseFilter, view: View, cursor: str | None, limit: int
) -> dict[str, Any]:
    """Promises newest first: by when they became known, then by id."""
    at = instant_of(view)
    after = read_cursor(cursor, int, str)
    rows: list[AnyRow] = []
    step = max(limit + 1, _STEP) if filters.visitor is not None else limit + 1
    while True:
        found = connection.execute(_query(connection, filters, view, at, after).limit(step)).all()
        rows += [row for row in found if filters.visitor is None or _named(filters, row)]
        if len(rows) > limit or len(found) < step:
            break
        after = [found[-1].first_known, found[-1].promise_id]
    more = len(rows) > limit
    rows = rows[:limit]
    return {
        "items": answers(connection, rows, view, at),
        "next_cursor": write_cursor(rows[-1].first_known, rows[-1].promise_id) if more else None,
    }


def _named(filters: PromiseFilter, row: AnyRow) -> bool:
    return filters.names_visitor(unpacked(row.payload))


def _query(
    connection: Connection, filters: PromiseFilter, view: View, at: int, after: list[Any] | None
) -> Select[Any]:
    place = promises if filters.relationship is None else promise_pairs
    query = select(place.c.first_known, place.c.promise_id, v.payload).join(
        promise_versions, and_(v.promise_id == place.c.promise_id, in_force(at))
    )
    if filters.relationship is not None:
        query = query.where(promise_pairs.c.pair == filters.relationship)
    if filters.visitor is not None and not is_state(filters.visitor):
        dockets = select(promises.c.promise_id).where(
            promises.c.docket_id.in_(_dockets_of(connection, filters.visitor, filters.host))
        )
        query = query.where(place.c.promise_id.in_(dockets))
    if filters.state is not None:
        if filters.relationship is not None:
            query = query.join(promises, promises.c.promise_id == place.c.promise_id)
        query = query.where(promises.c.states.contains(f",{filters.state},"))
    if filters.status:
        query = query.where(status_on(view.day).in_(filters.statuses))
    if filters.kind:
        query = query.where(v.kind.in_(filters.kinds))
    if filters.host is not None:
        query = query.where(v.host == filters.host)
    if filters.due_before is not None:
        query = query.where(v.due_on < date.fromisoformat(filters.due_before).toordinal())
    # Always true of what is in force; it tells the database to walk the index from the newest one down.
    query = query.where(place.c.first_known <= at)
    if after is not None:
        query = query.where(tuple_(place.c.first_known, place.c.promise_id) < tuple_(*after))
    return query.order_by(place.c.first_known.desc(), place.c.promise_id.desc())


def _dockets_of(connection: Connection, visitor: str, host: str | None) -> list[int]:
    query = select(docket_names.c.docket_id).where(docket_names.c.name_key.in_(keys(visitor)))
    if host is not None:
        query = query.where(docket_names.c.host == host)
    return list(connection.scalars(query.distinct()))


def answers(connection: Connection, rows: Sequence[AnyRow], view: View, at: int) -> list[dict[str, Any]]:
    """Rows of promises as the wire shows them, with their evidence."""
    found = [on_day(unpacked(row.payload), view.day) for row in rows]
    by_id = {promise["id"]: promise for promise in found}
    lists = _evidence(connection, list(by_id), at)
    positions = sorted({position for items in lists.values() for position, _ in items})
    entries = dict(entries_at(connection, positions))
    bodies = effective(connection, entries.items())
    for promise_id, items in lists.items():
        for position, effect in items:
            entry = entries[position]
            body = bodies[position] or entry.body
            by_id[promise_id]["evidence"].append(evidence(entry, body, effect))
    return found


def _evidence(connection: Connection, ids: list[str], at: int) -> dict[str, list[tuple[int, str]]]:
    """By promise the positions and effects of its evidence: each version keeps some and adds some."""
    found: dict[str, list[tuple[int, str]]] = {promise_id: [] for promise_id in ids}
    condition, chosen = among(connection, ids)
    rows = connection.exec_driver_sql(
        f"SELECT promise_id, evidence FROM promise_versions WHERE promise_id {condition} "  # noqa: S608
        f"AND since <= {mark(connection)} ORDER BY promise_id, since",
        (chosen, at),
    )
    for promise_id, text in rows:
        kept, *added = orjson.loads(text)
        items = found[promise_id]
        del items[kept:]
        items += added
    return found


def one(connection: Connection, promise_id: str, view: View) -> dict[str, Any]:
    """One promise by its id, or by one that leads to it."""
    at = instant_of(view)
    row = _row(connection, promise_id, at) or _row(connection, _leads_to(connection, promise_id), at)
    if row is None:
        raise NotOnRecord("promise", promise_id)
    return answers(connection, [row], view, at)[0]


def _row(connection: Connection, promise_id: str | None, at: int) -> AnyRow | None:
    if promise_id is None:
        return None
    query = select(v.promise_id, v.payload).where(v.promise_id == promise_id, in_force(at))
    return connection.execute(query).first()


def _leads_to(connection: Connection, promise_id: str) -> str | None:
    return connection.scalar(select(aliases.c.leads_to).where(aliases.c.promise_id == promise_id))


def statuses_now(connection: Connection, promise_ids: Sequence[str], day: int) -> dict[str, str]:
    """The statuses of some promises as everything tells them, judged on a day."""
    query = select(v.promise_id, status_on(day)).where(
        v.promise_id.in_(list(promise_ids)), in_force(FOREVER - 1)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def history(connection: Connection, promise_id: str, view: View) -> dict[str, Any]:
    """The statuses of a promise up to the view's day, each with the day from which it held and its cause."""
    at = instant_of(view)
    known = promise_id
    if _row(connection, promise_id, at) is None:
        known = _leads_to(connection, promise_id) or promise_id
    query = select(v.since, v.until, v.cause, v.payload).where(v.promise_id == known, v.since <= at)
    rows = connection.execute(query.order_by(v.since)).all()
    if not rows:
        raise NotOnRecord("promise", promise_id)
    versions = (judged(unpacked(row.payload), row.since, min(row.until, at + 1), row.cause) for row in rows)
    return {"items": [statuses(change) for change in changes(versions, view.day)]}


def statuses(change: Any) -> dict[str, Any]:
    """One step of a promise's history as the wire shows it."""
    cause = {"event_id": change.cause} if change.cause else "calendar"
    return {"status": change.after, "from": iso(change.on), "cause": cause}


_ANSWERS = {
    "fulfilled": "yes",
    "fulfilled_late": "yes",
    "partially_fulfilled": "partly",
    "unfulfilled": "no",
    "cancelled": "no",
    "declined": "no",
    "lapsed": "no",
}
_WORDS = {"yes": "Yes", "partly": "In part", "no": "No", "not_yet": "Not yet"}


def verdict(connection: Connection, visitor: str, host: str, view: View) -> dict[str, Any]:
    """Whether the promised visit of a visitor to a host happened; the newest promise decides."""
    if not is_state(host):
        raise BadQuestion("host", f"{host[:20]!r} is no state: give a code such as PRK")
    if not visitor.strip():
        raise BadQuestion("visitor", "must be a name, whole or the family name")
    at = instant_of(view)
    query = (
        select(v.promise_id, v.payload)
        .join(promises, promises.c.promise_id == v.promise_id)
        .where(promises.c.docket_id.in_(_dockets_of(connection, visitor, host)), in_force(at))
    )
    found = [(unpacked(row.payload), row) for row in connection.execute(query)]
    found = [(stored, row) for stored, row in found if _visits(stored, visitor)]
    found.sort(key=lambda known: (recency(known[0]), known[1].promise_id), reverse=True)
    rows = [row for _, row in found[:MOST_IN_VERDICT]]
    return worded(visitor, host, answers(connection, rows, view, at))


def _visits(stored: dict[str, Any], visitor: str) -> bool:
    name = stored["visitor"] and stored["visitor"]["name"]
    return name is not None and same_name(name, visitor)


def worded(visitor: str, host: str, found: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The verdict on promises that are in order, newest first."""
    items = list(found)
    if not items:
        sentence = f"No promised visit of {visitor.strip()} to {state_in_words(host)} is on record."
        return {"answer": "unknown", "sentence": sentence, "promises": []}
    answer = _ANSWERS.get(items[0]["status"], "not_yet")
    return {"answer": answer, "sentence": f"{_WORDS[answer]}: {_lower(items[0]['summary'])}", "promises": items}


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


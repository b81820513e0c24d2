"""Questions about promises, as they can be known today or could be known on any day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import Connection, select

from adapters.amended import effective, places
from adapters.bulk import among, mark
from adapters.database import AnyRow
from adapters.event_log import entries_at
from adapters.queries.filters import PromiseFilter, read_cursor, write_cursor
from adapters.queries.search import Search, dockets_of, in_force, instant_of, status_on, v
from adapters.tables import aliases, promises
from domain.answers import evidence, judged, on_day, recency, unpacked
from domain.docket import FOREVER, changes
from domain.errors import BadQuestion, NotOnRecord
from domain.facts import iso
from domain.names import same_name
from domain.states import is_state
from domain.views import View
from domain.wording import state_in_words

MOST_IN_VERDICT = 100
"""Promises that a verdict lists; the newest decides."""
_STEP = 200
"""Promises looked at in one query where a filter is left to be done here."""

def page(
    connection: Connection, filters: PromiseFilter, view: View, cursor: str | None, limit: int
) -> dict[str, Any]:
    """Promises newest first: by when they became known, then by id."""
    at = instant_of(view)
    after = read_cursor(cursor, int, str)
    rows: list[AnyRow] = []
    step = max(limit + 1, _STEP) if filters.visitor is not None else limit + 1
    while True:
        found = connection.execute(Search(connection, filters, view, after, step).query()).all()
        rows += [row for row in found if filters.visitor is None or _named(filters, row)]
        if len(rows) > limit or len(found) < step:
            break
        after = [found[-1].first_known, found[-1].promise_id]
    more = len(rows) > limit
    rows = rows[:limit]
    return {
        "items": answers(connection, (unpacked(row.payload) for row in rows), view, at),
        "next_cursor": write_cursor(rows[-1].first_known, rows[-1].promise_id) if more else None,
    }


def _named(filters: PromiseFilter, row: AnyRow) -> bool:
    return filters.names_visitor(unpacked(row.payload))


def answers(
    connection: Connection, stored: Iterable[dict[str, Any]], view: View, at: int
) -> list[dict[str, Any]]:
    """Stored promises as the wire shows them, with their evidence."""
    found = [on_day(promise, view.day) for promise in stored]
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
    return answers(connection, [unpacked(row.payload)], view, at)[0]


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
        select(v.payload)
        .join(promises, promises.c.promise_id == v.promise_id)
        .where(promises.c.docket_id.in_(dockets_of(connection, visitor, host)), in_force(at))
    )
    found = [stored for stored in map(unpacked, connection.scalars(query)) if _visits(stored, visitor)]
    return worded(visitor, host, answers(connection, _newest(connection, found, at), view, at))


def _newest(connection: Connection, found: list[dict[str, Any]], at: int) -> list[dict[str, Any]]:
    """The newest promises first; of those of one day the one whose opener comes last in section 4's order."""
    newest: list[dict[str, Any]] = []
    for _, group in groupby(sorted(found, key=recency, reverse=True), key=recency):
        together = list(group)
        if len(together) > 1:
            openers = {
                promise_id: items[0][0]
                for promise_id, items in _evidence(connection, [p["id"] for p in together], at).items()
            }
            where = places(connection, openers.values())
            together.sort(key=lambda p, of=openers, where=where: where[of[p["id"]]], reverse=True)  # type: ignore[misc]
        newest += together
        if len(newest) >= MOST_IN_VERDICT:
            break
    return newest[:MOST_IN_VERDICT]


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


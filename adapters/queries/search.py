"""Promises by words: an official in any part, or a place."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, LargeBinary, and_, cast, func, literal, or_, select

from adapters.queries.filters import read_cursor, write_cursor
from adapters.queries.promises import answers, in_force, instant_of, status_on
from adapters.tables import promise_versions, promises
from domain.answers import unpacked
from domain.names import same_name
from domain.views import View

_STEP = 200
"""Promises looked at in one query; what only holds a part of a name is sorted out here."""
v = promise_versions.c


def search(
    connection: Connection, words: str, view: View, statuses: list[str], cursor: str | None, limit: int
) -> dict[str, Any]:
    """Promises newest first whose official is so named, or whose place or subject holds the words.

    It reads every promise until the page is full, so rare words take long in a large ledger.
    """
    at, after = instant_of(view), read_cursor(cursor, int, str)
    condition = and_(in_force(at), _holds(connection, words))
    if statuses:
        condition = and_(condition, status_on(view.day).in_(statuses))
    query = (
        select(promises.c.first_known, promises.c.promise_id, v.payload)
        .join(promise_versions, v.promise_id == promises.c.promise_id)
        .where(condition, promises.c.first_known <= at)
        .order_by(promises.c.first_known.desc(), promises.c.promise_id.desc())
    )
    if after is not None:
        place = (promises.c.first_known, promises.c.promise_id)
        query = query.where(or_(place[0] < after[0], and_(place[0] == after[0], place[1] < after[1])))
    rows = []
    for row in connection.execute(query.execution_options(yield_per=_STEP)):
        if names(unpacked(row.payload), words):
            rows.append(row)
        if len(rows) > limit:
            break
    more = len(rows) > limit
    rows = rows[:limit]
    return {
        "items": answers(connection, rows, view, at),
        "next_cursor": write_cursor(rows[-1].first_known, rows[-1].promise_id) if more else None,
    }


def names(promise: dict[str, Any], words: str) -> bool:
    """Whether a promise names an official so, or its place or subject holds the words, in capitals or not."""
    who = [promise["visitor"], promise["by"], *(promise["participants"] or [])]
    if any(party and party["name"] and same_name(party["name"], words) for party in who):
        return True
    wanted = words.casefold()
    return any(text and wanted in text.casefold() for text in (promise["place"], promise["subject"]))


def _holds(connection: Connection, words: str) -> ColumnElement[bool]:
    """Whether the stored text holds one of the words, as written or with a capital."""
    parts = [part for part in words.replace("-", " ").split() if len(part) > 1] or [words]
    forms = dict.fromkeys(
        form for part in parts for form in (part, part.capitalize(), part.upper(), part.lower())
    )
    texts = [form.encode() for form in forms]
    if connection.dialect.name == "postgresql":
        return or_(*(func.position(cast(literal(text), LargeBinary).op("IN")(v.payload)) > 0 for text in texts))
    return or_(*(func.instr(v.payload, text) > 0 for text in texts))

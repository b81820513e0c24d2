"""Promises by words: an official in any part, or a place."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, LargeBinary, and_, cast, func, literal, or_, select, tuple_

from adapters.queries.filters import read_cursor, write_cursor
from adapters.queries.promises import answers
from adapters.queries.search import in_force, instant_of, status_on
from adapters.tables import promise_versions, promises
from domain.answers import unpacked
from domain.names import same_name
from domain.views import View

LOOKED_AT = 10_000
"""Promises that are looked at for one page."""
_STEP = 200
v = promise_versions.c


def page(
    connection: Connection, words: str, view: View, statuses: list[str], cursor: str | None, limit: int
) -> dict[str, Any]:
    """Promises newest first whose official is so named, or whose place or subject holds the words.

    Nothing is indexed for it: it looks at so many promises, and `next_cursor` leads to those further back, also
    from a page that is not full.
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
    place = tuple_(promises.c.first_known, promises.c.promise_id)
    if after is not None:
        query = query.where(place < tuple_(*after))
    end = _end(connection, at, after)
    if end is not None:
        query = query.where(place >= tuple_(*end))
    rows = []
    for row in connection.execute(query.execution_options(yield_per=_STEP)):
        if names(unpacked(row.payload), words):
            rows.append(row)
        if len(rows) > limit:
            break
    if len(rows) > limit:
        rows = rows[:limit]
        end = (rows[-1].first_known, rows[-1].promise_id)
    return {
        "items": answers(connection, (unpacked(row.payload) for row in rows), view, at),
        "next_cursor": write_cursor(*end) if end is not None else None,
    }


def _end(connection: Connection, at: int, after: list[Any] | None) -> tuple[int, str] | None:
    """The last promise that one page looks at; None where it reaches to the oldest."""
    p = promises.c
    query = select(p.first_known, p.promise_id).where(p.first_known <= at)
    if after is not None:
        query = query.where(tuple_(p.first_known, p.promise_id) < tuple_(*after))
    query = query.order_by(p.first_known.desc(), p.promise_id.desc())
    row = connection.execute(query.offset(LOOKED_AT - 1).limit(1)).first()
    return (row.first_known, row.promise_id) if row else None


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

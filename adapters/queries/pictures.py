"""What a chart of one relationship is drawn from: its promises and occurrences in a span of days.

Where there are too many to draw one by one they are counted: by status and by the span that they fall into.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from adapters.queries import past
from adapters.queries.filters import PromiseFilter
from adapters.queries.promises import answers
from adapters.queries.relationships import timeline_of
from adapters.queries.search import in_force, instant_of, status_on
from adapters.queries.timelines import AsItStood, Line, Timeline, counts_at, items
from adapters.tables import promise_pairs, promise_versions, timeline
from domain.answers import on_time, unpacked
from domain.edtf import parse
from domain.events import OCCURRENCES, TYPES
from domain.facts import day_of, iso, start_of
from domain.views import View

_LOOKED_AT = 2_000
"""Promises of which the exact days are looked at; among more, counting is what is wanted."""
_RANKS = [TYPES.index(kind) for kind in sorted(OCCURRENCES)]
v, t = promise_versions.c, timeline.c


def picture(
    connection: Connection, pair: str, view: View, first: int, last: int, most: int, pieces: int
) -> dict[str, Any]:
    """`{promises, occurrences, crowd}` between two days (ordinals).

    Where there are more than `most` of either kind, its list is empty and `crowd` holds rows of
    `{first, last, kind, status, count}`: so many in one of `pieces` equal spans of days.
    """
    pair, shown = timeline_of(connection, pair, view)
    if isinstance(shown, AsItStood):
        return _recorded(shown, pair, view, first, last, most)
    promises = _promises(connection, pair, view, first, last, most)
    occurrences = _occurrences(shown, pair, view, first, last, most)
    crowd: list[dict[str, Any]] = []
    width = max(1, -(-(last - first + 1) // pieces))
    if promises is None:
        crowd += _crowd_of_promises(connection, pair, view, first, last, width)
    if occurrences is None:
        crowd += _crowd_of_occurrences(connection, pair, view, first, last, width)
    return {"promises": promises or [], "occurrences": occurrences or [], "crowd": crowd}


def reach(connection: Connection, pair: str, view: View, newest: int) -> tuple[int, int] | None:
    """From the first day that the newest promises and events are about to the last; None: nothing is known."""
    pair, shown = timeline_of(connection, pair, view)
    if isinstance(shown, AsItStood):
        days = [day for item in items(shown, shown.lines[-newest:]) for day in _days_of(item)]
        found = past.promises(connection, PromiseFilter(relationship=pair), view, None, newest)["items"]
        days += [day for promise in found for day in extent(promise)]
    else:
        query = select(t.day).where(t.pair == pair, counts_at(view)).order_by(t.day.desc()).limit(newest)
        days = list(connection.scalars(query))
        for row in _rows(connection, pair, view, newest):
            days += extent(on_time(unpacked(row.payload), view.day))
    return (min(days), max(days)) if days else None


def extent(promise: dict[str, Any]) -> tuple[int, int]:
    """The first and the last day that a promise is about; at least one day is known of each."""
    days = [parse(promise[name]).first for name in ("promised_on", "settled_on") if promise[name]]
    if promise["window"]:
        span = parse(promise["window"])
        days += [span.first, span.last]
    known = sorted(day.toordinal() for day in days if day is not None)
    if not known:
        known = [_opened(promise)]
    return known[0], known[-1]


def _opened(promise: dict[str, Any]) -> int:
    """When nothing else is known: the day on which its first report was published."""
    evidence = promise.get("evidence") or [{"published_at": None}]
    published = evidence[0]["published_at"]
    span = parse(published[:10]) if published else None
    return span.first.toordinal() if span and span.first else promise.get("opened_on", 1)


def _days_of(item: dict[str, Any]) -> tuple[int, ...]:
    span = parse(item["event"].get("held_on") or item["event"]["report"]["published_at"][:10])
    return tuple(day.toordinal() for day in (span.first, span.last) if day is not None)


def _rows(
    connection: Connection, pair: str, view: View, most: int, first: int | None = None, last: int | None = None
) -> list[Row[Any]]:
    p = promise_pairs.c
    query = (
        select(p.first_known, p.promise_id, v.payload)
        .join(promise_versions, and_(v.promise_id == p.promise_id, in_force(instant_of(view))))
        .where(p.pair == pair, p.first_known <= instant_of(view))
    )
    if first is not None and last is not None:
        query = query.where(or_(v.due_on.is_(None), v.due_on >= first), p.first_known < start_of(last + 1))
    return list(connection.execute(query.order_by(p.first_known.desc(), p.promise_id.desc()).limit(most)))


def _promises(
    connection: Connection, pair: str, view: View, first: int, last: int, most: int
) -> list[dict[str, Any]] | None:
    rows = _rows(connection, pair, view, _LOOKED_AT + 1, first, last)
    if len(rows) > _LOOKED_AT:
        return None
    shown = []
    for row in rows:
        begins, ends = _extent_of(row)
        if begins <= last and ends >= first:
            shown.append(row)
    if len(shown) > most:
        return None
    return answers(connection, (unpacked(row.payload) for row in shown), view, instant_of(view))


def _extent_of(row: Row[Any]) -> tuple[int, int]:
    stored = unpacked(row.payload)
    begins, ends = extent(stored)
    return min(begins, day_of(row.first_known)), ends


def _occurrences(
    shown: Timeline, pair: str, view: View, first: int, last: int, most: int
) -> list[dict[str, Any]] | None:
    query = select(t.position, t.day, t.rank, t.instant, t.event_id).where(
        t.pair == pair, t.day.between(first, last), t.rank.in_(_RANKS), counts_at(view)
    )
    rows = shown.connection.execute(query.order_by(t.day).limit(most + 1)).all()
    return None if len(rows) > most else items(shown, [Line(*row) for row in rows])


def _crowd_of_promises(
    connection: Connection, pair: str, view: View, first: int, last: int, width: int
) -> list[dict[str, Any]]:
    """Promises by the last day of their window; those without one are in no crowd."""
    piece = _piece(v.due_on, first, width)
    status = status_on(view.day).label("status")
    query = (
        select(piece, status, func.count())
        .select_from(promise_pairs)
        .join(promise_versions, v.promise_id == promise_pairs.c.promise_id)
        .where(promise_pairs.c.pair == pair, in_force(instant_of(view)), v.due_on.between(first, last))
        .group_by(piece, status)
    )
    rows = connection.execute(query)
    return [_heap(first, last, width, int(row[0]), "promise", row[1], row[2]) for row in rows]


def _crowd_of_occurrences(
    connection: Connection, pair: str, view: View, first: int, last: int, width: int
) -> list[dict[str, Any]]:
    piece = _piece(t.day, first, width)
    query = (
        select(piece, func.count())
        .where(t.pair == pair, t.day.between(first, last), t.rank.in_(_RANKS), counts_at(view))
        .group_by(piece)
    )
    return [
        _heap(first, last, width, int(row[0]), "occurrence", None, row[1]) for row in connection.execute(query)
    ]


def _piece(day: ColumnElement[int], first: int, width: int) -> ColumnElement[int]:
    """The number of the span that a day from `first` on falls into, by whole division."""
    return (day - first) // width


def _heap(
    first: int, last: int, width: int, piece: int, kind: str, status: str | None, count: int
) -> dict[str, Any]:
    begins = first + piece * width
    ends = min(last, begins + width - 1)
    return {"first": iso(begins), "last": iso(ends), "kind": kind, "status": status, "count": count}


def _recorded(
    shown: AsItStood, pair: str, view: View, first: int, last: int, most: int
) -> dict[str, Any]:
    found = past.promises(shown.connection, PromiseFilter(relationship=pair), view, None, most)["items"]
    promises = [p for p in found if extent(p)[0] <= last and extent(p)[1] >= first]
    held = items(shown, [line for line in shown.lines if line.rank in _RANKS])
    inside = [i for i in held if any(first <= day <= last for day in _days_of(i))]
    return {"promises": promises, "occurrences": inside[-most:], "crowd": []}


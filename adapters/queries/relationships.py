"""Questions about pairs of states: which there are, and how they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from adapters.queries import past, timelines
from adapters.queries.filters import PromiseFilter, read_cursor, write_cursor
from adapters.queries.promises import page as promises_page
from adapters.queries.search import in_force, instant_of, status_on
from adapters.queries.timelines import Now, Then, Timeline, counts_at
from adapters.tables import docket_pairs, promise_pairs, promise_versions, timeline
from domain.errors import NotOnRecord
from domain.events import STATUSES
from domain.states import is_state
from domain.states import pair as in_order
from domain.views import View

MOST_PROMISES = 100
"""Promises that one relationship shows; `/v1/promises?relationship=` pages through all."""
t = timeline.c


def page(connection: Connection, view: View, cursor: str | None, limit: int) -> dict[str, Any]:
    """The pairs that something is known of, in alphabetical order, with counts by status.

    A page of the past that would take too long is shorter, and says where to go on.
    """
    (after,) = read_cursor(cursor, str) or [""]
    if view.recorded is not None:
        return _page_of_the_past(connection, view, after, limit)
    items: list[dict[str, Any]] = []
    for pair in _pairs(connection, after, []):
        if _known(connection, pair, view):
            if len(items) == limit:
                return {"items": items, "next_cursor": write_cursor(items[-1]["relationship"])}
            items.append({"relationship": pair, **_counted(_counts(connection, pair, view))})
    return {"items": items, "next_cursor": None}


def _page_of_the_past(connection: Connection, view: View, after: str, limit: int) -> dict[str, Any]:
    stood = past.Past(connection, view)
    items: list[dict[str, Any]] = []
    if stood.until == 0:
        return {"items": items, "next_cursor": None}
    then = Then(connection, view)
    for pair in _pairs(connection, after, then.pairs()):
        if stood.is_enough:
            return {"items": items, "next_cursor": write_cursor(after)}
        stood.work += past.A_PAIR
        if then.has(pair):
            if len(items) == limit:
                return {"items": items, "next_cursor": write_cursor(after)}
            items.append({"relationship": pair, **_counted(dict(stood.counts(pair)))})
        after = pair
    return {"items": items, "next_cursor": None}


def _pairs(connection: Connection, after: str, more: list[str]) -> Iterator[str]:
    """One look-up a pair: the database would read the whole timeline for the distinct ones."""
    while True:
        found = [connection.scalar(select(func.min(c)).where(c > after)) for c in (t.pair, docket_pairs.c.pair)]
        found.append(next((pair for pair in more if pair > after), None))
        named = [pair for pair in found if pair is not None]
        if not named:
            return
        after = min(named)
        yield after


def _known(connection: Connection, pair: str, view: View) -> bool:
    query = select(t.position).where(t.pair == pair, counts_at(view)).limit(1)
    return connection.execute(query).first() is not None


def _counts(connection: Connection, pair: str, view: View) -> dict[str, int]:
    status = status_on(view.day)
    query = (
        select(status, func.count())
        .select_from(promise_pairs)
        .join(promise_versions, promise_versions.c.promise_id == promise_pairs.c.promise_id)
        .where(promise_pairs.c.pair == pair, in_force(instant_of(view)))
        .group_by(status)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _counted(counts: dict[str, int]) -> dict[str, Any]:
    return {"counts": dict.fromkeys(STATUSES, 0) | counts, "promises": sum(counts.values())}


def one(connection: Connection, pair: str, view: View) -> dict[str, Any]:
    """One pair with counts, its newest promises and the last contact. NotOnRecord where nothing is known."""
    pair, shown = timeline_of(connection, pair, view)
    filters = PromiseFilter(relationship=pair)
    if view.recorded is not None:
        counts = dict(past.Past(connection, view).counts(pair))
        found = past.promises(connection, filters, view, None, MOST_PROMISES)
    else:
        counts = _counts(connection, pair, view)
        found = promises_page(connection, filters, view, None, MOST_PROMISES)
    return {
        "relationship": pair,
        "states": pair.split("-"),
        "counts": _counted(counts)["counts"],
        "last_contact": timelines.last_contact(shown),
        "promises": found["items"],
        "next_cursor": found["next_cursor"],
    }


def timeline_page(
    connection: Connection, pair: str, view: View, cursor: str | None, limit: int
) -> dict[str, Any]:
    """A page of a pair's events that count. NotOnRecord where nothing is known of it."""
    _, shown = timeline_of(connection, pair, view)
    return timelines.page(shown, cursor, limit)


def timeline_of(connection: Connection, pair: str, view: View) -> tuple[str, Timeline]:
    """The pair in alphabetical order and its timeline. NotOnRecord where the ledger knows nothing of it."""
    codes = pair.split("-")
    if len(codes) == 2 and all(map(is_state, codes)) and codes[0] != codes[1]:
        name = in_order(*codes)
        then = Then(connection, view).of(name) if view.recorded is not None else None
        there = select(t.position).where(t.pair == name).limit(1)
        more = select(docket_pairs.c.docket_id).where(docket_pairs.c.pair == name).limit(1)
        if (then and then.lines) or connection.execute(there).first() or connection.execute(more).first():
            return name, then or Now(connection, name, view)
    raise NotOnRecord("relationship", pair)

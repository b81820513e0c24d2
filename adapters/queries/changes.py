"""The days on which something became known, or the calendar changed a status: to walk from one to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select, true

from adapters.tables import promise_pairs, promise_versions, promises, timeline
from domain.docket import FOREVER
from domain.facts import day_of, start_of
from domain.promise import GRACE
from domain.views import View

v, t = promise_versions.c, timeline.c
_FEW = 500
_LOOKED_AT = 50
"""Deadlines that are looked at, one after another, for the first that was still open when it came."""


class Neighbours(NamedTuple):
    """The nearest days (ordinals) before and after a day on which something changed; None: there is none."""

    before: int | None
    after: int | None


def neighbours(connection: Connection, view: View, pair: str | None = None) -> Neighbours:
    """The changes of the whole ledger, or of one pair, around the view's day."""
    which = _of_pair(connection, pair)
    told_before = _told(connection, pair, func.max, -FOREVER, start_of(view.day))
    told_after = _told(connection, pair, func.min, start_of(view.day + 1), FOREVER)
    before = [day for day in (told_before, _deadline(connection, view, which, ahead=False)) if day is not None]
    after = [day for day in (told_after, _deadline(connection, view, which, ahead=True)) if day is not None]
    return Neighbours(max(before, default=None), min(after, default=None))


def beginning(connection: Connection) -> int | None:
    """The first day on which anything was known; None in an empty ledger."""
    since = connection.scalar(select(func.min(v.since)))
    return None if since is None else day_of(since)


def _told(
    connection: Connection,
    pair: str | None,
    wanted: Callable[[ColumnElement[int]], Any],
    since: int,
    until: int,
) -> int | None:
    """The first or last day, of those between two instants, on which something was published."""
    if pair is None:
        query = select(wanted(v.since)).where(v.since >= since, v.since < until)
    else:  # The pair's own index holds all that is needed, and unannounced visits as well.
        query = select(wanted(t.instant)).where(t.pair == pair, t.instant >= since, t.instant < until)
    found = connection.scalar(query)
    return None if found is None else day_of(found)


def _of_pair(connection: Connection, pair: str | None) -> ColumnElement[bool]:
    """Whether a version is of a pair's promise: from the pair where it has few, else by looking up each."""
    if pair is None:
        return true()
    p = promise_pairs.c
    own = select(p.promise_id).where(p.pair == pair)
    few = connection.scalar(select(func.count()).select_from(own.limit(_FEW + 1).subquery())) or 0
    if few <= _FEW:
        return v.promise_id.in_(own)
    known = promises.c
    placed = and_(p.pair == pair, p.first_known == known.first_known, p.promise_id == known.promise_id)
    return exists().where(known.promise_id == v.promise_id, placed)


def _deadline(connection: Connection, view: View, which: ColumnElement[bool], *, ahead: bool) -> int | None:
    """The nearest day that made a promise overdue, unfulfilled or lapsed."""
    found = []
    for days in (1, GRACE + 1):  # A deadline passes; the time of grace after it ends.
        passed = v.due_on + days
        place = v.due_on >= view.day + 1 - days if ahead else v.due_on < view.day - days
        query = select(passed.label("day"), v.since, v.until).where(place, which)
        query = query.where(v.overdue_on.is_not(None) | v.ended_on.is_not(None))
        order = v.due_on if ahead else v.due_on.desc()
        for row in connection.execute(query.order_by(order).limit(_LOOKED_AT)):
            at = start_of(row.day)
            if row.since <= at < row.until:
                found.append(int(row.day))
                break
    return (min if ahead else max)(found, default=None)

"""The days on which something became known, or the calendar changed a status: to walk from one to the next."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, select

from adapters.tables import promise_pairs, promise_versions
from domain.facts import day_of, start_of
from domain.promise import GRACE
from domain.views import View

v = promise_versions.c
_LOOKED_AT = 50
"""Deadlines that are looked at, one after another, for the first that was still open when it came."""


class Neighbours(NamedTuple):
    """The nearest days (ordinals) before and after a day on which something changed; None: there is none."""

    before: int | None
    after: int | None


def neighbours(connection: Connection, view: View, pair: str | None = None) -> Neighbours:
    """The changes of the whole ledger, or of one pair, around the view's day."""
    told_before = _told(connection, pair, func.max(v.since), v.since < start_of(view.day))
    told_after = _told(connection, pair, func.min(v.since), v.since >= start_of(view.day + 1))
    before = [day for day in (told_before, _deadline(connection, view, pair, ahead=False)) if day is not None]
    after = [day for day in (told_after, _deadline(connection, view, pair, ahead=True)) if day is not None]
    return Neighbours(max(before, default=None), min(after, default=None))


def beginning(connection: Connection) -> int | None:
    """The first day on which anything was known; None in an empty ledger."""
    since = connection.scalar(select(func.min(v.since)))
    return None if since is None else day_of(since)


def _told(
    connection: Connection, pair: str | None, wanted: ColumnElement[Any], condition: ColumnElement[bool]
) -> int | None:
    since = connection.scalar(_of_pair(select(wanted).where(condition), pair))
    return None if since is None else day_of(since)


def _of_pair(query: Select[Any], pair: str | None) -> Select[Any]:
    if pair is None:
        return query
    own = select(promise_pairs.c.promise_id).where(promise_pairs.c.pair == pair)
    return query.where(v.promise_id.in_(own))


def _deadline(connection: Connection, view: View, pair: str | None, *, ahead: bool) -> int | None:
    """The nearest day that made a promise overdue, unfulfilled or lapsed."""
    found = []
    for days in (1, GRACE + 1):  # A deadline passes; the time of grace after it ends.
        passed = v.due_on + days
        place = v.due_on >= view.day + 1 - days if ahead else v.due_on < view.day - days
        query = _of_pair(select(passed.label("day"), v.since, v.until).where(place), pair)
        query = query.where(v.overdue_on.is_not(None) | v.ended_on.is_not(None))
        order = v.due_on if ahead else v.due_on.desc()
        for row in connection.execute(query.order_by(order).limit(_LOOKED_AT)):
            at = start_of(row.day)
            if row.since <= at < row.until:
                found.append(int(row.day))
                break
    return (min if ahead else max)(found, default=None)

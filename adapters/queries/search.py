"""Which promises a page shows: each by the shortest way that there is to those asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    case,
    literal_column,
    select,
    tuple_,
    union_all,
)

from adapters.queries.filters import PromiseFilter
from adapters.tables import docket_names, promise_pairs, promise_versions, promises
from domain.docket import FOREVER
from domain.names import keys
from domain.promise import OPEN
from domain.states import is_state
from domain.views import View

v = promise_versions.c

_SO_NOW = v.until == literal_column(str(FOREVER))
"""The condition of the partial indexes, which a parameter would not be known to fulfil."""


def instant_of(view: View) -> int:
    """The instant at which a version must be in force; the last of all where everything counts."""
    return FOREVER - 1 if view.instant is None else view.instant


def in_force(at: int) -> ColumnElement[bool]:
    """Whether a version is the one that could be known at an instant."""
    if at == FOREVER - 1:
        return v.until >= FOREVER  # Not `=`: SQLite would then walk a partial index that is in no useful order.
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


class Search(NamedTuple):
    """The next `limit` promises after a place, newest first: by when they became known, then by id.

    A visitor's name is not looked into here, only where such names may be.
    """

    connection: Connection
    filters: PromiseFilter
    view: View
    after: list[Any] | None
    limit: int

    def query(self) -> Select[Any]:
        """Rows of `first_known`, `promise_id`, `payload`."""
        at = instant_of(self.view)
        filters = self.filters
        visitor = filters.visitor if filters.visitor and is_state(filters.visitor) else None
        places = [key for key in (filters.relationship, filters.state, visitor) if key is not None]
        if places:
            return self._walk(self._placed(places, at), promise_pairs)
        if at == FOREVER - 1 and (self.filters.status or self.filters.host is not None):
            return self._current()
        return self._walk(_with_versions(promises, at).where(promises.c.first_known <= at), promises)

    def _placed(self, places: list[str], at: int) -> Select[Any]:
        """The promises of a relationship or a state, and of the others too."""
        p = promise_pairs.c
        query = _with_versions(promise_pairs, at).where(p.pair == places[0], p.first_known <= at)
        for place in places[1:]:
            o = promise_pairs.alias().c
            same = (o.pair == place, o.first_known == p.first_known, o.promise_id == p.promise_id)
            query = query.where(select(o.pair).where(*same).exists())
        return query

    def _current(self) -> Select[Any]:
        """What is so now, by the indexes that hold nothing else; one walk for each stored status."""
        query = select(v.first_known, v.promise_id, v.payload).where(_SO_NOW)
        if not self.filters.status:
            return self._walk(query, promise_versions)
        parts = [query.where(v.status == status) for status in _stored(self.filters.statuses)]
        walks = [self._walk(part, promise_versions).subquery().select() for part in parts]
        together = union_all(*walks).subquery().c
        newest = (together.first_known.desc(), together.promise_id.desc())
        return select(*together).order_by(*newest).limit(self.limit)

    def _walk(self, query: Select[Any], place: Table) -> Select[Any]:
        """From the newest promise of a table down, with what else is asked for."""
        filters = self.filters
        if filters.visitor is not None and not is_state(filters.visitor):
            found = promises.c.docket_id.in_(dockets_of(self.connection, filters.visitor, filters.host))
            query = query.where(place.c.promise_id.in_(select(promises.c.promise_id).where(found)))
        if filters.status:
            query = query.where(status_on(self.view.day).in_(filters.statuses))
        if filters.kind:
            query = query.where(v.kind.in_(filters.kinds))
        if filters.host is not None:
            query = query.where(v.host == filters.host)
        if filters.due_before is not None:
            query = query.where(v.due_on < date.fromisoformat(filters.due_before).toordinal())
        if self.after is not None:
            query = query.where(tuple_(place.c.first_known, place.c.promise_id) < tuple_(*self.after))
        return query.order_by(place.c.first_known.desc(), place.c.promise_id.desc()).limit(self.limit)


def _with_versions(place: Table, at: int) -> Select[Any]:
    known = and_(v.promise_id == place.c.promise_id, in_force(at))
    columns = (place.c.first_known, place.c.promise_id, v.payload)
    return select(*columns).select_from(place).join(promise_versions, known)


def _stored(statuses: Iterable[str]) -> list[str]:
    """The statuses of which the calendar can make one of these, and these: the inverse of `status_on`."""
    found = set(statuses)
    if "lapsed" in found:
        found.add("invited")
    if found & {"overdue", "unfulfilled"}:
        found |= OPEN - {"invited"}
    if "stalled" in found:
        found |= OPEN
    return sorted(found)


def dockets_of(connection: Connection, visitor: str, host: str | None) -> list[int]:
    """Where visitors with a part of a name are, by the host if one is given."""
    query = select(docket_names.c.docket_id).where(docket_names.c.name_key.in_(keys(visitor)))
    if host is not None:
        query = query.where(docket_names.c.host == host)
    return list(connection.scalars(query.distinct()))

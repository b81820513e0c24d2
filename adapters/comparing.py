"""Two databases that hold the same log: where do their read models differ?

Each table is read once on both sides, in the order of its primary key. Dockets may have other numbers there
and here; a docket is known by its lane and the first of its officials' signatures.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Column, Connection, String, Table, collate, func, select

from adapters.alerting import LOOK_ANEW, leads_in_use
from adapters.rebuild import Progress
from adapters.tables import (
    READ_MODELS,
    aliases,
    docket_officials,
    dockets,
    promise_pairs,
    promise_versions,
    promises,
    tracking,
)
from domain.alerts import LONG_AGO
from domain.docket import FOREVER
from domain.facts import day_of

_CHUNK = 5_000
_MOST = 10
"""Rows of one table that are named."""
_JUDGED = (promises, promise_pairs, promise_versions, aliases)
"""What judging dockets writes; the others come with recording."""

_Row: TypeAlias = tuple[Any, ...]
_Numbers: TypeAlias = dict[int, int]


def differences(ledger: Connection, again: Connection, progress: Progress) -> Iterator[str]:
    """In words, the rows of a ledger's read models that are other than those derived `again`."""
    paired = _paired(ledger, again)
    yield from paired.told
    unjudged = select(func.count()).where(dockets.c.judged_position < dockets.c.last_position)
    waiting = ledger.scalar(unjudged)
    if waiting:
        yield f"{waiting} dockets hold entries that are not judged yet: run servanda rebuild"
    tables = [table for table in READ_MODELS if table is not tracking and not (waiting and table in _JUDGED)]
    for done, table in enumerate(tables):
        progress(done, len(tables), "comparing read models")
        found = _Comparison(ledger, again, table, paired, waiting=bool(waiting)).differences()
        yield from islice(found, _MOST)
        if next(found, None) is not None:
            yield f"{table.name}: more rows are not what the log says"
    progress(len(tables), len(tables), "comparing read models")


class _Paired(NamedTuple):
    """Which docket here is which there, by both numbers; those of one side alone, also in words."""

    numbers: _Numbers
    only_here: set[int]
    only_there: set[int]
    told: list[str]


def _paired(ledger: Connection, again: Connection) -> _Paired:
    ours, theirs = _named_dockets(ledger), _named_dockets(again)
    found: list[str] = []
    numbers: _Numbers = {}
    only_here, only_there = set(), set()
    for (lane, _), here, there in _side_by_side(ours, theirs):
        if here is None:
            assert there is not None
            only_there.add(there[0])
            found.append(f"docket_officials, lane {lane}: a docket is missing")
        elif there is None:
            only_here.add(here[0])
            found.append(f"docket_officials, lane {lane}: docket {here[0]} is not what the log says")
        else:
            numbers[here[0]] = there[0]
    in_order = [numbers[docket] for docket in sorted(numbers)]
    if in_order != sorted(in_order):
        found.append("dockets are not numbered in the order in which they were opened: run servanda rebuild")
    return _Paired(numbers, only_here, only_there, found[:_MOST])


def _named_dockets(connection: Connection) -> Iterator[tuple[_Row, _Row]]:
    o = docket_officials.c
    lane, name = _sortable(connection, o.lane), func.min(_sortable(connection, o.signature_key))
    query = select(o.lane, name, o.docket_id).group_by(o.lane, o.docket_id).order_by(lane, name)
    for row in connection.execute(query.execution_options(yield_per=_CHUNK)):
        yield (row[0], row[1]), (row[2],)


def _sortable(connection: Connection, column: Column[Any]) -> Any:
    """A column as it is sorted by its bytes, as Python and SQLite do."""
    is_text = isinstance(column.type, String) and connection.dialect.name == "postgresql"
    return collate(column, "C") if is_text else column


def _side_by_side(
    ours: Iterator[tuple[_Row, _Row]], theirs: Iterator[tuple[_Row, _Row]]
) -> Iterator[tuple[_Row, _Row | None, _Row | None]]:
    """Two streams of (key, row) in the order of their keys, as one of (key, row here, row there)."""
    here, there = next(ours, None), next(theirs, None)
    while here is not None or there is not None:
        if there is None or (here is not None and here[0] < there[0]):
            assert here is not None
            yield here[0], here[1], None
            here = next(ours, None)
        elif here is None or there[0] < here[0]:
            yield there[0], None, there[1]
            there = next(theirs, None)
        else:
            yield here[0], here[1], there[1]
            here, there = next(ours, None), next(theirs, None)


class _Comparison:
    """One table there and here. A docket that only one side has was named before, and is passed over."""

    def __init__(
        self, ledger: Connection, again: Connection, table: Table, paired: _Paired, *, waiting: bool
    ) -> None:
        self.ledger, self.again, self.table = ledger, again, table
        self.columns = [column.name for column in table.columns]
        self._key = [self.columns.index(column.name) for column in table.primary_key]
        docket = "id" if table is dockets else "docket_id"
        self._docket = self.columns.index(docket) if docket in self.columns else None
        self._paired = paired
        self._strangers: list[_Row] = []
        """The keys of rows here that name a docket which nobody is of."""
        self._passed_over = {"judged_position"} if waiting else set()

    def differences(self) -> Iterator[str]:
        ours, theirs = self._ours(), self._rows(self.again, self._paired.only_there)
        for key, here, there in _side_by_side(ours, theirs):
            if here == there:
                continue
            if here is None:
                yield f"{self._named(key)}: is missing"
            elif there is None:
                yield f"{self._named(key)}: comes from nothing in the log"
            else:
                yield from self._changes(key, here, there)
        for key in self._strangers:
            yield f"{self._named(key)}: comes from nothing in the log"

    def _ours(self) -> Iterator[tuple[_Row, _Row]]:
        """The rows here, with the numbers that dockets have there."""
        at, numbers = self._docket, self._paired.numbers
        for key, row in self._rows(self.ledger, self._paired.only_here):
            if at is None:
                yield key, row
            elif (docket := numbers.get(row[at])) is not None:
                values = (*row[:at], docket, *row[at + 1 :])
                yield tuple([values[n] for n in self._key]), values
            elif len(self._strangers) <= _MOST:  # Apart from the others, since its number fits no order there.
                self._strangers.append(key)

    def _rows(self, connection: Connection, passed_over: set[int]) -> Iterator[tuple[_Row, _Row]]:
        keys = [_sortable(connection, column) for column in self.table.primary_key]
        query = select(self.table).order_by(*keys).execution_options(yield_per=_CHUNK)
        at, key = self._docket, self._key
        for row in connection.execute(query):
            if at is None or row[at] not in passed_over:
                yield tuple([row[n] for n in key]), tuple(row)

    def _named(self, key: _Row) -> str:
        names = [self.columns[n] for n in self._key]
        return f"{self.table.name}, " + ", ".join(f"{n} {v}" for n, v in zip(names, key, strict=True))

    def _changes(self, key: _Row, here: _Row, there: _Row) -> Iterator[str]:
        for name, one, other in zip(self.columns, here, there, strict=True):
            if one == other or name in self._passed_over:
                continue
            if self.table is promises and name == "next_on" and self._was_due(key[0], one):
                continue
            yield f"{self._named(key)}: {name} is not what the log says"

    def _was_due(self, promise_id: str, day: int | None) -> bool:
        """Whether the calendar's day came since the promise was judged, and nobody has told of it yet."""
        if day is None or day > datetime.now(UTC).toordinal():
            return False
        v = promise_versions.c
        query = select(v.overdue_on, v.ended_on, v.stalled_on, v.due_on, v.since)
        last = self.again.execute(query.where(v.promise_id == promise_id, v.until == FOREVER)).first()
        if last is None or last.due_on is None:
            return last is not None and day in last[:3]
        soon = [last.due_on - lead for lead in leads_in_use(self.ledger)]
        asked = day == LOOK_ANEW and last.due_on > datetime.now(UTC).toordinal() - LONG_AGO
        return asked or day in (*last[:3], *soon, day_of(last.since))

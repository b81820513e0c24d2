"""Questions about promises to the ledger as it stood at a moment of recording.

A docket of which nothing was recorded since stands as it is judged now. The others are folded anew from the
log up to that moment, each at most once for one question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, func, select

from adapters.amended import history_of
from adapters.bulk import among, mark
from adapters.docketing import signature_key
from adapters.event_log import many_entries, read_head
from adapters.judging import load, members_of
from adapters.queries.filters import PromiseFilter, read_cursor, write_cursor
from adapters.queries.promises import answers, statuses
from adapters.queries.search import in_force, instant_of, status_on
from adapters.tables import aliases, docket_officials, docket_pairs, dockets, promise_versions, stored_events
from adapters.tables import promises as promise_table
from domain.answers import evidence, on_day, on_time, payload, unpacked
from domain.docket import Known, changes, opener_id
from domain.errors import NotOnRecord
from domain.events import REPORTED, Body
from domain.facts import Lane, lanes
from domain.proceedings import Numbered, Proceedings
from domain.promise import Promise
from domain.routing import signatures
from domain.views import View

MOST_ENTRIES = 20_000
"""Entries folded for one page; a page that would need more is shorter and says where to go on."""
_READ = 10
"""Promises that are read in the time in which one entry is folded."""
_A_DOCKET = 0.3
"""Entries that are folded in the time in which a docket is looked at, also one that was empty then."""
A_PAIR = 5
"""Entries that are folded in the time in which a pair is looked at."""
_DOCKETS = 100
"""Dockets looked at together."""
_TOGETHER = 1_000
"""Entries of several dockets that are read together."""


class Seen(NamedTuple):
    """A promise as it stood then; of one that was folded anew, from what."""

    stored: dict[str, Any]
    promise: Promise | None = None
    proceedings: Proceedings | None = None


class _Docket(NamedTuple):
    id: int
    lane: str
    last_position: int
    judged_position: int


class Past:
    """The ledger as it stood then, for one question."""

    def __init__(self, connection: Connection, view: View) -> None:
        self.connection, self.view, self.at = connection, view, instant_of(view)
        self.until = position_at(connection, view.recorded or 0)
        self.work = 0.0  # So far, in entries folded.
        self._counted: dict[int, Counter[str]] = {}

    @property
    def is_enough(self) -> bool:
        """Whether a page should end here."""
        return self.work > MOST_ENTRIES

    # ------------------------------------------------------------ dockets
    def dockets(self, pair: str | None = None, start: int = 0) -> Iterator[tuple[int, list[Seen]]]:
        """All dockets, or those of a pair, from a number on: each with its promises, by id."""
        if self.until == 0:
            return
        query = select(dockets.c.id, dockets.c.lane, dockets.c.last_position, dockets.c.judged_position)
        if pair is not None:
            query = query.join(docket_pairs, docket_pairs.c.docket_id == dockets.c.id)
            query = query.where(docket_pairs.c.pair == pair)
        query = query.order_by(dockets.c.id).limit(_DOCKETS)
        while rows := [_Docket(*row) for row in self.connection.execute(query.where(dockets.c.id >= start))]:
            quiet = self._read([row.id for row in rows if self._is_quiet(row)])
            waiting = self._folded([row for row in rows if not self._is_quiet(row)])
            for row in rows:
                yield row.id, quiet[row.id] if self._is_quiet(row) else next(waiting)
            start = rows[-1].id + 1

    def _is_quiet(self, docket: _Docket) -> bool:
        return docket.judged_position == docket.last_position <= self.until

    def _read(self, docket_ids: list[int]) -> dict[int, list[Seen]]:
        found: dict[int, list[Seen]] = {docket: [] for docket in docket_ids}
        self.work += len(docket_ids) * _A_DOCKET
        query = (
            select(promise_table.c.docket_id, promise_versions.c.payload)
            .join(promise_versions, promise_versions.c.promise_id == promise_table.c.promise_id)
            .where(promise_table.c.docket_id.in_(docket_ids), in_force(self.at))
        )
        for docket, text in self.connection.execute(query) if docket_ids else ():
            found[docket].append(Seen(unpacked(text)))
            self.work += 1 / _READ
        for promises in found.values():
            promises.sort(key=lambda seen: str(seen.stored["id"]))
        return found

    def _folded(self, rows: Iterable[_Docket]) -> Iterator[list[Seen]]:
        lanes_of = {row.id: Lane.of_text(row.lane) for row in rows}
        for proceedings in _loaded(self.connection, lanes_of, self.until):
            self.work += proceedings.size + _A_DOCKET
            then = sorted(proceedings.docket.as_of(self.at), key=lambda known: known[0])
            yield [Seen(payload(known, p, proceedings.lane), p, proceedings) for known, p in then]

    # ------------------------------------------------------------ counts
    def counts(self, pair: str) -> Counter[str]:
        """How many promises of a pair had which status."""
        if self.until == 0:
            return Counter()
        status = status_on(self.view.day)
        quiet = and_(
            dockets.c.last_position <= self.until, dockets.c.judged_position == dockets.c.last_position
        )
        of_pair = docket_pairs.c.pair == pair
        query = (
            select(status, func.count())
            .select_from(docket_pairs)
            .join(dockets, dockets.c.id == docket_pairs.c.docket_id)
            .join(promise_table, promise_table.c.docket_id == dockets.c.id)
            .join(promise_versions, promise_versions.c.promise_id == promise_table.c.promise_id)
            .where(of_pair, quiet, in_force(self.at))
            .group_by(status)
        )
        counted = Counter({row[0]: row[1] for row in self.connection.execute(query)})
        columns = (dockets.c.id, dockets.c.lane, dockets.c.last_position, dockets.c.judged_position)
        active = select(*columns).join(docket_pairs, docket_pairs.c.docket_id == dockets.c.id)
        rows = [_Docket(*row) for row in self.connection.execute(active.where(of_pair, ~quiet))]
        new = [row for row in rows if row.id not in self._counted]
        for row, found in zip(new, self._folded(new), strict=True):
            day = self.view.day
            self._counted[row.id] = Counter(on_time(seen.stored, day)["status"] for seen in found)
        for row in rows:
            counted.update(self._counted[row.id])
        return counted

    # ------------------------------------------------------------ the wire
    def answers(self, found: list[Seen]) -> list[dict[str, Any]]:
        """Promises as the wire shows them, with their evidence."""
        read = [seen for seen in found if seen.promise is None]
        told = {a["id"]: a for a in answers(self.connection, [s.stored for s in read], self.view, self.at)}
        return [told.get(seen.stored["id"]) or self._answer(seen) for seen in found]

    def _answer(self, seen: Seen) -> dict[str, Any]:
        assert seen.promise is not None
        assert seen.proceedings is not None
        answer = on_day(seen.stored, self.view.day)
        for fact, effect in seen.promise.all_evidence():
            entry, body = seen.proceedings.now(fact.event_id)
            answer["evidence"].append(evidence(entry, body, effect))
        return answer


def position_at(connection: Connection, recorded: int) -> int:
    """The last position recorded at or before an instant; times of recording grow with positions."""
    low, high = 0, read_head(connection).position
    while low < high:
        middle = (low + high + 1) // 2
        at = connection.scalar(select(stored_events.c.recorded).where(stored_events.c.position == middle))
        if at is not None and at <= recorded:
            low = middle
        else:
            high = middle - 1
    return low


def _loaded(connection: Connection, lanes_of: dict[int, Lane], until: int) -> Iterator[Proceedings]:
    """Dockets made from their entries up to a position, in the order in which they are given."""
    members = members_of(connection, lanes_of)
    positions: dict[int, list[int]] = {docket: [] for docket in lanes_of}
    condition, chosen = among(connection, lanes_of)
    statement = (
        "SELECT docket_id, position FROM docket_entries "  # noqa: S608
        f"WHERE docket_id {condition} AND position <= {mark(connection)}"
    )
    for docket, position in connection.exec_driver_sql(statement, (chosen, until)):
        positions[docket].append(position)
    size = 0
    portions: list[int] = []
    for held in positions.values():
        size += len(held)
        portions.append(size // _TOGETHER)
    for _, together in groupby(zip(portions, lanes_of, strict=True), key=lambda pair: pair[0]):
        chunk = [docket for _, docket in together]
        entries = many_entries(connection, sorted({p for docket in chunk for p in positions[docket]}))
        for docket in chunk:
            proceedings = Proceedings(lanes_of[docket], members[docket].__contains__)
            proceedings.take(Numbered(p, entries[p]) for p in sorted(positions[docket]))
            yield proceedings


# ---------------------------------------------------------------- questions
def promises(
    connection: Connection, filters: PromiseFilter, view: View, cursor: str | None, limit: int
) -> dict[str, Any]:
    """A page of promises, docket by docket."""
    past = Past(connection, view)
    start, skip = read_cursor(cursor, int, int) or [0, 0]
    items: list[Seen] = []
    go_on: str | None = None
    for docket, seen in past.dockets(filters.relationship, start):
        found = [s for s in seen if filters.fits(on_time(s.stored, view.day))]
        done = skip if docket == start else 0
        room = limit - len(items)
        items += found[done : done + room]
        if len(found) - done > room:
            go_on = write_cursor(docket, done + room)
            break
        if past.is_enough:
            go_on = write_cursor(docket + 1, 0)
            break
    return {"items": past.answers(items), "next_cursor": go_on}


def promise(connection: Connection, promise_id: str, view: View) -> dict[str, Any]:
    """One promise by its id, or by one that led to it then."""
    past = Past(connection, view)
    proceedings = _proceedings(past, promise_id)
    found = dict(proceedings.docket.as_of(past.at))
    known = promise_id if promise_id in found else proceedings.docket.aliases().get(promise_id, promise_id)
    if known not in found:
        raise NotOnRecord("promise", promise_id)
    return past.answers([Seen(payload(known, found[known], proceedings.lane), found[known], proceedings)])[0]


def history(connection: Connection, promise_id: str, view: View) -> dict[str, Any]:
    """The statuses of a promise, as the ledger had them then."""
    past = Past(connection, view)
    docket, at = _proceedings(past, promise_id).docket, past.at
    known = promise_id if promise_id in docket.versions else docket.aliases().get(promise_id, promise_id)
    told = [version for version in docket.versions.get(known, []) if version.since <= at]
    if not told:
        raise NotOnRecord("promise", promise_id)
    cut = (Known(v.since, min(v.until, at + 1), v.cause, v.promise) for v in told)
    return {"items": [statuses(change) for change in changes(cut, view.day)]}


def _proceedings(past: Past, promise_id: str) -> Proceedings:
    """The docket that held a promise then: where it is now, or where the event that opened it ever was."""
    connection = past.connection
    if past.until == 0:
        raise NotOnRecord("promise", promise_id)
    for docket in dict.fromkeys(_places(connection, promise_id)):
        lane = connection.scalar(select(dockets.c.lane).where(dockets.c.id == docket))
        proceedings = load(connection, docket, Lane.of_text(lane or ""), past.until)
        if promise_id in proceedings.docket.versions or promise_id in proceedings.docket.aliases():
            return proceedings
    raise NotOnRecord("promise", promise_id)


def _places(connection: Connection, promise_id: str) -> Iterator[int]:
    for table in (promise_table, aliases):
        yield from connection.scalars(select(table.c.docket_id).where(table.c.promise_id == promise_id))
    opener = opener_id(promise_id)
    history = history_of(connection, opener)
    for body in history.ever(opener) if opener in history else ():
        yield from _places_of(connection, body)


def _places_of(connection: Connection, body: Body) -> Iterator[int]:
    for lane in lanes(body) if body["type"] in REPORTED else ():
        keys = [signature_key(signature.text()) for signature in signatures(body, lane)]
        found = select(docket_officials.c.docket_id).where(
            docket_officials.c.lane == lane.text(), docket_officials.c.signature_key.in_(keys)
        )
        yield from connection.scalars(found)

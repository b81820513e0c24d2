"""Dockets judged, and what could be known of their promises written down for the questions to come."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection

from adapters.alerting import Alerting, AlertRow, leads_in_use
from adapters.alerting import store as store_alerts
from adapters.bulk import among, insert, mark, move_on, run, run_many
from adapters.docketing import forget_moved, forget_promises
from adapters.event_log import many_entries
from adapters.tables import (
    dockets,
    promise_pairs,
    promise_versions,
    promises,
)
from domain.answers import packed
from domain.docket import FOREVER, Version
from domain.facts import Lane, lane_pairs
from domain.proceedings import Numbered, Proceedings
from domain.promise import Promise
from domain.routing import Signature

MOST_FACTS = 50_000
"""Entries of dockets that are kept in memory, 4 to 5 kB each."""


class DocketCache:
    """Dockets judged lately, so that one more report need not read those before. Least used go first."""

    def __init__(self, most: int = MOST_FACTS) -> None:
        self.most, self.size = most, 0
        self._held: OrderedDict[int, Proceedings] = OrderedDict()

    def get(self, docket: int) -> Proceedings | None:
        """The docket, if it is here."""
        found = self._held.pop(docket, None)
        if found is not None:
            self.size -= found.size
        return found

    def put(self, docket: int, proceedings: Proceedings) -> None:
        """Keep a docket."""
        self._held[docket] = proceedings
        self.size += proceedings.size
        while self.size > self.most and self._held:
            _, gone = self._held.popitem(last=False)
            self.size -= gone.size
            gone.docket.let_go()

    def clear(self) -> None:
        """Forget everything."""
        for gone in self._held.values():
            gone.docket.let_go()
        self._held.clear()
        self.size = 0


def load(connection: Connection, docket: int, lane: Lane, until: int | None = None) -> Proceedings:
    """A docket made from its entries, those recorded at or before position `until` if it is given."""
    proceedings = Proceedings(lane, members_of(connection, [docket])[docket].__contains__)
    proceedings.take(_entries(connection, docket, until))
    return proceedings


def members_of(connection: Connection, docket_ids: Iterable[int]) -> dict[int, set[Signature]]:
    """The officials whose facts belong to each of some dockets."""
    members: dict[int, set[Signature]] = {docket: set() for docket in docket_ids}
    condition, chosen = among(connection, members)
    statement = f"SELECT docket_id, signature FROM docket_officials WHERE docket_id {condition}"  # noqa: S608
    for docket, text in run(connection, statement, (chosen,)):
        members[docket].add(Signature.of_text(text))
    return members


def _entries(connection: Connection, docket: int, until: int | None) -> Iterator[Numbered]:
    sign = mark(connection)
    statement = f"SELECT position FROM docket_entries WHERE docket_id = {sign} AND position <= {sign}"  # noqa: S608
    last = FOREVER if until is None else until
    positions = sorted(row[0] for row in run(connection, statement, (docket, last)))
    entries = many_entries(connection, positions)
    return (Numbered(position, entries[position]) for position in positions)


class _Waiting(NamedTuple):
    """A docket with entries after the one to which it was judged."""

    id: int
    lane: Lane
    judged: int
    new: list[int]


class Judging:
    """Judges dockets within one transaction; `today` is an ordinal, `now` an instant."""

    def __init__(self, connection: Connection, cache: DocketCache, *, today: int, now: int) -> None:
        self.connection, self.cache = connection, cache
        self._findings = Findings(today=today, now=now, leads=leads_in_use(connection))

    def judge(self, docket_ids: set[int], anew: set[int]) -> None:
        """Take in what dockets' entries say since they were judged last, or all of it of those `anew`."""
        self._forget(anew)
        waiting = self._waiting(docket_ids)
        members = members_of(self.connection, [docket.id for docket in waiting])
        entries = many_entries(self.connection, sorted({p for docket in waiting for p in docket.new}))
        for docket in waiting:
            held = self._held(docket, members[docket.id])
            held.take([Numbered(position, entries[position]) for position in docket.new])
            self._findings.add(docket.id, held)
            self.cache.put(docket.id, held)
        self._findings.rows.store(self.connection)
        store_alerts(self.connection, self._findings.alerting.take(self.connection))

    def _forget(self, docket_ids: set[int]) -> None:
        if not docket_ids:
            return
        for docket in docket_ids:
            self.cache.get(docket)
        forget_promises(self.connection, docket_ids)
        condition, chosen = among(self.connection, docket_ids)
        for act in ("DELETE FROM aliases WHERE docket_id", "UPDATE dockets SET judged_position = 0 WHERE id"):
            run(self.connection, f"{act} {condition}", (chosen,))

    def _waiting(self, docket_ids: set[int]) -> list[_Waiting]:
        condition, chosen = among(self.connection, docket_ids)
        rows = run(
            self.connection,
            "SELECT d.id, d.lane, d.judged_position, e.position FROM dockets d "  # noqa: S608
            "JOIN docket_entries e ON e.docket_id = d.id AND e.position > d.judged_position "
            f"WHERE d.id {condition} ORDER BY d.id, e.position",
            (chosen,),
        )
        found: dict[int, _Waiting] = {}
        for docket, lane, judged, position in rows:
            if docket not in found:
                found[docket] = _Waiting(docket, Lane.of_text(lane), judged, [])
            found[docket].new.append(position)
        return list(found.values())

    def _held(self, docket: _Waiting, members: set[Signature]) -> Proceedings:
        """The docket as it was judged last."""
        held = self.cache.get(docket.id)
        if held is None or held.last != docket.judged:
            held = Proceedings(docket.lane, members.__contains__)
            if docket.judged:
                held.take(_entries(self.connection, docket.id, docket.judged))
                held.docket.settle()
        held.belongs = members.__contains__
        return held


class Findings:
    """What judging dockets brought, as rows that are to be stored."""

    def __init__(self, *, today: int, now: int, leads: Sequence[int]) -> None:
        self.alerting = Alerting(today=today, now=now, leads=leads)
        self.rows = Rows()

    def add(self, docket: int, proceedings: Proceedings, *, first: bool = False) -> None:
        """Note what changed in a docket since the last time, or all of it where this is the `first`."""
        judged, lane = proceedings.docket, proceedings.lane
        rewritten, changed = judged.flush()
        self.alerting.note_happenings(judged)
        self.rows.judged.append((proceedings.last, docket))
        aliases = judged.aliases()
        if aliases != judged.told_aliases:
            self.rows.unaliased.append(docket)
            self.rows.aliases += [(old, leads_to, docket) for old, leads_to in aliases.items()]
            judged.told_aliases = aliases
        if rewritten and not first:
            self.rows.forget.append(docket)
        if rewritten or first:
            for history in judged.versions.values():
                self._add_promise(docket, lane, history, history, anew=True)
            return
        ids = {id(version) for version in changed}
        for promise_id in dict.fromkeys(version.promise_id for version in changed):
            history = judged.versions[promise_id]
            self._add_promise(docket, lane, history, [v for v in history if id(v) in ids], anew=False)

    def _add_promise(
        self, docket: int, lane: Lane, history: list[Version], new: list[Version], *, anew: bool
    ) -> None:
        rows, pairs = self.rows, lane_pairs(lane)
        promise_id = history[0].promise_id
        next_on = self.alerting.note(pairs[0], lane, history)
        first = history[0].since
        if anew or not history[0].stored:
            rows.promises.append((promise_id, docket, first, next_on))
            rows.pairs += [(key, first, promise_id) for key in (*pairs, *lane.states)]
        else:
            rows.next_on.append((next_on, promise_id))
        at = history.index(new[0])
        before = history[at - 1].promise if at else None
        for version in new:
            known = self.alerting.known(version, lane)
            row = _version_row(version, before, known, first)
            before = version.promise
            (rows.changed if version.stored and not anew else rows.versions).append(row)
            version.stored = True


class Unjudged(NamedTuple):
    """A docket that is to be judged from all its entries; lane and members are texts."""

    docket: int
    lane: str
    members: list[str]
    positions: list[int]


class Sitting(NamedTuple):
    """Dockets that are judged together. `told`: whether alerts were raised before that must be looked up."""

    dockets: list[Unjudged]
    today: int
    now: int
    told: bool
    leads: tuple[int, ...]


def judged(connection: Connection | None, sitting: Sitting) -> tuple[Rows, list[AlertRow]]:
    """Judge dockets from the log alone; what is to be stored."""
    assert connection is not None
    positions = {position for docket in sitting.dockets for position in docket.positions}
    entries = many_entries(connection, sorted(positions))
    findings = Findings(today=sitting.today, now=sitting.now, leads=sitting.leads)
    for docket, lane, members, held in sitting.dockets:
        proceedings = Proceedings(Lane.of_text(lane), set(map(Signature.of_text, members)).__contains__)
        proceedings.take([Numbered(position, entries[position]) for position in held])
        findings.add(docket, proceedings, first=True)
        proceedings.docket.let_go()
    return findings.rows, findings.alerting.take(connection if sitting.told else None)


def _version_row(
    version: Version, before: Promise | None, known: dict[str, Any], first_known: int
) -> tuple[Any, ...]:
    promise = version.promise
    calendar = dict(known["calendar"])
    kept, added = _added(promise, before)
    return (
        version.promise_id,
        version.since,
        version.until,
        known["kind"],
        known["host"],
        known["status"],
        calendar.get("overdue"),
        calendar.get("unfulfilled") or calendar.get("lapsed"),
        calendar.get("stalled"),
        promise.due_on,
        version.cause,
        packed(known),
        orjson.dumps([kept, *added]),
        first_known,
    )


def _added(promise: Promise, before: Promise | None) -> tuple[int, list[tuple[int, str]]]:
    """How many pieces of evidence stay as they were, and those that follow."""
    last = before.evidence if before is not None else None
    added, evidence = [], promise.evidence
    while evidence is not None and evidence is not last:
        added.append((evidence.fact.position, evidence.effect))
        evidence = evidence.before
    added.reverse()
    if before is None or evidence is not None:
        return (0 if before is None else before.count_evidence()), added
    then = [(fact.position, effect) for fact, effect in before.all_evidence()]
    same = 0
    for one, other in zip(added, then, strict=False):
        if one != other:
            break
        same += 1
    return same, added[same:]


@dataclass(slots=True)
class Rows:
    """Rows that wait to be stored."""

    forget: list[int] = field(default_factory=list)
    judged: list[tuple[int, int]] = field(default_factory=list)
    promises: list[tuple[Any, ...]] = field(default_factory=list)
    pairs: list[tuple[Any, ...]] = field(default_factory=list)
    versions: list[tuple[Any, ...]] = field(default_factory=list)
    changed: list[tuple[Any, ...]] = field(default_factory=list)
    next_on: list[tuple[Any, ...]] = field(default_factory=list)
    unaliased: list[int] = field(default_factory=list)
    aliases: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, more: Rows) -> None:
        """Let further rows wait with these."""
        for name in Rows.__slots__:
            getattr(self, name).extend(getattr(more, name))

    def store(self, connection: Connection) -> None:
        """Store them all."""
        sign = mark(connection)
        forget_promises(connection, self.forget)
        forget_moved(connection, [row[0] for row in self.promises])
        self.promises.sort()  # Their table is in the order of the id.
        insert(connection, promises, self.promises)
        insert(connection, promise_pairs, self.pairs)
        insert(connection, promise_versions, self.versions)
        if self.changed:
            columns = [column.name for column in promise_versions.columns][2:]
            assignments = ", ".join(f'"{name}" = {sign}' for name in columns)
            run_many(
                connection,
                f"UPDATE promise_versions SET {assignments} "  # noqa: S608
                f"WHERE promise_id = {sign} AND since = {sign}",
                [(*row[2:], *row[:2]) for row in self.changed],
            )
        if self.next_on:
            run_many(
                connection,
                f"UPDATE promises SET next_on = {sign} WHERE promise_id = {sign}",  # noqa: S608
                self.next_on,
            )
        if self.unaliased:
            condition, chosen = among(connection, self.unaliased)
            run(connection, f"DELETE FROM aliases WHERE docket_id {condition}", (chosen,))  # noqa: S608
        if self.aliases:
            marks = f"{sign}, {sign}, {sign}"
            run_many(
                connection,
                f"INSERT INTO aliases VALUES ({marks}) "  # noqa: S608
                "ON CONFLICT (promise_id) DO UPDATE SET leads_to = excluded.leads_to",
                self.aliases,
            )
        move_on(connection, dockets.c.judged_position, self.judged)

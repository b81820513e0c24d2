"""Where entries go: their relationships' timelines, and the dockets in which they are judged.

All of it is derived from the log in the order of position, by the transaction that appends or by a rebuild.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from adapters.amended import effective, told_of
from adapters.bulk import among, insert, insert_new, mark, move_on, run, run_many
from adapters.event_log import entries_at, entry_of
from adapters.tables import (
    READ_MODELS,
    absences,
    aliases,
    docket_entries,
    docket_names,
    docket_officials,
    docket_pairs,
    dockets,
    own_acts,
    promises,
    retractions,
    stored_events,
    timeline,
)
from domain.amendments import Amendments
from domain.arrivals import LanePlace, Placing, placing, url_key
from domain.docket import opener_id, promise_id
from domain.entries import Entry, NewEntry, topic
from domain.events import REPORTED, RULINGS, Body
from domain.facts import Lane, lane_pairs, moment, published_micros
from domain.retractions import Retraction
from domain.retractions import absences as absent
from domain.routing import LaneMap, Signature, opened_in, pairs_of, promise_named_by

_BY_ID = [topic(kind) for kind in ("outcome_reported", *sorted(RULINGS))]
"""The stored names of what can name a promise by its id."""
_MOST_LANES = 20_000
"""Lanes kept in memory before all are let go; a lane is read again in one query."""


def signature_key(text: str) -> str:
    """A signature's text, cut to a length that any index takes."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


class LaneCache:
    """What a process remembers of lanes between transactions; empty it where another process wrote."""

    def __init__(self) -> None:
        self.lanes: dict[str, LaneMap] = {}  # By the lane's text.
        self.retracted: dict[int, list[int]] | None = None
        self.complete = False  # Whether every lane is here, so that one which is not is new.
        self.named: set[tuple[str, str, int]] = set()
        self.next_docket: int | None = None

    def clear(self) -> None:
        """Forget everything."""
        self.lanes.clear()
        self.retracted = None
        self.complete = False
        self.named.clear()
        self.next_docket = None

    def read_all(self, connection: Connection) -> None:
        """Remember every lane, for bulk work: one query instead of one for each lane."""
        known: dict[str, list[tuple[Signature, int]]] = {}
        for row in connection.exec_driver_sql("SELECT lane, signature, docket_id FROM docket_officials"):
            known.setdefault(row[0], []).append((Signature.of_text(row[1]), row[2]))
        self.lanes = {lane: LaneMap(found) for lane, found in known.items()}
        self.complete = True


class Docketing:
    """Puts entries into their places within one transaction. `flush` writes what waits.

    `touched`: the dockets that have to be judged again; `stale`: those of them that have to be read anew,
    since older entries joined them.
    """

    def __init__(self, connection: Connection, cache: LaneCache) -> None:
        self.connection, self.cache = connection, cache
        if len(cache.lanes) > _MOST_LANES and not cache.complete:
            cache.clear()
        self.touched: set[int] = set()
        self.stale: set[int] = set()
        self._waiting: dict[str, tuple[int, NewEntry]] = {}
        self._timeline: list[tuple[Any, ...]] = []
        self._entries: set[tuple[int, int]] = set()
        self._officials: list[tuple[str, str, str, int]] = []
        self._names: list[tuple[str, str, int]] = []
        self._new: dict[int, str] = {}

    @property
    def _retracted(self) -> dict[int, list[int]]:
        if self.cache.retracted is None:
            self.cache.retracted = self._read_retracted()
        return self.cache.retracted

    # ------------------------------------------------------------ entering
    def enter_new(self, position: int, entry: NewEntry, placed: Placing | None) -> None:
        """Find the places of an entry that is not in the log yet; it must be the last so far."""
        self._waiting[entry.event_id] = (position, entry)
        if placed is None:
            self.enter(position, entry.entry())
        else:
            self.place(position, entry.event_id, placed)

    def enter(self, position: int, entry: Entry) -> None:
        """Find the places of one entry; it must be the last so far."""
        kind = entry.body["type"]
        if kind in REPORTED:
            self.place(position, entry.event_id, self.placing_of(entry.body))
        elif kind == "report_retracted":
            self.flush()
            self._retract(position, entry)
        elif kind in RULINGS:
            self._add(self.docket_of_promise(entry.body["promise_id"]), position)
        else:
            self.flush()
            self._amend(position, entry)

    def place(self, position: int, event_id: str, placed: Placing) -> None:
        """Enter a reported event whose places are known."""
        earlier = self._retracted.get(placed.url_key, ())
        for docket in self._dockets_at(placed.lanes):
            self._add(docket, position)
            for retraction in earlier:
                self._add(docket, retraction, old=True)
        self._note_on_timeline(position, event_id, placed)

    def _note_on_timeline(self, position: int, event_id: str, placed: Placing) -> None:
        for pair in placed.pairs:
            row = (pair, placed.day, placed.rank, placed.instant, event_id, position, placed.url_key)
            self._timeline.append(row)

    def placing_of(self, body: Body) -> Placing:
        """Where a reported event belongs, also an outcome that names its promise by the id."""
        found = placing(body)
        if found is None:
            lane, signature = self._place_of_promise(body["about"]["promise_id"])
            pairs = tuple(self.relationships_of(body))
            place = (lane, (signature,), None)
            found = Placing(pairs, *moment(body), url_key(body["report"]["url"]), (place,))
        return found

    def dockets_of(self, body: Body) -> list[int]:
        """The dockets in which a reported event acts; new officials are given one."""
        return self._dockets_at(self.placing_of(body).lanes)

    def _dockets_at(self, places: Iterable[LanePlace]) -> list[int]:
        found = []
        for lane, texts, stands_in_for in places:
            for text in texts:
                docket = self._docket(lane, text)
                if stands_in_for is not None and (second := self._docket(lane, stands_in_for)) != docket:
                    docket, gone = self._lane(lane).link(docket, second)
                    self._join(gone, docket)
                found.append(docket)
        if len(found) < 2:
            return found
        # Placing a later signature can have joined the docket of an earlier one.
        return list(dict.fromkeys(self._docket(lane, text) for lane, texts, _ in places for text in texts))

    def docket_of_promise(self, promise_id: str) -> int:
        """The docket of a promise: that of the event which first opened it."""
        return self._docket(*self._place_of_promise(promise_id))

    def _place_of_promise(self, promise_id: str) -> tuple[str, str]:
        opener = opener_id(promise_id)
        found = opened_in(self.history(opener), opener)
        if found is None:
            raise KeyError(promise_id)
        return found[0].text(), found[1].text()

    def relationships_of(self, body: Body) -> list[str]:
        """The pairs of a reported event; of what names a promise or an entry by its id, those of that."""
        return pairs_of(body, self.history)

    # ------------------------------------------------------------ own acts and retractions
    def _amend(self, position: int, entry: Entry) -> None:
        """Move an amended entry to where it belongs now, and tell every docket that ever held it."""
        history = self.history(entry.body["event_id"])
        history.add(entry.event_id, entry.body)
        root = history.root(entry.event_id)
        self.connection.execute(
            own_acts.insert().values(position=position, event_id=entry.event_id, root_id=root)
        )
        first, target = self.entry(root)
        kind = target.body["type"]
        acts = [act_position for act_position, _ in self._acts_on(root)]
        if kind in RULINGS:
            held = {self.docket_of_promise(target.body["promise_id"])}
        elif kind == "report_retracted":
            held = self._change_absences(target.body["retracted_url"])
            self.cache.retracted = None
        else:
            held = self._amend_event(root, first, target, history)
        for docket in held:
            for known in [first, *acts]:
                self._add(docket, known, old=known != position)

    def _amend_event(self, event_id: str, position: int, entry: Entry, history: Amendments) -> set[int]:
        now, bodies = history.effective(event_id), history.ever(event_id)
        pairs = {pair for body in bodies for pair in self.relationships_of(body)}
        self._move_on_timelines(event_id, position, now, pairs)
        for body in bodies:  # Each has its place before any is asked for: giving one can join dockets.
            self.dockets_of(body)
        held = {docket for body in bodies for docket in self.dockets_of(body)}
        if now is not None:
            for docket in self.dockets_of(now):
                for retraction in self._retracted.get(url_key(now["report"]["url"]), ()):
                    self._add(docket, retraction, old=True)
        self._take_along(promise_id(event_id), held, pairs)
        return held

    def _move_on_timelines(self, event_id: str, position: int, now: Body | None, pairs: set[str]) -> None:
        self.connection.execute(
            delete(timeline).where(timeline.c.pair.in_(pairs), timeline.c.event_id == event_id)
        )
        if now is not None:
            self._note_on_timeline(position, event_id, self.placing_of(now))

    def _take_along(self, known: str, held: set[int], pairs: set[str]) -> None:
        """Let what names the promise of an amended event by its id go where the promise goes."""
        query = (
            select(docket_entries.c.position)
            .join(stored_events, stored_events.c.position == docket_entries.c.position)
            .where(docket_entries.c.docket_id.in_(held), stored_events.c.topic.in_(_BY_ID))
        )
        for position, entry in entries_at(self.connection, sorted(set(self.connection.scalars(query)))):
            history = self.history(entry.event_id)
            bodies = history.ever(entry.event_id)
            if known not in map(promise_named_by, bodies):
                continue
            for docket in held:
                for place in (position, *(p for p, _ in self._acts_on(entry.event_id))):
                    self._add(docket, place, old=True)
            if entry.body["type"] == "outcome_reported":
                every = pairs.union(*map(self.relationships_of, bodies))
                self._move_on_timelines(entry.event_id, position, history.effective(entry.event_id), every)

    def _retract(self, position: int, entry: Entry) -> None:
        body = entry.body
        self.connection.execute(
            retractions.insert().values(position=position, retracted_key=url_key(body["retracted_url"]))
        )
        for docket in self._change_absences(body["retracted_url"]):
            self._add(docket, position)
        self.cache.retracted = None

    def _change_absences(self, url: str) -> set[int]:
        """Work out anew when reports at an address count, and at those that it retracts in its turn."""
        known = self._retractions()
        urls = {url}
        while more := {r.retracted for r in known if r.url in urls} - urls:
            urls |= more
        found: set[int] = set()
        for changed in urls:
            key = url_key(changed)
            self.connection.execute(delete(absences).where(absences.c.url_key == key))
            insert(self.connection, absences, [(key, *times) for times in absent(changed, known)])
            positions = self.connection.scalars(select(timeline.c.position).where(timeline.c.url_key == key))
            for _, entry in entries_at(self.connection, sorted(set(positions))):
                now = self.history(entry.event_id).effective(entry.event_id)
                found.update(self.dockets_of(now or entry.body))
        bearing = set(urls)  # Also what takes those retractions back, be it recorded before them.
        while more := {r.url for r in known if r.retracted in bearing} - bearing:
            bearing |= more
        related = [p for p, r in self._numbered_retractions() if r.retracted in bearing]
        for docket in found:
            for position in related:
                self._add(docket, position, old=True)
        return found

    def _numbered_retractions(self) -> list[tuple[int, Retraction]]:
        positions = sorted(self.connection.scalars(select(retractions.c.position)))
        entries = dict(entries_at(self.connection, positions))
        in_force = effective(self.connection, entries.items())
        return [(p, _retraction(entry)) for p, entry in entries.items() if in_force[p] is not None]

    def _retractions(self) -> list[Retraction]:
        return [retraction for _, retraction in self._numbered_retractions()]

    def _read_retracted(self) -> dict[int, list[int]]:
        """For each retracted address, by its key, the positions of all retractions that bear on it."""
        positions = sorted(self.connection.scalars(select(retractions.c.position)))
        every = [(p, _retraction(entry)) for p, entry in entries_at(self.connection, positions)]
        acts: dict[str, list[int]] = {}
        if every:
            topics = stored_events.c.topic == topic("report_retracted")
            roots = select(stored_events.c.event_id).where(topics)
            for row in self.connection.execute(select(own_acts).where(own_acts.c.root_id.in_(roots))):
                acts.setdefault(row.root_id, []).append(row.position)
        found: dict[int, list[int]] = {}
        for _, retraction in every:
            urls = {retraction.retracted}
            while more := {r.url for _, r in every if r.retracted in urls} - urls:
                urls |= more
            bearing = [(p, r.event_id) for p, r in every if r.retracted in urls]
            found[url_key(retraction.retracted)] = sorted(
                place for p, event_id in bearing for place in (p, *acts.get(event_id, ()))
            )
        return found

    # ------------------------------------------------------------ looking up
    def entry(self, event_id: str) -> tuple[int, Entry]:
        """An entry that is on record or waits, with its position. Raises KeyError where there is none."""
        found = self._find(event_id)
        if found is None:
            raise KeyError(event_id)
        return found

    def _find(self, event_id: str) -> tuple[int, Entry] | None:
        if event_id in self._waiting:
            position, waiting = self._waiting[event_id]
            return position, waiting.entry()
        return entry_of(self.connection, event_id)

    def history(self, event_id: str) -> Amendments:
        """An entry with the acts upon it; empty where it is not on record."""

        def entry(known: str) -> Entry | None:
            found = self._find(known)
            return found and found[1]

        return told_of(event_id, entry, lambda root: [act for _, act in self._acts_on(root)])

    def _acts_on(self, root: str) -> list[tuple[int, Entry]]:
        statement = f"SELECT position FROM own_acts WHERE root_id = {mark(self.connection)}"  # noqa: S608
        positions = sorted(row[0] for row in run(self.connection, statement, (root,)))
        return list(entries_at(self.connection, positions))

    # ------------------------------------------------------------ dockets
    def _add(self, docket: int, position: int, *, old: bool = False) -> None:
        self._entries.add((docket, position))
        self.touched.add(docket)
        if old:
            self.stale.add(docket)

    def _lane(self, lane: str) -> LaneMap:
        found = self.cache.lanes.get(lane)
        if found is None:
            found = self.cache.lanes[lane] = LaneMap(() if self.cache.complete else self._officials_of(lane))
        return found

    def _officials_of(self, lane: str) -> list[tuple[Signature, int]]:
        sign = mark(self.connection)
        statement = f"SELECT signature, docket_id FROM docket_officials WHERE lane = {sign}"  # noqa: S608
        return [(Signature.of_text(text), docket) for text, docket in run(self.connection, statement, (lane,))]

    def _docket(self, lane: str, text: str) -> int:
        """The docket of a signature in a lane; it is given one where it has none."""
        lane_map = self._lane(lane)
        known = lane_map.known.get(text)
        if known is None:
            signature = Signature.of_text(text)
            known = lane_map.docket(signature)
            if known is None:
                return self._placed(lane_map, lane, signature)
            lane_map.known[text] = known
        return known

    def _placed(self, lane_map: LaneMap, lane: str, signature: Signature) -> int:
        docket, gone = lane_map.place(signature, lambda: self._new_docket(lane))
        text = signature.text()
        lane_map.known[text] = docket
        self._officials.append((lane, signature_key(text), text, docket))
        of = Lane.of_text(lane)
        if of.kind == "visit":
            for key in signature.keys() or ():
                self._name(key, of.states[1], docket)
        self._join(gone, docket)
        return docket

    def _name(self, key: str, host: str, docket: int) -> None:
        if (key, host, docket) not in self.cache.named:
            self.cache.named.add((key, host, docket))
            self._names.append((key, host, docket))

    def _new_docket(self, lane: str) -> int:
        if self.cache.next_docket is None:
            self.cache.next_docket = (self.connection.scalar(select(func.max(dockets.c.id))) or 0) + 1
        docket = self.cache.next_docket
        self.cache.next_docket += 1
        self._new[docket] = lane
        return docket

    def _join(self, gone: set[int], docket: int) -> None:
        """Let one docket take over what others held."""
        if not gone:
            return
        self.flush()
        connection = self.connection
        for other in sorted(gone):
            positions = connection.scalars(
                select(docket_entries.c.position).where(docket_entries.c.docket_id == other)
            )
            self._entries.update((docket, position) for position in positions)
            for table in (docket_entries, docket_pairs, promises, aliases):
                if table is promises:
                    forget_promises(connection, [other])
                else:
                    connection.execute(delete(table).where(table.c.docket_id == other))
            for key in connection.execute(
                select(docket_names.c.host, docket_names.c.name_key).where(docket_names.c.docket_id == other)
            ).all():
                self._name(key.name_key, key.host, docket)
            connection.execute(delete(docket_names).where(docket_names.c.docket_id == other))
            connection.execute(
                update(docket_officials).where(docket_officials.c.docket_id == other).values(docket_id=docket)
            )
            connection.execute(delete(dockets).where(dockets.c.id == other))
            self.touched.discard(other)
            self.stale.discard(other)
        self.cache.named = {name for name in self.cache.named if name[2] not in gone}
        self.touched.add(docket)
        self.stale.add(docket)

    # ------------------------------------------------------------ writing
    def flush(self) -> None:
        """Write what waits; only then can it be queried."""
        connection = self.connection
        insert(connection, timeline, self._timeline)
        if self._new:
            insert(connection, dockets, [(d, lane, 0, 0) for d, lane in self._new.items()])
            pairs = [(pair, d) for d, lane in self._new.items() for pair in lane_pairs(Lane.of_text(lane))]
            insert(connection, docket_pairs, pairs)
        insert(connection, docket_officials, self._officials)
        insert_new(connection, docket_names, self._names)
        self._write_entries()
        self._timeline, self._officials, self._names, self._new = [], [], [], {}

    def written(self) -> None:
        """Tell that the entries so far are in the log, where they can be looked up."""
        self._waiting = {}

    def _write_entries(self) -> None:
        if not self._entries:
            return
        rows = sorted(self._entries)
        if self.stale:
            insert_new(self.connection, docket_entries, rows)
        else:
            insert(self.connection, docket_entries, rows)
        last: dict[int, int] = {}
        for docket, position in rows:
            last[docket] = max(last.get(docket, 0), position)
        move_on(self.connection, dockets.c.last_position, [(p, docket) for docket, p in sorted(last.items())])
        self._entries = set()


def forget_promises(connection: Connection, docket_ids: Collection[int]) -> None:
    """Delete what was judged in some dockets; their entries stay."""
    if docket_ids:
        _forget(connection, "p.docket_id", docket_ids)


def forget_moved(connection: Connection, promise_ids: Collection[str]) -> None:
    """Delete promises that are to be stored anew.

    A correction can move one to a docket that is judged before the docket which it left.
    """
    if promise_ids:
        _forget(connection, "p.promise_id", promise_ids)


def _forget(connection: Connection, column: str, values: Collection[int] | Collection[str]) -> None:
    condition, chosen = among(connection, values)
    known = run(
        connection,
        "SELECT p.promise_id, p.first_known, d.lane FROM promises p "  # noqa: S608
        f"JOIN dockets d ON d.id = p.docket_id WHERE {column} {condition}",
        (chosen,),
    )
    if not known:
        return
    sign = mark(connection)
    run_many(
        connection,
        # By the whole primary key, since nothing leads from a promise to its pairs.
        f"DELETE FROM promise_pairs WHERE pair = {sign} AND first_known = {sign} AND promise_id = {sign}",  # noqa: S608
        [(key, first, promise) for promise, first, lane in known for key in _keys(Lane.of_text(lane))],
    )
    for table in ("promise_versions", "promises"):
        statement = f"DELETE FROM {table} WHERE promise_id = {sign}"  # noqa: S608
        run_many(connection, statement, [(row[0],) for row in known])


def _keys(lane: Lane) -> tuple[str, ...]:
    """What the promises of a lane are looked up by: its relationships and its states."""
    return (*lane_pairs(lane), *lane.states)


def empty_read_models(connection: Connection) -> None:
    """Delete everything that a rebuild derives again."""
    for table in READ_MODELS:
        connection.execute(delete(table))


def _retraction(entry: Entry) -> Retraction:
    body = entry.body
    instant = published_micros(body["report"]["published_at"])
    return Retraction(entry.event_id, body["retracted_url"], body["report"]["url"], instant)

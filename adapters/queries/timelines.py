"""Timelines: a pair's events that count, in the order of section 4, now or as the ledger stood.

The table has them by day, type and time of publication. Those that are equal in all three are put in order by
the addresses of their reports, and then by their canonical JSON, when they are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple, Protocol, TypeAlias

from sqlalchemy import ColumnElement, Connection, and_, exists, select, tuple_

from adapters.amended import effective, histories, history_of, places
from adapters.event_log import entries_at, entry_of
from adapters.queries.filters import read_cursor, write_cursor
from adapters.queries.log import wire
from adapters.queries.past import position_at
from adapters.queries.search import instant_of
from adapters.tables import absences, own_acts, retractions, stored_events, timeline
from domain.amendments import Amendments
from domain.arrivals import url_key
from domain.docket import Absence, promise_id
from domain.entries import Entry
from domain.errors import BadQuestion
from domain.events import OCCURRENCES, REPORTED, TYPES, canonical_json
from domain.facts import lane_pairs, moment
from domain.retractions import Retraction
from domain.retractions import absences as absent
from domain.routing import opened_in, pairs_of, promise_named_by
from domain.views import View

_OUTCOME = TYPES.index("outcome_reported")
_OCCURRENCES = [TYPES.index(kind) for kind in OCCURRENCES]
t = timeline.c

Moment: TypeAlias = tuple[int, int, int]
"""A place by day, type and instant of publication; several events can share one."""


class Line(NamedTuple):
    """An event on a timeline."""

    position: int
    day: int
    rank: int
    instant: int
    event_id: str

    @property
    def moment(self) -> Moment:
        return self.day, self.rank, self.instant


class Timeline(Protocol):
    """A pair's events that count. `until`: the last position that does, None for all."""

    connection: Connection
    until: int | None

    def at(self, moment: Moment) -> list[Line]:
        """Those of one moment."""

    def after(self, moment: Moment | None, most: int) -> list[Line]:
        """The first ones later than a moment, in the order of moments."""

    def last_occurrence_before(self, moment: Moment | None) -> Moment | None:
        """The last moment, before another, at which something took place."""


class Now:
    """The timeline by all that is on record."""

    until: int | None = None

    def __init__(self, connection: Connection, pair: str, view: View) -> None:
        self.connection = connection
        self._query = select(t.position, t.day, t.rank, t.instant, t.event_id)
        self._query = self._query.where(t.pair == pair, counts_at(view))

    def at(self, moment: Moment) -> list[Line]:
        query = self._query.where(t.day == moment[0], t.rank == moment[1], t.instant == moment[2])
        return [Line(*row) for row in self.connection.execute(query)]

    def after(self, moment: Moment | None, most: int) -> list[Line]:
        query = self._query
        if moment is not None:
            query = query.where(tuple_(t.day, t.rank, t.instant) > tuple_(*moment))
        return [
            Line(*row) for row in self.connection.execute(query.order_by(t.day, t.rank, t.instant).limit(most))
        ]

    def last_occurrence_before(self, moment: Moment | None) -> Moment | None:
        query = self._query.where(t.rank.in_(_OCCURRENCES))
        if moment is not None:
            query = query.where(tuple_(t.day, t.rank, t.instant) < tuple_(*moment))
        query = query.order_by(t.day.desc(), t.rank.desc(), t.instant.desc()).limit(1)
        row = self.connection.execute(query).first()
        return row and Line(*row).moment


def counts_at(view: View) -> ColumnElement[bool]:
    """Whether an event could be known, and its report had not been taken back."""
    at = instant_of(view)
    gone = exists().where(
        absences.c.url_key == t.url_key, absences.c.since <= at, absences.c.until > at
    )
    return and_(t.instant <= at, ~gone)


class Then:
    """Timelines as the ledger stood at a moment of recording: what was recorded since is taken away again."""

    def __init__(self, connection: Connection, view: View) -> None:
        self.connection, self.at = connection, instant_of(view)
        self.until = position_at(connection, view.recorded or 0)
        self._gone = self._retracted()
        self._amended: set[str] = set()
        self._as_they_were: dict[str, list[tuple[Line, int]]] = {}
        self._read_amended()

    def pairs(self) -> list[str]:
        """The pairs of events that were amended since, and may be on no timeline now."""
        return sorted(self._as_they_were)

    def of(self, pair: str) -> AsItStood:
        """The timeline of a pair."""
        query = select(t.position, t.day, t.rank, t.instant, t.event_id, t.url_key)
        query = query.where(t.pair == pair, t.position <= self.until, t.instant <= self.at)
        found = [(Line(*row[:5]), row[5]) for row in self.connection.execute(query)]
        lines = [(line, key) for line, key in found if line.event_id not in self._amended]
        lines += [(line, key) for line, key in self._as_they_were.get(pair, ()) if line.instant <= self.at]
        counting = [line for line, key in lines if not self._is_gone(key)]
        return AsItStood(self.connection, self.until, sorted(counting, key=lambda line: line.moment))

    def has(self, pair: str) -> bool:
        """Whether anything counted on a pair's timeline."""
        query = select(t.event_id, t.url_key)
        query = query.where(t.pair == pair, t.position <= self.until, t.instant <= self.at).limit(1)
        row = self.connection.execute(query).first()
        if row is not None and row.event_id not in self._amended and not self._is_gone(row.url_key):
            return True  # Of most pairs the first one tells.
        if row is None and pair not in self._as_they_were:
            return False
        return bool(self.of(pair).lines)

    def _is_gone(self, key: int) -> bool:
        return any(absence.since <= self.at < absence.until for absence in self._gone.get(key, ()))

    def _retracted(self) -> dict[int, tuple[Absence, ...]]:
        positions = self.connection.scalars(
            select(retractions.c.position).where(retractions.c.position <= self.until)
        )
        entries = dict(entries_at(self.connection, sorted(positions)))
        then = effective(self.connection, entries.items(), self.until)
        known = [
            Retraction(entries[p].event_id, body["retracted_url"], body["report"]["url"], moment(body)[2])
            for p, body in then.items()
            if body is not None
        ]
        return {url_key(url): absent(url, known) for url in {r.retracted for r in known}}

    def _read_amended(self) -> None:
        """By pair what counted then in place of the entries that were amended since, or moved with those."""
        since = select(own_acts.c.root_id).where(own_acts.c.position > self.until)
        amended = select(stored_events.c.position).where(
            stored_events.c.event_id.in_(since), stored_events.c.position <= self.until
        )
        entries = dict(entries_at(self.connection, sorted(self.connection.scalars(amended))))
        entries |= self._following([e for e in entries.values() if e.body["type"] in REPORTED])
        for position, body in effective(self.connection, entries.items(), self.until).items():
            event_id = entries[position].event_id
            self._amended.add(event_id)
            if body is not None and body["type"] in REPORTED:
                line = Line(position, *moment(body), event_id)
                for pair in pairs_of(body, self._history_of):
                    self._as_they_were.setdefault(pair, []).append((line, url_key(body["report"]["url"])))

    def _history_of(self, event_id: str) -> Amendments:
        return history_of(self.connection, event_id, self.until)

    def _following(self, amended: list[Entry]) -> dict[int, Entry]:
        """The outcomes that went to other pairs with a promise which they name by its id, by position."""
        now, then = (histories(self.connection, amended, until) for until in (None, self.until))
        moved: dict[str, list[str]] = {}
        for entry in amended:
            known = entry.event_id
            pairs, before = (_pairs_opened(found[known], known) for found in (now, then))
            if pairs != before:
                moved[promise_id(known)] = pairs
        there = {pair for pairs in moved.values() for pair in pairs}
        query = select(t.position).where(t.pair.in_(there), t.rank == _OUTCOME, t.position <= self.until)
        entries = dict(entries_at(self.connection, sorted(set(self.connection.scalars(query)))))
        in_force = effective(self.connection, entries.items(), self.until)
        return {p: e for p, e in entries.items() if promise_named_by(in_force[p] or e.body) in moved}


def _pairs_opened(history: Amendments, event_id: str) -> list[str]:
    found = opened_in(history, event_id)
    return lane_pairs(found[0]) if found else []


class AsItStood:
    """One timeline in memory, in the order of moments."""

    def __init__(self, connection: Connection, until: int | None, lines: list[Line]) -> None:
        self.connection, self.until, self.lines = connection, until, lines

    def at(self, moment: Moment) -> list[Line]:
        return [line for line in self.lines if line.moment == moment]

    def after(self, moment: Moment | None, most: int) -> list[Line]:
        return [line for line in self.lines if moment is None or line.moment > moment][:most]

    def last_occurrence_before(self, moment: Moment | None) -> Moment | None:
        found = [line for line in self.lines if line.rank in _OCCURRENCES]
        return max((line.moment for line in found if moment is None or line.moment < moment), default=None)


# ---------------------------------------------------------------- questions
def page(shown: Timeline, cursor: str | None, limit: int) -> dict[str, Any]:
    """A page of a timeline."""
    after = read_cursor(cursor, int, int, int, str)
    lines: list[Line] = []
    place: Moment | None = None
    if after is not None:
        place = (after[0], after[1], after[2])
        lines = _behind(shown, place, after[3])
    wanted = limit + 1 - len(lines)
    if wanted > 0:
        more = shown.after(place, wanted)
        if len(more) == wanted:  # There may be more of the last moment.
            last = more[-1].moment
            more = [line for line in more if line.moment != last] + shown.at(last)
        lines += _in_order(shown, more)
    end = lines[limit - 1] if len(lines) > limit else None
    return {
        "items": items(shown, lines[:limit]),
        "next_cursor": write_cursor(*end.moment, end.event_id) if end else None,
    }


def _behind(shown: Timeline, place: Moment, event_id: str) -> list[Line]:
    """The events of a moment that come after one of them, which may be gone since the page before."""
    passed = _place_of_passed(shown, place, event_id)
    here = [line for line in shown.at(place) if line.event_id != event_id]
    at = places(shown.connection, [line.position for line in here], shown.until)
    behind = [line for line in here if (at[line.position], line.position) > passed]
    return sorted(behind, key=lambda line: (at[line.position], line.position))


def _place_of_passed(shown: Timeline, place: Moment, event_id: str) -> tuple[tuple[Any, ...], int]:
    """Where an event stood at the cursor's moment, though a correction may have moved it since."""
    found = entry_of(shown.connection, event_id)
    if found is None or found[1].body["type"] not in REPORTED:
        raise BadQuestion("cursor", "is not one that this server gave; start again without it")
    position, entry = found
    history = history_of(shown.connection, event_id, shown.until)
    bodies = (history.effective(event_id), *reversed(history.ever(event_id)))
    then = next((body for body in bodies if body is not None and moment(body) == place), entry.body)
    return (*place, then["report"]["url"], canonical_json(entry.body)), position


def _in_order(shown: Timeline, lines: list[Line]) -> list[Line]:
    """Events that are in the order of their moments, those of one moment in theirs."""
    found: list[Line] = []
    for _, group in groupby(lines, key=lambda line: line.moment):
        together = list(group)
        if len(together) > 1:
            at = places(shown.connection, [line.position for line in together], shown.until)
            together.sort(key=lambda line, at=at: (at[line.position], line.position))  # type: ignore[misc]
        found += together
    return found


def last_contact(shown: Timeline) -> dict[str, Any] | None:
    """The last occurrence on a timeline that is more than a guess."""
    moment = None
    while (moment := shown.last_occurrence_before(moment)) is not None:
        for item in reversed(items(shown, _in_order(shown, shown.at(moment)))):
            if item["event"]["certainty"] != "speculative":
                return _contact(item)
    return None


def _contact(item: dict[str, Any]) -> dict[str, Any]:
    body = item["event"]
    return {
        "event_id": item["event_id"],
        "type": body["type"],
        "mode": body.get("mode"),
        "held_on": body["held_on"],
        "publisher": body["report"]["publisher"],
        "url": body["report"]["url"],
    }


def items(shown: Timeline, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Events as the wire shows them, in the order of the lines."""
    connection = shown.connection
    entries = dict(entries_at(connection, sorted(line.position for line in lines)))
    bodies = effective(connection, entries.items(), shown.until)
    shown_at = [(line.position, entries[line.position], bodies[line.position]) for line in lines]
    return [wire(connection, *each, shown.until) for each in shown_at]

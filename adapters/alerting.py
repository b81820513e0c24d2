"""Alerts: one for every change of a promise's status and for what else is told of it, each once.

An alert is known by its promise, the two statuses, and which time it is that the promise changes so; one that
tells of no change, by its kind in place of the second (see `domain/alerts.py`). Old news that moves a change to
another day, a restart, a rebuild or an import begun again tell nothing twice.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, select

from adapters.bulk import among, insert, run
from adapters.tables import alerts
from domain.alerts import LEAD, Notice, due_soon_on, happenings, notices, sentence
from domain.answers import on_day, on_time, payload
from domain.docket import FOREVER, Change, Docket, Version, changes
from domain.facts import DAY, Lane, day_of, lane_pairs, start_of
from domain.promise import Promise

HISTORICAL = 30 * DAY
"""News older than this when it is recorded is history."""


LOOK_ANEW = 1
"""Stands for the next day on which the calendar changes a promise where the clock is to find out."""


class Told(NamedTuple):
    """What makes an alert the same one."""

    promise_id: str
    before: str
    after: str
    nth: int


class AlertRow(NamedTuple):
    """A row of `alerts` without its number, and what rows are put in order by."""

    on: int
    since: int
    told: Told
    row: tuple[Any, ...]


class Alerting:
    """Collects the changes of promises that were judged.

    `today` is an ordinal, `now` an instant. With `by_calendar` the calendar alone is what is new.
    """

    def __init__(
        self, *, today: int, now: int, by_calendar: bool = False, leads: Sequence[int] = (LEAD,)
    ) -> None:
        self.today, self.now, self.by_calendar, self.leads = today, now, by_calendar, leads
        self._waiting: dict[Told, tuple[str, Lane, Change | Notice]] = {}
        self._known: dict[int, tuple[Promise, dict[str, Any]]] = {}

    def known(self, version: Version, lane: Lane) -> dict[str, Any]:
        """The payload of a promise's version, which is made once."""
        return self._payload(version.promise_id, version.promise, lane)

    def _payload(self, promise_id: str, promise: Promise, lane: Lane) -> dict[str, Any]:
        _, found = self._known.get(id(promise), (promise, None))
        if found is None or found["id"] != promise_id:
            found = payload(promise_id, promise, lane)
            self._known[id(promise)] = (promise, found)  # With the promise, so that its id is no other's.
        return found

    def note(self, relationship: str, lane: Lane, history: list[Version]) -> int | None:
        """Take in a promise's history; the next day on which only the calendar changes its status."""
        times: Counter[tuple[str, str]] = Counter()
        promise_id = history[0].promise_id
        for change in changes(history, self.today):
            key = (change.before or "", change.after)
            times[key] += 1
            self._waiting[Told(promise_id, *key, times[key])] = (relationship, lane, change)
        for notice in notices(history, self.today, self.leads):
            self._waiting[Told(promise_id, notice.key, notice.kind, notice.nth)] = (relationship, lane, notice)
        last = history[-1]
        if last.until != FOREVER:
            return None
        days = [start for _, start in last.promise.calendar()]
        due = last.promise.due_on
        if days and due is not None and due > self.today:
            first = day_of(last.since)
            days += [due_soon_on(last.promise, first, lead) or 0 for lead in self.leads]
        return min((day for day in days if day > self.today), default=None)

    def note_happenings(self, docket: Docket) -> None:
        """Take in what is told of a docket's promises beside their histories."""
        for notice in happenings(docket):
            told = Told(notice.promise_id, notice.key, notice.kind, notice.nth)
            self._waiting[told] = (lane_pairs(docket.lane)[0], docket.lane, notice)

    def take(self, connection: Connection | None) -> list[AlertRow]:
        """The alerts that are new; none were told before where there is no connection to look them up."""
        known = _told(connection, {told.promise_id for told in self._waiting}) if connection else ()
        rows = [self._row(told) for told in self._waiting if told not in known]
        self._waiting, self._known = {}, {}
        return rows

    def _row(self, told: Told) -> AlertRow:
        relationship, lane, what = self._waiting[told]
        if isinstance(what, Notice):
            promise, since = what.promise, what.since
        else:
            assert isinstance(what.known, Version)
            promise, since = what.known.promise, what.known.since
        stored = self._payload(told.promise_id, promise, lane)
        words = sentence(what, stored) if isinstance(what, Notice) else on_day(stored, what.on)["summary"]
        # What the calendar causes is as old as the day on which it came about, however old the promise is.
        came = since if what.cause else max(since, start_of(what.on))
        caught_up = self.by_calendar and what.cause is None
        historical = not caught_up and self.now - came > HISTORICAL
        states = "," + ",".join(sorted(lane.states)) + ","
        copy = None if historical else _copy(on_time(stored, what.on), promise, what.cause)
        more = (what.on, what.cause, historical, words, self.now, states, copy)
        return AlertRow(what.on, since, told, (told.promise_id, relationship, *told[1:], *more))


def _copy(known: dict[str, Any], promise: Promise, cause: str | None) -> bytes:
    """What is kept of a promise as it was, since what is known of it can change; old news can be looked up."""
    report = cause or next((fact.event_id for fact, _ in reversed(promise.all_evidence()) if fact.url), None)
    return orjson.dumps({"promise": known, "event_id": report})


def leads_in_use(connection: Connection) -> list[int]:
    """The days before its last day on which somebody wants to hear that a promise is due soon."""
    return sorted({LEAD, *(lead for (lead,) in run(connection, "SELECT DISTINCT lead FROM subscriptions"))})


def store(connection: Connection, rows: list[AlertRow]) -> int:
    """Store new alerts in the order of their days; how many there were."""
    if rows:
        last = run(connection, "SELECT max(id) FROM alerts")[0][0] or 0
        rows.sort(key=lambda row: (row.on, row.since))
        insert(connection, alerts, [(last + n, *row.row) for n, row in enumerate(rows, 1)])
    return len(rows)


def any_told(connection: Connection) -> bool:
    """Whether there is any alert yet."""
    return connection.execute(select(alerts.c.id).limit(1)).first() is not None


def _told(connection: Connection, promise_ids: set[str]) -> set[Told]:
    condition, chosen = among(connection, promise_ids)
    statement = f'SELECT promise_id, "before", "after", nth FROM alerts WHERE promise_id {condition}'  # noqa: S608
    return set(itertools.starmap(Told, run(connection, statement, (chosen,))))

"""Alerts: one for every change of a promise's status, told once and kept, whatever is rebuilt.

An alert is known by its promise, the two statuses, and which time it is that the promise changes so. Old
news that moves a change to another day, a restart, a rebuild or an import begun again tell nothing twice.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from adapters.bulk import among, insert, run
from adapters.tables import alerts
from domain.answers import on_day, payload
from domain.docket import FOREVER, Change, Version, changes
from domain.facts import DAY, Lane

HISTORICAL = 30 * DAY
"""News older than this when it is recorded is history."""


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

    def __init__(self, *, today: int, now: int, by_calendar: bool = False) -> None:
        self.today, self.now, self.by_calendar = today, now, by_calendar
        self._waiting: dict[Told, tuple[str, Lane, Change]] = {}
        self._known: dict[int, tuple[Version, dict[str, Any]]] = {}

    def known(self, version: Version, lane: Lane) -> dict[str, Any]:
        """The payload of a promise's version, which is made once."""
        _, found = self._known.get(id(version), (version, None))
        if found is None:
            found = payload(version.promise_id, version.promise, lane)
            self._known[id(version)] = (version, found)  # With the version, so that its id is no other's.
        return found

    def note(self, relationship: str, lane: Lane, history: list[Version]) -> int | None:
        """Take in a promise's history; the next day on which only the calendar changes its status."""
        times: Counter[tuple[str, str]] = Counter()
        promise_id = history[0].promise_id
        for change in changes(history, self.today):
            key = (change.before or "", change.after)
            times[key] += 1
            self._waiting[Told(promise_id, *key, times[key])] = (relationship, lane, change)
        last = history[-1]
        if last.until != FOREVER:
            return None
        return min((start for _, start in last.promise.calendar() if start > self.today), default=None)

    def take(self, connection: Connection | None) -> list[AlertRow]:
        """The alerts that are new; none were told before where there is no connection to look them up."""
        known = _told(connection, {told.promise_id for told in self._waiting}) if connection else ()
        rows = [self._row(told) for told in self._waiting if told not in known]
        self._waiting, self._known = {}, {}
        return rows

    def _row(self, told: Told) -> AlertRow:
        relationship, lane, change = self._waiting[told]
        assert isinstance(change.known, Version)
        known, since = self.known(change.known, lane), change.known.since
        historical = not self.by_calendar and self.now - since > HISTORICAL
        words = on_day(known, change.on)["summary"]
        more = (change.on, change.cause, historical, words, self.now)
        return AlertRow(change.on, since, told, (told.promise_id, relationship, *told[1:], *more))


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

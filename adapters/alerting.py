"""Alerts: one for every change of a promise's status, told once and kept, whatever is rebuilt.

An alert is known by its promise, the two statuses, and which time it is that the promise changes so. Old
news that moves a change to another day, a restart, a rebuild or an import begun again tell nothing twice.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from adapters.bulk import insert
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


class Alerting:
    """Collects the changes of promises that were judged; `flush` stores those not told yet.

    `today` is an ordinal, `now` an instant. With `by_calendar` the calendar alone is what is new.
    """

    def __init__(self, connection: Connection, *, today: int, now: int, by_calendar: bool = False) -> None:
        self.connection, self.today, self.now, self.by_calendar = connection, today, now, by_calendar
        self._waiting: dict[Told, tuple[str, Lane, Change]] = {}

    def note(self, relationship: str, lane: Lane, history: list[Version]) -> int | None:
        """Take in a promise's history; the next day on which only the calendar changes its status."""
        times: Counter[tuple[str, str]] = Counter()
        for change in changes(history, self.today):
            key = (change.before or "", change.after)
            times[key] += 1
            told = Told(history[0].promise_id, *key, times[key])
            self._waiting[told] = (relationship, lane, change)
        last = history[-1]
        if last.until != FOREVER:
            return None
        return min((start for _, start in last.promise.calendar() if start > self.today), default=None)

    def flush(self) -> int:
        """Store the alerts that are new, in the order of their days; how many there were."""
        if not self._waiting:
            return 0
        known = self._told()
        new = [told for told in self._waiting if told not in known]
        new.sort(key=lambda told: (self._waiting[told][2].on, self._waiting[told][2].known.since))
        if new:
            last = self.connection.scalar(select(func.max(alerts.c.id))) or 0
            insert(self.connection, alerts, [self._row(last + n, told) for n, told in enumerate(new, 1)])
        self._waiting = {}
        return len(new)

    def _told(self) -> set[Told]:
        known: set[Told] = set()
        ids = list({told.promise_id for told in self._waiting})
        columns = (alerts.c.promise_id, alerts.c.before, alerts.c.after, alerts.c.nth)
        for start in range(0, len(ids), 500):
            chosen = alerts.c.promise_id.in_(ids[start : start + 500])
            known.update(Told(*row) for row in self.connection.execute(select(*columns).where(chosen)))
        return known

    def _row(self, number: int, told: Told) -> tuple[Any, ...]:
        relationship, lane, change = self._waiting[told]
        assert isinstance(change.known, Version)
        known = payload(told.promise_id, change.known.promise, lane)
        historical = not self.by_calendar and self.now - change.known.since > HISTORICAL
        return (
            number,
            told.promise_id,
            relationship,
            told.before,
            told.after,
            told.nth,
            change.on,
            change.cause,
            historical,
            on_day(known, change.on)["summary"],
            self.now,
        )

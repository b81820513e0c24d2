"""When a digest is due: every day or every week, at an hour of a time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Digest(NamedTuple):
    """`every`: day or week; `hour`: 0 to 23 by the clock of `zone`; `weekday`: of a weekly one."""

    every: str
    hour: int
    zone: str
    weekday: str | None = None

    def day(self, moment: datetime) -> date:
        """The day on which a moment falls, by the calendar of the zone."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def after(self, now: datetime) -> datetime:
        """The next time that it is due, later than `now`.

        On a day whose clocks skip the hour it is due when they have; where they show it twice, the first time.
        """
        zone = ZoneInfo(self.zone)
        day = now.astimezone(zone).date()
        while True:
            due = datetime(day.year, day.month, day.day, self.hour, tzinfo=zone).astimezone(UTC)
            right = self.every == "day" or WEEKDAYS[day.weekday()] == self.weekday
            if right and due > now:
                return due
            day += timedelta(days=1)

"""Days on a line, and the ticks of its axis."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


class Scale(NamedTuple):
    """From the start of day `first` to the end of day `last` (ordinals), drawn from `left` to `right`."""

    first: int
    last: int
    left: float
    right: float

    def start(self, day: float) -> float:
        """Where a day begins; also outside of what is drawn."""
        return self.left + (day - self.first) * self.per_day

    def end(self, day: float) -> float:
        """Where a day ends."""
        return self.start(day + 1)

    def middle(self, day: float) -> float:
        """The noon of a day."""
        return self.start(day + 0.5)

    def day(self, x: float) -> float:
        """The day at a place."""
        return self.first + (x - self.left) / self.per_day

    @property
    def per_day(self) -> float:
        return (self.right - self.left) / (self.last - self.first + 1)

    def inside(self, x: float) -> float:
        """A place moved to where something is drawn."""
        return min(max(x, self.left), self.right)


class Tick(NamedTuple):
    """A line at the start of a day. `label` is empty for small ones."""

    day: int
    label: str
    strong: bool


def ticks(scale: Scale) -> list[Tick]:
    """Years, months or days, as there is room."""
    days = scale.last - scale.first + 1
    room = max(2.0, (scale.right - scale.left) / 64)
    for most, make in ((45, _days), (900, _months)):
        if days <= most:
            found = list(make(scale, room))
            if len(found) >= 2:
                return found
    return list(_years(scale, room))


def _days(scale: Scale, room: float) -> Iterator[Tick]:
    days = scale.last - scale.first + 1
    step = next((s for s in (1, 2, 7, 14) if days / s <= room), 14)
    for day in range(scale.first, scale.last + 1):
        when = date.fromordinal(day)
        if step < 7 or (day % step == 1 if step == 7 else when.day in (1, 15)):
            if step == 2 and day % 2:
                continue
            label = f"{when.day} {_MONTHS[when.month - 1]}" + (f" {when.year}" if when.day == 1 else "")
            yield Tick(day, label, when.day == 1)


def _months(scale: Scale, room: float) -> Iterator[Tick]:
    months = (scale.last - scale.first) / 30.4
    step = next((s for s in (1, 2, 3, 6) if months / s <= room), 6)
    at = date.fromordinal(scale.first).replace(day=1)
    while at.toordinal() <= scale.last:
        if at.toordinal() >= scale.first and (at.month - 1) % step == 0:
            first = at.month == 1
            yield Tick(at.toordinal(), f"{at.year}" if first else _MONTHS[at.month - 1], first)
        if (at.year, at.month) == (9999, 12):
            return
        at = at.replace(year=at.year + at.month // 12, month=at.month % 12 + 1)


def _years(scale: Scale, room: float) -> Iterator[Tick]:
    begins, ends = date.fromordinal(scale.first).year, date.fromordinal(scale.last).year
    step = next((s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500) if (ends - begins) / s <= room), 1_000)
    for year in range(begins, ends + 1):
        day = date(year, 1, 1).toordinal()
        if year % step == 0 and day >= scale.first:
            yield Tick(day, str(year), strong=True)


def bounded(day: int) -> int:
    """A day of the calendar, however far it was counted."""
    return min(max(day, _FIRST), _LAST)

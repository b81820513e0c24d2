"""A grammar of the dates of English news: from words to EDTF, relative to the day of publication.

A phrase is parsed once into a `When`; what it means may hang on the tense of the sentence ("on Thursday"
lies behind "met" and ahead of "will meet"), so it is resolved later, with the tense. Weeks begin on Monday.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

Tense: TypeAlias = Literal["past", "future"]
Period: TypeAlias = tuple[date | None, date | None]
"""First and last day; None: open."""
Meaning: TypeAlias = Callable[[date, Tense], Period]

_DAY = timedelta(days=1)
_FIRST_YEAR, _LAST_YEAR = 1000, 9000


@dataclass(frozen=True, slots=True)
class When:
    """A phrase that names a time, or says that none is named (`open`)."""

    meaning: Meaning
    fixed: bool = False  # Means the same on whatever day it is published.
    open: bool = False
    tense: Tense | None = None  # The tense that the phrase itself has ("last week", "tomorrow").
    length: bool = False  # How long something takes: "for three days", "a four-day visit".
    grain: str = "day"
    shift: int | None = None  # Days from the day that the story told of last.
    end: When | None = None  # The second half of "from Friday to mid-April", which may be a new date.

    def period(self, published: date, tense: Tense) -> Period:
        """First and last day, as the phrase is meant on the day of publication."""
        try:
            return self.meaning(published, self.tense or tense)
        except (ValueError, OverflowError):
            return None, None


def edtf_of(period: Period) -> str | None:
    """The shortest EDTF of the contract for these days; None where both sides are open."""
    first, last = period
    if first is None and last is None:
        return None
    if first is None:
        return f"../{last}"
    if last is None:
        return f"{first}/.."
    if first >= last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        years = f"{first.year:04d}", f"{last.year:04d}"
        return years[0] if years[0] == years[1] else "/".join(years)
    if first.day == 1 and last == month_end(last):
        months = f"{first:%Y-%m}", f"{last:%Y-%m}"
        if months[0] == months[1]:
            return months[0]
        if (last.year * 12 + last.month) - (first.year * 12 + first.month) == 2 and first.month % 3 == 0:
            return f"{first.year:04d}-{20 + first.month // 3}"
        return "/".join(months)
    return f"{first}/{last}"


# ---------------------------------------------------------------- periods of the calendar
def month_end(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def month(year: int, number: int) -> tuple[date, date]:
    """A month; numbers outside 1 to 12 lie in the years around."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    first = date(year, number, 1)
    return first, month_end(first)


def season(year: int, code: int) -> tuple[date, date]:
    """A season of the north, 21 to 24; winter reaches into the next year."""
    start = {21: 3, 22: 6, 23: 9, 24: 12}[code]
    return month(year, start)[0], month(year, start + 2)[1]


def week(day: date) -> tuple[date, date]:
    """Monday to Sunday around the day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def part_of(period: tuple[date, date], part: str) -> tuple[date, date]:
    """Early, middle or late: about a third of it. Of a month: to the 10th, 10th to 20th, from the 20th."""
    first, last = period
    days = (last - first).days + 1
    if days == 1:
        return period
    if 28 <= days <= 31 and first.day == 1:
        cut = {"early": (1, 10), "mid": (10, 20), "late": (20, last.day)}[part]
        return first.replace(day=cut[0]), first.replace(day=cut[1])
    if days == 7:
        cut = {"early": (0, 2), "mid": (1, 3), "late": (3, 6)}[part]
        return first + timedelta(days=cut[0]), first + timedelta(days=cut[1])
    if days > 350:
        months = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[part]
        return month(first.year, months[0])[0], month(first.year, months[1])[1]
    if days > 80:
        offset = {"early": (0, 1), "mid": (1, 1), "late": (1, 2)}[part]
        return month(first.year, first.month + offset[0])[0], month(first.year, first.month + offset[1])[1]
    third = timedelta(days=max(days // 3, 1))
    if part == "early":
        return first, first + third
    if part == "late":
        return last - third, last
    return first + third, last - third


def half_of(period: tuple[date, date], number: int) -> tuple[date, date]:
    """The first half (1) or the second (2, -1)."""
    first, last = period
    days = (last - first).days + 1
    if 28 <= days <= 31 and first.day == 1:
        return (first, first.replace(day=15)) if number == 1 else (first.replace(day=16), last)
    if days > 350:
        year = first.year
        return (date(year, 1, 1), date(year, 6, 30)) if number == 1 else (date(year, 7, 1), date(year, 12, 31))
    middle = first + timedelta(days=days // 2)
    return (first, middle - _DAY) if number == 1 else (middle, last)


def week_of(period: tuple[date, date], number: int) -> tuple[date, date]:
    """The first seven days, the second, and so on; -1: the last seven."""
    first, last = period
    if number == -1:
        return max(first, last - timedelta(days=6)), last
    start = first + timedelta(days=7 * (number - 1))
    return start, min(last, start + timedelta(days=6))


# ---------------------------------------------------------------- meanings
def fixed(first: date, last: date | None = None) -> Meaning:
    """The same days whenever it is read."""
    return lambda published, tense: (first, last or first)


def weekday(number: int, which: str = "") -> Meaning:
    """A day of the week; `which`: next, last, this or nothing."""

    def meaning(published: date, tense: Tense) -> Period:
        back = (published.weekday() - number) % 7
        if which == "last":
            day = published - timedelta(days=back or 7)
        elif which == "next":
            day = published + timedelta(days=7 - back)
        elif which == "this":
            day = week(published)[0] + timedelta(days=number)
        elif tense == "past":
            day = published - timedelta(days=back)
        else:
            day = published + timedelta(days=(7 - back) % 7)
        return day, day

    return meaning


def yearless(build: Callable[[int], tuple[date, date]]) -> Meaning:
    """Days of a year that is not told: the nearest one behind, or ahead, as the tense says.

    Within a fortnight of the day of publication the nearest one is meant in either tense.
    """

    def meaning(published: date, tense: Tense) -> Period:
        near: list[tuple[date, date]] = []
        for year in (published.year - 1, published.year, published.year + 1):
            try:
                near.append(build(year))
            except ValueError:  # 29 February.
                continue
        if not near:
            return None, None  # 30 February.
        if tense == "past":
            behind = [p for p in near if p[0] <= published + _DAY]
            return behind[-1] if behind else near[0]
        ahead = [p for p in near if p[1] >= published - _DAY]
        return ahead[0] if ahead else near[-1]

    return meaning


def shifted(unit: str, count: int) -> Meaning:
    """The whole week, month ... that is `count` units from the one of publication."""

    def meaning(published: date, tense: Tense) -> Period:
        return unit_around(published, unit, count)

    return meaning


def unit_around(day: date, unit: str, count: int) -> tuple[date, date]:
    """The week, weekend, month, quarter, year or decade that lies `count` from the day's own."""
    if unit == "day":
        return day + timedelta(days=count), day + timedelta(days=count)
    if unit in ("week", "weekend", "fortnight"):
        monday, sunday = week(day + timedelta(days=7 * count))
        return (sunday - _DAY, sunday) if unit == "weekend" else (monday, sunday)
    if unit == "month":
        return month(day.year, day.month + count)
    if unit == "quarter":
        start = (day.month - 1) // 3 * 3 + 1 + 3 * count
        return month(day.year, start)[0], month(day.year, start + 2)[1]
    if unit == "decade":
        start = (day.year // 10 + count) * 10
        return date(start, 1, 1), date(start + 9, 12, 31)
    return date(day.year + count, 1, 1), date(day.year + count, 12, 31)


def moved(day: date, unit: str, count: int) -> date:
    """The day so many days, weeks, months or years later (or earlier); never past the month's end."""
    if unit in ("month", "year", "quarter", "decade"):
        months = count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
        first, last = month(day.year, day.month + months)
        return min(first + timedelta(days=day.day - 1), last)
    days = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7, "hour": 0}[unit]
    return day + timedelta(days=days * count)


def ago(unit: str, count: int) -> Meaning:
    """So many units before publication, as vaguely as the unit."""

    def meaning(published: date, tense: Tense) -> Period:
        day = moved(published, unit, -count)
        if unit in ("day", "hour"):
            return day, day
        if unit in ("week", "fortnight"):
            return day - timedelta(days=3), day + timedelta(days=3)
        if unit == "year" and count == 1:
            return month(day.year, day.month)
        return unit_around(day, unit, 0)

    return meaning


def within(unit: str, count: int) -> Meaning:
    """From publication to so many units later, or back to so many units before."""

    def meaning(published: date, tense: Tense) -> Period:
        if tense == "past":
            return moved(published, unit, -count), published
        return published, moved(published, unit, count)

    return meaning


def later_in(unit: str) -> Meaning:
    """From publication to the end of its week, month, year ("later this year", "the rest of the year")."""
    return lambda published, tense: (published, unit_around(published, unit, 0)[1])


def earlier_in(unit: str) -> Meaning:
    """From the beginning of its week, month, year to publication."""
    return lambda published, tense: (unit_around(published, unit, 0)[0], published)


def narrowed(inner: Meaning, cut: Callable[[tuple[date, date]], tuple[date, date]]) -> Meaning:
    """A part of what another phrase means; of an open period, the period itself."""

    def meaning(published: date, tense: Tense) -> Period:
        first, last = inner(published, tense)
        return cut((first, last)) if first and last else (first, last)

    return meaning


def by_end(inner: Meaning) -> Meaning:
    """ "By May", "by the end of the year": any day up to then."""
    return _until(inner, lambda first, last: last)


def before(inner: Meaning) -> Meaning:
    """ "Before May", "before Christmas": any day up to the one before."""
    return _until(inner, lambda first, last: first - _DAY)


def _until(inner: Meaning, end: Callable[[date, date], date]) -> Meaning:
    def meaning(published: date, tense: Tense) -> Period:
        first, last = inner(published, "future" if tense == "future" else tense)
        if first is None or last is None:
            return None, last
        limit = end(first, last)
        return (published, limit) if tense == "future" and limit > published else (None, limit)

    return meaning


def after(inner: Meaning, gap: int = 1) -> Meaning:
    """From the day after (gap 1) or that day on (gap 0), without an end."""

    def meaning(published: date, tense: Tense) -> Period:
        first, last = inner(published, tense)
        start = last if gap else first
        if start is None:
            return None, None
        return start + timedelta(days=gap), (published if tense == "past" else None)

    return meaning


def between(one: Meaning, other: Meaning) -> Meaning:
    """From the first day of one to the last of the other."""

    def meaning(published: date, tense: Tense) -> Period:
        first = one(published, tense)[0]
        last = other(published, tense)[1]
        if first and last and last < first:
            if tense == "past":
                first = one(last, "past")[0] or first
            else:
                last = other(first, "future")[1] or last
        if first and last and last < first:
            return first, first
        return first, last

    return meaning


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian algorithm, Nature, 20 April 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * el) // 451
    days = h + el - 7 * m + 114
    return date(year, days // 31, days % 31 + 1)


def plausible_year(text: str) -> int | None:
    """A year of four digits as news names them; None for other numbers."""
    if len(text) == 4 and text.isdigit() and text.isascii() and 1500 <= int(text) <= 2199:
        return int(text)
    return None

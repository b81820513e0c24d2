"""Dates as they were reported: EDTF (ISO 8601-2), as far as contract section 1 allows it.

A vague date keeps the precision it was reported with; what can be computed from it are bounds.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from time import struct_time

from domain.errors import DomainError

LONGEST = len("2023-10-18?/2023-10-19?")

_SIDE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?[?~%]?", re.ASCII)
_OPEN = ".."
_WINTER = "-24"
_HINT = (
    "write a day (2023-10-18), a month (2023-10), a year (2023) or a season (2023-21 to 2023-24), "
    "two of these as an interval (2023-10-18/2023-10-19), or one side open (2023-09-13/..)"
)


class BadDate(DomainError, ValueError):
    """The text is no EDTF date of the kinds in contract section 1."""

    def __init__(self, text: str, reason: str = _HINT) -> None:
        self.text = text
        shown = text if len(text) <= LONGEST else text[:LONGEST] + "…"
        super().__init__(f"{shown!r} is not a date that can be used: {reason}.")


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a reported date can mean. Qualifiers stay in `text` and move no bound."""

    text: str  # As reported.
    first: date | None  # Earliest possible first day; None where the start is open.
    first_latest: date | None  # Latest possible first day, never after `last`; None as above.
    last: date | None  # Latest possible last day; None where the end is open.
    start_is_day: bool  # The start was reported to the day.
    end_is_day: bool


@dataclass(frozen=True, slots=True)
class _Side:
    first: date
    last: date
    is_day: bool


@lru_cache(maxsize=65_536)
def parse(text: str) -> Span:
    """Read an EDTF date of contract section 1. Years run from 0001 to 9999.

    Raises BadDate, which is also a ValueError, for everything else, also for an interval whose
    latest possible end comes before its earliest possible start.
    """
    # Imports bring millions of distinct days, and the library takes milliseconds for each. What
    # `date` can read is therefore read by it (the tests compare); the library reads the seasons.
    day = _iso_day(text)
    if day is not None:
        return Span(text, day, day, day, True, True)
    if len(text) > LONGEST:
        raise BadDate(text)
    start_text, slash, end_text = text.partition("/")
    if not slash:
        side = _side(text, text)
        return Span(text, side.first, side.last, side.last, side.is_day, side.is_day)
    return _interval(text, start_text, end_text)


def _interval(text: str, start_text: str, end_text: str) -> Span:
    if not start_text or not end_text:
        raise BadDate(text, "an interval needs both sides; write '..' for one that is open")
    if start_text == end_text == _OPEN:
        raise BadDate(text, "an interval cannot be open on both sides")
    start = None if start_text == _OPEN else _side(start_text, text)
    end = None if end_text == _OPEN else _side(end_text, text)
    if start and end and end.last < start.first:
        raise BadDate(text, "the interval ends before it begins; the earlier date comes first")
    first_latest = start.last if start else None
    if start and end:
        first_latest = min(start.last, end.last)  # In 2023/2023-05 nothing starts after May.
    return Span(
        text,
        start.first if start else None,
        first_latest,
        end.last if end else None,
        start.is_day if start else False,
        end.is_day if end else False,
    )


def _iso_day(text: str) -> date | None:
    # `fromisoformat` knows week dates too (2023-W42-3), which have no dash at this place.
    if len(text) == 10 and text[7] == "-" and text.isascii():
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass  # The long way round finds out what exactly is wrong.
    return None


def _side(side: str, text: str) -> _Side:
    """One side of an interval, or the whole date; `text` is what the caller wrote."""
    exact = _iso_day(side)
    if exact is not None:
        return _Side(exact, exact, True)
    match = _SIDE.fullmatch(side)
    if match is None:
        raise BadDate(text)
    year, month, day = match.groups()
    if year == "0000":
        raise BadDate(text, "years run from 0001 to 9999")
    if month and not ("01" <= month <= "12" or ("21" <= month <= "24" and not day)):
        raise BadDate(text, "a month is 01 to 12; 21 to 24 is a season, which has no day")
    try:
        if month and month > "12":
            return _season(f"{year}-{month}")
        return _plain(int(year), int(month) if month else None, int(day) if day else None)
    except ValueError:
        reason = "the month has no such day" if day else "its last day is after the year 9999"
        raise BadDate(text, reason) from None


def _plain(year: int, month: int | None, day: int | None) -> _Side:
    if month is not None and day is not None:
        exact = date(year, month, day)
        return _Side(exact, exact, True)
    if month is not None:
        last = date(year, month, monthrange(year, month)[1])
        return _Side(date(year, month, 1), last, False)
    return _Side(date(year, 1, 1), date(year, 12, 31), False)


@lru_cache(maxsize=4_096)
def _season(text: str) -> _Side:
    """A season without its qualifier, which moves no bound and which the library cannot read."""
    # Building its grammar takes longer than all our imports together, and few dates need it.
    from edtf import parse_edtf

    parsed = parse_edtf(text)
    first, last = _day(parsed.lower_strict()), _day(parsed.upper_strict())
    if text.endswith(_WINTER):
        # The library ends winter on 31 December; by the contract it lasts through February.
        year = first.year + 1
        last = date(year, 2, monthrange(year, 2)[1])
    return _Side(first, last, False)


def _day(bound: struct_time) -> date:
    return date(bound.tm_year, bound.tm_mon, bound.tm_mday)

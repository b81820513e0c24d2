"""Days, months, seasons and years, written in one of the usual ways."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.reading import dates
from domain.reading.date_words import (
    DAYS,
    FEASTS,
    MONTHS,
    NUMBERS,
    PARTS,
    SEASONS,
)
from domain.reading.dates import Meaning, Tense, When
from domain.reading.text import Token
from domain.reading.word_sets import word_set

Found = tuple[When, int] | None
_YEAR_AFTER = word_set(
    "in since by of until till before after from to and late early mid the during between through -- - back"
)
_MAY_AFTER = _YEAR_AFTER | word_set("or for around last next this a an middle end beginning , (")
_DASHES = frozenset({"-", "--"})


class Row:
    """The words of a sentence from one place on; past the end there are empty ones."""

    def __init__(self, tokens: Sequence[Token], at: int) -> None:
        self.tokens, self.at = tokens, at

    def low(self, i: int) -> str:
        return self.tokens[i].low if 0 <= i < len(self.tokens) else ""

    def capital(self, i: int) -> bool:
        return 0 <= i < len(self.tokens) and self.tokens[i].capital

    def day_number(self, i: int) -> int | None:
        text = self.low(i)
        if text.endswith(("st", "nd", "rd", "th")):
            text = text[:-2]
        if text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= 31:
            return int(text)
        return None

    def count(self, i: int) -> int | None:
        text = self.low(i)
        if text in NUMBERS:
            return NUMBERS[text]
        if text.isascii() and text.isdigit() and len(text) <= 3:
            return int(text)
        return None

    def year(self, i: int) -> int | None:
        return dates.plausible_year(self.low(i))

    def month(self, i: int) -> int | None:
        name = self.low(i)
        number = MONTHS.get(name)
        if number is None or not self.capital(i):
            return None
        sure = self.day_number(i + 1) or self.year(i + 1) or self.day_number(i - 1)
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if (
            len(name) < 4
            and name != "may"
            and not sure
            and after is not None
            and after.capital
            and after.kind == "word"
        ):
            return None  # "Jan Wolski".
        alone = len(self.tokens) == 1  # The rest of "mid-May".
        if name in ("may", "march", "mar") and not (sure or alone or self.low(i - 1) in _MAY_AFTER):
            return None
        return number

    def day_name(self, i: int) -> int | None:
        name = self.low(i)
        if not self.capital(i) or (
            name in ("sun", "sat", "wed", "mon") and self.low(i + 1) not in (".", ",", ")", "(")
        ):
            return None
        return DAYS.get(name)

    def after_dot(self, i: int) -> int:
        return i + 1 if self.low(i) == "." and self.day_number(i + 1) else i


# ---------------------------------------------------------------- days, months, years
def calendar(words: Row, i: int) -> Found:
    return (
        day_and_month(words, i)
        or _iso(words, i)
        or _feast(words, i)
        or _month(words, i)
        or _season_or_year(words, i)
    )


def _build(year: int | None, month: int, first: int, last_month: int, last: int) -> When:
    def days(y: int) -> tuple[date, date]:
        end_year = y + (last_month < month)
        return date(y, month, first), date(end_year, last_month, last)

    grain = "day" if (month, first) == (last_month, last) else "range"
    if year is None:
        return When(dates.yearless(days), grain=grain)
    return When(lambda published, tense: days(year), fixed=True, grain=grain)


def _year_tail(words: Row, i: int) -> tuple[int | None, int, int]:
    """(year, shift of years, end) of ", 2019", "last year", "of next year"; shift 9 where none is told."""
    at = i + 1 if words.low(i) in (",", "of", "in") else i
    year = words.year(at)
    if year is not None:
        return year, 9, at + 1
    if words.low(at) in ("next", "last", "this") and words.low(at + 1) == "year":
        return None, {"next": 1, "last": -1, "this": 0}[words.low(at)], at + 2
    if words.low(at) == "the" and words.low(at + 1) in ("same", "following") and words.low(at + 2) == "year":
        return None, 1 if words.low(at + 1) == "following" else 0, at + 3
    return None, 9, i


def day_and_month(words: Row, i: int) -> Found:
    at = i + 1 if words.low(i) == "the" else i
    month = words.month(at)
    if month is not None:
        return _month_first(words, words.after_dot(at + 1), month)
    first = words.day_number(at)
    if first is None:
        return None
    return _day_first(words, at + 1, first) or _day_alone(words, at, first)


def _of_some_month(words: Row, at: int, first: int, last: int) -> Found:
    """ "The 26th to the 28th of last month", "the 24th of this month"."""
    shift = {"last": -1, "this": 0, "next": 1, "the": 0}.get(words.low(at))
    if shift is None or words.low(at + 1) != "month" or words.low(at - 1) != "of":
        return None

    def meaning(published: date, tense: Tense) -> dates.Period:
        month = dates.month(published.year, published.month + shift)[0]
        return month.replace(day=first), month.replace(day=last)

    tense: Tense | None = "future" if shift > 0 else "past" if shift < 0 else None
    return When(meaning, tense=tense, grain="day" if first == last else "range"), at + 2


def _day_alone(words: Row, at: int, day: int) -> Found:
    """ "On the 2nd", "until the 15th": the nearest such day behind, or ahead."""
    if words.low(at - 1) != "the" or words.low(at - 2) not in (
        "on",
        "until",
        "till",
        "by",
        "from",
        "before",
        "since",
    ):
        return None
    if words.low(at).isdigit() or words.low(at + 1) not in _AFTER_DAY:
        return None

    def meaning(published: date, tense: Tense) -> dates.Period:
        steps = (0, -1, -2) if tense == "past" else (0, 1, 2)
        for step in steps:
            first, last = dates.month(published.year, published.month + step)
            if day > last.day:
                continue
            found = first.replace(day=day)
            if (found <= published) if tense == "past" else (found >= published):
                return found, found
        return None, None

    return When(meaning), at + 1


_AFTER_DAY = frozenset({"", ".", ",", ";", "and", "with", "for", "in", "at", "but", ")", "he", "she"})


def _month_first(words: Row, i: int, month: int) -> Found:
    """ "May 14", "May 14-15", "May 30 to June 2", "March 21 and 22", "Oct. 3, 2019"."""
    first = words.day_number(i)
    if first is None:
        return None
    last, last_month, end = first, month, i + 1
    if words.low(end) in ("-", "--", "to", "through", "and", "until", "till"):
        other_month = words.month(end + 1)
        at = words.after_dot(end + 2) if other_month else end + 1
        other = words.day_number(at)
        # "From May 3 and 5 others": a second day only where it is later, or has a month of its own.
        if other and (other_month or other > first) and words.low(at + 1) not in ("percent", "per", "people"):
            last, last_month, end = other, other_month or month, at + 1
    return _dated(words, end, month, first, last_month, last)


def _day_first(words: Row, i: int, first: int) -> Found:
    """ "14 May", "14-15 May 2024", "30 May to 2 June", "the 14th of May"."""
    last, last_month = first, None
    at = i
    if words.low(at) in ("-", "--", "to", "and", "until", "through"):
        at += words.low(at + 1) == "the"
        other = words.day_number(at + 1)
        if other is None:
            return None
        last, at = other, at + 2
    at += words.low(at) == "of"
    month = words.month(at)
    if month is None:
        return _of_some_month(words, at, first, last)
    at = at + 1 + (words.low(at + 1) == "." and words.low(at) != "may")
    if words.low(at) in ("-", "--", "to", "until", "through") and last == first:
        other, other_month = words.day_number(at + 1), words.month(at + 2)
        if other and other_month:
            last, last_month, at = other, other_month, at + 3
    return _dated(words, at, month, first, last_month or month, last)


def _dated(words: Row, end: int, month: int, first: int, last_month: int, last: int) -> Found:
    year, shift, stop = _year_tail(words, end)
    if shift == 9:
        return _build(year, month, first, last_month, last), stop

    def meaning(published: date, tense: Tense) -> dates.Period:
        y = published.year + shift
        return date(y, month, first), date(y + (last_month < month), last_month, last)

    return When(meaning, tense="future" if shift > 0 else "past" if shift < 0 else None), stop


def _iso(words: Row, i: int) -> Found:
    row = [words.low(i + n) for n in range(5)]
    if row[1] == row[3] == "-" and dates.plausible_year(row[0]):
        try:
            day = date.fromisoformat("".join(row))
        except ValueError:
            return None
        return When(dates.fixed(day), fixed=True), i + 5
    return None


def _feast(words: Row, i: int) -> Found:
    if words.low(i) == "easter" and words.capital(i):
        return When(dates.yearless(lambda year: (dates.easter(year), dates.easter(year)))), i + 1
    for size in (3, 2, 1):
        name = " ".join(words.low(i + n) for n in range(size)).replace(" 's", "'s")
        if name in FEASTS and words.capital(i):
            month, day = FEASTS[name]
            return _build(None, month, day, month, day), i + size
    return None


def _month(words: Row, i: int) -> Found:
    """ "May", "May 2024", "May next year", "April or May", "April to June"."""
    month = words.month(i)
    if month is None:
        return None
    end = i + 1 + (words.low(i + 1) == "." and len(words.low(i)) < 5 and words.low(i) != "may")
    year, shift, stop = _year_tail(words, end)
    last = month
    if words.low(end) in ("or", "and", "to", "through", "-", "--"):
        later = words.month(end + 1)
        if later is not None and words.day_number(end + 2) is None:
            last = later
            year, shift, stop = _year_tail(words, end + 2)

    def months(y: int) -> tuple[date, date]:
        return dates.month(y, month)[0], dates.month(y + (last < month), last)[1]

    other = None
    if last != month:
        other = When(dates.yearless(lambda y: dates.month(y, last)), grain="month")
    if year is not None:
        first_day, last_day = months(year)
        return When(dates.fixed(first_day, last_day), fixed=True, grain="month", end=other), stop
    if shift == 9:
        return When(dates.yearless(months), grain="month", end=other), stop
    tense: Tense | None = "future" if shift > 0 else "past" if shift < 0 else None
    return When(lambda published, told: months(published.year + shift), tense=tense, grain="month"), stop


def _season_or_year(words: Row, i: int) -> Found:
    at = i + 1 if words.low(i) == "the" else i
    code = SEASONS.get(words.low(at))
    if (
        code
        and (words.low(at - 1) in _YEAR_AFTER or words.low(at - 1) in PARTS or at > i)
        and words.low(at) != "fall"
    ):
        return _plain_season(words, at, code)
    if code and words.low(at) == "fall" and words.low(at - 1) in ("the", "in", "this", "until"):
        return _plain_season(words, at, code)
    year = words.year(i)
    if year is not None and words.low(i - 1) in _YEAR_AFTER and words.low(i + 1) not in ("people", "troops"):
        if words.low(i + 1) in _DASHES and words.year(i + 2):
            return When(
                dates.fixed(date(year, 1, 1), date(words.year(i + 2) or year, 12, 31)), fixed=True, grain="year"
            ), i + 3
        return When(dates.fixed(date(year, 1, 1), date(year, 12, 31)), fixed=True, grain="year"), i + 1
    return None


def _plain_season(words: Row, at: int, code: int) -> Found:
    year, shift, stop = _year_tail(words, at + 1)
    if year is not None:
        first, last = dates.season(year, code)
        return When(dates.fixed(first, last), fixed=True, grain="season"), stop
    if shift != 9:
        tense: Tense | None = "future" if shift > 0 else "past" if shift < 0 else None
        return When(
            lambda published, told: dates.season(published.year + shift, code), tense=tense, grain="season"
        ), stop
    return When(season_near(code, 0, "this"), grain="season"), at + 1


def season_near(code: int, shift: int, which: str) -> Meaning:
    def meaning(published: date, told: Tense) -> dates.Period:
        seasons = [dates.season(published.year + n, code) for n in (-2, -1, 0, 1, 2)]
        if shift > 0 or which == "this coming":
            return next(s for s in seasons if s[0] > published)
        if shift < 0:
            return [s for s in seasons if s[1] < published][-1]
        if told == "past":
            return [s for s in seasons if s[0] <= published][-1]
        return next(s for s in seasons if s[1] >= published)

    return meaning

"""Days, weeks and months that are named from another day: "yesterday", "next Tuesday", "two weeks ago"."""

from __future__ import annotations

from datetime import date

from domain.reading import dates
from domain.reading.date_calendar import Found, Row, day_and_month, season_near
from domain.reading.date_words import DAYS, LAST, MONTHS, NEXT, PARTS, SEASONS, TIMES_OF_DAY, UNITS
from domain.reading.dates import Tense, When

FEW = {"few": 3, "couple": 2, "several": 4}


def joined(one: When, other: When) -> When:
    meaning = dates.between(one.meaning, other.meaning)
    return When(meaning, one.fixed and other.fixed, tense=one.tense or other.tense, grain="range", end=other)


_SHIFTS = {
    ("the", "day", "before"): -1, ("a", "day", "earlier"): -1, ("the", "previous", "day"): -1,
    ("one", "day", "earlier"): -1, ("the", "evening", "before"): -1, ("the", "night", "before"): -1,
    ("a", "day", "later"): 1, ("one", "day", "later"): 1, ("the", "next", "day"): 1,
    ("the", "following", "day"): 1,
    ("the", "day", "after"): 1, ("two", "days", "earlier"): -2, ("two", "days", "later"): 2,
    ("three", "days", "earlier"): -3, ("three", "days", "later"): 3, ("the", "same", "day"): 0,
    ("that", "day"): 0, ("earlier", "in", "the", "day"): 0, ("later", "in", "the", "day"): 0,
    ("on", "the", "eve", "of"): -1, ("the", "eve", "of"): -1,
    ("a", "week", "later"): 7, ("a", "week", "earlier"): -7,
}  # fmt: skip

_SHIFTS_BY_WORD: dict[str, list[tuple[tuple[str, ...], int]]] = {}

for _shift in _SHIFTS.items():
    _SHIFTS_BY_WORD.setdefault(_shift[0][0], []).append(_shift)


def shifted_from(words: Row, i: int) -> Found:
    """Days that are counted from another day of the story: "the day before", "two days later"."""
    for phrase, days in _SHIFTS_BY_WORD.get(words.low(i), ()):
        if all(words.low(i + n) == word for n, word in enumerate(phrase)):
            end = i + len(phrase)
            if phrase in (("the", "day", "after"), ("the", "day", "before")) and words.low(end) in (
                "tomorrow",
                "yesterday",
            ):
                return None
            return When(dates.shifted("day", days), shift=days, tense="past" if days < 0 else None), end
    count = words.count(i) or FEW.get(words.low(i))
    at = i + 1
    if count == 1 and words.low(at) in FEW:
        count, at = FEW[words.low(at)], at + 1 + (words.low(at + 1) == "of")
    unit = UNITS.get(words.low(at))
    if count and unit and words.low(at + 1) in ("later", "afterwards", "on") and unit != "hour":
        if words.low(at + 1) == "on" and words.low(at + 2) not in (",", "."):
            return None
        return When(dates.ago(unit, -count), shift=count), at + 2
    return None


def near_day(words: Row, i: int) -> Found:
    low = words.low(i)
    if (low == "the" and words.low(i + 1) == "weekend") or low == "weekend":
        return When(_weekend, grain="week"), i + 1 + (low == "the")
    if low in ("today", "tonight", "overnight"):
        return When(dates.shifted("day", 0)), i + 1
    if low == "yesterday":
        return When(dates.shifted("day", -1), tense="past"), i + 1
    if low == "tomorrow":
        return When(dates.shifted("day", 1), tense="future"), i + 1
    if low == "last" and words.low(i + 1) in ("night", "evening"):
        return When(dates.shifted("day", -1), tense="past"), i + 2
    if low == "this" and words.low(i + 1) in TIMES_OF_DAY:
        return When(dates.shifted("day", 0)), i + 2
    if low in ("the", "day") and [words.low(i + n) for n in range(low == "the", 3)][:2] == ["day", "after"][:2]:
        at = i + (low == "the")
        if words.low(at) == "day" and words.low(at + 1) == "after" and words.low(at + 2) == "tomorrow":
            return When(dates.shifted("day", 2), tense="future"), at + 3
    if (
        low == "the"
        and words.low(i + 1) == "day"
        and words.low(i + 2) == "before"
        and words.low(i + 3) == "yesterday"
    ):
        return When(dates.shifted("day", -2), tense="past"), i + 4
    return None


def _weekend(published: date, tense: Tense) -> dates.Period:
    this = dates.unit_around(published, "weekend", 0)
    return this if tense == "future" or published >= this[0] else dates.unit_around(published, "weekend", -1)


def week_around(words: Row, i: int) -> Found:
    """ "The week of 20 April", "the week beginning on Monday"."""
    at = i + 1 if words.low(i) in ("the", "in") else i
    at += words.low(at) == "the"
    if words.low(at) != "week" or words.low(at + 1) not in ("of", "beginning", "starting", "commencing"):
        return None
    after = at + 2 + (words.low(at + 2) in ("on", "the"))
    inner = day_and_month(words, after) or named_day(words, after)
    if inner is None:
        return None
    when, end = inner
    around = When(
        dates.narrowed(when.meaning, lambda p: dates.week(p[0])), when.fixed, tense=when.tense, grain="week"
    )
    return around, end


def turn_of(words: Row, i: int) -> Found:
    """ "Year's end", "mid-month", "the turn of the year"."""
    low = words.low(i)
    at = i + 1 if low == "the" else i
    unit = UNITS.get(words.low(at))
    if unit in ("week", "month", "year") and words.low(at + 1) == "'s" and words.low(at + 2) == "end":
        return cut_to(When(dates.shifted(unit, 0)), "end"), at + 3
    head, dash, rest = low.partition("-")
    if dash and rest in ("month", "year", "week") and head == "mid":
        return cut_to(When(dates.shifted(rest, 0)), "mid"), i + 1
    if dash and head in ("month", "year", "week") and rest == "end":
        return cut_to(When(dates.shifted(head, 0)), "end"), i + 1
    if [words.low(at + n) for n in range(4)] == ["turn", "of", "the", "year"]:
        return When(_turn_of_year), at + 4
    return None


def _turn_of_year(published: date, tense: Tense) -> dates.Period:
    year = published.year - 1 if tense == "past" and published.month < 12 else published.year
    return date(year, 12, 15), date(year + 1, 1, 15)


def cut_to(when: When, word: str) -> When:
    part = PARTS[word]
    if word == "end":
        return When(dates.narrowed(when.meaning, _end_of), when.fixed, tense=when.tense, grain="part")
    return When(
        dates.narrowed(when.meaning, lambda p: dates.part_of(p, part)),
        when.fixed,
        tense=when.tense,
        grain="part",
    )


def _end_of(period: tuple[date, date]) -> tuple[date, date]:
    """The end of a year is its last two months; of what is shorter, its last third."""
    first, last = period
    if (last - first).days > 300:
        return dates.month(last.year, last.month - 1)[0], last
    return dates.part_of(period, "late")


def ago_of(words: Row, i: int) -> Found:
    at = i
    if words.low(at) in ("about", "some", "around", "nearly", "almost", "over"):
        at += 1
    count = words.count(at) or FEW.get(words.low(at))
    at += 1
    if count == 1 and words.low(at) in FEW:
        count, at = FEW[words.low(at)], at + 1 + (words.low(at + 1) == "of")
    unit = UNITS.get(words.low(at))
    if count and unit and words.low(at + 1) == "from":
        if words.low(at + 2) in ("now", "today"):
            return When(dates.ago(unit, -count), tense="future"), at + 3
        day = words.day_name(at + 2)
        if day is not None and unit == "week":
            meaning = dates.weekday(day)
            return When(lambda p, tense: _days_later(meaning(p, "future"), 7 * count), tense="future"), at + 3
    if count and unit and words.low(at + 1) in ("ago", "earlier", "hence"):
        if words.low(at + 1) == "hence":
            return When(dates.ago(unit, -count), tense="future"), at + 2
        return When(dates.ago(unit, count), tense="past", grain=unit), at + 2
    return None


def which_unit(words: Row, i: int) -> Found:
    """Next, last, this, the coming: with a unit, a day, a month or a season."""
    at = i + 1 if words.low(i) == "the" else i
    which = words.low(at)
    if which == "this" and words.low(at + 1) in NEXT | LAST:
        at += 1
        which = "this coming" if words.low(at) in NEXT else words.low(at)
    shift = 1 if which in NEXT else -1 if which in LAST else 0
    if which not in ("this", "this coming") and not shift:
        return None
    tense: Tense | None = "future" if shift > 0 or which == "this coming" else "past" if shift < 0 else None
    end, unit = at + 2, UNITS.get(words.low(at + 1))
    if unit and unit not in ("hour", "day") and not words.low(at + 1).endswith("s"):
        if unit in ("weekend",) and which == "this coming":
            shift = 0
        when = When(dates.shifted(unit, shift if which != "this coming" else 1), tense=tense, grain=unit)
        if words.low(end) == "'s":
            return when, end
        in_week = words.day_name(end)
        if in_week is not None and unit == "week":
            return When(dates.narrowed(when.meaning, lambda p: _day_of_week(p, in_week)), tense=tense), end + 1
        return when, end
    day = words.day_name(at + 1)
    if day is not None:
        name = "next" if shift > 0 else "last" if shift < 0 else "this"
        if which == "this coming" or (which in NEXT and which != "next"):
            return When(dates.weekday(day), tense="future"), end
        return _with_date(words, end, When(dates.weekday(day, name), tense=tense))
    month = MONTHS.get(words.low(at + 1)) if words.capital(at + 1) else None
    if month:
        return _named_next(words, at + 1, month, shift, tense)
    code = SEASONS.get(words.low(at + 1))
    if code:
        return When(season_near(code, shift, which), tense=tense, grain="season"), end
    return None


def _day_of_week(period: tuple[date, date], day: int) -> tuple[date, date]:
    found = date.fromordinal(dates.week(period[0])[0].toordinal() + day)
    return found, found


def _named_next(words: Row, i: int, month: int, shift: int, tense: Tense | None) -> Found:
    day = words.day_number(words.after_dot(i + 1))
    end = words.after_dot(i + 1) + 1 if day else i + 1

    def meaning(published: date, told: Tense) -> dates.Period:
        year = published.year
        if shift > 0 and month <= published.month:
            year += 1
        elif shift < 0 and month >= published.month:
            year -= 1
        first, last = dates.month(year, month)
        return (first.replace(day=day), first.replace(day=day)) if day else (first, last)

    return When(meaning, tense=tense, grain="day" if day else "month"), end


def named_day(words: Row, i: int) -> Found:
    day = words.day_name(i)
    if day is None:
        return None
    end = i + 1 + (words.low(i + 1) == "." and words.low(i) not in DAYS)
    if words.low(end) in TIMES_OF_DAY:
        end += 1
    at = end + (words.low(end) in (",", "of"))
    unit_after = words.low(at), words.low(at + 1)
    if unit_after[0] in ("next", "last", "this") and unit_after[1] == "week":
        shift = {"next": 1, "last": -1, "this": 0}[unit_after[0]]
        week = dates.shifted("week", shift)
        tense: Tense | None = "future" if shift > 0 else "past" if shift < 0 else None
        return When(dates.narrowed(week, lambda p: _day_of_week(p, day)), tense=tense), at + 2
    if words.low(end) == "week" and words.low(end + 1) not in ("long", "-"):
        meaning = dates.weekday(day, "next")
        return When(
            lambda published, tense: _days_later(
                meaning(published, "future"), 7 if (day - published.weekday()) % 7 else 0
            ),
            tense="future",
        ), end + 1
    if words.low(end) == "next" and words.low(end + 1) != "week":
        return When(dates.weekday(day, "next"), tense="future"), end + 1
    if words.low(end) == "last" and words.low(end + 1) != "week":
        return When(dates.weekday(day, "last"), tense="past"), end + 1
    return _with_date(words, end, When(dates.weekday(day)), day)


def _days_later(period: dates.Period, days: int) -> dates.Period:
    first, last = period
    return (
        first and date.fromordinal(first.toordinal() + days),
        last and date.fromordinal(last.toordinal() + days),
    )


def _with_date(words: Row, end: int, when: When, day: int | None = None) -> Found:
    """ "Thursday (Oct 19)", "Thursday, 19 October", "Monday to Wednesday", "Monday and Tuesday"."""
    at = end + 1 if words.low(end) in (",", "(", "the") else end
    exact = day_and_month(words, at)
    if exact is not None:
        stop = exact[1] + (words.low(exact[1]) == ")" and words.low(end) == "(")
        return exact[0], stop
    if words.low(end) in ("to", "through", "until", "-", "--", "and"):
        other = words.day_name(end + 1)
        if other is not None:
            return joined(when, When(dates.weekday(other))), end + 2
    return when, end

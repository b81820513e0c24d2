"""Finds date phrases in a row of words: recursive descent, each rule looks at a few words only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.reading import dates
from domain.reading.date_calendar import Found, Row, calendar, day_and_month, season_near
from domain.reading.date_words import (
    DAYS,
    FEASTS,
    LAST,
    MONTHS,
    NEXT,
    NUMBERS,
    OPEN_PHRASES,
    ORDINALS,
    PARTS,
    SEASONS,
    TIMES_OF_DAY,
    UNITS,
)
from domain.reading.dates import Tense, When
from domain.reading.text import Token
from domain.reading.word_sets import word_set

_LONGEST = 16
"""Words; no date phrase is longer."""
_SKIPPED = frozenset(
    {"on", "in", "at", "during", "around", "about", "over", "towards", "toward", "for", "through"}
)
_FEW = {"few": 3, "couple": 2, "several": 4}


_STARTERS = (
    _SKIPPED | NEXT | LAST | frozenset(PARTS) | frozenset(NUMBERS) | frozenset(ORDINALS) | frozenset(_FEW)
    | frozenset(phrase[0] for phrase in OPEN_PHRASES) | frozenset(SEASONS)
    | word_set(
        "by no not before ahead prior after since until till within from between starting beginning as lasting "
        "the weekend today tonight overnight yesterday tomorrow this later earlier sooner about some nearly "
        "almost its early that a one"
    )
)  # fmt: skip


def _may_begin(token: Token) -> bool:
    """Whether a date phrase can begin with this word: most words are passed over here."""
    if token.kind == "num" or token.low in _STARTERS:
        return True
    return token.kind == "word" and (
        "-" in token.low
        or (token.capital and (token.low in MONTHS or token.low in DAYS or token.low in _FEAST_WORDS))
    )


_FEAST_WORDS = frozenset(name.split()[0].removesuffix("'s") for name in FEASTS) | {"easter"}


def find(tokens: Sequence[Token], i: int) -> Found:
    """The longest date phrase that begins at word `i`, and the number of the word after it."""
    if not _may_begin(tokens[i]):
        return None
    words = Row(tokens, i)
    found = _open(words, i) or _shifted(words, i) or _bounded(words, i) or _length(words, i)
    if found is None and words.low(i) in _SKIPPED:
        found = _span_of_time(words, i) or _base(words, i + 1)
    return found or _base(words, i)


# ---------------------------------------------------------------- phrases with a preposition
_OPENINGS: dict[str, list[tuple[str, ...]]] = {}
for _phrase in OPEN_PHRASES:
    _OPENINGS.setdefault(_phrase[0], []).append(_phrase)


def _open(words: Row, i: int) -> Found:
    if words.low(i) == "soon" and words.low(i + 1) == "as":
        return None  # "As soon as next week".
    for phrase in _OPENINGS.get(words.low(i), ()):
        if all(words.low(i + n) == word for n, word in enumerate(phrase)):
            return When(lambda published, tense: (None, None), open=True), i + len(phrase)
    return None


def _bounded(words: Row, i: int) -> Found:
    low, after = words.low(i), words.low(i + 1)
    if low == "by":
        return _wrapped(words, i + 1, dates.by_end)
    if low in ("no", "not") and after == "later" and words.low(i + 2) == "than":
        return _wrapped(words, i + 3, dates.by_end)
    if low == "before" or (low == "ahead" and after == "of") or (low == "prior" and after == "to"):
        return _wrapped(words, i + (1 if low == "before" else 2), dates.before)
    if low == "after":
        return _wrapped(words, i + 1, dates.after)
    if low == "since":
        return _wrapped(words, i + 1, lambda inner: dates.after(inner, 0), tense="past")
    if low in ("until", "till"):
        return _base(words, i + 1)
    if low == "within":
        return _within(words, i + 1)
    if low in ("from", "between", "starting", "beginning", "as"):
        at = i + 1 if low in ("from", "between") else i + 2
        if low == "as" and after not in ("of", "from"):
            return None
        if low in ("starting", "beginning") and after not in ("on", "in", "from"):
            at = i + 1
        return _from(words, at)
    return None


def _wrapped(words: Row, i: int, wrap: object, tense: Tense | None = None) -> Found:
    inner = _base(words, i)
    if inner is None or not callable(wrap):
        return None
    when, end = inner
    return When(wrap(when.meaning), tense=tense or when.tense, grain=when.grain), end


def _from(words: Row, i: int) -> Found:
    first = _base(words, i)
    if first is None:
        return None
    when, end = first
    if words.low(end) in ("to", "until", "till", "through", "and", "-", "--"):
        second = _base(words, end + 1)
        if second is not None:
            return _joined(when, second[0]), second[1]
    return When(dates.after(when.meaning, 0) if when.grain == "day" else when.meaning, grain=when.grain), end


def _joined(one: When, other: When) -> When:
    meaning = dates.between(one.meaning, other.meaning)
    return When(meaning, one.fixed and other.fixed, tense=one.tense or other.tense, grain="range", end=other)


def _within(words: Row, i: int) -> Found:
    """ "Within two weeks", "within the next month", "within days"."""
    at = i + 1 if words.low(i) == "the" else i
    at = at + 1 if words.low(at) in NEXT | LAST else at
    count = words.count(at)
    if count is not None and words.low(at + 1) in UNITS:
        # "His second trip within two months" tells how soon they followed each other.
        again = words.low(i - 2) in ("visit", "trip", "meeting", "time", "summit", "talks", "tour", "stop")
        return When(dates.within(UNITS[words.low(at + 1)], count), open=again), at + 2
    unit = UNITS.get(words.low(at))
    if unit:
        return When(dates.within(unit, 3 if words.low(at).endswith("s") else 1)), at + 1
    return None


def _span_of_time(words: Row, i: int) -> Found:
    """ "In the coming weeks", "over the past few months", "in two weeks", "in the next 10 days"."""
    at = i + 1
    if words.low(at) == "the":
        at += 1
    which = words.low(at)
    if which in NEXT | LAST or which == "recent":
        at += 1
        if words.low(at) == "couple" and words.low(at + 1) == "of":
            count, at = 2, at + 2
        else:
            known = _FEW.get(words.low(at)) or words.count(at)
            count, at = (known, at + 1) if known else (4, at)
        unit = words.low(at)
        if unit in UNITS and unit.endswith("s"):
            if unit == "days" and count == 4:
                count = 10
            back: Tense = "past" if which in LAST or which == "recent" else "future"
            return When(dates.within(UNITS[unit], count), tense=back), at + 1
        return None
    if words.low(i) == "in" and words.low(i + 1) != "the":
        count = words.count(i + 1) or _FEW.get(words.low(i + 1)) or 0
        at = i + 2
        if words.low(i + 1) == "a" and words.low(i + 2) in _FEW:
            count, at = _FEW[words.low(i + 2)], i + 3 + (words.low(i + 3) == "of")
        unit = words.low(at)
        if count and unit in UNITS:
            at += 1
            if words.low(at) == "'s" and words.low(at + 1) == "time":
                at += 2
            # "His first visit in ten years" tells how long there was none.
            if words.low(i - 1) in (
                "visit",
                "trip",
                "meeting",
                "time",
                "summit",
                "talks",
                "president",
                "leader",
                "first",
                "second",
                "minister",
                "king",
                "monarch",
                "premier",
                "kind",
            ):
                return When(lambda published, tense: (None, None), open=True), at
            return When(dates.ago(UNITS[unit], -count), tense="future"), at
    return None


def _length(words: Row, i: int) -> Found:
    low = words.low(i)
    at = i + 1 if low in ("for", "lasting") else i
    text = words.low(at)
    number, dash, unit = text.partition("-")
    if dash and unit.split("-")[0] in UNITS and (number in NUMBERS or number.isdigit()):
        count = NUMBERS.get(number) or (int(number) if len(number) < 4 else 1)
        return _lasting(UNITS[unit.split("-")[0]], count), at + 1
    if text == "week-long" or text == "weeklong":
        return _lasting("week", 1), at + 1
    if low == "for" or low == "lasting":
        count_word = words.count(at)
        if count_word is not None and words.low(at + 1) in UNITS:
            return _lasting(UNITS[words.low(at + 1)], count_word), at + 2
    return None


def _lasting(unit: str, count: int) -> When:
    days = {"day": 1, "week": 7, "fortnight": 14, "weekend": 2, "month": 30, "year": 365, "hour": 0}.get(
        unit, 1
    )
    span = max(days * count, 1)
    return When(
        lambda published, tense: (date.fromordinal(1), date.fromordinal(min(span, 3_000_000))), length=True
    )


# ---------------------------------------------------------------- phrases without one
def _base(words: Row, i: int) -> Found:
    if i - words.at > _LONGEST:
        return None
    found = (
        _near(words, i)
        or _week_around(words, i)
        or _turn(words, i)
        or _later(words, i)
        or _part(words, i)
        or _ago(words, i)
        or _which(words, i)
        or _named_day(words, i)
        or calendar(words, i)
    )
    if found is None:
        return None
    when, end = found
    if words.low(end) in TIMES_OF_DAY:
        end += 1
    return when, end


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


def _shifted(words: Row, i: int) -> Found:
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
    count = words.count(i) or _FEW.get(words.low(i))
    at = i + 1
    if count == 1 and words.low(at) in _FEW:
        count, at = _FEW[words.low(at)], at + 1 + (words.low(at + 1) == "of")
    unit = UNITS.get(words.low(at))
    if count and unit and words.low(at + 1) in ("later", "afterwards", "on") and unit != "hour":
        if words.low(at + 1) == "on" and words.low(at + 2) not in (",", "."):
            return None
        return When(dates.ago(unit, -count), shift=count), at + 2
    return None


def _near(words: Row, i: int) -> Found:
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


def _later(words: Row, i: int) -> Found:
    low = words.low(i)
    if low == "the" and words.low(i + 1) in ("rest", "remainder") and words.low(i + 2) == "of":
        at = i + 4 if words.low(i + 3) in ("the", "this") else i + 3
        unit = UNITS.get(words.low(at))
        return (When(dates.later_in(unit), tense="future"), at + 1) if unit else None
    if low not in ("later", "earlier", "sooner"):
        return None
    at = i + 1
    if words.low(at) in ("in", "on"):
        at += 1
    which, unit = words.low(at), UNITS.get(words.low(at + 1), "")
    if which in ("this", "the") and unit in ("week", "month", "year", "quarter", "decade"):
        build = dates.later_in if low == "later" else dates.earlier_in
        return When(build(unit), tense="future" if low == "later" else "past"), at + 2
    inner = _base(words, at)
    if inner is None:
        return None
    return inner


def _week_around(words: Row, i: int) -> Found:
    """ "The week of 20 April", "the week beginning on Monday"."""
    at = i + 1 if words.low(i) in ("the", "in") else i
    at += words.low(at) == "the"
    if words.low(at) != "week" or words.low(at + 1) not in ("of", "beginning", "starting", "commencing"):
        return None
    after = at + 2 + (words.low(at + 2) in ("on", "the"))
    inner = day_and_month(words, after) or _named_day(words, after)
    if inner is None:
        return None
    when, end = inner
    around = When(
        dates.narrowed(when.meaning, lambda p: dates.week(p[0])), when.fixed, tense=when.tense, grain="week"
    )
    return around, end


def _turn(words: Row, i: int) -> Found:
    """ "Year's end", "mid-month", "the turn of the year"."""
    low = words.low(i)
    at = i + 1 if low == "the" else i
    unit = UNITS.get(words.low(at))
    if unit in ("week", "month", "year") and words.low(at + 1) == "'s" and words.low(at + 2) == "end":
        return _cut(When(dates.shifted(unit, 0)), "end"), at + 3
    head, dash, rest = low.partition("-")
    if dash and rest in ("month", "year", "week") and head == "mid":
        return _cut(When(dates.shifted(rest, 0)), "mid"), i + 1
    if dash and head in ("month", "year", "week") and rest == "end":
        return _cut(When(dates.shifted(head, 0)), "end"), i + 1
    if [words.low(at + n) for n in range(4)] == ["turn", "of", "the", "year"]:
        return When(_turn_of_year), at + 4
    return None


def _turn_of_year(published: date, tense: Tense) -> dates.Period:
    year = published.year - 1 if tense == "past" and published.month < 12 else published.year
    return date(year, 12, 15), date(year + 1, 1, 15)


_PARTS_ALONE = frozenset({"early", "late", "mid", "middle"})


def _part(words: Row, i: int) -> Found:
    """Early, mid, late; the end, the second half, the first week of what follows."""
    low = words.low(i)
    head, dash, rest = low.partition("-")
    if dash and head in PARTS and rest:
        token = words.tokens[i]
        piece = Token(token.text[len(head) + 1 :], rest, token.start, token.end)
        inner = _base(Row([piece], 0), 0)
        if inner:
            tail = _year_after(words, i + 1, piece)
            return _cut(tail[0] if tail else inner[0], head), tail[1] if tail else i + 1
    at = i + 1 if low in ("the", "its") else i
    part = PARTS.get(words.low(at))
    if part and low != "the" and words.low(at) in _PARTS_ALONE:
        after = at + (2 if words.low(at + 1) in ("in", "on") else 1)
        if words.low(at + 1) in ("to", "or", "and") and words.low(at + 2).split("-")[0] in _PARTS_ALONE:
            return _two_parts(words, at)
        inner = None if words.low(after) in _PARTS_ALONE else _base(words, after)
        if inner is None:
            return None
        return _cut(inner[0], words.low(at)), inner[1]
    if part and words.low(at + 1) == "of":
        inner = _unit_or_base(words, at + 2)
        return (_cut(inner[0], words.low(at)), inner[1]) if inner else None
    number = ORDINALS.get(words.low(at))
    if number is not None and words.low(at + 1) == "quarter" and words.low(at + 2) not in ("of", "in", "final"):
        return _quarter(When(dates.shifted("year", 0)), number), at + 2
    if number is None or words.low(at + 2) not in ("of", "in"):
        return None
    return _ordinal(words, at, number)


def _two_parts(words: Row, at: int) -> Found:
    """ "Early to mid-May": from the beginning of the one to the end of the other."""
    second = _part(words, at + 2)
    if second is None:
        return None
    token = words.tokens[at + 2]
    piece = token.text.partition("-")[2] or words.tokens[min(at + 3, len(words.tokens) - 1)].text
    inner = _base(Row([Token(piece, piece.lower(), token.start, token.end)], 0), 0)
    if inner is None:
        return second
    return _joined(_cut(inner[0], words.low(at)), second[0]), second[1]


def _year_after(words: Row, i: int, piece: Token) -> Found:
    """ "Mid-April 2025", "mid-July next year": with the year that follows."""
    row = [piece, *words.tokens[i : i + 3]]
    inner = _base(Row(row, 0), 0)
    return (inner[0], i + inner[1] - 1) if inner and inner[1] > 1 else None


def _ordinal(words: Row, at: int, number: int) -> Found:
    what = words.low(at + 1)
    inner = _unit_or_base(words, at + 3)
    if inner is None:
        return None
    when, end = inner
    if what == "half":
        return When(
            dates.narrowed(when.meaning, lambda p: dates.half_of(p, number)), tense=when.tense, grain="part"
        ), end
    if what == "week":
        return When(
            dates.narrowed(when.meaning, lambda p: dates.week_of(p, number)), tense=when.tense, grain="week"
        ), end
    if what in ("days", "day", "part", "third"):
        return _cut(when, "early" if number == 1 else "late"), end
    if what == "weekend":
        return When(
            dates.narrowed(when.meaning, lambda p: dates.week_of(p, number)), tense=when.tense, grain="week"
        ), end
    if what == "quarter":
        return _quarter(when, number), end
    return None


def _quarter(when: When, number: int) -> When:
    wanted = 4 if number == -1 else number

    def quarter(p: tuple[date, date]) -> tuple[date, date]:
        start = 3 * wanted - 2
        return dates.month(p[0].year, start)[0], dates.month(p[0].year, start + 2)[1]

    return When(dates.narrowed(when.meaning, quarter), tense=when.tense, grain="quarter")


def _unit_or_base(words: Row, i: int) -> Found:
    """ "The year", "the month" alone mean those of publication; else any phrase."""
    at = i + 1 if words.low(i) in ("the", "this") else i
    unit = UNITS.get(words.low(at))
    if unit in ("week", "month", "year", "quarter", "decade") and at > i:
        return When(dates.shifted(unit, 0), grain=unit), at + 1
    return _base(words, at if words.low(i) == "the" else i)


def _cut(when: When, word: str) -> When:
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


def _ago(words: Row, i: int) -> Found:
    at = i
    if words.low(at) in ("about", "some", "around", "nearly", "almost", "over"):
        at += 1
    count = words.count(at) or _FEW.get(words.low(at))
    at += 1
    if count == 1 and words.low(at) in _FEW:
        count, at = _FEW[words.low(at)], at + 1 + (words.low(at + 1) == "of")
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


def _which(words: Row, i: int) -> Found:
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


def _named_day(words: Row, i: int) -> Found:
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
            return _joined(when, When(dates.weekday(other))), end + 2
    return when, end

"""Finds date phrases in a row of words: recursive descent, each rule looks at a few words only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.reading import dates
from domain.reading.date_calendar import Found, Row, calendar
from domain.reading.date_days import (
    FEW,
    ago_of,
    cut_to,
    joined,
    named_day,
    near_day,
    shifted_from,
    turn_of,
    week_around,
    which_unit,
)
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


_STARTERS = (
    _SKIPPED | NEXT | LAST | frozenset(PARTS) | frozenset(NUMBERS) | frozenset(ORDINALS) | frozenset(FEW)
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
    found = _open(words, i) or shifted_from(words, i) or _bounded(words, i) or _length(words, i)
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
            return joined(when, second[0]), second[1]
    return When(dates.after(when.meaning, 0) if when.grain == "day" else when.meaning, grain=when.grain), end


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
            known = FEW.get(words.low(at)) or words.count(at)
            count, at = (known, at + 1) if known else (4, at)
        unit = words.low(at)
        if unit in UNITS and unit.endswith("s"):
            if unit == "days" and count == 4:
                count = 10
            back: Tense = "past" if which in LAST or which == "recent" else "future"
            return When(dates.within(UNITS[unit], count), tense=back), at + 1
        return None
    if words.low(i) == "in" and words.low(i + 1) != "the":
        count = words.count(i + 1) or FEW.get(words.low(i + 1)) or 0
        at = i + 2
        if words.low(i + 1) == "a" and words.low(i + 2) in FEW:
            count, at = FEW[words.low(i + 2)], i + 3 + (words.low(i + 3) == "of")
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
        near_day(words, i)
        or week_around(words, i)
        or turn_of(words, i)
        or _later(words, i)
        or _part(words, i)
        or ago_of(words, i)
        or which_unit(words, i)
        or named_day(words, i)
        or calendar(words, i)
    )
    if found is None:
        return None
    when, end = found
    if words.low(end) in TIMES_OF_DAY:
        end += 1
    return when, end


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
            return cut_to(tail[0] if tail else inner[0], head), tail[1] if tail else i + 1
    at = i + 1 if low in ("the", "its") else i
    part = PARTS.get(words.low(at))
    if part and low != "the" and words.low(at) in _PARTS_ALONE:
        after = at + (2 if words.low(at + 1) in ("in", "on") else 1)
        if words.low(at + 1) in ("to", "or", "and") and words.low(at + 2).split("-")[0] in _PARTS_ALONE:
            return _two_parts(words, at)
        inner = None if words.low(after) in _PARTS_ALONE else _base(words, after)
        if inner is None:
            return None
        return cut_to(inner[0], words.low(at)), inner[1]
    if part and words.low(at + 1) == "of":
        inner = _unit_or_base(words, at + 2)
        return (cut_to(inner[0], words.low(at)), inner[1]) if inner else None
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
    return joined(cut_to(inner[0], words.low(at)), second[0]), second[1]


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
        return cut_to(when, "early" if number == 1 else "late"), end
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

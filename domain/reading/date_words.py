"""The words of dates in English news."""

from __future__ import annotations

from domain.reading.word_sets import word_set

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
DAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thur thurs", "friday fri", "saturday sat",
         "sunday sun")
    )
    for name in names.split()
}  # fmt: skip
SEASONS = {"spring": 21, "springtime": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
UNITS = {
    "day": "day", "days": "day", "week": "week", "weeks": "week", "fortnight": "fortnight", "month": "month",
    "months": "month", "year": "year", "years": "year", "weekend": "weekend", "quarter": "quarter",
    "decade": "decade", "decades": "decade", "hour": "hour", "hours": "hour",
}  # fmt: skip
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1, "final": -1,
    "opening": 1, "closing": -1, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}  # fmt: skip
NEXT = frozenset({"next", "coming", "following", "upcoming"})
LAST = frozenset({"last", "past", "previous"})
PARTS = {
    "early": "early", "mid": "mid", "late": "late", "middle": "mid", "beginning": "early", "start": "early",
    "end": "late", "close": "late", "outset": "early",
}  # fmt: skip
FEASTS = {
    "christmas": (12, 25), "xmas": (12, 25), "new year": (1, 1), "new year's": (1, 1), "new year's day": (1, 1),
    "new year's eve": (12, 31), "christmas eve": (12, 24), "christmas day": (12, 25), "may day": (5, 1),
    "valentine's day": (2, 14), "boxing day": (12, 26), "bastille day": (7, 14), "midsummer": (6, 21),
    "halloween": (10, 31), "nowruz": (3, 21), "navruz": (3, 21), "epiphany": (1, 6), "labour day": (5, 1),
    "women's day": (3, 8), "armistice day": (11, 11),
}  # fmt: skip
"""Feasts on a fixed day. "New year" as a bound means the first of January."""

TIMES_OF_DAY = word_set("morning afternoon evening night noon midnight midday dawn lunchtime dusk daybreak")

# Phrases that name no time. Longest first where one begins another.
OPEN_PHRASES = tuple(
    tuple(phrase.split())
    for phrase in (
        "at a mutually convenient time", "at a time convenient to both sides", "at a convenient time",
        "at a time convenient for both sides", "at a convenient date", "at the appropriate time",
        "at an appropriate time", "at an appropriate date", "at a suitable time", "at an early date",
        "at the earliest opportunity", "at the earliest possible date", "at the earliest convenience",
        "at her convenience", "at his convenience", "at their convenience", "at her earliest convenience",
        "at his earliest convenience", "at a later date", "at a later time", "at a later stage",
        "at a date to be agreed", "at a date to be set", "at a date to be announced", "at a date to be fixed",
        "at a mutually agreed date", "at a mutually convenient date", "at an unspecified date", "at some point",
        "at some stage", "in due course", "in the near future", "in the foreseeable future", "before too long",
        "before long", "as soon as possible", "very soon", "soon", "shortly", "when the time is right",
        "when conditions allow", "when circumstances allow", "one day", "someday", "sooner or later",
        "when the time comes", "in the not too distant future", "until further notice", "indefinitely",
        "sine die", "for an indefinite period", "without a new date",
    )
)  # fmt: skip

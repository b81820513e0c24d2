"""No text may take long: repetition that is made to hurt, as long as an article may be at most.

What is tested is that twice the length takes about twice the time; the seconds themselves stand in docs/intake.md.
"""

from __future__ import annotations

import itertools
from datetime import date
from time import process_time

import pytest

from adapters.reading.documents import LONGEST
from domain.reading.reader import Article
from domain.reading.rules import RuleReader

READER = RuleReader()
DAY = date(2024, 3, 14)
LENGTH = LONGEST

UNITS = [
    "a", " ", "\n", ".", ",", '"', "(", "-", "A. ", "Mr. ", "U.S.", "'s ", "and ", "1 ", "1,", "May ", "on May 1 ",
    "the second half of ", "early mid late ", "Kim ", "Kim and ", "Kim, ", "Kim met Kim ", "President ", "the president of ",
    "will visit ", "who ", "that ", "visit to ", "Peru and ", "Russian President Kim met ", "to ", "said that ", "A a.", "A\n",
    "Kenya's ", "foreign minister ", "minister of food and ", "- -- ", "was invited by ", "deputy ", "é", "A-B-", "A.B.",
    "he met her, ", "talks between Kim and ", "x" * 500 + " ",
]  # fmt: skip


def grows_with_its_length(text):
    half, whole = (min(seconds(part) for _ in range(2)) for part in (text[: len(text) // 2], text))
    return whole < 3.5 * max(half, 0.2)


def seconds(text):
    started = process_time()
    READER.read(Article(text, DAY))
    return process_time() - started


@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_repetition_takes_no_more_than_its_length(unit):
    assert grows_with_its_length(unit * (LENGTH // len(unit)))


def test_many_officials_and_events_take_no_more_than_their_number():
    names = [f"{a}{b}{c}ov" for a in "BDFGKLMNPRST" for b in "aeiou" for c in "lmnrst"]
    text = "\n\n".join(
        f"Kenyan Trade Minister Asha {one} met Peruvian Trade Minister Luis {two} on Monday."
        for one, two in itertools.pairwise(names)
    )
    assert grows_with_its_length(text[:LENGTH])


@pytest.mark.parametrize("text", ["", " ", "\n\n", ".", "\x00", "\ud800", "🙂" * 50, "—" * 50, "ﬁ ﬂ"])
def test_odd_texts_hold_no_events_and_raise_nothing(text):
    assert READER.read(Article(text, DAY)) == []

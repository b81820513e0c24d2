"""What phrases of time mean, seen from one day: a Thursday, 19 October 2023."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import edtf
from domain.reading.date_grammar import find
from domain.reading.dates import easter, edtf_of
from domain.reading.text import tokens_of

THURSDAY = date(2023, 10, 19)


def meaning(phrase, tense="future", day=THURSDAY):
    tokens = tokens_of(phrase)
    for i in range(len(tokens)):
        found = find(tokens, i)
        if found:
            return edtf_of(found[0].period(day, tense))
    raise AssertionError(f"no date was found in {phrase!r}")


@pytest.mark.parametrize(
    ("phrase", "days"),
    [
        ("next month", "2023-11"),
        ("on Thursday", "2023-10-19"),
        ("on Friday", "2023-10-20"),
        ("Thursday (Oct 26)", "2023-10-26"),
        ("later this year", "2023-10-19/2023-12-31"),
        ("in the second half of May", "2024-05-16/2024-05-31"),
        ("early next week", "2023-10-23/2023-10-25"),
        ("May 14-15", "2024-05-14/2024-05-15"),
        ("in the coming weeks", "2023-10-19/2023-11-16"),
        ("by the end of the year", "2023-10-19/2023-12-31"),
        ("this spring", "2024-21"),
        ("in the autumn", "2023-23"),
        ("in early spring", "2024-03/2024-04"),
        ("mid-April", "2024-04-10/2024-04-20"),
        ("in mid-May", "2024-05-10/2024-05-20"),
        ("early to mid-May", "2024-05-01/2024-05-20"),
        ("the week of 20 November", "2023-11-20/2023-11-26"),
        ("two weeks from now", "2023-10-30/2023-11-05"),
        ("a week from Monday", "2023-10-30"),
        ("at the turn of the year", "2023-12-15/2024-01-15"),
        ("mid-month", "2023-10-10/2023-10-20"),
        ("by the year's end", "2023-10-19/2023-12-31"),
        ("in the first quarter of 2024", "2024-01/2024-03"),
        ("in the spring of next year", "2024-21"),
        ("on the 24th of this month", "2023-10-24"),
        ("as soon as next month", "2023-11"),
        ("until the 25th.", "2023-10-25"),
        ("from this Friday to mid-April", "2023-10-20/2024-04-20"),
        ("before May 1972", "../1972-04-30"),
        ("before next May", "2023-10-19/2024-04-30"),
        ("before Christmas", "2023-10-19/2023-12-24"),
        ("by Easter", "2023-10-19/2024-03-31"),
        ("the second week of November", "2023-11-08/2023-11-14"),
        ("the last week of June", "2024-06-24/2024-06-30"),
        ("within two weeks", "2023-10-19/2023-11-02"),
        ("in April or May", "2024-04/2024-05"),
        ("30 May to 2 June", "2024-05-30/2024-06-02"),
        ("from Wednesday to Friday", "2023-10-25/2023-10-27"),
        ("on Friday next week", "2023-10-27"),
        ("next Monday", "2023-10-23"),
        ("Monday week", "2023-10-30"),
        ("at the weekend", "2023-10-21/2023-10-22"),
        ("in the first quarter of 2025", "2025-01/2025-03"),
        ("late August", "2024-08-20/2024-08-31"),
        ("December 31-January 2", "2023-12-31/2024-01-02"),
    ],
)
def test_what_is_to_come_lies_ahead(phrase, days):
    assert meaning(phrase) == days


@pytest.mark.parametrize(
    ("phrase", "days"),
    [
        ("on Thursday", "2023-10-19"),
        ("on Friday", "2023-10-13"),
        ("from Sept. 12-17", "2023-09-12/2023-09-17"),
        ("last June", "2023-06"),
        ("last week", "2023-10-09/2023-10-15"),
        ("in November", "2022-11"),
        ("yesterday", "2023-10-18"),
        ("last night", "2023-10-18"),
        ("a year ago", "2022-10"),
        ("four years ago", "2019"),
        ("earlier this month", "2023-10-01/2023-10-19"),
        ("in 2019", "2019"),
        ("since January 2021", "2021-01-01/2023-10-19"),
        ("Tuesday, 16 January 2024", "2024-01-16"),
        ("2023-10-18", "2023-10-18"),
        ("last summer", "2023-22"),
    ],
)
def test_what_has_been_lies_behind(phrase, days):
    assert meaning(phrase, "past") == days


@pytest.mark.parametrize(
    "phrase",
    ["at a convenient time", "in due course", "at an early date", "soon", "indefinitely", "at her convenience"],
)
def test_phrases_that_name_no_time_leave_it_open(phrase):
    tokens = tokens_of(phrase)
    when, end = find(tokens, 0)
    assert when.open
    assert end == len(tokens)
    assert meaning(phrase) is None


@pytest.mark.parametrize(
    "phrase", ["He may go", "They march on", "Jan Wolski said", "the sat phone", "a second bridge"]
)
def test_words_that_only_look_like_dates_are_none(phrase):
    tokens = tokens_of(phrase)
    assert all(find(tokens, i) is None for i in range(len(tokens)))


@pytest.mark.parametrize("phrase", ["a three-day visit", "a visit for a week"])
def test_how_long_something_takes_is_no_date(phrase):
    tokens = tokens_of(phrase)
    found = [found[0] for i in range(len(tokens)) if (found := find(tokens, i))]
    assert found[0].length


@pytest.mark.parametrize(("year", "day"), [(1961, (4, 2)), (2024, (3, 31)), (2025, (4, 20)), (2038, (4, 25))])
def test_easter_is_where_the_calendars_have_it(year, day):
    assert easter(year) == date(year, *day)


PHRASES = st.lists(
    st.sampled_from(
        [
            "on",
            "in",
            "by",
            "before",
            "after",
            "from",
            "to",
            "until",
            "next",
            "last",
            "this",
            "the",
            "of",
            "a",
            "early",
            "late",
            "mid",
            "second",
            "half",
            "week",
            "weeks",
            "month",
            "year",
            "May",
            "March",
            "Monday",
            "Friday",
            "14",
            "3",
            "31",
            "2024",
            "-",
            ",",
            "(",
            ")",
            "spring",
            "autumn",
            "later",
            "earlier",
            "ago",
            "end",
            "first",
            "coming",
            "few",
            "within",
            "day",
            "days",
            "Christmas",
            "between",
            "and",
            "Feb.",
            "30",
            "may",
            "now",
            "weekend",
            "quarter",
            "half",
        ]
    ),
    max_size=12,
)


@settings(deadline=None)  # The first date builds a grammar.
@given(
    words=PHRASES, day=st.dates(date(1950, 1, 1), date(2100, 1, 1)), tense=st.sampled_from(["past", "future"])
)
def test_whatever_the_words_the_answer_is_a_date_of_the_contract_or_none(words, day, tense):
    tokens = tokens_of(" ".join(words))
    for i in range(len(tokens)):
        found = find(tokens, i)
        if found:
            assert i < found[1] <= len(tokens)
            text = edtf_of(found[0].period(day, tense))
            if text is not None:
                edtf.parse(text)


@given(
    day=st.dates(date(1950, 1, 1), date(2100, 1, 1)), name=st.sampled_from(["Monday", "Wednesday", "Sunday"])
)
def test_a_day_of_the_week_is_at_most_a_week_away(day, name):
    behind = date.fromisoformat(meaning(f"on {name}", "past", day))
    ahead = date.fromisoformat(meaning(f"on {name}", "future", day))
    assert 0 <= (day - behind).days < 7
    assert 0 <= (ahead - day).days < 7
    assert behind.weekday() == ahead.weekday()

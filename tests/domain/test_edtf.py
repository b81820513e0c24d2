

from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.edtf import BadDate, Span, parse
from domain.errors import DomainError


@pytest.mark.parametrize(
    ("text", "first", "first_latest", "last"),
    [
        ("2023-10-18", date(2023, 10, 18), date(2023, 10, 18), date(2023, 10, 18)),
        ("2023-10", date(2023, 10, 1), date(2023, 10, 31), date(2023, 10, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), date(2024, 2, 29)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31), date(2023, 12, 31)),
        ("2023-10-18/2023-10-19", date(2023, 10, 18), date(2023, 10, 18), date(2023, 10, 19)),
        ("2023-10/2023-11", date(2023, 10, 1), date(2023, 10, 31), date(2023, 11, 30)),
        ("2023-10-18/2023", date(2023, 10, 18), date(2023, 10, 18), date(2023, 12, 31)),
        ("2023-09-13/..", date(2023, 9, 13), date(2023, 9, 13), None),
        ("2023-09/..", date(2023, 9, 1), date(2023, 9, 30), None),
        ("../2024-06", None, None, date(2024, 6, 30)),
    ],
)
def test_bounds_keep_the_precision_that_was_reported(text, first, first_latest, last):
    span = parse(text)
    assert (span.first, span.first_latest, span.last) == (first, first_latest, last)
    assert span.text == text


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023-21", date(2023, 3, 1), date(2023, 5, 31)),
        ("2023-22", date(2023, 6, 1), date(2023, 8, 31)),
        ("2023-23", date(2023, 9, 1), date(2023, 11, 30)),
        ("2023-24", date(2023, 12, 1), date(2024, 2, 29)),
        ("2022-24", date(2022, 12, 1), date(2023, 2, 28)),
        ("2023-24?", date(2023, 12, 1), date(2024, 2, 29)),
        ("2023-22/2023-24", date(2023, 6, 1), date(2024, 2, 29)),
        ("2023-24~/2024-02-10", date(2023, 12, 1), date(2024, 2, 10)),
        ("../2023-24", None, date(2024, 2, 29)),
        ("2023-21%/..", date(2023, 3, 1), None),
    ],
)
def test_seasons_are_those_of_the_north_and_winter_crosses_the_new_year(text, first, last):
    assert (parse(text).first, parse(text).last) == (first, last)


@pytest.mark.parametrize("mark", "?~%")
@pytest.mark.parametrize("plain", ["2023-10-18", "2023-10", "2023", "2024-02-29"])
def test_a_qualifier_is_kept_and_moves_no_bound(plain, mark):
    bare, qualified = parse(plain), parse(plain + mark)
    assert qualified.text == plain + mark
    assert qualified == Span(
        plain + mark,
        bare.first,
        bare.first_latest,
        bare.last,
        bare.start_is_day,
        bare.end_is_day,
    )


def test_each_side_of_an_interval_has_a_qualifier_of_its_own():
    span = parse("2023-10-18?/2023-11~")
    assert (span.first, span.last) == (date(2023, 10, 18), date(2023, 11, 30))
    assert (span.start_is_day, span.end_is_day) == (True, False)


def test_an_end_is_known_to_the_day_only_where_a_day_was_reported():
    assert (parse("2023-10-18").start_is_day, parse("2023-10-18").end_is_day) == (True, True)
    assert (parse("2023-10").start_is_day, parse("2023-10").end_is_day) == (False, False)
    assert (parse("2023-10-18/..").start_is_day, parse("2023-10-18/..").end_is_day) == (True, False)
    assert (parse("../2023-10-18").start_is_day, parse("../2023-10-18").end_is_day) == (False, True)


def test_what_ends_in_may_started_by_may():
    assert parse("2023/2023-05").first_latest == date(2023, 5, 31)


@pytest.mark.parametrize("text", ["2023-10/2023-10-05", "2023-10-05/2023-10", "2023-24/2023-12"])
def test_an_interval_may_end_inside_its_vague_start(text):
    assert parse(text).last is not None


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "..", "/", "../..", "2023/", "/2023", "../", "/..", "2023//2024"),
        *("2023-10-18T10:00:00Z", "2023-10-18T10:00", "2023-10-18 ", " 2023-10-18", "2023-10-18\n"),
        *("202X", "2023-1X", "2023-XX", "2023-10-XX", "XXXX", "2023-W42-3", "2023-292", "20231018"),
        *("-0100", "-2023-10-18", "Y12023", "y12023", "12023", "12023-10-18", "0000", "0000-01-01"),
        *("2023-13", "2023-00", "2023-20", "2023-25", "2023-32", "2023-41", "2023-1", "23-10-18"),
        *("2023-02-29", "2023-02-29?", "2023-04-31", "2023-10-00", "2023-10-32", "2023-22-01"),
        *(
            "2023-10-20/2023-10-18",
            "2023/2022",
            "2024-01/2023",
            "2023-22/2023-21",
            "2024-03/2023-24",
        ),
        *("9999-24", "9999-24?", "../9999-24", "?2023-10", "2023-?10", "2023?-10", "2023-10-18??"),
        *("2023-10-18?~", "..?/2023", "2023/..?", "[2023..2024]", "{2023,2024}", "2023S2", "1,000"),
        *(
            "２０２３-10-18",
            "२०२३",
            "2023-1٠",
            "2023‐10‐18",
            "2023/2024/2025",
            "unknown/2023",
            "today",
        ),
        *("open", "2023-10-18/open", "Oct 2023", "18.10.2023", "2023-10-18/P1D", "\x00", "\ud800"),
        "2023-10-18/2023-10-19" + " " * 10_000,
        "2" * 1_000_000,
    ],
)
def test_what_the_contract_does_not_list_is_refused(text):
    with pytest.raises(BadDate) as refused:
        parse(text)
    assert isinstance(refused.value, DomainError)
    assert isinstance(refused.value, ValueError)
    assert len(str(refused.value)) < 350


def test_a_refusal_says_what_would_be_right():
    with pytest.raises(BadDate, match=r"'2023-13' is not a date .* a month is 01 to 12"):
        parse("2023-13")
    with pytest.raises(BadDate, match="write a day"):
        parse("next Tuesday")


days = st.dates().map(date.isoformat)
months = days.map(lambda day: day[:7])
years = days.map(lambda day: day[:4])
seasons = st.builds("{}-{}".format, years, st.integers(21, 23))
plain = st.one_of(days, months, years)
qualified = st.builds("{}{}".format, plain, st.sampled_from("?~%"))


def library_bounds(text):
    parsed = parse_edtf(text)
    return [
        None if isinstance(bound, float) else date(bound.tm_year, bound.tm_mon, bound.tm_mday)
        for bound in (parsed.lower_strict(), parsed.upper_strict())
    ]


@settings(max_examples=40, deadline=None)
@given(st.one_of(plain, qualified, plain.map("{}/..".format), plain.map("../{}".format)))
def test_dates_read_without_the_library_agree_with_it(text):
    assert [parse(text).first, parse(text).last] == library_bounds(text)


@settings(max_examples=25, deadline=None)
@given(st.one_of(plain, seasons), st.one_of(plain, seasons))
def test_intervals_agree_with_the_library(one, other):
    one, other = sorted((one, other), key=lambda side: parse(side).first)
    text = f"{one}/{other}"
    try:
        span = parse(text)
    except BadDate:
        assert parse(other).last < parse(one).first
    else:
        assert [span.first, span.last] == library_bounds(text)


@given(st.text(alphabet="0123456789-/.?~%XT ", max_size=24))
def test_any_text_is_either_read_or_refused(text):
    try:
        span = parse(text)
    except BadDate:
        return
    assert span.first is None or span.first_latest is not None
    assert None in (span.first, span.last) or span.first <= span.first_latest <= span.last

"""Drawings to scale: places follow days, and nothing is drawn twice or not at all."""

import re
from datetime import date
from itertools import pairwise

import pytest

from api.pages.charts.card import broken
from api.pages.charts.scale import Scale, ticks
from api.pages.charts.strip import Stretch, strip
from api.pages.charts.svg import element, text
from api.pages.charts.timeline import Bar, Drawing, Held, Window, timeline
from api.pages.charts.waiting import waiting
from api.pages.charts.world import project


def day(iso):
    return date.fromisoformat(iso).toordinal()


def bar(**fields):
    known = {
        "href": "/promises/p1",
        "label": "Lavrov to North Korea",
        "summary": "A visit.",
        "status": "pending",
        "promised": day("2023-09-23"),
        "settled": None,
        "window": Window(day("2023-10-01"), day("2023-10-31")),
        "earlier": (),
        "opened": day("2023-09-24"),
    }
    return Bar(**known | fields)


def drawn(*bars, held=(), crowd=(), first="2023-01-01", last="2023-12-31", width=758):
    drawing = Drawing("Timeline", day("2023-10-10"), "today", bars, held, crowd, lambda a, b: f"/zoom/{a}/{b}")
    return str(timeline(drawing, day(first), day(last), width))


def test_a_month_is_as_wide_as_a_month():
    # 730 units for 365 days: two a day.
    window = re.search(r'<rect x="(\S+)" y="\S+" width="(\S+)"[^>]* data-a', drawn(bar()))
    assert float(window[1]) == 14 + 2 * 273
    assert float(window[2]) == 62


@pytest.mark.parametrize(
    ("window", "mask"),
    [(Window(day("2023-10-01"), None), "fade-out"), (Window(None, day("2023-10-31")), "fade-in")],
)
def test_an_open_end_fades(window, mask):
    assert f"url(#mask-{mask})" in drawn(bar(window=window)).partition("</defs>")[2]


def test_a_postponement_is_an_arrow_from_the_old_window_to_the_new():
    old = Window(day("2023-08-01"), day("2023-08-31"))
    svg = drawn(bar(status="postponed", earlier=(old,)))
    assert svg.count('class="arrow') == 1
    start, end = re.search(r'd="M(\S+) \S+C.*? (\S+) \S+M', svg.partition('class="bars"')[2]).groups()
    assert float(start) == pytest.approx(14 + 2 * (212 + 15.5))
    assert float(end) == pytest.approx(14 + 2 * 273)


def test_promises_that_would_meet_stand_in_rows_of_their_own():
    svg = drawn(bar(), bar(href="/promises/p2"))
    heights = set(re.findall(r'<circle cy="(\S+)" r="3.5"', svg))
    assert len(heights) == 2


def test_what_took_place_at_one_time_is_one_mark_with_a_number():
    visits = [
        Held(f"/events/{i}", "visit_held", "A visit", day("2023-05-01") + i, day("2023-05-01") + i)
        for i in range(3)
    ]
    svg = drawn(held=visits)
    assert svg.count("/events/") == 1
    assert ">3</text>" in svg


def test_a_crowd_is_columns_that_lead_into_their_days():
    heap = {"first": "2023-02-01", "last": "2023-02-28", "kind": "promise", "status": "fulfilled", "count": 7}
    svg = drawn(crowd=[heap, {**heap, "status": "unfulfilled", "count": 3}])
    assert 'href="/zoom/2023-02-01/2023-02-28"' in svg
    assert "7 kept, 3 broken" in svg


def test_a_drawing_without_anything_is_still_an_axis():
    assert "2023" in drawn()


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2023-01-01", "2023-01-07"),
        ("2023-01-01", "2024-12-31"),
        ("0001-01-01", "9999-12-31"),
        ("9999-11-01", "9999-12-31"),
    ],
)
def test_every_span_has_ticks_that_do_not_crowd(first, last):
    found = ticks(Scale(day(first), day(last), 0, 1_000))
    assert 2 <= len(found) <= 40
    assert len({tick.day for tick in found}) == len(found)


def test_the_strip_is_torn_where_nothing_changed_for_long():
    made = day("2023-09-13")
    short = [Stretch("pending", made, made + 10, "/a"), Stretch("fulfilled", made + 11, made + 20, "/b")]
    long = [short[0], short[1]._replace(last=made + 2_000)]
    assert "unchanged until" not in strip(short, 600)
    assert "unchanged until" in strip(long, 600)


def test_what_strangers_write_is_escaped_in_a_drawing():
    assert str(text(0, 0, "<script>\u202e")).endswith(">&lt;script&gt;</text>")
    assert str(element("a", href='"><script>')) == '<a href="&#34;&gt;&lt;script&gt;"/>'


def test_the_map_has_the_meridian_of_greenwich_in_its_middle_and_north_at_the_top():
    assert project(0, 0).x == pytest.approx(0.5)
    assert project(0, 60).y < project(0, 0).y < project(0, -60).y
    assert project(-180, 0).x == pytest.approx(0, abs=1e-3)


def test_a_long_title_is_cut_on_a_card():
    lines = broken("word " * 100, 30, 400, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")


def test_names_of_curves_that_end_together_stand_apart():
    step = {"days": 30, "waiting": 0.5, "low": 0.2, "high": 0.8, "at_risk": 2}
    answer = {"steps": [step], "kept": 1, "promises": 2, "median": 30}
    svg = str(waiting({"visit": answer, "meeting": answer, "pledge": answer}, 600))
    names = sorted(float(y) for y in re.findall(r'y="(\S+)"[^>]*>(?:visits|meetings|pledges)<', svg))
    assert [b - a for a, b in pairwise(names)] == [16, 16]

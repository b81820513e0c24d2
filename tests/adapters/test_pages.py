"""What only the pages ask: what is due, what a chart is drawn from, searches, changes, surveys."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from adapters import demo
from adapters.queries import Queries
from adapters.queries import pictures as pictures_module
from adapters.queries import words as words_module
from domain.views import View
from tests.adapters.databases import opened

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


def view(day: str | None = None, recorded: str | None = None) -> View:
    return View.of(NOW, day, recorded)


def ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def queries(request):
    """The demonstration ledger, which no test of this module writes to."""
    with opened(request.getfixturevalue(f"{request.param}_databases")) as store:
        result = store.ledger.record_batch(list(enumerate(demo.lines(), 1)), "demo", atomic=True)
        assert not result.rejected
        yield Queries(store.engine)


def titles(items):
    return sorted((item["visitor"] or {"name": item["kind"]})["name"] for item in items)


def test_on_10_october_2023_three_promises_are_due_and_none_is_overdue(queries):
    found = queries.agenda(view("2023-10-10"), 40)
    assert titles(found["due"]["items"]) == ["Sergey Lavrov", "Vladimir Putin", "meeting"]
    assert found["due"]["counts"] == {"pending": 3}
    assert found["overdue"] == {"items": [], "counts": {}}


def test_what_was_settled_before_and_only_told_again_is_no_news(queries):
    found = queries.agenda(view("2023-10-10"), 40)["lately"]
    assert found["counts"] == {"fulfilled": 1, "unfulfilled": 1}
    assert all(item["settled_on"] > "2023-09-01" for item in found["items"])


def test_a_promise_is_overdue_for_thirty_days_and_then_news_for_thirty(queries):
    overdue = queries.agenda(view("2024-03-15"), 40)["overdue"]["items"]
    assert titles(overdue) == ["Emmanuel Macron"]
    lately = queries.agenda(view("2024-04-05"), 40)["lately"]["items"]
    assert ("Emmanuel Macron", "unfulfilled") in [
        (i["visitor"]["name"], i["status"]) for i in lately if i["visitor"]
    ]


@pytest.mark.parametrize("day", ["2007-08-20", "2023-10-10", "2024-03-15", "2024-04-05", None])
def test_the_ledger_as_it_stood_now_has_the_same_agenda(queries, day):
    now, then = queries.agenda(view(day), 40), queries.agenda(view(day, "2090-01-01T00:00:00Z"), 40)
    for name in ("due", "overdue"):
        assert [i["id"] for i in now[name]["items"]] == [i["id"] for i in then[name]["items"]]
    assert {i["id"] for i in now["lately"]["items"]} <= {i["id"] for i in then["lately"]["items"]}


def test_a_picture_holds_what_falls_into_its_days(queries):
    found = queries.picture("PRK-RUS", view(), ordinal("2023-09-01"), ordinal("2023-12-31"), 60, 96)
    assert {"Sergey Lavrov", "Vladimir Putin", "meeting"} <= set(titles(found["promises"]))
    assert "Kim Jong-un" not in titles(found["promises"])  # That was in April 2019.
    assert all(
        item["type"] in ("visit_held", "meeting_held", "agreement_signed") for item in found["occurrences"]
    )
    assert found["crowd"] == []


def test_too_many_are_counted_and_none_is_lost(queries, monkeypatch):
    monkeypatch.setattr(pictures_module, "_LOOKED_AT", 2)
    first, last = ordinal("2018-01-01"), ordinal("2025-12-31")
    found = queries.picture("PRK-RUS", view("2025-01-01"), first, last, 2, 7)
    assert found["promises"] == []
    counted = [heap for heap in found["crowd"] if heap["kind"] == "promise"]
    due = [p for p in queries.relationship("PRK-RUS", view("2025-01-01"))["promises"] if p["due_on"]]
    assert sum(heap["count"] for heap in counted) == len(due)
    assert all(heap["first"] <= heap["last"] for heap in counted)
    assert len({heap["first"] for heap in found["crowd"]}) > 1


@pytest.mark.parametrize(
    ("words", "name"),
    [("Lavrov", "Sergey Lavrov"), ("pyongyang", "Vladimir Putin"), ("KIM Jong Un", "Kim Jong-un")],
)
def test_promises_are_found_by_an_official_or_a_place(queries, words, name):
    found = queries.search(words, [], view(), None, 50)["items"]
    assert name in titles(found)
    then = queries.search(words, [], view(None, "2090-01-01T00:00:00Z"), None, 50)["items"]
    assert sorted(i["id"] for i in found) == sorted(i["id"] for i in then)


def test_a_search_goes_on_where_it_stopped_looking(queries, monkeypatch):
    whole = [item["id"] for item in queries.search("Lavrov", [], view(), None, 50)["items"]]
    monkeypatch.setattr(words_module, "LOOKED_AT", 3)
    found, cursor, pages = [], None, 0
    while pages == 0 or cursor:
        answer = queries.search("Lavrov", [], view(), cursor, 50)
        found += [item["id"] for item in answer["items"]]
        cursor, pages = answer["next_cursor"], pages + 1
    assert found == whole
    assert pages > 3


def test_changes_lead_from_day_to_day(queries):
    around = queries.neighbours(view("2023-10-10"), "PRK-RUS")
    assert around == (ordinal("2023-09-24"), ordinal("2023-10-19"))
    assert queries.neighbours(view("1900-01-01")) == (None, ordinal("1971-07-16"))


def test_the_calendar_is_a_change_too(queries):
    assert queries.neighbours(view("2024-03-10"), "FRA-UKR").after == ordinal("2024-03-31")
    assert queries.neighbours(view("2024-02-20"), "FRA-UKR").after == ordinal("2024-03-01")
    assert queries.neighbours(view("2024-03-10"), "FRA-UKR").before == ordinal("2024-03-01")


def test_a_busy_pair_has_the_same_changes(queries, monkeypatch):
    before = queries.neighbours(view("2024-03-10"), "FRA-UKR")
    monkeypatch.setattr("adapters.queries.changes._FEW", 0)
    assert queries.neighbours(view("2024-03-10"), "FRA-UKR") == before


def test_the_first_day_of_the_ledger(queries):
    assert queries.beginning() == ordinal("1971-07-16")


def test_surveys_agree_with_the_scorecards(queries):
    flows, base = queries.flows(view())["items"], queries.base(view())
    assert 0 < sum(f["promises"] for f in flows) < base["promises"]
    assert all(f["kept"] + f["broken"] + f["open"] == f["promises"] for f in flows)
    kinds = queries.durations(view())["kinds"]
    assert set(kinds) == {"visit", "meeting", "pledge"}


def test_statuses_of_now_beside_those_of_a_day(queries):
    due = queries.agenda(view("2023-10-10"), 40)["due"]["items"]
    ids = [item["id"] for item in due]
    assert set(queries.statuses(ids, ordinal("2026-01-01")).values()) == {"fulfilled"}

"""The same story from a second address: one publisher, one proposal."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.desk.candidates import CandidateFilter
from domain.views import View

STORY = (
    "The ministry gave no reason for the delay, and the embassy did not pick up the phone on Tuesday evening. "
    "Sergey Lavrov of RUS will visit PRK in 2023-10. People at the airport had seen carpets being brushed and "
    "flags being hung, which in that town has never yet been a sign of an ordinary week. The railway said that its "
    "night trains would run as they always do, except for the one which nobody takes."
)
OTHER = (
    "A different desk wrote of it in words of its own, and at some length, since its readers had asked. "
    "Sergey Lavrov of RUS will visit PRK in 2023-10. Nothing else in this text has anything in common with what "
    "the first one said about airports, carpets, railways or phones, and it should stand as a second witness."
)


def test_a_copy_proposes_nothing_anew(desk):
    first = desk.take(STORY, "Example Times")
    copy = desk.take("Another headline\n\n" + STORY + " Read more on page nine.", "Example Post")
    assert copy["copy_of"] == first["id"]
    (candidate,) = copy["candidates"]
    assert candidate["state"] == "duplicate"
    assert candidate["duplicate_of"] == first["candidates"][0]["id"]


def test_a_trimmed_copy_is_known_from_either_side(desk):
    half = STORY.partition(" People")[0]
    first = desk.take(half, "Example Post")
    assert desk.take(STORY, "Example Times")["copy_of"] == first["id"]


def test_a_copy_of_a_copy_leads_to_the_first(desk):
    first = desk.take(STORY, "Example Times")
    desk.take("One. " + STORY, "Example Post")
    assert desk.take("Two. " + STORY, "Example Star")["copy_of"] == first["id"]


def test_another_text_of_the_same_event_is_a_second_witness(desk, world):
    first, second = desk.take(STORY, "Example Times"), desk.take(OTHER, "Example Post")
    assert second["copy_of"] is None
    desk.accept_all(first)
    desk.accept_all(second)
    assert desk.store.promise(world)["sources"] == 2


def test_what_a_copy_adds_is_proposed(desk):
    desk.take(STORY, "Example Times")
    longer = desk.take(STORY + " Choe Sonhui of PRK will visit RUS in 2023-11.", "Example Post")
    assert [c["state"] for c in longer["candidates"]] == ["duplicate", "proposed"]


def test_wire_copy_counts_as_one_publisher_the_agency(desk, world):
    first = desk.take("MOSCOW, Sept 26 (Xinhua) -- " + STORY, "Example Times")
    copy = desk.take(STORY, "Example Post")
    assert first["credited"] == copy["credited"] == "Xinhua"
    desk.accept_all(first)
    desk.accept_all(copy)
    promise = desk.store.promise(world)
    assert promise["sources"] == 1
    assert {e["publisher"] for e in promise["evidence"]} == {"Xinhua"}
    assert len({e["url"] for e in promise["evidence"]}) == 2


def test_a_credit_found_later_holds_for_the_copies_before(desk):
    first = desk.take(STORY, "Example Times")
    desk.take(STORY + "\nSource: TASS", "Example Post")
    assert desk.intake.report(first["id"])["credited"] == "TASS"
    (candidate,) = desk.intake.report(first["id"])["candidates"]
    assert candidate["event"]["report"]["publisher"] == "TASS"


def test_the_agency_itself_is_credited_also_where_it_comes_after_a_paper(desk, world):
    reports = [desk.take(STORY, "Example Post"), desk.take(STORY + " So.", "The Associated Press")]
    for report in reports:
        desk.accept_all(report)
    assert desk.intake.report(reports[0]["id"])["credited"] == "AP"
    promise = desk.store.promise(world)
    assert (promise["sources"], {e["publisher"] for e in promise["evidence"]}) == (1, {"AP"})


def test_copies_without_any_credit_count_as_the_first_publisher(desk, world):
    reports = [desk.take(STORY, "Example Times"), desk.take("So. " + STORY, "Example Post")]
    assert reports[1]["credited"] == "Example Times"
    for report in reports:
        desk.accept_all(report)
    assert desk.store.promise(world)["sources"] == 1


def test_short_texts_are_copies_only_where_they_are_equal(desk):
    short = "Sergey Lavrov of RUS will visit PRK in 2023-10."
    first = desk.take(short, "Example Times")
    assert desk.take(short, "Example Post")["copy_of"] == first["id"]
    assert desk.take(short.replace("RUS", "CHN"), "Example Star")["copy_of"] is None


def test_accepting_after_a_credit_changed_stores_nothing_twice(desk):
    first = desk.take(STORY, "Example Times")
    desk.accept_all(first)
    desk.take(STORY + "\nSource: TASS", "Example Post")
    receipt, _ = desk.candidates.accept(first["candidates"][0]["id"], {}, "desk")
    assert receipt.duplicate
    assert desk.store.execute("SELECT count(*) FROM stored_events") == [(1,)]


def test_candidates_of_erased_copies_are_still_known(desk):
    first = desk.take(STORY, "Example Times")
    desk.intake.erase(first["id"])
    assert desk.store.execute("SELECT count(*) FROM report_texts") == [(0,)]
    assert desk.take("So. " + STORY, "Example Post")["copy_of"] == first["id"]
    page = desk.candidates.page(CandidateFilter(state="duplicate"), None, 10)
    assert len(page["items"]) == 1


@pytest.fixture
def world():
    return View.of(datetime(2023, 10, 1, tzinfo=UTC))

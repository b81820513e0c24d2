"""What is told of a promise beside the changes of its status."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from domain.alerts import happenings, notices
from domain.digests import Digest
from domain.entries import Entry, event_id
from domain.events import canonical, read_event
from domain.facts import Lane
from domain.proceedings import Numbered, Proceedings

LANE = Lane("visit", ("RUS", "PRK"))
LATER = date(2024, 4, 23).toordinal()


def event(kind, published="2024-01-01", publisher="TASS", **more):
    return {
        "type": kind,
        "visitor": {"name": "Sergey Lavrov", "state": "RUS"},
        "host": "PRK",
        "report": {
            "url": f"https://news.example/{publisher.strip().lower()}/{kind}/{published}",
            "publisher": publisher,
            "published_at": published,
        },
        **more,
    }


def day(text):
    return date.fromisoformat(text).toordinal()


def told(*events, today=LATER, leads=(7,)):
    """(kind, day, cause's number or None) of everything that is told."""
    docket = Proceedings(LANE, lambda _: True)
    ids = []
    for position, content in enumerate(events, 1):
        content = {**content, "event_id": ids[content["event_id"]]} if "event_id" in content else content
        body = canonical(read_event(content))
        ids.append(event_id(body, 1))
        recorded = int(datetime(2024, 6, position, tzinfo=UTC).timestamp() * 1e6)
        docket.take([Numbered(position, Entry("PRK-RUS", position, ids[-1], recorded, "desk", body))])
    found = [n for history in docket.docket.versions.values() for n in notices(history, today, leads)]
    found += happenings(docket.docket)
    return [
        (n.kind, date.fromordinal(n.on).isoformat(), None if n.cause is None else ids.index(n.cause))
        for n in found
    ]


def test_a_promise_is_due_soon_a_week_before_its_last_day():
    assert told(event("visit_announced", window="2024-03")) == [("due_soon", "2024-03-24", None)]


def test_another_lead_has_its_own_day():
    found = told(event("visit_announced", window="2024-03-20"), leads=(7, 30), today=day("2024-04-10"))
    assert found == [("due_soon", "2024-03-13", None), ("due_soon", "2024-02-19", None)]


def test_a_promise_made_at_short_notice_is_due_soon_at_once():
    assert told(event("visit_announced", window="2024-01-03"), today=day("2024-01-05")) == [
        ("due_soon", "2024-01-01", None)
    ]


def test_nothing_is_due_soon_that_was_kept_called_off_or_only_proposed():
    announced = event("visit_announced", window="2024-03")
    assert told(announced, event("visit_held", "2024-03-02", held_on="2024-03-02")) == []
    assert told(announced, event("visit_cancelled", "2024-03-02")) == []


def test_a_new_window_is_due_soon_again():
    found = told(
        event("visit_announced", window="2024-03"),
        event("visit_postponed", "2024-03-28", window="2024-04"),
    )
    assert found == [("due_soon", "2024-03-24", None), ("due_soon", "2024-04-23", None)]


def test_nothing_is_said_to_have_been_due_soon_long_ago():
    announced = event("visit_announced", window="2024-03")
    assert told(announced, today=day("2024-04-30")) == [("due_soon", "2024-03-24", None)]
    assert told(announced, today=day("2024-05-01")) == []


def test_nothing_is_told_before_its_day():
    assert told(event("visit_announced", window="2024-03"), today=day("2024-03-23")) == []


def test_a_second_publisher_corroborates_once():
    events = [
        event("visit_announced", f"2024-01-0{n + 1}", name) for n, name in enumerate(["A", "a ", "B", "C"])
    ]
    assert told(*events) == [("corroborated", "2024-01-03", 2)]


def test_held_after_it_was_cancelled_by_another_publisher_is_disputed():
    found = told(
        event("visit_announced", window="2024-03"),
        event("visit_cancelled", "2024-03-02", "KCNA"),
        event("visit_held", "2024-03-10", held_on="2024-03-10"),
    )
    assert ("disputed", "2024-03-10", 2) in found


def test_cancelled_after_it_was_held_is_disputed():
    found = told(
        event("visit_announced", window="2024-03"),
        event("visit_held", "2024-03-10", held_on="2024-03-10"),
        event("visit_cancelled", "2024-03-12", "KCNA"),
    )
    assert ("disputed", "2024-03-12", 2) in found


def test_an_outcome_of_another_publisher_that_disagrees_is_disputed_once():
    about = {"kind": "visit", "visitor": {"name": "Sergey Lavrov", "state": "RUS"}, "host": "PRK"}
    outcome = {"about": about, "outcome": "unfulfilled"}
    says = [event("outcome_reported", f"2024-03-1{n}", "KCNA", **outcome) for n in (2, 3)]
    for said in says:
        del said["visitor"], said["host"]
    found = told(
        event("visit_announced", window="2024-03"),
        event("visit_held", "2024-03-10", held_on="2024-03-10"),
        *says,
    )
    assert {f for f in found if f[0] == "disputed"} == {
        ("disputed", "2024-03-12", 2),
        ("disputed", "2024-03-13", 3),
    }


def test_a_publisher_that_corrects_itself_disputes_nothing():
    found = told(
        event("visit_announced", window="2024-03"),
        event("visit_cancelled", "2024-03-02"),
        event("visit_held", "2024-03-10", held_on="2024-03-10"),
    )
    assert [f for f in found if f[0] == "disputed"] == []


def test_a_visit_a_year_after_a_cancelled_one_disputes_nothing():
    found = told(
        event("visit_announced", window="2024-03"),
        event("visit_cancelled", "2024-03-02", "KCNA"),
        event("visit_held", "2024-12-10", held_on="2024-12-10"),
    )
    assert [f for f in found if f[0] == "disputed"] == []


def test_a_report_taken_back_is_told_on_the_day_of_the_retraction():
    first = event("visit_announced", window="2024-03")
    sorry = retraction(first["report"]["url"], "https://news.example/sorry", "2024-01-05")
    assert told(first, sorry) == [("retracted", "2024-01-05", 1)]


def retraction(retracted, url, published):
    report = {"url": url, "publisher": "TASS", "published_at": published}
    return {"type": "report_retracted", "retracted_url": retracted, "report": report}


def test_one_retraction_can_take_back_two_reports():
    first, second = (
        event("visit_announced", window="2024-03", publisher="Yonhap"),
        event("visit_announced", "2024-01-03", window="2024-03", visitor={"name": "Igor Kostyukov", "state": "RUS"}),
    )
    found = told(
        first,
        retraction(first["report"]["url"], "https://news.example/no", "2024-01-02"),
        second,
        retraction("https://news.example/no", second["report"]["url"], "2024-01-03"),  # So the first counts again,
        retraction(second["report"]["url"], "https://news.example/none-of-it", "2024-01-05"),  # and no more.
    )
    assert sorted(n for n in found if n[0] == "retracted") == [
        ("retracted", "2024-01-02", 1),
        ("retracted", "2024-01-05", 4),
        ("retracted", "2024-01-05", 4),
    ]


def test_an_entry_withdrawn_is_told_on_the_day_of_its_recording():
    found = told(
        event("visit_announced", window="2024-09"),
        {"type": "entry_withdrawn", "event_id": 0, "reason": "typed in error"},
    )
    assert found == [("retracted", "2024-06-02", 1)]


def test_a_correction_retracts_nothing():
    found = told(
        event("visit_announced", window="2024-09"),
        {"type": "entry_corrected", "event_id": 0, "correction": {"window": "2024-10"}, "reason": "misread"},
    )
    assert [f for f in found if f[0] == "retracted"] == []


def test_a_daily_digest_is_due_at_its_hour_of_its_zone():
    digest = Digest("day", 8, "Europe/Vienna")
    assert digest.after(datetime(2024, 1, 1, 6, 59, tzinfo=UTC)) == datetime(2024, 1, 1, 7, tzinfo=UTC)
    assert digest.after(datetime(2024, 1, 1, 7, tzinfo=UTC)) == datetime(2024, 1, 2, 7, tzinfo=UTC)
    assert digest.after(datetime(2024, 7, 1, tzinfo=UTC)) == datetime(2024, 7, 1, 6, tzinfo=UTC)


def test_a_weekly_digest_is_due_on_its_day():
    digest = Digest("week", 8, "UTC", "monday")
    assert digest.after(datetime(2024, 1, 2, tzinfo=UTC)) == datetime(2024, 1, 8, 8, tzinfo=UTC)


def test_a_digest_comes_every_day_also_when_clocks_change():
    digest = Digest("day", 2, "Europe/Vienna")
    now, days = datetime(2024, 3, 29, tzinfo=UTC), []
    for _ in range(4):
        now = digest.after(now)
        days.append(now.astimezone(ZoneInfo("Europe/Vienna")).day)
    assert days == [29, 30, 31, 1]

"""What is refused, and with which pointer (contract, section 3)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from domain.entries import event_id, relationships
from domain.events import InvalidEvent, canonical, check_not_ahead, identity_json, read_event

REPORT = {"url": "https://news.example/a", "publisher": "Wire", "published_at": "2023-09-24"}
VISIT: dict[str, Any] = {
    "type": "visit_announced",
    "visitor": {"name": "Anna Berg", "state": "NOR"},
    "host": "AUT",
    "report": REPORT,
}  # fmt: skip


def changed(**fields: Any) -> dict[str, Any]:
    return {**VISIT, **fields}


@pytest.mark.parametrize(
    ("event", "pointer"),
    [
        (changed(host="QQQ"), "/host"),
        (changed(host="NOR"), "/host"),
        (changed(host="aut"), "/host"),
        (changed(window="next March"), "/window"),
        (changed(window="2023-02-30"), "/window"),
        (changed(window="2023-10/2023-09"), "/window"),
        (changed(window="2023-1X"), "/window"),
        (changed(window=2023), "/window"),
        (changed(visitor={"name": 7, "state": "NOR"}), "/visitor/name"),
        (changed(visitor={"name": "A\x00B", "state": "NOR"}), "/visitor/name"),
        (changed(visitor={"name": " ", "state": "NOR"}), "/visitor/name"),
        (changed(visitor={"name": "...", "state": "NOR"}), "/visitor/name"),
        (changed(visitor={"name": "\u200b\u200d", "state": "NOR"}), "/visitor/name"),
        (changed(visitor={"name": "\u202e\u2066", "state": "NOR"}), "/visitor/name"),
        (changed(report={**REPORT, "publisher": "\u200f-"}), "/report/publisher"),
        (changed(report={**REPORT, "url": "javascript:alert(1)"}), "/report/url"),
        (changed(report={**REPORT, "url": "Data:text/html,x"}), "/report/url"),
        (changed(quote="\u200b"), "/quote"),
        (changed(visitor={"name": "x" * 201, "state": "NOR"}), "/visitor/name"),
        (changed(visitor={"name": "Anna Berg"}), "/visitor/state"),
        (changed(visitor={"state": "NOR", "role": "king"}), "/visitor/role"),
        (changed(visitor={"state": "NOR", "party": "x"}), "/visitor/party"),
        (changed(weather="fine"), "/weather"),
        (changed(quote="x" * 1001), "/quote"),
        (changed(certainty="surely"), "/certainty"),
        (changed(report=None), "/report"),
        (changed(report={**REPORT, "published_at": "24/09/2023"}), "/report/published_at"),
        (changed(report={**REPORT, "published_at": "2023-09-24T10:00:00"}), "/report/published_at"),
        (changed(report={**REPORT, "url": "not an address"}), "/report/url"),
        (changed(report={**REPORT, "author": "x"}), "/report/author"),
        (changed(said_on="2023-09-26"), "/said_on"),
        (changed(said_on="../2023-09-24"), "/said_on"),
        (changed(type="visit_dreamt_of"), "/type"),
        ({"report": REPORT}, "/type"),
    ],
)
def test_a_bad_field_has_its_pointer(event: dict[str, Any], pointer: str) -> None:
    with pytest.raises(InvalidEvent) as refused:
        read_event(orjson.dumps(event))
    assert pointer in [error["pointer"] for error in refused.value.errors]
    assert all(error["detail"] for error in refused.value.errors)


@pytest.mark.parametrize("name", ["\u0401", "\u4e60\u8fd1\u5e73", "K.", "\u0e2a\u0e21", "\u0645\u06cc\u200c\u0631", "O'Neill", "7"])
def test_a_name_in_any_script_is_taken(name: str) -> None:
    assert canonical(read_event(changed(visitor={"name": name, "state": "NOR"})))["visitor"]["name"] == name


@pytest.mark.parametrize("url", ["http://news.example/a", "urn:isbn:0451450523", "ftp://news.example/a", "tel:1"])
def test_any_address_of_something_published_is_taken(url: str) -> None:
    assert read_event(changed(report={**REPORT, "url": url})).report.url == url


def test_of_very_many_mistakes_some_are_named_and_the_others_counted() -> None:
    with pytest.raises(InvalidEvent) as refused:
        read_event(changed(**{f"field_{number}": 1 for number in range(2_000)}))
    assert len(refused.value.errors) == 21
    assert refused.value.errors[-1] == {"pointer": "", "detail": "has 1,980 more mistakes"}


@pytest.mark.parametrize(
    "data", [b"", b"[1]", b'"x"', b"{", b"\xff\xfe", b'{"type": "visit_\xff"}', b"[" * 100_000]
)
def test_what_is_no_event_at_all_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidEvent):
        read_event(data)


def test_a_report_from_the_future_is_refused_and_one_of_tomorrow_is_not() -> None:
    now = datetime(2023, 9, 23, 0, 0, tzinfo=UTC)
    check_not_ahead(read_event(VISIT), now)
    with pytest.raises(InvalidEvent, match="ahead"):
        check_not_ahead(read_event(VISIT), datetime(2023, 9, 22, 23, 59, tzinfo=UTC))


def test_defaults_are_filled_in_and_nulls_left_out() -> None:
    invited = {
        "type": "invitation_extended",
        "inviter": {"state": "AUT"},
        "invitee": {"state": "NOR"},
        "place": None,
    }
    body = canonical(read_event({**invited, "report": REPORT}))
    assert body["host"] == "AUT"
    assert body["said_on"] == "2023-09-24"
    assert body["certainty"] == "firm"
    assert "place" not in body


def test_the_day_of_a_date_time_is_its_day_in_utc() -> None:
    report = {**REPORT, "published_at": "2023-09-24T23:30:00-02:00"}
    assert canonical(read_event(changed(report=report)))["said_on"] == "2023-09-25"


def test_quote_title_and_language_make_no_other_event() -> None:
    told_more = changed(quote="words", report={**REPORT, "title": "A title", "language": "en"})
    same = [identity_json(canonical(read_event(e))) for e in (VISIT, told_more)]
    assert same[0] == same[1]
    assert identity_json(canonical(read_event(changed(place="Vienna")))) != same[0]


def test_an_event_entered_again_after_a_withdrawal_has_another_id() -> None:
    body = canonical(read_event(VISIT))
    assert event_id(body, 1) == event_id(dict(reversed(body.items())), 1)
    assert event_id(body, 1) != event_id(body, 2)


def test_an_event_belongs_to_every_pair_of_its_parties() -> None:
    people = [{"state": code} for code in ("USA", "JPN", "KOR", "JPN")]
    meeting = {"type": "meeting_announced", "participants": people, "host": "FRA", "report": REPORT}
    assert relationships(canonical(read_event(meeting))) == ["JPN-KOR", "JPN-USA", "KOR-USA"]
    third = {
        "type": "invitation_extended",
        "inviter": {"state": "FRA"},
        "invitee": {"state": "NOR"},
        "host": "AUT",
    }
    assert relationships(canonical(read_event({**third, "report": REPORT}))) == [
        "AUT-FRA",
        "AUT-NOR",
        "FRA-NOR",
    ]

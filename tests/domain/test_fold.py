"""The rules of contract section 4, one sentence at a time, on a docket of one visitor and one host."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from domain.entries import Entry, event_id
from domain.events import canonical, read_event
from domain.facts import Lane, iso
from domain.proceedings import Numbered, Proceedings
from domain.promise import Promise

LANE = Lane("visit", ("NOR", "AUT"))
BERG = {"name": "Anna Berg", "state": "NOR", "role": "foreign_minister"}


def event(kind: str, published: str, *, publisher: str = "Wire", **fields: Any) -> dict[str, Any]:
    url = f"https://news.example/{kind}-{published}-{publisher}"
    report = {"url": url, "publisher": publisher, "published_at": published}
    who = {"invitee": BERG} if kind.startswith("invitation") else {"visitor": BERG}
    if kind == "invitation_extended":
        who |= {"inviter": {"state": "AUT"}}
    return {"type": kind, "report": report, "host": "AUT", **who, **fields}


def outcome(published: str, told: str, **fields: Any) -> dict[str, Any]:
    about = {"kind": "visit", "visitor": BERG, "host": "AUT"}
    made = event("visit_announced", published, publisher="Weekly")
    return {"type": "outcome_reported", "report": made["report"], "about": about, "outcome": told, **fields}


def docket(*recorded: dict[str, Any]) -> Proceedings:
    proceedings = Proceedings(LANE, lambda _: True)
    numbered = []
    for position, sent in enumerate(recorded, 1):
        body = canonical(read_event(sent))
        entry = Entry("AUT-NOR", position, event_id(body, 1), position, "test", body)
        numbered.append(Numbered(position, entry))
    proceedings.take(numbered)
    return proceedings


def promises(*recorded: dict[str, Any]) -> list[Promise]:
    return [promise for _, promise in docket(*recorded).docket.as_of(2**63 - 2)]


def only(*recorded: dict[str, Any]) -> Promise:
    (promise,) = promises(*recorded)
    return promise


def on(day: str) -> int:
    return date.fromisoformat(day).toordinal()


ANNOUNCED = event("visit_announced", "2021-05-01", window="2021-06")
HELD = event("visit_held", "2021-06-10", held_on="2021-06-10")


def test_a_promise_is_overdue_the_day_after_its_window_and_unfulfilled_after_thirty_days() -> None:
    promise = only(ANNOUNCED)
    assert promise.status(on("2021-06-30")) == "pending"
    assert promise.status(on("2021-07-01")) == "overdue"
    assert promise.status(on("2021-07-30")) == "overdue"
    assert promise.status(on("2021-07-31")) == "unfulfilled"
    assert iso(promise.settled(on("2022-01-01"))) == "2021-07-31"


def test_an_invitation_alone_is_never_overdue_and_lapses() -> None:
    promise = only(event("invitation_extended", "2021-05-01", window="2021-06"))
    assert promise.promised_on is None
    assert promise.status(on("2021-07-30")) == "invited"
    assert promise.status(on("2021-07-31")) == "lapsed"


def test_silence_of_more_than_a_year_stalls_what_has_no_last_day_until_it_is_heard_of_again() -> None:
    promise = only(event("visit_announced", "2021-05-01"))
    assert promise.status(on("2022-05-01")) == "pending"
    assert promise.status(on("2022-05-02")) == "stalled"
    again = only(event("visit_announced", "2021-05-01"), event("visit_announced", "2022-06-01"))
    assert again.status(on("2022-06-01")) == "pending"


def test_a_visit_a_year_after_the_window_is_late_and_a_day_more_is_another_visit() -> None:
    late = only(ANNOUNCED, event("visit_held", "2022-06-30", held_on="2022-06-30"))
    assert (late.phase, late.days_late) == ("fulfilled_late", 365)
    broken = only(ANNOUNCED, event("visit_held", "2022-07-01", held_on="2022-07-01"))
    assert broken.status(on("2022-07-01")) == "unfulfilled"


def test_a_visit_more_than_seven_days_early_is_another_visit() -> None:
    assert only(ANNOUNCED, event("visit_held", "2021-05-25", held_on="2021-05-25")).phase == "fulfilled"
    assert only(ANNOUNCED, event("visit_held", "2021-05-24", held_on="2021-05-24")).phase == "pending"


def test_a_postponement_without_a_new_date_takes_the_window_away() -> None:
    promise = only(ANNOUNCED, event("visit_postponed", "2021-05-20"))
    assert (promise.phase, promise.window) == ("postponed", None)


def test_a_postponement_of_what_was_kept_tells_of_another_visit() -> None:
    kept, put_off = promises(ANNOUNCED, HELD, event("visit_postponed", "2021-08-01", window="2021-10"))
    assert (kept.phase, put_off.phase) == ("fulfilled", "postponed")
    assert put_off.promised_on is None


def test_a_cancellation_of_what_is_broken_already_is_evidence_alone() -> None:
    promise = only(ANNOUNCED, event("visit_cancelled", "2021-09-01"))
    assert promise.status(on("2021-09-01")) == "unfulfilled"
    assert [effect for _, effect in promise.all_evidence()] == ["opened", "none"]


def test_a_speculation_changes_nothing_but_is_heard() -> None:
    rumour = event("visit_cancelled", "2022-04-01", publisher="Rumour", certainty="speculative")
    promise = only(event("visit_announced", "2021-05-01"), rumour)
    assert promise.phase == "pending"
    assert promise.status(on("2023-04-01")) == "pending"
    assert len(promise.publishers) == 2


def test_an_outcome_without_days_keeps_a_promise_on_the_day_it_was_told() -> None:
    promise = only(ANNOUNCED, outcome("2021-09-01", "fulfilled"))
    assert (promise.phase, iso(promise.settled_on)) == ("fulfilled", "2021-09-01")


def test_an_outcome_that_confirms_the_calendar_leaves_its_day_and_closes_for_good() -> None:
    held_after = event("visit_held", "2021-10-01", held_on="2021-10-01")
    promise = only(ANNOUNCED, outcome("2021-09-01", "unfulfilled"), held_after)
    assert (promise.phase, iso(promise.settled_on)) == ("unfulfilled", "2021-07-31")


def test_an_outcome_on_what_is_closed_agrees_or_has_no_effect() -> None:
    agrees = only(ANNOUNCED, HELD, outcome("2021-09-01", "fulfilled"))
    assert [effect for _, effect in agrees.all_evidence()][-1] == "corroborated"
    differs = only(ANNOUNCED, HELD, outcome("2021-09-01", "unfulfilled"))
    assert [effect for _, effect in differs.all_evidence()][-1] == "none"
    assert differs.phase == "fulfilled"


def test_days_of_a_vague_visit_never_begin_after_its_report() -> None:
    promise = only(
        event("visit_announced", "2021-06-05", window="2021-06"),
        event("visit_held", "2021-06-10", held_on="2021-06"),
    )
    assert (promise.phase, iso(promise.settled_on)) == ("fulfilled", "2021-06-01")


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_order_of_recording_never_matters(order: tuple[int, ...]) -> None:
    stream = [
        ANNOUNCED,
        event("visit_postponed", "2021-06-05", window="2021-07"),
        HELD,
        outcome("2021-09-01", "fulfilled"),
    ]
    told = [only(*stream), only(*(stream[i] for i in order))]
    assert len({(p.phase, p.settled_on, p.days_late, p.window, len(p.publishers)) for p in told}) == 1


def test_a_promise_keeps_its_id_when_an_earlier_report_turns_up() -> None:
    first = docket(HELD, ANNOUNCED).docket
    invited = event("invitation_extended", "2021-04-01")
    later = docket(HELD, ANNOUNCED, invited).docket
    assert list(first.versions) == list(later.versions)
    (history,) = later.versions.values()
    assert [version.promise.phase for version in history] == ["invited", "pending", "fulfilled"]


def test_two_promises_made_one_by_a_late_report_keep_the_id_first_recorded() -> None:
    second = event("visit_announced", "2021-09-01", window="2021-10")
    put_off = event("visit_postponed", "2021-12-01", said_on="2021-06-20", publisher="Late")
    before = docket(second, ANNOUNCED).docket
    after = docket(second, ANNOUNCED, put_off).docket
    assert len(before.as_of(2**63 - 2)) == 2
    ((known, _),) = after.as_of(2**63 - 2)
    first_recorded = "p" + event_id(canonical(read_event(second)), 1)[1:]
    assert known == first_recorded
    assert list(after.aliases().values()) == [first_recorded]

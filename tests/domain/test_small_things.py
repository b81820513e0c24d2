"""Views, retractions, amendments, scores and words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.amendments import Amendments
from domain.content_ids import content_id
from domain.docket import FOREVER, Absence
from domain.errors import BadQuestion, NotOnRecord
from domain.events import InvalidEvent, canonical, read_event
from domain.retractions import Retraction, absences
from domain.scoring import Score, wilson
from domain.views import View
from domain.wording import span_in_words, summary

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
REPORT = {"url": "https://news.example/a", "publisher": "Wire", "published_at": "2021-05-01"}
ANNOUNCED = canonical(
    read_event(
        {
            "type": "visit_announced",
            "visitor": {"name": "Anna Berg", "state": "NOR"},
            "host": "AUT",
            "report": REPORT,
        }
    )
)


def test_a_day_is_seen_from_its_last_moment() -> None:
    view = View.of(NOW, "2023-10-18")
    assert view.day == date(2023, 10, 18).toordinal()
    assert view.instant == int(datetime(2023, 10, 19, tzinfo=UTC).timestamp()) * 1_000_000 - 1


def test_an_instant_is_judged_on_its_day_in_utc() -> None:
    assert View.of(NOW, "2023-10-18T23:30:00-02:00").day == date(2023, 10, 19).toordinal()


def test_without_as_of_everything_counts_and_today_judges() -> None:
    assert View.of(NOW) == View(None, date(2026, 11, 22).toordinal())


@pytest.mark.parametrize(
    "text", ["2023-13-01", "2023-02-30", "18.10.2023", "2023-10", "2023-10-18T10:00:00", ""]
)
def test_a_bad_as_of_is_told(text: str) -> None:
    with pytest.raises(BadQuestion, match="as_of"):
        View.of(NOW, text)


def test_a_retraction_counts_until_its_own_report_is_taken_back() -> None:
    first = Retraction("e1", "u:a", "u:r1", 100)
    second = Retraction("e2", "u:r1", "u:r2", 200)
    assert absences("u:a", [first]) == (Absence(100, FOREVER),)
    assert absences("u:a", [second, first]) == (Absence(100, 200),)


def test_retractions_of_each_other_end() -> None:
    one, other = Retraction("e1", "u:b", "u:a", 100), Retraction("e2", "u:a", "u:b", 200)
    assert absences("u:b", [one, other]) == (Absence(100, 200),)


def amended(*acts: dict[str, object]) -> Amendments:
    history = Amendments()
    history.add("e0", ANNOUNCED)
    for number, act in enumerate(acts, 1):
        history.add(f"e{number}", act)
    return history


def correct(target: str, **fields: object) -> dict[str, object]:
    return {"type": "entry_corrected", "event_id": target, "correction": fields, "reason": "typo"}


def withdraw(target: str) -> dict[str, object]:
    return {"type": "entry_withdrawn", "event_id": target, "reason": "wrong"}


def test_corrections_pile_up_and_each_can_be_undone_alone() -> None:
    acts = (correct("e0", window="2021-06"), correct("e0", place="Vienna"))
    both = amended(*acts).effective("e0")
    assert both is not None
    assert (both["window"], both["place"]) == ("2021-06", "Vienna")
    one = amended(*acts, withdraw("e1")).effective("e0")
    assert one is not None
    assert ("window" in one, one["place"]) == (False, "Vienna")


def test_a_withdrawal_that_is_withdrawn_restores() -> None:
    assert amended(withdraw("e0")).effective("e0") is None
    assert amended(withdraw("e0"), withdraw("e1")).effective("e0") == ANNOUNCED


def test_a_default_follows_the_field_it_came_from() -> None:
    moved = amended(correct("e0", report={**REPORT, "published_at": "2021-04-20"})).effective("e0")
    assert moved is not None
    assert moved["said_on"] == "2021-04-20"


@pytest.mark.parametrize(
    ("act", "pointer"),
    [
        (correct("e0", host="NOR"), "/correction/host"),
        (correct("e0", window="soon"), "/correction/window"),
        (correct("e0", weather="fine"), "/correction/weather"),
        (correct("e0", report=None), "/correction/report"),
        (correct("e0", type="entry_withdrawn"), "/correction/type"),
    ],
)
def test_a_correction_must_leave_an_event(act: dict[str, object], pointer: str) -> None:
    with pytest.raises(InvalidEvent) as refused:
        amended().check(act)
    assert refused.value.errors[0]["pointer"] == pointer


def test_what_is_withdrawn_can_be_neither_corrected_nor_withdrawn() -> None:
    for act in (correct("e0", place="Vienna"), withdraw("e0")):
        with pytest.raises(InvalidEvent, match="withdrawn"):
            amended(withdraw("e0")).check(act)


def test_an_act_on_nothing_is_told() -> None:
    with pytest.raises(NotOnRecord):
        amended().check(withdraw("e9"))


@given(st.integers(0, 50), st.integers(0, 50))
def test_an_interval_holds_its_share(kept: int, more: int) -> None:
    bounds = wilson(kept, kept + more)
    if kept + more == 0:
        assert bounds is None
    else:
        assert bounds is not None
        share, rounding = kept / (kept + more), 1e-12
        assert 0 <= bounds[0] <= share + rounding
        assert share - rounding <= bounds[1] <= 1


def test_the_score_interval_is_the_textbook_one() -> None:
    low, high = wilson(8, 10) or (0, 0)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)


def test_a_score_counts_late_ones_as_kept() -> None:
    score = Score()
    for status, late in (("fulfilled", None), ("fulfilled_late", 10), ("unfulfilled", None), ("pending", None)):
        score.add(status, late)
    answer = score.answer()
    assert (answer["promises"], answer["share_kept"], answer["median_days_late"]) == (4, 0.6667, 10)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2023-10-18", "18 October 2023"),
        ("2023-10", "October 2023"),
        ("2023", "2023"),
        ("2024-06-18/2024-06-19", "18 to 19 June 2024"),
        ("2024-06-30/2024-07-01", "30 June 2024 to 1 July 2024"),
        ("../1972-04", "any time up to April 1972"),
        ("2023-09-13/..", "13 September 2023 or later"),
        ("2020-21", "the spring of 2020"),
        ("2020-24", "the winter of 2020 to 2021"),
        ("2023-10~", "October 2023 (approximate)"),
    ],
)
def test_a_window_reads_as_a_reader_would_say_it(text: str, words: str) -> None:
    assert span_in_words(text) == words


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("pledge", "fulfilled", "was kept on 1 July 2021."),
        ("pledge", "fulfilled_late", "was kept on 1 July 2021, late."),
        ("pledge", "partially_fulfilled", "was kept only in part on 1 July 2021."),
        ("meeting", "partially_fulfilled", "took place only in part on 1 July 2021."),
        ("visit", "partially_fulfilled", "took place only in part: somebody else came instead on 1 July 2021."),
    ],
)
def test_a_pledge_is_kept_and_does_not_take_place(kind: str, status: str, words: str) -> None:
    party = {"name": None, "state": "NOR", "role": None}
    promise = {
        "kind": kind, "status": status, "settled_on": "2021-07-01", "days_late": None, "promised_on": None,
        "window": None, "visitor": party, "host": "USA", "participants": [party, party], "mode": "in_person",
        "by": party, "to": "USA", "subject": "help",
    }  # fmt: skip
    assert summary(promise).endswith(words)


def test_a_ruling_is_told_as_a_ruling() -> None:
    party = {"name": None, "state": "NOR", "role": None}
    promise = {
        "kind": "visit", "status": "fulfilled_late", "settled_on": "2026-11-22", "days_late": None,
        "promised_on": "2024-05-01", "window": "2024-06", "visitor": party, "host": "USA",
    }  # fmt: skip
    assert summary(promise, "2026-11-22").endswith(
        "promised on 1 May 2024, counts as fulfilled late by a ruling of 22 November 2026."
    )


def test_a_summary_is_one_sentence() -> None:
    promise = {
        "kind": "visit", "visitor": {"name": "Anna Berg", "state": "NOR", "role": None}, "host": "USA",
        "window": "2021-06", "status": "fulfilled_late", "promised_on": "2021-05-01",
        "settled_on": "2021-07-01",
        "days_late": 1,
    }  # fmt: skip
    assert summary(promise) == (
        "The visit of Anna Berg (Norway) to the United States planned for June 2021, promised on 1 May 2021, "
        "took place on 1 July 2021, 1 day late."
    )


def test_an_id_that_is_made_of_the_content_never_changes() -> None:
    assert content_id("s", b"https://news.example/feed.xml") == "s2wwimkzhsz2coxxriclvoyfa4q"
    assert content_id("r", b"https://news.example/feed.xml") == "r2wwimkzhsz2coxxriclvoyfa4q"

"""The Kaplan-Meier estimate beside numbers that were worked out by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.survival import Duration, survival


def test_without_censoring_it_is_the_share_that_still_waits() -> None:
    answer = survival([Duration(days, kept=True) for days in (1, 2, 3, 4)])
    assert [step["waiting"] for step in answer["steps"]] == [0.75, 0.5, 0.25, 0]
    assert answer["median"] == 2


def test_who_is_seen_no_longer_leaves_the_risk_set_and_makes_no_step() -> None:
    # 6 wait; 1 kept on day 3 (5/6); 1 censored on day 5; of 4 left 2 kept on day 8 (5/6 * 2/4).
    durations = [Duration(3, True), Duration(5, False), Duration(8, True), Duration(8, True)]
    answer = survival([*durations, Duration(9, False), Duration(9, False)])
    assert [(s["days"], s["at_risk"], s["waiting"]) for s in answer["steps"]] == [
        (3, 6, 0.8333),
        (8, 4, 0.4167),
    ]


def test_the_band_is_that_of_the_log_log_transform() -> None:
    # Greenwood at the first step: 1 / (10 * 9); log-log bounds of 0.9: 0.4730 and 0.9853.
    answer = survival([Duration(1, True), *[Duration(2, False)] * 9])
    step = answer["steps"][0]
    assert (step["waiting"], step["low"], step["high"]) == (0.9, 0.473, 0.9853)


def test_where_nothing_was_kept_there_is_no_step_and_no_median() -> None:
    assert survival([Duration(5, False)]) == {"promises": 1, "kept": 0, "median": None, "steps": []}


@given(st.lists(st.builds(Duration, st.integers(0, 50), st.booleans()), max_size=40))
def test_it_never_rises_and_stays_in_its_band(durations: list[Duration]) -> None:
    steps = survival(durations)["steps"]
    shares = [step["waiting"] for step in steps]
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= step["low"] <= step["waiting"] <= step["high"] <= 1 for step in steps)

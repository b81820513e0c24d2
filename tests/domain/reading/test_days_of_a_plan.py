"""Days of a plan beside the days that came of it, and whose word it is."""

from __future__ import annotations

import pytest

from tests.domain.reading.test_roundabout import WHO, told, visits


@pytest.mark.parametrize(
    ("sentence", "kind", "day"),
    [
        (f"A trip by {WHO} to Peru, first scheduled for January, took place on March 5.", "held", "2024-03-05"),
        (f"{WHO}'s visit to Peru, originally planned for January, took place in February.", "held", "2024-02"),
        (f"{WHO} returned home on Wednesday from a three-day visit to Peru.", "held", "2024-03-11/2024-03-13"),
        (f"{WHO} came back on Wednesday from a three-day visit to Peru.", "held", "2024-03-11/2024-03-13"),
        (f"A planned trip to Lima by {WHO} has been moved from May 27 to June 10.", "postponed", "2024-06-10"),
    ],
)
def test_the_day_of_the_visit_not_that_of_the_plan(sentence, kind, day):
    assert visits(sentence) == {(f"visit_{kind}", "PER", day)}


@pytest.mark.parametrize("source", ["her office", "her ministry"])
def test_an_office_without_an_owner_is_no_source(source):
    (event,) = told(f"{WHO} will visit Peru on June 4, {source} said.")
    assert "attributed_to" not in event

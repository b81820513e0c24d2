"""What a docket costs as it grows."""

from __future__ import annotations

from datetime import date, timedelta

from domain.entries import Entry
from domain.events import canonical, read_event
from domain.facts import Lane
from domain.proceedings import Numbered, Proceedings
from tests.adapters.events import announced, retracted

FIRST = date(2000, 1, 1)


class Asked(dict):
    """Counts how often it is looked into."""

    times = 0

    def get(self, *of):
        self.times += 1
        return super().get(*of)


def looked_up(reports):
    """How often it is asked what a piece of evidence led to, of one promise with so many reports."""
    events = [
        announced((FIRST + timedelta(days=n)).isoformat(), url=f"https://news.example/{n}", window="2020-06")
        for n in range(reports)
    ]
    events.append(retracted("https://news.example/5", "2019-01-01"))
    proceedings = Proceedings(Lane("visit", ("NOR", "AUT")), lambda signature: True)
    proceedings.docket.owner = asked = Asked()
    bodies = [canonical(read_event(event)) for event in events]
    proceedings.take(
        Numbered(n, Entry("x", n, f"e{n:026}", n + 10**16, "test", body)) for n, body in enumerate(bodies, 1)
    )
    assert len(proceedings.docket.as_of(10**16)) == 1
    return asked.times


def test_a_retraction_costs_in_proportion_to_the_reports_of_a_promise():
    assert looked_up(400) < 2.5 * looked_up(200)

"""A desk at which articles are read and decided upon."""

from __future__ import annotations

import pytest

from adapters.desk.candidates import Candidates
from adapters.desk.intake import Intake, Submission
from tests.adapters.fake_reader import FakeReader


@pytest.fixture
def desk(store):
    return Desk(store)


class Desk:
    def __init__(self, store):
        self.store = store
        self.intake, self.candidates = Intake(store.ledger, FakeReader()), Candidates(store.ledger)

    def take(self, text, publisher="Example News", path="story", day="2023-09-26", title=None):
        """The report of an article that is at an address of its publisher's."""
        url = f"https://{publisher.replace(' ', '-').lower()}.example/{path}"
        return self.intake.take(Submission(text, publisher, day, url, title), "desk")[0]

    def accept(self, candidate, **changes):
        """The id of the event that is made of a candidate."""
        return self.candidates.accept(candidate["id"], changes, "desk")[0].event_id

    def accept_all(self, report):
        for candidate in report["candidates"]:
            self.accept(candidate)

    def reject(self, candidate):
        self.candidates.reject(candidate["id"], "only a wish", "desk")

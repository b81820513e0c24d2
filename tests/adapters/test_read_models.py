"""The whole way from recording to answers, against the reference reading of the contract.

`tests/reference/oracle.py` was written from the contract alone, and folds everything from scratch for every
question.
"""

from __future__ import annotations

import importlib.util
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import NotOnRecord
from domain.views import View
from tests.adapters.databases import KINDS, opened, pages
from tests.adapters.streams import day_text, days, moves, plain, play, press

_SPEC = importlib.util.spec_from_file_location("oracle", Path(__file__).parents[1] / "reference" / "oracle.py")
assert _SPEC is not None
assert _SPEC.loader is not None
oracle_module = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(oracle_module)

EXAMPLES = dict(zip(KINDS, (40, 20), strict=True))
a_little = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
PAIRS = ("AUT-NOR", "AUT-CZE", "CZE-NOR")
NAMES = ("Berg", "Anna Berg", "Carl Berg", "Lie")


@pytest.fixture(params=KINDS)
def some(request):
    """Databases, and how many examples to try on them."""
    made = request.getfixturevalue(f"{request.param}_databases")
    return lambda test: settings(a_little, max_examples=EXAMPLES[request.param])(test)(made)


def answers(store, as_of=None, recorded_as_of=None):
    view = View.of(datetime.now(UTC), as_of, recorded_as_of)
    return sorted(plain(promise) for promise in store.promises(view))


class Oracle:
    """The reference reading of what was recorded, with our ids of the events."""

    def __init__(self, recorded):
        self.oracle = oracle_module.Oracle()
        self.ids, theirs = {}, {}
        for event, event_id, recorded_at in recorded:
            if "event_id" in event:
                event = event | {"event_id": theirs[event["event_id"]]}
            known = event.get("promise_id") or event.get("about", {}).get("promise_id")
            if known:
                promise_id = self.promise_ids(theirs)[known]
                event = (
                    event | {"about": {"promise_id": promise_id}}
                    if "about" in event
                    else event | {"promise_id": promise_id}
                )
            answer = self.oracle.record(event, recorded_at=recorded_at)
            theirs.setdefault(event_id, answer["event_id"])
            self.ids[answer["event_id"]] = event_id

    def answers(self, as_of=None, recorded_as_of=None):
        found = self.oracle.promises(as_of=as_of, recorded_as_of=recorded_as_of)
        return sorted(plain(promise, ids=self.ids) for promise in found)

"""The whole way from recording to answers, against the reference reading of the contract.

`tests/reference/oracle.py` was written from the contract alone, and folds everything from scratch for every
question.
"""

from __future__ import annotations

import importlib.util
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.verify import verify
from domain.errors import NotOnRecord
from domain.views import View
from tests.adapters.databases import opened, pages
from tests.adapters.events import BERG, announced, cancelled, held, invited, report, withdrawn
from tests.adapters.streams import day_text, days, moves, plain, play, press

_SPEC = importlib.util.spec_from_file_location("oracle", Path(__file__).parents[1] / "reference" / "oracle.py")
assert _SPEC is not None
assert _SPEC.loader is not None
oracle_module = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(oracle_module)

TODAY_IS = date(2026, 1, 1)
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
PAIRS = ("AUT-NOR", "AUT-CZE", "CZE-NOR")
NAMES = ("Berg", "Anna Berg", "Carl Berg", "Lie")


class Oracle:
    """The reference reading of what was recorded; it speaks of events by our ids."""

    def __init__(self, recorded):
        self.oracle = oracle_module.Oracle(today=TODAY_IS)
        self.ours, theirs = {}, {}
        for event, event_id, recorded_at, about in recorded:
            event = dict(event)
            if "event_id" in event:
                event["event_id"] = theirs[event["event_id"]]
            if about is not None:
                known = {plain(promise, ids=self.ours): promise["id"] for promise in self.oracle.promises()}
                assert about in known, "they differ before this act"
                where = event if "promise_id" in event else event.setdefault("about", {})
                where["promise_id"] = known[about]
            answer = self.oracle.record(event, recorded_at=recorded_at)
            theirs.setdefault(event_id, answer["event_id"])
            self.ours[answer["event_id"]] = event_id

    def promises(self, **view):
        return sorted(plain(promise, ids=self.ours) for promise in self.oracle.promises(**view))

    def timeline(self, pair, **view):
        return sorted(self.ours[event["event_id"]] for event in self.oracle.timeline(pair, **view))

    def verdicts(self, **view):
        return {name: self.oracle.verdict(name, "AUT", **view)["answer"] for name in NAMES}


def promises(store, **view):
    return sorted(plain(promise) for promise in store.promises(View.of(NOW, **view)))


def histories(store, **view):
    """How each promise came to its status; in what order they are told is no matter."""
    then = View.of(NOW, **view)
    return sorted(str(store.queries.history(promise["id"], then)["items"]) for promise in store.promises(then))


def timeline(store, pair, **view):
    try:
        items = pages(lambda cursor: store.queries.timeline(pair, View.of(NOW, **view), cursor, 4))
    except NotOnRecord:
        return []
    return sorted(item["event_id"] for item in items)


def verdicts(store, **view):
    return {name: store.queries.verdict(name, "AUT", View.of(NOW, **view))["answer"] for name in NAMES}


def compare(store, oracle, **view):
    assert promises(store, **view) == oracle.promises(**view)
    for pair in PAIRS:
        assert timeline(store, pair, **view) == oracle.timeline(pair, **view)
    if "recorded_as_of" not in view:
        assert verdicts(store, **view) == oracle.verdicts(**view)


def test_answers_are_those_of_a_plain_reading_on_any_day(databases, examples):
    @examples
    @given(moves(), st.lists(days, min_size=2, max_size=4))
    def on_any_day(stream, chosen):
        with opened(databases) as store:
            oracle = Oracle(play(store, stream))
            compare(store, oracle)
            for day in chosen:
                compare(store, oracle, as_of=day_text(day + 30))

    on_any_day()


def test_answers_are_those_of_a_plain_reading_at_any_time_of_recording(databases, examples):
    @examples
    @given(moves(8), days, st.lists(st.integers(0, 7), min_size=1, max_size=3))
    def at_any_time(stream, day, marks):
        with opened(databases) as store:
            recorded = play(store, stream)
            if not recorded:
                return
            oracle = Oracle(recorded)
            for mark in marks:
                then = recorded[mark % len(recorded)].recorded_at
                compare(store, oracle, recorded_as_of=then)
                compare(store, oracle, recorded_as_of=then, as_of=day_text(day + 30))

    at_any_time()


def test_the_order_of_recording_does_not_matter(databases, examples):
    @examples
    @given(press().flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))), days, days)
    def in_any_order(orders, first, second):
        seen = []
        for order in orders:
            with opened(databases) as store:
                play(store, order)
                asked = [{}, {"as_of": day_text(first)}, {"as_of": day_text(second + 90)}]
                seen.append([promises(store, **view) for view in asked])
                seen[-1].append([timeline(store, pair, **view) for view in asked for pair in PAIRS])
                if all(event["type"] != "report_retracted" for event in order):
                    # A retraction recorded before what goes on without it can part one promise's ids.
                    seen[-1].append([histories(store, **view) for view in asked])
        assert seen[0] == seen[1]

    in_any_order()


def test_many_events_at_once_are_judged_as_one_by_one(databases, examples):
    @examples
    @given(press(), days)
    def at_once(stream, day):
        with opened(databases) as one_by_one, opened(databases) as together:
            play(one_by_one, stream)
            together.record_at_once(stream)
            for view in ({}, {"as_of": day_text(day)}):
                assert promises(together, **view) == promises(one_by_one, **view)

    at_once()


def test_a_promise_keeps_its_id_whatever_comes_after_its_opener(store):
    opened_by = store.record(announced()).event_id
    known = store.promise(View.of(NOW))["id"]
    for event in (held(), announced("2020-01-20", window="2020-04"), invited("2020-01-02"), held("2020-03-04")):
        store.record(event)
        assert store.promise(View.of(NOW))["id"] == known
    store.record(withdrawn(opened_by))
    assert store.promise(View.of(NOW))["id"] == known
    assert store.promise(View.of(NOW, "2020-02-01"))["id"] == known


def test_a_promise_that_folded_into_another_leads_to_it(store):
    first = store.record(announced("2020-01-10")).event_id
    store.record(announced("2020-08-10", window="2020-09", publisher="Two"))
    older, newer = sorted(store.promises(View.of(NOW)), key=lambda promise: promise["window"])
    store.record(
        {
            "type": "visit_postponed",
            "visitor": BERG,
            "host": "AUT",
            "window": "2020-09",
            "report": report("2020-03-20", publisher="Three"),
        }
    )
    assert older["id"] == "p" + first[1:]
    assert store.promise(View.of(NOW))["id"] == older["id"]
    assert store.queries.promise(newer["id"], View.of(NOW))["id"] == older["id"]


def test_reports_of_one_moment_stand_in_the_order_of_their_addresses(store):
    for name in "bdace":
        store.record(announced(url=f"https://news.example/{name}"))
    urls = [
        item["event"]["report"]["url"][-1]
        for limit in (2, 9)
        for item in pages(lambda cursor, n=limit: store.queries.timeline("AUT-NOR", View.of(NOW), cursor, n))
    ]
    assert "".join(urls) == "abcde" * 2


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=str)
def test_of_two_promises_of_one_day_the_one_published_later_is_the_newest(store, order):
    carl = {"name": "Carl Berg", "state": "NOR"}
    events = [
        announced("2020-01-10T07:00:00Z", said_on="2020-01-09", visitor=carl),
        announced("2020-01-10T08:00:00Z", said_on="2020-01-09", visitor=BERG),
    ]
    store.record_all([events[number] for number in order])
    found = store.queries.verdict("Berg", "AUT", View.of(NOW, "2020-02-01"))["promises"]
    assert [promise["visitor"]["name"] for promise in found] == ["Anna Berg", "Carl Berg"]


def test_a_promise_has_one_id_whether_its_reports_came_in_one_turn_or_in_many(databases):
    events = [announced("2020-01-20"), announced("2020-01-10", publisher="Two")]
    with opened(databases) as one_by_one, opened(databases) as together:
        first, _ = one_by_one.record_all(events)
        together.record_at_once(events)
        assert one_by_one.promise(View.of(NOW))["id"] == "p" + first[1:]
        assert together.promise(View.of(NOW))["id"] == "p" + first[1:]


def test_the_timeline_is_in_the_order_of_the_contract(databases, examples):
    """By day, type, time of publication, then address."""

    @examples
    @given(press(6))
    def in_order(stream):
        with opened(databases) as store:
            oracle = Oracle(play(store, stream))
            for pair in PAIRS:
                expected = [oracle.ours[event["event_id"]] for event in oracle.oracle.timeline(pair)]
                try:
                    items = store.queries.timeline(pair, View.of(NOW), None, 50)["items"]
                except NotOnRecord:
                    items = []
                assert [item["event_id"] for item in items] == expected

    in_order()


def test_an_id_that_leads_to_another_promise_no_more_is_forgotten(store):
    put_off = {"type": "visit_postponed", "visitor": BERG, "host": "AUT", "window": "2020-09"}
    first = store.record(announced("2020-01-10")).event_id
    second = store.record(announced("2020-08-10", window="2020-09", publisher="Two")).event_id
    older, newer = "p" + first[1:], "p" + second[1:]
    store.record({**put_off, "report": report("2020-03-20", publisher="Three")})
    assert store.execute("SELECT promise_id, leads_to FROM aliases") == [(newer, older)]
    store.record(cancelled("2020-03-25"))  # Late news: then the second announcement is of another visit.
    assert store.execute("SELECT promise_id, leads_to FROM aliases") == []
    assert store.queries.promise(newer, View.of(NOW))["id"] == newer
    assert verify(store.engine) == []

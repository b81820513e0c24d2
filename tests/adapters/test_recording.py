"""What `Ledger` takes, what it answers, and what it refuses."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson
import pytest

from adapters.verify import verify
from domain.errors import NotOnRecord
from domain.events import InvalidEvent
from domain.views import View
from tests.adapters.events import (
    BERG,
    FRANK,
    announced,
    cancelled,
    corrected,
    held,
    invited,
    lifted,
    outcome,
    retracted,
    ruled,
    withdrawn,
)

NOW = View.of(datetime(2026, 1, 1, tzinfo=UTC))


def lines(*events):
    return [(number, e if isinstance(e, bytes) else orjson.dumps(e)) for number, e in enumerate(events, 1)]


def pointers(error):
    return [mistake["pointer"] for mistake in error.value.errors]


def refused(store, event):
    before = store.queries.position()
    with pytest.raises(InvalidEvent) as error:
        store.record(event)
    assert store.queries.position() == before
    return pointers(error)


# ------------------------------------------------------------------ answers
def test_what_was_recorded_is_there_at_once(store):
    receipt = store.record(announced())
    assert store.queries.event(receipt.event_id)["event"]["visitor"] == BERG
    assert store.promise(NOW)["id"] == "p" + receipt.event_id[1:]
    assert [e["event_id"] for e in store.queries.timeline("AUT-NOR", NOW, None, 9)["items"]] == [
        receipt.event_id
    ]


def test_a_receipt_tells_place_time_and_relationships(store):
    first, second = store.record(announced()), store.record(held())
    assert (first.position, second.position) == (1, 2)
    assert (first.duplicate, second.duplicate) == (False, False)
    assert first.relationships == ["AUT-NOR"]
    assert store.queries.event(first.event_id)["recorded_at"] == first.recorded_at


def test_every_turn_has_a_later_time_of_recording(store):
    times = [store.record(announced(f"2020-01-{day}")).recorded_at for day in range(10, 30)]
    assert times == sorted(set(times))


def test_the_time_of_recording_grows_even_if_the_clock_goes_back(store, monkeypatch):
    first = store.record(announced()).recorded_at
    monkeypatch.setattr("time.time_ns", lambda: 0)
    assert store.record(held()).recorded_at > first


def test_the_events_of_one_turn_have_one_time_of_recording(store):
    store.record_at_once([announced(), held()])
    assert len({item["recorded_at"] for item in store.queries.events(None, 9)["items"]}) == 1


def test_an_event_keeps_who_recorded_it(store):
    assert store.queries.event(store.record(announced(), by="desk 7").event_id)["recorded_by"] == "desk 7"


def test_a_meeting_of_three_states_belongs_to_three_relationships(store):
    parties = [BERG, FRANK, {"state": "CZE"}]
    receipt = store.record(
        {
            "type": "meeting_announced",
            "participants": parties,
            "report": announced()["report"],
            "window": "2020-03",
        }
    )
    assert receipt.relationships == ["AUT-CZE", "AUT-NOR", "CZE-NOR"]
    for pair in receipt.relationships:
        assert [promise["id"] for promise in store.promises(NOW, relationship=pair)] == [
            "p" + receipt.event_id[1:]
        ]
        assert len(store.queries.timeline(pair, NOW, None, 9)["items"]) == 1


def test_an_invitation_to_a_third_place_belongs_to_three_relationships_and_promises_one_visit(store):
    assert store.record(invited(host="CZE")).relationships == ["AUT-CZE", "AUT-NOR", "CZE-NOR"]
    assert store.promise(NOW)["relationships"] == ["CZE-NOR"]


def test_an_own_act_belongs_to_the_relationships_of_what_it_acts_on(store):
    first = store.record(announced()).event_id
    ruling = store.record(ruled("p" + first[1:]))
    assert ruling.relationships == ["AUT-NOR"]
    moved = store.record(corrected(first, host="CZE"))
    assert moved.relationships == ["CZE-NOR"]
    assert store.record(withdrawn(ruling.event_id)).relationships == ["CZE-NOR"]
    gone = store.record(withdrawn(first))
    assert gone.relationships == ["CZE-NOR"]
    assert store.record(withdrawn(gone.event_id)).relationships == ["CZE-NOR"]
    log = store.queries.events(None, 9)["items"]
    assert [item["relationships"] for item in log] == [["AUT-NOR"], *[["CZE-NOR"]] * 5]


def test_a_retraction_belongs_to_no_relationship(store):
    assert store.record(retracted("https://news.example/a")).relationships == []


def test_an_outcome_by_promise_id_belongs_to_the_relationships_of_the_promise(store):
    store.record(announced())
    promise = store.promise(NOW)
    receipt = store.record(outcome(promise["id"]))
    assert receipt.relationships == ["AUT-NOR"]
    assert store.promise(NOW)["status"] == "unfulfilled"
    assert receipt.event_id in [e["event_id"] for e in store.queries.timeline("AUT-NOR", NOW, None, 9)["items"]]


def test_an_outcome_by_promise_id_follows_the_promise_that_was_corrected(store):
    entry = store.record(announced()).event_id
    before = store.record(outcome("p" + entry[1:], "2020-04-01")).event_id
    store.record(corrected(entry, host="CZE"))
    assert store.record(outcome("p" + entry[1:], "2020-04-02")).relationships == ["CZE-NOR"]
    assert store.queries.event(before)["relationships"] == ["CZE-NOR"]
    assert len(store.queries.timeline("CZE-NOR", NOW, None, 9)["items"]) == 3
    assert store.promise(NOW)["status"] == "unfulfilled"


def test_an_outcome_corrected_to_name_a_promise_follows_it(store):
    first, other = store.record(announced()).event_id, store.record(announced(host="CZE")).event_id
    told = store.record(outcome("p" + other[1:])).event_id
    store.record(corrected(told, about={"promise_id": "p" + first[1:]}))
    store.record(corrected(first, host="POL"))
    for pair, there in (("NOR-POL", True), ("CZE-NOR", False), ("AUT-NOR", False)):
        shown = store.queries.timeline(pair, NOW, None, 9)["items"]
        assert (told in [event["event_id"] for event in shown]) is there
    assert store.queries.promise("p" + first[1:], NOW)["status"] == "unfulfilled"
    assert verify(store.engine) == []


def test_own_acts_have_the_relationships_of_what_they_name(store):
    first = store.record(announced()).event_id
    assert store.record(ruled("p" + first[1:])).position == 2
    assert store.record(corrected(first, window="2020-04")).position == 3


# ------------------------------------------------------------------ duplicates
@pytest.mark.parametrize(
    "change",
    [
        {},
        {"quote": "She will come."},
        {"certainty": "firm"},
        {"said_on": "2020-01-10"},
        {"report": announced()["report"] | {"title": "A visit", "language": "en"}},
        {"place": None},
    ],
    ids=str,
)
def test_the_same_again_is_a_duplicate(store, change):
    first = store.record(announced())
    again = store.record(announced() | change)
    assert (again.duplicate, again.event_id, again.position) == (True, first.event_id, 1)
    assert (again.recorded_at, again.relationships) == (first.recorded_at, ["AUT-NOR"])
    assert store.queries.position() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"window": "2020-04"},
        {"place": "Vienna"},
        {"certainty": "tentative"},
        {"attributed_to": "APA"},
        {"report": announced()["report"] | {"publisher": "Two"}},
        {"report": announced()["report"] | {"published_at": "2020-01-10T00:00:00Z"}},
        {"visitor": BERG | {"name": "anna berg"}},
    ],
    ids=str,
)
def test_what_differs_in_anything_else_is_another_event(store, change):
    first = store.record(announced())
    other = store.record(announced() | change)
    assert (other.duplicate, other.position) == (False, 2)
    assert other.event_id != first.event_id


def test_the_same_again_in_one_batch_is_a_duplicate(store):
    result = store.ledger.record_batch(lines(announced(), announced(quote="so"), held()), "desk")
    assert (result.accepted, result.duplicates, result.rejected) == (2, 1, [])


def test_what_was_corrected_is_still_on_record(store):
    first = store.record(announced())
    store.record(corrected(first.event_id, window="2020-04"))
    again = store.record(announced())
    assert (again.duplicate, again.event_id) == (True, first.event_id)


def test_what_was_withdrawn_is_new_when_it_comes_again(store):
    first = store.record(announced())
    store.record(withdrawn(first.event_id))
    again = store.record(announced())
    assert not again.duplicate
    assert again.event_id != first.event_id
    assert store.promise(NOW)["status"] == "unfulfilled"
    assert store.record(announced()).event_id == again.event_id


def test_a_withdrawn_withdrawal_puts_the_entry_back(store):
    first = store.record(announced()).event_id
    withdrawal = store.record(withdrawn(first)).event_id
    assert store.promises(NOW) == []
    store.record(withdrawn(withdrawal))
    assert store.promise(NOW)["id"] == "p" + first[1:]
    assert store.record(announced()).duplicate


def test_an_own_act_is_recorded_as_often_as_it_is_done(store):
    known = "p" + store.record(announced()).event_id[1:]
    acts = [ruled(known), lifted(known), ruled(known)]
    assert len(set(store.record_all(acts))) == 3
    assert store.promise(NOW)["status"] == "cancelled"


# ------------------------------------------------------------------ batches
def test_a_batch_takes_what_is_good_and_names_the_lines_that_are_not(store):
    store.record(announced())
    bad = [(7, b"{"), (9, orjson.dumps(held(host="NOR"))), (11, orjson.dumps(withdrawn("enothing")))]
    good = [(8, orjson.dumps(held())), (10, orjson.dumps(announced()))]
    result = store.ledger.record_batch(sorted([*bad, *good]), "desk")
    assert (result.accepted, result.duplicates) == (1, 1)
    assert [item["line"] for item in result.rejected] == [7, 9, 11]
    assert [error["pointer"] for item in result.rejected for error in item["errors"]] == ["", "/host", ""]


def test_an_atomic_batch_with_a_bad_line_stores_nothing(store):
    result = store.ledger.record_batch(lines(announced(), b"{}", held()), "desk", atomic=True)
    assert (result.accepted, result.duplicates, len(result.rejected)) == (0, 0, 1)
    assert store.queries.position() == 0
    assert store.promises(NOW) == []
    assert store.record(announced()).position == 1


def test_an_atomic_batch_that_is_good_is_stored(store):
    assert store.ledger.record_batch(lines(announced(), held()), "desk", atomic=True).accepted == 2
    assert store.promise(NOW)["status"] == "fulfilled"


def test_a_batch_can_act_upon_its_own_entries(store):
    entry = store.record(announced()).event_id
    known = "p" + entry[1:]
    acts = [corrected(entry, window="2020-05"), ruled(known), outcome(known), withdrawn(entry), lifted(known)]
    with_all = store.ledger.record_batch(lines(*acts), "desk")
    assert (with_all.accepted, len(with_all.rejected)) == (4, 1)  # The promise went with its only report.


def test_one_bad_event_harms_no_other_of_its_turn(store):
    outcomes = store.ledger.record_together(
        [orjson.dumps(announced()), b"nothing", orjson.dumps(ruled("pnothing")), orjson.dumps(held())],
        ["a"] * 4,
    )
    assert [type(outcome).__name__ for outcome in outcomes] == [
        "Receipt",
        "InvalidEvent",
        "NotOnRecord",
        "Receipt",
    ]
    assert store.queries.position() == 2


# ------------------------------------------------------------------ refusals
@pytest.mark.parametrize("act", [ruled, lifted])
def test_a_ruling_on_no_promise_is_not_on_record(store, act):
    entry = store.record(held()).event_id
    for unknown in ("pnothing", "p" + entry[1:], "", entry):
        with pytest.raises((NotOnRecord, InvalidEvent)) as error:
            store.record(act(unknown))
        assert isinstance(error.value, NotOnRecord if unknown else InvalidEvent)
    assert store.queries.position() == 1


@pytest.mark.parametrize("act", [corrected, withdrawn])
def test_an_act_on_no_entry_is_not_on_record(store, act):
    event = act("enothing")
    if act is corrected:
        event["correction"] = {"host": "CZE"}
    with pytest.raises(NotOnRecord):
        store.record(event)


def test_an_outcome_of_no_promise_is_refused(store):
    store.record(announced())
    assert refused(store, outcome("pnothing")) == ["/about/promise_id"]


def test_what_was_withdrawn_cannot_be_corrected(store):
    entry = store.record(announced()).event_id
    store.record(corrected(entry, window="2020-04"))
    store.record(withdrawn(entry))
    assert refused(store, corrected(entry, window="2020-05")) == ["/event_id"]


def test_what_was_withdrawn_cannot_be_withdrawn_again(store):
    entry = store.record(announced()).event_id
    store.record(withdrawn(entry))
    assert refused(store, withdrawn(entry)) == ["/event_id"]


def test_only_a_reported_event_can_be_corrected(store):
    entry = store.record(announced()).event_id
    retraction = store.record(retracted("https://news.example/x")).event_id
    correction = store.record(corrected(entry, window="2020-04")).event_id
    ruling = store.record(ruled("p" + entry[1:])).event_id
    for other in (retraction, correction, ruling):
        assert refused(store, corrected(other, reason="else")) == ["/event_id"]


@pytest.mark.parametrize(
    ("correction", "pointer"),
    [
        ({"host": "NOR"}, "/correction/host"),
        ({"host": "XXX"}, "/correction/host"),
        ({"window": "2020-13"}, "/correction/window"),
        ({"visitor": None}, "/correction/visitor"),
        ({"visitor": {"state": "NOR", "rank": 1}}, "/correction/visitor/rank"),
        ({"colour": "red"}, "/correction/colour"),
        ({"report": {"url": "x"}}, "/correction/report/url"),
        ({"report": None}, "/correction/report"),
        ({"said_on": "2020-05-01"}, "/correction/said_on"),
        ({"type": "entry_withdrawn"}, "/correction/type"),
        ({"type": "visit_held"}, "/correction/held_on"),
    ],
    ids=str,
)
def test_a_correction_that_makes_the_event_bad_is_refused(store, correction, pointer):
    entry = store.record(announced()).event_id
    assert pointer in refused(store, corrected(entry, **correction))
    assert store.promise(NOW)["window"] == "2020-03"


def test_a_correction_dated_in_the_future_is_refused(store):
    entry = store.record(announced()).event_id
    ahead = announced()["report"] | {"published_at": "2999-01-01"}
    assert refused(store, corrected(entry, report=ahead)) == ["/correction/report/published_at"]


def test_a_report_from_the_future_is_refused(store):
    assert refused(store, announced("2999-01-01")) == ["/report/published_at"]
    result = store.ledger.record_batch(lines(announced("2999-01-01")), "desk")
    assert result.rejected[0]["errors"][0]["pointer"] == "/report/published_at"


def test_after_a_refusal_the_ledger_goes_on(store):
    store.record(announced())
    refused(store, held(host="NOR"))
    assert store.record(held()).position == 2
    assert store.promise(NOW)["status"] == "fulfilled"


# ------------------------------------------------------------------ two ledgers on one database
def test_a_ledger_sees_what_another_process_recorded(store):
    from adapters.ledger import Ledger

    other = Ledger(store.engine)
    store.record(announced())
    other.record(orjson.dumps(held()), "desk")
    store.record(cancelled("2020-04-01"))
    other.record(orjson.dumps(announced("2020-05-01", window="2020-06")), "desk")
    assert sorted(promise["status"] for promise in store.promises(NOW)) == [
        "cancelled",  # What is called off when nothing is open had been planned.
        "fulfilled",
        "unfulfilled",
    ]

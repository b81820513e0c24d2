"""When it was so, when it was published, when it was recorded: no question confuses them."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event as sql_event

from adapters.queries import PromiseFilter, Queries
from adapters.queries.filters import write_cursor
from adapters.verify import verify
from domain.errors import BadQuestion, NotOnRecord
from domain.names import same_name
from domain.views import View
from tests.adapters.databases import opened, pages
from tests.adapters.events import (
    BERG,
    FRANK,
    announced,
    cancelled,
    corrected,
    held,
    invited,
    outcome,
    report,
    retracted,
    ruled,
    withdrawn,
)
from tests.adapters.streams import day_text, days, moves, play

NAMES = ("Lotta Vik", "Nils Aas")
TODAY = datetime(2026, 1, 1, 12, tzinfo=UTC)


def seen(store, as_of=None, recorded_as_of=None):
    """Status and window of the only promise, or nothing."""
    found = store.promises(View.of(TODAY, as_of, recorded_as_of))
    assert len(found) < 2
    return (found[0]["status"], found[0]["window"]) if found else None


# ------------------------------------------------------------------ recorded_as_of
def test_before_a_correction_the_ledger_shows_its_mistake(store):
    first = store.record(announced(window="2020-06"))
    correction = store.record(corrected(first.event_id, window="2020-03"))
    assert seen(store, "2020-02-01", first.recorded_at) == ("pending", "2020-06")
    assert seen(store, "2020-02-01", correction.recorded_at) == ("pending", "2020-03")
    assert seen(store, "2020-02-01") == ("pending", "2020-03")
    assert seen(store, "2020-04-15", first.recorded_at) == ("pending", "2020-06")
    assert seen(store, "2020-04-15") == ("overdue", "2020-03")


def test_before_a_withdrawal_the_ledger_shows_the_entry(store):
    first = store.record(announced())
    store.record(withdrawn(first.event_id))
    assert seen(store, "2020-02-01", first.recorded_at) == ("pending", "2020-03")
    assert seen(store, "2020-02-01") is None


def test_what_moved_to_another_relationship_is_still_seen_where_it_was(store):
    first = store.record(announced())
    store.record(corrected(first.event_id, host="CZE"))
    then = View.of(TODAY, None, first.recorded_at)
    assert [p["host"] for p in store.promises(then, relationship="AUT-NOR")] == ["AUT"]
    assert store.promises(then, relationship="CZE-NOR") == []
    assert [p["host"] for p in store.promises(View.of(TODAY), relationship="CZE-NOR")] == ["CZE"]
    assert store.promises(View.of(TODAY), relationship="AUT-NOR") == []
    assert len(store.queries.timeline("AUT-NOR", then, None, 9)["items"]) == 1


def test_a_retraction_recorded_later_was_not_known_to_the_ledger(store):
    first = store.record(announced(url="https://news.example/a"))
    store.record(retracted("https://news.example/a", "2020-02-15"))
    assert seen(store, "2020-02-20", first.recorded_at) == ("pending", "2020-03")
    assert seen(store, "2020-02-14") == ("pending", "2020-03")
    assert seen(store, "2020-02-15") is None


def test_old_news_was_not_known_to_the_ledger_before_it_was_recorded(store):
    first = store.record(held())
    second = store.record(announced())
    assert seen(store, None, first.recorded_at) is None
    assert seen(store, None, second.recorded_at) == ("fulfilled", "2020-03")
    assert seen(store, "2020-01-10") == ("pending", "2020-03")


def test_a_ruling_counts_from_the_day_of_its_recording_on_both_times(store):
    first = store.record(announced())
    ruling = store.record(ruled("p" + first.event_id[1:], "declined"))
    day = ruling.recorded_at[:10]
    assert seen(store, "2020-02-01") == ("pending", "2020-03")
    assert seen(store, day) == ("declined", "2020-03")
    assert seen(store, day, first.recorded_at) == ("unfulfilled", "2020-03")


def test_a_moment_before_everything_shows_nothing(store):
    store.record(announced())
    assert seen(store, None, "2001-01-01T00:00:00Z") is None
    with pytest.raises(NotOnRecord):
        store.queries.promise("pnothing", View.of(TODAY, None, "2001-01-01T00:00:00Z"))


def test_a_moment_between_two_recordings_shows_the_first_alone(store):
    first, second = store.record(announced()), store.record(cancelled())
    moments = [datetime.fromisoformat(receipt.recorded_at).timestamp() for receipt in (first, second)]
    between = datetime.fromtimestamp(sum(moments) / 2, UTC).isoformat()
    assert seen(store, "2020-02-10", between) == ("pending", "2020-03")
    assert seen(store, "2020-02-10", second.recorded_at) == ("cancelled", "2020-03")


def test_one_promise_and_its_history_are_seen_as_the_ledger_stood(store):
    first = store.record(announced())
    store.record(cancelled())
    known = "p" + first.event_id[1:]
    then, now = View.of(TODAY, "2020-02-10", first.recorded_at), View.of(TODAY, "2020-02-10")
    assert store.queries.promise(known, then)["status"] == "pending"
    assert [item["status"] for item in store.queries.history(known, then)["items"]] == ["pending"]
    assert [item["status"] for item in store.queries.history(known, now)["items"]] == ["pending", "cancelled"]


def test_a_promise_that_is_withdrawn_now_is_still_found_as_the_ledger_stood(store):
    first = store.record(announced())
    store.record(withdrawn(first.event_id))
    then, known = View.of(TODAY, "2020-02-01", first.recorded_at), "p" + first.event_id[1:]
    assert store.queries.promise(known, then)["status"] == "pending"
    assert [item["status"] for item in store.queries.history(known, then)["items"]] == ["pending"]


def test_a_relationship_of_which_all_is_withdrawn_now_is_still_found_as_the_ledger_stood(store):
    signed = {
        "type": "agreement_signed",
        "participants": [BERG, FRANK],
        "title": "On ferries",
        "held_on": "2020-01-01",
        "report": report("2020-01-02"),
    }
    first = store.record(signed)
    store.record(withdrawn(first.event_id))
    then = View.of(TODAY, None, first.recorded_at)
    assert len(store.queries.timeline("AUT-NOR", then, None, 9)["items"]) == 1
    assert [pair["relationship"] for pair in store.queries.relationships(then, None, 9)["items"]] == ["AUT-NOR"]


def test_an_outcome_told_by_the_id_of_a_promise_stands_where_that_stood_then(store):
    first = store.record(announced()).event_id
    told = store.record(outcome("p" + first[1:]))
    store.record(corrected(first, host="CZE"))
    between = store.record(corrected(first, window="2020-04"))
    store.record(withdrawn(first))

    def shown(pair, moment):
        items = store.queries.timeline(pair, View.of(TODAY, None, moment), None, 9)["items"]
        return [(item["type"], item["relationships"]) for item in items]

    def known(moment):
        found = store.queries.relationships(View.of(TODAY, None, moment), None, 9)["items"]
        return [pair["relationship"] for pair in found]

    both = ("visit_announced", "outcome_reported")
    assert shown("AUT-NOR", told.recorded_at) == [(kind, ["AUT-NOR"]) for kind in both]
    assert known(told.recorded_at) == ["AUT-NOR"]
    assert shown("CZE-NOR", told.recorded_at) == []
    assert shown("CZE-NOR", between.recorded_at) == [(kind, ["CZE-NOR"]) for kind in both]
    assert known(between.recorded_at) == ["CZE-NOR"]


def test_a_promise_that_was_moved_twice_is_found_where_it_was_between(store):
    first = store.record(announced()).event_id
    between = store.record(corrected(first, host="CZE"))
    store.record(corrected(first, host="DEU"))
    then = View.of(TODAY, None, between.recorded_at)
    assert store.queries.promise("p" + first[1:], then)["host"] == "CZE"


def test_an_id_that_no_promise_had_then_is_not_found(store):
    store.record(announced())
    told = store.record(held(host="CZE"))
    for known in ("p" + told.event_id[1:], "pnothing"):
        with pytest.raises(NotOnRecord):
            store.queries.promise(known, View.of(TODAY, None, told.recorded_at))


def test_pages_of_the_past_that_take_too_long_are_shorter_and_leave_nothing_out(store, monkeypatch):
    hosts = ("AUT", "CZE", "DEU", "FRA")
    events = [announced(host=host, visitor={"name": name, "state": "NOR"}) for host in hosts for name in NAMES]
    store.record_at_once(events)
    moment = store.record(cancelled()).recorded_at
    for host in hosts:  # Of half of the dockets something was recorded since.
        store.record(cancelled(host=host, visitor={"name": NAMES[0], "state": "NOR"}))
    view = View.of(TODAY, None, moment)
    whole = store.promises(view)
    pairs = store.queries.relationships(view, None, 500)["items"]
    assert (len(whole), len(pairs)) == (9, 4)
    monkeypatch.setattr("adapters.queries.past.MOST_ENTRIES", 0)
    fresh = Queries(store.engine)  # What the other one remembers has its old length.
    assert len(fresh.relationships(view, None, 500)["items"]) == 1
    assert len(store.queries.promises(PromiseFilter(), view, None, 500)["items"]) < len(whole)
    assert store.promises(view) == whole
    assert pages(lambda cursor: fresh.relationships(view, cursor, 500)) == pairs


def test_pages_of_a_past_in_which_little_was_there_yet_are_shorter_too(store, monkeypatch):
    moment = store.record(announced(host="CZE")).recorded_at
    store.record_all([announced(host=host) for host in ("AUT", "BEL", "DEU", "FRA")])
    view = View.of(TODAY, None, moment)
    whole = store.promises(view)
    pairs = store.queries.relationships(view, None, 500)
    assert (len(whole), len(pairs["items"]), pairs["next_cursor"]) == (1, 1, None)
    monkeypatch.setattr("adapters.queries.past.MOST_ENTRIES", 0)
    fresh = Queries(store.engine)
    first = fresh.relationships(view, None, 500)
    assert (first["items"], first["next_cursor"] is None) == ([], False)  # AUT-NOR was looked at.
    assert pages(lambda cursor: fresh.relationships(view, cursor, 500)) == pairs["items"]
    later = store.queries.promises(PromiseFilter(), view, write_cursor(2, 0), 500)
    assert (later["items"], later["next_cursor"]) == ([], write_cursor(3, 0))
    assert store.promises(view) == whole


def test_of_the_time_before_everything_nothing_is_looked_up(store):
    first = store.record(announced()).event_id
    view = View.of(TODAY, None, "2001-01-01T00:00:00Z")
    statements = []

    def note(connection, cursor, statement, parameters, context, many):
        statements.append(statement)

    sql_event.listen(store.engine, "before_cursor_execute", note)
    assert store.promises(view) == []
    assert store.queries.relationships(view, None, 9)["items"] == []
    assert store.queries.scorecards("state", view)["items"] == []
    with pytest.raises(NotOnRecord):
        store.queries.promise("p" + first[1:], view)
    assert statements
    assert not [said for said in statements if "docket" in said or "timeline" in said]


def test_scorecards_of_the_past_count_what_was_on_record_then(store):
    then = store.record(announced()).recorded_at
    store.record_all([held(), announced(host="CZE")])
    view = View.of(TODAY, None, then)
    (score,) = store.queries.scorecards("state", view)["items"]
    assert (score["state"], score["promises"], score["kept"], score["broken"]) == ("NOR", 1, 0, 1)
    (score,) = store.queries.scorecards("state", View.of(TODAY))["items"]
    assert (score["promises"], score["kept"]) == (2, 1)


# ------------------------------------------------------------------ as_of
@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2020-01-09", None),
        ("2020-01-10T09:29:59Z", None),
        ("2020-01-10T09:30:00Z", "invited"),
        ("2020-01-10T11:30:00+02:00", "invited"),
        ("2020-01-10T09:44:59.999999Z", "invited"),
        ("2020-01-10T09:45:00Z", "pending"),
        ("2020-01-10", "cancelled"),
        ("2020-01-10T22:59:59Z", "pending"),
        ("2020-01-10T23:00:00Z", "cancelled"),
        ("2020-01-11T00:59:00+02:00", "pending"),
    ],
)
def test_news_of_one_day_are_told_apart_to_the_minute(store, as_of, expected):
    said = {"said_on": "2020-01-10"}
    store.record(cancelled("2020-01-11T01:00:00+02:00", **said))
    store.record(announced("2020-01-10T09:45:00Z", **said))
    store.record(invited("2020-01-10T10:30:00+01:00", **said))
    found = seen(store, as_of)
    assert (found and found[0]) == expected


def test_a_date_alone_counts_from_its_first_moment(store):
    store.record(announced("2020-01-10"))
    assert seen(store, "2020-01-09T23:59:59.999999Z") is None
    assert seen(store, "2020-01-10T00:00:00Z") == ("pending", "2020-03")


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2020-03-31", "pending"),
        ("2020-03-31T23:59:59Z", "pending"),
        ("2020-04-01T00:00:00Z", "overdue"),
        ("2020-04-30", "overdue"),
        ("2020-05-01", "unfulfilled"),
    ],
)
def test_deadlines_are_judged_on_the_day_asked_for(store, as_of, status):
    store.record(announced())
    assert seen(store, as_of) == (status, "2020-03")


def test_a_ledger_told_of_in_one_order_answers_for_every_day_like_in_another(store):
    for event in (held(), invited("2020-01-02"), announced(), cancelled("2020-05-05")):
        store.record(event)
    days = ("2020-01-01", "2020-01-02", "2020-01-10", "2020-03-05")
    assert [seen(store, day) and seen(store, day)[0] for day in days] == [
        None,
        "invited",
        "pending",
        "fulfilled",
    ]


X, Y, Z = (f"https://news.example/{name}" for name in "xyz")


def test_a_promise_of_which_a_later_report_was_recorded_first_has_one_id_on_every_day(store):
    """The announcement opened a promise of its own when recorded; one turned down before it parted the two."""
    nameless = {"state": "NOR", "role": "foreign_minister"}
    put_off = {**announced("2020-08-01", window=None), "type": "visit_postponed"}
    declined = {"type": "invitation_declined", "invitee": {"state": "NOR"}, "host": "AUT"}
    first = store.record(put_off).event_id
    store.record(announced("2020-07-02", visitor=nameless, window=None))
    store.record(announced("2020-02-03", visitor={"name": "Berg", "state": "NOR"}, window=None))
    store.record({**declined, "report": report("2020-05-23")})
    known = "p" + first[1:]
    for day, status in (("2020-07-15", "pending"), ("2020-08-15", "postponed")):
        assert store.queries.promise(known, View.of(TODAY, day))["status"] == status
    history = store.queries.history(known, View.of(TODAY, "2020-08-15"))["items"]
    assert [item["status"] for item in history] == ["pending", "postponed"]
    assert verify(store.engine) == []


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_a_promise_goes_back_to_a_report_that_was_retracted_in_any_order_of_recording(store, order):
    first = announced("2020-01-10")
    events = (first, announced("2020-02-10"), retracted(first["report"]["url"], "2020-02-20"))
    for number in order:
        store.record(events[number])
    known = store.promise(View.of(TODAY))["id"]
    history = store.queries.history(known, View.of(TODAY, "2020-02-25"))["items"]
    assert [(item["status"], item["from"]) for item in history] == [("pending", "2020-01-10")]
    assert verify(store.engine) == []


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_a_retraction_that_was_taken_back_counts_until_then_in_any_order_of_recording(store, order):
    events = [announced(url=X), retracted(X, "2020-02-15", url=Y), retracted(Y, "2020-02-20", url=Z)]
    for number in order:
        store.record(events[number])
    days = ("2020-02-14", "2020-02-15", "2020-02-19", "2020-02-20")
    assert [seen(store, day) is not None for day in days] == [True, False, False, True]


def test_a_retraction_that_was_withdrawn_takes_nothing_back_that_comes_later(store):
    retraction = store.record(retracted(X)).event_id
    withdrawal = store.record(withdrawn(retraction))
    store.record(announced(url=X))
    assert seen(store, "2020-02-20") == ("pending", "2020-03")
    store.record(withdrawn(withdrawal.event_id))
    assert seen(store, "2020-02-20") is None


@pytest.mark.parametrize(
    ("at_first", "correction"),
    [
        (announced(url=X), {"visitor": {"name": "Dag Lie", "state": "NOR"}}),
        (announced(url=X), {"host": "CZE"}),
        (announced(url=Y), {"report": report("2020-01-10", X)}),
    ],
    ids=["another official", "another host", "another report"],
)
def test_what_was_retracted_does_not_count_where_a_correction_moves_it_to(store, at_first, correction):
    store.record(retracted(X, "2020-02-15", url=Z))
    entry = store.record(at_first).event_id
    store.record(corrected(entry, **correction))
    assert seen(store, "2020-02-14") == ("pending", "2020-03")
    assert seen(store, "2020-02-15") is None


def test_a_ruling_stays_with_its_promise_where_a_correction_moves_that(store):
    entry = store.record(announced()).event_id
    store.record(ruled("p" + entry[1:], "declined"))
    store.record(corrected(entry, host="CZE"))
    (promise,) = store.promises(View.of(TODAY))
    assert (promise["id"], promise["host"], promise["status"]) == ("p" + entry[1:], "CZE", "declined")


# ------------------------------------------------------------------ pages
def chosen_views(recorded, day):
    yield View.of(TODAY)
    yield View.of(TODAY, day_text(day))
    if recorded:
        middle = recorded[len(recorded) // 2].recorded_at
        yield View.of(TODAY, None, middle)
        yield View.of(TODAY, day_text(day), middle)


def paged(store, filters, view, limit):
    return pages(lambda cursor: store.queries.promises(filters, view, cursor, limit))


def test_pages_of_any_size_give_every_promise_once(databases, examples):
    @examples
    @given(moves(16), days)
    def every_promise_once(stream, day):
        with opened(databases) as store:
            for view in chosen_views(play(store, stream), day):
                whole = paged(store, PromiseFilter(), view, 500)
                assert len({promise["id"] for promise in whole}) == len(whole)
                for limit in (1, 2, 3, 7):
                    assert paged(store, PromiseFilter(), view, limit) == whole
                for promise in whole:
                    assert store.queries.promise(promise["id"], view) == promise

    every_promise_once()


filters = st.builds(
    PromiseFilter,
    relationship=st.sampled_from((None, None, "AUT-NOR", "NOR-AUT", "CZE-NOR", "AUT-CZE", "FRA-NOR")),
    status=st.sampled_from(
        (None, None, "pending", "fulfilled,fulfilled_late", "unfulfilled,lapsed,overdue", "stalled")
    ),
    kind=st.sampled_from((None, None, "visit", "meeting,pledge")),
    state=st.sampled_from((None, None, "NOR", "CZE", "FRA")),
    visitor=st.sampled_from((None, None, None, "Berg", "Anna Berg", "BERG Carl", "lie", "NOR", "Nobody")),
    host=st.sampled_from((None, None, None, "AUT", "CZE")),
    due_before=st.sampled_from((None, None, None, "2020-06-01", "2021-03-01")),
)


def fits(promise, wanted):
    """A plain reading of what the filters mean."""
    visitor = promise["visitor"] or {"state": None, "name": None}
    states = {code for pair in promise["relationships"] for code in pair.split("-")}
    named = (
        visitor["name"] is not None
        and wanted.visitor is not None
        and same_name(visitor["name"], wanted.visitor)
    )
    return all(
        (
            wanted.relationship is None
            or "-".join(sorted(wanted.relationship.split("-"))) in promise["relationships"],
            wanted.status is None or promise["status"] in wanted.status.split(","),
            wanted.kind is None or promise["kind"] in wanted.kind.split(","),
            wanted.state is None or wanted.state in states,
            wanted.visitor is None or wanted.visitor == visitor["state"] or named,
            wanted.host is None or promise["host"] == wanted.host,
            wanted.due_before is None
            or (promise["due_on"] is not None and promise["due_on"] < wanted.due_before),
        )
    )


def test_filters_find_what_a_plain_filter_finds(databases, examples):
    @examples
    @given(moves(16), days, st.lists(filters, min_size=3, max_size=6), st.integers(1, 4))
    def found(stream, day, wanted, limit):
        with opened(databases) as store:
            for view in chosen_views(play(store, stream), day):
                whole = store.promises(view)
                for chosen in wanted:
                    expected = [promise["id"] for promise in whole if fits(promise, chosen)]
                    assert [promise["id"] for promise in paged(store, chosen, view, limit)] == expected

    found()


def test_promises_come_newest_first(store):
    for month in ("2020-01", "2020-03", "2020-02"):
        store.record(announced(f"{month}-10", window="2020-12", visitor={"name": f"A {month}", "state": "NOR"}))
        store.record(announced(f"{month}-10", window="2020-12", host="CZE"))
    shown = [promise["promised_on"] for promise in store.promises(View.of(TODAY))]
    assert shown == sorted(shown, reverse=True)


@pytest.mark.parametrize(
    "change",
    [
        lambda first: corrected(first, report=report("2020-01-11", "https://news.example/moved")),
        lambda first: corrected(first, report=report("2020-01-09", "https://news.example/moved")),
        withdrawn,
    ],
    ids=["to a later moment", "to an earlier moment", "away"],
)
def test_the_rest_of_a_moment_is_not_lost_where_the_event_before_is_moved_between_two_pages(store, change):
    first, *others = [
        store.record(announced(url=f"https://news.example/{name}", said_on="2020-01-09")).event_id
        for name in "abc"
    ]
    store.record(corrected(first, report=report("2020-01-10", "https://news.example/aa")))

    def page(cursor):
        found = store.queries.timeline("AUT-NOR", View.of(TODAY), cursor, 1)
        return [item["event_id"] for item in found["items"]], found["next_cursor"]

    shown, cursor = page(None)
    assert shown == [first]
    store.record(change(first))
    rest = []
    while cursor is not None:
        shown, cursor = page(cursor)
        rest += shown
    assert [known for known in rest if known != first] == others


def test_a_cursor_at_what_stands_on_no_timeline_is_refused(store):
    first = store.record(announced(url=X)).event_id
    others = [corrected(first, window="2020-04"), retracted(Y), ruled("p" + first[1:])]
    for known in ("enothing", *(store.record(event).event_id for event in others)):
        with pytest.raises(BadQuestion) as refused:
            store.queries.timeline("AUT-NOR", View.of(TODAY), write_cursor(737434, 0, 0, known), 9)
        assert refused.value.parameter == "cursor"


def test_timelines_and_relationships_and_the_log_are_whole_on_pages_of_any_size(databases, examples):
    @examples
    @given(moves(14), days)
    def whole(stream, day):
        with opened(databases) as store:
            recorded = play(store, stream)
            queries = store.queries
            log = pages(lambda cursor: queries.events(cursor, 500))
            assert [item["position"] for item in log] == list(range(1, len(log) + 1))
            for limit in (1, 4):
                assert pages(lambda cursor, n=limit: queries.events(cursor, n)) == log
            for view in chosen_views(recorded, day):
                pairs = pages(lambda cursor, v=view: queries.relationships(v, cursor, 500))
                assert pages(lambda cursor, v=view: queries.relationships(v, cursor, 1)) == pairs
                for pair in pairs:
                    name = pair["relationship"]
                    promised = store.promises(view, relationship=name)
                    assert pair["promises"] == len(promised) == sum(pair["counts"].values())
                    items = pages(lambda cursor, v=view, n=name: queries.timeline(n, v, cursor, 500))
                    assert pages(lambda cursor, v=view, n=name: queries.timeline(n, v, cursor, 2)) == items

    whole()


# ------------------------------------------------------------------ visits that nobody announced
def sentence(store, visitor="Berg", host="AUT", as_of=None):
    return store.queries.verdict(visitor, host, View.of(TODAY, as_of))["sentence"]


def test_a_verdict_tells_of_a_visit_that_was_not_announced(store):
    store.record_all([held(held_on="2020-03-04/2020-03-05"), held("2020-05-08", held_on="2020-05-07")])
    nothing = "No promised visit of Berg to Austria is on record."
    assert sentence(store) == f"{nothing} A visit that was not announced is on the timeline of AUT-NOR: 7 May 2020."
    assert sentence(store, as_of="2020-04-01").endswith(": 4 to 5 March 2020.")
    assert sentence(store, as_of="2020-03-04") == nothing
    assert sentence(store, visitor="Frank") == "No promised visit of Frank to Austria is on record."
    assert sentence(store, host="CZE").endswith("is on record.")


def test_a_visit_that_does_not_count_is_not_told_of(store):
    speculative = held("2020-05-08", held_on="2020-05-07", certainty="speculative")
    mistyped = store.record(held("2020-06-08", held_on="2020-06-07")).event_id
    store.record_all([held(), speculative, retracted(held()["report"]["url"], "2020-04-01"), withdrawn(mistyped)])
    assert sentence(store) == "No promised visit of Berg to Austria is on record."
    assert sentence(store, as_of="2020-03-10").endswith(": 4 March 2020.")


def test_a_visit_that_was_corrected_to_another_host_is_told_of_there_alone(store):
    wrong = store.record(held()).event_id
    store.record(corrected(wrong, host="CZE"))
    assert sentence(store) == "No promised visit of Berg to Austria is on record."
    assert sentence(store, host="CZE").endswith("is on the timeline of CZE-NOR: 4 March 2020.")


def test_of_a_visit_that_was_corrected_the_right_days_are_told(store):
    wrong = store.record(held(held_on="2020-03-02")).event_id
    store.record(corrected(wrong, held_on="2020-03-04"))
    assert sentence(store).endswith(": 4 March 2020.")

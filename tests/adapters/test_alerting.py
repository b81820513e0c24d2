"""One alert for every change of a promise's status, and never a second one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import orjson
import pytest
from hypothesis import given

from adapters.importing import import_file
from adapters.ledger import Ledger
from adapters.rebuild import rebuild
from domain.alerts import STATUS_KINDS
from domain.errors import BadQuestion
from domain.views import View
from tests.adapters.databases import opened
from tests.adapters.events import (
    announced,
    cancelled,
    corrected,
    held,
    invited,
    lifted,
    outcome,
    ruled,
    withdrawn,
)
from tests.adapters.streams import moves, play, press


def today():
    return datetime.now(UTC).date()


def told(store):
    return [(alert["from"], alert["to"], alert["on"]) for alert in changes(store.alerts())]


def changes(alerts):
    """Those that tell of a change of a status."""
    return [alert for alert in alerts if alert["kind"] in STATUS_KINDS]


def steps(alerts):
    """The changes that alerts tell, by promise, in their order."""
    found = {}
    for alert in changes(alerts):
        found.setdefault(alert["promise_id"], []).append((alert["to"], alert["on"], str(alert["cause"])))
    return found


def histories(store):
    view, found = View.of(datetime.now(UTC)), {}
    for promise in store.promises(view):
        items = store.queries.history(promise["id"], view)["items"]
        found[promise["id"]] = [(item["status"], item["from"], str(item["cause"])) for item in items]
    return found


def noon(text):
    return datetime.fromisoformat(text).replace(hour=12, tzinfo=UTC)


# ------------------------------------------------------------------ exactly one
def test_what_is_recorded_in_one_turn_is_told_as_its_history(databases, examples):
    @examples
    @given(press(12))
    def as_its_history(stream):
        with opened(databases) as store:
            store.record_at_once(stream)
            now = histories(store)
            told = steps(store.alerts())
            assert {known: told[known] for known in now} == now

    as_its_history()


def test_every_change_of_every_history_has_its_alert(databases, examples):
    @examples
    @given(moves())
    def its_alert(stream):
        with opened(databases) as store:
            play(store, stream)
            alerts = store.alerts()
            told = [(alert["promise_id"], alert["from"], alert["to"]) for alert in changes(alerts)]
            for known, history in histories(store).items():
                statuses = [step[0] for step in history]
                for change in set(pairwise([None, *statuses])):
                    in_history = list(pairwise([None, *statuses])).count(change)
                    # A change that late news took back was told as well, and is not told again.
                    assert told.count((known, *change)) >= in_history
            assert [alert["id"] for alert in alerts] == [str(n) for n in range(1, len(alerts) + 1)]

    its_alert()


def test_a_promise_is_told_when_it_is_opened_and_when_it_is_kept(store):
    store.record_at_once([announced(), held()])
    assert told(store) == [(None, "pending", "2020-01-10"), ("pending", "fulfilled", "2020-03-05")]


def test_an_alert_says_what_why_and_when(store):
    event_id = store.record(announced(published_at=today().isoformat(), window="2999")).event_id
    (alert,) = store.alerts()
    assert alert | {"created_at": "", "summary": "", "promise": {}} == {
        "id": "1",
        "kind": "promise.opened",
        "promise_id": "p" + event_id[1:],
        "relationship": "AUT-NOR",
        "from": None,
        "to": "pending",
        "on": today().isoformat(),
        "cause": {"event_id": event_id},
        "historical": False,
        "due_soon_days": None,
        "summary": "",
        "created_at": "",
        "relationships": ["AUT-NOR"],
        "promise": {},
        "report": {"publisher": "One", "url": alert["report"]["url"]},
    }
    assert alert["promise"]["window"] == "2999"
    assert "Anna Berg" in alert["summary"]
    assert alert["created_at"] == store.queries.event(event_id)["recorded_at"]


def test_news_that_changes_no_status_is_not_told(store):
    store.record(announced(window="2999"))
    store.record(announced("2020-01-12", window="2999", publisher="Two"))
    store.record(announced("2020-01-14", window="2998", publisher="Two"))
    assert told(store) == [(None, "pending", "2020-01-10")]


def test_late_news_that_moves_a_change_to_another_day_is_not_told_again(store):
    store.record_at_once([announced(), held()])
    before = told(store)
    store.record(announced("2019-12-20", publisher="Two"))
    store.record(held("2020-03-04", publisher="Two"))
    assert told(store) == before


def test_late_news_of_an_invitation_tells_what_was_not_known(store):
    store.record_at_once([announced(), held()])
    store.record(invited("2019-12-20"))
    assert told(store)[2:] == [(None, "invited", "2019-12-20"), ("invited", "pending", "2020-01-10")]


def test_a_correction_tells_what_it_changes_once(store):
    entry = store.record(cancelled()).event_id
    acts = [withdrawn(entry), corrected(entry, said_on="2020-01-30"), announced("2020-01-02", window="2999")]
    store.record(acts[2])
    store.record(acts[1])
    store.record(acts[0])
    keys = [(a["promise_id"], a["from"], a["to"]) for a in changes(store.alerts())]
    assert len(keys) == len(set(keys))


def test_a_ruling_and_its_end_are_told(store):
    known = "p" + store.record(announced(window="2999")).event_id[1:]
    for act in (ruled(known, "declined"), lifted(known), ruled(known, "declined")):
        store.record(act)
    day = today().isoformat()
    assert told(store)[1] == ("pending", "declined", day)
    assert len(told(store)) == 2  # On one day it counts how that day ended.


def test_a_change_is_laid_to_what_caused_it_and_to_nothing_else_of_that_day(store):
    off = cancelled("2020-02-01", said_on="2020-01-31")
    events = [announced(), off, announced("2020-02-01", window="2999", publisher="Two")]
    store.record_all(events)
    before = {tuple(steps) for steps in histories(store).values()}
    store.record(
        invited("2020-01-10", said_on="2020-01-10", publisher="Three")
    )  # Late, and it changes nothing.
    assert {tuple(steps) for steps in histories(store).values()} == before


def test_an_outcome_by_its_promise_is_told(store):
    known = "p" + store.record(announced(window="2999")).event_id[1:]
    store.record(outcome(known))
    assert told(store)[1:] == [("pending", "unfulfilled", "2020-04-01")]


# ------------------------------------------------------------------ historical
@pytest.mark.parametrize(("days_ago", "historical"), [(0, False), (29, False), (32, True), (400, True)])
def test_an_alert_is_historical_if_its_cause_was_published_more_than_30_days_before(
    store, days_ago, historical
):
    published = today() - timedelta(days=days_ago)
    store.record(announced(published_at=published.isoformat(), window="2999"))
    assert [alert["historical"] for alert in store.alerts()] == [historical]


# ------------------------------------------------------------------ cursors
def test_a_cursor_goes_on_where_it_was_left(store):
    store.record_at_once([announced(f"2020-01-{day}", window="2999", host=host) for day, host in enumerate(
        ("AUT", "CZE", "DEU", "FRA", "POL", "ESP", "ITA"), 10)])  # fmt: skip
    found, after = [], None
    for size in (3, 3, 1):
        page = store.queries.alerts(after, 3)
        assert len(page["items"]) == size
        found += page["items"]
        after = page["next_cursor"]
    assert [alert["id"] for alert in found] == list("1234567")
    assert store.queries.alerts(after, 3) == {"items": [], "next_cursor": after}
    store.record(announced("2020-02-01", host="HUN", window="2999"))
    assert [alert["id"] for alert in store.queries.alerts(after, 3)["items"]] == ["8"]


def test_alerts_of_one_turn_are_in_the_order_of_their_days(store):
    store.record_at_once(
        [held(), announced(), announced("2020-01-01", host="CZE"), cancelled("2020-02-02", host="CZE")]
    )
    days = [alert["on"] for alert in store.alerts()]
    assert days == sorted(days)


@pytest.mark.parametrize("cursor", ["", "x", "WyJhIl0", "[1]"])
def test_a_cursor_that_is_not_ours_is_refused(store, cursor):
    with pytest.raises(BadQuestion):
        store.queries.alerts(cursor, 5)


# ------------------------------------------------------------------ told once
def test_a_rebuild_and_a_restart_tell_nothing_again(databases, examples):
    @examples
    @given(moves())
    def nothing_again(stream):
        with opened(databases) as store:
            play(store, stream)
            before = store.alerts()
            rebuild(store.engine)
            store.ledger = Ledger(store.engine)
            store.ledger.sweep(datetime.now(UTC))
            assert store.alerts() == before

    nothing_again()


def test_an_import_begun_again_tells_nothing_again(store, tmp_path):
    file = tmp_path / "events.ndjson"
    file.write_bytes(b"\n".join(map(orjson.dumps, [announced(), held(), cancelled(host="CZE")])))
    assert import_file(store.ledger, str(file), "ndjson", "import").accepted == 3
    before = store.alerts()
    assert [alert["to"] for alert in before] == ["pending", "cancelled", "fulfilled"]
    assert import_file(Ledger(store.engine), str(file), "ndjson", "import").duplicates == 3
    assert store.alerts() == before


# ------------------------------------------------------------------ the calendar
def test_the_calendar_raises_what_falls_due(store):
    store.record(announced(window="2090-03"))
    assert store.ledger.sweep(noon("2090-03-23")) == 0
    assert store.ledger.sweep(noon("2090-03-31")) == 1
    assert store.alerts()[1]["kind"] == "promise.due_soon"
    assert store.ledger.sweep(noon("2090-04-01")) == 1
    assert store.ledger.sweep(noon("2090-04-01")) == 0
    assert store.ledger.sweep(noon("2090-04-30")) == 0
    assert store.ledger.sweep(noon("2090-05-01")) == 1
    assert store.ledger.sweep(noon("2099-01-01")) == 0
    assert told(store)[1:] == [("pending", "overdue", "2090-04-01"), ("overdue", "unfulfilled", "2090-05-01")]
    assert [alert["cause"] for alert in store.alerts()[1:]] == ["calendar"] * 3
    assert [alert["historical"] for alert in store.alerts()[1:]] == [False] * 3


def test_after_a_stop_the_calendar_catches_up_with_each_on_its_day(store):
    store.record(announced(window="2090-03"))
    store.record(announced(window="2090-01", host="CZE"))
    store.record(announced(window="2095-01", host="DEU"))
    later = Ledger(store.engine)
    assert later.sweep(noon("2090-07-15")) == 4
    assert [(alert["relationship"], alert["to"], alert["on"]) for alert in store.alerts()[3:]] == [
        ("CZE-NOR", "overdue", "2090-02-01"),
        ("CZE-NOR", "unfulfilled", "2090-03-03"),
        ("AUT-NOR", "overdue", "2090-04-01"),
        ("AUT-NOR", "unfulfilled", "2090-05-01"),
    ]
    assert later.sweep(noon("2090-07-16")) == 0


def test_an_invitation_that_nobody_took_up_lapses(store):
    store.record(invited(window="2090-03"))
    assert store.ledger.sweep(noon("2090-04-30")) == 0
    assert store.ledger.sweep(noon("2090-06-01")) == 1
    assert told(store)[1:] == [("invited", "lapsed", "2090-05-01")]


def test_a_promise_without_an_end_stalls_a_year_after_the_last_word(store):
    published = today()
    store.record(announced(published_at=published.isoformat(), window=None))
    on = published + timedelta(days=366)
    assert store.ledger.sweep(noon((on - timedelta(days=1)).isoformat())) == 0
    assert store.ledger.sweep(noon((on + timedelta(days=40)).isoformat())) == 1
    assert told(store)[1:] == [("pending", "stalled", on.isoformat())]


def test_many_that_fall_due_are_all_told(store):
    hosts = [{"name": f"{first}{second}", "state": "NOR"} for first in "BCDFGHJKLM" for second in
             ("aster", "ilund", "orvik", "undal", "esten", "yberg")]  # fmt: skip
    days = [date(2090, 1, 1) + timedelta(days=n) for n in range(10)]
    events = [announced(visitor=who, window=day.isoformat(), host="AUT") for who in hosts for day in days[:1]]
    events += [announced(host=host, window=day.isoformat()) for host in ("CZE", "DEU") for day in days[1:2]]
    store.record_at_once(events)
    promised = len(store.promises(View.of(datetime.now(UTC))))
    assert store.ledger.sweep(noon("2091-01-01")) == 2 * promised
    assert store.ledger.sweep(noon("2091-01-01")) == 0


def test_news_after_the_calendar_spoke_is_told_beside_it(store):
    store.record(announced(window="2090-03"))
    store.ledger.sweep(noon("2090-04-02"))
    store.record(cancelled())
    assert told(store) == [
        (None, "pending", "2020-01-10"),
        ("pending", "overdue", "2090-04-01"),
        ("pending", "cancelled", "2020-02-01"),
    ]

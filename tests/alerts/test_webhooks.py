"""Webhooks to a receiver that verifies every signature and misbehaves on demand."""

from __future__ import annotations

import time

import pytest
from standardwebhooks.webhooks import Webhook

from adapters.delivering import JITTER, SECONDS, Pace
from adapters.outside import networks
from tests.alerts.conftest import ME, QUICK
from tests.alerts.events import announced, cancelled, day, event, held, somebody
from tests.alerts.receiver import SECRET, read


def test_an_alert_arrives_signed_with_the_promise_the_cause_and_the_report(desk, receiver):
    desk.subscribe(receiver)
    with desk.delivering():
        desk.store.record(announced())
        (message,) = receiver.wait_for(1)
    assert message.type == message.data["kind"] == "promise.opened"
    assert message.data["promise"]["visitor"]["name"] == "Sergey Lavrov"
    assert message.data["report"]["publisher"] == "TASS"
    assert message.data["from"] is None
    assert message.data["to"] == "pending"
    assert "Sergey Lavrov" in message.data["summary"]
    assert receiver.refused == 0
    _, body, headers = receiver.requests[0]
    assert set(read(body)) == {"type", "timestamp", "data"}
    assert len(body) < 20_000
    assert headers["webhook-id"] == message.id


def test_each_comes_once_and_those_of_one_promise_in_order(desk, receiver):
    desk.subscribe(receiver)
    with desk.delivering():
        for n in range(5):
            desk.store.record(announced(who=somebody(n)))
            desk.store.record(event("visit_postponed", who=somebody(n), window=day(40)))
            desk.store.record(cancelled(who=somebody(n)))
        messages = receiver.wait_for(15)
        time.sleep(0.3)
    assert len(receiver.received) == 15
    for promise in {message.data["promise_id"] for message in messages}:
        kinds = [m.type for m in messages if m.data["promise_id"] == promise]
        assert kinds == ["promise.opened", "promise.postponed", "promise.cancelled"]


def test_order_is_kept_where_the_first_one_fails_at_first(desk, receiver):
    receiver.behave = lambda n: 500 if n <= 3 else 200
    known = desk.subscribe(receiver)
    desk.store.record(announced())
    desk.store.record(cancelled())
    with desk.delivering():
        receiver.wait_for(2)
        first, second = desk.settled(known)
    assert receiver.kinds == ["promise.opened", "promise.cancelled"]
    assert [attempt["status"] for attempt in first["attempts"]] == [500, 500, 500, 200]
    assert second["tries"] == 1
    ids = [headers["webhook-id"] for _, _, headers in receiver.requests]
    assert ids[:4] == [ids[0]] * 4  # A receiver knows a second try by its id.


@pytest.mark.parametrize("behaviour", ["close", "hang", 500, 404, (302, {"Location": "http://127.0.0.1:1/"})])
def test_after_ten_tries_the_endpoint_is_failing_and_says_so(desk, receiver, behaviour):
    receiver.behave = lambda n: (
        (behaviour[0], dict(behaviour[1])) if isinstance(behaviour, tuple) else behaviour
    )
    known = desk.subscribe(receiver)
    desk.store.record(announced())
    quick = Pace(seconds=(0.01,) * 9, timeout_seconds=0.1, look_seconds=0.1)
    with desk.delivering(quick):
        (delivery,) = desk.settled(known)
        assert delivery["state"] == "failed"
        assert len(delivery["attempts"]) == 10
        assert desk.state(known) == "failing"
        receiver.behave = lambda n: 200
        desk.outbox.resend(int(delivery["id"]))
        receiver.wait_for(1)
        desk.settled(known)
    assert desk.state(known) == "active"


def test_ten_tries_are_spread_over_three_days():
    pace = Pace()
    waits = [(pace.next_at(tries, 0) or 0) / 1e6 for tries in range(1, 10)]
    assert pace.next_at(10, 0) is None
    assert all(abs(wait - want) <= JITTER * want for wait, want in zip(waits, SECONDS, strict=True))
    assert 2.9 < sum(SECONDS) / 86_400 < 3.1


def test_410_disables_until_it_is_resumed(desk, receiver):
    receiver.behave = lambda n: 410 if n == 1 else 200
    known = desk.subscribe(receiver)
    desk.store.record(announced())
    desk.store.record(announced(who="Maria Zakharova"))
    with desk.delivering(Pace(seconds=QUICK.seconds, timeout_seconds=0.5, look_seconds=0.1, at_once=1)):
        end = time.monotonic() + 5
        while desk.state(known) != "disabled" and time.monotonic() < end:
            time.sleep(0.02)
        assert desk.state(known) == "disabled"
        time.sleep(0.3)
        assert len(receiver.requests) == 1
        desk.subscriptions.resume(ME, known)
        receiver.wait_for(1)
    assert desk.state(known) == "active"


def test_retry_after_is_honoured_for_the_whole_endpoint(desk, receiver):
    receiver.behave = lambda n: (429, {"Retry-After": "1"}) if n == 1 else 200
    known = desk.subscribe(receiver)
    desk.store.record(announced())
    with desk.delivering():
        end = time.monotonic() + 5
        while not receiver.requests and time.monotonic() < end:
            time.sleep(0.01)
        desk.store.record(announced(who="Maria Zakharova"))
        receiver.wait_for(2)
    first, *others = [at for at, _, _ in receiver.requests]
    assert all(at - first >= 0.95 for at in others)
    assert desk.deliveries(known)[0]["attempts"][0]["status"] == 429


def test_an_endpoint_that_hangs_delays_no_other(desk, receivers):
    dead, alive = receivers(), receivers()
    dead.behave = lambda n: "hang"
    desk.subscribe(dead)
    desk.subscribe(alive)
    with desk.delivering(Pace(timeout_seconds=4, look_seconds=0.1)):
        began = time.monotonic()
        for n in range(20):
            desk.store.record(announced(who=somebody(n)))
        alive.wait_for(20)
        assert time.monotonic() - began < 3


def test_an_answer_is_kept_up_to_a_kilobyte_without_the_secret(desk, receiver):
    receiver.behave = lambda n: (200, {"body": SECRET.encode() + b"\0\xff" + b"x" * 100_000})
    known = desk.subscribe(receiver)
    desk.store.record(announced())
    with desk.delivering():
        (delivery,) = desk.settled(known)
    answer = delivery["attempts"][0]["answer"]
    assert len(answer) <= 1_024
    assert answer.startswith("[secret]\N{REPLACEMENT CHARACTER}")


def test_two_secrets_are_good_while_one_replaces_the_other(desk, receiver):
    known = desk.subscribe(receiver)
    new = desk.subscriptions.rotate(ME, known, None)
    desk.store.record(announced())
    with desk.delivering():
        receiver.wait_for(1)
    _, body, headers = receiver.requests[0]
    for secret in (SECRET, new):
        Webhook(secret).verify(body, headers)
    third = desk.subscriptions.rotate(ME, known, None, 0)
    receiver.secrets = [third]
    desk.store.record(cancelled())
    with desk.delivering():
        receiver.wait_for(2)
    with pytest.raises(Exception, match="signature"):
        Webhook(new).verify(receiver.requests[1][1], receiver.requests[1][2])


def test_secrets_are_not_in_the_database(desk, receiver):
    desk.subscribe(receiver)
    (row,) = desk.store.execute("SELECT sealed FROM subscriptions")
    assert SECRET.encode() not in bytes(row[0])


def test_an_address_that_turns_inside_is_refused_at_the_connection(desk, receiver):
    known = desk.subscribe(receiver)
    desk.outside.allowed = ()
    desk.store.record(announced())
    with desk.delivering(Pace(seconds=(0.01,), look_seconds=0.1)):
        (delivery,) = desk.settled(known)
    assert receiver.requests == []
    assert "allowed" in delivery["error"]
    desk.outside.allowed = networks("loopback")


def test_what_was_not_noted_before_a_crash_is_sent_again_with_its_id(desk, receiver):
    known = desk.subscribe(receiver)
    desk.store.record(announced())
    with desk.delivering():
        receiver.wait_for(1)
        desk.settled(known)
    desk.store.execute("UPDATE deliveries SET state = 'waiting'")  # As if the process had died before it noted.
    with desk.delivering():
        first, second = receiver.wait_for(2)
    assert first.id == second.id


def test_a_digest_rolls_up_what_came(desk, receiver):
    known = desk.subscribe(receiver, digest={"every": "day", "hour": 8, "zone": "Europe/Vienna"})
    for n in range(30):
        desk.store.record(announced(who=somebody(n)))
    with desk.delivering():
        time.sleep(0.3)
        assert receiver.requests == []
        assert len(desk.deliveries(known)) == 30
        desk.store.execute("UPDATE deliveries SET next_at = 1")
        desk.settled(known)
    assert set(receiver.kinds) == {"alerts.digest"}
    told = [alert["id"] for message in receiver.received for alert in message.data["alerts"]]
    assert len(told) == len(set(told)) == 30
    assert all(len(body) < 20_000 for _, body, _ in receiver.requests)


def test_a_paused_subscription_gets_the_rest_when_it_is_resumed(desk, receiver):
    known = desk.subscribe(receiver)
    desk.subscriptions.pause(ME, known)
    with desk.delivering():
        desk.store.record(announced())
        time.sleep(0.3)
        assert receiver.requests == []
        desk.subscriptions.resume(ME, known)
        receiver.wait_for(1)


def test_a_muted_promise_is_heard_of_again_when_its_status_changes(desk, receiver):
    known = desk.subscribe(receiver)
    desk.store.record(announced())
    (alert,) = desk.store.alerts()
    with desk.delivering():
        receiver.wait_for(1)
        desk.subscriptions.mute(ME, known, alert["promise_id"])
        desk.store.record(announced(publisher="KCNA"))
        desk.store.record(cancelled())
        receiver.wait_for(2)
        desk.store.record(cancelled(publisher="NK News"))
        time.sleep(0.2)
    assert receiver.kinds == ["promise.opened", "promise.cancelled"]
    assert desk.subscriptions.one(ME, known)["muted"] == []


def test_old_news_is_sent_to_those_who_want_it_alone(desk, receivers):
    news, all_of_it = receivers(), receivers()
    desk.subscribe(news)
    desk.subscribe(all_of_it, historical=True)
    desk.store.record(announced(-400, window=day(-390)))
    desk.store.record(announced(who="Maria Zakharova"))
    with desk.delivering():
        all_of_it.wait_for(4)
        news.wait_for(1)
    assert news.kinds == ["promise.opened"]
    assert all_of_it.kinds.count("promise.unfulfilled") == 1


def test_filters_choose(desk, receivers):
    one, other = receivers(), receivers()
    desk.subscribe(one, filters={"official": "Lavrov", "kind": "promise.fulfilled,promise.cancelled"})
    desk.subscribe(other, filters={"min_publishers": 2})
    desk.store.record(announced(window=day(2)))
    desk.store.record(announced(who="Maria Zakharova"))
    desk.store.record(held(publisher="KCNA"))
    with desk.delivering():
        one.wait_for(1)
        other.wait_for(2)
    assert one.kinds == ["promise.fulfilled"]
    assert set(other.kinds) == {"promise.fulfilled", "promise.corroborated"}

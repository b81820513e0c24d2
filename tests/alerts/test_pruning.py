"""Old deliveries are let go, and a key that is revoked takes its subscriptions with it."""

from __future__ import annotations

import time

import pytest

from adapters import pruning
from adapters.clock import now_micros
from adapters.keys import Key, Keys
from tests.alerts.conftest import ME
from tests.alerts.events import announced, somebody
from tests.alerts.receiver import SECRET

DAY = 86_400_000_000
ADMIN = Key("root", "admin")


def record(desk, count, start=0):
    for number in range(start, start + count):
        desk.store.record(announced(who=somebody(number)))


def age(desk, days, where="1 = 1"):
    past = now_micros() - days * DAY
    desk.store.execute(f"UPDATE deliveries SET created = ? WHERE {where}", past)
    desk.store.execute(f"UPDATE deliveries SET done = ? WHERE done IS NOT NULL AND {where}", past)


def numbers(desk):
    return [row[0] for row in desk.store.execute("SELECT id FROM deliveries ORDER BY id")]


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    monkeypatch.setattr(pruning, "_STEP", 2)


def test_what_was_done_long_ago_goes_with_its_tries(desk, receiver):
    known = desk.subscribe(receiver)
    record(desk, 6)
    with desk.delivering():
        desk.settled(known)
    age(desk, 91, "id IN (1, 2, 3, 5)")
    assert desk.outbox.prune() == 4
    assert numbers(desk) == [4, 6]
    left = {row[0] for row in desk.store.execute("SELECT message_id FROM deliveries")}
    assert {row[0] for row in desk.store.execute("SELECT message_id FROM delivery_attempts")} == left
    assert desk.outbox.prune() == 0


def test_no_number_is_given_twice(desk, receiver):
    known = desk.subscribe(receiver)
    record(desk, 3)
    with desk.delivering():
        desk.settled(known)
    age(desk, 400)
    assert desk.outbox.prune() == 2
    record(desk, 1, start=3)
    desk.outbox.follow()
    assert numbers(desk) == [3, 4]


def test_what_waits_is_kept_and_given_up_where_it_has_waited_as_long(desk, receiver):
    known = desk.subscribe(receiver)
    desk.subscriptions.pause(ME, known)
    record(desk, 3)
    desk.outbox.follow()
    age(desk, 89, "id = 1")
    age(desk, 91, "id = 2")
    assert desk.outbox.prune() == 0
    states = [(d["state"], d["error"]) for d in desk.deliveries(known)]
    assert states == [("waiting", None), ("failed", "waited for 90 days"), ("waiting", None)]


def test_whoever_leads_lets_old_ones_go_by_itself(desk, receiver):
    known = desk.subscribe(receiver)
    record(desk, 3)
    with desk.delivering():
        desk.settled(known)
    age(desk, 91)
    with desk.delivering():
        end = time.monotonic() + 10
        while len(numbers(desk)) > 1 and time.monotonic() < end:
            time.sleep(0.02)
    assert numbers(desk) == [3]


def test_a_key_that_is_revoked_takes_its_subscriptions_with_it(desk, receivers):
    keys = Keys(desk.engine)
    for name in ("desk", "other"):
        keys.create(name, "report")
    mine, theirs = receivers(), receivers()
    known = desk.subscribe(mine)
    kept = desk.subscriptions.create(Key("other", "report"), {"url": theirs.url, "secret": SECRET})["id"]
    record(desk, 1)
    desk.outbox.follow()
    keys.revoke("desk")
    record(desk, 1, start=1)
    with desk.delivering():
        theirs.wait_for(2)
    assert mine.requests == []
    assert desk.subscriptions.one(ADMIN, known)["state"] == "revoked"
    assert desk.subscriptions.one(ADMIN, kept)["state"] == "active"
    desk.subscriptions.resume(ADMIN, known)
    with desk.delivering():
        assert len(mine.wait_for(1)) == 1  # What came after the revocation was for nobody.

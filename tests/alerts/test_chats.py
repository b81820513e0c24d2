"""Chats and mailboxes as a channel, with a real mail server."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.alerts.conftest import ME
from tests.alerts.events import announced, cancelled, postponed
from tests.alerts.mailbox import receiving_mail


@pytest.fixture
def mailbox():
    with receiving_mail() as mailbox:
        yield mailbox


def subscribe(desk, mailbox, **wanted):
    return desk.subscriptions.create(ME, {"channel": "chat", "url": mailbox.url, **wanted})


def test_what_comes_about_within_a_minute_is_one_mail(desk, mailbox):
    made = subscribe(desk, mailbox)
    assert made["secret"] is None
    assert "example.org" not in made["url"]
    desk.store.record(announced())
    desk.store.record(cancelled())
    with desk.delivering():
        first, second = desk.settled(made["id"])
    assert first["state"] == second["state"] == "delivered"
    assert first["message_id"] == second["message_id"]
    (mail,) = mailbox.mails
    assert "North Korea and Russia" in mail["subject"]
    assert "cancelled" in mail.get_body(("plain", "html")).get_content()


def put_back(desk, **minutes):
    """Let alerts have been raised so many minutes ago, by what they tell."""
    for what, ago in minutes.items():
        at = int((time.time() - 60 * ago) * 1_000_000)
        desk.store.execute('UPDATE alerts SET created = ? WHERE "after" = ?', at, what)


def test_what_waited_long_is_still_one_mail_for_each_minute(desk, mailbox):
    made = subscribe(desk, mailbox)
    desk.outbox.bundle_seconds = 60
    desk.subscriptions.pause(ME, made["id"])
    desk.store.record(announced())
    desk.store.record(postponed())
    desk.store.record(cancelled())
    put_back(desk, pending=20, postponed=19.5, cancelled=5)
    desk.outbox.follow()
    desk.store.execute("UPDATE deliveries SET next_at = 1")
    desk.subscriptions.resume(ME, made["id"])
    with desk.delivering():
        first, second, third = desk.settled(made["id"])
    assert first["message_id"] == second["message_id"] != third["message_id"]
    one, other = mailbox.mails
    assert "1 newly promised or proposed, 1 postponed" in one["subject"]
    assert "cancelled" in other["subject"]


def test_relationships_are_told_apart(desk, mailbox):
    made = subscribe(desk, mailbox)
    desk.store.record(announced())
    desk.store.record(announced(host="CHN"))
    with desk.delivering():
        desk.settled(made["id"])
    assert sorted("China" in mail["subject"] for mail in mailbox.mails) == [False, True]


def test_a_digest_is_one_mail_that_begins_with_how_much_became_of_what(desk, mailbox):
    made = subscribe(desk, mailbox, digest={"every": "day", "hour": 8, "zone": "Asia/Tokyo"})
    desk.store.record(announced())
    desk.store.record(cancelled())
    desk.store.record(announced(host="CHN"))
    desk.outbox.follow()
    (due,) = {d["next_try_at"] for d in desk.deliveries(made["id"])}
    assert datetime.fromisoformat(due).astimezone(ZoneInfo("Asia/Tokyo")).hour == 8
    at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # In Tokyo it is the second already.
    desk.store.execute("UPDATE alerts SET created = ?", int(at.timestamp() * 1_000_000))
    desk.store.execute("UPDATE deliveries SET next_at = 1")
    with desk.delivering():
        told = desk.settled(made["id"])
    assert len({d["message_id"] for d in told}) == 1
    (mail,) = mailbox.mails
    assert mail["subject"] == "Promises, 2 March 2026: 3 changes"
    text = mail.get_body(("plain", "html")).get_content()
    assert "3 changes between 2 pairs of states: 2 newly promised or proposed, 1 cancelled." in text


def test_a_server_that_is_gone_is_tried_again(desk, mailbox):
    made = subscribe(desk, mailbox)
    desk.store.execute("UPDATE subscriptions SET state = 'paused'")
    desk.store.record(announced())
    desk.subscriptions.change(
        ME, made["id"], {"url": "mailto://127.0.0.1:9/?from=a@example.org&to=b@example.org"}
    )
    desk.subscriptions.resume(ME, made["id"])
    with desk.delivering():
        end = time.monotonic() + 10
        while time.monotonic() < end and not any(d["tries"] for d in desk.deliveries(made["id"])):
            time.sleep(0.05)
    (delivery,) = desk.deliveries(made["id"])
    assert delivery["tries"] >= 1
    assert delivery["attempts"][0]["error"]

"""Chats and mailboxes as a channel, with a real mail server."""

from __future__ import annotations

import email.policy
import socket
import time
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller

from tests.alerts.conftest import ME
from tests.alerts.events import announced, cancelled


class Mailbox:
    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.mails.append(message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def mailbox():
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        box.port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


def subscribe(desk, mailbox):
    url = f"mailto://127.0.0.1:{mailbox.port}/?from=servanda@example.org&to=desk@example.org"
    return desk.subscriptions.create(ME, {"channel": "chat", "url": url})


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

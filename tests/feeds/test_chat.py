"""Chat and mail against real receivers on loopback, and what is not allowed to be reached."""

from __future__ import annotations

import email
import email.policy
import logging
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import orjson
import pytest
from aiosmtpd.controller import Controller

from adapters import chat
from adapters.chat import ChatFailed, ChatRefused
from adapters.messages import render
from tests.feeds.test_messages import alert

MESSAGE = render([alert(1), alert(2, kind="promise.cancelled", summary="Ein Besuch: <b>Żółć</b> & mehr.")])


def anywhere(_):
    """Nothing is refused."""


class Mailbox:
    """Takes mail."""

    def __init__(self):
        self.mail = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
        self.mail.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def mailbox():
    """An SMTP server; `address` leads apprise to it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    box.address = f"mailto://127.0.0.1:{port}?from=ledger@servanda.example&to=desk@news.example&mode=insecure"
    yield box
    controller.stop()


@contextmanager
def receiver(answer):
    """An HTTP server that keeps what it gets; `answer(handler)` answers."""
    got = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(orjson.loads(self.rfile.read(int(self.headers["content-length"]))))
            answer(self)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"json://127.0.0.1:{server.server_port}/hook", got
    finally:
        server.shutdown()
        server.server_close()


def status(code, **headers):
    def answer(handler):
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def test_mail_arrives_with_its_subject_as_text_and_as_html(mailbox):
    chat.send(mailbox.address, MESSAGE, anywhere)
    (mail,) = mailbox.mail
    assert mail["subject"] == "North Korea and Russia: 1 kept, 1 cancelled"
    assert mail["to"] == "desk@news.example"
    html = mail.get_body(("html",)).get_content()
    assert "&lt;b&gt;Żółć&lt;/b&gt;" in html
    assert 'href="https://news.example/putin"' in html
    text = mail.get_body(("plain",)).get_content()
    assert "Ein Besuch: <b>Żółć</b> & mehr." in text
    assert "<li>" not in text


def test_a_chat_gets_the_subject_and_plain_text():
    with receiver(status(200)) as (address, got):
        chat.send(address, MESSAGE, anywhere)
    assert got[0]["title"] == MESSAGE.subject
    assert got[0]["message"].strip() == MESSAGE.text.strip()


@pytest.mark.parametrize("code", [400, 404, 429, 500, 503])
def test_what_a_service_does_not_take_can_be_tried_again(code):
    with receiver(status(code)) as (address, got), pytest.raises(ChatFailed):
        chat.send(address, MESSAGE, anywhere)
    assert len(got) == 1


def test_a_service_that_is_silent_is_not_waited_for_long(monkeypatch):
    monkeypatch.setattr(chat, "READ_SECONDS", 0.3)
    ended = threading.Event()
    with receiver(lambda handler: ended.wait(5)) as (address, _):
        with pytest.raises(ChatFailed):
            chat.send(address, MESSAGE, anywhere)
        ended.set()


def test_a_redirection_is_not_followed():
    with (
        receiver(status(200)) as (target, got),
        receiver(status(302, Location="http" + target.removeprefix("json"))) as (address, _),
        pytest.raises(ChatFailed),
    ):
        chat.send(address, MESSAGE, anywhere)
    assert got == []


def test_the_inside_is_not_reached_though_the_address_was_let_in(mailbox):
    """What a name leads to can change after it was looked at: the connection itself is watched."""
    with receiver(status(200)) as (address, got):
        for url in (address, address.replace("127.0.0.1", "localhost"), mailbox.address):
            with pytest.raises(ChatRefused):
                chat.send(url, MESSAGE)
    assert got == []
    assert mailbox.mail == []


def test_a_network_that_is_allowed_by_name_is_reached_and_no_other():
    def only_this(ip):
        if ip != "127.0.0.1":
            raise PermissionError(ip)

    with receiver(status(200)) as (address, got):
        chat.check(address, only_this)
        chat.send(address, MESSAGE, only_this)
        with pytest.raises(ChatRefused):
            chat.check(address.replace("127.0.0.1", "127.0.0.2"), only_this)
    assert len(got) == 1


def test_connections_of_others_are_left_alone():
    with receiver(status(200)) as (address, got):
        with pytest.raises(ChatRefused):
            chat.send(address, MESSAGE)
        host, port = address.removeprefix("json://").partition("/")[0].split(":")
        socket.create_connection((host, int(port)), 5).close()
    assert got == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "syslog://",
        "rsyslog://127.0.0.1",
        "dbus://",
        "gnome://",
        "macosx://",
        "windows://",
        "xmpp://user:password@chat.example",
        "json://127.0.0.1/hook",
        "json://localhost/hook",
        "json://2130706433/hook",
        "json://[::1]/hook",
        "json://[::ffff:127.0.0.1]/hook",
        "json://[fd00::1]/hook",
        "json://169.254.169.254/latest/meta-data",
        "json://10.0.0.1/hook",
        "json://100.64.0.1/hook",
        "json://0.0.0.0/hook",
        "mailto://user:password@news.example?smtp=127.0.0.1",
        "json://no-such-host.invalid/hook",
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/?template=/etc/passwd",
        "mailto://user:password@news.example?pgpkey=/etc/key",
        "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js?avatar_url=file:///etc/passwd",
        "json://news.example/?redirect=yes",
        "json://news.example/ json://127.0.0.1/",
        "json://news.example/\nx",
        "https://",
        "nonsense",
        "nonsense://x",
        "",
        "json://" + "x" * 3000,
    ],
)
def test_what_reaches_inside_or_is_no_address_is_refused(url):
    with pytest.raises(ChatRefused) as refused:
        chat.check(url)
    assert "password" not in str(refused.value)


def test_secrets_are_neither_shown_nor_logged(mailbox, caplog):
    secret = "hunter2hunter2"
    url = f"json://user:{secret}@127.0.0.1:9/{secret}?+X-Key={secret}"
    with caplog.at_level(logging.DEBUG):
        with pytest.raises(ChatFailed) as failed:
            chat.send(url, MESSAGE, anywhere)
        with pytest.raises(ChatRefused) as refused:
            chat.check(url)
        shown = chat.shown(url)
    assert secret not in shown + str(failed.value) + str(refused.value) + caplog.text
    assert shown == "json://127.0.0.1/…"
    assert chat.shown("tgram://123456:ABCdefghijklmnopqrstuvwxyzABCDEFGHI/1234") == "tgram://…"

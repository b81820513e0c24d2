"""A mailbox on loopback, with a real mail server before it."""

from __future__ import annotations

import email.policy
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from html import unescape
from typing import Any, cast

from aiosmtpd.controller import Controller

from adapters.chat import MAIL_HEADER


class Mailbox:
    """What came, in its order."""

    def __init__(self, port: int) -> None:
        self.mails: list[EmailMessage] = []
        self.url = f"mailto://127.0.0.1:{port}/?from=servanda@example.org&to=desk@example.org"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append(cast("EmailMessage", mail))
        return "250 OK"

    def told(self) -> list[str]:
        """The sentences of all mails, in their order; a mail that came twice counts once."""
        once = {mail[MAIL_HEADER]: sentences(mail) for mail in reversed(self.mails)}
        assert None not in once
        assert all(sentences(mail) == once[mail[MAIL_HEADER]] for mail in self.mails)
        first = dict.fromkeys(mail[MAIL_HEADER] for mail in self.mails)
        return [sentence for known in first for sentence in once[known]]


def sentences(mail: EmailMessage) -> list[str]:
    """What a mail tells, one sentence for each alert."""
    body = mail.get_body(("html",))
    assert body is not None
    return [unescape(found) for found in re.findall(r"<li>(.*?)<br>", body.get_content(), re.DOTALL)]


@contextmanager
def receiving_mail() -> Iterator[Mailbox]:
    """A running mail server."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    box = Mailbox(port)
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()

"""A receiver of webhooks on loopback: it verifies every signature, and misbehaves when told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from standardwebhooks.webhooks import Webhook

SECRET = "whsec_" + "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0"


class Received(NamedTuple):
    """A message whose signature was good. `id`: its webhook-id."""

    id: str
    type: str
    data: dict[str, Any]
    at: float


class Receiver:
    """What came, and how to answer: `behave(n)` is asked with the number of the request, from 1."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/hook"
        self.secrets = [SECRET]
        self.received: list[Received] = []  # Good ones that were answered with success.
        self.requests: list[tuple[float, bytes, dict[str, str]]] = []
        self.refused = 0
        self.behave: Any = lambda n: 200
        self.lock = threading.Lock()

    @property
    def kinds(self) -> list[str]:
        return [message.type for message in self.received]

    def wait_for(self, count: int, seconds: float = 10) -> list[Received]:
        """The messages, once there are so many."""
        end = time.monotonic() + seconds
        while len(self.received) < count and time.monotonic() < end:
            time.sleep(0.01)
        assert len(self.received) >= count, (self.kinds, len(self.requests))
        return list(self.received)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    receiver: Receiver

    def do_POST(self) -> None:
        me = self.receiver
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        with me.lock:
            me.requests.append((time.time(), body, headers))
            number = len(me.requests)
        behaviour = me.behave(number)
        if behaviour == "close":
            self.close_connection = True
            return
        if behaviour == "hang":
            time.sleep(5)
            self.close_connection = True
            return
        status, more = behaviour if isinstance(behaviour, tuple) else (behaviour, {})
        if 200 <= status < 300:
            self._take(body, headers)
        answer = more.pop("body", b"ok") if more else b"ok"
        self.send_response(status)
        for name, value in more.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def _take(self, body: bytes, headers: dict[str, str]) -> None:
        me = self.receiver
        for secret in me.secrets:
            try:
                message = Webhook(secret).verify(body, headers)
            except Exception:
                with me.lock:
                    me.refused += 1
                continue
            with me.lock:
                me.received.append(
                    Received(headers["webhook-id"], message["type"], message["data"], time.time())
                )
            return

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Clients that go away are no errors here."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A running receiver."""

    class Handler(_Handler):
        pass

    with _Server(("127.0.0.1", 0), Handler) as server:
        Handler.receiver = receiver = Receiver(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()


def read(body: bytes) -> Any:
    """A payload."""
    return json.loads(body)

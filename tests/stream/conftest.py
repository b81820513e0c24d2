"""A real server and a real client of Server-Sent Events, which collects in a thread what it is told."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from typing import Any

import httpx
import orjson
import pytest
from httpx_sse import ServerSentEvent, connect_sse

from tests.api.conftest import Server, database, migrated, server, start

__all__ = ["database", "migrated", "server", "start"]


class Listener:
    """One open stream. `begun`: the position that it was told at once; alerts come out of `next`."""

    def __init__(self, server: Server, path: str, headers: dict[str, str]) -> None:
        self._events: queue.Queue[ServerSentEvent | None] = queue.Queue()
        self._client = httpx.Client(base_url=server.url, timeout=httpx.Timeout(20, read=None))
        self._stack = ExitStack()
        source = self._stack.enter_context(connect_sse(self._client, "GET", path, headers=headers))
        self.response = source.response
        self.seen: list[str] = []
        self.last_id = ""
        self._thread: threading.Thread | None = None
        if self.response.status_code != 200:
            self.response.read()
            return
        self._thread = threading.Thread(target=self._read, args=(source,), daemon=True)
        self._thread.start()
        self.begun = self.event().id

    def _read(self, source: Any) -> None:
        with suppress(httpx.HTTPError, OSError, RuntimeError):
            for event in source.iter_sse():
                self._events.put(event)
        self._events.put(None)

    def event(self, timeout: float = 10) -> ServerSentEvent:
        """The next event, also one without data. Raises EOFError at the end of the stream."""
        event = self._events.get(timeout=timeout)
        if event is None:
            raise EOFError
        self.last_id = event.id
        return event

    def next(self, timeout: float = 10) -> dict[str, Any]:
        """The next alert."""
        while not (event := self.event(timeout)).data:
            pass
        alert: dict[str, Any] = orjson.loads(event.data)
        assert (event.id, event.event) == (alert["id"], alert["kind"])
        self.seen.append(event.id)
        return alert

    def silent(self, seconds: float = 0.4) -> bool:
        """Whether no alert comes for a while."""
        try:
            self.next(seconds)
        except queue.Empty:
            return True
        return False

    def close(self) -> None:
        """Break the connection, as a network does."""
        stream: Any = self.response.extensions.get("network_stream")
        raw = stream.get_extra_info("socket") if stream else None
        if raw is not None:
            with suppress(OSError):
                raw.shutdown(2)
        if self._thread is not None:
            self._thread.join(5)
        self._stack.close()
        self._client.close()


@pytest.fixture
def listen(server: Server) -> Iterator[Any]:
    """Opens streams, which are closed at the end."""
    opened: list[Listener] = []

    def begin(query: str = "", last: str | None = None, on: Server = server, **headers: str) -> Listener:
        if last is not None:
            headers["Last-Event-ID"] = last
        listener = Listener(on, f"/v1/alerts/stream{query}", headers)
        opened.append(listener)
        return listener

    yield begin
    for listener in opened:
        listener.close()


NAMES = ["Berg", "Lie", "Novak", "Moreau", "Silva", "Haas", "Rossi", "Kovac", "Olsen", "Weber"]


def news(number: int = 0, host: str = "AUT", **fields: Any) -> dict[str, Any]:
    """A pledge of today: each number is a promise of its own, and raises one alert."""
    report = {
        "url": f"https://news.example/{host}/{number}",
        "publisher": "One",
        "published_at": datetime.now(UTC).date().isoformat(),
    }
    who = {"name": f"Anna {NAMES[number % 10]}", "state": "NOR", "role": "other_minister"}
    what = {"subject": f"gift {number}", "key": f"gift-{number}", "window": "2099"}
    return {"type": "pledge_made", "by": who, "to": host, "report": report, **what, **fields}


@pytest.fixture(name="news")
def news_fixture() -> Any:
    return news

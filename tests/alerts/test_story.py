"""The story of Putin's invitation as it is entered day by day, through every channel, while the server is killed."""

from __future__ import annotations

import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import feedparser
import httpx
import orjson
import pytest
from httpx_sse import connect_sse

from adapters import demo
from adapters.database import open_engine
from adapters.keys import Keys
from adapters.queries.filters import write_cursor
from tests.alerts.mailbox import receiving_mail
from tests.alerts.receiver import SECRET, receiving

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import vobject

KILLS = int(os.environ.get("SERVANDA_TEST_KILLS", "4"))


def story() -> list[dict[str, Any]]:
    """What was published from September 2023 to June 2024, in that order."""
    events = [orjson.loads(line) for line in demo.lines()]
    told = [event for event in events if "2023-09" <= event["report"]["published_at"] < "2024-07-02"]
    return sorted(told, key=lambda event: str(event["report"]["published_at"]))


class Mortal:
    """A server that is killed and started again, always at the same address."""

    def __init__(self, database: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url, self._database = f"http://127.0.0.1:{self.port}", database
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        more = {"SERVANDA_ALLOWED_NETWORKS": "loopback", "SERVANDA_BUNDLE_SECONDS": "0.3"}
        path = os.pathsep.join([str(Path(__file__).parents[2]), *filter(None, sys.path)])
        command = [sys.executable, "-m", "api.cli", "serve", "--port", str(self.port)]
        self._process = subprocess.Popen(
            [*command, "--database", self._database],
            env={**os.environ, **more, "PYTHONPATH": path},
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stderr is not None
        lines = iter(self._process.stderr.readline, "")
        assert any(re.search(r"http://\S+:\d+", line) for line in lines)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def get(self, path: str) -> bytes:
        """An answer, however often it takes."""
        while True:
            with suppress(httpx.TransportError), httpx.Client(base_url=self.url, timeout=30) as client:
                answer = client.get(path)
                assert answer.status_code == 200, answer.text
                return answer.content
            time.sleep(0.02)


class Reader(threading.Thread):
    """Does something again and again until it is to end; its failure is the test's."""

    def __init__(self, read: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self._read, self._ended, self.error = read, threading.Event(), None
        self.start()

    def run(self) -> None:
        while not self._ended.is_set() and self.error is None:
            try:
                with suppress(httpx.TransportError):
                    self._read()
            except BaseException as error:
                self.error = error
            self._ended.wait(0.1)

    def end(self) -> None:
        self._ended.set()
        self.join(20)
        if self.error is not None:
            raise self.error


class Channels:
    """All that a server tells, read by real readers as it comes."""

    def __init__(self, server: Mortal) -> None:
        self.server = server
        self.streamed: list[str] = []
        self.fed: list[str] = []
        self.titles: dict[str, str] = {}
        self.sequences: dict[str, int] = {}
        self.dates: dict[str, Any] = {}
        self.left_out = 0
        self._last_id = ""

    def read_stream(self) -> None:
        headers = {"Last-Event-ID": self._last_id} if self._last_id else {}
        path = f"/v1/alerts/stream?historical=true&after={write_cursor(0)}"
        timeout = httpx.Timeout(10, read=2)
        with (
            httpx.Client(base_url=self.server.url, timeout=timeout) as client,
            connect_sse(client, "GET", path, headers=headers) as source,
        ):
            for event in source.iter_sse():
                if event.data:
                    self.streamed.append(event.id)
                self._last_id = event.id

    def read_feed(self) -> None:
        """Every page of the Atom feed. What was read before stays, and only at the end comes more."""
        found: list[str] = []
        path = f"{self.server.url}/feeds/alerts.atom?historical=true&limit=9"
        while path:
            feed = feedparser.parse(self.server.get(path))
            assert not feed.bozo
            found += [entry.id for entry in feed.entries]
            self.titles.update((entry.id, entry.title) for entry in feed.entries)
            path = next((link.href for link in feed.feed.links if link.rel == "next"), "")
        assert len(found) == len(set(found))
        found.reverse()
        assert found[: len(self.fed)] == self.fed
        self.fed = found

    def read_calendar(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            (calendar,) = vobject.readComponents(self.server.get("/feeds/promises.ics").decode())
        dates = calendar.contents.get("vevent", [])
        self.left_out = int(calendar.contents["x-servanda-left-out"][0].value)
        self.dates = {date.uid.value: date for date in dates}
        assert len(self.dates) == len(dates)
        for uid, date in self.dates.items():
            number = int(date.sequence.value)
            assert number >= self.sequences.get(uid, 0)
            self.sequences[uid] = number

    def alerts(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = orjson.loads(self.server.get("/v1/alerts?limit=500"))["items"]
        return found


@pytest.fixture
def server(database: str) -> Iterator[Mortal]:
    mortal = Mortal(database)
    mortal.start()
    yield mortal
    mortal.kill()


def until(true: Callable[[], bool], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    assert true()


def test_every_channel_tells_all_of_it_once_and_in_order_though_the_server_is_killed(server, database):
    engine = open_engine(database)
    headers = {"Authorization": f"Bearer {Keys(engine).create('desk', 'report')}"}
    engine.dispose()
    chance, pending = random.Random(11), deque(story())
    turns, per_turn = threading.Semaphore(0), len(pending) // KILLS + 1

    def enter() -> None:
        """The next event, as soon as it is its turn; sent again until it is answered."""
        if not turns.acquire(timeout=0.1):
            return
        while pending:
            with suppress(httpx.TransportError):
                answer = httpx.post(f"{server.url}/v1/events", json=pending[0], headers=headers, timeout=30)
                assert answer.status_code in (200, 201), answer.text
                pending.popleft()
                return
            time.sleep(0.02)

    channels = Channels(server)
    with ExitStack() as stack:
        hook, box = stack.enter_context(receiving()), stack.enter_context(receiving_mail())
        for wanted in ({"url": hook.url, "secret": SECRET}, {"url": box.url, "channel": "chat"}):
            body = {**wanted, "historical": True}
            answer = httpx.post(f"{server.url}/v1/subscriptions", json=body, headers=headers)
            assert answer.status_code == 201, answer.text
        readers = [
            Reader(read) for read in (channels.read_stream, channels.read_feed, channels.read_calendar, enter)
        ]
        for _ in range(KILLS):
            turns.release(per_turn)
            time.sleep(chance.uniform(0, 0.7))
            server.kill()
            server.start()
        until(lambda: not pending)
        told = channels.alerts()
        ids = [alert["id"] for alert in told]
        until(lambda: len(channels.streamed) >= len(ids) and len(channels.fed) >= len(ids))
        until(lambda: {m.data["id"] for m in hook.received} >= set(ids) and len(box.told()) >= len(told))
        for reader in readers:
            reader.end()
        channels.read_calendar()

    assert len(told) > 30
    assert channels.streamed == ids
    assert [channels.titles[known] for known in channels.fed] == [a["summary"].removesuffix(".") for a in told]
    check_webhook(hook, told)
    assert sorted(box.told()) == sorted(alert["summary"] for alert in told)
    promises = orjson.loads(server.get("/v1/promises?kind=visit,meeting&limit=500"))["items"]
    assert {uid.partition("@")[0] for uid in channels.dates} <= {promise["id"] for promise in promises}
    assert len(channels.dates) == len(promises) - channels.left_out > 3
    kept = {promise["id"] for promise in promises if promise["status"] == "fulfilled"}
    confirmed = {uid.partition("@")[0] for uid, date in channels.dates.items() if date.status.value == "CONFIRMED"}
    assert kept <= confirmed


def check_webhook(hook: Any, told: list[dict[str, Any]]) -> None:
    """At least once, again only under the same id, and in order for each promise."""
    assert hook.refused == 0
    messages: dict[str, set[str]] = {}
    order: dict[str, list[int]] = {}
    for message in hook.received:
        known = message.data["id"]
        if known not in messages:
            order.setdefault(message.data["promise_id"], []).append(int(known))
        messages.setdefault(known, set()).add(message.id)
    assert sorted(messages, key=int) == [alert["id"] for alert in told]
    assert all(len(ids) == 1 for ids in messages.values())
    assert all(numbers == sorted(numbers) for numbers in order.values())

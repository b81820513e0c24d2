"""Delivering on a real database, to real receivers on loopback."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from adapters.bell import Bell
from adapters.delivering import Delivering, Pace
from adapters.keys import Key
from adapters.leader import Leader
from adapters.outbox import Outbox
from adapters.outside import Outside, networks
from adapters.subscriptions import Subscriptions
from adapters.vault import Vault
from tests.adapters.conftest import databases, postgresql_databases, sqlite_databases, store
from tests.adapters.databases import Store
from tests.alerts.receiver import SECRET, Receiver, receiving
from tests.api.conftest import database, migrated, server, start, visit_fixture

__all__ = [
    "database",
    "databases",
    "migrated",
    "postgresql_databases",
    "server",
    "sqlite_databases",
    "start",
    "store",
    "visit_fixture",
]

ME = Key("desk", "report")
QUICK = Pace(seconds=(0.05,) * 9, timeout_seconds=0.5, look_seconds=0.1)


class Desk:
    """A ledger with subscriptions, and an engine that can be started and killed."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.engine = store.engine
        self.vault, self.outside = Vault(self.engine, "a key for tests only"), Outside(networks("loopback"))
        self.subscriptions = Subscriptions(self.engine, self.vault, self.outside)
        self.outbox = Outbox(self.engine, bundle_seconds=1)

    def subscribe(self, receiver: Receiver, **wanted: Any) -> str:
        more = {"url": receiver.url, "secret": SECRET, **wanted}
        known: str = self.subscriptions.create(ME, more)["id"]
        return known

    def state(self, known_id: str) -> str:
        found: str = self.subscriptions.one(ME, known_id)["state"]
        return found

    def deliveries(self, known_id: str) -> list[dict[str, Any]]:
        items = self.outbox.page(ME, known_id, None, None, 500)["items"]
        return [self.outbox.one(ME, item["id"]) for item in reversed(items)]

    def settled(self, known_id: str, seconds: float = 10) -> list[dict[str, Any]]:
        """The deliveries once there are some and none of them waits."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.deliveries(known_id)
            if found and not any(delivery["state"] == "waiting" for delivery in found):
                return found
            time.sleep(0.02)
        raise AssertionError(self.deliveries(known_id))

    @contextmanager
    def delivering(self, pace: Pace = QUICK) -> Iterator[None]:
        ready, stop = threading.Event(), threading.Event()

        async def run() -> None:
            bell, leader = Bell(self.engine), Leader(self.engine)
            self.store.ledger.committed = bell.ring
            engine = Delivering(self.outbox, bell, self.vault, self.outside, leader, pace)
            task = asyncio.create_task(engine.run())
            ready.set()
            while not stop.is_set():  # noqa: ASYNC110 - set by another thread
                await asyncio.sleep(0.01)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await bell.close()
            await asyncio.to_thread(leader.release)

        thread = threading.Thread(target=asyncio.run, args=(run(),))
        thread.start()
        ready.wait()
        try:
            yield
        finally:
            stop.set()
            thread.join()


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def receivers() -> Iterator[Callable[[], Receiver]]:
    from contextlib import ExitStack

    with ExitStack() as stack:
        yield lambda: stack.enter_context(receiving())


@pytest.fixture
def open_server(start):
    """A server that may send to loopback."""
    return start(allowed_networks="loopback")

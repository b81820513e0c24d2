"""New alerts for many who listen at once: one reader of the database for all of them.

Followers who want the same share one audience, which keeps what was told last. A follower who is slow, or who
begins in the past, reads from the alerts' table until the audience reaches as far back; so nothing waits in
memory for anybody, nothing is missed, and nothing is told twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import NamedTuple, TypeVar

from sqlalchemy import Engine

from adapters.alert_log import Alert, AlertFilter, alerts_after, latest
from adapters.bell import Bell
from adapters.database import reading

KEPT = 1_000
"""Alerts that a audience keeps for those who are a little behind."""
PAGE = 100
"""Alerts that are read, and handed to a follower, at once."""
_READERS = 4
_PAUSE = 1.0
_EVERYTHING = AlertFilter(lead=None)

logger = logging.getLogger("servanda")
Result = TypeVar("Result")


class Told(NamedTuple):
    """An alert's number, and the alert as it goes out: made once for all who get it."""

    id: int
    frame: bytes


class _Audience:
    """What those who want the same are told."""

    def __init__(self, wanted: AlertFilter, floor: int) -> None:
        self.wanted, self.floor = wanted, floor
        self.followers = 0
        self.news = asyncio.Event()
        self._kept: deque[Told] = deque()

    def take(self, told: list[tuple[Told, Alert]]) -> None:
        """Keep what is wanted here, and wake who waits for it."""
        new = [item for item, alert in told if self.wanted.fits(alert)]
        if not new:
            return
        self._kept.extend(new)
        while len(self._kept) > KEPT:
            self.floor = self._kept.popleft().id
        self.wake()

    def wake(self) -> None:
        """Let those who wait look again."""
        self.news.set()
        self.news = asyncio.Event()

    def after(self, position: int) -> list[Told]:
        """What is kept of what comes after a position, at most a page, oldest first."""
        found: deque[Told] = deque(maxlen=PAGE)
        for item in reversed(self._kept):
            if item.id <= position:
                break
            found.appendleft(item)
        return list(found)


class Follower:
    """One who listens. All up to and with `position` was told, or was not wanted."""

    def __init__(self, broadcast: Broadcast, audience: _Audience, position: int) -> None:
        self.position = position
        self._broadcast, self._channel = broadcast, audience

    async def next(self, seconds: float) -> list[Told]:
        """What is new, as soon as there is something; nothing after so many seconds, or when all is to stop.

        For one task at a time.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self._broadcast.stopping:
                    if found := await self._look():
                        return found
        return []

    async def _look(self) -> list[Told]:
        audience = self._channel
        if self.position < audience.floor:
            found, self.position = await self._broadcast.read(self.position, audience.wanted)
            return [item for item, _ in found]
        news = audience.news  # Taken before looking: what comes in between rings this one.
        if told := audience.after(self.position):
            self.position = told[-1].id
            return told
        self.position = max(self.position, self._broadcast.position)
        await news.wait()
        return []


class Broadcast:
    """The alerts of one ledger, as they come. All but `__init__` belongs to one event loop.

    `frame` makes the bytes that followers are handed. The reader runs while anybody follows.
    """

    def __init__(self, engine: Engine, bell: Bell, frame: Callable[[Alert], bytes]) -> None:
        self.position = 0
        self.followers = 0
        self.stopping = False
        self._engine, self._bell, self._frame = engine, bell, frame
        self._audiences: dict[AlertFilter, _Audience] = {}
        self._reader: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self._threads = ThreadPoolExecutor(_READERS, "servanda-alerts")

    @asynccontextmanager
    async def following(self, after: int | None, wanted: AlertFilter) -> AsyncIterator[Follower]:
        """Listen from a position on; from now on where there is none, or where it lies in the future."""
        self.followers += 1
        if self._reader is None:
            self._ready = asyncio.Event()
            self._reader = asyncio.create_task(self._read_on())
        audience = None
        try:
            await self._ready.wait()
            now = await self._in_thread(self._latest)
            audience = self._audiences.setdefault(wanted, _Audience(wanted, self.position))
            audience.followers += 1
            yield Follower(self, audience, now if after is None else min(after, now))
        finally:
            if audience is not None:
                audience.followers -= 1
                if not audience.followers:
                    self._audiences.pop(audience.wanted, None)
            self.followers -= 1
            if not self.followers:
                self._stop()

    async def read(self, after: int, wanted: AlertFilter) -> tuple[list[tuple[Told, Alert]], int]:
        """A page from the table, and how far it reaches."""
        return await self._in_thread(lambda: self._page(after, wanted))

    def stop(self) -> None:
        """Let every follower come to an end: none is told anything from now on."""
        self.stopping = True
        for audience in self._audiences.values():
            audience.wake()

    async def close(self) -> None:
        """Read no more."""
        self.stop()
        self._stop()
        await asyncio.to_thread(self._threads.shutdown)

    def _stop(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
            self._reader = None

    async def _read_on(self) -> None:
        begun = False
        while True:
            try:
                if not begun:
                    self.position = await self._in_thread(self._latest)
                    begun = True
                    self._ready.set()
                await self._bell.wait(self.position)
                found, position = await self.read(self.position, _EVERYTHING)
                for audience in self._audiences.values():
                    audience.take(found)
                self.position = position
            except Exception:
                logger.exception("reading new alerts failed; it is tried again")
                await asyncio.sleep(_PAUSE)

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _latest(self) -> int:
        with reading(self._engine) as connection:
            return latest(connection)

    def _page(self, after: int, wanted: AlertFilter) -> tuple[list[tuple[Told, Alert]], int]:
        with reading(self._engine) as connection:
            end = latest(connection)
            found = alerts_after(connection, after, PAGE, wanted)
        told = [(Told(int(alert["id"]), self._frame(alert)), alert) for alert in found]
        if len(told) == PAGE:
            return told, told[-1][0].id
        return told, max(end, after, told[-1][0].id if told else 0)

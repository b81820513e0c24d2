"""The bell: whoever waits for new alerts hears at once of those of this process, and soon of others'."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine

from adapters.alert_log import latest
from adapters.database import reading

POLL_SECONDS = 0.25
"""How often the database is asked for alerts that another process raised."""
logger = logging.getLogger("servanda")


class Bell:
    """Tells of new alerts. `ring` may be called from any thread; all else belongs to one event loop.

    While somebody waits, one task looks for the last alert's number; it ends when nobody does.
    """

    def __init__(self, engine: Engine, poll_seconds: float = POLL_SECONDS) -> None:
        self.latest = 0
        self._engine, self._poll_seconds = engine, poll_seconds
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._rung, self._changed = asyncio.Event(), asyncio.Event()
        self._waiting = 0
        self._thread = ThreadPoolExecutor(1, "servanda-bell")

    def ring(self) -> None:
        """Say that something was committed that may have raised alerts."""
        loop = self._loop
        if loop is not None and self._waiting:
            with contextlib.suppress(RuntimeError):  # The loop has ended.
                loop.call_soon_threadsafe(self._rung.set)

    async def wait(self, after: int, timeout: float | None = None) -> int:  # noqa: ASYNC109 - it is no error
        """The last alert's number once it is greater than `after`; as it stands after `timeout` seconds."""
        self._begin()
        self._waiting += 1
        try:
            async with asyncio.timeout(timeout):
                while self.latest <= after:
                    await self._changed.wait()
        except TimeoutError:
            pass
        finally:
            self._waiting -= 1
        return self.latest

    async def close(self) -> None:
        """Stop looking; who still waits does so until the timeout."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await asyncio.to_thread(self._thread.shutdown)

    def _begin(self) -> None:
        if self._task is None or self._task.done() or self._loop is not asyncio.get_running_loop():
            self._loop = asyncio.get_running_loop()
            self._rung, self._changed = asyncio.Event(), asyncio.Event()
            self._task = self._loop.create_task(self._look())

    async def _look(self) -> None:
        assert self._loop is not None
        while True:
            try:
                found = await self._loop.run_in_executor(self._thread, self._read)
            except Exception:
                logger.exception("looking for alerts failed; it is tried again")
                found = self.latest
            if found > self.latest:
                self.latest = found
                self._changed.set()
                self._changed = asyncio.Event()
            if not self._waiting:
                # Nobody waits: the next one to do so begins anew, and looks at once.
                self._task = None
                return
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._poll_seconds):
                    await self._rung.wait()
            self._rung.clear()

    def _read(self) -> int:
        with reading(self._engine) as connection:
            return latest(connection)

"""Delivering: the one process that leads empties the outbox, every endpoint at its own pace.

Each subscription with something to send has a task of its own; a receiver that hangs holds up nobody else.
What became of tries is written down many at a time; what a crash leaves unwritten is sent again with the same
id, and in the same order.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from adapters import chat
from adapters.bell import Bell
from adapters.clock import now_micros
from adapters.database import Busy
from adapters.leader import Leader
from adapters.messages import Message, render, render_digest
from adapters.outbox import Job, Outbox, Result, Work
from adapters.outside import Outside
from adapters.subscriptions import Subscription
from adapters.vault import NoSecretKey, Vault
from adapters.webhooks import TIMEOUT_SECONDS, Reply, Sender, body_of

T = TypeVar("T")
logger = logging.getLogger("servanda")

SECONDS = (5, 60, 300, 1_800, 7_200, 21_600, 43_200, 79_200, 104_400)
"""Between the ten tries, over three days."""
JITTER = 0.1
AT_ONCE = 4
"""Messages under way to one endpoint, each of another promise."""
LOOK_SECONDS = 1.0
"""How often is looked for what another process asked to be sent."""

PRUNE_SECONDS = 3_600.0
"""How often old deliveries are let go."""


@dataclass(frozen=True)
class Pace:
    """How fast and how often is tried; tests have their own."""

    seconds: tuple[float, ...] = SECONDS
    timeout_seconds: float = TIMEOUT_SECONDS
    at_once: int = AT_ONCE
    look_seconds: float = LOOK_SECONDS

    def next_at(self, tries: int, now: int) -> int | None:
        """When to try again after so many tries; None where it is given up."""
        if tries > len(self.seconds):
            return None
        spread = 1 + random.uniform(-JITTER, JITTER)  # noqa: S311 - no secret is made of it
        return now + int(self.seconds[tries - 1] * spread * 1_000_000)


class Delivering:
    """Empties one outbox, on one event loop, while this process leads."""

    def __init__(
        self,
        outbox: Outbox,
        bell: Bell,
        vault: Vault,
        outside: Outside,
        leader: Leader,
        pace: Pace | None = None,
    ) -> None:
        self.outbox, self.bell, self.vault, self.outside = outbox, bell, vault, outside
        self.leader, self.pace = leader, pace or Pace()
        self.tried: Callable[[Sequence[Result]], None] = lambda results: None
        """Called with what became of tries."""
        self._sender = Sender(outside, self.pace.timeout_seconds)
        self._endpoints: dict[str, asyncio.Task[None]] = {}
        self._calls: dict[str, asyncio.Event] = {}
        self._results: asyncio.Queue[tuple[Result, asyncio.Future[None]]] = asyncio.Queue()
        self._database = ThreadPoolExecutor(4, "servanda-outbox")
        self._chats = ThreadPoolExecutor(16, "servanda-chats")

    async def run(self) -> None:
        """Deliver until cancelled; a failure ends nothing."""
        beside = [asyncio.create_task(self._note()), asyncio.create_task(self._prune())]
        heard = 0
        try:
            while True:
                try:
                    await self._look()
                except Exception:
                    logger.exception("delivering failed; it tries again")
                heard = await self.bell.wait(heard, self.pace.look_seconds)
        finally:
            await self._stop()
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await self._sender.close()
            self._chats.shutdown(wait=False, cancel_futures=True)
            # No connection may be out when the engine is disposed of.
            await asyncio.to_thread(self._database.shutdown, cancel_futures=True)

    async def until_idle(self) -> None:
        """Wait until nothing is left that can be sent now; what is to be tried later is left for later."""
        # Another process may be the one that delivers.
        while self._results.qsize() or not await self._in_thread(self.outbox.idle):  # noqa: ASYNC110
            await asyncio.sleep(0.05)

    def call(self, subscription_id: str | None = None) -> None:
        """Say that something new waits for a subscription, or for all."""
        for known_id in [subscription_id] if subscription_id else list(self._calls):
            if known_id in self._calls:
                self._calls[known_id].set()

    # ------------------------------------------------------------ leading
    async def _look(self) -> None:
        if not await self._in_thread(self.leader.holds):
            await self._stop()
            return
        while (added := await self._in_thread(self.outbox.follow)) is not None:
            for known_id in added:
                self.call(known_id)
                self._begin(known_id)
        for known_id in await self._in_thread(self.outbox.waiting):
            self._begin(known_id)

    def _begin(self, known_id: str) -> None:
        if known_id not in self._endpoints:
            self._calls[known_id] = asyncio.Event()
            self._endpoints[known_id] = asyncio.create_task(self._serve(known_id))

    async def _stop(self) -> None:
        tasks = list(self._endpoints.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # ------------------------------------------------------------ one endpoint
    async def _serve(self, known_id: str) -> None:
        """Send what waits for one subscription, until nothing does."""
        called = self._calls[known_id]
        try:
            while True:
                called.clear()
                work = await self._in_thread(lambda: self.outbox.work(known_id))
                if work is None:
                    return
                if work.lanes:
                    await self._send_all(work)
                    continue
                wait = ((work.next_at or 0) - now_micros()) / 1_000_000
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(min(max(wait, 0.01), 2 * self.pace.look_seconds)):
                        await called.wait()
        except Exception:
            logger.exception("delivering to %s failed; it tries again", known_id)
            await asyncio.sleep(self.pace.look_seconds)
        finally:
            self._endpoints.pop(known_id, None)
            self._calls.pop(known_id, None)

    async def _send_all(self, work: Work) -> None:
        room, stop = asyncio.Semaphore(self.pace.at_once), asyncio.Event()

        async def send_lane(jobs: list[Job]) -> None:
            async with room:
                for job in jobs:
                    if stop.is_set():
                        return
                    result = await self._try(work.subscription, job)
                    if result.held_until or result.gone:
                        stop.set()
                    written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                    self._results.put_nowait((result, written))
                    if result.state != "delivered":
                        # What follows of the same promise waits for it, or goes when it is given up.
                        await written
                        return
                    waiting.append(written)

        waiting: list[asyncio.Future[None]] = []
        async with asyncio.TaskGroup() as group:
            for lane in work.lanes:
                group.create_task(send_lane(lane))
        await asyncio.gather(*waiting)

    async def _try(self, to: Subscription, job: Job) -> Result:
        at = now_micros()
        try:
            reply = await self._reply(to, job)
        except NoSecretKey as error:
            reply = Reply(None, 0, "", str(error), None)
        if reply.error is None:
            return _result(to, job, at, reply, "delivered")
        if reply.status == 410:
            return _result(to, job, at, reply, "failed", gone=to.channel == "webhook")
        now = now_micros()
        next_at = self.pace.next_at(job.tries + 1, now)
        if next_at is None or (job.sample and reply.wait_until is None) or reply.status == _NEVER:
            return _result(to, job, at, reply, "failed")
        if reply.wait_until is not None:
            wait = reply.wait_until
            return _result(to, job, at, reply, "waiting", next_at=wait, held_until=wait)
        return _result(to, job, at, reply, "waiting", next_at=next_at)

    async def _reply(self, to: Subscription, job: Job) -> Reply:
        kept = self.vault.open(to.sealed)
        if to.channel == "webhook":
            now = now_micros()
            good = [s["secret"] for s in kept["secrets"] if s["until"] is None or s["until"] > now]
            body = body_of(job.alerts, digest=to.digest is not None, sample=job.sample)
            return await self._sender.send(to.target, job.message_id, body, good)
        message = _message(to, job)
        began = time.monotonic()
        loop = asyncio.get_running_loop()
        status, error = None, None
        try:
            await loop.run_in_executor(
                self._chats,
                lambda: chat.send(kept["url"], message, self.outside.check, message_id=job.message_id),
            )
        except chat.ChatRefused as refused:
            status, error = _NEVER, refused.detail
        except chat.ChatFailed as failed:
            error = str(failed)
        return Reply(status, round((time.monotonic() - began) * 1000), "", error, None)

    # ------------------------------------------------------------ noting
    async def _note(self) -> None:
        """Write down what became of tries, as many as there are in one transaction."""
        while True:
            batch = [await self._results.get()]
            await asyncio.sleep(0.005)
            while len(batch) < 500 and not self._results.empty():
                batch.append(self._results.get_nowait())
            results = [result for result, _ in batch]
            while True:
                try:
                    await self._in_thread(lambda results=results: self.outbox.note(results))  # type: ignore[misc]
                    break
                except (Busy, DBAPIError):
                    logger.exception("what was delivered could not be noted; it is tried again")
                    await asyncio.sleep(1)
            self.tried(results)
            for _, written in batch:
                if not written.done():
                    written.set_result(None)

    async def _prune(self) -> None:
        """Let old deliveries go, now and then."""
        while True:
            try:
                if await self._in_thread(self.leader.holds):
                    await self._in_thread(self.outbox.prune)
            except Exception:
                logger.exception("old deliveries could not be let go; it is tried again")
            await asyncio.sleep(PRUNE_SECONDS)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._database, work)


_NEVER = 0
"""Stands for a status where a message cannot be sent at all."""


def _message(to: Subscription, job: Job) -> Message:
    if not job.alerts:
        return _sample()
    if to.digest is None:
        return render(job.alerts)
    days = [to.digest.day(datetime.fromisoformat(alert["created_at"])) for alert in job.alerts]
    return render_digest(job.alerts, min(days), max(days))


def _sample() -> Message:
    text = "A sample, sent because somebody asked to try this address. Nothing happened."
    return Message("Servanda: a sample", text, f"<p>{text}</p>")


def _result(
    to: Subscription,
    job: Job,
    at: int,
    reply: Reply,
    state: str,
    *,
    next_at: int | None = None,
    held_until: int | None = None,
    gone: bool = False,
) -> Result:
    known = (to.id, job, at, reply.duration_ms, reply.status or None, reply.error and reply.error[:200])
    return Result(*known, reply.answer, state, next_at, held_until, gone)

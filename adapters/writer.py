"""Many clients, one writer: what arrives while a transaction runs goes into the next one together."""

from __future__ import annotations

import queue
from concurrent.futures import Future
from threading import Thread
from typing import TypeAlias

from adapters.database import Busy
from adapters.ledger import Ledger, Receipt

MOST_TOGETHER = 256
"""Events in one transaction; more wait for the next."""

_Work: TypeAlias = tuple[bytes, str, "Future[Receipt]"]


class Closed(Busy):
    """The server is stopping; nothing was stored."""


class Writer:
    """Records events in one thread. A result is set once its transaction is committed."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._queue: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._thread: Thread | None = None
        self._closed = False

    def start(self) -> None:
        """Begin to take work."""
        self._thread = Thread(target=self._run, name="servanda-writer", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Do what was submitted, then stop."""
        self._closed = True
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join()

    def submit(self, data: bytes, by: str) -> Future[Receipt]:
        """Have an event recorded; the future raises what `Ledger.record` does. Raises Closed."""
        if self._closed:
            raise Closed
        future: Future[Receipt] = Future()
        self._queue.put((data, by, future))
        return future

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            work, stop = [first], False
            while len(work) < MOST_TOGETHER and not self._queue.empty():
                more = self._queue.get()
                if more is None:
                    stop = True
                    break
                work.append(more)
            self._record(work)
            if stop:
                return

    def _record(self, work: list[_Work]) -> None:
        work = [item for item in work if item[2].set_running_or_notify_cancel()]
        try:
            outcomes = self.ledger.record_together([data for data, _, _ in work], [by for _, by, _ in work])
        except Exception as error:
            if len(work) == 1:
                work[0][2].set_exception(error)
            else:  # Whoever is to blame, the others shall not suffer.
                for data, by, future in work:
                    self._alone(data, by, future)
            return
        for (_, _, future), outcome in zip(work, outcomes, strict=True):
            if isinstance(outcome, Exception):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)

    def _alone(self, data: bytes, by: str, future: Future[Receipt]) -> None:
        try:
            future.set_result(self.ledger.record(data, by))
        except Exception as error:
            future.set_exception(error)

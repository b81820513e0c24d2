"""Work that needs no turn of the writer, done by several processes at once.

What they are given and give back are plain values; what comes out is the same, and in the same order, with
any number of them and with none.
"""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.context import BaseContext
from threading import Thread
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import Connection, Engine

from adapters.database import open_engine

Task = TypeVar("Task")
Result = TypeVar("Result")

_AHEAD = 8
"""Tasks for each process that are taken before their results are wanted: it works on while others commit."""
_WORTH_IT = 4
"""From this many tasks on, processes are started for them, which takes about a second."""


class Workers:
    """Processes that are started when there is work enough for them, and end with the `with` block."""

    def __init__(self, engine: Engine, count: int | None = None) -> None:
        self._engine = engine
        self.count = _processors() if count is None else count
        self._pool: ProcessPoolExecutor | None = None

    def map(
        self,
        function: Callable[[Connection | None, Task], Result],
        tasks: Iterable[Task],
        here: Connection | None,
    ) -> Iterator[Result]:
        """The results in the order of the tasks, of which few are taken ahead.

        The function must be one that a module has at its top. It is given a connection that reads what is
        committed; where the work is done in this process, it is `here`.
        """
        iterator = iter(tasks)
        first = list(islice(iterator, _WORTH_IT if self._pool is None else 0))
        if self.count < 2 or (self._pool is None and len(first) < _WORTH_IT):
            for task in chain(first, iterator):
                yield function(here, task)
            return
        waiting: deque[tuple[Task, Future[Result] | None]] = deque()
        for task in chain(first, iterator):
            waiting.append((task, self._submitted(function, task)))
            if len(waiting) > _AHEAD * self.count:
                yield self._result(function, *waiting.popleft(), here)
        while waiting:
            yield self._result(function, *waiting.popleft(), here)

    def _submitted(
        self, function: Callable[[Connection | None, Task], Result], task: Task
    ) -> Future[Result] | None:
        try:
            return self._started().submit(_run, function, task)
        except BrokenProcessPool:
            return None

    def _result(
        self,
        function: Callable[[Connection | None, Task], Result],
        task: Task,
        future: Future[Result] | None,
        here: Connection | None,
    ) -> Result:
        try:
            if future is not None:
                return future.result()
        except BrokenProcessPool:
            pass  # Somebody killed one of them. What they were to do is then done here.
        return function(here, task)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            url = self._engine.url.render_as_string(hide_password=False)
            self._pool = ProcessPoolExecutor(self.count, _context(), initializer=_begin, initargs=(url,))
        return self._pool

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _context() -> BaseContext:
    """How processes are started: never by forking this one, whose threads' locks could be held for ever."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["adapters.importing"])  # Loaded once, and not by each of them.
    return context


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# ---------------------------------------------------------------- in the processes
_engine: Engine | None = None


def _begin(url: str) -> None:
    global _engine
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that started this one.
    Thread(target=_end_with_parent, daemon=True).start()
    _engine = open_engine(url)
    gc.freeze()
    gc.set_threshold(1_000_000)  # All that is made for a task is needed until it is done, and then let go.


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(function: Callable[[Connection | None, Task], Result], task: Task) -> Result:
    assert _engine is not None
    with _engine.connect() as connection:
        return function(connection, task)

"""SQLite's write-ahead log brought into the file by a thread of its own: no commit has to wait for it."""

from __future__ import annotations

import logging
from threading import Event, Thread

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from adapters.bulk import run

SECONDS = 1.0
"""Between two checkpoints. What one has to copy is what was written since the last."""

logger = logging.getLogger("servanda")


class Checkpoints:
    """Checkpoints while a server runs; does nothing on PostgreSQL, which has its own process for them."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._ended = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin."""
        if self.engine.dialect.name == "sqlite":
            self._thread = Thread(target=self._run, name="servanda-checkpoints", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """End, and wait for the last one."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(SECONDS):
            try:
                checkpoint(self.engine)
            except SQLAlchemyError:
                logger.exception("a checkpoint failed; the next commits make up for it")


def checkpoint(engine: Engine) -> None:
    """Copy what readers and writers leave free to be copied; waits for nobody."""
    with engine.connect() as connection:  # Without a transaction: `run` begins none.
        run(connection, "PRAGMA wal_checkpoint(PASSIVE)")

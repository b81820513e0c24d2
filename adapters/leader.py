"""One leader among the processes on one database: it keeps the clock and sends what is to be delivered.

On PostgreSQL a lock that ends with its connection; on SQLite a row that must be renewed, and that the next
process takes over at once where its holder, on the same machine, is dead.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import time
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError

from adapters.clock import now_micros
from adapters.database import Busy, writing
from adapters.tables import leases

LEASE_SECONDS = 30
RENEW_SECONDS = 10
_LOCK = 0x5E12_0A1D_A001
_NAME = "leader"
_HERE: set[str] = set()
"""Those of this process."""


class Leader:
    """Whether this process leads. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._turn = engine, Lock()
        self._connection: Connection | None = None
        self._of_driver: Any = None  # The same; a lost one that the pool gave away is closed by nobody else.
        self._until = 0.0  # By the clock of the machine that only goes forward.
        self.me = f"{socket.gethostname()[:100]}:{os.getpid()}:{secrets.token_hex(8)}"
        _HERE.add(self.me)

    def holds(self) -> bool:
        """Take the lead where nobody has it, or keep it; whether it is held."""
        with self._turn:
            if self._engine.dialect.name == "postgresql":
                return self._holds_lock()
            now = time.monotonic()
            if now < self._until - (LEASE_SECONDS - RENEW_SECONDS):
                return True
            with contextlib.suppress(Busy):  # By somebody's long work, while nobody can take the lead either.
                self._until = now + LEASE_SECONDS if self._lease() else 0.0
            return time.monotonic() < self._until

    def release(self) -> None:
        """Let another process lead."""
        with self._turn:
            self._let_go()
            if self._until:
                self._until = 0.0
                with contextlib.suppress(Busy), writing(self._engine) as connection:
                    connection.execute(leases.delete().where(leases.c.holder == self.me))

    def _lease(self) -> bool:
        now = now_micros()
        with writing(self._engine) as connection:
            row = connection.execute(select(leases).where(leases.c.name == _NAME)).first()
            if row is not None and row.holder != self.me and row.until > now and not _is_dead(row.holder):
                return False
            connection.execute(leases.delete().where(leases.c.name == _NAME))
            values = {"name": _NAME, "holder": self.me, "until": now + LEASE_SECONDS * 1_000_000}
            connection.execute(leases.insert().values(values))
        return True

    def _holds_lock(self) -> bool:
        try:
            if self._connection is not None:
                self._connection.exec_driver_sql("SELECT 1")
                return True
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            if connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({_LOCK})").scalar():
                self._of_driver = connection.connection.driver_connection
                connection.detach()  # The pool would give it, and the lock with it, to somebody else.
                self._connection = connection
                return True
            connection.close()
        except DBAPIError:
            self._let_go()
        return False

    def _let_go(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(DBAPIError):
                self._connection.close()
            self._of_driver.close()
            self._connection = self._of_driver = None


def _is_dead(holder: str) -> bool:
    """Whether a holder's process was one of this machine's and is gone."""
    host, pid, _ = holder.rsplit(":", 2)
    if host != socket.gethostname()[:100]:
        return False
    if int(pid) == os.getpid():
        return holder not in _HERE  # One before this process had the same number, as in a container.
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return False

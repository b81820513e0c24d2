"""The one database, SQLite or PostgreSQL, named by an SQLAlchemy URL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import Connection, Engine, Row, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError, ProgrammingError

from domain.errors import DomainError
from migrations import HEAD

WAIT_SECONDS = 30
"""How long a writer waits for another one before it gives up."""
_LOCK = 0x5E12_0A1D_A000
"""The advisory lock that makes PostgreSQL's writers take turns."""
_SYNCHRONOUS = {"full", "normal"}


AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row of whatever columns."""


class BadDatabase(DomainError):
    """The database cannot be used as it is named or as it stands."""


class BadDatabaseUrl(BadDatabase):
    """The URL does not name a database."""


class Busy(DomainError):
    """Another writer held the ledger for too long; nothing was stored."""

    def __init__(self) -> None:
        super().__init__("another writer holds the ledger; nothing was stored, try again in a moment")


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///file` or `postgresql+psycopg://…`; opens no connection yet.

    SQLite takes `?synchronous=normal` (faster single writes; the last of them can be lost when the power
    fails, never when the process dies). Raises BadDatabaseUrl where the URL names neither,
    BadDatabase where the folder is not there.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # Such as a port that is no number.
        raise BadDatabaseUrl(
            "the database must be an SQLAlchemy URL such as sqlite:///ledger.db or "
            "postgresql+psycopg://user@host/name"
        ) from None
    if parsed.drivername in ("sqlite", "sqlite+pysqlite"):
        synchronous = str(parsed.query.get("synchronous", "full")).lower()
        if synchronous not in _SYNCHRONOUS:
            raise BadDatabaseUrl("?synchronous= is full or normal")
        if not parsed.database or parsed.database == ":memory:":
            raise BadDatabaseUrl("a ledger is kept for ever: name a file, such as sqlite:///ledger.db")
        if not Path(parsed.database).absolute().parent.is_dir():
            raise BadDatabase(f"there is no folder {Path(parsed.database).parent} for the ledger's file")
        return _sqlite(parsed.difference_update_query(["synchronous"]), synchronous)
    if parsed.drivername in ("postgresql", "postgresql+psycopg"):
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"), pool_size=8, max_overflow=4, pool_pre_ping=True
        )
    raise BadDatabaseUrl(f"{parsed.drivername} is not a database known here: sqlite or postgresql+psycopg")


@contextmanager
def bulk_engine(engine: Engine) -> Iterator[Engine]:
    """An engine on the same database for long writing; what was committed is on the disk at the end.

    SQLite gets a large cache, so that a page of an index is not written for every row, and waits for the disk
    once and not for every transaction. The death of the process loses none of them.
    """
    if engine.dialect.name != "sqlite":
        yield engine
        return
    bulk = _sqlite(engine.url, "normal", cache_megabytes=256, checkpoint_megabytes=256)
    try:
        yield bulk
    finally:
        bulk.dispose()
        _to_disk(str(engine.url.database))


def _to_disk(path: str) -> None:
    for name in (path + "-wal", path):
        if Path(name).exists():
            file = os.open(name, os.O_RDWR)
            try:
                os.fsync(file)
            finally:
                os.close(file)


def _sqlite(
    url: Any, synchronous: str, *, cache_megabytes: int = 16, checkpoint_megabytes: int = 64
) -> Engine:
    engine = create_engine(
        url, pool_size=8, max_overflow=8, connect_args={"check_same_thread": False, "timeout": WAIT_SECONDS}
    )

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # Transactions are begun below, not by the driver.
        cursor = connection.cursor()
        for pragma in (
            "journal_mode = wal",
            f"synchronous = {synchronous}",
            f"busy_timeout = {WAIT_SECONDS * 1000}",
            f"cache_size = {-1000 * cache_megabytes}",
            f"wal_autocheckpoint = {250 * checkpoint_megabytes}",
            "temp_store = memory",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A reader that turns writer can fail at once, whatever the timeout: writers say so at the start.
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """The one writer's transaction: others wait. Commits at the end; raises Busy after WAIT_SECONDS."""
    try:
        connection = engine.connect().execution_options(writing=True)
    except DatabaseError as error:
        raise _unusable(error) from None
    with connection:
        try:
            transaction = connection.begin()
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        except DBAPIError as error:
            if "locked" in str(error) or "lock timeout" in str(error):
                raise Busy from None
            raise
        with transaction:
            yield connection


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error).__name__


def is_migrated(engine: Engine) -> bool:
    """Whether the database has this version's tables. Raises BadDatabase where it cannot be reached."""
    with reading(engine) as connection:
        try:  # Asked at every start: reading one row is quicker than importing Alembic.
            return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == HEAD
        except ProgrammingError:
            return False
        except OperationalError as error:
            if "no such table" in str(error):
                return False
            raise
        except DatabaseError as error:
            raise _unusable(error) from None


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent look at the database. Raises BadDatabase where it cannot be reached."""
    try:
        connection = engine.connect()
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        connection.begin()
    except DatabaseError as error:
        raise _unusable(error) from None
    with connection:
        yield connection


def migrate(engine: Engine) -> None:
    """Bring the tables to this version, where they are not. Raises BadDatabase for a newer ledger's."""
    if is_migrated(engine):
        return
    from alembic import command
    from alembic.util import CommandError

    try:
        with writing(engine) as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise BadDatabase(f"the tables are of another version of Servanda: {error}") from None
    except DBAPIError as error:
        raise _unusable(error) from None


def _unusable(error: DBAPIError) -> BadDatabase:
    if "not a database" in str(error):
        return BadDatabase("that file is no SQLite database")
    return BadDatabase(f"the database cannot be used: {_first_line(error)}")


def _config() -> Any:
    from alembic.config import Config

    import migrations

    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    return config


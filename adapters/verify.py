"""Is the log as it was written, and do the read models say what it says? Nothing is changed here.

The read models are derived a second time, from a copy of the log in a database of their own, and compared row
by row. That one is an SQLite file in the folder for temporary files; it wants about twice the room that the
ledger takes on SQLite.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import IntegrityError

from adapters.alerting import leads_in_use
from adapters.bulk import insert
from adapters.comparing import differences
from adapters.database import AnyRow, open_engine, reading, writing
from adapters.event_log import COLUMNS, NOTHING, Head, as_entry, as_stored, chained
from adapters.ledger import READ_MODELS
from adapters.rebuild import Progress, rebuild, silent
from adapters.tables import metadata, stored_events, tracking

_CHUNK = 5_000
_MOST = 100
"""Places that are named; more of the same help nobody."""


def verify(engine: Engine, progress: Progress = silent) -> list[str]:
    """The places where the log or a read model is not as it must be, in words; empty where all is well."""
    with reading(engine) as connection, _scratch() as scratch:
        total = _end(connection)
        with writing(scratch) as copy:
            log = _Log(connection, copy, total, progress)
            log.check()
        if not log.found:  # A broken log would show again in everything that is derived from it.
            log.found += islice(_read_models(connection, scratch, progress), _MOST)
        return [*_guards(connection), *log.found]


@contextmanager
def _scratch() -> Iterator[Engine]:
    """An empty database with all tables, gone afterwards."""
    with TemporaryDirectory(prefix="servanda-verify-", ignore_cleanup_errors=True) as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'again.db'}?synchronous=normal")
        try:
            metadata.create_all(engine)
            yield engine
        finally:
            engine.dispose()


def _end(connection: Connection) -> int:
    """The last position of the log, by which progress is shown; the log is trusted in nothing else."""
    position = stored_events.c.position
    return connection.scalar(select(position).order_by(position.desc()).limit(1)) or 0


def _read_models(connection: Connection, scratch: Engine, progress: Progress) -> Iterator[str]:
    try:
        rebuild(scratch, progress, leads=leads_in_use(connection))
    except (AssertionError, AttributeError, IntegrityError, LookupError, TypeError, ValueError) as error:
        # Whoever writes a log of his own can chain what no ledger would have recorded.
        yield f"the log cannot be read as a ledger's: {type(error).__name__}: {error}"
        return
    with reading(scratch) as again:
        yield from differences(connection, again, progress)


# ---------------------------------------------------------------- the log
class _Log:
    """Reads the log from end to end, and copies it on the way."""

    def __init__(self, connection: Connection, copy: Connection, total: int, progress: Progress) -> None:
        self.connection, self.copy, self.total, self.progress = connection, copy, total, progress
        self.found: list[str] = []

    def say(self, place: str) -> None:
        if len(self.found) < _MOST:
            self.found.append(place)

    def check(self) -> None:
        """Every row follows the one before and is what was written; the end is where it was left."""
        head = Head(0, NOTHING, 0)
        query = select(*COLUMNS, stored_events.c.digest).order_by(stored_events.c.position)
        result = self.connection.execute(query.execution_options(yield_per=_CHUNK))
        for rows in result.partitions():
            for row in rows:
                head = self._row(row, head)
            if not self.found:
                insert(self.copy, stored_events, [tuple(row) for row in rows])
            self.progress(head.position, self.total, "checking the log")
        self._check_end(head)

    def _row(self, row: AnyRow, head: Head) -> Head:
        position: int = row.position
        if position != head.position + 1:
            self.say(f"position {head.position + 1}: missing")
        stored = as_stored(row)
        digest = chained(head.digest, position, stored)
        written = bytes(row.digest)
        if digest != written and position == head.position + 1:
            self.say(f"position {position}: changed since it was written")
        try:
            entry = as_entry(row)
            if (entry.event_id, entry.recorded) != (row.event_id, row.recorded):
                self.say(f"position {position}: its columns are not those of its event")
        except Exception:  # Whatever stands there instead of an event.
            self.say(f"position {position}: its event cannot be read")
        return Head(position, written, 0)

    def _check_end(self, head: Head) -> None:
        followed = select(tracking.c.position, tracking.c.digest).where(tracking.c.name == READ_MODELS)
        tracked = self.connection.execute(followed).first()
        if tracked is None and head.position:
            self.say("the read models do not say how far they follow the log: run servanda rebuild")
        elif tracked is not None and tracked.position > head.position:
            self.say(f"the log ends at position {head.position}, but went to {tracked.position}")
        elif tracked is not None and tracked.position < head.position:
            self.say(f"the read models end at position {tracked.position}, the log at {head.position}")
        elif tracked is not None and bytes(tracked.digest) != head.digest and not self.found:
            self.say(f"position {head.position}: the last row is not the one that was written")


# ---------------------------------------------------------------- what guards it
_SQLITE = {
    "stored_events_no_update": "BEFORE UPDATE ON stored_events",
    "stored_events_no_delete": "BEFORE DELETE ON stored_events",
    "stored_events_no_replace": (
        "BEFORE INSERT ON stored_events WHEN NEW.position <= (SELECT max(position) FROM stored_events)"
    ),
}
"""The triggers of SQLite, and when each refuses."""
_POSTGRESQL = "stored_events_append_only"
_BEFORE_ALL_THREE = 2 + 8 + 16 + 32
"""`pg_trigger.tgtype` of BEFORE DELETE OR UPDATE OR TRUNCATE, for each statement."""


def _guards(connection: Connection) -> Iterator[str]:
    """The triggers that keep the log append-only and are not there, or no longer do that."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'stored_events'"
        there = {name: " ".join(sql.split()) for name, sql in connection.exec_driver_sql(query)}
        for name, when in _SQLITE.items():
            if not there.get(name, "").startswith(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT,"):
                yield _unguarded(name)
        return
    query = (
        "SELECT t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND t.tgtype = %s "
        "AND btrim(p.prosrc) LIKE 'BEGIN RAISE EXCEPTION %%' "
        "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE t.tgrelid = 'stored_events'::regclass AND t.tgname = %s"
    )
    parameters: tuple[Any, ...] = (_BEFORE_ALL_THREE, _POSTGRESQL)
    if connection.exec_driver_sql(query, parameters).scalar() is not True:
        yield _unguarded(_POSTGRESQL)


def _unguarded(trigger: str) -> str:
    return f"trigger {trigger}: is not there as it was made, so the database does not refuse to change the log"

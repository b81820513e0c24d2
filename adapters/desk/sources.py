"""The feeds that are watched, and their health."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, Engine, delete, select, update

from adapters.clock import now_micros
from adapters.database import AnyRow, reading, writing
from adapters.desk.feeds import FeedEntry
from adapters.desk.wire import Answer, instant
from adapters.fetching import check_address, host_of
from adapters.tables import source_entries, sources
from domain.content_ids import content_id
from domain.errors import DomainError, NotOnRecord

STATES = ("new", "well", "failing", "paused")
SECOND = 1_000_000
LONGEST_PAUSE = 86_400
"""Seconds to which failures can stretch the time between two looks."""
MOST_TRIES = 3
"""Looks at which an article that cannot be read is tried again."""
_CLAIMED = 3_600
"""Seconds for which a source that is being looked at is nobody else's."""
_FORGOTTEN = 180 * 86_400
"""Seconds after which an entry that was read is forgotten; its text would still be known."""


class SourceExists(DomainError):
    """That feed is watched already."""

    def __init__(self, url: str) -> None:
        super().__init__(f"the feed {url[:200]} is watched already")


class Due(NamedTuple):
    """A source that is to be looked at now."""

    id: str
    url: str
    publisher: str
    etag: str | None
    modified: str | None


class Sources:
    """The sources in one database. Safe to use from several threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, url: str, publisher: str | None, minutes: int, by: str) -> Answer:
        """Watch a feed from now on. Raises NotFetched for what is no address, SourceExists."""
        check_address(url)
        now = now_micros()
        source_id = content_id("s", url.encode())
        row = {
            "id": source_id,
            "url": url,
            "publisher": publisher or host_of(url),
            "every": minutes * 60,
            "paused": False,
            "added": now,
            "added_by": by,
            "next_at": now,
            "failures": 0,
            "articles": 0,
        }
        with writing(self._engine) as connection:
            if _row(connection, source_id) is not None:
                raise SourceExists(url)
            connection.execute(sources.insert().values(row))
        return self.one(source_id)

    def all(self) -> list[Answer]:
        """All sources, in the order in which they were added."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(sources).order_by(sources.c.added, sources.c.id)).all()
        return [_wire(row) for row in rows]

    def one(self, source_id: str) -> Answer:
        """One source. Raises NotOnRecord."""
        with reading(self._engine) as connection:
            row = _row(connection, source_id)
        if row is None:
            raise NotOnRecord("source", source_id)
        return _wire(row)

    def pause(self, source_id: str, paused: bool) -> Answer:
        """Leave a source alone, or look at it again, from now on. Raises NotOnRecord."""
        values = {"paused": paused} if paused else {"paused": False, "next_at": now_micros(), "failures": 0}
        with writing(self._engine) as connection:
            done = connection.execute(update(sources).where(sources.c.id == source_id).values(values))
        if done.rowcount == 0:
            raise NotOnRecord("source", source_id)
        return self.one(source_id)

    def remove(self, source_id: str) -> None:
        """Watch a feed no more; what was read of it stays. Raises NotOnRecord."""
        with writing(self._engine) as connection:
            if connection.execute(delete(sources).where(sources.c.id == source_id)).rowcount == 0:
                raise NotOnRecord("source", source_id)
            connection.execute(delete(source_entries).where(source_entries.c.source_id == source_id))

    # ------------------------------------------------------------ looking
    def take_due(self, most: int) -> list[Due]:
        """Sources whose turn it is. For a while they are nobody else's, whichever process asks."""
        now = now_micros()
        waiting = (sources.c.next_at <= now) & sources.c.paused.is_(False)
        with reading(self._engine) as connection:  # Most of the time there is none, and nobody has to wait.
            if connection.execute(select(sources.c.id).where(waiting).limit(1)).first() is None:
                return []
        with writing(self._engine) as connection:
            chosen = select(sources).where(waiting).order_by(sources.c.next_at).limit(most)
            rows = connection.execute(chosen).all()
            taken = sources.c.id.in_([row.id for row in rows])
            connection.execute(update(sources).where(taken).values(next_at=now + _CLAIMED * SECOND))
        return [Due(row.id, row.url, row.publisher, row.etag, row.modified) for row in rows]

    def unread(self, source_id: str, entries: list[FeedEntry]) -> list[FeedEntry]:
        """Those that were not read yet, and have not failed too often."""
        columns = (source_entries.c.entry_key, source_entries.c.report_id, source_entries.c.tries)
        with reading(self._engine) as connection:
            rows = connection.execute(select(*columns).where(source_entries.c.source_id == source_id))
            done = {row.entry_key for row in rows if row.report_id is not None or row.tries >= MOST_TRIES}
        return [entry for entry in entries if entry.key not in done]

    def note_entry(self, source_id: str, entry: FeedEntry, report_id: str | None, error: str | None) -> None:
        """Note that an article was read, or why it could not be."""
        here = (source_entries.c.source_id == source_id) & (source_entries.c.entry_key == entry.key)
        with writing(self._engine) as connection:
            if _row(connection, source_id) is None:
                return  # It was removed meanwhile.
            tries = connection.scalar(select(source_entries.c.tries).where(here)) or 0
            connection.execute(delete(source_entries).where(here))
            values = {
                "source_id": source_id,
                "entry_key": entry.key,
                "seen": now_micros(),
                "tries": tries + 1,
                "report_id": report_id,
                "error": error,
            }
            connection.execute(source_entries.insert().values(values))
            if report_id is not None:
                more = update(sources).where(sources.c.id == source_id)
                connection.execute(more.values(articles=sources.c.articles + 1))

    def note_success(
        self, source_id: str, etag: str | None, modified: str | None, *, error: str | None, again: bool
    ) -> None:
        """Note a look that succeeded. `error`: what could not be read of it; `again`: more is left."""
        now = now_micros()
        with writing(self._engine) as connection:
            row = _row(connection, source_id)
            if row is None:
                return
            values = {
                "etag": etag,
                "modified": modified,
                "tried": now,
                "answered": now,
                "failures": 0,
                "error": error,
                "next_at": now + (60 if again else row.every) * SECOND,
            }
            connection.execute(update(sources).where(sources.c.id == source_id).values(values))
            old = (source_entries.c.source_id == source_id) & (
                source_entries.c.seen < now - _FORGOTTEN * SECOND
            )
            connection.execute(delete(source_entries).where(old))

    def note_failure(self, source_id: str, error: str, wait: int | None, *, gone: bool = False) -> None:
        """Note a look that failed: the next one comes later each time. `gone`: for good, so it is paused."""
        now = now_micros()
        with writing(self._engine) as connection:
            row = _row(connection, source_id)
            if row is None:
                return
            pause = min(max(row.every * 2 ** min(row.failures, 10), wait or 0), LONGEST_PAUSE)
            values = {
                "tried": now,
                "failures": row.failures + 1,
                "error": error[:1_000],
                "next_at": now + pause * SECOND,
                "paused": row.paused or gone,
            }
            connection.execute(update(sources).where(sources.c.id == source_id).values(values))


def _row(connection: Connection, source_id: str) -> AnyRow | None:
    return connection.execute(select(sources).where(sources.c.id == source_id)).first()


def state_of(row: AnyRow) -> str:
    """How a source does, as one word."""
    tried = "failing" if row.failures else "well"
    return "paused" if row.paused else "new" if row.tried is None else tried


def _wire(row: AnyRow) -> Answer:
    return {
        "id": row.id,
        "url": row.url,
        "publisher": row.publisher,
        "minutes": row.every // 60,
        "state": state_of(row),
        "articles": row.articles,
        "failures": row.failures,
        "error": row.error,
        "tried_at": instant(row.tried),
        "answered_at": instant(row.answered),
        "next_at": instant(row.next_at),
        "added_at": instant(row.added),
        "added_by": row.added_by,
    }

"""Looking at feeds again and again, and reading what is new. One source's failure touches no other."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import NamedTuple

from adapters.desk.feeds import FeedEntry, entries_of
from adapters.desk.intake import Intake, Submission, plain
from adapters.desk.politeness import Polite
from adapters.desk.sources import Due, Sources
from adapters.fetching import Fetched, NotFetched, short
from adapters.reading.documents import NoDay, open_document
from domain.errors import DomainError

logger = logging.getLogger("servanda")

AT_ONCE = 8
"""Sources that are looked at together."""
MOST_ARTICLES = 20
"""Articles of one source read at one look; the rest waits for the next."""
_GONE = 410


class Looked(NamedTuple):
    """What became of one look at a source. `outcome`: `read`, `unchanged` or `failed`."""

    outcome: str
    articles: int = 0
    unreadable: int = 0


class Watcher:
    """Looks at the sources that are due. `looked` hears of every look."""

    def __init__(self, sources: Sources, intake: Intake, polite: Polite) -> None:
        self._sources, self._intake, self._polite = sources, intake, polite
        self.looked: Callable[[Looked], None] = lambda looked: None

    async def look(self) -> int:
        """Look at every source that is due; how many there were."""
        due = await asyncio.to_thread(self._sources.take_due, AT_ONCE)
        for outcome in await asyncio.gather(*map(self._look_at, due), return_exceptions=True):
            if isinstance(outcome, Exception):  # Not even the failure could be noted.
                logger.error("looking at a feed failed; it comes again later", exc_info=outcome)
        return len(due)

    async def keep_looking(self, seconds: float) -> None:
        """Look again and again, `seconds` after the last look that found nothing to do."""
        while True:
            try:
                busy = await self.look()
            except Exception:
                logger.exception("looking at the feeds failed; it goes on in %g s", seconds)
                busy = 0
            if not busy:
                await asyncio.sleep(seconds)

    async def _look_at(self, source: Due) -> None:
        looked = Looked("failed")
        try:
            looked = await self._read_feed(source)
        except DomainError as error:
            wait = error.wait if isinstance(error, NotFetched) else None
            gone = isinstance(error, NotFetched) and error.status == _GONE
            await asyncio.to_thread(self._sources.note_failure, source.id, str(error), wait, gone=gone)
        except Exception:
            logger.exception("looking at the feed %s failed", source.url)
            words = "this should not have happened; the log tells more"
            await asyncio.to_thread(self._sources.note_failure, source.id, words, None)
        finally:
            self.looked(looked)

    async def _read_feed(self, source: Due) -> Looked:
        asked = {"If-None-Match": source.etag, "If-Modified-Since": source.modified}
        headers = {name: value for name, value in asked.items() if value is not None}
        fetched = await self._polite.fetch(source.url, headers)
        if fetched.status == 304:
            await self._note(source, source.etag, source.modified, [], again=False)
            return Looked("unchanged")
        entries = await asyncio.to_thread(entries_of, fetched)
        unread = await asyncio.to_thread(self._sources.unread, source.id, entries)
        failed: list[str] = []
        chosen = unread[:MOST_ARTICLES]
        for entry in chosen:
            error = await self._read_entry(source, entry)
            if error is not None:
                failed.append(error)
        # What is left, or is to be tried again, must not hide behind "nothing new".
        complete = not failed and len(unread) <= MOST_ARTICLES
        etag, modified = (fetched.headers.get(name) if complete else None for name in ("etag", "last-modified"))
        await self._note(source, etag, modified, failed, again=len(unread) > MOST_ARTICLES)
        return Looked("read", len(chosen) - len(failed), len(failed))

    async def _note(
        self, source: Due, etag: str | None, modified: str | None, failed: list[str], *, again: bool
    ) -> None:
        many = "an article" if len(failed) == 1 else f"{len(failed)} articles"
        error = f"{many} could not be read; the last: {failed[-1]}"[:1_000] if failed else None
        await asyncio.to_thread(self._sources.note_success, source.id, etag, modified, error=error, again=again)

    async def _read_entry(self, source: Due, entry: FeedEntry) -> str | None:
        """Read one article; why it could not be."""
        report_id, error = None, None
        try:
            fetched = await self._polite.fetch(entry.url)
            report_id = await asyncio.to_thread(self._take, source, entry, fetched)
        except DomainError as problem:
            error = _at(entry.url, problem)
        await asyncio.to_thread(self._sources.note_entry, source.id, entry, report_id, error)
        return error

    def _take(self, source: Due, entry: FeedEntry, fetched: Fetched) -> str:
        document = open_document(fetched.body, fetched.charset)
        page_day = document.published_on.isoformat() if document.published_on else None
        published = entry.published_at or page_day
        if published is None:
            raise NoDay(document.dates)
        title = plain(document.title, 2_000) or entry.title
        sent = Submission(document.text, source.publisher, published, entry.url, title)
        report, _ = self._intake.take(sent, f"source {source.publisher}"[:120])
        return str(report["id"])


def _at(url: str, problem: DomainError) -> str:
    """A sentence that names the article; those about fetching do so already."""
    where, why = short(url), str(problem)
    return (why if where in why else f"{where}: {why}")[:1_000]

"""The desk of one server, put together."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from adapters.desk.candidates import Candidates
from adapters.desk.intake import Intake, Submission, plain
from adapters.desk.invalid import InvalidReport
from adapters.desk.politeness import Polite
from adapters.desk.rules import PublisherRules
from adapters.desk.sources import Sources
from adapters.desk.watching import Watcher
from adapters.desk.wire import Answer
from adapters.fetching import Fetcher, Limits, host_of
from adapters.ledger import Ledger
from adapters.outside import Outside
from adapters.reading.documents import Document, NoDay, open_document
from api.desk_bodies import ReportIn
from api.settings import Settings
from domain.reading.reader import Reader


@dataclass(frozen=True)
class Desk:
    """What the desk's routes call."""

    intake: Intake
    candidates: Candidates
    rules: PublisherRules
    sources: Sources
    watcher: Watcher
    fetcher: Fetcher

    @classmethod
    def of(cls, ledger: Ledger, settings: Settings, reader: Reader) -> Desk:
        """A desk on one ledger; opens no connection and starts nothing yet."""
        limits = Limits(settings.fetch_seconds, settings.max_report_bytes)
        fetcher = Fetcher(Outside(settings.networks), limits)
        intake, sources = Intake(ledger, reader), Sources(ledger.engine)
        watcher = Watcher(sources, intake, Polite(fetcher, settings.watch_pace_seconds))
        return cls(intake, Candidates(ledger), PublisherRules(ledger.engine), sources, watcher, fetcher)

    async def take(self, sent: ReportIn, by: str) -> tuple[Answer, bool]:
        """Read what was sent; the report, and whether it is new."""
        if sent.text is not None and sent.html is not None:
            raise InvalidReport.at("/html", "must not be given together with text")
        if sent.text is None and sent.html is None:
            if sent.url is None:
                raise InvalidReport.at("/text", "is required, or html, or url")
            fetched = await self.fetcher.fetch(sent.url)
            return await run_in_threadpool(self._open, sent, fetched.body, fetched.charset, by)
        text = sent.text if sent.html is None else sent.html
        assert text is not None  # noqa: S101 - one of the two is there
        try:
            data = text.encode()
        except UnicodeEncodeError:
            raise InvalidReport.at("/text", "must be Unicode without half of a surrogate pair") from None
        return await run_in_threadpool(self._open, sent, data, "utf-8", by)

    def _open(self, sent: ReportIn, data: bytes, charset: str | None, by: str) -> tuple[Answer, bool]:
        return self.intake.take(submission(sent, open_document(data, charset, sent.language)), by)


def submission(sent: ReportIn, found: Document) -> Submission:
    """What was sent before what was found. Raises InvalidReport, NoDay."""
    publisher = sent.publisher or plain(found.publisher, 200) or host_of(sent.url)
    if publisher is None:
        raise InvalidReport.at("/publisher", "is required, since neither the page nor an address tells it")
    published = sent.published_at or (found.published_on.isoformat() if found.published_on else None)
    if published is None:
        raise NoDay(found.dates)
    title = sent.title or plain(found.title, 2_000)
    return Submission(found.text, publisher, published, sent.url, title, sent.language, found.published_on)

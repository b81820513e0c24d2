"""The desk of one server, put together."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from adapters.desk.candidates import Candidates
from adapters.desk.intake import Intake, Submission
from adapters.desk.opening import host_of, open_fetched, open_html, open_text
from adapters.desk.pages import InvalidReport, NoDay, Page
from adapters.desk.rules import PublisherRules
from adapters.desk.wire import Answer
from adapters.fetching import Fetcher, Limits
from adapters.ledger import Ledger
from adapters.outside import Outside
from api.desk_bodies import ReportIn
from api.settings import Settings
from domain.reading.reader import Reader


@dataclass(frozen=True)
class Desk:
    """What the desk's routes call."""

    intake: Intake
    candidates: Candidates
    rules: PublisherRules
    fetcher: Fetcher

    @classmethod
    def of(cls, ledger: Ledger, settings: Settings, reader: Reader) -> Desk:
        """A desk on one ledger; opens no connection and starts nothing yet."""
        limits = Limits(settings.fetch_seconds, settings.max_report_bytes)
        return cls(
            Intake(ledger, reader),
            Candidates(ledger),
            PublisherRules(ledger.engine),
            Fetcher(Outside(settings.networks), limits),
        )

    async def take(self, sent: ReportIn, by: str) -> tuple[Answer, bool]:
        """Read what was sent; the report, and whether it is new."""
        if sent.text is not None and sent.html is not None:
            raise InvalidReport.at("/html", "must not be given together with text")
        if sent.text is None and sent.html is None:
            if sent.url is None:
                raise InvalidReport.at("/text", "is required, or html, or url")
            fetched = await self.fetcher.fetch(sent.url)
            return await run_in_threadpool(lambda: self._read(sent, open_fetched(fetched), by))
        return await run_in_threadpool(lambda: self._read(sent, _opened(sent), by))

    def _read(self, sent: ReportIn, page: Page, by: str) -> tuple[Answer, bool]:
        publisher = sent.publisher or page.publisher or host_of(sent.url)
        if publisher is None:
            raise InvalidReport.at("/publisher", "is required, since neither the page nor an address tells it")
        published = sent.published_at or (page.published_on.isoformat() if page.published_on else None)
        if published is None:
            raise NoDay(page.dates)
        title, language = sent.title or page.title, sent.language or page.language
        return self.intake.take(Submission(page.text, publisher, published, sent.url, title, language), by)


def _opened(sent: ReportIn) -> Page:
    if sent.html is not None:
        return open_html(sent.html, sent.url)
    assert sent.text is not None  # noqa: S101 - one of the two is there
    return open_text(sent.text)

"""Texts sent in: read once, kept apart from what is found in them, and erased when somebody asks."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, delete, func, select, update

from adapters.clock import now_micros
from adapters.database import AnyRow, reading, writing
from adapters.desk import deciding, stories
from adapters.desk.invalid import InvalidReport
from adapters.desk.rules import accepts_from
from adapters.desk.wire import Answer, as_candidate, as_report, report_of
from adapters.ledger import Ledger, Session
from adapters.reading.documents import Unreadable
from adapters.reading.model import ModelReader
from adapters.tables import candidates, report_texts, reports
from domain.content_ids import content_id
from domain.errors import NotOnRecord
from domain.events import Body, InvalidEvent, Report, published_instant, read_event
from domain.reading.credits import agency_named, agency_of
from domain.reading.likeness import Marks, marks
from domain.reading.reader import Article, Candidate, Reader

_TOLD_DIFFERENTLY = frozenset({"quote", "said_on", "attributed_to", "reason", "certainty", "place"})
"""Fields in which two reports of one event differ."""

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Submission:
    """An article whose publisher and day of publication are known. `text`: its own words, cleaned."""

    text: str
    publisher: str
    published_at: str
    url: str | None = None  # None: it has no address, so it gets a name that is made from its text.
    title: str | None = None
    language: str | None = None
    page_day: date | None = None  # The day that the page itself tells, also where another one is given.


class _Prepared(NamedTuple):
    report_id: str
    digest: bytes
    report: Report
    marks: Marks
    agency: str | None
    reader: str
    found: list[Candidate]


class Intake:
    """The way in for texts. Safe to use from several threads."""

    def __init__(self, ledger: Ledger, reader: Reader) -> None:
        self.reader = reader
        self._ledger, self._engine = ledger, ledger.engine

    def take(self, sent: Submission, by: str) -> tuple[Answer, bool]:
        """Read a text and keep what is found; the report with its candidates, and whether it is new.

        The same text from the same address is read once. `problems` of the answer: where days of publication
        contradict each other. Raises InvalidReport, Unreadable, Busy.
        """
        sent = replace(sent, text=_CONTROL.sub(" ", sent.text))  # As many characters as before.
        if not sent.text.strip():
            raise Unreadable("there is no text in it")
        digest = hashlib.sha256(sent.text.encode()).digest()
        report = _checked(sent, digest)
        report_id = content_id("r", b"%b\n%b" % (report.url.encode(), digest))
        try:
            return self._answer(report_id, report, sent.page_day), False
        except NotOnRecord:
            pass
        on = published_instant(report.published_at).date()
        reader, found = _read(self.reader, Article(sent.text, on, sent.title, sent.publisher))
        agency = agency_of(sent.text)
        prepared = _Prepared(report_id, digest, report, marks(sent.text), agency, reader, found)
        with self._ledger.session() as session:
            new = _row(session.connection, report_id) is None
            if new:
                _store(session, prepared, sent.text, by)
        return self._answer(report_id, report, sent.page_day), new

    def _answer(self, report_id: str, sent: Report, page_day: date | None) -> Answer:
        kept = self.report(report_id)
        return {**kept, "problems": _contradictions(kept, sent.published_at, page_day)}

    def report(self, report_id: str) -> Answer:
        """A report with its candidates in the order of the text. Raises NotOnRecord."""
        with reading(self._engine) as connection:
            row = _row(connection, report_id)
            if row is None:
                raise NotOnRecord("report", report_id)
            text = deciding.text_of(connection, report_id)
            query = select(candidates).where(candidates.c.report_id == report_id).order_by(candidates.c.number)
            found = [as_candidate(candidate, row, text) for candidate in connection.execute(query)]
        return {**as_report(row, text), "candidates": found, "problems": []}

    def erase(self, report_id: str) -> None:
        """Erase a report's text for good; what was found in it stays, without its words. Raises NotOnRecord.

        Quotes of accepted events are part of the log and stay.
        """
        with writing(self._engine) as connection:
            if _row(connection, report_id) is None:
                raise NotOnRecord("report", report_id)
            if connection.dialect.name == "sqlite":  # Else the words stay in free pages of the file.
                connection.exec_driver_sql("PRAGMA secure_delete = ON")
            connection.execute(delete(report_texts).where(report_texts.c.report_id == report_id))
            not_yet = (reports.c.id == report_id) & reports.c.erased.is_(None)
            connection.execute(update(reports).where(not_yet).values(erased=now_micros()))


def _contradictions(kept: Answer, given: str, page_day: date | None) -> list[str]:
    """A sentence for each day of publication that is not the one given."""
    found = []
    if published_instant(kept["published_at"]) != published_instant(given):
        found.append(
            f"This text was sent in before as published on {kept['published_at']}, which stays; "
            f"the {given} that is given now was not taken."
        )
    in_utc = published_instant(given).date().isoformat()
    if page_day is not None and page_day.isoformat() not in (in_utc, given[:10]):  # Its zone may be another.
        found.append(f"The page says that it was published on {page_day}, and {given} was given.")
    return found


def plain(text: str | None, most: int) -> str | None:
    """A headline or a name that a page tells, fit to be stored: on one line, without what steers terminals."""
    words = " ".join(_CONTROL.sub(" ", text or "").split())
    return words[:most].rstrip() or None


def _read(reader: Reader, article: Article) -> tuple[str, list[Candidate]]:
    """What was found, and by whom: behind a model stand the rules."""
    if isinstance(reader, ModelReader):
        return reader.read_by(article)
    return reader.name, reader.read(article)


def _row(connection: Connection, report_id: str) -> AnyRow | None:
    return connection.execute(select(reports).where(reports.c.id == report_id)).first()


def _checked(sent: Submission, digest: bytes) -> Report:
    """The report as events will name it. Raises InvalidReport with pointers into what was sent."""
    named = {
        "url": sent.url or f"urn:servanda:text:{digest.hex()[:32]}",
        "publisher": sent.publisher,
        "published_at": sent.published_at,
        "title": sent.title,
        "language": sent.language,
    }
    sample = {"type": "report_retracted", "retracted_url": "urn:none", "report": named}
    try:
        report = read_event(sample).report
        ahead = published_instant(report.published_at) - datetime.now(UTC)
        if ahead > timedelta(days=1):
            raise InvalidEvent.at("/report/published_at", "lies more than a day ahead of this server's clock")
        return report
    except InvalidEvent as error:
        mistakes = [{**e, "pointer": e["pointer"].removeprefix("/report")} for e in error.errors]
        raise InvalidReport(mistakes) from None


# ---------------------------------------------------------------- storing
def _store(session: Session, prepared: _Prepared, text: str, by: str) -> None:
    connection, report = session.connection, prepared.report
    story = stories.story_of(connection, prepared.digest, prepared.marks)
    # An agency's own text rarely names it, and can come after the papers that printed it.
    agency = prepared.agency or (agency_named(report.publisher) if story else None)
    credited = stories.credit(connection, story, agency) if story else agency
    number = (connection.scalar(select(func.max(reports.c.number))) or 0) + 1
    values = {
        "number": number,
        "id": prepared.report_id,
        "url": report.url,
        "publisher": report.publisher,
        "credited": credited or report.publisher,
        "title": report.title,
        "published_at": report.published_at,
        "language": report.language,
        "hash": prepared.digest,
        "characters": len(text),
        "received": now_micros(),
        "received_by": by,
        "reader": prepared.reader,
        "story": story or prepared.report_id,
    }
    connection.execute(reports.insert().values(values))
    connection.execute(report_texts.insert().values(report_id=prepared.report_id, text=text))
    stories.remember(connection, prepared.report_id, prepared.marks)
    _store_candidates(session, prepared, story)


def _store_candidates(session: Session, prepared: _Prepared, story: str | None) -> None:
    connection = session.connection
    report = _row(connection, prepared.report_id)
    assert report is not None
    told = _told(connection, story) if story else {}
    last = connection.scalar(select(func.max(candidates.c.number))) or 0
    from_score, rule_of = accepts_from(connection, report.publisher)
    for nth, found in enumerate(prepared.found, 1):
        event = {field: value for field, value in found.event.items() if field not in ("quote", "report")}
        likeness = _likeness(event)
        values = {
            "number": last + nth,
            "id": content_id("c", b"%b\n%d" % (prepared.report_id.encode(), nth)),
            "report_id": prepared.report_id,
            "event": orjson.dumps(event),
            "likeness": likeness,
            "score": found.score,
            "spans": orjson.dumps(found.spans).decode(),
            "why": found.why,
            "problems": orjson.dumps([*found.problems, *_unfit(event, report)]).decode(),
            "state": "duplicate" if likeness in told else "proposed",
            "duplicate_of": told.get(likeness),
        }
        connection.execute(candidates.insert().values(values))
        if values["state"] == "proposed" and found.score >= from_score:
            deciding.accept_by_rule(session, str(values["id"]), rule_of)


def _told(connection: Connection, story: str) -> dict[int, str]:
    """What other copies of a story told: the first candidate of each event."""
    query = (
        select(candidates.c.likeness, candidates.c.id)
        .join(reports, reports.c.id == candidates.c.report_id)
        .where(reports.c.story == story)
        .order_by(candidates.c.number.desc())
    )
    return {row.likeness: row.id for row in connection.execute(query)}


def _likeness(event: Body) -> int:
    same = {field: value for field, value in event.items() if field not in _TOLD_DIFFERENTLY}
    digest = hashlib.sha256(orjson.dumps(same, option=orjson.OPT_SORT_KEYS)).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def _unfit(event: Body, report: AnyRow) -> list[str]:
    """Why a candidate cannot be accepted as it stands, a sentence for each mistake."""
    try:
        read_event({**event, "report": report_of(report)})
    except InvalidEvent as error:
        return [f"Cannot be accepted as it stands: {e['pointer']} {e['detail']}." for e in error.errors]
    return []

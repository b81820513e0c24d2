"""One article, from bytes to candidates: the parts put together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from adapters.reading.documents import Document, NoDay, open_document
from adapters.reading.gazetteer import gazetteer
from domain.reading.reader import Article, Candidate, Reader
from domain.reading.rules import RuleReader


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, and what was found in it."""

    document: Document
    published_on: date
    candidates: list[Candidate]


@cache
def rule_reader() -> Reader:
    """The reader that works offline. One for the process; it keeps nothing between articles."""
    return RuleReader(gazetteer())


def read_bytes(
    data: bytes,
    published_on: date | None = None,
    title: str | None = None,
    publisher: str | None = None,
    charset: str | None = None,
    reader: Reader | None = None,
) -> Reading:
    """Read a file or a page. What the caller gives comes before what the page says.

    Raises Unreadable, and NoDay where the day of publication is neither given nor certain.
    """
    document = open_document(data, charset)
    day = published_on or document.published_on
    if day is None:
        raise NoDay(document.dates)
    article = Article(document.text, day, title or document.title, publisher or document.publisher)
    return Reading(document, day, (reader or rule_reader()).read(article))

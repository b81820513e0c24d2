"""What every reader of articles promises: the rules of this package, or a model in their place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeAlias

from domain.events import Body

Span: TypeAlias = tuple[int, int]
"""First character and the one after the last, counted in `Article.text`."""

DEFAULT_THRESHOLD = 0.5
"""Candidates with a lower score are kept for a person to look at, but not proposed."""


@dataclass(frozen=True, slots=True)
class Article:
    """What a reader is given. `published_on` is known: a reader never guesses it."""

    text: str
    published_on: date
    title: str | None = None  # Only where it does not stand in `text`, or to tell which line it is.
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event that the article seems to report. It enters the ledger only once it is accepted.

    `event` has the fields of contract section 3 but `report`: who has the article's address adds that.
    """

    event: Body
    score: float  # From 0 to 1: how sure the reader is. No probability, but higher is more often right.
    spans: tuple[Span, ...]  # Where the text says so, best first; never empty.
    why: str  # One sentence for the person who decides.
    problems: tuple[str, ...] = ()  # What was assumed or not understood, a sentence each.


class Reader(Protocol):
    """Finds the reported events in an article.

    Deterministic, raises nothing on any text, and takes a time that grows with the text's length alone.
    """

    @property
    def name(self) -> str:
        """Names the reader and its version, so that candidates tell who proposed them."""
        ...

    def read(self, article: Article) -> list[Candidate]:
        """All candidates, whatever their score, in the order of the text."""
        ...

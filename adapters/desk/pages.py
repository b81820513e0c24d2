"""What is known of an article before it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.errors import DomainError
from domain.events import InvalidEvent


class Unreadable(DomainError):
    """What was sent in, or stands at an address, is no article that can be read; nothing was stored."""


class InvalidReport(InvalidEvent):
    """A field of what was sent in is wrong; `errors` as for events, with pointers into what was sent."""

    thing = "report"


class NoDay(Unreadable):
    """The day of publication is neither given nor certain, and is not guessed. `found`: dates, and where."""

    def __init__(self, found: tuple[FoundDate, ...] = ()) -> None:
        self.found = found
        where = "; ".join(f"{date.day} in {date.where}" for date in found[:10])
        super().__init__(
            "the day of publication is neither given nor certain, so nothing was read: give published_at"
            + (f" (dates found: {where})" if where else " (no date was found)")
        )


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date on a page that may be the day of its publication."""

    day: str  # ISO 8601
    where: str  # Such as "the address".


@dataclass(frozen=True, slots=True)
class Page:
    """An article as it was found: its own text without what stood around it."""

    text: str
    title: str | None = None
    publisher: str | None = None
    language: str | None = None
    published_on: date | None = None  # Only where it is certain.
    dates: tuple[FoundDate, ...] = ()

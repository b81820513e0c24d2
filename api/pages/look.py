"""From where a page looks at the ledger, and addresses that keep looking from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from domain.views import View


@dataclass(frozen=True)
class Look:
    """`as_of` and `recorded_as_of` as they were asked for; `today` is the server's day (an ordinal, UTC).

    `origin`: the scheme and host that the page was asked at, for addresses that other sites read.
    """

    path: str
    query: dict[str, str]
    view: View
    today: int
    origin: str = ""

    @property
    def as_of(self) -> str | None:
        return self.query.get("as_of")

    @property
    def recorded_as_of(self) -> str | None:
        return self.query.get("recorded_as_of")

    @property
    def is_past(self) -> bool:
        """Whether the page tells of another time than now."""
        return self.as_of is not None or self.recorded_as_of is not None

    @property
    def day(self) -> str:
        """The day on which deadlines are judged."""
        return date.fromordinal(self.view.day).isoformat()

    @property
    def now(self) -> View:
        """Everything that is on record, judged today."""
        return View(None, self.today)

    def href(self, path: str, **query: object) -> str:
        """The address of another page, looked at from the same day. None leaves a parameter out."""
        kept = {"as_of": self.as_of, "recorded_as_of": self.recorded_as_of}
        return address(path, kept | query)

    def here(self, **query: object) -> str:
        """The address of this page with some parameters changed; None leaves one out."""
        return address(self.path, {**self.query, **query})


def address(path: str, query: Mapping[str, object]) -> str:
    """A path of this site with its query; parameters that are None or empty are left out."""
    pairs = [(name, str(value)) for name, value in query.items() if value not in (None, "")]
    text = urlencode(pairs, quote_via=quote, safe=":/,")
    return quote(path, safe="/:-._~") + (f"?{text}" if text else "")

"""From where a question looks at the ledger (contract, section 2)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import NamedTuple

from domain.errors import BadQuestion
from domain.events import published_instant
from domain.facts import micros, start_of

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class View(NamedTuple):
    """`instant`: the last moment of publication that counts, None for everything. `day`: the day on which
    deadlines are judged. `recorded`: the last moment of recording that counts, None for everything.

    Instants are microseconds since 1970 in UTC, days are ordinals.
    """

    instant: int | None
    day: int
    recorded: int | None = None

    @classmethod
    def of(cls, now: datetime, as_of: str | None = None, recorded_as_of: str | None = None) -> View:
        """The view that a question asks for. Raises BadQuestion with the parameter that is wrong."""
        recorded = None if recorded_as_of is None else _moment("recorded_as_of", recorded_as_of)
        if as_of is None:
            return cls(None, now.astimezone(UTC).date().toordinal(), recorded)
        if _DAY.fullmatch(as_of):
            try:
                day = date.fromisoformat(as_of).toordinal()
            except ValueError:
                raise BadQuestion("as_of", f"{as_of!r} is no day of the calendar") from None
            return cls(start_of(day + 1) - 1, day, recorded)
        instant = _moment("as_of", as_of, "a day such as 2023-10-18 or ")
        return cls(instant, datetime.fromtimestamp(instant // 1_000_000, UTC).toordinal(), recorded)


def _moment(parameter: str, text: str, also: str = "") -> int:
    try:
        if _DAY.fullmatch(text):
            raise ValueError
        return micros(published_instant(text))
    except ValueError:
        raise BadQuestion(
            parameter, f"must be {also}an RFC 3339 date-time with its offset such as 2023-10-18T09:30:00Z"
        ) from None

"""Visits of and to the United States, as the Office of the Historian lists them (two CSV files).

What is placed how, and which rows cannot be placed, stands in docs/imports.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, TypeAlias

from adapters.imports.country_names import NoCodeError, code_of
from adapters.imports.lines import Line, Stream, checked, csv_rows
from adapters.imports.visitor_titles import visitors
from domain.events import published_instant

Row: TypeAlias = Mapping[str, str]

OUTGOING = (
    *("id", "role", "who", "name", "start_date", "end_date", "country_id", "country", "locale"),
    *("remarks", "created_datetime", "last_modified_datetime"),
)
"""The columns of `us_outgoing_trips.csv`: presidents and secretaries of state abroad."""

INCOMING = (
    *("id", "start_date", "end_date", "from_id", "from", "visitor", "description"),
    *("created_datetime", "last_modified_datetime"),
)
"""The columns of `us_incoming_visits.csv`: foreign leaders in the United States."""

PUBLISHER = "Office of the Historian"
_SITE = "https://history.state.gov/departmenthistory"
_ROLES = {"president": "head_of_state", "secretary": "foreign_minister"}
_AS_PRESIDENT_ELECT = "[Visit made as President-elect.]"
_STRANGE_HEADER = "is the header of neither us_outgoing_trips.csv nor us_incoming_visits.csv"
_LONGEST_QUOTE = 1_000
_LONGEST_PLACE = 200


class _UnplacedError(ValueError):
    """Why a row is no visit that could be told of."""


def read(stream: Stream) -> Iterator[Line]:
    """One `visit_held` for each visitor of each row; which file it is, its header tells.

    Where it is neither of the two, there is one `Line` that says so.
    """
    rows = csv_rows(stream)
    number, header, problem = next(rows, (1, [], "is empty"))
    row_events = _READERS.get(tuple(header))
    if row_events is None:
        yield Line(number, problem=problem or _STRANGE_HEADER)
        return
    for number, cells, problem in rows:
        if problem:
            yield Line(number, problem=problem)
        elif len(cells) != len(header):
            yield Line(number, problem=f"has {len(cells)} columns in place of {len(header)}")
        else:
            yield from _row_lines(number, dict(zip(header, cells, strict=True)), row_events)


def _row_lines(number: int, row: Row, row_events: _RowEvents) -> Iterator[Line]:
    try:
        events = row_events(row)
    except (_UnplacedError, NoCodeError) as error:
        yield Line(number, problem=str(error))
    else:
        for event in events:
            yield checked(number, event)


def _outgoing(row: Row) -> list[dict[str, Any]]:
    if row["role"] not in _ROLES:
        raise _UnplacedError(f"the role {row['role'][:40]!r} is neither president nor secretary")
    role = "other" if _AS_PRESIDENT_ELECT in row["remarks"] else _ROLES[row["role"]]
    visitor = {"name": row["name"].strip(), "state": "USA", "role": role}
    url = f"{_SITE}/travels/{row['role']}/{row['who']}#trip-{row['id']}"
    event = _visit(row, visitor, code_of(row["country"], row["country_id"]), url, row["remarks"])
    return [event | _given("place", row["locale"], _LONGEST_PLACE)]


def _incoming(row: Row) -> list[dict[str, Any]]:
    country = row["from"]
    state = code_of(country, row["from_id"])
    parties = visitors(row["visitor"], state, country)
    if not parties:
        raise _UnplacedError("names no visitor")
    url = f"{_SITE}/visits/{row['start_date'][:4]}#visit-{row['id']}"
    return [_visit(row, party, "USA", url, row["description"]) for party in parties]


_RowEvents: TypeAlias = Callable[[Row], list[dict[str, Any]]]
_READERS: dict[tuple[str, ...], _RowEvents] = {OUTGOING: _outgoing, INCOMING: _incoming}


def _visit(row: Row, visitor: dict[str, str], host: str, url: str, remarks: str) -> dict[str, Any]:
    start, end = _day(row, "start_date"), _day(row, "end_date")
    if end < start:
        raise _UnplacedError(f"ends on {end}, before it begins on {start}")
    published_at = _published(row, start)
    return {
        "type": "visit_held",
        "visitor": visitor,
        "host": host,
        "held_on": str(start) if start == end else f"{start}/{end}",
        "report": {"url": url, "publisher": PUBLISHER, "published_at": published_at, "language": "en"},
        **_given("quote", remarks, _LONGEST_QUOTE),
    }


def _day(row: Row, field: str) -> date:
    try:
        return date.fromisoformat(row[field])
    except ValueError:
        raise _UnplacedError(f"{field} {row[field][:40]!r} is no day (2023-10-18)") from None


def _published(row: Row, start: date) -> str:
    """When the Office knew that the visit had begun: when it made the row, or else when it changed it last.

    A row made before tells of a plan, which is no report that the visit was held.
    """
    known = [stamp for stamp in (row["created_datetime"], row["last_modified_datetime"]) if stamp]
    if not known:
        raise _UnplacedError("has neither created_datetime nor last_modified_datetime")
    for stamp in known:
        try:
            if published_instant(stamp).date() >= start:
                return stamp
        except ValueError as error:
            raise _UnplacedError(str(error)) from None
    raise _UnplacedError("was made before the visit began, and not changed since: a plan, not a report of it")


def _given(field: str, text: str, longest: int) -> dict[str, str]:
    """The field, on one line and cut at a word where it is too long; nothing where the cell is empty."""
    text = " ".join(text.split())
    if len(text) > longest:
        text = text[: longest - 1].rsplit(" ", 1)[0] + "…"
    return {field: text} if text else {}

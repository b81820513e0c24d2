"""What can stand in a query or a path, each with its rule; wrong ones are answered 422, in a path 404."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal, TypeAlias

from fastapi import Path, Query
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import AfterValidator, StringConstraints
from starlette.requests import Request

from api.errors import of_parameters
from domain import states
from domain.errors import BadQuestion, NotOnRecord
from domain.events import STATUSES

_PAIR = re.compile(r"([A-Z]{3})-([A-Z]{3})", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CONTROL = re.compile("[\x00-\x1f\x7f]")


def _plain(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("must not hold control characters such as NUL")
    if not text.strip():
        raise ValueError("must not be empty")
    return text


def _state(code: str) -> str:
    if not states.is_state(code):
        raise ValueError(
            f"{code[:20]!r} is no state: give an ISO 3166-1 alpha-3 code such as RUS, or XKX, EUE, UNO"
        )
    return code


def _pair(text: str) -> str:
    found = _PAIR.fullmatch(text)
    if not found:
        raise ValueError("must be two state codes in alphabetical order, such as PRK-RUS")
    return "-".join(sorted(_state(code) for code in found.groups()))


def _statuses(text: str) -> str:
    parts = [part.strip() for part in text.split(",")]
    for part in parts:
        if part not in STATUSES:
            raise ValueError(
                f"{part[:40]!r} is no status: one of {', '.join(STATUSES)}, or several with commas"
            )
    return ",".join(dict.fromkeys(parts))


def _day(text: str) -> str:
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        date.fromisoformat(text)
    except ValueError:
        raise ValueError("must be a day such as 2023-10-18") from None
    return text


Name: TypeAlias = Annotated[str, StringConstraints(max_length=200), AfterValidator(_plain)]
State: TypeAlias = Annotated[str, AfterValidator(_state)]
Pair: TypeAlias = Annotated[str, AfterValidator(_pair)]
Statuses: TypeAlias = Annotated[str, AfterValidator(_statuses)]
Day: TypeAlias = Annotated[str, AfterValidator(_day)]
Kind: TypeAlias = Literal["visit", "meeting", "pledge"]
Cursor: TypeAlias = Annotated[str, StringConstraints(max_length=500), AfterValidator(_plain)]
Moment: TypeAlias = Annotated[str, StringConstraints(max_length=40), AfterValidator(_plain)]

AsOf = Annotated[
    Moment | None,
    Query(
        description="Show the world as it could be known at the end of this day (UTC), or at this instant, "
        "and judge deadlines on it. Default: everything, judged today.",
        examples=["2023-10-10"],
    ),
]
RecordedAsOf = Annotated[
    Moment | None,
    Query(
        description="Show the ledger as it stood at this RFC 3339 date-time: only what was recorded by then.",
        examples=["2024-01-17T12:00:00Z"],
    ),
]
CursorQuery = Annotated[
    Cursor | None, Query(description="The `next_cursor` of the page before; ask with the same filters.")
]
Limit = Annotated[int, Query(ge=1, le=500, description="How many items a page holds at most.")]
PromiseId = Annotated[str, Path(description="The `id` of a promise.")]
EventId = Annotated[str, Path(description="The `event_id` of an event.")]
PairInPath = Annotated[str, Path(description="Two state codes in alphabetical order.", examples=["PRK-RUS"])]


def checked_name(parameter: str, text: str) -> str:
    """A name from the command line. Raises BadQuestion."""
    return _checked(_plain, parameter, text)


def checked_state(parameter: str, code: str) -> str:
    """A state code from the command line, in either case. Raises BadQuestion."""
    return _checked(_state, parameter, code.upper())


def checked_day(parameter: str, text: str) -> date:
    """A day from the command line. Raises BadQuestion."""
    return date.fromisoformat(_checked(_day, parameter, text))


def _checked(check: Callable[[str], str], parameter: str, text: str) -> str:
    try:
        return check(text)
    except ValueError as error:
        raise BadQuestion(parameter, str(error)) from None


def known_id(kind: str, text: str) -> str:
    """An id from a path. Raises NotOnRecord for one that no thing can have."""
    if len(text) > 100 or not text.isascii() or _CONTROL.search(text):
        raise NotOnRecord(kind, text)
    return text


def known_pair(text: str) -> str:
    """A pair from a path, its codes put in order. Raises NotOnRecord for what is no pair."""
    try:
        return _pair(text)
    except ValueError:
        raise NotOnRecord("relationship", text) from None


async def only_known_parameters(request: Request) -> None:
    """Answers 422 for a parameter that the route does not know, or that is given twice.

    Who mistypes a filter must not get everything.
    """
    given = request.query_params
    if not given:
        return
    route = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return
    known = _names(route.dependant)
    mistakes = [
        (name, "is not a parameter of this call" + (f"; there are {', '.join(known)}" if known else ""))
        for name in given
        if name not in known
    ]
    mistakes += [(name, "is given twice") for name in given if len(given.getlist(name)) > 1]
    if mistakes:
        raise of_parameters([(name[:100], words) for name, words in mistakes])


def _names(dependant: Dependant) -> list[str]:
    own = [field.alias for field in dependant.query_params]
    return own + [name for inner in dependant.dependencies for name in _names(inner)]

"""What can stand in a query or a path. Here is checked what no database could take; what makes sense is
checked where the question is answered."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Path, Query
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import AfterValidator, StringConstraints
from starlette.requests import Request

from api.errors import of_parameters
from api.texts import CONTROL, plain
from domain.errors import NotOnRecord

Name: TypeAlias = Annotated[str, StringConstraints(max_length=200), AfterValidator(plain)]
Word: TypeAlias = Annotated[str, StringConstraints(max_length=500), AfterValidator(plain)]

AsOf = Annotated[
    Word | None,
    Query(
        description="Show the world as it could be known at the end of this day (UTC), or at this instant, "
        "and judge deadlines on it. Default: everything, judged today.",
        examples=["2023-10-10"],
    ),
]
RecordedAsOf = Annotated[
    Word | None,
    Query(
        description="Show the ledger as it stood at this RFC 3339 date-time: only what was recorded by then.",
        examples=["2024-01-17T12:00:00Z"],
    ),
]
CursorQuery = Annotated[
    Word | None, Query(description="The `next_cursor` of the page before; ask with the same filters.")
]
Limit = Annotated[int, Query(ge=1, le=500, description="How many items a page holds at most.")]
PromiseId = Annotated[str, Path(description="The `id` of a promise.")]
EventId = Annotated[str, Path(description="The `event_id` of an event.")]
PairInPath = Annotated[str, Path(description="Two state codes in alphabetical order.", examples=["PRK-RUS"])]


def known_id(kind: str, text: str) -> str:
    """An id from a path. Raises NotOnRecord for one that no thing can have."""
    if len(text) > 100 or not text.isascii() or CONTROL.search(text):
        raise NotOnRecord(kind, text)
    return text


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

"""What was promised, and what became of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from adapters.queries import PromiseFilter
from api import schemas
from api.auth import READS
from api.dependencies import ConditionalDep, QueriesDep, ViewDep
from api.openapi import problems
from api.parameters import CursorQuery, Limit, Name, PromiseId, Word, known_id

router = APIRouter(prefix="/v1/promises", tags=["promises"], dependencies=READS)


async def promise_filter(
    relationship: Annotated[
        Word | None, Query(description="Of this pair of states.", examples=["PRK-RUS"])
    ] = None,
    status: Annotated[
        Word | None,
        Query(description="In this status, or one of several with commas.", examples=["pending,overdue"]),
    ] = None,
    kind: Annotated[
        Word | None,
        Query(description="`visit`, `meeting` or `pledge`, or several with commas.", examples=["visit"]),
    ] = None,
    state: Annotated[Word | None, Query(description="With this state as a party.", examples=["RUS"])] = None,
    visitor: Annotated[
        Name | None,
        Query(description="Visits by this official (whole or family name) or state.", examples=["Lavrov"]),
    ] = None,
    host: Annotated[Word | None, Query(description="Hosted by this state.", examples=["PRK"])] = None,
    due_before: Annotated[
        Word | None, Query(description="Whose window ends before this day.", examples=["2023-11-01"])
    ] = None,
) -> PromiseFilter:
    """Which promises are asked for; all that are given must hold."""
    return PromiseFilter(relationship, status, kind, state, visitor, host, due_before)


@router.get("", response_model=schemas.PromisePage, summary="Promises", responses=problems(401, 403, 422, 429))
def list_promises(
    wanted: Annotated[PromiseFilter, Depends(promise_filter)],
    view: ViewDep,
    queries: QueriesDep,
    conditional: ConditionalDep,
    cursor: CursorQuery = None,
    limit: Limit = 50,
) -> Response:
    """The promises that match, each as judged on the day that is asked for."""
    return conditional.answer(lambda: queries.promises(wanted, view, cursor, limit))


@router.get(
    "/{promise_id}",
    response_model=schemas.Promise,
    summary="One promise",
    responses=problems(401, 403, 404, 422, 429),
)
def read_promise(
    promise_id: PromiseId, view: ViewDep, queries: QueriesDep, conditional: ConditionalDep
) -> Response:
    """A promise with its evidence. The id of one that was folded into another leads to that other."""
    return conditional.answer(lambda: queries.promise(known_id("promise", promise_id), view))


@router.get(
    "/{promise_id}/history",
    response_model=schemas.History,
    summary="How a promise's status changed",
    responses=problems(401, 403, 404, 422, 429),
)
def read_history(
    promise_id: PromiseId, view: ViewDep, queries: QueriesDep, conditional: ConditionalDep
) -> Response:
    """The statuses that it went through, as the world could know them, each with its cause."""
    return conditional.answer(lambda: queries.history(known_id("promise", promise_id), view))

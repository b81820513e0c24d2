"""Pairs of states."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api import schemas
from api.auth import READS
from api.dependencies import ConditionalDep, QueriesDep, ViewDep
from api.openapi import problems
from api.parameters import CursorQuery, Limit, PairInPath

router = APIRouter(prefix="/v1/relationships", tags=["relationships"], dependencies=READS)


@router.get(
    "",
    response_model=schemas.RelationshipPage,
    summary="The pairs of states on record",
    responses=problems(401, 403, 422, 429),
)
def list_relationships(
    view: ViewDep,
    queries: QueriesDep,
    conditional: ConditionalDep,
    cursor: CursorQuery = None,
    limit: Limit = 50,
) -> Response:
    """Every pair in alphabetical order, with how many of its promises have which status."""
    return conditional.answer(lambda: queries.relationships(view, cursor, limit))


@router.get(
    "/{pair}",
    response_model=schemas.Relationship,
    summary="One pair of states",
    responses=problems(401, 403, 404, 422, 429),
)
def read_relationship(
    pair: PairInPath, view: ViewDep, queries: QueriesDep, conditional: ConditionalDep
) -> Response:
    """A pair with its newest promises and its last contact; the codes may stand in either order."""
    return conditional.answer(lambda: queries.relationship(pair, view))


@router.get(
    "/{pair}/timeline",
    response_model=schemas.Timeline,
    summary="What was said and what took place between two states",
    responses=problems(401, 403, 404, 422, 429),
)
def read_timeline(
    pair: PairInPath,
    view: ViewDep,
    queries: QueriesDep,
    conditional: ConditionalDep,
    cursor: CursorQuery = None,
    limit: Limit = 50,
) -> Response:
    """The speech acts and occurrences that count, in the order in which they were so."""
    return conditional.answer(lambda: queries.timeline(pair, view, cursor, limit))

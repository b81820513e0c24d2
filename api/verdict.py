"""The question that everything is for: did the promised visit happen?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api import schemas
from api.auth import READS
from api.dependencies import ConditionalDep, KnownDep, QueriesDep
from api.openapi import problems
from api.parameters import Name, Word

router = APIRouter(prefix="/v1/verdict", tags=["verdict"], dependencies=READS)


@router.get(
    "",
    response_model=schemas.Verdict,
    summary="Did the promised visit happen?",
    responses=problems(401, 403, 422, 429),
)
def read_verdict(
    visitor: Annotated[Name, Query(description="A name, whole or family name.", examples=["Lavrov"])],
    host: Annotated[Word, Query(description="The state that was to be visited.", examples=["PRK"])],
    view: KnownDep,
    queries: QueriesDep,
    conditional: ConditionalDep,
) -> Response:
    """The newest promise of such a visit decides the answer; all are shown, newest first."""
    return conditional.answer(lambda: queries.verdict(visitor, host, view))

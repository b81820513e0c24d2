"""Who keeps promises."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from api import schemas
from api.auth import READS
from api.dependencies import ConditionalDep, QueriesDep, ViewDep
from api.openapi import problems

router = APIRouter(prefix="/v1/scorecards", tags=["scorecards"], dependencies=READS)


@router.get(
    "", response_model=schemas.Scorecards, summary="Who keeps promises", responses=problems(401, 403, 422, 429)
)
def list_scorecards(
    view: ViewDep,
    queries: QueriesDep,
    conditional: ConditionalDep,
    by: Annotated[
        Literal["state", "official", "relationship"], Query(description="Whose promises are counted together.")
    ] = "state",
) -> Response:
    """How many promises were kept, kept late, broken and are open; the share kept with its 95 % interval."""
    return conditional.answer(lambda: queries.scorecards(by, view))

"""One alert for every change of a promise's status."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api import schemas
from api.auth import READS
from api.dependencies import ConditionalDep, QueriesDep
from api.openapi import problems
from api.parameters import Limit, Word

router = APIRouter(prefix="/v1/alerts", tags=["alerts"], dependencies=READS)


@router.get("", response_model=schemas.AlertPage, summary="Alerts", responses=problems(401, 403, 422, 429))
def list_alerts(
    queries: QueriesDep,
    conditional: ConditionalDep,
    after: Annotated[
        Word | None, Query(description="The `next_cursor` of the last answer; default: from the first alert.")
    ] = None,
    limit: Limit = 50,
) -> Response:
    """The alerts after a cursor, oldest first. `next_cursor` leads on, also where nothing is new yet."""
    return conditional.answer_by_content(queries.alerts(after, limit))

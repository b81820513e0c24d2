"""One alert for every change of a promise's status, and for what else is told of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api import schemas
from api.alert_filters import ListFilter
from api.auth import READS
from api.dependencies import ConditionalDep, QueriesDep
from api.openapi import problems
from api.parameters import Limit, Word
from api.stream import BroadcastDep, position_of, wait_for_news

router = APIRouter(prefix="/v1/alerts", tags=["alerts"], dependencies=READS)


@router.get("", response_model=schemas.AlertPage, summary="Alerts", responses=problems(401, 403, 422, 429))
async def list_alerts(
    wanted: ListFilter,
    queries: QueriesDep,
    conditional: ConditionalDep,
    source: BroadcastDep,
    after: Annotated[
        Word | None, Query(description="The `next_cursor` of the last answer; default: from the first alert.")
    ] = None,
    limit: Limit = 50,
    wait: Annotated[
        int, Query(ge=0, le=60, description="Where there is none yet, wait up to so many seconds for one.")
    ] = 0,
) -> Response:
    """The alerts after a cursor, oldest first. `next_cursor` leads on, also where nothing is new yet."""
    found = await run_in_threadpool(queries.alerts, after, limit, wanted)
    if wait and not found["items"]:
        await wait_for_news(source, position_of(after), wanted, wait)
        found = await run_in_threadpool(queries.alerts, after, limit, wanted)
    return conditional.answer_by_content(found)

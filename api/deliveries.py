"""What was sent to whom, and what came of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api import schemas
from api.answers import Json
from api.auth import Reporter
from api.dependencies import DeliveryDep
from api.openapi import problems
from api.parameters import CursorQuery, Limit, Word, known_id

router = APIRouter(prefix="/v1/deliveries", tags=["subscriptions"])
DeliveryId = Annotated[str, Path(description="The `id` of a delivery.")]
PROBLEMS = problems(401, 403, 404, 422, 429, 503)


@router.get("", response_model=schemas.DeliveryPage, summary="Deliveries", responses=PROBLEMS)
def list_deliveries(
    key: Reporter,
    delivery: DeliveryDep,
    subscription: Annotated[Word | None, Query(description="To this subscription.")] = None,
    state: Annotated[Word | None, Query(description="`waiting`, `delivered` or `failed`.")] = None,
    cursor: CursorQuery = None,
    limit: Limit = 50,
) -> Response:
    """Deliveries to the key's subscriptions, newest first; with the scope `admin`, to everybody's."""
    return Json(delivery.outbox.page(key, subscription, state, cursor, limit))


@router.get("/{delivery_id}", response_model=schemas.DeliveryInFull, summary="One delivery", responses=PROBLEMS)
def read_delivery(delivery_id: DeliveryId, key: Reporter, delivery: DeliveryDep) -> Response:
    """A delivery with every try: status, duration, and the first kilobyte of the answer."""
    return Json(delivery.outbox.one(key, known_id("delivery", delivery_id)))


@router.post(
    "/{delivery_id}/resend",
    status_code=202,
    response_model=schemas.DeliveryInFull,
    summary="Send again",
    responses=PROBLEMS,
)
async def resend_delivery(delivery_id: DeliveryId, key: Reporter, delivery: DeliveryDep) -> Response:
    """Have it sent again, with the same `webhook-id`; what was rolled up with it goes with it."""
    answer = await run_in_threadpool(delivery.resend, key, known_id("delivery", delivery_id))
    delivery.delivering.call(answer["subscription_id"])
    return Json(answer, status_code=202)

"""Who wants to hear of which alerts, and where."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api import schemas
from api.answers import Json
from api.auth import Reporter
from api.bodies import body_of, read_model
from api.dependencies import DeliveryDep
from api.openapi import problems
from api.parameters import CursorQuery, Limit, known_id
from api.subscription_bodies import NewSecret, NewSubscription, SubscriptionChange

router = APIRouter(prefix="/v1/subscriptions", tags=["subscriptions"])
LARGEST = 16 * 1024
SubscriptionId = Annotated[str, Path(description="The `id` of a subscription.")]
PromiseId = Annotated[str, Path(description="The `id` of a promise.")]
PROBLEMS = problems(401, 403, 404, 422, 429, 503)
WITH_BODY = problems(401, 403, 404, 413, 415, 422, 429, 503)


def _known(text: str) -> str:
    return known_id("subscription", text)


async def _wanted(request: Request, model: type[BaseModel]) -> dict[str, Any]:
    """What a body names, and nothing else."""
    return (await read_model(request, model, "subscription", LARGEST)).model_dump(exclude_unset=True)


@router.post(
    "",
    status_code=201,
    response_model=schemas.NewSubscription,
    summary="Subscribe to alerts",
    openapi_extra=body_of(NewSubscription),
    responses=WITH_BODY,
)
async def create_subscription(request: Request, key: Reporter, delivery: DeliveryDep) -> Response:
    """Have alerts sent to a webhook or a chat from now on. A webhook's secret is shown this once."""
    wanted = await _wanted(request, NewSubscription)
    return Json(await run_in_threadpool(delivery.subscriptions.create, key, wanted), status_code=201)


@router.get("", response_model=schemas.SubscriptionPage, summary="Subscriptions", responses=PROBLEMS)
def list_subscriptions(
    key: Reporter, delivery: DeliveryDep, cursor: CursorQuery = None, limit: Limit = 50
) -> Response:
    """Those of the key; with the scope `admin`, everybody's."""
    return Json(delivery.subscriptions.list(key, cursor, limit))


@router.get("/{subscription_id}", response_model=schemas.Subscription, summary="One", responses=PROBLEMS)
def read_subscription(subscription_id: SubscriptionId, key: Reporter, delivery: DeliveryDep) -> Response:
    """A subscription and how it fares: `failing` since its last ten tries were in vain, `disabled` by a 410,
    `revoked` with its key."""
    return Json(delivery.subscriptions.one(key, _known(subscription_id)))


@router.patch(
    "/{subscription_id}",
    response_model=schemas.Subscription,
    summary="Change",
    openapi_extra=body_of(SubscriptionChange, required=False),
    responses=WITH_BODY,
)
async def change_subscription(
    subscription_id: SubscriptionId, request: Request, key: Reporter, delivery: DeliveryDep
) -> Response:
    """Change what is named, and nothing else; `filters` are replaced as a whole."""
    wanted = await _wanted(request, SubscriptionChange)
    change = delivery.subscriptions.change
    return Json(await run_in_threadpool(change, key, _known(subscription_id), wanted))


@router.delete("/{subscription_id}", status_code=204, summary="Delete", responses=PROBLEMS)
def delete_subscription(subscription_id: SubscriptionId, key: Reporter, delivery: DeliveryDep) -> Response:
    """Delete a subscription with everything that waits for it."""
    delivery.subscriptions.delete(key, _known(subscription_id))
    return Response(status_code=204)


@router.post(
    "/{subscription_id}/pause", response_model=schemas.Subscription, summary="Pause", responses=PROBLEMS
)
def pause_subscription(subscription_id: SubscriptionId, key: Reporter, delivery: DeliveryDep) -> Response:
    """Send nothing until it is resumed. What comes about meanwhile is kept, and sent then."""
    return Json(delivery.subscriptions.pause(key, _known(subscription_id)))


@router.post(
    "/{subscription_id}/resume", response_model=schemas.Subscription, summary="Resume", responses=PROBLEMS
)
async def resume_subscription(
    subscription_id: SubscriptionId, key: Reporter, delivery: DeliveryDep
) -> Response:
    """Send again, after a pause or after the receiver answered 410."""
    answer = await run_in_threadpool(delivery.subscriptions.resume, key, _known(subscription_id))
    delivery.delivering.call(subscription_id)
    return Json(answer)


@router.post(
    "/{subscription_id}/secret",
    response_model=schemas.Secret,
    summary="Change the secret",
    openapi_extra=body_of(NewSecret, required=False),
    responses=WITH_BODY,
)
async def rotate_secret(
    subscription_id: SubscriptionId, request: Request, key: Reporter, delivery: DeliveryDep
) -> Response:
    """Give a webhook a new secret, shown this once; for some hours the old one signs messages too."""
    wanted = await _wanted(request, NewSecret)
    rotate, hours = delivery.subscriptions.rotate, wanted.get("keep_old_hours", 24)
    secret = await run_in_threadpool(rotate, key, _known(subscription_id), wanted.get("secret"), hours)
    return Json({"secret": secret})


@router.post(
    "/{subscription_id}/test",
    status_code=202,
    response_model=schemas.DeliveryInFull,
    summary="Send a sample",
    responses=PROBLEMS,
)
async def test_subscription(subscription_id: SubscriptionId, key: Reporter, delivery: DeliveryDep) -> Response:
    """Have a sample sent; `/v1/deliveries/{id}` tells what became of it."""
    answer = await run_in_threadpool(delivery.sample, key, _known(subscription_id))
    delivery.delivering.call(subscription_id)
    return Json(answer, status_code=202)


@router.put("/{subscription_id}/mutes/{promise_id}", status_code=204, summary="Mute", responses=PROBLEMS)
def mute_promise(
    subscription_id: SubscriptionId, promise_id: PromiseId, key: Reporter, delivery: DeliveryDep
) -> Response:
    """Hear nothing of a promise until its status changes again."""
    delivery.subscriptions.mute(key, _known(subscription_id), known_id("promise", promise_id))
    return Response(status_code=204)


@router.delete("/{subscription_id}/mutes/{promise_id}", status_code=204, summary="Unmute", responses=PROBLEMS)
def unmute_promise(
    subscription_id: SubscriptionId, promise_id: PromiseId, key: Reporter, delivery: DeliveryDep
) -> Response:
    """Hear of a promise again."""
    delivery.subscriptions.unmute(key, _known(subscription_id), known_id("promise", promise_id))
    return Response(status_code=204)

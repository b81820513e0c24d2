"""Who is told of alerts, and what became of it, for those whose key may subscribe."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from adapters.keys import Key
from api.delivery import Delivery
from api.dependencies import DeliveryDep
from api.errors import Problem
from api.pages.forms import first, form_page, read_form
from api.pages.look import address
from api.pages.routing import PageRoute
from api.pages.visitors import VisitorDep
from api.parameters import Word, known_id

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_PAGE = 100
_STATES = ("waiting", "delivered", "failed")
_TONES = {
    "active": "kept", "failing": "broken", "paused": "void", "disabled": "broken", "revoked": "void",
    "waiting": "waiting", "delivered": "kept", "failed": "broken",
}
Some = Annotated[Word | None, Query()]


@router.get("/subscriptions")
async def subscriptions_page(
    request: Request, key: VisitorDep, delivery: DeliveryDep, cursor: Some = None
) -> Response:
    """Those of the key; with the scope `admin`, everybody's."""
    key = _subscriber(key)
    found = await run_in_threadpool(delivery.subscriptions.list, key, cursor, _PAGE)
    return form_page(request, "subscriptions.html", {**found, "tones": _TONES}, key=key)


@router.post("/subscriptions")
async def change_subscription(request: Request, key: VisitorDep, delivery: DeliveryDep) -> Response:
    """Pause one, or go on with it."""
    key = _subscriber(key)
    values = await read_form(request)
    request.app.state.sessions.check(request, first(values, "token"))
    known = known_id("subscription", first(values, "id"))
    do = first(values, "do")
    if do == "pause":
        await run_in_threadpool(delivery.subscriptions.pause, key, known)
    elif do == "resume":
        await run_in_threadpool(delivery.subscriptions.resume, key, known)
        delivery.delivering.call(known)
    else:
        raise Problem(422, "the form does not say whether to pause or to go on")
    return RedirectResponse("/subscriptions", 303)


@router.get("/deliveries")
async def deliveries_page(
    request: Request,
    key: VisitorDep,
    delivery: DeliveryDep,
    subscription: Some = None,
    state: Some = None,
    cursor: Some = None,
) -> Response:
    """What was sent to the key's subscriptions, the newest first; with the scope `admin`, to everybody's."""
    key = _subscriber(key)
    found = await run_in_threadpool(delivery.outbox.page, key, subscription, state, cursor, _PAGE)
    asked = {"subscription": subscription, "state": state}
    context = {
        **found,
        "tones": _TONES,
        "subscription": subscription,
        "state": state,
        "filters": [(word, address("/deliveries", {**asked, "state": word})) for word in _STATES],
        "all": address("/deliveries", {"subscription": subscription}),
        "older": address("/deliveries", {**asked, "cursor": found["next_cursor"]}),
    }
    return form_page(request, "deliveries.html", context, key=key)


@router.post("/deliveries")
async def resend(request: Request, key: VisitorDep, delivery: DeliveryDep) -> Response:
    """Have one sent again."""
    key = _subscriber(key)
    values = await read_form(request)
    request.app.state.sessions.check(request, first(values, "token"))
    subscription = await run_in_threadpool(_resend, delivery, key, first(values, "id"))
    delivery.delivering.call(subscription)
    return RedirectResponse(address("/deliveries", {"subscription": subscription}), 303)


def _resend(delivery: Delivery, key: Key, number: str) -> str:
    found = delivery.outbox.one(key, known_id("delivery", number))
    delivery.outbox.resend(int(found["id"]))
    return str(found["subscription_id"])


def _subscriber(key: Key | None) -> Key:
    if key is None:
        raise Problem(401, "subscriptions are for those who are signed in with a key of the scope report")
    if not key.may("report"):
        raise Problem(403, f"this needs a key with the scope report; yours has {key.scope}")
    return key

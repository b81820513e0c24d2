"""What was sent to whom, for those whose key may subscribe."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from adapters.keys import Key
from api.dependencies import DeliveryDep
from api.errors import Problem
from api.pages.downloads import FILE, Rows, rows_as
from api.pages.forms import first, form_page, read_form
from api.pages.look import address
from api.pages.routing import PageRoute
from api.pages.visitors import VisitorDep
from api.parameters import Word, known_id

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_PAGE = 100
_STATES = ("waiting", "delivered", "failed")
TONES = {
    "active": "kept", "failing": "broken", "paused": "void", "disabled": "broken", "revoked": "void",
    "waiting": "waiting", "delivered": "kept", "failed": "broken",
}
"""How the states of subscriptions and deliveries are toned."""
_COLUMNS = (
    *("id", "subscription_id", "kind", "promise_id", "state", "tries", "status", "error", "created_at"),
    "next_try_at",
)
Some = Annotated[Word | None, Query()]


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
    key = subscriber(key)
    found = await run_in_threadpool(delivery.outbox.page, key, subscription, state, cursor, _PAGE)
    asked = {"subscription": subscription, "state": state}
    context = {
        **found,
        "tones": TONES,
        "subscription": subscription,
        "state": state,
        "filters": [(word, address("/deliveries", {**asked, "state": word})) for word in _STATES],
        "files": {form: address(f"/deliveries.{form}", asked) for form in ("csv", "json")},
        "all": address("/deliveries", {"subscription": subscription}),
        "older": address("/deliveries", {**asked, "cursor": found["next_cursor"]}),
    }
    return form_page(request, "deliveries.html", context, key=key)


@router.get("/deliveries.{form:rows}")
async def deliveries_file(
    form: Rows, key: VisitorDep, delivery: DeliveryDep, subscription: Some = None, state: Some = None
) -> Response:
    """The newest as a file."""
    found = await run_in_threadpool(delivery.outbox.page, subscriber(key), subscription, state, None, FILE)
    return rows_as(form, "deliveries", found["items"], _COLUMNS)


@router.post("/deliveries")
async def resend(request: Request, key: VisitorDep, delivery: DeliveryDep) -> Response:
    """Have one sent again."""
    key = subscriber(key)
    values = await read_form(request)
    request.app.state.sessions.check(request, first(values, "token"))
    again = await run_in_threadpool(delivery.resend, key, known_id("delivery", first(values, "id")))
    delivery.delivering.call(again["subscription_id"])
    return RedirectResponse(address("/deliveries", {"subscription": again["subscription_id"]}), 303)


def subscriber(key: Key | None) -> Key:
    """The key, where it may subscribe. Answers 401 and 403."""
    if key is None:
        raise Problem(401, "subscriptions are for those who are signed in with a key of the scope report")
    if not key.may("report"):
        raise Problem(403, f"this needs a key with the scope report; yours has {key.scope}")
    return key

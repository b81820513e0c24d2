"""Subscriptions by forms: made, changed, paused, tried, deleted; by the same functions as in the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from adapters.keys import Key
from api.delivery import Delivery
from api.dependencies import DeliveryDep
from api.errors import Problem, of_domain
from api.pages.delivering import TONES, subscriber
from api.pages.downloads import FILE, Rows, rows_as
from api.pages.forms import Values, allowed, first, form_page, read_form, signed_in
from api.pages.routing import PageRoute
from api.pages.shows import subscribing as show
from api.pages.shows.fields import Group, joined, placed
from api.pages.shows.recording import states
from api.pages.visitors import VisitorDep
from api.parameters import Word, known_id
from api.subscription_bodies import NewSubscription, SubscriptionChange
from domain.errors import DomainError
from domain.events import mistakes_of

router = APIRouter(prefix="/subscriptions", route_class=PageRoute, include_in_schema=False)
_PAGE = 100
_COLUMNS = (
    *("id", "name", "owner", "channel", "url", "alerts", "state"),
    *("failing_since", "created_at", "changed_at"),
)
Some = Annotated[str, Query(max_length=100)]


@router.get("")
async def subscriptions_page(
    request: Request, key: VisitorDep, delivery: DeliveryDep, cursor: Annotated[Word | None, Query()] = None
) -> Response:
    """Those of the key; with the scope `admin`, everybody's."""
    key = subscriber(key)
    found = await run_in_threadpool(delivery.subscriptions.list, key, cursor, _PAGE)
    return form_page(request, "subscriptions.html", {**found, "tones": TONES, "told": show.told}, key=key)


@router.get(".{form:rows}")
async def subscriptions_file(form: Rows, key: VisitorDep, delivery: DeliveryDep) -> Response:
    """The same as a file."""
    found = await run_in_threadpool(delivery.subscriptions.list, subscriber(key), None, FILE)
    rows = [{**item, "alerts": show.told(item)} for item in found["items"]]
    return rows_as(form, "subscriptions", rows, _COLUMNS)


@router.post("")
async def turn_subscription(request: Request, key: VisitorDep, delivery: DeliveryDep) -> Response:
    """Pause one, or go on with it."""
    key = subscriber(key)
    values = await _sent(request)
    await _do(delivery, key, known_id("subscription", first(values, "id")), first(values, "do"))
    return RedirectResponse("/subscriptions", 303)


# ---------------------------------------------------------------- a new one
@router.get("/new")
async def new_subscription(
    request: Request, key: VisitorDep, relationship: Some = "", state: Some = "", official: Some = ""
) -> Response:
    """The form of a new one; filters of the address are filled in."""
    filters = {"relationship": relationship, "state": state, "official": official}
    return _form(request, subscriber(key), show.NEW, show.empty(filters))


@router.post("/new")
async def subscribe(request: Request, key: VisitorDep, delivery: DeliveryDep) -> Response:
    """Subscribe; the page that follows shows a webhook's secret this once."""
    values = await read_form(request)
    typed = joined(values, show.NEW)
    try:
        key = await _allowed(request, key, values)
        wanted = _checked(NewSubscription, show.body(show.NEW, typed))
        made = await run_in_threadpool(delivery.subscriptions.create, key, wanted)
    except (Problem, DomainError) as error:
        return signed_in(request, _form(request, key, show.NEW, typed, _problem(error)), key)
    return signed_in(request, _page(request, key, made, secret=made["secret"], new=True), key)


# ---------------------------------------------------------------- one
@router.get("/{subscription_id}")
async def subscription_page(
    request: Request, subscription_id: str, key: VisitorDep, delivery: DeliveryDep
) -> Response:
    """One subscription, and what can be done with it."""
    key = subscriber(key)
    known = known_id("subscription", subscription_id)
    return _page(request, key, await run_in_threadpool(delivery.subscriptions.one, key, known))


@router.post("/{subscription_id}")
async def act_on_subscription(
    request: Request, subscription_id: str, key: VisitorDep, delivery: DeliveryDep
) -> Response:
    """Pause, go on, try, change the secret, hear of a promise again, or delete."""
    key = subscriber(key)
    values = await _sent(request)
    known, do = known_id("subscription", subscription_id), first(values, "do")
    subscriptions = delivery.subscriptions
    if do == "test":
        await run_in_threadpool(delivery.sample, key, known)
        delivery.delivering.call(known)
        return RedirectResponse(f"/deliveries?subscription={known}", 303)
    if do == "rotate":
        secret = await run_in_threadpool(subscriptions.rotate, key, known, None)
        return _page(request, key, await run_in_threadpool(subscriptions.one, key, known), secret=secret)
    if do == "delete":
        if not first(values, "sure"):
            raise Problem(422, "say that it is to be deleted: tick the box beside the button")
        await run_in_threadpool(subscriptions.delete, key, known)
        return RedirectResponse("/subscriptions", 303)
    if do == "unmute":
        promise = known_id("promise", first(values, "promise"))
        await run_in_threadpool(subscriptions.unmute, key, known, promise)
    else:
        await _do(delivery, key, known, do)
    return RedirectResponse(f"/subscriptions/{known}", 303)


async def _do(delivery: Delivery, key: Key, known: str, do: str) -> None:
    if do == "pause":
        await run_in_threadpool(delivery.subscriptions.pause, key, known)
    elif do == "resume":
        await run_in_threadpool(delivery.subscriptions.resume, key, known)
        delivery.delivering.call(known)
    else:
        raise Problem(422, "the form does not say what to do")


# ---------------------------------------------------------------- a change
@router.get("/{subscription_id}/change")
async def change_form(
    request: Request, subscription_id: str, key: VisitorDep, delivery: DeliveryDep
) -> Response:
    """The form with what is asked for now."""
    key = subscriber(key)
    known = await run_in_threadpool(delivery.subscriptions.one, key, known_id("subscription", subscription_id))
    return _form(request, key, show.CHANGE, show.values(known), known=known["id"])


@router.post("/{subscription_id}/change")
async def change(request: Request, subscription_id: str, key: VisitorDep, delivery: DeliveryDep) -> Response:
    """Change what the form holds."""
    values = await read_form(request)
    typed, known = joined(values, show.CHANGE), known_id("subscription", subscription_id)
    try:
        key = await _allowed(request, key, values)
        wanted = show.change(_checked(SubscriptionChange, show.body(show.CHANGE, typed)))
        await run_in_threadpool(delivery.subscriptions.change, key, known, wanted)
    except (Problem, DomainError) as error:
        return signed_in(request, _form(request, key, show.CHANGE, typed, _problem(error), known), key)
    return signed_in(request, RedirectResponse(f"/subscriptions/{known}", 303), key)


# ---------------------------------------------------------------- shared
async def _sent(request: Request) -> Values:
    values = await read_form(request)
    request.app.state.sessions.check(request, first(values, "token"))
    return values


async def _allowed(request: Request, key: Key | None, values: Values) -> Key:
    request.app.state.sessions.check(request, first(values, "token"))
    return await allowed(request, key, "report", first(values, "key"))


def _checked(model: type[BaseModel], made: dict[str, Any]) -> dict[str, Any]:
    try:
        return model.model_validate_strings(made).model_dump(exclude_unset=True)
    except ValidationError as error:
        raise Problem(422, "", errors=mistakes_of(error)) from None


def _problem(error: Problem | DomainError) -> Problem:
    return error if isinstance(error, Problem) else of_domain(error)


def _form(
    request: Request,
    key: Key | None,
    groups: Sequence[Group],
    typed: Mapping[str, str],
    problem: Problem | None = None,
    known: str | None = None,
) -> Response:
    by_field, rest = placed(problem.errors, groups) if problem else ({}, [])
    context = {
        "groups": groups,
        "values": typed,
        "errors": by_field,
        "rest": rest if problem is None or problem.errors else [problem.detail],
        "known": known,
        "may": key is not None and key.may("report"),
        "states": states(),
    }
    return form_page(request, "subscribe.html", context, status=problem.status if problem else 200, key=key)


def _page(
    request: Request, key: Key, item: dict[str, Any], *, secret: str | None = None, new: bool = False
) -> Response:
    context = {"item": item, "tones": TONES, "told": show.told(item), "secret": secret, "new": new}
    return form_page(request, "subscription.html", context, key=key)

"""Signing in and out, and the keys of this ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from adapters.keys import SCOPES, Key, KeyInfo, Keys
from api.errors import Problem, of_domain
from api.pages.downloads import Rows, rows_as
from api.pages.forms import allowed, first, form_page, key_of, read_form, signed_in
from api.pages.routing import PageRoute
from api.pages.visitors import VisitorDep
from domain.errors import DomainError

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Next = Annotated[str, Query(max_length=2_000)]


@router.get("/sign-in")
async def sign_in_form(request: Request, key: VisitorDep, next: Next = "/") -> Response:  # noqa: A002
    """Where a key is turned into a session."""
    return form_page(request, "sign-in.html", {"next": local(next), "wrong": False}, key=key)


@router.post("/sign-in")
async def sign_in(request: Request) -> Response:
    """Sign in, and go where the visitor wanted to."""
    values = await read_form(request)
    request.app.state.sessions.check(request, first(values, "token"))
    key = await key_of(request, first(values, "key"))
    there = local(first(values, "next"))
    if key is None:
        return form_page(request, "sign-in.html", {"next": there, "wrong": True}, status=401)
    response = RedirectResponse(there, 303)
    request.app.state.sessions.begin(request, response, key)
    return response


def local(path: str) -> str:
    """A path of this server; anything else leads to the front page."""
    good = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if good else "/"


@router.get("/sign-out")
async def sign_out_form(request: Request, key: VisitorDep) -> Response:
    """Asks before it signs out, since a link must change nothing."""
    return form_page(request, "sign-out.html", {}, key=key)


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """Sign out."""
    values = await read_form(request)
    request.app.state.sessions.check(request, first(values, "token"))
    response = RedirectResponse("/", 303)
    request.app.state.sessions.end(response)
    return response


# ---------------------------------------------------------------- keys
@router.get("/keys")
async def keys_page(request: Request, key: VisitorDep) -> Response:
    """The keys, for those who may make them."""
    return await _keys(request, _admin(key))


@router.get("/keys.{form:rows}")
async def keys_file(request: Request, form: Rows, key: VisitorDep) -> Response:
    """The same as a file; no key is in it."""
    _admin(key)
    listed = await run_in_threadpool(request.app.state.services.keys.list)
    return rows_as(form, "keys", [known._asdict() for known in listed], KeyInfo._fields)


@router.post("/keys")
async def change_keys(request: Request, key: VisitorDep) -> Response:
    """Make a key, which is shown this once, or revoke one."""
    values = await read_form(request)
    typed = {name: first(values, name) for name in ("name", "scope")}
    keys: Keys = request.app.state.services.keys
    try:
        request.app.state.sessions.check(request, first(values, "token"))
        key = await allowed(request, key, "admin", first(values, "key"))
        if first(values, "do") == "revoke":
            await run_in_threadpool(keys.revoke, typed["name"])
            return signed_in(request, RedirectResponse("/keys", 303), key)
        made = await run_in_threadpool(keys.create, typed["name"], typed["scope"])
    except (Problem, DomainError) as error:
        problem = error if isinstance(error, Problem) else of_domain(error)
        return signed_in(request, await _keys(request, key, typed=typed, problem=problem), key)
    return signed_in(request, await _keys(request, key, made=made), key)


async def _keys(
    request: Request,
    key: Key | None,
    made: str | None = None,
    typed: Mapping[str, str] | None = None,
    problem: Problem | None = None,
) -> Response:
    may = key is not None and key.may("admin")
    errors = problem.errors if problem else ()
    context = {
        "keys": await run_in_threadpool(request.app.state.services.keys.list) if may else [],
        "made": made,
        "wrong": "; ".join(error["detail"] for error in errors) or (problem.detail if problem else None),
        "typed": typed or {"name": "", "scope": ""},
        "scopes": SCOPES,
        "may": may,
    }
    return form_page(request, "keys.html", context, status=problem.status if problem else 200, key=key)


def _admin(key: Key | None) -> Key:
    if key is None:
        raise Problem(401, "keys are for those who are signed in with one of the scope admin")
    if not key.may("admin"):
        raise Problem(403, f"this needs a key with the scope admin; yours has {key.scope}")
    return key

"""Recording an event by a form. What was typed is never lost, also where the session has ended meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from adapters.keys import Key
from api.errors import Problem
from api.pages import words
from api.pages.forms import allowed, first, form_page, read_form, signed_in
from api.pages.routing import PageRoute
from api.pages.shows import recording as show
from api.pages.shows.fields import placed
from api.pages.visitors import VisitorDep
from domain.errors import NotOnRecord
from domain.events import OWN_ACTS, TYPES, InvalidEvent

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Type = Annotated[str, Query(alias="type", max_length=40)]
Id = Annotated[str, Query(max_length=100)]


@router.get("/record")
async def record_form(
    request: Request,
    key: VisitorDep,
    kind: Type = "visit_announced",
    example: bool = False,
    event_id: Id = "",
    promise_id: Id = "",
    about: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The form of one type of event, empty or with an example."""
    if kind not in TYPES:
        raise Problem(422, f"there are no events of that type; there are {', '.join(TYPES)}")
    values = show.example(kind) if example else {}
    if about in show.ABOUT and not example:
        values["/about/kind"] = about.replace("promise", "")
    known = {"/event_id": event_id, "/promise_id": promise_id, "/about/promise_id": promise_id}
    values |= {pointer: text for pointer, text in known.items() if text}
    return _form(request, key, kind, values)


@router.post("/record")
async def record(request: Request, key: VisitorDep) -> Response:
    """Record what the form holds."""
    values = await read_form(request)
    kind = first(values, "type")
    if kind not in TYPES:
        raise Problem(422, "the form does not say which type of event it is")
    typed = dict(values)
    if first(values, "more"):
        return _form(request, key, kind, typed, rows=show.rows_of(values) + 1)
    rows = show.rows_of(values)
    try:
        request.app.state.sessions.check(request, first(values, "token"))
        key = await allowed(request, key, _needed(kind), first(values, "key"))
        response = await _recorded(request, key, show.body(kind, values))
    except Problem as problem:
        response = _form(request, key, kind, typed, status=problem.status, wrong=problem.detail, rows=rows)
    except InvalidEvent as error:
        response = _form(request, key, kind, typed, status=422, errors=error.errors, rows=rows)
    except NotOnRecord as error:
        response = _form(request, key, kind, typed, status=404, wrong=str(error), rows=rows)
    return signed_in(request, response, key)


async def _recorded(request: Request, key: Key, event: dict[str, Any]) -> Response:
    writer = request.app.state.services.writer
    receipt = await asyncio.wrap_future(writer.submit(orjson.dumps(event), key.name))
    said = "before" if receipt.duplicate else "new"
    return RedirectResponse(f"/events/{receipt.event_id}?recorded={said}", 303)


def _needed(kind: str) -> str:
    return "review" if kind in OWN_ACTS else "report"


def _form(
    request: Request,
    key: Key | None,
    kind: str,
    values: Mapping[str, str],
    *,
    status: int = 200,
    wrong: str | None = None,
    errors: Sequence[Mapping[str, Any]] = (),
    rows: int = show.ROWS,
) -> Response:
    about = show.about_of(values)
    groups = show.groups(kind, max(rows, show.rows_of(values.items())), about)
    by_field, rest = placed(errors, groups)
    context = {
        "kind": kind,
        "types": {name: words.EVENTS[name] for name in TYPES},
        "groups": groups,
        "values": values,
        "errors": by_field,
        "rest": [wrong, *rest] if wrong else rest,
        "may": key is not None and key.may(_needed(kind)),
        "states": show.states(),
        "abouts": show.ABOUT if kind == "outcome_reported" else {},
        "about": about,
        "grows": show.can_grow(kind, about),
    }
    return form_page(request, "record.html", context, status=status, key=key)

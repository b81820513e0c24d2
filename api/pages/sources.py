"""The feeds that are watched, with their health; changed by those who may."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from adapters.keys import Key
from api.dependencies import DeskDep
from api.desk import Desk
from api.desk_bodies import SourceIn
from api.errors import Problem, of_domain
from api.pages.downloads import Rows, rows_as
from api.pages.forms import Values, allowed, first, form_page, read_form, signed_in
from api.pages.routing import PageRoute
from api.pages.visitors import ReaderDep, VisitorDep, may_read
from api.parameters import known_id
from domain.errors import DomainError
from domain.events import mistakes_of

router = APIRouter(prefix="/sources", route_class=PageRoute, include_in_schema=False)
_HEALTH = {"new": "New", "well": "Well", "failing": "Failing", "paused": "Paused"}
_TONES = {"new": "waiting", "well": "kept", "failing": "broken", "paused": "void"}
_COLUMNS = (
    *("id", "publisher", "url", "minutes", "state", "articles", "failures", "error"),
    *("tried_at", "next_at"),
)
_EMPTY = {"url": "", "publisher": "", "minutes": "15"}


@router.get("")
async def sources_page(request: Request, key: ReaderDep, desk: DeskDep) -> Response:
    """All feeds."""
    return await _page(request, key, desk)


@router.get(".{form:rows}")
async def sources_file(form: Rows, key: ReaderDep, desk: DeskDep) -> Response:
    """All feeds as a file."""
    return rows_as(form, "sources", await run_in_threadpool(desk.sources.all), _COLUMNS)


@router.post("")
async def change_sources(request: Request, key: VisitorDep, desk: DeskDep) -> Response:
    """Watch a feed, pause it, go on with it, or remove it."""
    values = await read_form(request)
    try:
        request.app.state.sessions.check(request, first(values, "token"))
        key = await allowed(request, key, "admin", first(values, "key"))
        await run_in_threadpool(_change, desk, values, key.name)
    except ValidationError as error:
        wrong = [f"{e['pointer'].removeprefix('/')} {e['detail']}" for e in mistakes_of(error)]
        return signed_in(request, await _page(request, key, desk, values, wrong, 422), key)
    except (Problem, DomainError) as error:
        problem = error if isinstance(error, Problem) else of_domain(error)
        return signed_in(
            request, await _page(request, key, desk, values, [problem.detail], problem.status), key
        )
    return signed_in(request, RedirectResponse("/sources", 303), key)


def _change(desk: Desk, values: Values, by: str) -> None:
    do = first(values, "do")
    if do == "add":
        given = {name: first(values, name).strip() for name in _EMPTY}
        sent = SourceIn.model_validate_strings({name: text for name, text in given.items() if text})
        desk.sources.add(sent.url, sent.publisher, sent.minutes, by)
        return
    known = known_id("source", first(values, "id"))
    if do == "remove":
        desk.sources.remove(known)
    elif do in ("pause", "resume"):
        desk.sources.pause(known, do == "pause")
    else:
        raise Problem(422, "the form does not say what to change")


async def _page(
    request: Request,
    key: Key | None,
    desk: Desk,
    values: Values = (),
    wrong: list[str] | None = None,
    status: int = 200,
) -> Response:
    typed: Mapping[str, str] = _EMPTY | {name: text for name, text in values if name in _EMPTY}
    context = {
        "sources": await run_in_threadpool(desk.sources.all) if may_read(request, key) else [],
        "health": _HEALTH,
        "tones": _TONES,
        "typed": typed,
        "wrong": wrong or [],
        "may": key is not None and key.may("admin"),
    }
    return form_page(request, "sources.html", context, status=status, key=key)

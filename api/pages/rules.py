"""From which score on whose candidates are accepted without a person."""

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
from api.desk_bodies import RuleIn
from api.errors import Problem, of_domain
from api.pages.downloads import Rows, rows_as
from api.pages.forms import Values, allowed, first, form_page, read_form, signed_in
from api.pages.routing import PageRoute
from api.pages.shows.fields import Field, Group, placed
from api.pages.visitors import ReaderDep, VisitorDep, may_read
from domain.errors import DomainError
from domain.events import mistakes_of

router = APIRouter(prefix="/desk/rules", route_class=PageRoute, include_in_schema=False)
_FORM = (
    Group(
        "Accept by itself",
        (
            Field("/publisher", "Publisher", required=True),
            Field("/accept_from", "Score, at least", required=True, hint="Above 0, at most 1"),
        ),
    ),
)


@router.get("")
async def rules_page(request: Request, key: ReaderDep, desk: DeskDep) -> Response:
    """All rules."""
    return await _page(request, key, desk, {"/accept_from": "0.9"})


@router.get(".{form:rows}")
async def rules_file(form: Rows, key: ReaderDep, desk: DeskDep) -> Response:
    """All rules as a file."""
    rules = await run_in_threadpool(desk.rules.list)
    return rows_as(form, "rules", rules, ("publisher", "accept_from", "set_by", "changed_at"))


@router.post("")
async def change_rules(request: Request, key: VisitorDep, desk: DeskDep) -> Response:
    """Make or replace a publisher's rule, or remove it."""
    values = await read_form(request)
    try:
        request.app.state.sessions.check(request, first(values, "token"))
        key = await allowed(request, key, "admin", first(values, "key"))
        await run_in_threadpool(_change, desk, values, key.name)
    except (Problem, DomainError) as error:
        problem = error if isinstance(error, Problem) else of_domain(error)
        return signed_in(request, await _page(request, key, desk, dict(values), problem), key)
    return signed_in(request, RedirectResponse("/desk/rules", 303), key)


def _change(desk: Desk, values: Values, by: str) -> None:
    do, publisher = first(values, "do"), first(values, "/publisher")
    if do == "set":
        try:
            sent = RuleIn.model_validate_strings({"accept_from": first(values, "/accept_from").strip()})
        except ValidationError as error:
            raise Problem(422, "", errors=mistakes_of(error)) from None
        desk.rules.set(publisher, sent.accept_from, by)
    elif do == "remove":
        desk.rules.remove(publisher)
    else:
        raise Problem(422, "the form does not say what to change")


async def _page(
    request: Request, key: Key | None, desk: Desk, typed: Mapping[str, str], problem: Problem | None = None
) -> Response:
    errors = problem.errors if problem else ()
    named = [{**e, "pointer": e["pointer"] or "/" + e.get("parameter", "")} for e in errors]
    by_field, rest = placed(named, _FORM)
    context = {
        "rules": await run_in_threadpool(desk.rules.list) if may_read(request, key) else [],
        "groups": _FORM,
        "values": typed,
        "errors": by_field,
        "rest": rest if problem is None or named else [problem.detail],
        "may": key is not None and key.may("admin"),
    }
    return form_page(request, "rules.html", context, status=problem.status if problem else 200, key=key)

"""The review desk: articles are sent in, and what was found in them is accepted, mended or rejected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from adapters.desk.candidates import CandidateFilter
from adapters.keys import Key
from api.answers import Json
from api.dependencies import DeskDep
from api.desk import Desk
from api.desk_bodies import RejectIn, ReportIn
from api.errors import Problem, of_domain
from api.pages.downloads import FILE, Rows, rows_as
from api.pages.forms import Values, allowed, first, form_page, read_form, signed_in
from api.pages.routing import PageRoute
from api.pages.shows import desk as show
from api.pages.shows import recording
from api.pages.shows.fields import placed
from api.pages.visitors import ReaderDep, VisitorDep, may_read
from api.parameters import Word, known_id
from domain.errors import DomainError
from domain.events import mistakes_of
from domain.reading.reader import DEFAULT_THRESHOLD

router = APIRouter(prefix="/desk", route_class=PageRoute, include_in_schema=False)
_PAGE = 100
"""Candidates of the queue on one page."""
_WAITING = CandidateFilter("proposed", DEFAULT_THRESHOLD)
_COLUMNS = (
    *("id", "report_id", "kind", "sentence", "certainty", "score"),
    *("publisher", "published_at", "url", "title"),
)
_ARTICLE = ("url", "text", "title", "publisher", "published_at", "language")


# ---------------------------------------------------------------- the queue
@router.get("")
async def queue(
    request: Request, key: ReaderDep, desk: DeskDep, cursor: Annotated[Word | None, Query()] = None
) -> Response:
    """What waits for a decision, and where an article is sent in."""
    return await _queue(request, key, desk, cursor=cursor)


@router.post("")
async def read_article(request: Request, key: VisitorDep, desk: DeskDep) -> Response:
    """Read an article, and show what was found in it."""
    values = await read_form(request, request.app.state.settings.max_report_bytes)
    typed = {name: first(values, name) for name in _ARTICLE}
    try:
        request.app.state.sessions.check(request, first(values, "token"))
        key = await allowed(request, key, "report", first(values, "key"))
        sent = ReportIn.model_validate({name: text for name, text in typed.items() if text.strip()})
        report, _ = await desk.take(sent, key.name)
    except ValidationError as error:
        problem = Problem(422, "", errors=mistakes_of(error))
    except (Problem, DomainError) as error:
        problem = error if isinstance(error, Problem) else of_domain(error)
    else:
        there = _to(report["id"], show.waiting(show.numbered(report["candidates"])))
        return signed_in(request, there, key)
    return signed_in(request, await _queue(request, key, desk, typed=typed, problem=problem), key)


async def _queue(
    request: Request,
    key: Key | None,
    desk: Desk,
    *,
    cursor: str | None = None,
    typed: Mapping[str, str] | None = None,
    problem: Problem | None = None,
) -> Response:
    found: dict[str, Any] = {"items": [], "next_cursor": None}
    if may_read(request, key):
        found = await run_in_threadpool(desk.candidates.page, _WAITING, cursor, _PAGE)
    mistakes = [f"{e['pointer'].removeprefix('/')} {e['detail']}" for e in problem.errors] if problem else []
    beside: dict[str, str] = {}
    for error in problem.errors if problem else ():
        beside.setdefault(error["pointer"].removeprefix("/"), error["detail"])
    context = {
        "reports": show.by_report(show.numbered(found["items"])),
        "next_cursor": found["next_cursor"],
        "typed": typed or dict.fromkeys(_ARTICLE, ""),
        "beside": beside,
        "wrong": mistakes or ([problem.detail] if problem else []),
        "may": key is not None and key.may("report"),
    }
    return form_page(request, "desk.html", context, status=problem.status if problem else 200, key=key)


@router.get(".{form:rows}")
async def queue_file(form: Rows, key: ReaderDep, desk: DeskDep) -> Response:
    """What waits, those that came first, as a file."""
    found = await run_in_threadpool(desk.candidates.page, _WAITING, None, FILE)
    rows = [{**item, **item["event"]["report"], "id": item["id"]} for item in show.numbered(found["items"])]
    return rows_as(form, "desk", rows, _COLUMNS)


# ---------------------------------------------------------------- a report
@router.get("/reports/{report_id}.json")
async def report_file(report_id: str, key: ReaderDep, desk: DeskDep) -> Response:
    """The same in the form of the API, to which a session opens nothing."""
    return Json(await run_in_threadpool(desk.intake.report, known_id("report", report_id)))


@router.get("/reports/{report_id}")
async def report(request: Request, report_id: str, key: ReaderDep, desk: DeskDep) -> Response:
    """A text with the words marked that candidates were found in, and the candidates beside it."""
    found = await run_in_threadpool(desk.intake.report, known_id("report", report_id))
    candidates = show.numbered(found["candidates"])
    text = found["text"]
    context = {
        "report": found,
        "candidates": candidates,
        "pieces": None if text is None else show.pieces(text, candidates),
        "cut": text is not None and len(text) > show.LONGEST_TEXT,
        "open": sum(c["state"] == "proposed" and c["likely"] for c in candidates),
        "may": key is not None and key.may("review"),
    }
    return form_page(request, "report.html", context, key=key)


@router.post("/reports/{report_id}")
async def erase(request: Request, report_id: str, key: VisitorDep, desk: DeskDep) -> Response:
    """Erase a text; what was found in it stays."""
    values = await read_form(request)
    request.app.state.sessions.check(request, first(values, "token"))
    await allowed(request, key, "review", "")
    known = known_id("report", report_id)
    if first(values, "do") != "erase" or not first(values, "sure"):
        raise Problem(422, "say that the text is to be erased: tick the box beside the button")
    await run_in_threadpool(desk.intake.erase, known)
    return _to(known, None)


# ---------------------------------------------------------------- a candidate
@router.get("/candidates/{candidate_id}")
async def candidate(request: Request, candidate_id: str, key: ReaderDep, desk: DeskDep) -> Response:
    """A candidate to be mended, accepted or rejected."""
    found = await run_in_threadpool(desk.candidates.one, known_id("candidate", candidate_id))
    return _form(request, key, found)


@router.post("/candidates/{candidate_id}")
async def decide(request: Request, candidate_id: str, key: VisitorDep, desk: DeskDep) -> Response:
    """Accept, mend or reject; what was typed is never lost, also where the session has ended."""
    values = await read_form(request)
    found = await run_in_threadpool(desk.candidates.one, known_id("candidate", candidate_id))
    if first(values, "do") == "more":
        return _form(request, key, found, values, rows=recording.rows_of(values) + 1)
    try:
        request.app.state.sessions.check(request, first(values, "token"))
        key = await allowed(request, key, "review", first(values, "key"))
        await run_in_threadpool(_decide, desk, found, values, key.name)
    except (Problem, DomainError) as error:
        problem = error if isinstance(error, Problem) else of_domain(error)
        response = _form(request, key, found, values, problem=problem)
    else:
        response = await run_in_threadpool(_onwards, desk, found)
    return signed_in(request, response, key)


def _decide(desk: Desk, found: dict[str, Any], values: Values, by: str) -> None:
    do, event = first(values, "do"), found["event"]
    if do == "accept":
        desk.candidates.accept(found["id"], {}, by)
    elif do == "mend":
        typed = recording.body(event["type"], values)
        about = recording.about_of(dict(values))
        groups = recording.groups(event["type"], recording.rows_of(values), about)
        desk.candidates.accept(found["id"], show.changes(event, typed, groups), by)
    elif do == "reject":
        try:
            reason = RejectIn(reason=first(values, "reason")).reason
        except ValidationError as error:
            raise Problem(422, "say why it is rejected, in at most 2,000 characters") from error
        desk.candidates.reject(found["id"], reason, by)
    else:
        raise Problem(422, "the form does not say whether to accept, mend or reject")


def _onwards(desk: Desk, decided: dict[str, Any]) -> Response:
    """Back to the text, at the next candidate that waits."""
    candidates = show.numbered(desk.intake.report(decided["report_id"])["candidates"])
    number = next(c["number"] for c in candidates if c["id"] == decided["id"])
    return _to(decided["report_id"], show.waiting(candidates, number))


def _to(report_id: str, candidate: dict[str, Any] | None) -> Response:
    there = "text-heading" if candidate is None else candidate["id"]
    return RedirectResponse(f"/desk/reports/{report_id}#{there}", 303)


def _form(
    request: Request,
    key: Key | None,
    found: dict[str, Any],
    values: Values = (),
    *,
    problem: Problem | None = None,
    rows: int = recording.ROWS,
) -> Response:
    event = show.without_nulls(found["event"])
    typed = dict(values)
    mended, reads = any(name.startswith("/") for name in typed), may_read(request, key)
    shown = typed if mended or not reads else {**recording.values(event), **typed}
    about = recording.about_of(shown)
    groups = recording.groups(event["type"], max(rows, recording.rows_of(shown.items())), about)
    errors: Sequence[Mapping[str, Any]] = problem.errors if problem else ()
    by_field, rest = placed(errors, groups)
    (numbered,) = show.numbered([found])
    context = {
        "candidate": numbered,
        "reads": reads,
        "kind": event["type"],
        "groups": groups,
        "values": shown,
        "errors": by_field,
        "rest": rest if problem is None or problem.errors else [problem.detail],
        "reason": typed.get("reason", ""),
        "may": key is not None and key.may("review"),
        "states": recording.states(),
        "about": about,
        "grows": recording.can_grow(event["type"], about),
    }
    return form_page(request, "candidate.html", context, status=problem.status if problem else 200, key=key)

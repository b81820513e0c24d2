"""The charts of a relationship and of a promise by themselves: as files, to embed, and for previews."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from markupsafe import Markup
from starlette.responses import Response

from adapters.queries import PromiseFilter, Queries
from api.dependencies import QueriesDep
from api.pages import words
from api.pages.charts.card import card
from api.pages.charts.strip import strip
from api.pages.charts.timeline import timeline
from api.pages.downloads import FILE, Drawn, Rows, drawing_as, promises_as, rows_as
from api.pages.look import Look
from api.pages.reading import WIDE, Width
from api.pages.rendering import page
from api.pages.routing import PageRoute
from api.pages.shows import promise as show_promise
from api.pages.shows import relationship as show_relationship
from api.pages.visitors import LookDep, ReaderDep
from api.parameters import known_id

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_STEP_COLUMNS = (
    *("event_id", "name", "sentence", "effect", "on_edtf", "published_at", "publisher", "url", "title"),
    *("quote", "attributed_to", "certainty", "corrected", "recorded_at"),
)
_HELD_COLUMNS = ("event_id", "type", "held_on", "sentence", "place", "publisher", "url")

First = Annotated[date | None, Query(alias="from")]
Last = Annotated[date | None, Query(alias="to")]


@router.get("/{pair:pair}.{form:drawn}")
def timeline_drawn(
    pair: str,
    form: Drawn,
    look: LookDep,
    key: ReaderDep,
    queries: QueriesDep,
    first: First = None,
    last: Last = None,
    width: Width = WIDE,
) -> Response:
    """The timeline as a drawing. A page that shows it in place asks for it as wide as it has room."""
    return drawing_as(form, _timeline(queries, pair, look, first, last, width, paper=True))


def _timeline(
    queries: Queries, pair: str, look: Look, first: date | None, last: date | None, width: int, *, paper: bool
) -> Markup:
    texts = (day.isoformat() if day else None for day in (first, last))
    a, b = show_relationship.span(queries, pair, look, *texts)
    drawn, _ = show_relationship.drawing(queries, pair, look, a, b)
    return timeline(drawn, a, b, width, paper=paper)


@router.get("/{pair:pair}.{form:rows}")
def timeline_file(pair: str, form: Rows, look: LookDep, key: ReaderDep, queries: QueriesDep) -> Response:
    """The promises of a pair as a file, the newest first."""
    found = queries.promises(PromiseFilter(relationship=pair), look.view, None, FILE)
    return promises_as(form, pair, found["items"])


@router.get("/{pair:pair}/held.{form:rows}")
def held_file(
    pair: str,
    form: Rows,
    look: LookDep,
    key: ReaderDep,
    queries: QueriesDep,
    first: First = None,
    last: Last = None,
) -> Response:
    """What took place in the days of a timeline, as a file."""
    texts = (day.isoformat() if day else None for day in (first, last))
    a, b = show_relationship.span(queries, pair, look, *texts)
    rows = list(show_relationship.held(queries, pair, look, a, b))
    return rows_as(form, f"{pair}-held", rows, _HELD_COLUMNS)


@router.get("/{pair:pair}/embed")
def embed(
    pair: str,
    look: LookDep,
    key: ReaderDep,
    queries: QueriesDep,
    first: First = None,
    last: Last = None,
    width: Width = 960,
) -> Response:
    """The timeline alone, which other sites may show in a frame."""
    chart = _timeline(queries, pair, look, first, last, width, paper=False)
    context = {"look": look, "pair": pair, "name": words.pair(pair), "chart": chart, "signed_in": key}
    return page("embed.html", context, embedded=True)


@router.get("/promises/{promise_id}/strip.{form:drawn}")
def strip_drawn(
    promise_id: str, form: Drawn, look: LookDep, key: ReaderDep, queries: QueriesDep, width: Width = WIDE
) -> Response:
    """How a promise looked on each day, as a drawing."""
    history = queries.history(known_id("promise", promise_id), look.view)["items"]
    stretches = show_promise.stretches(history, look, f"/promises/{promise_id}")
    return drawing_as(form, strip(stretches, width, paper=True))


@router.get("/promises/{promise_id}/strip.{form:rows}")
def strip_file(promise_id: str, form: Rows, look: LookDep, key: ReaderDep, queries: QueriesDep) -> Response:
    """The days on which its status changed, as a file."""
    found = queries.promise(known_id("promise", promise_id), look.view)
    history = queries.history(found["id"], look.view)["items"]
    return rows_as(form, found["id"], show_promise.changes(history, found), ("from", "status", "cause"))


@router.get("/promises/{promise_id}/card.{form:drawn}")
def card_drawn(promise_id: str, form: Drawn, look: LookDep, key: ReaderDep, queries: QueriesDep) -> Response:
    """The picture that other sites show beside a link to a promise."""
    found = queries.promise(known_id("promise", promise_id), look.view)
    return drawing_as(form, card(found, words.ordinal(look.view.day)))


@router.get("/promises/{promise_id}/steps.{form:rows}")
def steps_file(promise_id: str, form: Rows, look: LookDep, key: ReaderDep, queries: QueriesDep) -> Response:
    """How a promise came about, as a file."""
    found = queries.promise(known_id("promise", promise_id), look.view)
    bodies = queries.bodies([e["event_id"] for e in found["evidence"]], look.view)
    return rows_as(form, found["id"], show_promise.steps(found, bodies), _STEP_COLUMNS)

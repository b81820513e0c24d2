"""The pages on all promises together: lists, scorecards, how long they take, who visits whom."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.responses import RedirectResponse, Response

from adapters.queries import PromiseFilter, Queries
from api.dependencies import QueriesDep
from api.pages import words
from api.pages.charts.intervals import interval
from api.pages.charts.intervals import scorecards as drawn_scorecards
from api.pages.charts.matrix import matrix
from api.pages.charts.waiting import waiting
from api.pages.charts.world import world
from api.pages.downloads import FILE, Drawn, Rows, drawing_as, promises_as, rows_as
from api.pages.look import Look
from api.pages.marks import MARKS
from api.pages.reading import WIDE, Status, Width, changed_since, frame
from api.pages.rendering import page
from api.pages.routing import PageRoute
from api.pages.shows import promises as show_promises
from api.pages.shows import since
from api.pages.shows.searching import meaning
from api.pages.visitors import LookDep, ReaderDep
from api.parameters import CursorQuery, Word
from domain.views import View

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_PAGE = 50
_CARDS = 200
"""Scorecards on a page; the files have all."""
_DRAWN_CARDS = 30

Text = Annotated[str, Query(max_length=200)]
Subjects = Literal["states", "officials"]
_CARD_COLUMNS = (
    *("key", "name", "promises", "kept", "late", "broken", "open"),
    *("share_kept", "interval_low", "interval_high", "median_days_late"),
)
_FLOW_COLUMNS = (
    "visitor",
    "host",
    "promises",
    "kept",
    "broken",
    "open",
    "share_kept",
    "interval_low",
    "interval_high",
)


# ---------------------------------------------------------------- lists
@router.get("/relationships")
def relationships(look: LookDep, key: ReaderDep, queries: QueriesDep, cursor: CursorQuery = None) -> Response:
    """The pairs on record, with their counts."""
    found = queries.relationships(look.view, cursor, _PAGE)
    now = queries.relationships(look.now, cursor, FILE)["items"] if look.is_past else None
    rows = since.marked(map(_counted, found["items"]), now and map(_counted, now), _pair, ("promises", *MARKS))
    return page("relationships.html", frame(look, key, queries, found=found, rows=rows))


def _counted(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, **item["counts"]}


def _pair(item: dict[str, Any]) -> str:
    return str(item["relationship"])


@router.get("/relationships.{form:rows}")
def relationships_file(form: Rows, look: LookDep, key: ReaderDep, queries: QueriesDep) -> Response:
    """The same as a file."""
    rows = [_counted(item) for item in queries.relationships(look.view, None, FILE)["items"]]
    return rows_as(form, "relationships", rows, ("relationship", "promises", *MARKS))


@router.get("/promises")
def promises(
    look: LookDep,
    key: ReaderDep,
    queries: QueriesDep,
    q: Text = "",
    status: Status = None,
    relationship: Word | None = None,
    visitor: Word | None = None,
    host: Word | None = None,
    cursor: CursorQuery = None,
) -> Response:
    """Promises by state, official or place."""
    wanted = meaning(q)
    if wanted.pair:
        return RedirectResponse(look.href(f"/{wanted.pair}"), 303)
    found = _found(queries, look, wanted, (status, relationship, visitor, host), cursor, _PAGE)
    changed = changed_since(queries, look, found["items"])
    narrowed = {"relationship": relationship, "visitor": visitor, "host": host}
    context = frame(
        look,
        key,
        queries,
        lines=show_promises.lines(found["items"], look, changed),
        next_cursor=found["next_cursor"],
        wanted=wanted,
        status=status,
        narrowed={name: value for name, value in narrowed.items() if value},
    )
    return page("promises.html", context)


@router.get("/promises.{form:rows}")
def promises_file(
    form: Rows,
    look: LookDep,
    key: ReaderDep,
    queries: QueriesDep,
    q: Text = "",
    status: Status = None,
    relationship: Word | None = None,
    visitor: Word | None = None,
    host: Word | None = None,
) -> Response:
    """The same as a file, the newest first."""
    found = _found(queries, look, meaning(q), (status, relationship, visitor, host), None, FILE)
    return promises_as(form, "promises", found["items"])


def _found(
    queries: Queries,
    look: Look,
    wanted: Any,
    narrowed: tuple[str | None, str | None, str | None, str | None],
    cursor: str | None,
    limit: int,
) -> dict[str, Any]:
    status, relationship, visitor, host = narrowed
    filters = PromiseFilter(relationship, status, None, wanted.state, visitor, host)
    if wanted.words:
        return queries.search(wanted.words, filters.checked().statuses, look.view, cursor, limit)
    return queries.promises(filters, look.view, cursor, limit)


# ---------------------------------------------------------------- scorecards
@router.get("/{by:subjects}")
def scorecards(by: str, look: LookDep, key: ReaderDep, queries: QueriesDep) -> Response:
    """Who keeps promises, with what the numbers can bear."""
    items, base = _cards(queries, look.view, by)
    now = _cards(queries, look.now, by)[0] if look.is_past else None
    shown = [
        {**item, "drawn": interval(item, base["share_kept"]), "href": look.href("/promises", q=item["name"])}
        for item in since.marked(items[:_CARDS], now, lambda item: (item["key"], item["name"]))
    ]
    later = since.more(len(items), now)
    context = frame(look, key, queries, by=by, items=shown, base=base, total=len(items), more_now=later)
    return page("scorecards.html", context)


@router.get("/{by:subjects}.{form:rows}")
def scorecards_file(by: str, form: Rows, look: LookDep, key: ReaderDep, queries: QueriesDep) -> Response:
    """All of them as a file."""
    return rows_as(form, by, map(_with_bounds, _cards(queries, look.view, by)[0]), _CARD_COLUMNS)


@router.get("/{by:subjects}.{form:drawn}")
def scorecards_drawn(by: str, form: Drawn, look: LookDep, key: ReaderDep, queries: QueriesDep) -> Response:
    """Those with the most promises as a drawing."""
    items, base = _cards(queries, look.view, by)
    title = f"Promises kept, by {by.removesuffix('s')}"
    return drawing_as(form, drawn_scorecards(items[:_DRAWN_CARDS], base["share_kept"], title, 960))


def _cards(queries: Queries, view: View, by: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    items = queries.scorecards(by.removesuffix("s"), view)["items"]
    named = [{**item, "key": item.get("state") or item["official"]["state"]} for item in items]
    return named, queries.base(view)


def _with_bounds(item: dict[str, Any]) -> dict[str, Any]:
    low, high = item["interval_95"] or (None, None)
    return {**item, "interval_low": low, "interval_high": high}


# ---------------------------------------------------------------- how long, who visits whom
@router.get("/how-long")
def how_long(look: LookDep, key: ReaderDep, queries: QueriesDep) -> Response:
    """How long promises take until they are kept."""
    kinds = queries.durations(look.view)["kinds"]
    now = _kinds(queries, look.now) if look.is_past else None
    rows = since.marked(_kinds(queries, look.view), now, lambda row: str(row["kind"]), ("promises", "kept"))
    chart = waiting(kinds, WIDE) if kinds else ""
    return page("how-long.html", frame(look, key, queries, rows=rows, chart=chart))


def _kinds(queries: Queries, view: View) -> list[dict[str, Any]]:
    return [{"kind": kind, **answer} for kind, answer in queries.durations(view)["kinds"].items()]


@router.get("/how-long.{form:rows}")
def how_long_file(form: Rows, look: LookDep, key: ReaderDep, queries: QueriesDep) -> Response:
    """The steps of the curves as a file."""
    kinds = queries.durations(look.view)["kinds"]
    rows = [{"kind": kind, **step} for kind, answer in kinds.items() for step in answer["steps"]]
    return rows_as(form, "how-long", rows, ("kind", "days", "waiting", "low", "high", "at_risk"))


@router.get("/how-long.{form:drawn}")
def how_long_drawn(
    form: Drawn, look: LookDep, key: ReaderDep, queries: QueriesDep, width: Width = WIDE
) -> Response:
    """The curves as a drawing."""
    return drawing_as(form, waiting(queries.durations(look.view)["kinds"], width, paper=True))


@router.get("/visits")
def visits(look: LookDep, key: ReaderDep, queries: QueriesDep) -> Response:
    """Who visits whom: a map, a matrix and a table."""
    flows = queries.flows(look.view)["items"]
    now = queries.flows(look.now)["items"] if look.is_past else None
    shown = since.marked(flows[:_CARDS], now, lambda flow: (flow["visitor"], flow["host"]))
    context = frame(
        look,
        key,
        queries,
        flows=[{**flow, "href": _visits_of(look)(flow["visitor"], flow["host"])} for flow in shown],
        total=len(flows),
        more_now=since.more(len(flows), now),
        map=world(flows, WIDE, words.name, _visits_of(look)) if flows else "",
        matrix=matrix(flows, WIDE, words.name, _visits_of(look)) if flows else "",
    )
    return page("visits.html", context)


@router.get("/visits.{form:rows}")
def visits_file(form: Rows, look: LookDep, key: ReaderDep, queries: QueriesDep) -> Response:
    """The table as a file."""
    return rows_as(form, "visits", map(_with_bounds, queries.flows(look.view)["items"]), _FLOW_COLUMNS)


@router.get("/visits/{which}.{form:drawn}")
def visits_drawn(
    which: Literal["map", "matrix"],
    form: Drawn,
    look: LookDep,
    key: ReaderDep,
    queries: QueriesDep,
    width: Width = WIDE,
) -> Response:
    """The map or the matrix as a drawing."""
    draw = world if which == "map" else matrix
    return drawing_as(
        form, draw(queries.flows(look.view)["items"], width, words.name, _visits_of(look), paper=True)
    )


def _visits_of(look: Look) -> Any:
    return lambda visitor, host: look.href("/promises", visitor=visitor, host=host)

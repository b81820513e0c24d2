"""The pages that read: today, a relationship, a promise, an event."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.responses import RedirectResponse, Response

from adapters.keys import Key
from adapters.queries import Queries
from api.answers import Json
from api.dependencies import QueriesDep
from api.pages import words
from api.pages.charts.strip import strip
from api.pages.charts.timeline import timeline
from api.pages.downloads import Rows, promises_as
from api.pages.look import Look
from api.pages.rendering import page
from api.pages.routing import PageRoute
from api.pages.shows import event as show_event
from api.pages.shows import promise as show_promise
from api.pages.shows import promises as show_promises
from api.pages.shows import relationship as show_relationship
from api.pages.visitors import LookDep, ReaderDep
from api.parameters import Word, known_id
from domain.errors import NotOnRecord
from domain.states import pair as in_order

router = APIRouter(route_class=PageRoute, include_in_schema=False)
WIDE = 1152
"""How wide charts are drawn for a page; the browser asks for another width where it has less room."""
_AGENDA = 40
"""Lines in each list of the front page."""

Width = Annotated[int, Query(ge=280, le=3_000)]
Status = Annotated[Word | None, Query()]
Day = Annotated[date | None, Query()]


def frame(
    look: Look, key: Key | None, queries: Queries, among: str | None = None, **more: Any
) -> dict[str, Any]:
    """What every page shows around its own content; the changes to walk along are those `among` a pair."""
    around = queries.neighbours(look.view, among)
    beginning = queries.beginning()
    return {
        "look": look,
        "signed_in": key,
        "origin": look.origin,
        "day_words": words.ordinal(look.view.day),
        "earlier": _iso(around.before),
        "later": _iso(around.after) if around.after is None or around.after <= look.today else None,
        "beginning": _iso(beginning),
        "today_iso": date.fromordinal(look.today).isoformat(),
        **more,
    }


def _iso(day: int | None) -> str | None:
    return None if day is None else date.fromordinal(day).isoformat()


@router.get("/")
def today(look: LookDep, key: ReaderDep, queries: QueriesDep, status: Status = None) -> Response:
    """What is due, what is overdue, and what was settled lately."""
    agenda = queries.agenda(look.view, _AGENDA)
    sections = []
    counted: dict[str, int] = {}
    for name in ("overdue", "due", "lately"):
        for known, count in agenda[name]["counts"].items():
            counted[known] = counted.get(known, 0) + count
        items = [p for p in agenda[name]["items"] if status in (None, p["status"])]
        total = sum(n for known, n in agenda[name]["counts"].items() if status in (None, known))
        since = changed_since(queries, look, items)
        sections.append({"name": name, "lines": show_promises.lines(items, look, since), "total": total})
    context = frame(
        look,
        key,
        queries,
        sections=sections,
        counts=show_promises.counts(counted, look, status),
        incomplete=agenda.get("incomplete", False),
    )
    return page("today.html", context)


def changed_since(queries: Queries, look: Look, promises: list[dict[str, Any]]) -> dict[str, str]:
    """By promise id its status of now, where the page looks at another day."""
    if not look.is_past or not promises:
        return {}
    return queries.statuses([p["id"] for p in promises], look.today)


@router.get("/promises/{promise_id}.json")
def promise_file(promise_id: str, look: LookDep, key: ReaderDep, queries: QueriesDep) -> Response:
    """The same in the form of the API, to which a session opens nothing."""
    return Json(queries.promise(known_id("promise", promise_id), look.view))


@router.get("/promises/{promise_id}")
def promise(promise_id: str, look: LookDep, key: ReaderDep, queries: QueriesDep) -> Response:
    """One promise: the answer first, then how it came about."""
    try:
        found = queries.promise(known_id("promise", promise_id), look.view)
    except NotOnRecord:
        return _not_yet(promise_id, look, key, queries)
    if found["id"] != promise_id:
        return RedirectResponse(look.href(f"/promises/{found['id']}"), 308)
    history = queries.history(promise_id, look.view)["items"]
    bodies = queries.bodies([e["event_id"] for e in found["evidence"]], look.view)
    stretches = show_promise.stretches(history, look, promise_id)
    now = changed_since(queries, look, [found]).get(found["id"])
    context = frame(
        look,
        key,
        queries,
        promise=found,
        title=words.title(found),
        headline=words.headline(found),
        steps=show_promise.steps(found, bodies),
        strip=strip(stretches, WIDE) if stretches else "",
        changes=show_promise.changes(history, found),
        accounts=show_promise.accounts(found, bodies),
        related=show_promise.related(found, look),
        now=now if now != found["status"] else None,
        known_since=history[0]["from"] if history else None,
    )
    walked = sorted({item["from"] for item in queries.history(promise_id, _whole(look))["items"]})
    context["earlier"] = max((day for day in walked if day < look.day), default=None)
    context["later"] = min((day for day in walked if day > look.day), default=None)
    return page("promise.html", context)


def _not_yet(promise_id: str, look: Look, key: Key | None, queries: Queries) -> Response:
    """A promise that nobody could know of yet. Raises NotOnRecord where there is none."""
    known = queries.history(promise_id, _whole(look))["items"]
    if not look.is_past or not known:
        raise NotOnRecord("promise", promise_id)
    since = known[0]["from"]
    context = frame(
        look,
        key,
        queries,
        status=404,
        heading="Not known yet",
        detail=f"Nobody could know of this promise on {words.ordinal(look.view.day)}.",
        next=f"It was first known on {words.day(since)}.",
        leads=[(look.here(as_of=since, recorded_as_of=None), f"How it stood on {words.day(since)}")],
    )
    context["later"] = since if since > look.day else None
    return page("error.html", context, status=404)


def _whole(look: Look) -> Any:
    """The same ledger, looked at from today."""
    return look.view._replace(instant=None, day=look.today)


@router.get("/events/{event_id}.json")
def event_file(event_id: str, key: ReaderDep, queries: QueriesDep) -> Response:
    """The same in the form of the API."""
    return Json(queries.event(known_id("event", event_id)))


@router.get("/events/{event_id}")
def event(
    event_id: str,
    look: LookDep,
    key: ReaderDep,
    queries: QueriesDep,
    recorded: Literal["new", "before"] | None = None,
) -> Response:
    """One entry of the log, as first recorded, beside what counts in its place now."""
    entry = queries.event(known_id("event", event_id))
    shown = show_event.fields(entry["event"], entry["in_force"] or {})
    context = frame(
        look,
        key,
        queries,
        entry=entry,
        recorded=recorded,
        sentence=words.event(entry["event"]),
        report=show_event.report(entry["event"]),
        fields=shown,
        withdrawn=entry["in_force"] is None,
        corrected=entry["in_force"] not in (None, entry["event"]),
    )
    return page("event.html", context)


@router.get("/today.{form:rows}")
def today_file(
    form: Rows, look: LookDep, key: ReaderDep, queries: QueriesDep, status: Status = None
) -> Response:
    """The promises of the front page as a file."""
    agenda = queries.agenda(look.view, _AGENDA)
    found = [p for name in ("overdue", "due", "lately") for p in agenda[name]["items"]]
    return promises_as(form, "today", [p for p in found if status in (None, p["status"])])


@router.get("/{pair:pair}")
def relationship(
    pair: str,
    look: LookDep,
    key: ReaderDep,
    queries: QueriesDep,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
) -> Response:
    """Two states: the timeline, and the list that says the same in words."""
    canonical = in_order(*pair.upper().split("-"))
    if canonical != pair:
        return RedirectResponse(look.here().replace(f"/{pair}", f"/{canonical}", 1), 308)
    found = queries.relationship(pair, look.view)
    known = sum(found["counts"].values())
    more_now = sum(queries.relationship(pair, look.now)["counts"].values()) - known if look.is_past else 0
    a, b = show_relationship.span(queries, pair, look, _text(first), _text(last))
    drawn, _ = show_relationship.drawing(queries, pair, look, a, b)
    since = changed_since(queries, look, found["promises"])
    context = frame(
        look,
        key,
        queries,
        pair,
        pair=pair,
        name=words.pair(pair),
        found=found,
        more_now=max(0, more_now),
        counts=show_promises.counts(found["counts"], look, None),
        lines=show_promises.lines(found["promises"], look, since),
        chart=timeline(drawn, a, b, WIDE),
        crowded=bool(drawn.crowd),
        zoom=zoom_links(look, a, b),
        span={"from": date.fromordinal(a).isoformat(), "to": date.fromordinal(b).isoformat()},
    )
    return page("relationship.html", context)


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def zoom_links(look: Look, first: int, last: int) -> list[dict[str, str]]:
    """Addresses of the spans around this one: they zoom and pan without a script."""
    days = last - first + 1
    spans = (
        ("Earlier", first - days // 2, last - days // 2),
        ("Later", first + days // 2, last + days // 2),
        ("Closer", first + days // 4, last - days // 4),
        ("Wider", first - days // 2, last + days // 2),
    )
    links = []
    for word, a, b in spans:
        try:
            span = {"from": date.fromordinal(a).isoformat(), "to": date.fromordinal(b).isoformat()}
        except (ValueError, OverflowError):
            continue  # Before or after all days of the calendar.
        links.append({"word": word, "href": look.here(**span)})
    return [*links, {"word": "Today", "href": look.here(**{"from": None, "to": None})}]

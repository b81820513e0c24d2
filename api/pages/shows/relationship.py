"""The page of two states: their timeline, and the list that says the same in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from adapters.queries import Queries
from api.pages import words
from api.pages.charts.scale import bounded
from api.pages.charts.timeline import Bar, Drawing, Held, Window
from api.pages.look import Look
from domain.edtf import parse
from domain.errors import BadQuestion

Answer = dict[str, Any]
_NEWEST = 12
"""The newest promises and events that a timeline shows at first."""
_PIECES = 96
"""Columns of a crowded timeline."""
MOST = 60
"""Promises that are drawn one by one."""
MOST_ROWS = 5_000
"""Promises, or reports of what took place, that one file may hold."""
_FAR = 4 * 365
"""Days back that are shown at first at the most, where there is anything in them."""
_BEFORE, _AFTER = 540, 120
"""Days around the one that is looked at which are shown at first, at the least."""


def span(queries: Queries, pair: str, look: Look, first: str | None, last: str | None) -> tuple[int, int]:
    """The days (ordinals) that a timeline shows: those asked for, or the newest and those around today."""
    if first is not None and last is not None:
        a, b = sorted((_day(first), _day(last)))
        return bounded(a), bounded(max(b, a + 6))
    reach = queries.reach(pair, look.view, _NEWEST)
    today = look.view.day
    begins, ends = reach or (today, today)
    if ends > today - _FAR:
        begins = max(begins, today - _FAR)
    begins, ends = min(begins, today - _BEFORE), max(min(ends, today + 3 * _AFTER), today)
    margin = max(20, (ends - begins) // 16)
    return bounded(begins - margin), bounded(ends + max(margin, _AFTER))


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def drawing(queries: Queries, pair: str, look: Look, first: int, last: int) -> tuple[Drawing, Answer]:
    """What is drawn between two days, and the answer that it is drawn from."""
    found = queries.picture(pair, look.view, first, last, MOST, _PIECES)
    bodies = _bodies(queries, found["promises"], look)
    shown = Drawing(
        title=f"Timeline of {words.pair(pair)}",
        today=look.view.day,
        today_word=words.ordinal(look.view.day) if look.as_of else "today",
        bars=tuple(_bar(promise, bodies, look) for promise in found["promises"]),
        held=tuple(_occurrences(found["occurrences"], look)),
        crowd=tuple(found["crowd"]),
        zoom=lambda a, b: look.href(f"/{pair}", **{"from": a, "to": b}),
    )
    return shown, found


def _bodies(queries: Queries, promises: Iterable[Answer], look: Look) -> dict[str, Answer]:
    """The events that put promises off, whose windows the timeline shows."""
    moved = [p for p in promises if any(e["effect"] == "postponed" for e in p["evidence"])]
    ids = [e["event_id"] for p in moved for e in p["evidence"] if e["effect"] in _SETS_WINDOW]
    return queries.bodies(ids, look.view) if ids else {}


_SETS_WINDOW = ("opened", "refined", "postponed")


def _bar(promise: Answer, bodies: dict[str, Answer], look: Look) -> Bar:
    opened = min((e["published_at"][:10] for e in promise["evidence"] if e["published_at"]), default=look.day)
    return Bar(
        href=look.href(f"/promises/{promise['id']}"),
        label=words.title(promise),
        summary=promise["summary"],
        status=promise["status"],
        promised=_day(promise["promised_on"]) if promise["promised_on"] else None,
        settled=_day(promise["settled_on"]) if promise["settled_on"] else None,
        window=_window(promise["window"]),
        earlier=_earlier(promise, bodies),
        opened=_day(opened),
    )


def _window(text: str | None) -> Window | None:
    if text is None:
        return None
    found = parse(text)
    return Window(
        found.first.toordinal() if found.first else None, found.last.toordinal() if found.last else None
    )


def _earlier(promise: Answer, bodies: dict[str, Answer]) -> tuple[Window, ...]:
    """The windows that were given up for later ones, in their order."""
    found: list[Window] = []
    current: str | None = None
    for piece in promise["evidence"]:
        body = bodies.get(piece["event_id"])
        if body is None:
            continue
        named = body["event"].get("window")
        if piece["effect"] == "postponed":
            window = _window(current)
            if window and current != named:
                found.append(window)
            current = named
        elif named:
            current = named
    return tuple(found)


def held(queries: Queries, pair: str, look: Look, first: int, last: int) -> Iterable[Answer]:
    """Each report of a visit, a meeting or a signature that took place between two days, as rows.

    Raises BadQuestion where there are too many.
    """
    found = queries.picture(pair, look.view, first, last, MOST_ROWS, 1)
    if found["crowd"]:
        raise BadQuestion("from", f"there are more than {MOST_ROWS:,} in these days: ask for fewer days")
    for item in found["occurrences"]:
        body = item["event"]
        yield {**body["report"], **body, "event_id": item["event_id"], "sentence": words.event(body)}


def _occurrences(items: Iterable[Answer], look: Look) -> Iterable[Held]:
    """Each visit and meeting once, however many reports there are of it."""
    seen = set()
    for item in items:
        body = item["event"]
        days = parse(body["held_on"])
        first = days.first_latest or days.first
        assert first is not None  # noqa: S101 - an occurrence has a first day
        who = tuple(p["state"] for p in body.get("participants", [body.get("visitor", {"state": ""})]))
        key = (body["type"], first, who, body.get("host"))
        if key in seen:
            continue
        seen.add(key)
        last = days.last or first
        day = first.toordinal()
        yield Held(
            look.href(f"/events/{item['event_id']}"),
            body["type"],
            words.event(body),
            day,
            max(day, last.toordinal()) if days.end_is_day else day,
        )

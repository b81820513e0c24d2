"""A map of visits: outlines of states in the Equal Earth projection, and an arc for each pair that visits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from math import asin, cos, hypot, radians, sin, sqrt
from typing import Any, NamedTuple

import orjson
from markupsafe import Markup

from api.pages.charts.svg import INK, document, element, number, text, width_of
from api.pages.marks import TONES

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
"""The polynomial of Šavrič, Patterson and Jenny 2018."""
_WIDE, _HIGH = 2.7066, 1.3174
"""Half the width and height of the projected world."""
_ARCS = 80
"""Arcs that are drawn: the pairs with the most promised visits."""
_NAMED = 14


class Place(NamedTuple):
    """A point of a map whose width is 1 and whose height is about a half."""

    x: float
    y: float


def project(longitude: float, latitude: float) -> Place:
    """Degrees to a place; north is at the top."""
    theta = asin(sqrt(3) / 2 * sin(radians(latitude)))
    squared = theta * theta
    sixth = squared**3
    down = _A1 + 3 * _A2 * squared + sixth * (7 * _A3 + 9 * _A4 * squared)
    x = 2 * sqrt(3) * radians(longitude) * cos(theta) / (3 * down)
    y = theta * (_A1 + _A2 * squared + sixth * (_A3 + _A4 * squared))
    return Place((x + _WIDE) / (2 * _WIDE), (_HIGH - y) / (2 * _WIDE))


@cache
def _data(name: str) -> Any:
    return orjson.loads(files("api.pages").joinpath("data").joinpath(name).read_bytes())


@lru_cache(maxsize=32)
def outlines(width: int) -> str:
    """The path of all states, in whole units of a map so wide."""
    topology = _data("countries-110m.json")
    arcs = [_decoded(arc, topology["transform"], width) for arc in topology["arcs"]]
    drawn = []
    for start, *rest in (line for arc in arcs for line in _unbroken(arc, width)):
        drawn.append(
            f"M{number(start.x)} {number(start.y)}" + "".join(f"L{number(p.x)} {number(p.y)}" for p in rest)
        )
    return "".join(drawn)


def _unbroken(line: list[Place], width: int) -> Iterator[list[Place]]:
    """A line without its leaps from one edge of the map to the other."""
    part: list[Place] = []
    for place in line:
        if part and abs(place.x - part[-1].x) > width / 3:
            yield part
            part = []
        part.append(place)
    yield part


def _decoded(arc: list[list[int]], transform: Any, width: int) -> list[Place]:
    """TopoJSON holds differences of whole numbers; points that fall together on the map are left out."""
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0
    found: list[Place] = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        place = project(x * sx + tx, y * sy + ty)
        place = Place(place.x * width, place.y * width)
        if not found or hypot(place.x - found[-1].x, place.y - found[-1].y) >= 1.2:
            found.append(place)
    return found


def world(
    flows: Sequence[dict[str, Any]],
    width: int,
    name: Callable[[str], str],
    href: Callable[[str, str], str],
    *,
    paper: bool = False,
) -> Markup:
    """The pairs with the most promised visits; arcs bend to the right of the way that the visitor takes."""
    places = {code: project(*where) for code, where in _data("places.json").items()}
    at = {code: Place(p.x * width, p.y * width) for code, p in places.items()}
    shown = [flow for flow in flows if flow["visitor"] in at and flow["host"] in at][:_ARCS]
    most = max((flow["promises"] for flow in shown), default=1)
    land = element("path", d=outlines(width), fill="none", stroke="#b9b1a0", stroke_width=0.7, class_="land")
    parts = [land]
    for flow in reversed(shown):
        arc = _arc(flow, at[flow["visitor"]], at[flow["host"]], most, name)
        parts.append(element("a", *arc, href=href(flow["visitor"], flow["host"])))
    parts += _names(shown, at, name, width)
    said = f"The {len(shown)} pairs with the most promised visits; the table below has all of them."
    height = int(width * _HIGH / _WIDE) + 1
    return document(width, height, "Map of visits", said, *parts, name="world", paper=paper)


def _arc(flow: dict[str, Any], start: Place, end: Place, most: int, name: Callable[[str], str]) -> list[Markup]:
    dx, dy = end.x - start.x, end.y - start.y
    bend = 0.22
    middle = Place((start.x + end.x) / 2 - dy * bend, (start.y + end.y) / 2 + dx * bend)
    kept = flow["kept"] * 2 >= flow["promises"]
    tone = "kept" if kept else "uneasy" if flow["open"] else "broken"
    dash = None if kept else "4 3"
    said = f"{name(flow['visitor'])} to {name(flow['host'])}: {flow['kept']} of {flow['promises']} visits kept"
    path = "M{} {}Q{} {} {} {}".format(*map(number, (*start, *middle, *end)))
    wide = 1 + 3.5 * sqrt(flow["promises"] / most)
    return [
        element("title", said),
        element(
            "path",
            d=path,
            fill="none",
            stroke=TONES[tone],
            stroke_width=wide,
            stroke_opacity=0.75,
            stroke_dasharray=dash,
            class_=f"stroke tone-{tone}",
        ),
        element("circle", cx=end.x, cy=end.y, r=2.6 + wide / 3, fill=TONES[tone], class_=f"fill tone-{tone}"),
    ]


def _names(
    shown: Sequence[dict[str, Any]], at: dict[str, Place], name: Callable[[str], str], width: int
) -> list[Markup]:
    """The names of the busiest states, where they have room beside one another."""
    busy: dict[str, int] = {}
    for flow in shown:
        for code in (flow["visitor"], flow["host"]):
            busy[code] = busy.get(code, 0) + flow["promises"]
    drawn: list[tuple[float, float, float]] = []
    parts = []
    for code in sorted(busy, key=lambda code: (-busy[code], code))[:_NAMED]:
        room, y = width_of(name(code)), max(14.0, at[code].y - 5)
        for x in (at[code].x + 7, at[code].x - 7 - room):
            free = all(x + room < left or x > right or abs(y - above) > 15 for left, right, above in drawn)
            if free and x > 0 and x + room < width:
                drawn.append((x, x + room, y))
                look = {"paint_order": "stroke", "stroke": "#fbf9f4", "stroke_width": 3, "class_": "ink halo"}
                parts.append(text(x, y, name(code), 13, INK, **look))
                break
    return parts

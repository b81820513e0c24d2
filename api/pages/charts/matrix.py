"""Who visits whom: a row for each visitor, a column for each host, a square for their promised visits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from math import sqrt
from typing import Any

from markupsafe import Markup

from api.pages.charts.svg import MUTED, RULE, cut, document, element, text
from api.pages.marks import TONES

MOST = 24
"""Rows and columns at the most: the states with the most promised visits."""


_NARROW = 640


def matrix(
    flows: Sequence[dict[str, Any]],
    width: int,
    name: Callable[[str], str],
    href: Callable[[str, str], str],
    *,
    paper: bool = False,
) -> Markup:
    """Squares as large as the number of promised visits; the filled part was kept."""
    visitors, hosts = _largest(flows, "visitor"), _largest(flows, "host")
    narrow = width < _NARROW  # Codes have room where names have none.
    left, top = (48, 64) if narrow else (150, 132)
    label = {code: code if narrow else name(code) for code in (*visitors, *hosts)}
    cell = max(22.0, min(40.0, (width - left - 20) / max(1, len(hosts))))
    most = max((flow["promises"] for flow in flows), default=1)
    parts = [_column(label[code], left + (i + 0.5) * cell, top) for i, code in enumerate(hosts)]
    for row, code in enumerate(visitors):
        y = top + (row + 0.5) * cell
        parts.append(text(left - 8, y + 4, cut(label[code], left - 14), 13, text_anchor="end"))
        end = left + len(hosts) * cell
        parts.append(
            element("line", x1=left, x2=end, y1=y + cell / 2, y2=y + cell / 2, stroke=RULE, class_="rule")
        )
    for flow in flows:
        if flow["visitor"] in visitors and flow["host"] in hosts:
            x = left + (hosts.index(flow["host"]) + 0.5) * cell
            y = top + (visitors.index(flow["visitor"]) + 0.5) * cell
            square = _square(flow, x, y, cell - 5, most, name)
            parts.append(element("a", *square, href=href(flow["visitor"], flow["host"])))
    said = "Rows visit, columns receive. A square is as large as the visits promised; what is filled was kept."
    parts.append(text(8, 20, "visitors below, hosts across", 12, MUTED, class_="muted"))
    full = int(max(width, left + len(hosts) * cell + 20))
    height = int(top + len(visitors) * cell + 16)
    return document(full, height, "Who visits whom", said, *parts, name="matrix", paper=paper)


def _largest(flows: Sequence[dict[str, Any]], side: str) -> list[str]:
    counted: Counter[str] = Counter()
    for flow in flows:
        counted[flow[side]] += flow["promises"]
    return [code for code, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]]


def _column(word: str, x: float, top: float) -> Markup:
    turned = f"rotate(-50 {x:.1f} {top - 8:.1f})"
    return text(x, top - 8, cut(word, 130), 13, transform=turned)


def _square(
    flow: dict[str, Any], x: float, y: float, room: float, most: int, name: Callable[[str], str]
) -> list[Markup]:
    side = max(7.0, room * sqrt(flow["promises"] / most))
    kept = side * flow["kept"] / flow["promises"]
    said = (
        f"{name(flow['visitor'])} to {name(flow['host'])}: {flow['promises']} promised, {flow['kept']} kept, "
        f"{flow['broken']} broken, {flow['open']} open"
    )
    look = {"stroke": TONES["kept"], "class_": "stroke tone-kept"}
    return [
        element("title", said),
        element(
            "rect",
            x=x - side / 2,
            y=y - side / 2,
            width=side,
            height=side,
            fill="none",
            stroke_width=1.2,
            **look,
        ),
        element(
            "rect",
            x=x - side / 2,
            y=y + side / 2 - kept,
            width=side,
            height=kept,
            fill=TONES["kept"],
            class_="fill tone-kept",
        ),
    ]

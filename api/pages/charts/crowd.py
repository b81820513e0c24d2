"""Columns that count what is too much to be drawn one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeAlias

from markupsafe import Markup

from api.pages.charts.scale import Scale
from api.pages.charts.svg import INK, MUTED, RULE, cut, element, text
from api.pages.marks import MARKS, TONES

_HEIGHT = {"promise": 220, "occurrence": 90}
_WORDS = {
    "promise": "Promises, by the last day of their window",
    "occurrence": "Reports of visits, meetings and signatures",
}
Zoom: TypeAlias = Callable[[str, str], str]
_ORDER = ("kept", "waiting", "uneasy", "void", "broken")


def crowd_rows(crowd: Iterable[dict[str, Any]], scale: Scale, y: float, zoom: Zoom) -> tuple[Markup, float]:
    """One row of columns for each kind, as high as its fullest column."""
    heaps = list(crowd)
    parts: list[Markup] = []
    for kind in ("occurrence", "promise"):
        own = [heap for heap in heaps if heap["kind"] == kind]
        if own:
            parts.append(_row(own, kind, scale, y, zoom))
            y += _HEIGHT[kind] + 30
    return element("g", *parts, class_="crowd"), y


def _row(heaps: list[dict[str, Any]], kind: str, scale: Scale, y: float, zoom: Zoom) -> Markup:
    columns: dict[tuple[str, str], dict[str, int]] = {}
    for heap in heaps:
        tones = columns.setdefault((heap["first"], heap["last"]), {})
        tone = MARKS[heap["status"]].tone if heap["status"] else "ink"
        tones[tone] = tones.get(tone, 0) + heap["count"]
    most = max(sum(tones.values()) for tones in columns.values())
    bottom, height = y + 24 + _HEIGHT[kind], _HEIGHT[kind] - 14
    parts = [
        text(
            scale.left + 4, y + 16, cut(_WORDS[kind], scale.right - scale.left - 120), 13, MUTED, class_="muted"
        ),
        text(
            scale.right - 4, y + 16, f"fullest column: {most:,}", 12, MUTED, class_="muted", text_anchor="end"
        ),
        element("line", x1=scale.left, x2=scale.right, y1=bottom, y2=bottom, stroke=RULE, class_="rule"),
    ]
    for (first, last), tones in sorted(columns.items()):
        column = _column(first, last, tones, scale, bottom, height / most)
        parts.append(element("a", *column, href=zoom(first, last)))
    return element("g", *parts)


def _column(
    first: str, last: str, tones: dict[str, int], scale: Scale, bottom: float, unit: float
) -> list[Markup]:
    a, b = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
    x, width = scale.start(a), max(1.0, scale.end(b) - scale.start(a) - 1)
    said = (
        ", ".join(f"{tones[tone]:,} {tone}" for tone in _ORDER if tone in tones) or f"{tones.get('ink', 0):,}"
    )
    parts: list[Markup] = [element("title", f"{first} to {last}: {said}")]
    y = bottom
    for tone in (*_ORDER, "ink"):
        if tone in tones:
            high = tones[tone] * unit
            y -= high
            parts.append(element("rect", x=x, y=y, width=width, height=high, fill=TONES.get(tone, INK),
                                 data_a=a, data_b=b + 1, class_=f"fill tone-{tone}"))  # fmt: skip
    return parts

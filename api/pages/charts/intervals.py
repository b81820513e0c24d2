"""A share with its 95 % interval, beside the base rate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from api.pages.charts.svg import INK, MUTED, RULE, cut, document, element, text
from api.pages.marks import TONES

_WIDTH, _HEIGHT = 200, 22


def interval(item: dict[str, Any], base: float | None) -> Markup:
    """One row's interval, for a cell of a table that says the same in numbers."""
    return element(
        "svg",
        *_drawn(item, base, 4, _WIDTH - 8, 11, _HEIGHT),
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        width=_WIDTH,
        height=_HEIGHT,
        class_="chart interval",
        aria_hidden="true",
        focusable="false",
    )


def _drawn(
    item: dict[str, Any], base: float | None, left: float, wide: float, y: float, high: int
) -> list[Markup]:
    whole = element("line", x1=left, x2=left + wide, y1=y, y2=y, stroke=RULE, class_="rule")
    parts = [whole]
    if base is not None:
        x = left + wide * base
        parts.append(element("line", x1=x, x2=x, y1=y - high / 2, y2=y + high / 2, stroke=MUTED, class_="line"))
    if item["interval_95"]:
        low, best = item["interval_95"]
        look = {"stroke": TONES["kept"], "class_": "stroke tone-kept"}
        parts.append(
            element("line", x1=left + wide * low, x2=left + wide * best, y1=y, y2=y, stroke_width=3, **look)
        )
        parts.append(
            element("circle", cx=left + wide * item["share_kept"], cy=y, r=4.5, fill=INK, class_="held-mark")
        )
    return parts


def scorecards(items: Sequence[dict[str, Any]], base: float | None, title: str, width: int) -> Markup:
    """Rows with their names and intervals, for a file of its own."""
    left, row, top = 240, 26, 54
    wide = width - left - 130
    parts = [text(14, 24, title, 17, font_weight=600)]
    if base is not None:
        words = f"all promises: {base:.0%}"
        parts.append(text(left + wide * base, top - 8, words, 12, MUTED, text_anchor="middle"))
    for number, item in enumerate(items):
        y = top + number * row + row / 2
        parts.append(text(14, y + 4, cut(item["name"], left - 28)))
        parts += _drawn(item, base, left, wide, y, row)
        said = "none settled"
        if item["share_kept"] is not None:
            said = f"{item['share_kept']:.0%} of {item['kept'] + item['late'] + item['broken']}"
        parts.append(text(left + wide + 14, y + 4, said))
    said = "The share of settled promises that were kept, with its 95 percent interval."
    return document(width, top + len(items) * row + 16, title, said, *parts, name="scorecards", paper=True)

"""How the status of one promise looked on each day: a strip from the day it was made on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from api.pages.charts.scale import Scale
from api.pages.charts.svg import INK, MUTED, cut, document, element, glyph, number, text, width_of
from api.pages.marks import MARKS, TONES

_TOP, _HIGH = 30, 26
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Stretch(NamedTuple):
    """A status from one day (an ordinal) to another, both included. `href`: the page on its first day."""

    status: str
    first: int
    last: int
    href: str


def strip(stretches: Sequence[Stretch], width: int, *, paper: bool = False) -> Markup:
    """The strip. A long last stretch is torn off, so that what happened before it can be seen."""
    first, last = stretches[0].first, stretches[-1].last
    lived = stretches[-1].first - first
    shown_last = min(last, stretches[-1].first + max(45, lived // 3))
    torn = shown_last < last
    scale = Scale(first, shown_last, 1, width - (28 if torn else 1))
    rows = _rows([scale.start(s.first) for s in stretches], [_label(s) for s in stretches], width)
    parts = []
    for stretch, row, (label_x, words) in zip(stretches, rows[0], rows[1], strict=True):
        parts.append(_piece(stretch, scale, shown_last, row, label_x, words))
    if torn:
        parts.append(_tear(scale.right, stretches[-1]))
    said = "; ".join(f"{MARKS[s.status].word} from {_day(s.first)}" for s in stretches)
    height = _TOP + _HIGH + 22 * (max(rows[0]) + 1) + 6
    return document(width, height, "Status on each day", said, *parts, name="strip", paper=paper)


def _label(stretch: Stretch) -> str:
    return f"{MARKS[stretch.status].word}, {_day(stretch.first)}"


def _day(ordinal: int) -> str:
    day = date.fromordinal(ordinal)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _rows(starts: list[float], labels: list[str], width: int) -> tuple[list[int], list[tuple[float, str]]]:
    """For each label the row below the strip where it has room, and its place."""
    ends: list[float] = []
    rows, places = [], []
    for start, label in zip(starts, labels, strict=True):
        words = cut(label, width - 24)
        room = width_of(words) + 20
        x = max(0.0, min(start, width - room))
        row = next((i for i, end in enumerate(ends) if end < x - 6), len(ends))
        ends[row : row + 1] = [x + room]
        rows.append(row)
        places.append((x, words))
    return rows, places


def _piece(stretch: Stretch, scale: Scale, shown_last: int, row: int, label_x: float, words: str) -> Markup:
    mark = MARKS[stretch.status]
    colour, tone = TONES[mark.tone], f"tone-{mark.tone}"
    x = scale.start(stretch.first)
    width = max(2.0, scale.end(min(stretch.last, shown_last)) - x - 1)
    y = _TOP + _HIGH + 18 + 22 * row
    days = stretch.last - stretch.first + 1
    said = (
        f"{mark.word} from {_day(stretch.first)} to {_day(stretch.last)}: {days} day{'' if days == 1 else 's'}"
    )
    return element(
        "a",
        element("title", said),
        element("rect", x=x, y=_TOP, width=width, height=_HIGH, fill=colour, class_=f"fill {tone}"),
        element("line", x1=x + 0.5, x2=x + 0.5, y1=_TOP, y2=y - 9, stroke=colour, class_=f"stroke {tone}"),
        glyph(mark.glyph, label_x + 7, y - 4.5, colour, 13, class_=f"stroke {tone}"),
        text(label_x + 18, y, words, class_="ink"),
        href=stretch.href,
    )


def _tear(x: float, stretch: Stretch) -> Markup:
    """The torn edge of what goes on unchanged."""
    mark = MARKS[stretch.status]
    step = _HIGH / 4
    edge = f"M{number(x)} {_TOP}" + "".join(
        f"L{number(x + (5 if i % 2 else 0))} {number(_TOP + step * i)}" for i in range(1, 5)
    )
    look = {"fill": TONES[mark.tone], "class_": f"fill tone-{mark.tone}"}
    words = f"unchanged until {_day(stretch.last)}"
    return element(
        "g",
        element("path", d=edge, fill="none", stroke=INK, class_="line"),
        element(
            "rect",
            x=x + 8,
            y=_TOP,
            width=20.0,
            height=_HIGH,
            **look,
        ),
        text(x + 28, _TOP - 8, words, 12, MUTED, class_="muted", text_anchor="end"),
    )

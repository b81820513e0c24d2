"""A relationship over time, drawn to scale.

A promise is a bar over its window: a month is as wide as a month, and an open end fades. A ring stands where it
was promised, a glyph where it was settled, and an arrow leads from a window that was given up to the new one.
What took place stands above. Where there are too many to draw one by one, columns count them.

Places that follow days carry them (`data-x`, `data-a` and `data-b`, ordinals), so that a browser can zoom
without asking.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from markupsafe import Markup

from api.pages.charts.crowd import Zoom, crowd_rows
from api.pages.charts.scale import Scale, ticks
from api.pages.charts.svg import INK, MUTED, RULE, cut, document, element, glyph, number, text, width_of
from api.pages.marks import MARKS, TONES

_MARGIN, _AXIS, _ROW, _BAR = 14, 34, 40, 12
_HELD = {
    "visit_held": ("visit", "M8 1.5l6.5 6.5l-6.5 6.5l-6.5-6.5z"),
    "meeting_held": ("meeting", "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11z"),
    "agreement_signed": ("signature", "M3 3h10v10h-10z"),
}


class Window(NamedTuple):
    """The days (ordinals) of a window; None where that side is open."""

    first: int | None
    last: int | None


class Bar(NamedTuple):
    """One promise. Days are ordinals; `earlier` are the windows that it was put off from."""

    href: str
    label: str
    summary: str
    status: str
    promised: int | None
    settled: int | None
    window: Window | None
    earlier: tuple[Window, ...]
    opened: int


class Held(NamedTuple):
    """Something that took place, from one day to another."""

    href: str
    kind: str
    summary: str
    first: int
    last: int


class Drawing(NamedTuple):
    """All that a timeline shows. `today` is the day that is looked at; `zoom` makes the address of a span of
    days (ISO)."""

    title: str
    today: int
    today_word: str
    bars: tuple[Bar, ...]
    held: tuple[Held, ...]
    crowd: tuple[dict[str, Any], ...]
    zoom: Zoom


def timeline(
    drawing: Drawing, first: int, last: int, width: int, *, paper: bool = False, name: str = "timeline"
) -> Markup:
    """The drawing of the days from `first` to `last`, as wide as it is told and as high as it must be."""
    scale = Scale(first, last, _MARGIN, width - _MARGIN)
    y: float = _AXIS
    parts: list[str] = []
    crowded, y = crowd_rows(drawing.crowd, scale, y, drawing.zoom)
    above, y = _held_rows(drawing.held, scale, y)
    bars, y = _bar_rows(drawing.bars, scale, y)
    height = int(y + 14)
    parts.append(_axis(scale, height))
    parts.append(_today(drawing, scale, height))
    parts += [crowded, above, bars]
    words = f"{len(drawing.bars)} promises and {len(drawing.held)} visits, meetings and signatures"
    if drawing.crowd:
        words = "columns that count what is too much to be drawn one by one"
    description = f"From left to right {words}; the list below says the same in words."
    plot = element(
        "g",
        *parts,
        class_="plot",
        data_first=first,
        data_last=last,
        data_left=_MARGIN,
        data_right=width - _MARGIN,
    )
    return document(width, max(height, 120), drawing.title, description, _fades(), plot, name=name, paper=paper)


def _fades() -> Markup:
    """What open ends fade with."""
    stops = (("fade-in", 0, 1), ("fade-out", 1, 0))
    made = [
        element(
            "linearGradient",
            element("stop", offset=0, stop_color="#fff", stop_opacity=a),
            element("stop", offset=1, stop_color="#fff", stop_opacity=b),
            id=name,
        )
        for name, a, b in stops
    ]
    masks = [
        element(
            "mask",
            element("rect", width=1, height=1, fill=f"url(#{name})"),
            id=f"mask-{name}",
            maskContentUnits="objectBoundingBox",
        )
        for name, _, _ in stops
    ]
    return element("defs", *made, *masks)


def _axis(scale: Scale, height: int) -> Markup:
    marks = []
    for tick in ticks(scale):
        x = scale.start(tick.day)
        line = element("line", y1=22, y2=height, stroke=RULE, stroke_width=1, class_="rule")
        strong: dict[str, object] = {"class_": "muted"}
        if tick.strong:
            strong = {"class_": "ink", "font_weight": 600}
        room = scale.right + _MARGIN - x
        cut_off = 4 + width_of(tick.label, 12) * 1.1 > room  # It stands before its line then.
        words = text(-4 if cut_off else 4, 14, tick.label, 12, INK if tick.strong else MUTED,
                     text_anchor="end" if cut_off else None, **strong)  # fmt: skip
        marks.append(_at(x, tick.day, line, words))
    base = element("line", x1=0, x2=int(scale.right + _MARGIN), y1=22, y2=22, stroke=INK, class_="line")
    return element("g", *marks, base, aria_hidden="true", font_variant_numeric="tabular-nums")


def _at(x: float, day: float, *content: str, **attributes: object) -> Markup:
    """What stands at a day, and moves with it."""
    return element("g", *content, transform=f"translate({number(x)} 0)", data_x=f"{day:g}", **attributes)


def _today(drawing: Drawing, scale: Scale, height: int) -> Markup:
    if not scale.first <= drawing.today <= scale.last:
        return Markup("")
    x = scale.middle(drawing.today)
    left = x > (scale.left + scale.right) / 2
    words = text(-5 if left else 5, height - 4, drawing.today_word, 12, TONES["broken"], class_="today-word",
                 text_anchor="end" if left else "start")  # fmt: skip
    line = element("line", y1=22, y2=height, stroke=TONES["broken"], stroke_width=1.5, class_="today-line")
    return _at(x, drawing.today + 0.5, line, words)


# ---------------------------------------------------------------- what took place
def _held_rows(held: Iterable[Held], scale: Scale, y: float) -> tuple[Markup, float]:
    groups: list[list[Held]] = []
    for item in sorted(held, key=lambda h: (h.first, h.kind, h.summary)):
        last = groups[-1] if groups else None
        if last and last[0].kind == item.kind and scale.middle(item.first) - scale.middle(last[0].first) < 15:
            last.append(item)
        else:
            groups.append([item])
    if not groups:
        return Markup(""), y
    marks: list[Markup] = []
    ends: list[float] = []
    for group in groups:
        x = scale.middle(group[0].first)
        row = next((i for i, end in enumerate(ends) if end < x - 9), len(ends))
        ends[row : row + 1] = [max(x + 9 + (14 if len(group) > 1 else 0), scale.end(group[-1].last))]
        marks.append(_held(group, scale, y + 14 + row * 20))
    return element("g", *marks, class_="held"), y + 14 + len(ends) * 20 + 4


def _held(group: list[Held], scale: Scale, y: float) -> Markup:
    first = group[0]
    x, last = scale.middle(first.first), max(item.last for item in group)
    word, path = _HELD[first.kind]
    content = [
        element("title", first.summary if len(group) == 1 else f"{len(group)} {word}s, from {first.summary}")
    ]
    solid = {"fill": INK, "class_": "held-mark"}
    shape = element("path", d=path, transform=f"translate(-6 {number(y - 6)}) scale(.75)", **solid)
    if len(group) > 1:
        shape += text(9, y + 4, str(len(group)), 12, MUTED, class_="muted")
    span = Markup("")
    if last > first.first and scale.end(last) - scale.start(first.first) > 12:
        span = element("rect", x=scale.start(first.first), width=scale.end(last) - scale.start(first.first),
                       y=y - 1.5, height=3, data_a=first.first, data_b=last + 1, **solid)  # fmt: skip
    return element("a", *content, span, _at(x, first.first + 0.5, shape), href=first.href)


# ---------------------------------------------------------------- promises
def _bar_rows(bars: Iterable[Bar], scale: Scale, y: float) -> tuple[Markup, float]:
    """Each in the first row where it has room, its label above it."""
    ends: list[float] = []
    drawn: list[Markup] = []
    order = sorted(bars, key=lambda b: (_reach(b, scale)[0], b.href))
    for bar in order:
        begins, stops = (scale.inside(x) for x in _reach(bar, scale))
        words = cut(bar.label, scale.right - scale.left - 24)
        room = width_of(words) + 22
        label_x = max(scale.left, min(begins, scale.right - room))
        row = next((i for i, end in enumerate(ends) if end < min(label_x, begins) - 12), len(ends))
        ends[row : row + 1] = [max(label_x + room, stops)]
        drawn.append(_bar(bar, scale, y + row * _ROW, label_x, words))
    return element("g", *drawn, class_="bars"), y + len(ends) * _ROW + (6 if ends else 0)


def _reach(bar: Bar, scale: Scale) -> tuple[float, float]:
    days = [bar.promised, bar.settled, bar.opened]
    for window in (bar.window, *bar.earlier):
        days += [window.first, window.last] if window else []
    known = [day for day in days if day is not None]
    return scale.start(min(known)) - 5, scale.end(max(known)) + 8


def _bar(bar: Bar, scale: Scale, top: float, label_x: float, words: str) -> Markup:
    mark = MARKS[bar.status]
    colour, tone = TONES[mark.tone], f"tone-{mark.tone}"
    y = top + 27
    parts: list[str] = [element("title", f"{mark.word}: {bar.summary}")]
    begins, ends = (scale.inside(x) for x in _reach(bar, scale))
    wide = max(24.0, ends - begins, label_x - begins + width_of(words) + 20)
    hit = {"fill": "transparent", "class_": "hit"}
    label = (
        element("rect", x=begins - label_x, y=top + 2, width=wide, height=_ROW - 6, **hit),
        glyph(mark.glyph, 7, top + 12, colour, 13, class_=f"stroke {tone}"),
        text(18, top + 16, words, class_="ink bar-label"),
    )
    parts.append(_at(label_x, round(scale.day(label_x), 2), *label))
    for before, after in zip(bar.earlier, (*bar.earlier[1:], bar.window), strict=False):
        parts.append(_window(before, scale, y, colour, tone, given_up=True))
        parts.append(_arrow(before, after, scale, y, colour, tone))
    began = bar.promised if bar.promised is not None else bar.opened
    parts.append(_thread(bar, began, scale, y, colour, tone))
    if bar.window:
        parts.append(_window(bar.window, scale, y, colour, tone, given_up=False))
    ring = element(
        "circle", cy=y, r=3.5, fill="#fbf9f4", stroke=colour, stroke_width=1.5, class_=f"ring stroke {tone}"
    )
    if bar.settled is None or scale.middle(bar.settled) - scale.middle(began) > 13:
        parts.append(_at(scale.middle(began), began + 0.5, ring))
    if bar.settled is not None:
        sign = glyph(mark.glyph, 0, y, colour, 13, class_=f"stroke {tone}")
        parts.append(_at(scale.middle(bar.settled), bar.settled + 0.5, sign))
    return element("a", *parts, href=bar.href, class_="bar")


def _thread(bar: Bar, began: int, scale: Scale, y: float, colour: str, tone: str) -> Markup:
    """The line from the day of the promise to its window, and on to the day that settled it."""
    days = [began]
    if bar.window:
        days += [day for day in bar.window if day is not None]
    if bar.settled is not None:
        days.append(bar.settled)
    first, last = min(days), max(days)
    return element(
        "line",
        x1=scale.middle(first),
        x2=scale.middle(last),
        y1=y,
        y2=y,
        stroke=colour,
        stroke_width=1.2,
        class_=f"stroke {tone}",
        data_a=first + 0.5,
        data_b=last + 0.5,
    )


def _window(window: Window, scale: Scale, y: float, colour: str, tone: str, *, given_up: bool) -> Markup:
    open_days = 70 / scale.per_day
    first = window.first if window.first is not None else (window.last or 0) - open_days
    last = window.last if window.last is not None else (window.first or 0) + open_days
    x, width = scale.start(first), max(3.0, scale.end(last) - scale.start(first))
    look: dict[str, object] = {
        "fill": colour,
        "fill_opacity": 0.22,
        "stroke": colour,
        "class_": f"fill stroke {tone}",
    }
    if given_up:
        look = {"fill": "none", "stroke": colour, "stroke_dasharray": "3 2", "class_": f"stroke {tone}"}
    if window.first is None or window.last is None:
        look["mask"] = "url(#mask-fade-in)" if window.first is None else "url(#mask-fade-out)"
        look["mask"] = "url(#mask-fade-out)" if window.last is None else "url(#mask-fade-in)"
    height = _BAR - 2 if given_up else _BAR
    return element("rect", x=x, y=y - height / 2, width=width, height=float(height), rx=1.5,
                   data_a=f"{first:.1f}", data_b=f"{last + 1:.1f}", **look)  # fmt: skip


def _arrow(before: Window, after: Window | None, scale: Scale, y: float, colour: str, tone: str) -> Markup:
    """From the middle of the window given up to the start of the new one; without one it ends in the open."""
    known = [day for day in before if day is not None]
    begin = scale.middle(sum(known) / len(known))
    if after is None or (after.first is None and after.last is None):
        end = scale.end(max(known)) + 26
    else:
        end = scale.start(after.first if after.first is not None else after.last or 0)
    tip = y - 6
    start, stop, rise, low, high = map(number, (begin, end, y - 11, tip, tip - 4))
    path = f"M{start} {low}C{start} {rise} {stop} {rise} {stop} {low}"
    head = f"M{number(end - 3)} {high}L{stop} {low}L{number(end + 3)} {high}"
    look = {"fill": "none", "stroke": colour, "stroke_width": 1.3, "class_": f"arrow stroke {tone}"}
    return element("path", d=path + head, **look)

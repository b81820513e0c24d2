"""How long promises take: the share that is not kept yet, by the days since they were made."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from api.pages.charts.svg import INK, MUTED, RULE, document, element, number, text
from api.pages.marks import TONES

_LOOKS = {"visit": ("waiting", ""), "meeting": ("kept", "7 4"), "pledge": ("uneasy", "2 3")}
"""Each kind has a colour and a dash of its own."""
_MONTH = 30.4375
_STEPS = (1, 3, 6, 12, 24, 48, 96, 192, 600)
"""Months that the axis may reach to."""


_NAMES, _LINE = 72, 16
"""Room for the names of the lines, and between two of them."""


def waiting(kinds: dict[str, Any], width: int, *, paper: bool = False) -> Markup:
    """A falling step line for each kind, in its band of 95 percent."""
    left, top, high = 52, 34, 340
    wide = width - left - _NAMES
    longest = max((step["days"] for kind in kinds.values() for step in kind["steps"]), default=30)
    months = next((step for step in _STEPS if step * _MONTH >= longest), _STEPS[-1])
    most = round(months * _MONTH)
    parts = _axes(left, top, wide, high, months)
    parts += [_line(kind, answer, left, top, wide, high, most) for kind, answer in kinds.items()]
    ends = {kind: top + high * (1 - _end(answer)) for kind, answer in kinds.items()}
    parts += [_name(kind, left + wide + 8, y) for kind, y in _apart(ends).items()]
    said = "; ".join(
        f"{kind}s: {answer['kept']} of {answer['promises']} kept"
        + (f", half of them within {answer['median']} days" if answer["median"] is not None else "")
        for kind, answer in kinds.items()
    )
    title = "Share of promises not kept yet, by days since the promise"
    return document(width, top + high + 46, title, said, *parts, name="waiting", paper=paper)


def _axes(left: float, top: float, wide: float, high: float, months: int) -> list[Markup]:
    parts = [text(left, 16, "not kept yet", 12, MUTED, class_="muted")]
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = top + high * (1 - share)
        parts.append(element("line", x1=left, x2=left + wide, y1=y, y2=y, stroke=RULE, class_="rule"))
        parts.append(text(left - 8, y + 4, f"{share:.0%}", 12, MUTED, class_="muted", text_anchor="end"))
    step = next((s for s in (1, 3, 6, 12, 24, 48) if months / s <= max(2, wide / 90)), 120)
    for month in range(0, months + 1, step):
        x = left + wide * month / months
        parts.append(element("line", x1=x, x2=x, y1=top + high, y2=top + high + 5, stroke=INK, class_="line"))
        parts.append(text(x, top + high + 20, _in_words(month), 12, MUTED, text_anchor="middle"))
    return parts


def _in_words(months: int) -> str:
    if months % 12:
        return f"{months} month{'' if months == 1 else 's'}"
    return f"{months // 12} year{'' if months == 12 else 's'}" if months else "at once"


def _line(kind: str, answer: Any, left: float, top: float, wide: float, high: float, most: int) -> Markup:
    tone, dash = _LOOKS[kind]

    def place(days: float, share: float) -> str:
        return f"{number(left + wide * min(days, most) / most)} {number(top + high * (1 - share))}"

    path, upper, lower = [f"M{place(0, 1)}"], [place(0, 1)], [place(0, 1)]
    last = (1.0, 1.0, 1.0)
    for step in [*answer["steps"], {"days": most, "waiting": None}]:
        days = step["days"]
        path.append(f"L{place(days, last[0])}")
        upper.append(place(days, last[1]))
        lower.append(place(days, last[2]))
        if step["waiting"] is None:
            break
        last = (step["waiting"], step["high"], step["low"])
        path.append(f"L{place(days, last[0])}")
        upper.append(place(days, last[1]))
        lower.append(place(days, last[2]))
    look = f"tone-{tone}"
    band = element(
        "path",
        d="M" + "L".join([*upper, *reversed(lower)]) + "Z",
        fill=TONES[tone],
        fill_opacity=0.13,
        class_=f"fill {look}",
    )
    line = element(
        "path",
        d="".join(path),
        fill="none",
        stroke=TONES[tone],
        stroke_width=2.2,
        stroke_dasharray=dash or None,
        class_=f"stroke {look}",
    )
    return element("g", band, line)


def _end(answer: Any) -> float:
    """The share that is not kept at the end of a line."""
    shares = [step["waiting"] for step in answer["steps"]]
    return float(shares[-1]) if shares else 1.0


def _apart(ends: dict[str, float]) -> dict[str, float]:
    """Where the lines' names stand: beside their ends, and not upon one another."""
    placed: dict[str, float] = {}
    for kind, y in sorted(ends.items(), key=lambda pair: pair[1]):
        above = max(placed.values(), default=y - _LINE)
        placed[kind] = max(y, above + _LINE)
    return placed


def _name(kind: str, x: float, y: float) -> Markup:
    tone, _ = _LOOKS[kind]
    return text(x, y + 4, f"{kind}s", 14, TONES[tone], class_=f"fill tone-{tone}", font_weight=600)

"""The picture that other sites show beside a link to a promise: 600 by 315, twice that as PNG."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from api.pages import words
from api.pages.charts.svg import INK, MUTED, cut, document, element, glyph, text, width_of
from api.pages.marks import MARKS, TONES

_WIDTH, _HEIGHT, _LEFT = 600, 315, 36


def card(promise: dict[str, Any], as_of: str) -> Markup:
    """What was promised, what became of it, and as known on which day."""
    mark = MARKS[promise["status"]]
    colour = TONES[mark.tone]
    parts = [
        text(_LEFT, 52, "Servanda", 20, font_weight=600),
        text(_WIDTH - _LEFT, 52, words.KINDS[promise["kind"]], 15, MUTED, text_anchor="end"),
        element("line", x1=_LEFT, x2=_WIDTH - _LEFT, y1=66, y2=66, stroke=INK, stroke_width=1.5),
    ]
    y = 106.0
    for line in broken(words.title(promise), 30, _WIDTH - 2 * _LEFT, 2):
        parts.append(text(_LEFT, y, line, 30, font_weight=600))
        y += 36
    parts.append(glyph(mark.glyph, _LEFT + 11, y + 1, colour, 22))
    for number, line in enumerate(broken(words.headline(promise), 22, _WIDTH - 2 * _LEFT - 34, 2)):
        parts.append(text(_LEFT + 32, y + 8 + 26 * number, line, 22, colour, font_weight=600))
    sources = f"{promise['sources']} source{'' if promise['sources'] == 1 else 's'}, as known on {as_of}"
    parts.append(text(_LEFT, _HEIGHT - 30, sources, 15, MUTED))
    title = f"{words.title(promise)}: {words.headline(promise)}"
    return document(_WIDTH, _HEIGHT, title, promise["summary"], *parts, name="card", paper=True)


def broken(said: str, size: int, room: float, most: int) -> list[str]:
    """Words in at most so many lines."""
    lines: list[str] = []
    for word in said.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        elif len(lines) < most:
            lines.append(cut(word, room, size))
        else:
            lines[-1] = cut(lines[-1] + " …" + "m" * 400, room, size).rstrip("m…") + "…"
            break
    return lines

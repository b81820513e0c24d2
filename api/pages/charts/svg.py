"""SVG as text: elements with escaped attributes, numbers to a tenth, in the order in which they are given."""

from __future__ import annotations

from markupsafe import Markup, escape

from api.pages.plain import plain

INK, MUTED, RULE, PAPER = "#1e1b16", "#69635a", "#d8d2c4", "#fbf9f4"
FONT = "Newsreader, Georgia, 'Times New Roman', serif"


def number(value: float) -> str:
    """A coordinate, to a tenth."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


def element(tag: str, *content: str, **attributes: object) -> Markup:
    """An element. A trailing underscore of an attribute's name is dropped and others become dashes."""
    parts = [f"<{tag}"]
    for name, value in attributes.items():
        if value is None:
            continue
        shown = number(value) if isinstance(value, float) else str(value)
        parts.append(f' {name.rstrip("_").replace("_", "-")}="{escape(plain(shown))}"')
    inner = "".join(part if isinstance(part, Markup) else escape(plain(part)) for part in content)
    parts.append(f">{inner}</{tag}>" if inner else "/>")
    return Markup("".join(parts))  # noqa: S704 - all of it was escaped


def text(x: float, y: float, words: str, size: int = 13, fill: str = INK, **attributes: object) -> Markup:
    """Words at a place."""
    attributes.setdefault("class_", "ink")
    return element("text", words, x=float(x), y=float(y), font_size=size, fill=fill, **attributes)


_SHARES = (
    (0.24, " .,'\u2019:j|"),
    (0.28, "!;l()i"),
    (0.34, "{}[]Ift\"-"),
    (0.4, "srJ_/\\*z?c“”"),
    (0.47, "ae`gé"),
    (0.53, "+<=>^x~yovkqu\u2013"),
    (0.57, "Sbdhp#$0123456789n"),
    (0.64, "FLPZBER…"),
    (0.7, "TYVCAÉ&XK—"),
    (0.77, "wGDNU%OQ"),
    (0.83, "Hm@"),
    (0.98, "WM"),
)
_WIDTHS = {letter: share for share, letters in _SHARES for letter in letters}
"""How wide letters of the font that comes with the pages are, as a share of its size."""


def width_of(words: str, size: float = 13) -> float:
    """How wide words are in the font of the pages; of letters that it lacks, about."""
    return size * sum(_WIDTHS.get(c, 1.0 if ord(c) >= 0x1100 else 0.6) for c in words) + 2


def cut(words: str, room: float, size: float = 13) -> str:
    """Words cut to the room that there is."""
    if width_of(words, size) <= room:
        return words
    while words and width_of(words + "…", size) > room:
        words = words[:-1]
    return words.rstrip() + "…" if words else ""


def document(
    width: int, height: int, title: str, description: str, *content: str, name: str, paper: bool = False
) -> Markup:
    """A whole drawing, with its title and description for those who cannot see it.

    `name` tells it from others on the same page; `paper` draws the background.
    """
    ground = [element("rect", width=width, height=height, fill=PAPER, class_="paper")] if paper else []
    return element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", description, id=f"{name}-desc"),
        *ground,
        *content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        font_family=FONT,
        class_=f"chart {name}",
        role="group",
        aria_labelledby=f"{name}-title {name}-desc",
    )


def glyph(path: str, x: float, y: float, colour: str, size: float = 14, **attributes: object) -> Markup:
    """A status's glyph around a point."""
    scale = size / 16
    place = f"translate({number(x - size / 2)} {number(y - size / 2)}) scale({scale:.3f})"
    return element(
        "path", d=path, transform=place, fill="none", stroke=colour, stroke_width=1.8, stroke_linecap="round",
        stroke_linejoin="round", **attributes,
    )  # fmt: skip

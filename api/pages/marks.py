"""How a status is shown: a word, a glyph and a tone, never a tone alone."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from domain.events import STATUSES


class Mark(NamedTuple):
    """`tone` is one of the five of the style sheet; `glyph` a path in a box of 16 by 16, drawn as a line."""

    status: str
    word: str
    tone: str
    glyph: str


TONES = {"kept": "#2c6a3f", "waiting": "#2d5590", "uneasy": "#8a5600", "broken": "#a02c2c", "void": "#69635a"}
"""The light colours, for charts that leave the page; the style sheet has the dark ones as well."""

_RING = "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11z"
MARKS = {
    mark.status: mark
    for mark in (
        Mark("invited", "Invited", "waiting", "M2.5 4.5h11v7h-11z M2.5 4.5l5.5 4.5l5.5-4.5"),
        Mark("pending", "Pending", "waiting", _RING + " M8 5v3.2l2.3 1.4"),
        Mark("postponed", "Postponed", "uneasy", "M2.5 8h10 M9 4.5l3.5 3.5l-3.5 3.5 M2.5 4.5v7"),
        Mark("overdue", "Overdue", "uneasy", "M8 2.5l6 11h-12z M8 6.5v3.4 M8 11.4v.6"),
        Mark("stalled", "Stalled", "void", _RING + " M6.5 6v4 M9.5 6v4"),
        Mark("fulfilled", "Kept", "kept", "M2.5 8.5l3.8 4l7.2-9"),
        Mark("fulfilled_late", "Kept late", "kept", "M2 7.5l3 3.5l5.5-7.5 M10.5 13h3.5v-4.5"),
        Mark("partially_fulfilled", "Kept in part", "kept", _RING + " M8 2.5v11 M10 4v8 M12 5.5v5"),
        Mark("cancelled", "Cancelled", "void", _RING + " M4.2 11.8l7.6-7.6"),
        Mark("declined", "Declined", "void", _RING + " M5 8h6"),
        Mark("unfulfilled", "Not kept", "broken", "M3.5 3.5l9 9 M12.5 3.5l-9 9"),
        Mark("lapsed", "Lapsed", "void", "M4 2.5h8l-4 5.5l4 5.5h-8l4-5.5z"),
    )
}
"""By status, in the order in which they are listed everywhere."""
assert tuple(MARKS) == STATUSES  # noqa: S101 - every status has its mark


def glyph(status: str) -> Markup:
    """The glyph for a page; a word stands beside it, so it is hidden from a screen reader."""
    mark = MARKS[status]
    return Markup(
        '<svg class="glyph" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>'
    ).format(mark.glyph)


def shown(status: str) -> Markup:
    """Glyph and word."""
    mark = MARKS[status]
    return Markup('<span class="status tone-{}">{}<span>{}</span></span>').format(
        mark.tone, glyph(status), mark.word
    )

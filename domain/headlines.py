"""Titles for lists and calendars: what a promise is about, in a few words."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, NamedTuple

from domain.edtf import Span, parse
from domain.events import OCCURRENCES
from domain.states import english_name
from domain.wording import party_in_words, span_in_words, state_in_words

LONGEST_STAY = timedelta(days=14)
"""Days named on both sides that lie further apart are a time in which, not the time for which."""

# No XML document may hold these, and nobody misses the others.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")

_MARKS = {
    "invited": "Proposed",
    "postponed": "Postponed",
    "overdue": "Overdue",
    "stalled": "Stalled",
    "partially_fulfilled": "In part",
    "cancelled": "Cancelled",
    "declined": "Declined",
    "unfulfilled": "Not kept",
    "lapsed": "Lapsed",
}
_KEPT = frozenset({"fulfilled", "fulfilled_late", "partially_fulfilled"})
_CAME_TO_NOTHING = frozenset({"cancelled", "declined", "unfulfilled", "lapsed"})


def plain(text: str) -> str:
    """A text of strangers on one line, without what could steer a reader's program or hide its order."""
    return _SPACE.sub(" ", _BIDI.sub("", _UNFIT.sub(" ", text))).strip()


def address(url: str | None) -> str | None:
    """A report's address where a reader may be led there; null for `javascript:` and the like."""
    return url if url and url[:8].lower().startswith(("http://", "https://")) else None


def pair_in_words(relationship: str) -> str:
    """`North Korea and Russia`."""
    first, _, second = relationship.partition("-")
    return f"{english_name(first)} and {english_name(second)}"


def subject(promise: dict[str, Any]) -> str:
    """`visit of Sergey Lavrov (Russia) to North Korea`."""
    if promise["kind"] == "visit":
        words = f"visit of {party_in_words(promise['visitor'])} to {state_in_words(promise['host'])}"
    elif promise["kind"] == "meeting":
        kind = {"phone": "phone call", "video": "video meeting"}.get(promise["mode"], "meeting")
        who = [party_in_words(party) for party in promise["participants"]]
        words = f"{kind} of {', '.join(who[:-1])} and {who[-1]}"
    else:
        who = [party_in_words(promise["by"]), state_in_words(promise["to"])]
        words = f"pledge by {who[0]} to {who[1]}: {promise['subject'] or 'as reported'}"
    return plain(words)


class Appointment(NamedTuple):
    """A promise as a calendar shows it: whole days, the last one among them.

    `status`: TENTATIVE, CONFIRMED or CANCELLED, as iCalendar has it.
    """

    first: date
    last: date
    title: str
    status: str


def appointment(promise: dict[str, Any]) -> Appointment | None:
    """Where a promise stands in a calendar; None where it has no window that ends, and was not held.

    A month or a season is shown whole and says so: no day is named that no report named.
    """
    span = _held(promise) or (parse(promise["window"]) if promise["window"] else None)
    if span is None or span.last is None:
        return None
    first = span.first or _promised(promise)
    if first is None or first > span.last:
        return None
    mark = _MARKS.get(promise["status"])
    words = subject(promise)
    title = f"{mark}: {words}" if mark else words[0].upper() + words[1:]
    if not _to_the_day(span):
        title += f", {_within(span.text)}"
    return Appointment(first, span.last, title, _calendar_status(promise["status"]))


def _held(promise: dict[str, Any]) -> Span | None:
    """The days on which a kept promise was kept, as the report that decided told them."""
    if promise["status"] not in _KEPT:
        return None
    for evidence in promise["evidence"]:
        if evidence["effect"] in ("fulfilled", "inferred") and evidence["type"] in OCCURRENCES:
            return parse(evidence["on"])
    return parse(promise["settled_on"]) if promise["settled_on"] else None


def _promised(promise: dict[str, Any]) -> date | None:
    days = [promise["promised_on"], *(evidence["on"] for evidence in promise["evidence"])]
    return parse(days[0]).first if days[0] else next((parse(day).first for day in days[1:] if day), None)


def _to_the_day(span: Span) -> bool:
    if not (span.start_is_day and span.end_is_day and span.first and span.last):
        return False
    return span.last - span.first <= LONGEST_STAY and not any(mark in span.text for mark in "?~%")


def _within(text: str) -> str:
    words = span_in_words(text)
    if text.startswith("../"):
        return words
    return f"some time from {words}" if "/" in text else f"in {words}" if len(text) < 10 else f"on {words}"


def _calendar_status(status: str) -> str:
    if status in _KEPT:
        return "CONFIRMED"
    return "CANCELLED" if status in _CAME_TO_NOTHING else "TENTATIVE"

"""Sentences for people: what became of a promise, in plain English."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from domain.edtf import parse
from domain.states import english_name

_MONTHS: tuple[str, ...] = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WITH_ARTICLE: tuple[str, ...] = (
    *("Central African", "Comoros", "Czech Republic", "Dominican Republic", "European Union", "Gambia"),
    *("Maldives", "Marshall", "Netherlands", "Philippines", "Seychelles", "Solomon", "United "),
)
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_QUALIFIERS = {"?": " (uncertain)", "~": " (approximate)", "%": " (uncertain and approximate)"}


@lru_cache(maxsize=65_536)
def day_in_words(iso: str) -> str:
    """`2023-10-18` as `18 October 2023`."""
    day = date.fromisoformat(iso)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


@lru_cache(maxsize=65_536)
def span_in_words(text: str) -> str:
    """An EDTF text as a reader would say it: `October 2023`, `18 to 19 June 2024`, `before May 1972`."""
    start, slash, end = text.partition("/")
    if not slash:
        return _side(start)
    if start == "..":
        return f"any time up to {_side(end)}"
    if end == "..":
        return f"{_side(start)} or later"
    span = parse(text)
    if span.start_is_day and span.end_is_day and start[:7] == end[:7] and not _qualified(text):
        return f"{int(start[8:])} to {day_in_words(end)}"
    return f"{_side(start)} to {_side(end)}"


def _qualified(text: str) -> bool:
    return any(mark in text for mark in _QUALIFIERS)


def _side(text: str) -> str:
    qualifier = _QUALIFIERS.get(text[-1], "")
    text = text.rstrip("?~%")
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return day_in_words(text) + qualifier
    if len(parts) == 2:
        name = _SEASONS.get(parts[1]) or _MONTHS[parts[1] - 1]
        if parts[1] == 24:
            return f"the winter of {parts[0]} to {parts[0] + 1}{qualifier}"
        return f"{'the ' + name + ' of' if parts[1] > 20 else name} {parts[0]}{qualifier}"
    return f"{parts[0]}{qualifier}"


@lru_cache(maxsize=1_024)
def state_in_words(code: str) -> str:
    """`Russia`, `the United States`."""
    name = english_name(code)
    return f"the {name}" if name.startswith(_WITH_ARTICLE) else name


def party_in_words(party: dict[str, Any]) -> str:
    """`Sergey Lavrov (Russia)`, `the foreign minister of Russia`, `Russia`."""
    state = state_in_words(party["state"])
    if party.get("name"):
        return f"{party['name']} ({english_name(party['state'])})"
    role = party.get("role")
    return f"the {role.replace('_', ' ')} of {state}" if role and role != "other" else state


def summary(promise: dict[str, Any], ruled_on: str | None = None) -> str:
    """One plain sentence on a promise in its wire form: what was promised, and what became of it.

    Where a person ruled against what the reports say, on the day `ruled_on`, it tells that and no event.
    """
    what = subject_in_words(promise)
    outcome = _outcome(promise) if ruled_on is None else _ruling(promise, ruled_on)
    return f"{what[0].upper()}{what[1:]}{outcome}."


def subject_in_words(promise: dict[str, Any]) -> str:
    """What was promised, to stand within a sentence."""
    postponed = promise["status"] == "postponed"  # Its window is the new one, which is told behind.
    when = f" planned for {span_in_words(promise['window'])}" if promise["window"] and not postponed else ""
    if promise["kind"] == "visit":
        return f"the visit of {party_in_words(promise['visitor'])} to {state_in_words(promise['host'])}{when}"
    if promise["kind"] == "meeting":
        kind = {"phone": "phone call", "video": "video meeting"}.get(promise["mode"], "meeting")
        return f"the {kind} of {_listed([party_in_words(p) for p in promise['participants']])}{when}"
    subject = promise["subject"] or "the pledge"
    giver, receiver = party_in_words(promise["by"]), state_in_words(promise["to"])
    return f"the pledge by {giver} to {receiver} ({subject}){when}"


def _listed(words: list[str]) -> str:
    return ", ".join(words[:-1]) + " and " + words[-1] if len(words) > 1 else words[0]


def _ruling(promise: dict[str, Any], ruled_on: str) -> str:
    promised, status = promise["promised_on"], promise["status"].replace("_", " ")
    since = f", promised on {day_in_words(promised)}," if promised else ""
    return f"{since} counts as {status} by a ruling of {day_in_words(ruled_on)}"


def _outcome(promise: dict[str, Any]) -> str:
    settled, promised = promise["settled_on"], promise["promised_on"]
    on = f" on {day_in_words(settled)}" if settled else ""
    since = f", promised on {day_in_words(promised)}," if promised else ""
    held = "was kept" if promise["kind"] == "pledge" else "took place"
    to = f"to {span_in_words(promise['window'])}" if promise["window"] else "without a new date"
    in_part = ": somebody else came instead" if promise["kind"] == "visit" else ""
    words = {
        "invited": " has been proposed and not yet accepted",
        "pending": f"{since} is still to come",
        "postponed": f"{since} has been postponed {to}",
        "overdue": f"{since} is overdue",
        "stalled": f"{since} has no date, and nothing has been heard of it for over a year",
        "fulfilled": f"{since} {held}{on}",
        "fulfilled_late": f"{since} {held}{on}, {_late(promise['days_late'])}",
        "partially_fulfilled": f"{since} {held} only in part{in_part}{on}",
        "cancelled": f"{since} was cancelled{on}",
        "declined": f" was declined{on}",
        "unfulfilled": f"{since} was not kept, which was settled{on}",
        "lapsed": f" was never taken up; the invitation lapsed{on}",
    }
    return words[promise["status"]]


def _late(days: int | None) -> str:
    return "late" if days is None else f"{days} day{'' if days == 1 else 's'} late"

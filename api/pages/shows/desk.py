"""The review desk: a text with its candidates' words marked, and what mending one changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from api.pages import words
from api.pages.shows.fields import Group
from domain.events import InvalidEvent, canonical, read_event
from domain.reading.reader import DEFAULT_THRESHOLD

LONGEST_TEXT = 60_000
"""Characters of a text that are shown; what is found further on shows its own words beside."""

Answer = dict[str, Any]


class Piece(NamedTuple):
    """A part of a text. `of`: the candidates whose words it is, by number; `ends`: those that end with it."""

    text: str
    of: tuple[int, ...]
    ends: tuple[int, ...]


def pieces(text: str, found: Iterable[Mapping[str, Any]]) -> list[Piece]:
    """A text cut wherever the words of a candidate begin or end."""
    text = text[:LONGEST_TEXT]
    spans = [
        (span["start"], min(span["end"], len(text)), candidate["number"])
        for candidate in found
        for span in candidate["spans"]
        if 0 <= span["start"] < min(span["end"], len(text))
    ]
    cuts = sorted({0, len(text), *(place for start, end, _ in spans for place in (start, end))})
    made = []
    for first, last in pairwise(cuts):
        of = sorted({number for start, end, number in spans if start <= first and last <= end})
        ends = sorted({number for _, end, number in spans if end == last})
        made.append(Piece(text[first:last], tuple(of), tuple(ends)))
    return made


def numbered(candidates: Iterable[Answer]) -> list[Answer]:
    """Candidates as the desk shows them: with a number that ties each to its words, and its event in words."""
    return [
        {
            **candidate,
            "number": number,
            "kind": words.EVENTS.get(candidate["event"]["type"], "Event"),
            "sentence": sentence(candidate["event"]),
            "said": said(candidate["event"]),
            "likely": candidate["score"] >= DEFAULT_THRESHOLD,
            "quotes": [span["text"] for span in candidate["spans"] if span["text"]],
            "certainty": candidate["event"].get("certainty", "firm"),
        }
        for number, candidate in enumerate(candidates, 1)
    ]


def sentence(event: Answer) -> str:
    """An event in words; of one that lacks something, that it does."""
    try:
        return words.event(canonical(read_event(event)))
    except InvalidEvent:
        return f"{words.EVENTS.get(event['type'], 'An event')}, but something is missing: mend it"


def said(event: Answer) -> str:
    """When a speech act was said, and who is cited; empty where neither is told."""
    try:
        body = canonical(read_event(event))
    except InvalidEvent:
        return ""
    on = f"said {words.when(body['said_on'])}" if body.get("said_on") else ""
    return ", ".join(filter(None, [on, f"citing {body['attributed_to']}" if body.get("attributed_to") else ""]))


def waiting(candidates: Iterable[Answer], after: int = 0) -> Answer | None:
    """The next proposal that nobody decided on: first those further on in the text, then those before."""
    still = [c for c in candidates if c["state"] == "proposed" and c["likely"]]
    return next((c for c in still if c["number"] > after), still[0] if still else None)


def by_report(items: Iterable[Answer]) -> list[tuple[str, list[Answer]]]:
    """Candidates by their report, in the order in which they are given."""
    found: dict[str, list[Answer]] = {}
    for item in items:
        found.setdefault(item["report_id"], []).append(item)
    return list(found.items())


def without_nulls(event: Any) -> Any:
    """An event without the fields that hold nothing."""
    if isinstance(event, dict):
        return {name: without_nulls(value) for name, value in event.items() if value is not None}
    return [without_nulls(item) for item in event] if isinstance(event, list) else event


def changes(event: Answer, typed: Answer, shown: Sequence[Group]) -> Answer:
    """The fields that a form mended, each whole; None for one that was emptied."""
    asked = {field.pointer.split("/")[1] for group in shown for field in group.fields}
    before = without_nulls(event)
    return {name: typed.get(name) for name in sorted(asked) if typed.get(name) != before.get(name)}

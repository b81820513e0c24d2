"""The page of one promise: the answer, how it came about, how it looked on each day, who said otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from api.pages import words
from api.pages.charts.strip import Stretch
from api.pages.look import Look
from domain.edtf import parse
from domain.events import OCCURRENCES

Answer = dict[str, Any]


def steps(promise: Answer, bodies: dict[str, Answer]) -> list[Answer]:
    """How it came about: who said what when, in which report."""
    found = []
    for piece in promise["evidence"]:
        full = bodies[piece["event_id"]]
        body = full["event"]
        report = body.get("report") or {}
        found.append(
            {
                "event_id": piece["event_id"],
                "name": words.EVENTS[piece["type"]],
                "sentence": words.event(body),
                "effect": words.EFFECTS[piece["effect"]],
                "moved": piece["effect"] not in ("none", "corroborated"),
                "on": words.when(piece["on"]),
                "on_edtf": piece["on"],
                "published_at": report.get("published_at"),
                "late": _told_later(piece["on"], report),
                "published": words.published(report["published_at"]) if report else None,
                "publisher": report.get("publisher"),
                "url": report.get("url"),
                "title": report.get("title"),
                "language": report.get("language"),
                "quote": body.get("quote"),
                "attributed_to": body.get("attributed_to"),
                "certainty": body["certainty"],
                "corrected": full["corrected"],
                "recorded_at": full["recorded_at"],
            }
        )
    return found


def _told_later(on: str, report: Answer) -> str | None:
    """The day on which it was published, where it was said or so on a single day before."""
    told = words.published_day(report["published_at"]) if report else on
    return words.day(told) if len(on) == len(told) and on < told else None


def stretches(history: list[Answer], look: Look, path: str) -> list[Stretch]:
    """The statuses with their first and last days, up to the day that is looked at."""
    days = [date.fromisoformat(item["from"]).toordinal() for item in history]
    lasts = [*(day - 1 for day in days[1:]), look.view.day]
    found = []
    for item, first, last in zip(history, days, lasts, strict=True):
        if last >= first:
            day = date.fromordinal(first).isoformat()
            found.append(Stretch(item["status"], first, last, look.here(as_of=day) if path else ""))
    return found


def changes(history: list[Answer], promise: Answer) -> list[Answer]:
    """The same as a table: each status, since when, and why."""
    publishers = {e["event_id"]: e for e in promise["evidence"]}
    found = []
    for item in history:
        if item["cause"] == "calendar":
            cause = "the calendar"
        else:
            piece = publishers.get(item["cause"]["event_id"])
            cause = (
                f"{words.EVENTS[piece['type']].lower()}, {piece['publisher'] or 'ruling'}"
                if piece
                else "a report"
            )
        found.append({"status": item["status"], "from": item["from"], "cause": cause})
    return found


def accounts(promise: Answer, bodies: dict[str, Answer]) -> list[Answer]:
    """What reports tell differently, side by side: `{question, sides: [{says, reports}]}`."""
    found = []
    for question, tell, in_words, agree in _QUESTIONS:
        sides: dict[str, list[Answer]] = {}
        for piece in promise["evidence"]:
            body = bodies[piece["event_id"]]["event"]
            says = tell(body)
            if says is not None and body.get("report"):
                sides.setdefault(says, []).append(body["report"])
        told_by = {report["publisher"] for reports in sides.values() for report in reports}
        if len(sides) > 1 and len(told_by) > 1 and not agree(sides):
            shown = [{"says": in_words(says), "reports": reports} for says, reports in sides.items()]
            found.append({"question": question, "sides": shown})
    return found


def _happened(body: Answer) -> str | None:
    kind = body["type"]
    if body["certainty"] == "speculative":
        return None
    if kind in OCCURRENCES:
        return "Yes"
    if kind == "outcome_reported":
        return "Yes" if body["outcome"] == "fulfilled" else "No"
    return None


def _held_on(body: Answer) -> str | None:
    return body.get("held_on") if body["certainty"] != "speculative" else None


def _place(body: Answer) -> str | None:
    return body.get("place") if body["type"] in OCCURRENCES else None


def _one_day_fits(told: Iterable[str]) -> bool:
    """Whether some day lies in all of them, as 19 June does in "18 to 19 June" and in "June"."""
    spans = [parse(text) for text in told]
    firsts = [span.first for span in spans if span.first]
    lasts = [span.last for span in spans if span.last]
    return not firsts or not lasts or max(firsts) <= min(lasts)


def _never(told: Iterable[str]) -> bool:
    """Words that differ tell different things."""
    return False


_QUESTIONS = (
    ("Did it take place?", _happened, str, _never),
    ("When was it?", _held_on, words.when, _one_day_fits),
    ("Where was it?", _place, str, _never),
)


def related(promise: Answer, look: Look) -> list[Answer]:
    """Where to go on: the relationships it belongs to."""
    return [{"href": look.href(f"/{pair}"), "name": words.pair(pair)} for pair in promise["relationships"]]

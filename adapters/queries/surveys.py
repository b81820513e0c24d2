"""What is told by all promises together: how long they take, and who visits whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from adapters.queries.scorecards import promised
from domain.edtf import parse
from domain.promise import KEPT
from domain.scoring import BROKEN, Score, wilson
from domain.survival import Duration, survival
from domain.views import View


def base(connection: Connection, view: View) -> dict[str, Any]:
    """How all promises together were kept."""
    score = Score()
    for promise in promised(connection, view):
        score.add(promise["status"], promise["days_late"])
    return score.answer()


def durations(connection: Connection, view: View) -> dict[str, Any]:
    """`{kinds: {visit: {promises, kept, median, steps}}}`: how many days a promise waits until it is kept.

    A promise that was broken, or is still open, has waited so long without being kept (censored).
    """
    waited: dict[str, list[Duration]] = {}
    for promise in promised(connection, view):
        if promise["promised_on"] is None:
            continue
        begun = _day(promise["promised_on"])
        ended = _day(promise["settled_on"]) if promise["settled_on"] else view.day
        kept = promise["status"] in KEPT
        if ended >= begun:  # Some were kept before the report of the promise said when it was made.
            waited.setdefault(promise["kind"], []).append(Duration(ended - begun, kept))
    return {"kinds": {kind: survival(items) for kind, items in sorted(waited.items())}}


def flows(connection: Connection, view: View) -> dict[str, Any]:
    """`{items: [{visitor, host, kept, broken, open, share_kept, interval_95}]}`, most visits first."""
    return {"items": _flows(promised(connection, view))}


def _flows(promises: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    for promise in promises:
        if promise["kind"] != "visit":
            continue
        key = (promise["visitor"]["state"], promise["host"])
        counts.setdefault(key, Counter())[_fate(promise["status"])] += 1
    items = [_flow(visitor, host, counted) for (visitor, host), counted in counts.items()]
    return sorted(items, key=lambda i: (-i["promises"], i["visitor"], i["host"]))


def _fate(status: str) -> str:
    return "kept" if status in KEPT else "broken" if status in BROKEN else "open"


def _flow(visitor: str, host: str, counted: Counter[str]) -> dict[str, Any]:
    kept, broken = counted["kept"], counted["broken"]
    interval = wilson(kept, kept + broken)
    return {
        "visitor": visitor,
        "host": host,
        "promises": counted.total(),
        "kept": kept,
        "broken": broken,
        "open": counted["open"],
        "share_kept": round(kept / (kept + broken), 4) if kept + broken else None,
        "interval_95": [round(bound, 4) for bound in interval] if interval else None,
    }


def _day(text: str) -> int:
    first = parse(text).first
    assert first is not None  # Both are days.
    return first.toordinal()

"""What is different now from what a page of another day shows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

from api.pages.marks import MARKS

Answer = dict[str, Any]
_WORDS = {"promises": "promised"} | {mark.status: mark.word.lower() for mark in MARKS.values()}


def marked(
    items: Iterable[Answer],
    now: Iterable[Answer] | None,
    identity: Callable[[Answer], Hashable],
    counts: Sequence[str] = ("promises", "kept", "late", "broken", "open"),
) -> list[Answer]:
    """Rows, each with what of its counts is different `now`, in words; None where nothing is.

    `now`: the rows of today, or None where the page is one of today itself.
    """
    known = {identity(item): item for item in now or ()}
    return [{**item, "now": _now(item, known.get(identity(item)), counts)} for item in items]


def _now(item: Answer, later: Answer | None, counts: Sequence[str]) -> str | None:
    if later is None:
        return None
    said = [f"{later[c]} {_WORDS.get(c, c)}" for c in counts if c in item and item[c] != later[c]]
    return "now " + ", ".join(said) if said else None


def more(shown: int, now: Iterable[Answer] | None) -> int:
    """How many rows there are more now."""
    return 0 if now is None else max(0, sum(1 for _ in now) - shown)

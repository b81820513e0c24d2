"""A promise in one line, and lists of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api.pages import words
from api.pages.look import Look
from api.pages.marks import MARKS

Answer = dict[str, Any]


def line(promise: Answer, look: Look, since: dict[str, str] | None = None) -> Answer:
    """One line that a newspaper could print, with its publishers.

    `since`: by promise id the status of now, to mark what changed after the day that is looked at.
    """
    publishers = list(dict.fromkeys(e["publisher"] for e in promise["evidence"] if e["publisher"]))
    now = (since or {}).get(promise["id"])
    return {
        "id": promise["id"],
        "href": look.href(f"/promises/{promise['id']}"),
        "status": promise["status"],
        "kind": words.KINDS[promise["kind"]],
        "title": words.title(promise),
        "sentence": promise["summary"],
        "due": promise["due_on"],
        "settled": promise["settled_on"],
        "pairs": [
            {"href": look.href(f"/{pair}"), "name": words.pair(pair), "key": pair}
            for pair in promise["relationships"]
        ],
        "publishers": publishers,
        "sources": promise["sources"],
        "now": now if now != promise["status"] else None,
    }


def lines(promises: Iterable[Answer], look: Look, since: dict[str, str] | None = None) -> list[Answer]:
    """Promises as lines."""
    return [line(promise, look, since) for promise in promises]


def counts(counted: dict[str, int], look: Look, chosen: str | None) -> list[Answer]:
    """Counts by status, each with the address that shows those alone; the chosen one leads back to all."""
    return [
        {
            "status": status,
            "count": counted[status],
            "chosen": status == chosen,
            "href": look.here(status=None if status == chosen else status, cursor=None),
        }
        for status in MARKS
        if counted.get(status)
    ]

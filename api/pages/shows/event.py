"""The page of one event."""

from __future__ import annotations

from typing import Any

import orjson

Answer = dict[str, Any]


def report(body: Answer) -> Answer | None:
    """Its report, with a title or None; the ledger's own acts have none."""
    found = body.get("report")
    return {"title": None, **found} if found else None


def fields(first: Answer, now: Answer) -> list[tuple[str, str, str]]:
    """Each field as first recorded and as it counts now; a field that is not there is empty."""
    names = [*first, *(name for name in now if name not in first)]
    return [(name, _text(first.get(name)), _text(now.get(name))) for name in names if name != "quote"]


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else orjson.dumps(value).decode()

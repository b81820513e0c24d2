"""A real server, and events whose words try to break out of where they are put."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.api.conftest import database, migrated, server, start

__all__ = ["database", "migrated", "server", "start"]

NASTY = '</title><script>alert("1")</script> & ]]> \u202eevil\ufffe,;\\n: "quoted"'
"""A publisher's name."""


def report(url: str, published_at: str = "", publisher: str = "One") -> dict[str, str]:
    day = published_at or datetime.now(UTC).date().isoformat()
    return {"url": url, "publisher": publisher, "published_at": day}


def announced(number: int = 0, **fields: Any) -> dict[str, Any]:
    """A pledge of today; each number is a promise of its own."""
    told = report(
        f"https://news.example/{number}", fields.pop("published_at", ""), fields.pop("publisher", "One")
    )
    who = {"name": "Anna Berg", "state": "NOR", "role": "foreign_minister"}
    what = {"subject": f"gift {number}", "key": f"gift-{number}", "window": "2099"}
    return {"type": "pledge_made", "by": who, "to": "AUT", "report": told, **what, **fields}


def visit(kind: str = "visit_announced", *, day: str = "2020-01-10", **fields: Any) -> dict[str, Any]:
    """Anna Berg is to visit Austria."""
    told = report(fields.pop("url", f"https://news.example/{kind}/{day}"), day, fields.pop("publisher", "One"))
    who = {"name": fields.pop("visitor", "Anna Berg"), "state": "NOR", "role": "foreign_minister"}
    return {"type": kind, "visitor": who, "host": fields.pop("host", "AUT"), "report": told, **fields}


@pytest.fixture
def record(server: Any) -> Any:
    """Records events; all of them must be good."""

    def go(*events: dict[str, Any]) -> None:
        for event in events:
            answer = server.record(event, "review")
            assert answer.status_code == 201, answer.text

    return go

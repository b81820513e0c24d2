"""Small stories of one visit, published today so that they are news."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

TODAY = datetime.now(UTC).date()


def day(offset: int) -> str:
    return (TODAY + timedelta(days=offset)).isoformat()


def event(
    kind: str, published: int = 0, publisher: str = "TASS", who: str = "Sergey Lavrov", **more: Any
) -> Any:
    at, slug = day(published), f"{publisher}-{who}".replace(" ", "-").lower()
    return {
        "type": kind,
        "report": {
            "url": f"https://news.example/{slug}/{kind}/{at}",
            "publisher": publisher,
            "published_at": at,
        },
        "visitor": {"name": who, "state": "RUS"},
        "host": "PRK",
        **more,
    }


def announced(published: int = 0, **more: Any) -> Any:
    return event("visit_announced", published, **{"window": f"{day(20)}/{day(25)}", **more})


def cancelled(published: int = 0, **more: Any) -> Any:
    return event("visit_cancelled", published, **more)


def postponed(published: int = 0, **more: Any) -> Any:
    return event("visit_postponed", published, **{"window": day(60), **more})


def held(published: int = 0, **more: Any) -> Any:
    return event("visit_held", published, **{"held_on": day(published), **more})


def somebody(n: int) -> str:
    """A name unlike the others."""
    given = ("Anna", "Boris", "Clara", "Dmitri", "Elena", "Fyodor")[n % 6]
    return f"{given} {('Berg', 'Ostrov', 'Lindqvist', 'Tamm', 'Zhukova', 'Petrenko')[n // 6 % 6]}"

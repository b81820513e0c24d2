"""Found events in lines for people."""

from __future__ import annotations

from typing import Any

from domain.reading.evaluation import in_words


def found_in_words(event: dict[str, Any]) -> str:
    """One line: what `in_words` tells, and how a meeting was held where not in person."""
    mode = event.get("mode", "in_person")
    return in_words(event) if mode == "in_person" else f"{in_words(event)}, mode {mode}"

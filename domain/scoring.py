"""How well promises are kept, with what the numbers can bear."""

from __future__ import annotations

from math import sqrt
from statistics import median
from typing import Any

KEPT, LATE = ("fulfilled",), ("fulfilled_late",)
BROKEN = ("unfulfilled", "cancelled", "declined", "partially_fulfilled")
_Z = 1.959963984540054
"""The normal quantile of a two-sided interval of 95 %."""


def wilson(kept: int, of: int) -> tuple[float, float] | None:
    """The 95 % score interval of a share (Wilson 1927); None where there is nothing to share."""
    if of == 0:
        return None
    share, square = kept / of, _Z * _Z
    centre = (share + square / (2 * of)) / (1 + square / of)
    half = _Z * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return max(0.0, centre - half), min(1.0, centre + half)


class Score:
    """Counts of promises by how they ended."""

    def __init__(self) -> None:
        self.kept = self.late = self.broken = self.open = 0
        self.days_late: list[int] = []

    def add(self, status: str, days_late: int | None) -> None:
        """Count one promise."""
        if status in KEPT:
            self.kept += 1
        elif status in LATE:
            self.late += 1
            if days_late is not None:
                self.days_late.append(days_late)
        elif status in BROKEN:
            self.broken += 1
        else:
            self.open += 1

    def answer(self) -> dict[str, Any]:
        """As the wire shows it. The share is of the settled ones, late ones among the kept."""
        settled = self.kept + self.late + self.broken
        interval = wilson(self.kept + self.late, settled)
        return {
            "promises": settled + self.open,
            "kept": self.kept,
            "late": self.late,
            "broken": self.broken,
            "open": self.open,
            "share_kept": round((self.kept + self.late) / settled, 4) if settled else None,
            "interval_95": [round(bound, 4) for bound in interval] if interval else None,
            "median_days_late": median(self.days_late) if self.days_late else None,
        }

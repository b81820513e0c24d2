"""How long it takes until a promise is kept: the Kaplan-Meier estimate with its band."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import exp, log, sqrt
from typing import Any, NamedTuple

_Z = 1.959963984540054
"""The normal quantile of a two-sided band of 95 %."""


class Duration(NamedTuple):
    """Days from the promise until it was kept, or until it was last seen not kept."""

    days: int
    kept: bool


class Step(NamedTuple):
    """From `days` on the share `waiting` has not been kept yet; the band holds it with 95 %."""

    days: int
    waiting: float
    low: float
    high: float
    at_risk: int


def survival(durations: Sequence[Duration]) -> dict[str, Any]:
    """`{promises, kept, median, steps}`; `median`: days after which half are kept, None where never.

    The band is that of the log-log transform with Greenwood's variance (Kalbfleisch and Prentice 1980), which
    stays between 0 and 1.
    """
    steps = _steps(durations)
    median = next((step.days for step in steps if step.waiting <= 0.5), None)
    return {
        "promises": len(durations),
        "kept": sum(duration.kept for duration in durations),
        "median": median,
        "steps": [step._asdict() for step in steps],
    }


def _steps(durations: Sequence[Duration]) -> list[Step]:
    steps: list[Step] = []
    at_risk, waiting, variance = len(durations), 1.0, 0.0
    for days, group in groupby(sorted(durations), key=lambda duration: duration.days):
        same = list(group)
        kept = sum(duration.kept for duration in same)
        if kept:
            waiting *= 1 - kept / at_risk
            if kept < at_risk:
                variance += kept / (at_risk * (at_risk - kept))
            low, high = _band(waiting, variance)
            steps.append(Step(days, round(waiting, 4), round(low, 4), round(high, 4), at_risk))
        at_risk -= len(same)
    return steps


def _band(waiting: float, variance: float) -> tuple[float, float]:
    if waiting <= 0 or waiting >= 1:
        return waiting, waiting  # The transform has no value there; nobody is left, or nobody has gone.
    spread = exp(_Z * sqrt(variance) / abs(log(waiting)))
    return waiting**spread, waiting ** (1 / spread)

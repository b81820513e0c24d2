"""How many requests one caller may send: a token bucket for each."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from api.errors import Problem

_CALLERS = 10_000


class Limiter:
    """`rate` requests a second, and `burst` at once after a pause. For use on one thread (the event loop)."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # Tokens left, and when.

    def take(self, caller: str) -> None:
        """Count one request; answers 429 with Retry-After where there were too many."""
        now = self._clock()
        left, since = self._buckets.pop(caller, (float(self._burst), now))
        left = min(self._burst, left + (now - since) * self._rate)
        enough = left >= 1
        self._buckets[caller] = (left - 1 if enough else left, now)
        if len(self._buckets) > _CALLERS:
            self._buckets.popitem(last=False)  # The one that was silent longest.
        if not enough:
            wait = max(1, math.ceil((1 - left) / self._rate))
            raise Problem(
                429,
                f"more than {self._rate:g} requests a second; try again in {wait} s, or send events in batches",
                headers={"Retry-After": str(wait)},
            )

"""The clock of this machine, by which recordings, keys and deliveries are dated."""

from __future__ import annotations

import time


def now_micros() -> int:
    """Now, in microseconds since 1970 in UTC, as times are stored."""
    return time.time_ns() // 1000

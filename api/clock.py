"""The clock task: what only the calendar causes is looked for again and again while the server runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime

logger = logging.getLogger("servanda")


async def keep_time(sweep: Callable[[datetime], int], seconds: float, swept: Callable[[int], None]) -> None:
    """Call `sweep` at once, which catches up after a stop, and then every `seconds`; a failure ends nothing."""
    while True:
        try:
            swept(await asyncio.to_thread(sweep, datetime.now(UTC)))
        except Exception:
            logger.exception("the clock task failed; it tries again in %g s", seconds)
        await asyncio.sleep(seconds)

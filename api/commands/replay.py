"""What there was to tell, told again day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.ledgers import DEFAULT, AsJson, Database, open_existing

if TYPE_CHECKING:
    from adapters.bell import Bell
    from api.delivery import Delivery


def replay(
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day.")],
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="The last day, which is among them.")],
    deliver: Annotated[
        bool, typer.Option("--deliver", help="Send it to the subscriptions; without, only count it.")
    ] = False,
    database: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Walk through a time, and tell on each day what that day showed for the first time, old news or not.

    What a subscription was told before is not told again, so a replay that was broken off can be begun again.
    """
    import asyncio
    from datetime import UTC, datetime

    from adapters.bell import Bell
    from adapters.ledger import Ledger
    from api.console import out, print_json
    from api.delivery import Delivery
    from api.settings import Settings
    from domain.errors import BadQuestion
    from domain.views import View

    now = datetime.now(UTC)
    days = range(View.of(now, first).day, View.of(now, last).day + 1)
    if not days:
        raise BadQuestion("--to", "must not be before --from")
    engine = open_existing(database)
    Ledger(engine).sweep(now)
    bell = Bell(engine)
    delivery = Delivery.of(engine, Settings(database=database), bell)
    alerts = sum(delivery.outbox.alerts_on(day) for day in days)
    told = asyncio.run(_tell(delivery, bell, days)) if deliver else 0
    if as_json:
        print_json({"days": len(days), "alerts": alerts, "deliveries": told})
    else:
        out.print(f"{alerts:,} alerts on {len(days):,} days; {told:,} deliveries were added.")


async def _tell(delivery: Delivery, bell: Bell, days: range) -> int:
    """Each day's alerts go out before the next day's are added."""
    import asyncio
    import contextlib

    delivering, told = asyncio.create_task(delivery.delivering.run()), 0
    try:
        await delivery.delivering.until_idle()  # What an earlier replay left comes first.
        for day in days:
            added = await asyncio.to_thread(delivery.outbox.replay, day)
            if added:
                told += added
                delivery.delivering.call()
                await delivery.delivering.until_idle()
    finally:
        delivering.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await delivering
        await bell.close()
        await asyncio.to_thread(delivery.leader.release)
    return told

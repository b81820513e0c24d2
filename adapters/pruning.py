"""Old deliveries are let go, so that the outbox does not grow for ever."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, Select, delete, func, select, update

from adapters.clock import now_micros
from adapters.database import AnyRow, writing
from adapters.tables import deliveries, delivery_attempts

KEEP_DAYS = 90
"""How long deliveries are kept, unless told otherwise; longer than a weekly digest waits."""
_DAY = 86_400_000_000
_STEP = 1_000
"""Deliveries that are looked at in one transaction, so that nobody waits long for a turn."""


def prune(engine: Engine, keep_days: int) -> int:
    """Give up what has waited for so many days, and delete what was done before them; how many were deleted.

    Deliveries are numbered as they are made, so the old ones come first. The newest stays whatever its age:
    the next number is made of it, and none is ever given twice.
    """
    now = now_micros()
    before = now - keep_days * _DAY
    with writing(engine) as connection:
        values = {"state": "failed", "done": now, "error": f"waited for {keep_days} days"}
        late = (deliveries.c.state == "waiting", deliveries.c.created < before)
        connection.execute(update(deliveries).where(*late).values(values))
    pruned, after = 0, 0
    while True:
        with writing(engine) as connection:
            rows = connection.execute(_next(after, before)).all()
            pruned += _let_go(connection, [row for row in rows if row.done is not None and row.done < before])
        if len(rows) < _STEP:
            return pruned
        after = rows[-1].id


def _next(after: int, before: int) -> Select[tuple[int, str, int | None]]:
    newest = select(func.max(deliveries.c.id)).scalar_subquery()
    return (
        select(deliveries.c.id, deliveries.c.message_id, deliveries.c.done)
        .where(deliveries.c.id > after, deliveries.c.id < newest, deliveries.c.created < before)
        .order_by(deliveries.c.id)
        .limit(_STEP)
    )


def _let_go(connection: Connection, rows: list[AnyRow]) -> int:
    for start in range(0, len(rows), 500):
        some = rows[start : start + 500]
        connection.execute(delete(deliveries).where(deliveries.c.id.in_([row.id for row in some])))
        messages = {row.message_id for row in some if row.message_id}
        connection.execute(delete(delivery_attempts).where(delivery_attempts.c.message_id.in_(messages)))
    return len(rows)

"""What became of deliveries: each with its tries, for whom the subscription belongs to."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, select

from adapters.alert_log import kind
from adapters.clock import now_micros
from adapters.database import AnyRow
from adapters.keys import Key
from adapters.queries.filters import read_cursor, write_cursor
from adapters.tables import alerts, deliveries, delivery_attempts, subscriptions
from domain.errors import BadQuestion, NotOnRecord
from domain.facts import rfc3339


class Figures(NamedTuple):
    """How the outbox fares. `oldest`: since when, an instant, something waits that is due; None: nothing is."""

    waiting: int
    oldest: int | None
    subscriptions: dict[str, int]


STATES = ("waiting", "delivered", "failed")
SUBSCRIPTION_STATES = ("active", "paused", "failing", "disabled", "revoked")


def figures(connection: Connection) -> Figures:
    """How many deliveries wait, since when, and the subscriptions by their state."""
    waits, now = deliveries.c.state == "waiting", now_micros()
    taken = (subscriptions.c.id == deliveries.c.subscription_id, subscriptions.c.state == "active")
    oldest = select(func.min(deliveries.c.created)).where(waits, deliveries.c.next_at <= now, *taken)
    states: dict[str, int] = {}
    for row in connection.execute(select(subscriptions.c.state, subscriptions.c.failing_since)):
        state = shown_state(row)
        states[state] = states.get(state, 0) + 1
    waiting = connection.scalar(select(func.count()).select_from(deliveries).where(waits)) or 0
    return Figures(waiting, connection.scalar(oldest), states)


def shown_state(row: AnyRow) -> str:
    """A subscription's state in words: an active one that takes nothing is failing."""
    return "failing" if row.failing_since and row.state == "active" else str(row.state)


def page(
    connection: Connection,
    key: Key,
    subscription: str | None,
    state: str | None,
    cursor: str | None,
    limit: int,
) -> dict[str, Any]:
    """Deliveries, newest first. Raises BadQuestion."""
    if state is not None and state not in STATES:
        raise BadQuestion("state", "must be one of " + ", ".join(STATES))
    query = _seen_by(key)
    if subscription is not None:
        query = query.where(deliveries.c.subscription_id == subscription)
    if state is not None:
        query = query.where(deliveries.c.state == state)
    (last,) = read_cursor(cursor, int) or [None]
    if last is not None:
        query = query.where(deliveries.c.id < last)
    rows = connection.execute(query.order_by(deliveries.c.id.desc()).limit(limit + 1)).all()
    items = [_in_words(row) for row in rows[:limit]]
    return {"items": items, "next_cursor": write_cursor(rows[limit - 1].id) if len(rows) > limit else None}


def one(connection: Connection, key: Key, number: str) -> dict[str, Any]:
    """One delivery with its tries, oldest first. Raises NotOnRecord."""
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else -1
    row = connection.execute(_seen_by(key).where(deliveries.c.id == wanted)).first()
    if row is None:
        raise NotOnRecord("delivery", number)
    tries = select(delivery_attempts).where(delivery_attempts.c.message_id == row.message_id)
    found = connection.execute(tries.order_by(delivery_attempts.c.id)).all() if row.message_id else []
    attempts = [
        {
            "at": rfc3339(one.at),
            "duration_ms": one.duration_ms,
            "status": one.status,
            "error": one.error,
            "answer": one.answer,
        }
        for one in found
    ]
    return {**_in_words(row), "attempts": attempts}


def _seen_by(key: Key) -> Select[Any]:
    query = select(deliveries, alerts.c.before, alerts.c.after)
    query = query.outerjoin(alerts, alerts.c.id == deliveries.c.alert_id)
    if key.may("admin"):
        return query
    query = query.join(subscriptions, subscriptions.c.id == deliveries.c.subscription_id)
    return query.where(subscriptions.c.owner == key.name)


def _in_words(row: AnyRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "subscription_id": row.subscription_id,
        "alert_id": str(row.alert_id) if row.alert_id else None,
        "kind": kind(row.before, row.after) if row.alert_id and row.after else "servanda.sample",
        "promise_id": row.promise_id or None,
        "message_id": row.message_id or None,
        "state": row.state,
        "tries": row.tries,
        "next_try_at": rfc3339(row.next_at) if row.state == "waiting" else None,
        "status": row.status,
        "error": row.error,
        "created_at": rfc3339(row.created),
        "done_at": rfc3339(row.done) if row.done else None,
    }

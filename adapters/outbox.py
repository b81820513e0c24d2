"""The outbox: what each subscription is to be told waits in the database until it is delivered or given up.

It follows the alerts by their numbers and notes how far it is in the transaction that adds to it, so nothing
is lost and nothing added twice. Messages of one promise (of one relationship where they are bundled) leave in
order.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Engine, exists, func, select, update

from adapters.alert_log import Alert, alerts_by_id, in_words, latest
from adapters.bulk import insert, mark
from adapters.clock import now_micros
from adapters.database import AnyRow, reading, writing
from adapters.keys import Key
from adapters.messages import TOGETHER, bundles
from adapters.pruning import KEEP_DAYS, prune
from adapters.queries import deliveries as delivered
from adapters.subscriptions import Subscription, as_subscription
from adapters.tables import alerts, deliveries, delivery_attempts, mutes, places, subscriptions
from domain.alerts import STATUS_KINDS
from domain.facts import micros

_PLACE = "outbox"
_STEP = 1_000
"""Alerts that are looked at in one transaction."""
_WINDOW = 200
"""Deliveries of one subscription that are looked at together."""
MOST_BYTES = 18_000
"""Their bytes, in a webhook's digest."""
MOST_IN_ONE = 100
"""Alerts in one bundled message."""


class Job(NamedTuple):
    """One message, and the deliveries that it carries. `sample`: it was asked for to try the receiver."""

    message_id: str
    deliveries: tuple[int, ...]
    tries: int
    alerts: tuple[Alert, ...]
    sample: bool = False


class Work(NamedTuple):
    """What can be sent to a subscription now, by what must stay in order; else the instant to ask again at."""

    subscription: Subscription
    lanes: list[list[Job]]
    next_at: int | None


class Result(NamedTuple):
    """What became of a try. `next_at`: when to try again; None where it was delivered or is given up."""

    subscription_id: str
    job: Job
    at: int
    duration_ms: int
    status: int | None
    error: str | None
    answer: str
    state: str
    next_at: int | None = None
    held_until: int | None = None
    gone: bool = False


class Outbox:
    """The outbox of one database."""

    def __init__(
        self,
        engine: Engine,
        *,
        bundle_seconds: float = TOGETHER.total_seconds(),
        keep_days: int = KEEP_DAYS,
    ) -> None:
        self.engine, self.bundle_seconds, self.keep_days = engine, bundle_seconds, keep_days

    # ------------------------------------------------------------ adding
    def follow(self) -> set[str] | None:
        """Add what the next new alerts are to subscriptions: those that got something; None: nothing is new."""
        with reading(self.engine) as connection:
            if _place(connection) >= latest(connection):
                return None
        with writing(self.engine) as connection:
            return self._follow(connection)

    def _follow(self, connection: Connection) -> set[str]:
        place, last = _place(connection), latest(connection)
        wanting = [s for s in _all(connection) if s.state in ("active", "paused")]
        rows: Sequence[AnyRow] = ()
        if wanting:
            query = select(alerts).where(alerts.c.id > place).order_by(alerts.c.id).limit(_STEP)
            if not any(s.filters.historical for s in wanting):
                query = query.where(alerts.c.historical.is_(False))
            rows = connection.execute(query).all()
        added = self._add(connection, wanting, rows)
        reached = rows[-1].id if len(rows) == _STEP else last
        connection.execute(places.delete().where(places.c.name == _PLACE))
        connection.execute(places.insert().values(name=_PLACE, alert_id=reached))
        return added

    def replay(self, day: int) -> int:
        """Add what alerts there are of a day, also old ones, where they were not added before; how many."""
        with writing(self.engine) as connection:
            wanting = [s for s in _all(connection) if s.state in ("active", "paused")]
            wanting = [s._replace(after_alert=0, filters=s.filters._replace(historical=True)) for s in wanting]
            rows = connection.execute(select(alerts).where(alerts.c.day == day).order_by(alerts.c.id)).all()
            before = _count(connection)
            self._add(connection, wanting, rows, now=True)
            return _count(connection) - before

    def _add(
        self, connection: Connection, wanting: list[Subscription], rows: Sequence[AnyRow], *, now: bool = False
    ) -> set[str]:
        if not rows or not wanting:
            return set()
        muted = {(r.subscription_id, r.promise_id) for r in connection.execute(select(mutes))}
        had = _had(connection, [row.id for row in rows]) if now else set()
        at = now_micros()
        anywhere, by_pair = _by_pair(wanting)
        due = {s.id: at if now else self._due(s, at) for s in wanting}
        number = connection.scalar(select(func.max(deliveries.c.id))) or 0
        new: list[tuple[Any, ...]] = []
        for row, alert in zip(rows, in_words(connection, rows), strict=True):
            for s in [*anywhere, *(s for pair in alert["relationships"] for s in by_pair.get(pair, ()))]:
                if (s.id, row.id) in had or row.id <= s.after_alert or not s.filters.fits(alert):
                    continue
                if (s.id, row.promise_id) in muted:
                    if alert["kind"] not in STATUS_KINDS:
                        continue
                    muted.discard((s.id, row.promise_id))
                    _unmute(connection, s.id, row.promise_id)
                number += 1
                message = "" if is_bundled(s) else _message_id()
                places_ = (number, s.id, row.id, row.promise_id, row.relationship, message)
                new.append((*places_, "waiting", 0, due[s.id], at, None, None, None))
        insert(connection, deliveries, new)
        return {row[1] for row in new}

    def _due(self, subscription: Subscription, at: int) -> int:
        if subscription.digest is not None:
            return micros(subscription.digest.after(datetime.fromtimestamp(at / 1_000_000, UTC)))
        return at + int(self.bundle_seconds * 1_000_000) if subscription.channel == "chat" else at

    def sample(self, subscription_id: str) -> int:
        """Have a sample sent; the number of its delivery."""
        at = now_micros()
        with writing(self.engine) as connection:
            number = (connection.scalar(select(func.max(deliveries.c.id))) or 0) + 1
            values = (number, subscription_id, None, "", "", _message_id(), "waiting", 0, at, at)
            insert(connection, deliveries, [(*values, None, None, None)])
        return number

    def resend(self, number: int) -> None:
        """Have a delivery sent again, with the id that it had; what was bundled with it goes with it."""
        with writing(self.engine) as connection:
            row = connection.execute(select(deliveries).where(deliveries.c.id == number)).first()
            chosen = deliveries.c.id == number
            if row is not None and row.message_id:
                chosen = deliveries.c.message_id == row.message_id
            values = {"state": "waiting", "tries": 0, "next_at": now_micros(), "done": None}
            connection.execute(update(deliveries).where(chosen).values(values))

    # ------------------------------------------------------------ taking
    def waiting(self) -> list[str]:
        """The subscriptions for which something waits and that take it."""
        waits = exists().where(
            deliveries.c.subscription_id == subscriptions.c.id, deliveries.c.state == "waiting"
        )
        with reading(self.engine) as connection:
            query = select(subscriptions.c.id).where(subscriptions.c.state == "active", waits)
            return list(connection.scalars(query))

    def work(self, subscription_id: str) -> Work | None:
        """What can be sent to a subscription now; None where it takes nothing, or nothing waits."""
        now = now_micros()
        with reading(self.engine) as connection:
            found = connection.execute(
                select(subscriptions).where(subscriptions.c.id == subscription_id)
            ).first()
            if found is None or found.state != "active":
                return None
            subscription = as_subscription(found)
            query = (
                select(deliveries)
                .where(deliveries.c.subscription_id == subscription_id, deliveries.c.state == "waiting")
                .order_by(deliveries.c.id)
                .limit(_WINDOW)
            )
            rows = connection.execute(query).all()
            if not rows:
                return None
            if subscription.held_until > now:
                return Work(subscription, [], subscription.held_until)
            lanes, next_at = _due_lanes(subscription, rows, now)
            known = alerts_by_id(connection, [row.alert_id for lane in lanes for row in lane if row.alert_id])
        if is_bundled(subscription):
            made = [[self._bundle(subscription, lane, known)] for lane in lanes]
        else:
            made = [[_job([row], row.message_id, known) for row in lane] for lane in lanes]
        return Work(subscription, made, next_at)

    def _bundle(self, to: Subscription, rows: list[AnyRow], known: dict[int, Alert]) -> Job:
        """One message of several deliveries; which ones is kept, so a second try is of the same."""
        message_id = rows[0].message_id
        if message_id:  # Also a sample's, which is alone.
            return _job([row for row in rows if row.message_id == message_id], message_id, known)
        message_id = _message_id()
        rows = [row for row in rows if not row.message_id][:MOST_IN_ONE]
        if to.channel == "webhook":
            rows = _fitting(rows, known)
        elif to.digest is None:
            rows = _together(rows, known, timedelta(seconds=self.bundle_seconds))
        with writing(self.engine) as connection:
            chosen = deliveries.c.id.in_([row.id for row in rows])
            connection.execute(update(deliveries).where(chosen).values(message_id=message_id))
        return _job(rows, message_id, known)

    # ------------------------------------------------------------ noting
    def note(self, results: Sequence[Result]) -> None:
        """Write down what became of tries."""
        with writing(self.engine) as connection:
            number = connection.scalar(select(func.max(delivery_attempts.c.id))) or 0
            attempts = [
                (n, r.job.message_id, r.at, r.duration_ms, r.status, r.error, r.answer)
                for n, r in enumerate(results, number + 1)
            ]
            insert(connection, delivery_attempts, attempts)
            sign, now = mark(connection), now_micros()
            connection.exec_driver_sql(
                f"UPDATE deliveries SET state = {sign}, tries = tries + 1, next_at = {sign}, done = {sign}, "  # noqa: S608
                f"status = {sign}, error = {sign} WHERE id = {sign}",
                [
                    (r.state, r.next_at or now, None if r.next_at else now, r.status, r.error, number)
                    for r in results
                    for number in r.job.deliveries
                ],
            )
            for known_id, values in _turns(results).items():
                connection.execute(update(subscriptions).where(subscriptions.c.id == known_id).values(values))
            _mark_working(connection, {r.subscription_id for r in results if r.state == "delivered"})

    # ------------------------------------------------------------ asking
    def page(
        self, key: Key, subscription: str | None, state: str | None, cursor: str | None, limit: int
    ) -> dict[str, Any]:
        """Deliveries that a key may see, newest first."""
        with reading(self.engine) as connection:
            return delivered.page(connection, key, subscription, state, cursor, limit)

    def one(self, key: Key, number: str) -> dict[str, Any]:
        """One delivery with its tries."""
        with reading(self.engine) as connection:
            return delivered.one(connection, key, number)

    def alerts_on(self, day: int) -> int:
        """How many alerts there are of a day (an ordinal)."""
        with reading(self.engine) as connection:
            return connection.scalar(select(func.count()).where(alerts.c.day == day)) or 0

    def figures(self) -> delivered.Figures:
        """How the outbox fares."""
        with reading(self.engine) as connection:
            return delivered.figures(connection)

    def prune(self) -> int:
        """Let old deliveries go; how many there were."""
        return prune(self.engine, self.keep_days)

    def idle(self) -> bool:
        """Whether nothing waits that could be sent now."""
        now = now_micros()
        for known_id in self.waiting():
            work = self.work(known_id)
            if work is not None and (work.lanes or (work.next_at or now + 1) <= now):
                return False
        return True


def _had(connection: Connection, alert_ids: list[int]) -> set[tuple[str, int]]:
    """Who was told of which of these alerts before."""
    found: set[tuple[str, int]] = set()
    columns = (deliveries.c.subscription_id, deliveries.c.alert_id)
    for start in range(0, len(alert_ids), 500):
        chosen = deliveries.c.alert_id.in_(alert_ids[start : start + 500])
        found.update((row[0], row[1]) for row in connection.execute(select(*columns).where(chosen)))
    return found


def _by_pair(wanting: list[Subscription]) -> tuple[list[Subscription], dict[str, list[Subscription]]]:
    """Those that name no relationship, and those that do, by it."""
    anywhere: list[Subscription] = []
    by_pair: dict[str, list[Subscription]] = {}
    for s in wanting:
        pair = s.filters.relationship
        (anywhere if pair is None else by_pair.setdefault(pair, [])).append(s)
    return anywhere, by_pair


def _fitting(rows: list[AnyRow], known: dict[int, Alert]) -> list[AnyRow]:
    """As many of them, one at least, as one webhook can carry."""
    size = 0
    for n, row in enumerate(rows):
        size += len(orjson.dumps(known[row.alert_id])) if row.alert_id in known else 0
        if size > MOST_BYTES:
            return rows[: max(n, 1)]
    return rows


def _together(rows: list[AnyRow], known: dict[int, Alert], within: timedelta) -> list[AnyRow]:
    """Those that came about within a time of the first; later ones, though they wait too, are for the next."""
    first = bundles((known[row.alert_id] for row in rows), within)[0]
    ids = {int(alert["id"]) for alert in first}
    return [row for row in rows if row.alert_id in ids]


def is_bundled(subscription: Subscription) -> bool:
    """Whether several alerts are one message."""
    return subscription.channel == "chat" or subscription.digest is not None


def _due_lanes(s: Subscription, rows: Iterable[AnyRow], now: int) -> tuple[list[list[AnyRow]], int | None]:
    """Deliveries by what must stay in order, where the first of them is due; and when the next will be."""
    lanes: dict[str, list[AnyRow]] = {}
    for row in rows:
        lanes.setdefault(_lane(s, row), []).append(row)
    waiting = [lane[0].next_at for lane in lanes.values() if lane[0].next_at > now]
    due = [lane for lane in lanes.values() if lane[0].next_at <= now]
    if s.digest is not None:
        due = [[row for row in lane if row.next_at <= now] for lane in due]
    return due, min(waiting, default=None)


def _lane(subscription: Subscription, row: AnyRow) -> str:
    if row.alert_id is None:
        return f"sample {row.id}"
    if subscription.digest is not None:
        return "digest"
    return str(row.relationship if subscription.channel == "chat" else row.promise_id)


def _job(rows: Sequence[AnyRow], message_id: str, known: dict[int, Alert]) -> Job:
    carried = tuple(known[row.alert_id] for row in rows if row.alert_id in known)
    ids = tuple(row.id for row in rows)
    return Job(message_id, ids, rows[0].tries, carried, sample=rows[0].alert_id is None)


def _turns(results: Iterable[Result]) -> dict[str, dict[str, Any]]:
    """What tries change about their subscriptions."""
    found: dict[str, dict[str, Any]] = {}
    for result in results:
        values = found.setdefault(result.subscription_id, {})
        if result.held_until:
            values["held_until"] = result.held_until
        if result.gone:
            values["state"] = "disabled"
        elif result.state == "failed":
            values["failing_since"] = result.at
    return {known_id: values for known_id, values in found.items() if values}


def _mark_working(connection: Connection, working: set[str]) -> None:
    failing = select(subscriptions.c.id).where(subscriptions.c.failing_since.is_not(None))
    again = working & set(connection.scalars(failing))
    if again:
        chosen = subscriptions.c.id.in_(again)
        connection.execute(update(subscriptions).where(chosen).values(failing_since=None))


def _all(connection: Connection) -> list[Subscription]:
    return [as_subscription(row) for row in connection.execute(select(subscriptions))]


def _place(connection: Connection) -> int:
    return connection.scalar(select(places.c.alert_id).where(places.c.name == _PLACE)) or 0


def _count(connection: Connection) -> int:
    return connection.scalar(select(func.max(deliveries.c.id))) or 0


def _unmute(connection: Connection, subscription_id: str, promise_id: str) -> None:
    chosen = (mutes.c.subscription_id == subscription_id, mutes.c.promise_id == promise_id)
    connection.execute(mutes.delete().where(*chosen))


def _message_id() -> str:
    return "msg_" + secrets.token_hex(16)

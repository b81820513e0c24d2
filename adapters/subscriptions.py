"""Subscriptions: who wants to hear which alerts, where and when. Each belongs to the key that made it."""

from __future__ import annotations

import base64
import binascii
import secrets
import time
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Connection, Engine, delete, select, update

from adapters import chat
from adapters.alert_log import AlertFilter, latest
from adapters.alerting import LOOK_ANEW
from adapters.clock import now_micros
from adapters.database import AnyRow, reading, writing
from adapters.keys import Key
from adapters.outside import Outside
from adapters.queries.deliveries import shown_state
from adapters.queries.filters import PromiseFilter, read_cursor, write_cursor
from adapters.tables import deliveries, mutes, promise_versions, promises, subscriptions
from adapters.vault import Vault
from domain.alerts import LEAD, MOST_LEAD, STATUS_KINDS
from domain.digests import WEEKDAYS, Digest
from domain.docket import FOREVER
from domain.errors import BadQuestion, DomainError, NotOnRecord
from domain.facts import rfc3339
from domain.states import is_state

MOST_OF_ONE = 100
"""Subscriptions that one key may have."""
SECRET_BYTES = (24, 64)
KEEP_HOURS = 24
"""How long the old secret is good for beside the new one, unless told otherwise."""
_HOUR = 3_600_000_000

FILTERS = {
    "relationship": "relationship",
    "state": "state",
    "official": "official",
    "kind": "kind",
    "status": "status",
    "promise_kind": "promise_kind",
    "host": "host",
    "min_publishers": "min_sources",
}
"""What can be filtered by, and the name that `AlertFilter` has for it."""


class BadSubscription(DomainError):
    """A subscription that cannot be. `errors`: `{pointer, detail}` each."""

    def __init__(self, field: str, detail: str) -> None:
        self.errors = [{"pointer": "/" + field, "detail": detail}]
        super().__init__(f"{field}: {detail}")


class Subscription(NamedTuple):
    """What delivering needs to know. `sealed`: the secrets, still encrypted."""

    id: str
    channel: str
    target: str
    sealed: bytes
    filters: AlertFilter
    digest: Digest | None
    state: str
    held_until: int
    after_alert: int
    failing_since: int | None


class Subscriptions:
    """The subscriptions in one database. Raises NotOnRecord for one that is not the caller's."""

    def __init__(self, engine: Engine, vault: Vault, outside: Outside) -> None:
        self.engine, self.vault, self.outside = engine, vault, outside

    # ------------------------------------------------------------ asking
    def list(self, key: Key, cursor: str | None = None, limit: int = 50) -> dict[str, Any]:
        """A page of the caller's, or of an administrator's everybody's."""
        (last,) = read_cursor(cursor, str) or [""]
        query = select(subscriptions).where(subscriptions.c.id > last).order_by(subscriptions.c.id)
        if not key.may("admin"):
            query = query.where(subscriptions.c.owner == key.name)
        with reading(self.engine) as connection:
            rows = connection.execute(query.limit(limit + 1)).all()
            items = [_in_words(connection, row) for row in rows[:limit]]
        return {"items": items, "next_cursor": write_cursor(items[-1]["id"]) if len(rows) > limit else None}

    def one(self, key: Key, known_id: str) -> dict[str, Any]:
        """One subscription; its secrets are not shown."""
        with reading(self.engine) as connection:
            return _in_words(connection, _own(connection, key, known_id))

    # ------------------------------------------------------------ changing
    def create(self, key: Key, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """Make a subscription; only this answer shows its secret. Raises BadSubscription."""
        channel = wanted.get("channel") or "webhook"
        secret, kept = None, {}
        if channel == "webhook":
            secret = checked_secret(wanted.get("secret"))
            kept = {"secrets": [{"secret": secret, "until": None}]}
        target, more = self._target(channel, wanted["url"])
        now = now_micros()
        row = {
            "id": "sub_" + secrets.token_hex(11),
            "owner": key.name,
            "channel": channel,
            "target": target,
            "sealed": self.vault.seal({**kept, **more}),
            "state": "active",
            "held_until": 0,
            "created": now,
            **self._changes({"name": "", "filters": {}, "digest": None, "due_soon_days": LEAD, **wanted}),
        }
        row["historical"] = bool(wanted.get("historical"))
        with writing(self.engine) as connection:
            query = select(subscriptions.c.id).where(subscriptions.c.owner == key.name)
            if len(connection.execute(query).all()) >= MOST_OF_ONE:
                raise BadSubscription("", f"one key may have {MOST_OF_ONE} subscriptions; delete one first")
            connection.execute(subscriptions.insert().values(**row, after_alert=latest(connection)))
            look_for_due(connection, row["lead"])
            answer = _in_words(connection, _own(connection, key, row["id"]))
        return {**answer, "secret": secret}

    def change(self, key: Key, known_id: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """Change what is named. Raises BadSubscription."""
        values = self._changes(wanted)
        with reading(self.engine) as connection:
            row = _own(connection, key, known_id)
        if "url" in wanted:
            values["target"], more = self._target(row.channel, wanted["url"])
            values["sealed"] = self.vault.seal({**self.vault.open(row.sealed), **more})
        with writing(self.engine) as connection:
            _own(connection, key, known_id)
            _set(connection, known_id, **values)
            if "lead" in values:
                look_for_due(connection, values["lead"])
            return _in_words(connection, _own(connection, key, known_id))

    def pause(self, key: Key, known_id: str) -> dict[str, Any]:
        """Send nothing until it is resumed; what comes about meanwhile is kept for then."""
        return self._turn(key, known_id, state="paused")

    def resume(self, key: Key, known_id: str) -> dict[str, Any]:
        """Send again, after a pause, after the receiver said that it is gone, or after its key was revoked."""
        return self._turn(key, known_id, state="active", held_until=0)

    def delete(self, key: Key, known_id: str) -> None:
        """Delete a subscription with what waits for it."""
        with writing(self.engine) as connection:
            _own(connection, key, known_id)
            connection.execute(delete(deliveries).where(deliveries.c.subscription_id == known_id))
            connection.execute(delete(mutes).where(mutes.c.subscription_id == known_id))
            connection.execute(delete(subscriptions).where(subscriptions.c.id == known_id))

    def rotate(self, key: Key, known_id: str, secret: str | None, keep_hours: int = KEEP_HOURS) -> str:
        """Give a webhook a new secret; for some hours messages are signed with the old one too."""
        new = checked_secret(secret)
        now = now_micros()
        with writing(self.engine) as connection:
            row = _own(connection, key, known_id)
            if row.channel != "webhook":
                raise BadSubscription("", "only webhooks have a secret")
            kept = self.vault.open(row.sealed)
            old = {"secret": kept["secrets"][0]["secret"], "until": now + keep_hours * _HOUR}
            kept["secrets"] = [{"secret": new, "until": None}, *([old] if keep_hours else [])]
            _set(connection, known_id, sealed=self.vault.seal(kept))
        return new

    def mute(self, key: Key, known_id: str, promise_id: str) -> None:
        """Hear nothing of a promise until its status changes."""
        with writing(self.engine) as connection:
            _own(connection, key, known_id)
            if (
                connection.scalar(select(promises.c.promise_id).where(promises.c.promise_id == promise_id))
                is None
            ):
                raise NotOnRecord("promise", promise_id)
            _unmute(connection, known_id, promise_id)
            values = {"subscription_id": known_id, "promise_id": promise_id, "since": now_micros()}
            connection.execute(mutes.insert().values(values))

    def unmute(self, key: Key, known_id: str, promise_id: str) -> None:
        """Hear of a promise again."""
        with writing(self.engine) as connection:
            _own(connection, key, known_id)
            _unmute(connection, known_id, promise_id)

    def _turn(self, key: Key, known_id: str, **values: Any) -> dict[str, Any]:
        with writing(self.engine) as connection:
            _own(connection, key, known_id)
            _set(connection, known_id, **values)
            return _in_words(connection, _own(connection, key, known_id))

    def _target(self, channel: str, url: str) -> tuple[str, dict[str, str]]:
        """The address as it may be shown, and what of it is secret."""
        try:
            if channel == "webhook":
                self.outside.check_url(url)
                return url, {}
            chat.check(url, self.outside.check)
            return chat.shown(url), {"url": url}
        except BadQuestion as error:
            raise BadSubscription("url", error.detail) from None

    def _changes(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {"changed": now_micros()}
        if "name" in wanted:
            values["name"] = wanted["name"]
        if "historical" in wanted:
            values["historical"] = bool(wanted["historical"])
        if "filters" in wanted or wanted.get("from_query"):
            given = {k: v for k, v in (wanted.get("filters") or {}).items() if v is not None}
            if wanted.get("from_query"):
                given = {**from_query(wanted["from_query"]), **given}
            checked_filters(given)
            values["filters"] = orjson.dumps(given).decode()
        if "digest" in wanted:
            values["digest"] = orjson.dumps(checked_digest(wanted["digest"])).decode()
        if "due_soon_days" in wanted:
            lead = wanted["due_soon_days"]
            if not 1 <= lead <= MOST_LEAD:
                raise BadSubscription("due_soon_days", f"must be 1 to {MOST_LEAD}")
            values["lead"] = lead
        return values


def _own(connection: Connection, key: Key, known_id: str) -> AnyRow:
    row = connection.execute(select(subscriptions).where(subscriptions.c.id == known_id)).first()
    if row is None or not (row.owner == key.name or key.may("admin")):
        raise NotOnRecord("subscription", known_id)
    return row


def _set(connection: Connection, known_id: str, **values: Any) -> None:
    connection.execute(update(subscriptions).where(subscriptions.c.id == known_id).values(values))


def _unmute(connection: Connection, known_id: str, promise_id: str) -> None:
    chosen = (mutes.c.subscription_id == known_id, mutes.c.promise_id == promise_id)
    connection.execute(delete(mutes).where(*chosen))


def look_for_due(connection: Connection, lead: int) -> None:
    """Let the clock look anew at each promise that can be due soon by another lead than it knew of."""
    if lead == LEAD:
        return
    v = promise_versions
    soon = select(v.c.promise_id).where(
        v.c.until == FOREVER, v.c.due_on >= time.time_ns() // 86_400_000_000_000 + 719_163
    )
    known = (promises.c.next_on.is_not(None), promises.c.promise_id.in_(soon))
    connection.execute(update(promises).where(*known).values(next_on=LOOK_ANEW))


def _in_words(connection: Connection, row: AnyRow) -> dict[str, Any]:
    muted = select(mutes.c.promise_id).where(mutes.c.subscription_id == row.id).order_by(mutes.c.promise_id)
    return {
        "id": row.id,
        "name": row.name,
        "owner": row.owner,
        "channel": row.channel,
        "url": row.target,
        "filters": dict.fromkeys(FILTERS) | orjson.loads(row.filters),
        "historical": row.historical,
        "digest": orjson.loads(row.digest),
        "due_soon_days": row.lead,
        "state": shown_state(row),
        "failing_since": rfc3339(row.failing_since) if row.failing_since else None,
        "muted": list(connection.scalars(muted)),
        "created_at": rfc3339(row.created),
        "changed_at": rfc3339(row.changed),
    }


def as_subscription(row: AnyRow) -> Subscription:
    """A row as delivering needs it."""
    digest = orjson.loads(row.digest)
    return Subscription(
        row.id,
        row.channel,
        row.target,
        row.sealed,
        alert_filter(orjson.loads(row.filters))._replace(
            historical=row.historical, lead=row.lead
        ),
        Digest(**digest) if digest else None,
        row.state,
        row.held_until,
        row.after_alert,
        row.failing_since,
    )


# ---------------------------------------------------------------- checking
def checked_secret(secret: str | None) -> str:
    """A secret that was chosen, or a new one. Raises BadSubscription."""
    if secret is None:
        return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    try:
        raw = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    least, most = SECRET_BYTES
    if not secret.startswith("whsec_") or not least <= len(raw) <= most:
        raise BadSubscription("secret", f"must be whsec_ and {least} to {most} random bytes in base64")
    return secret


def alert_filter(given: Mapping[str, Any]) -> AlertFilter:
    """What a subscription filters by, as the alerts are asked for."""
    return AlertFilter(**{FILTERS[name]: value for name, value in given.items()})


def checked_filters(given: dict[str, Any]) -> None:
    """Refuse a filter that makes no sense or that nothing can match. Raises BadSubscription."""
    try:
        wanted = alert_filter(given).checked()
    except BadQuestion as error:
        raise BadSubscription("filters/" + error.parameter, error.detail) from None
    if wanted.relationship is not None:
        given["relationship"] = wanted.relationship
        for field in ("state", "host"):
            if given.get(field) and given[field] not in wanted.relationship.split("-"):
                raise BadSubscription(
                    f"filters/{field}", f"is no part of {wanted.relationship}: nothing can match"
                )
    if wanted.official is not None and not (wanted.official.strip() and wanted.official.isprintable()):
        raise BadSubscription("filters/official", "must be a name, whole or the family name")
    if wanted.host and wanted.promise_kind == "pledge":
        raise BadSubscription("filters/host", "a pledge has no host: nothing can match")
    if wanted.kind and wanted.status and not any(_may_be(wanted, kind) for kind in wanted.kind.split(",")):
        raise BadSubscription("filters/status", f"none of {wanted.kind} comes with it: nothing can match")


def _may_be(wanted: AlertFilter, kind: str) -> bool:
    statuses = set((wanted.status or "").split(","))
    if kind not in STATUS_KINDS:
        return kind != "promise.due_soon" or bool(statuses & {"pending", "postponed"})
    if kind in ("promise.opened", "promise.revived"):
        return bool(statuses & {"invited", "pending"})
    return kind.removeprefix("promise.") in statuses


def checked_digest(digest: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A digest with a zone that there is. Raises BadSubscription."""
    if digest is None:
        return None
    every, weekday = digest["every"], digest.get("weekday")
    try:
        ZoneInfo(digest["zone"])
    except (OSError, ValueError):  # A zone that is not found is a KeyError of its own making.
        raise BadSubscription("digest/zone", "is no IANA time zone such as Europe/Vienna") from None
    except KeyError:
        raise BadSubscription("digest/zone", "is no IANA time zone such as Europe/Vienna") from None
    if every == "week" and weekday not in WEEKDAYS:
        raise BadSubscription("digest/weekday", "must be one of " + ", ".join(WEEKDAYS))
    if every == "day" and weekday is not None:
        raise BadSubscription("digest/weekday", "is for weekly digests")
    return {"every": every, "hour": digest["hour"], "zone": digest["zone"], "weekday": weekday}


def from_query(text: str) -> dict[str, Any]:
    """The filters that a saved query of the list of promises becomes. Raises BadSubscription."""
    query = urlsplit(text).query if "?" in text else text
    given = dict(parse_qsl(query, keep_blank_values=True))
    names = {"relationship": "relationship", "state": "state", "status": "status", "host": "host"}
    names |= {"kind": "promise_kind", "visitor": "official"}
    for name in given:
        if name in ("limit", "cursor"):
            continue
        if name not in PromiseFilter._fields:
            raise BadSubscription("from_query", f"{name[:40]!r} is no filter of the list of promises")
        if name not in names:
            raise BadSubscription("from_query", f"alerts cannot be filtered by {name}")
    try:
        PromiseFilter(**{k: v for k, v in given.items() if k in names}).checked()
    except BadQuestion as error:
        raise BadSubscription("from_query", str(error)) from None
    found = {names[name]: value for name, value in given.items() if name in names}
    if is_state(found.get("official", "")):
        raise BadSubscription("from_query", "visitor must name an official; for a state give state=")
    return found

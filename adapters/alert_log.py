"""The alerts as they are told: in the order in which they were raised, chosen by filters, with their evidence.

Alerts are numbered by the one writer, so they become visible in the order of their numbers: who remembers
the last one it has seen misses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Self

import orjson
from sqlalchemy import ColumnElement, Connection, Select, and_, func, not_, or_, select

from adapters.alerting import leads_in_use
from adapters.database import AnyRow
from adapters.event_log import COLUMNS, as_entry
from adapters.tables import alerts, promise_versions, stored_events
from domain.alerts import KINDS, LEAD, STATUS_KINDS
from domain.answers import on_time, unpacked
from domain.errors import BadQuestion
from domain.events import STATUSES
from domain.facts import iso, rfc3339, start_of
from domain.names import same_name
from domain.states import is_state, pair

Alert = dict[str, Any]
"""An alert in its wire form."""


class AlertFilter(NamedTuple):
    """Which alerts are wanted; all that are given must hold. `kind` and `status` may name several, with commas.

    `historical`: whether old news is wanted too. `lead`: of the alerts that a promise is due soon, those so
    many days before; None: all of them.
    """

    kind: str | None = None
    relationship: str | None = None
    state: str | None = None
    historical: bool = True
    official: str | None = None
    status: str | None = None
    promise_kind: str | None = None
    host: str | None = None
    min_sources: int = 1
    lead: int | None = LEAD

    def checked(self) -> Self:
        """The same with the relationship in alphabetical order. Raises BadQuestion where one makes no sense."""
        for parameter in ("state", "host"):
            code = getattr(self, parameter)
            if code is not None and not is_state(code):
                raise BadQuestion(parameter, f"{code[:20]!r} is no state: give a code such as RUS")
        for parameter, known in _WORDS.items():
            text: str | None = getattr(self, parameter)
            for word in [] if text is None else text.split(","):
                if word not in known:
                    raise BadQuestion(parameter, f"{word[:40]!r} is none of " + ", ".join(known))
        if self.relationship is None:
            return self
        codes = self.relationship.split("-")
        if len(codes) != 2 or codes[0] == codes[1] or not all(map(is_state, codes)):
            raise BadQuestion("relationship", "must be two states such as PRK-RUS")
        return self._replace(relationship=pair(*codes))

    def fits(self, alert: Alert) -> bool:
        """Whether an alert is wanted, as far as its row alone does not tell."""
        known = alert["promise"]
        return (
            self._fits_row(alert)
            and (self.official is None or _names(known, self.official))
            and (self.status is None or alert["to"] in self.status.split(","))
            and (self.promise_kind is None or (known and known["kind"] in self.promise_kind.split(",")))
            and (self.host is None or (known and known["host"] == self.host))
            and (self.min_sources <= 1 or (known is not None and known["sources"] >= self.min_sources))
        )

    def _fits_row(self, alert: Alert) -> bool:
        return (
            (self.kind is None or alert["kind"] in self.kind.split(","))
            and (self.historical or not alert["historical"])
            and (self.lead is None or alert["due_soon_days"] in (None, self.lead))
            and (self.relationship is None or self.relationship in alert["relationships"])
            and (self.state is None or any(self.state in p.split("-") for p in alert["relationships"]))
        )

    @property
    def only_rows(self) -> bool:
        """Whether the rows alone tell which alerts are wanted."""
        return not (self.official or self.status or self.promise_kind or self.host) and self.min_sources <= 1


_WORDS = {"kind": KINDS, "status": STATUSES, "promise_kind": ("visit", "meeting", "pledge")}


def alerts_after(
    connection: Connection, after: int, limit: int, filters: AlertFilter | None = None
) -> list[Alert]:
    """The alerts numbered after one that are wanted, oldest first, at most `limit`. Their `id` is a text.

    Beside the contract's fields each has `relationships`, `promise` (as it was then, without evidence),
    `report` (`{publisher, url}`) and `due_soon_days` (null but where it is due soon).
    """
    return _page(connection, after, limit, filters or AlertFilter(), newest_first=False)


def alerts_before(
    connection: Connection, before: int | None, limit: int, filters: AlertFilter | None = None
) -> list[Alert]:
    """The alerts numbered before one (None: all) that are wanted, newest first, at most `limit`."""
    return _page(connection, before, limit, filters or AlertFilter(), newest_first=True)


def _page(
    connection: Connection, last: int | None, limit: int, wanted: AlertFilter, *, newest_first: bool
) -> list[Alert]:
    number, found = alerts.c.id, list[Alert]()
    query = _query(wanted).order_by(number.desc() if newest_first else number).limit(limit)
    while len(found) < limit:  # What the rows alone do not tell is chosen here, so one look may not fill it.
        beyond = [] if last is None else [number < last if newest_first else number > last]
        rows = connection.execute(query.where(*beyond)).all()
        found += [alert for alert in in_words(connection, rows) if wanted.only_rows or wanted.fits(alert)]
        if len(rows) < limit:
            break
        last = rows[-1].id
    return found[:limit]


def check_lead(connection: Connection, lead: int) -> None:
    """Refuse a lead by which nothing is ever said to be due soon. Raises BadQuestion."""
    known = leads_in_use(connection)
    if lead not in known:
        days = ", ".join(map(str, known))
        raise BadQuestion("due_soon_days", f"nobody subscribes to so many days before: there is {days}")


def latest(connection: Connection) -> int:
    """The number of the last alert; 0 where there is none."""
    return connection.scalar(select(func.max(alerts.c.id))) or 0


def alerts_by_id(connection: Connection, ids: Sequence[int]) -> dict[int, Alert]:
    """Alerts by their numbers."""
    found: dict[int, Alert] = {}
    for start in range(0, len(ids), 500):
        rows = connection.execute(select(alerts).where(alerts.c.id.in_(ids[start : start + 500]))).all()
        found.update((int(alert["id"]), alert) for alert in in_words(connection, rows))
    return found


def _query(wanted: AlertFilter) -> Select[Any]:
    query = select(alerts)
    if wanted.lead is not None:
        query = query.where(or_(alerts.c.after != "due_soon", alerts.c.nth == wanted.lead))
    if wanted.kind is not None:
        query = query.where(or_(*(_is(kind) for kind in wanted.kind.split(","))))
    if not wanted.historical:
        query = query.where(alerts.c.historical.is_(False))
    states = wanted.relationship.split("-") if wanted.relationship else []
    for code in [*states, *([wanted.state] if wanted.state else [])]:
        query = query.where(alerts.c.states.contains(f",{code},"))
    return query


def _is(kind: str) -> ColumnElement[bool]:
    if kind in ("promise.opened", "promise.revived"):
        first = alerts.c.before.in_(("", "invited"))
        chosen = first if kind == "promise.opened" else not_(first)
        return and_(alerts.c.after.in_(("invited", "pending")), chosen)
    return alerts.c.after == kind.removeprefix("promise.")


def in_words(connection: Connection, rows: Sequence[AnyRow]) -> list[Alert]:
    """Rows of alerts as the wire shows them."""
    old = [row for row in rows if row.known is None]
    known = _as_known(connection, old) if old else {}
    known.update((row.id, orjson.loads(row.known)) for row in rows if row.known is not None)
    told_by = {item["event_id"] for item in known.values() if item["event_id"]}
    reports = _reports(connection, sorted(told_by))
    return [_in_words(row, known[row.id]["promise"], reports.get(known[row.id]["event_id"])) for row in rows]


def _in_words(row: AnyRow, promise: dict[str, Any] | None, report: dict[str, Any] | None) -> Alert:
    changed = kind(row.before, row.after) in STATUS_KINDS
    status = row.after if changed else promise and promise["status"]
    return {
        "id": str(row.id),
        "kind": kind(row.before, row.after),
        "promise_id": row.promise_id,
        "relationship": row.relationship,
        "from": (row.before or None) if changed else status,
        "to": status,
        "on": iso(row.day),
        "cause": {"event_id": row.cause} if row.cause else "calendar",
        "historical": row.historical,
        "due_soon_days": row.nth if row.after == "due_soon" else None,
        "summary": row.summary,
        "created_at": rfc3339(row.created),
        "relationships": promise["relationships"] if promise else [row.relationship],
        "promise": promise,
        "report": report,
    }


def _as_known(connection: Connection, rows: Sequence[AnyRow]) -> dict[int, dict[str, Any]]:
    """What old news kept no copy of, looked up: the promise as it could be known on the day, and the report."""
    v = promise_versions
    columns = (v.c.promise_id, v.c.since, v.c.until, v.c.payload, v.c.cause)
    query = select(*columns).where(v.c.promise_id.in_({row.promise_id for row in rows}))
    versions: dict[str, list[AnyRow]] = {}
    for version in connection.execute(query.order_by(v.c.promise_id, v.c.since)):
        versions.setdefault(version.promise_id, []).append(version)
    chosen = {row.id: _in_force(versions.get(row.promise_id, ()), row) for row in rows}
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        version = chosen[row.id]
        promise = on_time(unpacked(version.payload), row.day) if version is not None else None
        found[row.id] = {"promise": promise, "event_id": row.cause or (version and version.cause)}
    return found


def _in_force(versions: Sequence[Any], row: AnyRow) -> Any:
    """The version that began this change, else the one at the end of its day, else any."""
    by_cause = [version for version in versions if row.cause and version.cause == row.cause]
    end = start_of(row.day + 1) - 1
    there = [version for version in versions if version.since <= end < version.until]
    found = [*by_cause, *there, *reversed(versions)]
    return found[0] if found else None


def _reports(connection: Connection, event_ids: Sequence[str]) -> dict[str | None, dict[str, Any]]:
    found: dict[str | None, dict[str, Any]] = {}
    for start in range(0, len(event_ids), 500):
        ids = event_ids[start : start + 500]
        for row in connection.execute(select(*COLUMNS).where(stored_events.c.event_id.in_(ids))):
            entry = as_entry(row)
            report = entry.body.get("report")
            if report is not None:
                found[entry.event_id] = {"publisher": report["publisher"], "url": report["url"]}
    return found


def _names(promise: dict[str, Any] | None, official: str) -> bool:
    parties = [] if promise is None else [promise["visitor"], promise["by"], *(promise["participants"] or ())]
    return any(party and party["name"] and same_name(party["name"], official) for party in parties)


def kind(before: str, after: str) -> str:
    """The name of a change: a promise is opened when invited or promised, revived when it is open again."""
    if after in ("invited", "pending"):
        return "promise.opened" if before in ("", "invited") else "promise.revived"
    return f"promise.{after}"

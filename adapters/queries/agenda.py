"""What is due, what is overdue and what was settled lately, on the day that is looked at."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from adapters.queries import past
from adapters.queries.filters import PromiseFilter
from adapters.queries.promises import answers
from adapters.queries.search import in_force, instant_of, status_on
from adapters.tables import promise_versions
from domain.answers import unpacked
from domain.facts import iso, start_of
from domain.promise import GRACE
from domain.views import View

AHEAD = 30
"""Days for which the agenda looks forward."""
BACK = 30
"""Days for which it looks back."""
_STILL_DUE = ("invited", "pending", "postponed")
_SETTLED = ("fulfilled", "fulfilled_late", "partially_fulfilled", "cancelled", "declined", "unfulfilled")
_BY_CALENDAR = ("unfulfilled", "lapsed")
v = promise_versions.c


def agenda(connection: Connection, view: View, most: int) -> dict[str, Any]:
    """`{due, overdue, lately}`: each `{items: [promise], counts: {status: n}}`, at most `most` items a list.

    Lately: settled, or put off, in the 30 days before, as far as it could be known.
    """
    if view.recorded is not None:
        return _recorded(connection, view, most)
    day = view.day
    due = and_(v.due_on.between(day, day + AHEAD), v.status.in_(_STILL_DUE))
    overdue = and_(v.due_on.between(day - GRACE, day - 1), v.overdue_on <= day, v.ended_on > day)
    begins = start_of(day - BACK)
    before = promise_versions.alias()  # Settled before, and only told again since.
    known = exists().where(
        before.c.promise_id == v.promise_id, before.c.since < begins, before.c.status == v.status
    )
    told = and_(v.since.between(begins, instant_of(view)), v.status.in_((*_SETTLED, "postponed")), ~known)
    ended = and_(v.due_on.between(day - BACK - GRACE, day - GRACE), v.ended_on.between(day - BACK + 1, day))
    return {
        "due": _listed(connection, view, due, most, soonest=True),
        "overdue": _listed(connection, view, overdue, most, soonest=True),
        "lately": _listed(connection, view, or_(told, ended), most, soonest=False),
    }


def _listed(
    connection: Connection, view: View, condition: ColumnElement[bool], most: int, *, soonest: bool
) -> dict[str, Any]:
    at = instant_of(view)
    which = and_(condition, in_force(at))
    order = (v.due_on, v.promise_id) if soonest else (v.since.desc(), v.promise_id)
    status = status_on(view.day)
    counted = select(status, func.count()).where(which).group_by(status)
    query = select(v.promise_id, v.payload).where(which).order_by(*order).limit(most)
    rows = connection.execute(query).all()
    items = answers(connection, (unpacked(row.payload) for row in rows), view, at)
    counts = {row[0]: row[1] for row in connection.execute(counted)}
    return {"items": items if soonest else sorted(items, key=_newest, reverse=True), "counts": counts}


def _newest(promise: dict[str, Any]) -> tuple[str, str]:
    return promise["settled_on"] or _heard(promise), promise["id"]


def _heard(promise: dict[str, Any]) -> str:
    return max((e["published_at"] or "" for e in promise["evidence"]), default="")[:10]


def _recorded(connection: Connection, view: View, most: int) -> dict[str, Any]:
    """The same of the ledger as it stood; as much of it as one page of the past folds."""
    day = view.day
    found = past.promises(connection, PromiseFilter(), view, None, 10_000)
    today, ahead, back = (iso(d) or "" for d in (day, day + AHEAD, day - BACK))
    lists: dict[str, list[dict[str, Any]]] = {"due": [], "overdue": [], "lately": []}
    for promise in found["items"]:
        status, due_on = promise["status"], promise["due_on"]
        if status in _STILL_DUE and due_on and today <= due_on <= ahead:
            lists["due"].append(promise)
        elif status == "overdue":
            lists["overdue"].append(promise)
        elif (promise["settled_on"] or "") > back or (status == "postponed" and _heard(promise) > back):
            lists["lately"].append(promise)
    for name in ("due", "overdue"):
        lists[name].sort(key=lambda promise: (promise["due_on"] or "", promise["id"]))
    lists["lately"].sort(key=_newest, reverse=True)
    return {
        **{name: {"items": items[:most], "counts": _counted(items)} for name, items in lists.items()},
        "incomplete": found["next_cursor"] is not None,
    }


def _counted(items: list[dict[str, Any]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for promise in items:
        counts[promise["status"]] = counts.get(promise["status"], 0) + 1
    return counts

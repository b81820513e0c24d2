"""What becomes of candidates: accepted, mended, rejected. Accepting and recording are one transaction."""

from __future__ import annotations

import contextlib
from typing import Any

import orjson
from sqlalchemy import Connection, select

from adapters.amended import withdrawal_of
from adapters.clock import now_micros
from adapters.database import AnyRow
from adapters.desk.wire import event_of
from adapters.ledger import Receipt, Session
from adapters.tables import candidates, report_texts, reports
from domain.arrivals import arrival
from domain.errors import DomainError, NotOnRecord
from domain.events import REPORTED, Body, InvalidEvent
from domain.facts import rfc3339

_RULE = "rule of "
"""What a rule's decisions are signed with, before the name of the key that made the rule."""


class DecidedAlready(DomainError):
    """Somebody decided otherwise about a candidate before."""


def accept(session: Session, candidate_id: str, changes: Body, by: str) -> Receipt:
    """Record a candidate's event, with fields replaced (null takes one away); an accepted one is not again.

    What a rule accepted is confirmed thereby: it counts as decided by `by`.

    Raises InvalidEvent with pointers into the event, NotOnRecord, DecidedAlready.
    """
    row, report = pair_of(session.connection, candidate_id)
    if row.state == "accepted":
        _check_stands(session.connection, row.event_id)
        if changes and changes != orjson.loads(row.changes or b"{}"):
            raise DecidedAlready("it was accepted already, so its entry has to be corrected: entry_corrected")
        if by_rule(row):
            _confirm(session.connection, row.id, by)
        return session.receipt_of(row.event_id)
    mended = event_of(row, report, text_of(session.connection, row.report_id)) | changes
    event = {field: value for field, value in mended.items() if value is not None}
    if event.get("type") not in REPORTED:
        raise InvalidEvent.at("/type", "must be that of a speech act or an occurrence")
    receipt = session.record(arrival(orjson.dumps(event)), by)
    noted = orjson.dumps(changes) if changes else None
    _decide(session.connection, row.id, "accepted", by, event_id=receipt.event_id, changes=noted)
    return receipt


def _check_stands(connection: Connection, event_id: str) -> None:
    withdrawal = withdrawal_of(connection, event_id)
    if withdrawal is not None:
        day, reason = rfc3339(withdrawal.recorded)[:10], withdrawal.body["reason"]
        raise DecidedAlready(
            f"it was accepted, and its entry {event_id} was withdrawn on {day} ({reason[:300]!r}): "
            "record the event itself should it be right after all"
        )


def accept_by_rule(session: Session, candidate_id: str, rule_of: str) -> None:
    """Accept what a publisher's rule lets in; what cannot be recorded as it stands is left to a person."""
    with contextlib.suppress(InvalidEvent, NotOnRecord):
        accept(session, candidate_id, {}, f"{_RULE}{rule_of}")


def by_rule(row: AnyRow) -> bool:
    """Whether a candidate was accepted by a rule, and nobody has confirmed it."""
    return row.state == "accepted" and str(row.decided_by).startswith(_RULE)


def reject(connection: Connection, candidate_id: str, reason: str, by: str) -> None:
    """Note that a candidate is none. Raises NotOnRecord, DecidedAlready for an accepted one."""
    row, _ = pair_of(connection, candidate_id)
    if row.state == "accepted":
        raise DecidedAlready("it was accepted, so its entry has to be withdrawn: entry_withdrawn")
    _decide(connection, row.id, "rejected", by, reason=reason)


def pair_of(connection: Connection, candidate_id: str) -> tuple[AnyRow, AnyRow]:
    """A candidate and its report. Raises NotOnRecord."""
    row = connection.execute(select(candidates).where(candidates.c.id == candidate_id)).first()
    if row is None:
        raise NotOnRecord("candidate", candidate_id)
    return row, connection.execute(select(reports).where(reports.c.id == row.report_id)).one()


def text_of(connection: Connection, report_id: str) -> str | None:
    """A report's text; None where it was erased."""
    return connection.scalar(select(report_texts.c.text).where(report_texts.c.report_id == report_id))


def _confirm(connection: Connection, candidate_id: str, by: str) -> None:
    decision = {"decided": now_micros(), "decided_by": by}
    connection.execute(candidates.update().where(candidates.c.id == candidate_id).values(decision))


def _decide(connection: Connection, candidate_id: str, state: str, by: str, **values: Any) -> None:
    cleared = {"reason": None, "event_id": None, "changes": None}
    decision = {**cleared, "state": state, "decided": now_micros(), "decided_by": by, **values}
    connection.execute(candidates.update().where(candidates.c.id == candidate_id).values(decision))

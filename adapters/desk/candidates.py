"""The candidates: looked through, accepted, rejected."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Select, select

from adapters.database import reading, writing
from adapters.desk import deciding
from adapters.desk.wire import Answer, as_candidate
from adapters.ledger import Ledger, Receipt
from adapters.queries.filters import read_cursor, write_cursor
from adapters.tables import candidates, report_texts, reports
from domain.errors import BadQuestion
from domain.events import Body

STATES = ("proposed", "accepted", "rejected", "duplicate")


class CandidateFilter(NamedTuple):
    """`state` may name several, with commas; `score`: the lowest that is shown."""

    state: str | None = None
    score: float = 0.0
    report: str | None = None


class Candidates:
    """The candidates of one ledger. Safe to use from several threads."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self._engine = ledger, ledger.engine

    def page(self, wanted: CandidateFilter, cursor: str | None, limit: int) -> Answer:
        """Candidates in the order in which they were found. Raises BadQuestion."""
        query = _filtered(wanted)
        (after,) = read_cursor(cursor, int) or [0]
        query = query.where(candidates.c.number > after).order_by(candidates.c.number).limit(limit + 1)
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
            chosen = {row.report_id for row in rows[:limit]}
            known = {r.id: r for r in connection.execute(select(reports).where(reports.c.id.in_(chosen)))}
            kept = select(report_texts).where(report_texts.c.report_id.in_(chosen))
            texts = {row.report_id: row.text for row in connection.execute(kept)}
        items = [as_candidate(r, known[r.report_id], texts.get(r.report_id)) for r in rows[:limit]]
        more = len(rows) > limit
        return {"items": items, "next_cursor": write_cursor(rows[limit - 1].number) if more else None}

    def one(self, candidate_id: str) -> Answer:
        """One candidate. Raises NotOnRecord."""
        with reading(self._engine) as connection:
            row, report = deciding.pair_of(connection, candidate_id)
            return as_candidate(row, report, deciding.text_of(connection, row.report_id))

    def accept(self, candidate_id: str, changes: Body, by: str) -> tuple[Receipt, Answer]:
        """Record a candidate's event under a key's name; the receipt, and the candidate as it stands then.

        Raises what `deciding.accept` does, and Busy.
        """
        with self._ledger.session() as session:
            receipt = deciding.accept(session, candidate_id, changes, by)
        return receipt, self.one(candidate_id)

    def reject(self, candidate_id: str, reason: str, by: str) -> Answer:
        """Note why a candidate is none. Raises what `deciding.reject` does, and Busy."""
        with writing(self._engine) as connection:
            deciding.reject(connection, candidate_id, reason, by)
        return self.one(candidate_id)


def _filtered(wanted: CandidateFilter) -> Select[tuple[object, ...]]:
    query = select(candidates).where(candidates.c.score >= wanted.score)
    if wanted.state is not None:
        chosen = wanted.state.split(",")
        for word in chosen:
            if word not in STATES:
                raise BadQuestion("state", f"{word[:40]!r} is none of " + ", ".join(STATES))
        query = query.where(candidates.c.state.in_(chosen))
    if wanted.report is not None:
        query = query.where(candidates.c.report_id == wanted.report)
    return query

"""What people accepted, mended and rejected, as labelled articles: to measure readers by, and to teach them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, TypeAlias

import orjson
from sqlalchemy import Connection, Engine, select

from adapters.amended import effective, withdrawal_of
from adapters.database import AnyRow, reading
from adapters.desk.deciding import by_rule
from adapters.desk.wire import Answer
from adapters.event_log import entries_at
from adapters.tables import candidates, report_texts, reports, timeline
from domain.arrivals import url_key
from domain.events import Body, published_instant
from domain.reading.reader import DEFAULT_THRESHOLD

_Told: TypeAlias = dict[str, set[str]]
_PAGE = 200


def labelled_articles(engine: Engine) -> Iterator[Answer]:
    """Every article that people are done with, in the order of arrival: a line of `servanda read --evaluate`.

    `gold` is what is on record of the report now, also what somebody recorded by hand because the reader missed
    it. Left out are articles with a proposal that nobody decided on or only a rule did, copies, and those whose
    text was erased.
    """
    with reading(engine) as connection:
        told_by = _told_by(connection)
    after = 0
    while True:
        with reading(engine) as connection:
            query = (
                select(reports, report_texts.c.text)
                .join(report_texts, report_texts.c.report_id == reports.c.id)
                .where(reports.c.number > after, reports.c.story == reports.c.id)
                .order_by(reports.c.number)
                .limit(_PAGE)
            )
            rows = connection.execute(query).all()
            found = [line for row in rows if (line := _line(connection, row, told_by)) is not None]
        yield from found
        if len(rows) < _PAGE:
            return
        after = rows[-1].number


def _line(connection: Connection, report: AnyRow, told_by: _Told) -> Answer | None:
    query = select(candidates).where(candidates.c.report_id == report.id).order_by(candidates.c.number)
    rows = connection.execute(query).all()
    if any((row.state == "proposed" and row.score >= DEFAULT_THRESHOLD) or by_rule(row) for row in rows):
        return None
    gold = _on_record(connection, report, told_by)
    withdrawn = {row.id: _withdrawn(connection, row) for row in rows if row.state == "accepted"}
    reasons = {row.id: row.reason if row.state == "rejected" else withdrawn.get(row.id) for row in rows}
    wrong = [row for row in rows if reasons[row.id] is not None]
    rejected = [{"event": _event(row), "reason": reasons[row.id]} for row in wrong]
    if not gold and not rejected:
        return None  # Nobody has said yet that nothing is in it.
    return {
        "id": report.id,
        "title": report.title,
        "publisher": report.publisher,
        "published_on": published_instant(report.published_at).date().isoformat(),
        "text": report.text,
        "invented": False,
        "gold": gold,
        "rejected": rejected,
        "mended": [
            {"proposed": _event(row), "changes": orjson.loads(row.changes)}
            for row in rows
            if row.state == "accepted" and row.changes is not None and withdrawn[row.id] is None
        ],
    }


def _withdrawn(connection: Connection, row: AnyRow) -> str | None:
    """Why the entry of an accepted candidate was withdrawn; None where it stands."""
    withdrawal = withdrawal_of(connection, row.event_id)
    return None if withdrawal is None else str(withdrawal.body["reason"])


def _told_by(connection: Connection) -> _Told:
    """The reports from which each event on record was accepted."""
    found: _Told = defaultdict(set)
    accepted = select(candidates.c.event_id, candidates.c.report_id).where(candidates.c.state == "accepted")
    for event_id, report_id in connection.execute(accepted):
        found[event_id].add(report_id)
    return found


def _on_record(connection: Connection, report: AnyRow, told_by: _Told) -> list[Body]:
    """The events of a report that are on record now, as they count.

    Not those of another text of that address: a part of one that was too long, or an earlier state of the page.
    """
    query = select(timeline.c.position).where(timeline.c.url_key == url_key(report.url)).distinct()
    positions = sorted(connection.scalars(query))
    entries = list(entries_at(connection, positions))
    bodies = effective(connection, entries)
    return [
        {field: value for field, value in body.items() if field not in ("report", "quote")}
        for position, entry in entries
        if report.id in told_by.get(entry.event_id, {report.id})
        and (body := bodies[position]) is not None
        and body["report"]["url"] == report.url
    ]


def _event(row: AnyRow) -> Any:
    return orjson.loads(row.event)

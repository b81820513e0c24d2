"""Copies of one text: the same story from another address."""

from __future__ import annotations

from sqlalchemy import Connection, func, or_, select

from adapters.bulk import insert
from adapters.tables import report_marks, reports
from domain.reading.likeness import FEWEST, Marks, is_copy

_LIKELY = 5
"""Reports that share the most marks are compared."""


def story_of(connection: Connection, text_hash: bytes, marks: Marks) -> str | None:
    """The first report of the text that this one is a copy of; None where it is new."""
    same = select(reports.c.story).where(reports.c.hash == text_hash).limit(1)
    found: str | None = connection.scalar(same)
    if found is not None or len(marks) < FEWEST:
        return found
    shared = func.count().label("shared")
    likely = (
        select(report_marks.c.report_id)
        .where(report_marks.c.mark.in_(marks))
        .group_by(report_marks.c.report_id)
        .having(shared >= FEWEST)
        .order_by(shared.desc(), report_marks.c.report_id)
        .limit(_LIKELY)
    )
    for report_id in connection.scalars(likely).all():
        theirs = connection.scalars(select(report_marks.c.mark).where(report_marks.c.report_id == report_id))
        if is_copy(marks, frozenset(theirs)):
            return connection.scalar(select(reports.c.story).where(reports.c.id == report_id))
    return None


def remember(connection: Connection, report_id: str, marks: Marks) -> None:
    """Let copies of a report be known."""
    insert(connection, report_marks, [(mark, report_id) for mark in sorted(marks)])


def credit(connection: Connection, story: str, agency: str | None) -> str | None:
    """Whose words a story's copies are. An agency named in one of them holds for those that name none."""
    members = reports.c.story == story
    if agency is not None:
        uncredited = members & (reports.c.credited == reports.c.publisher)
        connection.execute(reports.update().where(uncredited).values(credited=agency))
        return agency
    first = select(reports.c.credited).where(or_(reports.c.id == story, members)).order_by(reports.c.number)
    return connection.scalar(first.limit(1))

"""Reports and candidates as the API shows them."""

from __future__ import annotations

from typing import Any, TypeAlias

import orjson

from adapters.database import AnyRow
from domain.events import Body
from domain.facts import rfc3339

Answer: TypeAlias = dict[str, Any]

LONGEST_QUOTE = 1_000


def instant(value: int | None) -> str | None:
    """Microseconds as RFC 3339."""
    return None if value is None else rfc3339(value)


def as_report(row: AnyRow, text: str | None) -> Answer:
    """A report; `text` is None where it was erased."""
    return {
        "id": row.id,
        "url": row.url,
        "publisher": row.publisher,
        "credited": row.credited,
        "title": row.title,
        "published_at": row.published_at,
        "language": row.language,
        "hash": row.hash.hex(),
        "characters": row.characters,
        "received_at": rfc3339(row.received),
        "received_by": row.received_by,
        "reader": row.reader,
        "copy_of": row.story if row.story != row.id else None,
        "erased_at": instant(row.erased),
        "text": text,
    }


def as_candidate(row: AnyRow, report: AnyRow, text: str | None) -> Answer:
    """A candidate with the event that accepting it records."""
    spans = orjson.loads(row.spans)
    return {
        "id": row.id,
        "report_id": row.report_id,
        "event": event_of(row, report, text),
        "score": row.score,
        "span": spans[0],
        "spans": [
            {"start": start, "end": end, "text": None if text is None else text[start:end]}
            for start, end in spans
        ],
        "why": row.why,
        "problems": orjson.loads(row.problems),
        "reader": report.reader,
        "state": row.state,
        "duplicate_of": row.duplicate_of,
        "decided_at": instant(row.decided),
        "decided_by": row.decided_by,
        "reason": row.reason,
        "event_id": row.event_id,
        "changes": None if row.changes is None else orjson.loads(row.changes),
    }


def event_of(row: AnyRow, report: AnyRow, text: str | None) -> Body:
    """The event of a candidate with its report, and with the words that say so where they are still held."""
    event: Body = {**orjson.loads(row.event), "report": report_of(report)}
    start, end = orjson.loads(row.spans)[0]
    quote = "" if text is None else " ".join(text[start:end].split())[:LONGEST_QUOTE]
    return {**event, "quote": quote} if quote else event


def report_of(report: AnyRow) -> Body:
    """A report as events name it: a wire copy under the agency's name."""
    named = {
        "url": report.url,
        "publisher": report.credited,
        "published_at": report.published_at,
        "title": report.title,
        "language": report.language,
    }
    return {field: value for field, value in named.items() if value is not None}

"""Files of events brought into a ledger. An import that is stopped and begun again ends as if run once."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any

import orjson
from sqlalchemy import Connection

from adapters.bulk import without_collector
from adapters.imports import Line, gdelt, ndjson, us_travels
from adapters.ledger import Ledger, Session
from adapters.processes import Workers
from adapters.rebuild import Progress, catch_up, silent
from domain.arrivals import Arrival, Outcome, arrivals
from domain.errors import BadQuestion, DomainError, NotOnRecord
from domain.events import InvalidEvent

READERS = {"ndjson": ndjson.read, "us-travels": us_travels.read, "gdelt": gdelt.read}
_TASK = 1_000
"""Lines that one process checks at a time."""
_TOGETHER = 10
"""Such portions recorded in one transaction."""
_MOST_NAMED = 10_000
"""Rejected lines that a report names; all are counted."""


@dataclass
class ImportReport:
    """What became of a file's lines. `rejected`: `{line, errors}` each, at most 10,000 of them."""

    accepted: int = 0
    duplicates: int = 0
    skipped: int = 0
    refused: int = 0
    rejected: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, line: int, errors: list[dict[str, str]]) -> None:
        """Count a line that could not be recorded."""
        self.refused += 1
        if len(self.rejected) < _MOST_NAMED:
            self.rejected.append({"line": line, "errors": errors})


class NoSuchFile(DomainError):
    """The file to import cannot be read."""


def import_file(
    ledger: Ledger, path: str, format: str, by: str, progress: Progress = silent  # noqa: A002
) -> ImportReport:
    """Record every line of a file, or of standard input where the path is `-`; judge at the end.

    Raises NoSuchFile, BadQuestion for an unknown format, Busy. What was recorded before stays.
    """
    if format not in READERS:
        raise BadQuestion("format", "must be " + ", ".join(READERS))
    with Workers(ledger.engine) as workers:
        with _opened(path) as (stream, size):
            lines = READERS[format](stream)
            report = import_lines(ledger, lines, by, _by_bytes(stream, size, progress), workers)
        catch_up(ledger.engine, progress, workers)
    return report


def import_lines(
    ledger: Ledger, lines: Iterable[Line], by: str, tick: Any, workers: Workers | None = None
) -> ImportReport:
    """Record lines without judging what they change."""
    report, occurrences = ImportReport(), Occurrences()
    ledger.prepare_for_many()
    with Workers(ledger.engine) if workers is None else nullcontext(workers) as helpers, without_collector():
        checked = _checked(lines, helpers)
        while portions := list(islice(checked, _TOGETHER)):
            with ledger.session(judge=False, bulk=True) as session:
                session.expect([e.event_id for _, events in portions for e in events if isinstance(e, Arrival)])
                for chunk, events in portions:
                    _record(session, chunk, events, by, report, occurrences)
            tick(report)
    return report


def _checked(lines: Iterable[Line], workers: Workers) -> Iterator[tuple[list[Line], list[Outcome]]]:
    """Portions of lines, with what became of the events among them when they were checked."""
    ahead: deque[list[Line]] = deque()

    def tasks() -> Iterator[list[bytes]]:
        iterator = iter(lines)
        while chunk := list(islice(iterator, _TASK)):
            ahead.append(chunk)
            found = [line.event for line in chunk if line.event is not None and not line.skipped]
            yield [event if isinstance(event, bytes) else orjson.dumps(event) for event in found]

    for events in workers.map(_check, tasks(), None):
        yield ahead.popleft(), events


def _check(_: Connection | None, events: list[bytes]) -> list[Outcome]:
    return arrivals(events)


class Occurrences:
    """How often each of the ledger's own acts stood in a file: the second time is another act."""

    def __init__(self) -> None:
        self._seen: dict[bytes, int] = {}

    def next(self, identity: bytes) -> int:
        """The how-manieth time an act stands in the file."""
        self._seen[identity] = self._seen.get(identity, 0) + 1
        return self._seen[identity]


def _record(
    session: Session,
    chunk: list[Line],
    events: list[Outcome],
    by: str,
    report: ImportReport,
    occurrences: Occurrences,
) -> None:
    outcomes = iter(events)
    for line in chunk:
        if line.skipped:
            report.skipped += 1
            continue
        if line.event is None:
            report.refuse(line.number, [{"pointer": "", "detail": line.problem or ""}])
            continue
        event = next(outcomes)
        if not isinstance(event, Arrival):
            report.refuse(line.number, event)
            continue
        try:
            receipt = session.record(event, by, occurrence=occurrences.next)
        except InvalidEvent as error:
            report.refuse(line.number, error.errors)
        except NotOnRecord as error:
            report.refuse(line.number, [{"pointer": "", "detail": str(error)}])
        else:
            report.duplicates += receipt.duplicate
            report.accepted += not receipt.duplicate


@contextmanager
def _opened(path: str) -> Iterator[tuple[IO[bytes], int | None]]:
    if path == "-":
        yield sys.stdin.buffer, None
        return
    try:
        with Path(path).open("rb") as stream:
            yield stream, Path(path).stat().st_size
    except OSError as error:
        raise NoSuchFile(f"{path} cannot be read: {error.strerror}") from None


def _by_bytes(stream: IO[bytes], size: int | None, progress: Progress) -> Any:
    def tick(report: ImportReport) -> None:
        try:
            progress(stream.tell(), size, f"recording events ({report.accepted:,} new)")
        except OSError:  # A pipe has no place.
            progress(report.accepted, None, "recording events")

    return tick

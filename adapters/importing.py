"""Files of events brought into a ledger. An import that is stopped and begun again ends as if run once."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any

import orjson

from adapters.imports import Line, gdelt, ndjson, us_travels
from adapters.ledger import Ledger, Session
from adapters.rebuild import Progress, catch_up, silent
from domain.errors import BadQuestion, DomainError, NotOnRecord
from domain.events import InvalidEvent

READERS = {"ndjson": ndjson.read, "us-travels": us_travels.read, "gdelt": gdelt.read}
_TOGETHER = 5_000
"""Lines recorded in one transaction."""
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
    with _opened(path) as (stream, size):
        report = import_lines(ledger, READERS[format](stream), by, _by_bytes(stream, size, progress))
    catch_up(ledger.engine, progress)
    return report


def import_lines(ledger: Ledger, lines: Iterable[Line], by: str, tick: Any) -> ImportReport:
    """Record lines without judging what they change."""
    report, occurrences = ImportReport(), Occurrences()
    ledger.prepare_for_many()
    iterator = iter(lines)
    while chunk := list(islice(iterator, _TOGETHER)):
        with ledger.session(judge=False) as session:
            _record(session, chunk, by, report, occurrences)
        tick(report)
    return report


class Occurrences:
    """How often each of the ledger's own acts stood in a file: the second time is another act."""

    def __init__(self) -> None:
        self._seen: dict[bytes, int] = {}

    def next(self, identity: bytes) -> int:
        """The how-manieth time an act stands in the file."""
        self._seen[identity] = self._seen.get(identity, 0) + 1
        return self._seen[identity]


def _record(
    session: Session, chunk: list[Line], by: str, report: ImportReport, occurrences: Occurrences
) -> None:
    events = [line.event if isinstance(line.event, bytes) else orjson.dumps(line.event) for line in chunk]
    session.expect([data for line, data in zip(chunk, events, strict=True) if line.event is not None])
    for line, data in zip(chunk, events, strict=True):
        if line.skipped:
            report.skipped += 1
        elif line.event is None:
            report.refuse(line.number, [{"pointer": "", "detail": line.problem or ""}])
        else:
            try:
                receipt = session.record(data, by, occurrence=occurrences.next)
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

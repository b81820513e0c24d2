"""Files of events brought into a ledger. An import that is stopped and begun again ends as if run once."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, TypeAlias

import orjson
from sqlalchemy import Connection

from adapters.bulk import without_collector
from adapters.database import bulk_engine
from adapters.imports import Line, gdelt, ndjson, us_travels
from adapters.imports.lines import Portion, portions
from adapters.ledger import Ledger, Session
from adapters.processes import Workers
from adapters.rebuild import Progress, judge_all, silent
from domain.arrivals import Arrival, Packed, arrival, packed, unpacked
from domain.entries import event_id
from domain.errors import BadQuestion, NotOnRecord
from domain.events import OWN_ACTS, Body, InvalidEvent

READERS = {"ndjson": ndjson.read, "us-travels": us_travels.read, "gdelt": gdelt.read}
_TASK = 1_000
"""Lines that one process checks at a time."""
_TOGETHER = 30
"""Such portions recorded in one transaction: each writes every page of the indexes that it touches once."""
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


class NoSuchFile(BadQuestion):
    """The file to import cannot be read."""


def import_file(
    ledger: Ledger, path: str, format: str, by: str, progress: Progress = silent  # noqa: A002
) -> ImportReport:
    """Record every line of a file, or of standard input where the path is `-`; judge at the end.

    Raises NoSuchFile, BadQuestion for an unknown format or a table that is given as NDJSON, Busy. What was
    recorded before stays.
    """
    if format not in READERS:
        raise BadQuestion("format", "must be " + ", ".join(READERS))
    with bulk_engine(ledger.engine) as engine, Workers(engine) as workers:
        with _opened(path) as (stream, size):
            found = _portions(stream, format) if format != "ndjson" else _no_table(portions(stream, _TASK))
            report = import_portions(Ledger(engine), found, by, _by_bytes(stream, size, progress), workers)
        judge_all(engine, progress, workers)
    return report


_Portion: TypeAlias = list[Line] | Portion
_Checked: TypeAlias = tuple[int, Packed | list[dict[str, str]] | None]
"""A line's number, and its event, what is wrong with it, or None where it is left out by design."""


def _portions(stream: IO[bytes], format: str) -> Iterator[_Portion]:  # noqa: A002
    """The lines of a file, many at a time."""
    lines = READERS[format](stream)
    while chunk := list(islice(lines, _TASK)):
        yield chunk


def _no_table(found: Iterator[Portion]) -> Iterator[Portion]:
    """The same lines of NDJSON, not looked into but for the first ones. Raises BadQuestion."""
    first = next(found, None)
    if first is None:
        return iter(())
    if ndjson.is_table(first[1]):
        others = " or ".join(name for name in READERS if name != "ndjson")
        raise BadQuestion("--format", f"the file is a table and no NDJSON, and nothing was read: try {others}")
    return chain([first], found)


def import_portions(
    ledger: Ledger, found: Iterable[_Portion], by: str, tick: Any, workers: Workers
) -> ImportReport:
    """Record lines without judging what they change."""
    report, occurrences = ImportReport(), Occurrences()
    ledger.prepare_for_many()
    with without_collector():
        checked = workers.map(_checked, found, None)
        while together := list(chain.from_iterable(islice(checked, _TOGETHER))):
            with ledger.session(judge=False) as session:
                _record(session, together, by, report, occurrences)
            tick(report)
    return report


def _checked(_: Connection | None, portion: _Portion) -> list[_Checked]:
    """Each line of a portion with what it holds."""
    found: list[_Checked] = []
    for line in portion if isinstance(portion, list) else ndjson.lines(portion):
        if line.skipped:
            found.append((line.number, None))
        elif line.event is None:
            found.append((line.number, [{"pointer": "", "detail": line.problem or ""}]))
        else:
            data = line.event if isinstance(line.event, bytes) else orjson.dumps(line.event)
            try:
                found.append((line.number, packed(arrival(data))))
            except InvalidEvent as error:
                found.append((line.number, error.errors))
    return found


class Occurrences:
    """Which entry each line of a file is: an own act is another one each time, an event after a withdrawal."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}
        self._withdrawn: dict[str, str] = {}  # By what was withdrawn, the withdrawal.

    def next(self, event: Arrival) -> int:
        """The how-manieth entry of the same content an event of the file is."""
        if event.kind in OWN_ACTS:
            nth = self._seen[event.event_id] = self._seen.get(event.event_id, 0) + 1
            if event.kind == "entry_withdrawn":
                self._note_withdrawal(event.body, nth)
            return nth
        if event.event_id not in self._withdrawn:
            return 1
        nth, body = 2, event.body
        while event_id(body, nth) in self._withdrawn:
            nth += 1
        return nth

    def _note_withdrawal(self, body: Body, nth: int) -> None:
        target = body["event_id"]
        restored = [known for known, act in self._withdrawn.items() if act == target]
        for known in restored:
            del self._withdrawn[known]
        self._withdrawn[target] = event_id(body, nth)


def _record(
    session: Session, checked: list[_Checked], by: str, report: ImportReport, occurrences: Occurrences
) -> None:
    session.expect([parts[0] for _, parts in checked if isinstance(parts, tuple)])
    for number, parts in checked:
        if isinstance(parts, tuple):
            try:
                if session.add(unpacked(parts), by, occurrences.next):
                    report.accepted += 1
                else:
                    report.duplicates += 1
            except InvalidEvent as error:
                report.refuse(number, error.errors)
            except NotOnRecord as error:
                report.refuse(number, [{"pointer": "", "detail": str(error)}])
        elif parts is None:
            report.skipped += 1
        else:
            report.refuse(number, parts)


@contextmanager
def _opened(path: str) -> Iterator[tuple[IO[bytes], int | None]]:
    if path == "-":
        yield sys.stdin.buffer, None
        return
    try:
        with Path(path).open("rb") as stream:
            yield stream, Path(path).stat().st_size
    except OSError as error:
        raise NoSuchFile("file", f"{path} cannot be read: {error.strerror}") from None


def _by_bytes(stream: IO[bytes], size: int | None, progress: Progress) -> Any:
    def tick(report: ImportReport) -> None:
        try:
            progress(stream.tell(), size, f"recording events ({report.accepted:,} new)")
        except OSError:  # A pipe has no place.
            progress(report.accepted, None, "recording events")

    return tick

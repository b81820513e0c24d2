"""What leaves the ledger: events and promises as NDJSON, CSV or Parquet, row by row.

NDJSON is whole: an exported event goes back in through `adapters.imports.ndjson`. CSV and Parquet have
the columns named here, for spreadsheets and analysis; there an event is whole in the column `event`, as JSON.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import IO, Any, Literal, TypeAlias

import orjson

Format: TypeAlias = Literal["ndjson", "csv", "parquet"]
FORMATS: tuple[Format, ...] = ("ndjson", "csv", "parquet")

Row: TypeAlias = Mapping[str, Any]


def _party(name: str) -> tuple[str, str, str]:
    return f"{name}_name", f"{name}_state", f"{name}_role"


ENTRY_COLUMNS = ("event_id", "position", "recorded_at", "recorded_by")
EVENT_COLUMNS = (
    *ENTRY_COLUMNS,
    "type",
    *("report_url", "report_publisher", "report_published_at", "report_title", "report_language"),
    *("said_on", "held_on", "window"),
    *(*_party("visitor"), *_party("inviter"), *_party("invitee"), *_party("in_place_of")),
    *("host", "place", "participants", "mode", "stage"),
    *(*_party("by"), "to", "subject", "key", "title"),
    *("about", "outcome", "retracted_url"),
    *("acts_on_event_id", "correction", "promise_id", "status", "judged_by"),
    *("reason", "quote", "attributed_to", "certainty"),
    "event",
)
PROMISE_COLUMNS = (
    *("id", "kind", "relationship", "relationships"),
    *(*_party("visitor"), "host", "place", "participants", "mode"),
    *(*_party("by"), "to", "subject"),
    *("window", "due_on", "status", "promised_on", "settled_on", "days_late", "sources", "summary"),
    *("evidence_count", "evidence"),
)
NUMBERS = frozenset({"position", "days_late", "sources", "evidence_count"})
"""The columns that hold numbers; all others are text."""

_PARTIES = frozenset({"visitor", "inviter", "invitee", "in_place_of", "by", "report"})
_RENAMED = {"event_id": "acts_on_event_id", "by": "judged_by"}  # Fields of the ledger's own acts.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_GROUP = 10_000  # Rows of Parquet that are held at once.


class UnknownFormatError(ValueError):
    """The format is none that can be written."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name[:20]!r} is no format to export: choose one of {', '.join(FORMATS)}")


class ParquetNotInstalledError(RuntimeError):
    """Parquet needs pyarrow, which is large and therefore an extra."""

    def __init__(self) -> None:
        super().__init__(
            "Parquet needs pyarrow: install it with  pip install 'servanda[parquet]',  or choose ndjson or csv"
        )


def write_events(rows: Iterable[Row], out: IO[bytes], format: str = "ndjson") -> int:  # noqa: A002
    """Writes `{event_id, position, recorded_at, recorded_by, event}` each, and says how many.

    `out` stays open. Raises UnknownFormatError or ParquetNotInstalledError before a row is taken or a byte
    written.
    """
    if format == "ndjson":
        return _write_ndjson(({name: row[name] for name in (*ENTRY_COLUMNS, "event")} for row in rows), out)
    return _write_table(rows, out, format, _flat_event, EVENT_COLUMNS)


def write_promises(rows: Iterable[Row], out: IO[bytes], format: str = "ndjson") -> int:  # noqa: A002
    """Writes promises in the form of contract section 4; else as `write_events`."""
    if format == "ndjson":
        return _write_ndjson(rows, out)
    return _write_table(rows, out, format, _flat_promise, PROMISE_COLUMNS)


def write_rows(rows: Iterable[Row], columns: tuple[str, ...], out: IO[bytes]) -> int:
    """Writes rows of plain cells as CSV, with the columns that are named."""
    return _write_csv(({name: _cell(row.get(name)) for name in columns} for row in rows), out, columns)


# ---------------------------------------------------------------- rows to cells
def _flat_event(row: Row) -> dict[str, Any]:
    event: dict[str, Any] = row["event"]
    cells: dict[str, Any] = {name: row[name] for name in ENTRY_COLUMNS}
    for field, value in event.items():
        if field in _PARTIES and isinstance(value, dict):
            cells |= _spread(field, value)
        else:
            cells[_RENAMED.get(field, field)] = _cell(value)
    cells["event"] = _json(event)
    return cells


def _flat_promise(row: Row) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for field, value in row.items():
        if field in _PARTIES and isinstance(value, dict):
            cells |= _spread(field, value)
        else:
            cells[field] = _cell(value)
    cells["relationships"] = " ".join(row["relationships"])
    cells["evidence_count"] = len(row["evidence"])
    return cells


def _spread(name: str, value: Row) -> dict[str, Any]:
    return {f"{name}_{field}": _cell(inner) for field, inner in value.items()}


def _cell(value: Any) -> Any:
    return _json(value) if isinstance(value, list | dict) else value


def _json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


# ---------------------------------------------------------------- the formats
def _write_ndjson(rows: Iterable[Row], out: IO[bytes]) -> int:
    count = 0
    for row in rows:
        out.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
        count += 1
    return count


def _write_table(
    rows: Iterable[Row],
    out: IO[bytes],
    format: str,  # noqa: A002
    flat: Callable[[Row], dict[str, Any]],
    columns: tuple[str, ...],
) -> int:
    writers = {"csv": _write_csv, "parquet": _write_parquet}
    if format not in writers:
        raise UnknownFormatError(format)
    return writers[format](map(flat, rows), out, columns)


def _write_csv(rows: Iterator[dict[str, Any]], out: IO[bytes], columns: tuple[str, ...]) -> int:
    """RFC 4180 in UTF-8: a header, CRLF, quotes where needed, nothing in place of a null."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    count = 0
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_harmless(row.get(name)) for name in columns])
            count += 1
    finally:
        text.detach()  # Flushes; `out` is the caller's to close.
    return count


def _harmless(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _write_parquet(rows: Iterator[dict[str, Any]], out: IO[bytes], columns: tuple[str, ...]) -> int:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise ParquetNotInstalledError from None
    schema = pa.schema([(name, pa.int64() if name in NUMBERS else pa.string()) for name in columns])
    count = 0
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        while group := list(islice(rows, _GROUP)):
            writer.write_table(pa.Table.from_pylist(group, schema=schema))
            count += len(group)
    return count

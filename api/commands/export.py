"""What leaves the ledger: events and promises, as files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated, Any

import typer

from api.commands.ledgers import DEFAULT, Database, open_existing
from api.console import CommandFailed, Progress, progress, say

_PAGE = 500


class What(StrEnum):
    """What can be exported."""

    EVENTS = "events"
    PROMISES = "promises"


class Format(StrEnum):
    """In which form."""

    NDJSON = "ndjson"
    CSV = "csv"
    PARQUET = "parquet"


def export(
    what: Annotated[What, typer.Option(help="The log of events, or the promises as judged.")] = What.EVENTS,
    format: Annotated[  # noqa: A002 - the name of the option
        Format, typer.Option(help="NDJSON is whole and can be imported again; CSV and Parquet are tables.")
    ] = Format.NDJSON,
    output: Annotated[
        str, typer.Option("--output", "-o", help="The file to write, or - for standard output.")
    ] = "-",
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Promises as the world could know them on that day."),
    ] = None,
    database: Database = DEFAULT,
) -> None:
    """Write all events or all promises to a file."""
    from adapters.exports import write_events, write_promises

    if as_of is not None and what is What.EVENTS:
        raise CommandFailed("--as-of is for promises: events are exported whole", 2)
    if output == "-" and format is Format.PARQUET and sys.stdout.isatty():
        raise CommandFailed("Parquet is no text for a terminal: give --output FILE", 2)
    write = write_events if what is What.EVENTS else write_promises
    with progress() as show, _opened(output) as out:
        try:
            count = write(_rows(database, what, as_of, show), out, format.value)
        except (ValueError, RuntimeError) as error:  # UnknownFormatError, ParquetNotInstalledError
            raise CommandFailed(str(error)) from None
    say(f"{count:,} {what.value} written.")


def _rows(database: str, what: What, as_of: str | None, show: Progress) -> Iterator[dict[str, Any]]:
    from datetime import UTC, datetime

    from adapters.queries import PromiseFilter, Queries
    from domain.views import View

    queries = Queries(open_existing(database))
    if what is What.EVENTS:
        total = queries.position()
        return _all(lambda cursor: queries.events(cursor, _PAGE), total, what, show)
    view, everything = View.of(datetime.now(UTC), as_of), PromiseFilter(*[None] * len(PromiseFilter._fields))
    return _all(lambda cursor: queries.promises(everything, view, cursor, _PAGE), None, what, show)


def _all(
    page_at: Callable[[str | None], dict[str, Any]], total: int | None, what: What, show: Progress
) -> Iterator[dict[str, Any]]:
    cursor, done = None, 0
    while True:
        page = page_at(cursor)
        yield from page["items"]
        done += len(page["items"])
        show(done, total, f"exporting {what.value}")
        cursor = page["next_cursor"]
        if cursor is None:
            return


@contextmanager
def _opened(output: str) -> Iterator[IO[bytes]]:
    """The file under a name of its own until it is whole, so that a stopped export leaves no half of one."""
    if output == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    wanted = Path(output)
    unfinished = wanted.with_name(wanted.name + ".part")
    try:
        with unfinished.open("wb") as out:
            yield out
        unfinished.replace(wanted)
    finally:
        unfinished.unlink(missing_ok=True)

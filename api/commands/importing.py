"""Events from files."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.ledgers import DEFAULT, AsJson, Database, open_migrated

if TYPE_CHECKING:
    from adapters.importing import ImportReport


MOST_SHOWN = 200
"""Refused lines that are named to people."""


class Format(StrEnum):
    """What can be read."""

    NDJSON = "ndjson"
    US_TRAVELS = "us-travels"
    GDELT = "gdelt"


def import_events(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file, or - for standard input.")],
    format: Annotated[  # noqa: A002 - the name of the option
        Format,
        typer.Option(
            help="ndjson: events of the contract, one a line; us-travels: the CSV files of the Office of the "
            "Historian; gdelt: GDELT 2.0 event exports."
        ),
    ] = Format.NDJSON,
    by: Annotated[str, typer.Option(help="The name that every event keeps as who recorded it.")] = "import",
    strict: Annotated[
        bool, typer.Option("--strict", help="End with status 1 where a line was refused.")
    ] = False,
    database: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Record the events of a file. Stopped and started again, it ends as if it had run once.

    Lines that cannot be recorded are named on standard error, and the others go in.
    """
    from adapters.importing import import_file
    from adapters.ledger import Ledger
    from api.console import print_json, progress
    from api.texts import checked_name

    checked_name("--by", by)
    with progress() as show:
        report = import_file(Ledger(open_migrated(database)), file, format.value, by, show)
    if as_json:
        print_json(asdict(report))
    else:
        _show(report)
    nothing_went_in = not report.accepted and not report.duplicates
    if report.refused and (strict or nothing_went_in):
        raise typer.Exit(1)


def _show(report: ImportReport) -> None:
    from api.console import out, printable, say

    for refused in report.rejected[:MOST_SHOWN]:
        for error in refused["errors"]:
            where = f"{error['pointer']} " if error["pointer"] else ""
            say(f"line {refused['line']}: {where}{printable(error['detail'])}")
    if report.refused > MOST_SHOWN:
        more = report.refused - MOST_SHOWN
        say(f"... and {more:,} lines more; is it the right --format? --json names up to 10,000 of them")
    out.print(f"{report.accepted:,} recorded, {report.duplicates:,} on record already.")
    if report.skipped:
        out.print(f"{report.skipped:,} lines left out: they tell of nothing that is recorded here.")
    if report.refused:
        out.print(f"{report.refused:,} lines refused; standard error says why.", style="red")

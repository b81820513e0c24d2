"""Events from files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.commands.ledgers import DEFAULT, AsJson, Database, open_migrated


class Format(StrEnum):
    """What can be read."""

    NDJSON = "ndjson"
    US_TRAVELS = "us-travels"
    GDELT = "gdelt"


def import_events(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            readable=True,
            allow_dash=True,
            help="The file, or - for standard input.",
        ),
    ],
    format: Annotated[  # noqa: A002 - the name of the option
        Format,
        typer.Option(
            help="ndjson: events of the contract, one a line; us-travels: the CSV files of the Office of the "
            "Historian; gdelt: GDELT 2.0 event exports."
        ),
    ] = Format.NDJSON,
    by: Annotated[str, typer.Option(help="The name that every event keeps as who recorded it.")] = "import",
    database: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Record the events of a file. Stopped and started again, it ends as if it had run once."""
    from adapters.importing import import_file
    from adapters.ledger import Ledger
    from api.console import print_json, progress
    from api.parameters import checked_name

    checked_name("--by", by)
    with progress() as show:
        report = import_file(Ledger(open_migrated(database)), str(file), format.value, by, show)

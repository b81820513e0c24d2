"""Keys: who may read, record and review."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from api.commands.ledgers import DEFAULT, AsJson, Database, open_existing, open_migrated

app = typer.Typer(no_args_is_help=True, help="Make, list and revoke the keys that programs use.")


class Scope(StrEnum):
    """Each may do all that those before it may."""

    READ = "read"
    REPORT = "report"
    REVIEW = "review"
    ADMIN = "admin"


@app.command("create")
def create(
    name: Annotated[str, typer.Argument(help="Whose key it is; every event that it records keeps this name.")],
    scope: Annotated[
        Scope,
        typer.Option(help="read; report: record events; review: also corrections and rulings; admin: all."),
    ],
    database: Database = DEFAULT,
) -> None:
    """Make a key and print it, and nothing else. It is shown this once."""
    from adapters.keys import Keys

    print(Keys(open_migrated(database)).create(name, scope.value))


@app.command("list")
def list_keys(database: Database = DEFAULT, as_json: AsJson = False) -> None:
    """The keys by name. The keys themselves are not stored and cannot be shown."""
    from rich.table import Table

    from adapters.keys import Keys
    from api.console import out, print_json, printable

    rows = [key._asdict() for key in Keys(open_existing(database)).list()]
    if as_json:
        print_json(rows)
    elif not rows:
        out.print("There are no keys.")
    else:
        table = Table(*(column.replace("_", " ") for column in rows[0]), box=None, header_style="bold")
        for row in rows:
            table.add_row(*(printable(str(value)) if value is not None else "" for value in row.values()))
        out.print(table)


@app.command("revoke")
def revoke(
    name: Annotated[str, typer.Argument(help="The name of the key.")], database: Database = DEFAULT
) -> None:
    """Take a key's rights away; its subscriptions end. A running server notices within a few seconds."""
    from adapters.keys import Keys
    from api.console import say

    Keys(open_existing(database)).revoke(name)
    say(f"The key {name!r} is revoked.")

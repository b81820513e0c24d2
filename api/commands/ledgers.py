"""Opening the ledger that a command is about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.console import CommandFailed

if TYPE_CHECKING:
    from sqlalchemy import Engine

DEFAULT = "sqlite:///servanda.db"
_OPTION = typer.Option(
    "--database",
    metavar="URL",
    envvar="SERVANDA_DATABASE",
    help="The ledger, as an SQLAlchemy URL: sqlite:///ledger.db or postgresql+psycopg://user@host/name",
)
Database = Annotated[str, _OPTION]
AnyDatabase = Annotated[str | None, _OPTION]
AsJson = Annotated[bool, typer.Option("--json", help="For programs: JSON on standard output.")]


def open_migrated(url: str) -> Engine:
    """A ledger that is made, or brought to this version, where needed."""
    from adapters.database import migrate, open_engine

    engine = open_engine(url)
    migrate(engine)
    return engine


def open_existing(url: str) -> Engine:
    """A ledger that is there, of this version. A question does not make one."""
    from adapters.database import is_migrated

    engine = _open_there(url)
    if not is_migrated(engine):
        raise CommandFailed(
            "this database holds no ledger of this version; `servanda serve` or `servanda import` makes one, "
            "or brings an older one to this version"
        )
    return engine


def open_to_mend(url: str) -> Engine:
    """A ledger that is there, brought to this version where it is older."""
    from adapters.database import migrate

    engine = _open_there(url)
    migrate(engine)
    return engine


def _open_there(url: str) -> Engine:
    from adapters.database import open_engine

    engine = open_engine(url)
    file = engine.url.database
    if engine.dialect.name == "sqlite" and file and not Path(file).exists():
        raise CommandFailed(f"there is no ledger at {file}; `servanda import` or `servanda serve` makes one")
    return engine

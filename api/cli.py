"""The command line. Each command is a module of `api.commands`; what it needs is imported when it runs."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from api.commands import (
    ask,
    candidates,
    export,
    importing,
    keys,
    maintenance,
    reading,
    replay,
    serve,
    sources,
    subscriptions,
)
from api.commands.settings import ListsSettings

app = typer.Typer(
    name="servanda",
    help="Were the promised visits, meetings and pledges of diplomacy kept?\n\n"
    "Reported events go in and are kept for ever; what was promised, and what became of it, comes out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("serve", cls=ListsSettings)(serve.serve)
app.add_typer(keys.app, name="keys")
app.command("import")(importing.import_events)
app.command("read")(reading.read)
app.add_typer(candidates.app, name="candidates")
app.add_typer(sources.app, name="sources")
app.command("watch")(sources.watch)
app.command("ask")(ask.ask)
app.command("rebuild")(maintenance.rebuild)
app.command("verify")(maintenance.verify)
app.command("tick")(maintenance.tick)
app.command("export")(export.export)
app.add_typer(subscriptions.app, name="subscriptions")
app.command("replay")(replay.replay)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"servanda {version('servanda')}")
        raise typer.Exit


@app.callback()
def servanda(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Runs before every command."""


def main() -> None:
    """Run the command line. Exit status: 0 done, 1 it could not, 2 the call was wrong."""
    try:
        app()
    except KeyboardInterrupt:
        _end("stopped", 1)
    except BrokenPipeError:  # Who read our output has gone.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if os.environ.get("SERVANDA_TRACEBACK"):
            raise
        _end(*_in_plain_words(error))


def _in_plain_words(error: Exception) -> tuple[str, int]:
    """What went wrong, as a sentence, and the exit status."""
    from pydantic import ValidationError
    from sqlalchemy.exc import DBAPIError

    from adapters.database import BadDatabaseUrl
    from api.console import CommandFailed
    from domain.errors import BadQuestion, DomainError

    if isinstance(error, CommandFailed):
        return str(error), error.status
    if isinstance(error, BadQuestion | BadDatabaseUrl):
        return str(error), 2
    if isinstance(error, DomainError):
        return str(error), 1
    if isinstance(error, ValidationError):
        mistakes = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        return f"a setting (SERVANDA_…) is wrong: {'; '.join(mistakes)}", 2
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}", 1
    if isinstance(error, DBAPIError):
        return f"the database failed: {str(error.orig).strip().splitlines()[0]}", 1
    kind = type(error).__name__
    return f"this should not have happened: {kind}: {error} (SERVANDA_TRACEBACK=1 shows where)", 1


def _end(why: str, status: int) -> None:
    sys.stdout.flush()
    print(f"servanda: {why}", file=sys.stderr)
    sys.exit(status)


if __name__ == "__main__":
    main()

"""Deriving the read models again, checking the log, and the clock by hand."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.ledgers import DEFAULT, AsJson, Database, open_existing, open_to_mend


def rebuild(database: Database = DEFAULT, as_json: AsJson = False) -> None:
    """Derive every read model again from the events alone."""
    from adapters.rebuild import rebuild as derive
    from api.console import out, print_json, progress

    with progress() as show:
        events = derive(open_to_mend(database), show)
    if as_json:
        print_json({"events": events})
    else:
        out.print(f"All read models are derived again from {events:,} events.")


def verify(database: Database = DEFAULT, as_json: AsJson = False) -> None:
    """Check the log (nothing changed, nothing missing) and the read models against it.

    They are derived again beside the ledger, in the folder for temporary files (TMPDIR), which takes about
    twice the ledger's room. Nothing is changed.
    """
    from adapters.verify import verify as check
    from api.console import out, print_json, printable, progress

    engine = open_existing(database)
    with progress() as show:
        wrong = check(engine, show)
    if as_json:
        print_json({"ok": not wrong, "wrong": wrong})
    elif wrong:
        for place in wrong:
            out.print(printable(place), style="red")
        out.print(f"{len(wrong):,} places are wrong.", style="bold red")
    else:
        out.print("The log is whole, and the read models agree with it.", style="green")
    if wrong:
        raise typer.Exit(1)


def tick(
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Up to and with this day. Default: today.")
    ] = None,
    database: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Raise the alerts that the calendar alone causes; a running server does so by itself."""
    from datetime import UTC, date, datetime, time

    from adapters.ledger import Ledger
    from api.console import out, print_json
    from domain.errors import BadQuestion
    from domain.views import View

    now = datetime.now(UTC)
    if as_of is not None:
        day = date.fromordinal(View.of(now, as_of).day)
        if day > now.date():
            raise BadQuestion("as_of", "that day has not come yet: what the calendar will bring is not known")
        now = datetime.combine(day, time.max, UTC)
    raised = Ledger(open_existing(database)).sweep(now)
    if as_json:
        print_json({"alerts": raised})
    else:
        out.print(f"{raised:,} alerts raised, up to {now.date()}.")

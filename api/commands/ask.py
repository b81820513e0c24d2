"""Did the promised visit happen?"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from api.commands.ledgers import DEFAULT, AsJson, Database, open_existing


def ask(
    visitor: Annotated[str, typer.Argument(help="Who was to visit: a name, whole or family name.")],
    host: Annotated[str, typer.Argument(help="The state that was to be visited, such as PRK.")],
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="As the world could know it on that day. Default: today."),
    ] = None,
    database: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Did the promised visit happen? The verdict's sentence and its evidence."""
    from datetime import UTC, datetime

    from adapters.queries import Queries
    from api.console import print_json
    from api.texts import checked_name
    from domain.views import View

    now = datetime.now(UTC)
    view = View.of(now, as_of)
    who = checked_name("visitor", visitor)
    verdict = Queries(open_existing(database)).verdict(who, host.upper(), view)
    if as_json:
        print_json(verdict)
    else:
        _show(verdict)
        if view.day > now.date().toordinal():
            _say_to_come()


def _say_to_come() -> None:
    from api.console import out

    out.print("\nThat day is still to come: so it will be if nothing more is reported until then.", style="dim")


def _show(verdict: dict[str, Any]) -> None:
    from api.console import out, printable, styled

    out.print(styled(printable(verdict["sentence"]), verdict["answer"]))
    for promise in verdict["promises"]:
        out.print()
        out.print(styled(promise["status"]), printable(promise["summary"]))
        for evidence in promise["evidence"]:
            _show_evidence(evidence)


def _show_evidence(evidence: dict[str, Any]) -> None:
    from rich.text import Text

    from api.console import out, printable

    what = f"  {evidence['on']}  {evidence['type']} ({evidence['effect']})"
    source = (evidence["publisher"], evidence["published_at"], evidence["url"])
    out.print(Text(what), Text(printable(", ".join(part for part in source if part)), style="dim"))
    if evidence["quote"]:
        out.print(Text(f'      "{printable(evidence["quote"])}"'))

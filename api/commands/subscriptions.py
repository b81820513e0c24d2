"""Subscriptions by hand: an administrator's view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.ledgers import DEFAULT, AsJson, Database, open_existing, open_migrated

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from adapters.keys import Key
    from adapters.subscriptions import Subscriptions

app = typer.Typer(no_args_is_help=True, help="Who hears of which alerts, and where.")
Id = Annotated[str, typer.Argument(metavar="ID", help="The id of a subscription.")]


def _service(engine: Engine, database: str) -> Subscriptions:
    # Without what delivers, whose libraries take long to import.
    from adapters.outside import Outside
    from adapters.subscriptions import Subscriptions
    from adapters.vault import Vault
    from api.settings import Settings

    settings = Settings(database=database)
    vault = Vault(engine, settings.secret_key.get_secret_value())
    return Subscriptions(engine, vault, Outside(settings.networks))


def _administrator(name: str = "administrator") -> Key:
    from adapters.keys import Key

    return Key(name, "admin")


@app.command("create")
def create(
    url: Annotated[str, typer.Argument(help="https://… for a webhook, else an address of apprise.")],
    owner: Annotated[str, typer.Option(help="The name of the key that it belongs to.")] = "administrator",
    name: Annotated[str, typer.Option(help="For people.")] = "",
    query: Annotated[
        str, typer.Option(metavar="QUERY", help="A query of the list of promises: relationship=PRK-RUS")
    ] = "",
    kind: Annotated[str | None, typer.Option(help="Kinds of alerts, with commas: promise.overdue")] = None,
    min_publishers: Annotated[int | None, typer.Option(help="Told by at least so many.", min=1)] = None,
    historical: Annotated[bool, typer.Option(help="Old news too.")] = False,
    due_soon_days: Annotated[int, typer.Option(help="Days before a promise's last day.")] = 7,
    digest: Annotated[
        str, typer.Option(metavar="WHEN", help="day or a weekday, and hour: `day 8` or `monday 8`")
    ] = "",
    zone: Annotated[str, typer.Option(help="The time zone of the digest.")] = "UTC",
    secret: Annotated[
        str | None, typer.Option(help="Of a webhook: whsec_…; a new one is made by default.")
    ] = None,
    database: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Make a subscription, and print its id and its secret, which is shown this once."""
    from api.console import print_json

    channel = "webhook" if url.startswith(("https://", "http://")) else "chat"
    wanted: dict[str, Any] = {
        "url": url,
        "channel": channel,
        "name": name,
        "from_query": query,
        "filters": {"kind": kind, "min_publishers": min_publishers},
        "historical": historical,
        "due_soon_days": due_soon_days,
        "digest": _digest(digest, zone),
        "secret": secret,
    }
    made = _service(open_migrated(database), database).create(_administrator(owner), wanted)
    if as_json:
        print_json(made)
    else:
        print(made["id"], *([made["secret"]] if made["secret"] else []), sep="\n")


def _digest(text: str, zone: str) -> dict[str, Any] | None:
    from domain.errors import BadQuestion

    if not text:
        return None
    when, _, hour = text.partition(" ")
    if not hour.isdigit() or int(hour) > 23:
        raise BadQuestion("digest", "must be such as `day 8` or `monday 8`")
    if when == "day":
        return {"every": "day", "hour": int(hour), "zone": zone}
    return {"every": "week", "weekday": when.lower(), "hour": int(hour), "zone": zone}


@app.command("list")
def list_all(database: Database = DEFAULT, as_json: AsJson = False) -> None:
    """All subscriptions, and how they fare."""
    from rich.table import Column, Table

    from api.console import out, print_json, printable

    service = _service(open_existing(database), database)
    rows: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = service.list(_administrator(), cursor, 500)
        rows += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    if as_json:
        print_json(rows)
    elif not rows:
        out.print("There are no subscriptions.")
    else:
        whole = Column("id", no_wrap=True)  # It is there to be copied.
        table = Table(whole, "owner", "state", "url", "filters", box=None, header_style="bold")
        for row in rows:
            filters = ", ".join(f"{key}={value}" for key, value in row["filters"].items() if value is not None)
            cells = (row["id"], row["owner"], row["state"], row["url"], filters or "all")
            table.add_row(*map(printable, cells))
        out.print(table)


@app.command("pause")
def pause(known_id: Id, database: Database = DEFAULT) -> None:
    """Send nothing until it is resumed; what comes about meanwhile is kept."""
    from api.console import say

    _service(open_existing(database), database).pause(_administrator(), known_id)
    say(f"{known_id} is paused.")


@app.command("resume")
def resume(known_id: Id, database: Database = DEFAULT) -> None:
    """Send again."""
    from api.console import say

    _service(open_existing(database), database).resume(_administrator(), known_id)
    say(f"{known_id} is active.")


@app.command("delete")
def delete(known_id: Id, database: Database = DEFAULT) -> None:
    """Delete a subscription with what waits for it."""
    from api.console import say

    _service(open_existing(database), database).delete(_administrator(), known_id)
    say(f"{known_id} is deleted.")

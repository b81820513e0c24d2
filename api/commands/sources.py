"""Feeds that are watched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.ledgers import DEFAULT, AsJson, Database, open_existing, open_migrated

if TYPE_CHECKING:
    from adapters.desk.sources import Sources

app = typer.Typer(no_args_is_help=True, help="Say which RSS and Atom feeds are watched, and see how they do.")

SourceId = Annotated[str, typer.Argument(metavar="ID", help="The id of the source.")]
_BY = "command line"


@app.command("list")
def list_sources(database: Database = DEFAULT, as_json: AsJson = False) -> None:
    """The sources with their health."""
    from api.console import out, print_json, printable

    items = _sources(open_existing(database)).all()
    if as_json:
        print_json(items)
        return
    if not items:
        out.print("No feed is watched: servanda sources add URL")
        return
    for item in items:
        many = "1 article" if item["articles"] == 1 else f"{item['articles']:,} articles"
        looked = f"last answer {item['answered_at'] or 'never'}, next look {item['next_at']}"
        out.print(printable(f"{item['state']:8} {item['publisher']}: {many}, {looked}"), style="bold")
        out.print(printable(f"         {item['id']}  every {item['minutes']} min  {item['url']}"))
        if item["error"]:
            out.print(printable(f"         {item['error']}"))


@app.command("add")
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="The address of an RSS or Atom feed.")],
    publisher: Annotated[str | None, typer.Option(help="Who publishes it. Default: the host.")] = None,
    minutes: Annotated[
        int, typer.Option(min=1, max=10_080, help="How long to wait between two looks at it.")
    ] = 15,
    database: Database = DEFAULT,
) -> None:
    """Watch a feed. A running server, or `servanda watch`, looks at it."""
    _tell(_sources(open_migrated(database)).add(url, publisher, minutes, _BY))


@app.command("pause")
def pause(source: SourceId, database: Database = DEFAULT) -> None:
    """Leave a feed alone."""
    _tell(_sources(open_existing(database)).pause(source, True))


@app.command("resume")
def resume(source: SourceId, database: Database = DEFAULT) -> None:
    """Look at a paused feed again, at once."""
    _tell(_sources(open_existing(database)).pause(source, False))


@app.command("remove")
def remove(source: SourceId, database: Database = DEFAULT) -> None:
    """Watch a feed no more. What was read of it stays."""
    from api.console import say

    _sources(open_existing(database)).remove(source)
    say("It is watched no more.")


def _sources(engine: Any) -> Sources:
    from adapters.desk.sources import Sources

    return Sources(engine)


def _tell(source: dict[str, Any]) -> None:
    from api.console import out, printable

    out.print(printable(f"{source['id']}  {source['state']}  every {source['minutes']} min  {source['url']}"))


def watch(
    once: Annotated[bool, typer.Option("--once", help="Look at the feeds that are due, and end.")] = False,
    database: Database = DEFAULT,
) -> None:
    """Look at the watched feeds and read what is new, as a running server does, until Ctrl+C."""
    import asyncio
    import logging

    from adapters.ledger import Ledger
    from api.console import say
    from api.desk import Desk
    from api.readers import reader_of
    from api.settings import Settings

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    settings = Settings()
    desk = Desk.of(Ledger(open_existing(database)), settings, reader_of(settings))

    async def look() -> None:
        try:
            if not once:
                await desk.watcher.keep_looking(settings.watch_seconds or 30)
            while await desk.watcher.look():
                pass
        finally:
            await desk.fetcher.close()

    if not once:
        say("Watching. Stop it with Ctrl+C.")
    asyncio.run(look())
    if once:
        list_sources(database, as_json=False)

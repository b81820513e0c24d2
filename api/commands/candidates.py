"""What people made of what readers found."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.ledgers import DEFAULT, AsJson, Database, open_existing

app = typer.Typer(
    no_args_is_help=True, help="Look through what was found in articles, and export what was decided."
)


@app.command("list")
def list_candidates(
    state: Annotated[
        str, typer.Option(help="proposed, accepted, rejected or duplicate, or several with commas.")
    ] = "proposed",
    min_score: Annotated[
        float | None, typer.Option("--min-score", min=0, max=1, help="Show candidates from this score on.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=500, help="How many at most.")] = 50,
    database: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """The candidates, oldest first."""
    from adapters.desk.candidates import CandidateFilter, Candidates
    from adapters.ledger import Ledger
    from api.commands.showing import found_in_words
    from api.console import out, print_json, printable
    from domain.reading.reader import DEFAULT_THRESHOLD

    wanted = CandidateFilter(state, DEFAULT_THRESHOLD if min_score is None else min_score)
    items = Candidates(Ledger(open_existing(database))).page(wanted, None, limit)["items"]
    if as_json:
        print_json(items)
        return
    if not items:
        out.print("There are no such candidates.")
    for item in items:
        report = item["event"]["report"]
        out.print(printable(f"{item['score']:.2f}  {found_in_words(item['event'])}"), style="bold")
        out.print(printable(f"      {item['id']}  {item['state']}  {report['publisher']}  {report['url']}"))
        out.print(printable(f'      "{item["event"].get("quote", "")[:300]}"'))


@app.command("export")
def export(
    output: Annotated[
        str, typer.Option("--output", "-o", help="The file to write, or - for standard output.")
    ] = "-",
    database: Database = DEFAULT,
) -> None:
    """Write the articles that people are done with, with their events: for `servanda read --evaluate`."""
    import sys
    from contextlib import nullcontext
    from pathlib import Path

    import orjson

    from adapters.desk.training import labelled_articles
    from api.console import say

    engine, count = open_existing(database), 0
    with nullcontext(sys.stdout.buffer) if output == "-" else Path(output).open("wb") as file:
        for line in labelled_articles(engine):
            file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
            count += 1
        file.flush()
    say(f"{count:,} articles that people are done with.")

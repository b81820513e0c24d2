"""Articles: the reported events in them. Stores nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.ledgers import AsJson

if TYPE_CHECKING:
    from datetime import date

    from adapters.reading.reading import Reading
    from domain.reading.reader import Reader


def read(
    source: Annotated[
        str | None,
        typer.Argument(metavar="FILE|URL", help="A text or HTML file, an address, or - for standard input."),
    ] = None,
    published_on: Annotated[
        str | None,
        typer.Option(
            "--published-on", metavar="DATE", help="The day of publication. Without it, the page must tell."
        ),
    ] = None,
    title: Annotated[str | None, typer.Option(help="The headline, where it is not in the text.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    min_score: Annotated[
        float | None, typer.Option("--min-score", min=0, max=1, help="Show candidates from this score on.")
    ] = None,
    evaluate: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Labelled articles, JSON lines: print precision, recall and confusion."
        ),
    ] = None,
    texts: Annotated[
        str | None,
        typer.Option("--texts", metavar="FOLDER", help="With --evaluate: texts of lines without one."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find the reported diplomatic events in an article, offline, and show them. Nothing is stored."""
    from domain.errors import BadQuestion
    from domain.reading.reader import DEFAULT_THRESHOLD

    threshold = DEFAULT_THRESHOLD if min_score is None else min_score
    if evaluate is not None:
        _evaluate(evaluate, texts, threshold, as_json)
        return
    if source is None:
        raise BadQuestion("FILE", "name a file, or - for standard input")
    from adapters.reading.reading import read_bytes

    day = _day(published_on)
    data, charset = _content_of(source)
    reading = read_bytes(data, day, title, publisher, charset, _reader())
    shown = [c for c in reading.candidates if c.score >= threshold]
    if as_json:
        _print_lines(shown)
    else:
        _show(reading, shown, threshold)


def _reader() -> Reader:
    """The rules, unless a model is set to read."""
    import os

    from adapters.reading.reading import rule_reader

    if not os.environ.get("SERVANDA_LLM_URL"):
        return rule_reader()
    from api.readers import reader_of
    from api.settings import Settings

    return reader_of(Settings())


def _content_of(source: str) -> tuple[bytes, str | None]:
    """What stands in a file or at an address, and in which charset it says it is written."""
    from pathlib import Path

    from domain.errors import BadQuestion

    if not source.lower().startswith(("http://", "https://")):
        if "://" in source and not Path(source).exists():
            why = "only http:// and https:// addresses are fetched; name a file by its path"
            raise BadQuestion("FILE|URL", why)
        return _bytes_of(source), None
    from adapters.fetching import Limits, fetch_now
    from adapters.outside import Outside
    from api.settings import Settings

    settings = Settings()
    limits = Limits(settings.fetch_seconds, settings.max_report_bytes)
    fetched = fetch_now(source, Outside(settings.networks), limits)
    return fetched.body, fetched.charset


def _bytes_of(source: str) -> bytes:
    import sys
    from pathlib import Path

    from adapters.reading.documents import LARGEST
    from api.console import CommandFailed

    if source == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    try:
        with Path(source).open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise CommandFailed(f"{source}: there is no such file", 2) from None


def _day(text: str | None) -> date | None:
    from datetime import UTC, date, datetime, time, timedelta

    from domain.errors import BadQuestion

    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadQuestion("--published-on", f"{text[:40]!r} is no day; write it as 2023-10-19") from None
    if datetime.combine(day, time(), UTC) - datetime.now(UTC) > timedelta(days=1):  # As the server judges it.
        raise BadQuestion("--published-on", "lies more than a day ahead of this server's clock")
    return day


def _print_lines(candidates: list[Any]) -> None:
    from api.console import print_json

    for candidate in candidates:
        line = {
            **candidate.event,
            "score": candidate.score,
            "span": list(candidate.spans[0]),
            "spans": [list(span) for span in candidate.spans],
            "why": candidate.why,
            "problems": list(candidate.problems),
        }
        print_json(line)


def _show(reading: Reading, candidates: list[Any], threshold: float) -> None:
    from api.commands.showing import found_in_words
    from api.console import out, printable

    events = "1 event" if len(candidates) == 1 else f"{len(candidates)} events"
    below = len(reading.candidates) - len(candidates)
    scores = "scores" if below == 1 else "score"
    more = f" {below} more {scores} below {threshold:g}: --min-score" if below else ""
    out.print(f"Published on {reading.published_on}. {events} found.{more}")
    page_day = reading.document.published_on
    if page_day not in (None, reading.published_on):
        out.print(f"The page says that it was published on {page_day}, and {reading.published_on} was given.")
    for candidate in candidates:
        out.print()
        out.print(printable(f"{candidate.score:.2f}  {found_in_words(candidate.event)}"), style="bold")
        out.print(printable(f'      "{candidate.event.get("quote", "")[:300]}"'))
        for note in (candidate.why, *candidate.problems):
            out.print(printable(f"      {note}"), style="dim")


# ---------------------------------------------------------------- evaluation
def _evaluate(file: str, texts: str | None, threshold: float, as_json: bool) -> None:
    from pathlib import Path

    from adapters.reading.labelled import labelled
    from api.console import out, print_json
    from domain.reading.evaluation import evaluate

    lines = labelled(Path(file), Path(texts) if texts else None)
    result = evaluate(_reader(), lines, threshold)
    if as_json:
        print_json(result.as_dict())
    else:
        out.print(result.table())

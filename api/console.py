"""What people see of the command line: tables and colours on a terminal, plain text elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import orjson
from rich.console import Console
from rich.text import Text

Progress: TypeAlias = Callable[[int, int | None, str], None]
"""Told how much is done, of how much (None: nobody knows), and what is being done."""

out = Console(highlight=False, soft_wrap=True, emoji=False, markup=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False, markup=False)

_STYLES = {
    "fulfilled": "green",
    "fulfilled_late": "yellow",
    "partially_fulfilled": "yellow",
    "unfulfilled": "red",
    "cancelled": "red",
    "declined": "red",
    "lapsed": "red",
    "overdue": "magenta",
    "yes": "bold green",
    "partly": "bold yellow",
    "no": "bold red",
}


class CommandFailed(Exception):
    """A command could not do what it was asked; the text says why. `status`: its exit status."""

    def __init__(self, why: str, status: int = 1) -> None:
        self.status = status
        super().__init__(why)


def styled(text: str, status: str | None = None) -> Text:
    """A text in the colour of a status or an answer (its own, unless another is given)."""
    return Text(text, style=_STYLES.get(status or text, ""))


def printable(text: str) -> str:
    """A text of strangers, without what could steer a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def print_json(content: Any) -> None:
    """One line of JSON for programs."""
    sys.stdout.buffer.write(orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()


def say(text: str) -> None:
    """A note to the caller, on standard error."""
    err.print(Text(text))


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar on standard error while the block runs; nothing where that is no terminal."""
    if not err.is_terminal:
        yield lambda done, total, what: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=err, transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(done: int, total: int | None, what: str) -> None:
            stage = what.partition(" (")[0]  # What stands in brackets changes as the work goes on.
            if stage not in tasks:
                tasks[stage] = bar.add_task(what, total=total)
            bar.update(tasks[stage], completed=done, total=total, description=what)

        yield show

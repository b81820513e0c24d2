"""The common shape of all imports: numbered rows in, events or plain reasons out."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import partial
from itertools import chain, islice
from typing import IO, Any, NamedTuple, TypeAlias

from domain.errors import DomainError
from domain.events import read_event

Stream: TypeAlias = IO[bytes] | IO[str]

Portion: TypeAlias = tuple[int, list[bytes | None]]

LONGEST = 1_048_576
"""Bytes that a line may have, without its end. A longer one is read past in pieces, never held."""

TOO_LONG = "is longer than 1 MiB"
NOT_UTF8 = "is not UTF-8"

_PIECE = LONGEST + 2  # Room for the line's end.
_BOM = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """One row of the input: an event in contract form, or why there is none. A row may give several."""

    number: int
    """In the file, the first line is 1. A CSV row over several lines has the number of its first."""
    event: dict[str, Any] | bytes | None = None
    """A dict, or raw JSON that was not looked into."""
    problem: str | None = None
    """In plain words; None where there is an event."""
    skipped: bool = False
    """The row was left out by design, and is no loss; otherwise a problem is one."""


def checked(number: int, event: dict[str, Any]) -> Line:
    """The event if it is one of the contract, otherwise what is wrong with it."""
    try:
        read_event(event)
    except DomainError as error:
        return Line(number, problem=str(error))
    return Line(number, event)


def physical_lines(stream: Stream) -> Iterator[tuple[int, bytes | None]]:
    """Each line with its number and its end; None in place of one that is too long.

    A byte order mark before the first is taken away.
    """
    pieces = _pieces(stream)
    for number, piece in enumerate(pieces, 1):
        if number == 1:
            piece = piece.removeprefix(_BOM)
        if len(piece) > LONGEST and _is_too_long(piece, pieces):
            yield number, None
        else:
            yield number, piece


def portions(stream: Stream, most: int) -> Iterator[Portion]:
    """The same lines, many at a time: the number of the first, and each with its end, or None."""
    pieces = _pieces(stream)
    number = 1
    while chunk := list(islice(pieces, most)):
        if number == 1:
            chunk[0] = chunk[0].removeprefix(_BOM)
        found: list[bytes | None] = list(chunk)
        if max(map(len, chunk)) > LONGEST:
            before = iter(chunk)
            following = chain(before, pieces)
            found = [None if len(p) > LONGEST and _is_too_long(p, following) else p for p in before]
        yield number, found
        number += len(found)


def _pieces(stream: Stream) -> Iterator[bytes]:
    at_end = stream.readline(0)
    pieces: Iterator[Any] = iter(partial(stream.readline, _PIECE), at_end)
    if isinstance(at_end, bytes):
        return pieces
    # Half a surrogate pair is no UTF-8: it becomes bytes that are found out later.
    return (piece.encode("utf-8", "surrogatepass") for piece in pieces)


def _is_too_long(piece: bytes, pieces: Iterator[bytes]) -> bool:
    """Reads past the rest of the line."""
    length = len(piece.rstrip(b"\r\n"))
    while not piece.endswith(b"\n"):
        piece = next(pieces, b"\n")
        length += len(piece.rstrip(b"\r\n"))
    return length > LONGEST


def csv_rows(stream: Stream) -> Iterator[tuple[int, list[str], str | None]]:
    """Each row that is not blank: the number of its first line, its cells, and why it cannot be read."""
    too_long: list[int] = []
    reader = csv.reader(_texts(stream, too_long), strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            too_long.clear()
            yield number, [], f"is not CSV up to line {reader.line_num}: {error}"
            continue
        if too_long:
            too_long.clear()
            yield number, [], TOO_LONG
        elif not _is_utf8(cells):
            yield number, [], NOT_UTF8
        elif len(cells) > 1 or "".join(cells).strip():
            yield number, cells, None


def _texts(stream: Stream, too_long: list[int]) -> Iterator[str]:
    for number, raw in physical_lines(stream):
        if raw is None:
            too_long.append(number)
            yield "\n"
        else:
            yield raw.decode("utf-8", "surrogateescape")


def _is_utf8(cells: list[str]) -> bool:
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        return False
    return True

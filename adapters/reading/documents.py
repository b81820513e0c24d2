"""From the bytes of a file or a page to the text of an article, its title and its day of publication.

What cannot be read is refused with a sentence that says why. A day of publication is never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from adapters.reading import pages
from adapters.reading.language import language_of
from domain.errors import DomainError
from domain.reading.layout import lay_out

LARGEST = 5_000_000
"""Bytes that a file or a page may have."""

LONGEST = 50_000
"""Characters that an article's text may have, some 8,000 words: so far the worst is read within a second."""

_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_PROBE = 64_000
_HTML = re.compile(
    r"\s*(?:<!--|<\?xml|<!doctype html|<html|<head|<body|<article|<div|<p[ >]|<h1|<meta|<script|<main)",
    re.IGNORECASE,
)
_MAGIC = (
    (b"%PDF", "a PDF"), (b"PK\x03\x04", "an archive or an office document"), (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"), (b"GIF8", "an image"), (b"\x1f\x8b", "a compressed file"),
    (b"\xd0\xcf\x11\xe0", "an office document"), (b"{\\rtf", "an RTF document"), (b"\x7fELF", "a program"),
)  # fmt: skip
_FEW = 40
_HEAD = 20_000
_MOST_PRINTED = 5
_MOST_DATES = 8


class Unreadable(DomainError):
    """What was given is no article that can be read; the text says why."""


class NoDay(DomainError):
    """The day of publication is neither given nor certain. `found`: (date, where) of what was found."""

    def __init__(self, found: tuple[tuple[str, str], ...]) -> None:
        self.found = found
        seen = "; ".join(f"{day} ({where})" for day, where in found) or "none"
        super().__init__(f"the day of publication is not certain: give it. Dates that were found: {seen}")


@dataclass(frozen=True, slots=True)
class Document:
    """An article as far as its text goes. Spans of candidates count the characters of `text`."""

    text: str
    title: str | None
    publisher: str | None
    published_on: date | None  # Only where the page itself tells it without doubt.
    dates: tuple[tuple[str, str], ...]  # (date, where) of all that were found.


def open_document(data: bytes, charset: str | None = None, language: str | None = None) -> Document:
    """Read a file or a page. `charset`: what the sender claims; `language`: what is known of it, BCP 47.

    That it is English is believed. Raises Unreadable.
    """
    if len(data) > LARGEST:
        raise Unreadable(f"it has more than {LARGEST:,} bytes, the most that an article may have")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise Unreadable(f"it is {what}, and not text or HTML")
    text = decode(data, charset)
    if not text.strip():
        raise Unreadable("it is empty")
    try:
        document = pages.read(text) if _HTML.match(text) else None
    except pages.TooManyElements as error:
        raise Unreadable(str(error)) from None
    body, title, publisher, published, dates = document or (text, None, None, None, ())
    _check(body, language)
    if published is None:
        dates = (*dates, *_printed(body))[:_MOST_DATES]
    return Document(body, title, publisher, published, dates)


def _check(text: str, said: str | None) -> None:
    if not text.strip():
        raise Unreadable("no text of an article was found in it")
    is_english = said is not None and said.lower().partition("-")[0] == "en"
    language = None if is_english else language_of(text)
    if language is not None:
        raise Unreadable(f"it seems to be in {language}, and only English is read")
    if len(text) > LONGEST:
        raise Unreadable(
            f"its text has {len(text):,} characters, and {LONGEST:,} are read at once: cut it where a "
            "paragraph ends, and give the parts one after the other, with the same day and address"
        )


def decode(data: bytes, charset: str | None = None) -> str:
    """The characters that the bytes stand for, whatever charset was claimed. Raises Unreadable."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _cleaned(data.decode("utf-16", "replace"))
    head = data[:_PROBE]
    if len(_BINARY.findall(head)) * 200 > len(head) or b"\x00" in head:
        raise Unreadable("it is binary, and not text or HTML")
    for name in ("utf-8-sig", charset, _declared(head)):
        try:
            if name:
                return _cleaned(data.decode(name))
        except (UnicodeDecodeError, LookupError):
            continue
    if sum(byte > 127 for byte in head) * 12 < len(head):
        return _cleaned(data.decode("cp1252", "replace"))  # English with a few typographic signs.
    from charset_normalizer import from_bytes

    best = from_bytes(head).best()
    return _cleaned(data.decode(best.encoding if best else "cp1252", "replace"))


def _cleaned(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _declared(head: bytes) -> str | None:
    match = re.search(rb"charset=[\"']?([A-Za-z0-9_.:-]{2,30})", head[:4_096])
    return match.group(1).decode("ascii") if match else None


_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_OF_MONTH = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})"
_DAY_PRINTED = re.compile(rf"\b(?:\d{{4}}-\d\d-\d\d|{_OF_MONTH},? \d{{4}})\b")
_DAY_OF_SOME_YEAR = re.compile(rf"\b{_OF_MONTH}(?!,? \d)(?!\w)")


def _printed(text: str) -> list[tuple[str, str]]:
    """Dates in a text, whole ones first, each with its place: to be chosen from, never to be taken."""
    head = text[:_HEAD]
    whole = [(match.group(), _place(head, match.start())) for match in _DAY_PRINTED.finditer(head)]
    dateline = lay_out(head).dateline or (0, 0)
    for match in _DAY_OF_SOME_YEAR.finditer(head):
        within = dateline[0] <= match.start() < dateline[1]
        place = "in the dateline" if within else _place(head, match.start())
        whole.append((match.group(), f"{place}, without a year"))
    return whole[:_MOST_PRINTED]


def _place(text: str, at: int) -> str:
    line = text[text.rfind("\n", 0, at) + 1 : at].strip()
    line = line if len(line) <= _FEW else line[-_FEW:].partition(" ")[2]
    return f"in the text, after {line!r}" if line else "in the text"

"""RSS and Atom: which articles a feed names."""

from __future__ import annotations

import calendar
import hashlib
import io
import time
from typing import Any, NamedTuple
from urllib.parse import urljoin

from adapters.desk.intake import plain
from adapters.fetching import Fetched
from adapters.reading.documents import Unreadable
from domain.facts import rfc3339

MOST_ENTRIES = 500
"""Entries of one feed that are looked at."""


class FeedEntry(NamedTuple):
    """An article that a feed names. `key`: 64 bits of its id; `published_at`: None where it is not told."""

    key: int
    url: str
    title: str | None
    published_at: str | None


def entries_of(fetched: Fetched) -> list[FeedEntry]:
    """The articles that a feed names, oldest first where it tells their dates. Raises Unreadable."""
    import feedparser  # It takes long to import, and most servers and commands look at no feed.

    headers = {name: fetched.headers[name] for name in ("content-type",) if name in fetched.headers}
    # As a stream: bytes that look like a path would be opened, and like an address, fetched.
    stream = io.BytesIO(fetched.body)
    parsed = feedparser.parse(stream, response_headers={**headers, "content-location": fetched.url})
    if not parsed.get("version") and not parsed.entries:
        raise Unreadable("what stands there is no RSS or Atom feed")
    found = {entry.key: entry for entry in map(_entry(fetched.url), parsed.entries[:MOST_ENTRIES]) if entry}
    return sorted(found.values(), key=lambda entry: entry.published_at or "")


def _entry(base: str) -> Any:
    def read(entry: Any) -> FeedEntry | None:
        link = entry.get("link")
        if not isinstance(link, str) or not link.strip():
            return None
        url = urljoin(base, link.strip())
        known = hashlib.blake2b((entry.get("id") or url).encode(errors="replace"), digest_size=8).digest()
        title = plain(str(entry.get("title") or ""), 2_000)
        return FeedEntry(int.from_bytes(known, "big", signed=True), url, title, _instant(entry))

    return read


def _instant(entry: Any) -> str | None:
    """When it was published, as RFC 3339; what was only updated then is no help."""
    parsed: time.struct_time | None = entry.get("published_parsed")
    try:
        return rfc3339(calendar.timegm(parsed) * 1_000_000) if parsed else None
    except (ValueError, OverflowError):
        return None

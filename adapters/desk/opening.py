"""From what was sent, or came from an address, to an article's own text."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from adapters.desk.pages import Page, Unreadable
from adapters.fetching import Fetched

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_LOOKED_AT = 4_096
"""Bytes at the start of a page in which it may declare its charset (HTML asks for the first 1024)."""


def open_fetched(fetched: Fetched) -> Page:
    """The article that came from an address. Raises Unreadable."""
    kind = fetched.media_type
    if fetched.body.startswith(b"%PDF-") or kind == "application/pdf":
        raise Unreadable("at this address stands a PDF, which is not read: send its text")
    if kind not in _HTML and kind not in ("text/plain", ""):
        raise Unreadable(f"at this address stands {kind[:60]!r}, which is not read: send its text")
    content = decoded(fetched.body, fetched.charset)
    looks_like_html = kind in _HTML or (not kind and content.lstrip()[:1] == "<")
    return open_html(content, fetched.url) if looks_like_html else open_text(content)


def open_text(text: str) -> Page:
    """An article in plain text."""
    return Page(text.replace("\r\n", "\n").replace("\r", "\n"))


def open_html(html: str, url: str | None) -> Page:
    """The article on a page. Raises Unreadable."""
    raise Unreadable("HTML is not read")


def decoded(body: bytes, charset: str | None) -> str:
    """The characters behind bytes, in the charset that is told or declared. Raises Unreadable."""
    declared = _DECLARED.search(body[:_LOOKED_AT])
    name = charset or (declared[1].decode("ascii") if declared else "utf-8")
    try:
        return body.decode("utf-8-sig" if name.lower() in ("utf-8", "utf8") else name)
    except LookupError:
        raise Unreadable(f"it says that it is written in {name[:40]!r}, which is no charset") from None
    except UnicodeDecodeError as error:
        raise Unreadable(f"it says that it is written in {name[:40]}, but byte {error.start} is not") from None


def host_of(url: str | None) -> str | None:
    """The host of an address, as a publisher's name where none is known."""
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None

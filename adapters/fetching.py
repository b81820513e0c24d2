"""What stands at an address of the internet: bounded, timed, and never from inside the network.

Every redirect is judged like the first address, and each address at the moment it is connected to.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp

from adapters.connecting import judged, reason
from adapters.outside import LONGEST_URL, Outside
from domain.errors import DomainError

AGENT = "Servanda"
"""What robots.txt files know us by."""
USER_AGENT = f"{AGENT}/1 (reads news: feeds as their robots.txt allows, single pages that a person asks for)"
MOST_REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_GZIP_OR_ZLIB = 47
"""What zlib is told, so that it takes both by their headers."""


class NotFetched(DomainError):
    """Nothing usable came from an address; nothing was stored. `wait`: seconds to be left alone, where told."""

    def __init__(self, why: str, *, status: int | None = None, wait: int | None = None) -> None:
        self.status, self.wait = status, wait
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer may cost. `seconds`: from the first look-up to the last byte, redirects and all."""

    seconds: float = 20
    size: int = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `url`: where it came from in the end; `body`: decompressed; header names in lower case."""

    url: str
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def moved_to(self) -> str | None:
        """Where it says that it is now, instead of being there."""
        location = self.headers.get("location")
        return urljoin(self.url, location) if self.status in _MOVED and location is not None else None

    @property
    def media_type(self) -> str:
        """Such as `text/html`; empty where it was not told."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """As told by the header."""
        told = self.headers.get("content-type", "").lower().partition("charset=")[2]
        return told.partition(";")[0].strip(" \"'") or None


class Fetcher:
    """Fetches addresses; one for each event loop, closed in it."""

    def __init__(self, outside: Outside, limits: Limits | None = None) -> None:
        self._outside, self._limits = outside, limits or Limits()
        self._session: aiohttp.ClientSession | None = None
        self._names = ThreadPoolExecutor(8, "servanda-fetch-names")  # A name that hangs shall delay no other.

    async def fetch(
        self, url: str, headers: Mapping[str, str] | None = None, *, redirects: int = MOST_REDIRECTS
    ) -> Fetched:
        """What stands at an address: answered 200, or 304 where `headers` ask for it. Raises NotFetched.

        With `redirects=0` the answer can be one that has `moved_to`.
        """
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await self._follow(url, headers or {}, redirects)
        except NotFetched:
            raise
        except TimeoutError:
            raise NotFetched(f"{short(url)}: no whole answer within {self._limits.seconds:g} s") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise NotFetched(f"{short(url)}: {reason(error)}") from None

    async def close(self) -> None:
        """Let all connections go."""
        if self._session is not None:
            await self._session.close()
        self._names.shutdown(wait=False, cancel_futures=True)

    async def _follow(self, url: str, headers: Mapping[str, str], redirects: int) -> Fetched:
        for _ in range(redirects + 1):
            check_address(url)
            async with self._opened().get(url, headers=headers, allow_redirects=False) as answer:
                found = await self._read(url, answer)
            if found.moved_to is None or not redirects:
                return found
            url = found.moved_to
        raise too_many_redirects(url)

    async def _read(self, url: str, answer: aiohttp.ClientResponse) -> Fetched:
        told = {name.lower(): value for name, value in answer.headers.items()}
        if answer.status == 304 or (answer.status in _MOVED and "location" in told):
            return Fetched(url, answer.status, b"", told)
        if answer.status != 200:
            wait = told.get("retry-after", "").strip()
            seconds = int(wait[:9]) if wait.isascii() and wait.isdigit() else None
            raise NotFetched(f"{short(url)} answered {answer.status}", status=answer.status, wait=seconds)
        if (answer.content_length or 0) > self._limits.size:
            answer.close()
            raise self._too_large(url)
        parts, size = [], 0
        unpack = _unpacker(told.get("content-encoding", ""))
        async for chunk in answer.content.iter_chunked(65_536):
            # One byte more than is allowed tells enough of what would unpack to gigabytes.
            part = chunk if unpack is None else unpack.decompress(chunk, self._limits.size - size + 1)
            parts.append(part)
            size += len(part)
            if size > self._limits.size:
                answer.close()
                raise self._too_large(url)
        if unpack is not None and not unpack.eof:
            raise NotFetched(f"{short(url)}: what came is cut off, or not compressed as it says")
        return Fetched(url, 200, b"".join(parts), told)

    def _too_large(self, url: str) -> NotFetched:
        return NotFetched(f"{short(url)}: larger than {self._limits.size / 1024 / 1024:g} MiB")

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=judged(self._outside, self._names, limit=16),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=self._limits.seconds),
                headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"},
                auto_decompress=False,
                trust_env=False,
            )
        return self._session


def fetch_now(url: str, outside: Outside, limits: Limits | None = None) -> Fetched:
    """Fetch one address from where no event loop runs. Raises NotFetched."""

    async def once() -> Fetched:
        fetcher = Fetcher(outside, limits)
        try:
            return await fetcher.fetch(url)
        finally:
            await fetcher.close()

    return asyncio.run(once())


def host_of(url: str | None) -> str | None:
    """The host of an address, which stands for its publisher's name where that is not known."""
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        return None
    return host.removeprefix("www.")[:200] if host else None


def too_many_redirects(url: str) -> NotFetched:
    """The error of an address that leads on and on."""
    return NotFetched(f"{short(url)}: more than {MOST_REDIRECTS} redirects, one after the other")


def check_address(url: str) -> None:
    """Refuse what is no address of a page; where it leads is judged when it is fetched. Raises NotFetched."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
        good = good and len(url) <= LONGEST_URL and url.isprintable() and " " not in url
    except ValueError:
        good = False
    if not good:
        raise NotFetched(f"{short(url)} is no address that can be read: it must begin with https:// or http://")
    if parts.username or parts.password:
        raise NotFetched("an address to be read must not hold a user name or a password")


def _unpacker(encoding: str) -> Any:
    coding = encoding.strip().lower()
    if coding in ("", "identity"):
        return None
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise NotFetched(f"the answer is compressed as {coding[:20]!r}, which was not asked for")
    return zlib.decompressobj(_GZIP_OR_ZLIB)


def short(url: str) -> str:
    """An address fit for a sentence: without its query, which can hold secrets."""
    return "".join(c if c.isprintable() else "?" for c in url.partition("?")[0][:200])

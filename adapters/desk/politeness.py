"""What sites ask of those who read them by machine: robots.txt (RFC 9309), and time between two requests."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from protego import Protego

from adapters.fetching import AGENT, MOST_REDIRECTS, Fetched, Fetcher, NotFetched, too_many_redirects

BETWEEN_SECONDS = 2.0
"""Between two requests to one host, unless its robots.txt asks for more."""
LONGEST_DELAY = 60.0
_KEPT_SECONDS = 3_600
_ASKED_AGAIN_SECONDS = 60
_MOST_HOSTS = 1_000


class Polite:
    """Fetches as sites wish, for all sources of one process. Raises NotFetched where a site says no."""

    def __init__(
        self,
        fetcher: Fetcher,
        between_seconds: float = BETWEEN_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._fetcher, self._between = fetcher, between_seconds
        self._clock, self._sleep = clock, sleep
        self._rules: dict[str, tuple[float, Protego | str]] = {}
        self._free_at: dict[str, float] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def fetch(self, url: str, headers: dict[str, str] | None = None) -> Fetched:
        """What stands at an address, when its host has had its pause; the same for where it leads on to."""
        for _ in range(MOST_REDIRECTS + 1):
            found = await self._fetch_one(url, headers)
            if found.moved_to is None:
                return found
            url = found.moved_to
        raise too_many_redirects(url)

    async def _fetch_one(self, url: str, headers: dict[str, str] | None) -> Fetched:
        site = _site(url)
        async with self._asking.setdefault(site, asyncio.Lock()):  # Many feeds of one host ask once.
            rules = await self._rules_of(site)
        if isinstance(rules, str):
            raise NotFetched(f"nothing is read there while its robots.txt cannot be: {rules}")
        if not rules.can_fetch(url, AGENT):
            raise NotFetched(f"{site}: its robots.txt does not let us read this")
        await self._wait(site, min(rules.crawl_delay(AGENT) or 0.0, LONGEST_DELAY))
        return await self._fetcher.fetch(url, headers, redirects=0)

    async def _rules_of(self, site: str) -> Protego | str:
        """What robots.txt says, or why it cannot be had. One that is not there allows all."""
        known = self._rules.get(site)
        if known is not None and known[0] > self._clock():
            return known[1]
        rules: Protego | str
        try:
            found = await self._fetcher.fetch(f"{site}/robots.txt")
            rules = Protego.parse(found.body[:500_000].decode("utf-8", "replace"))
        except NotFetched as error:
            missing = error.status is not None and 400 <= error.status < 500
            rules = Protego.parse("") if missing else str(error)
        if len(self._rules) >= _MOST_HOSTS:
            self._rules.clear()
            self._free_at.clear()
            self._asking = {site: self._asking[site]}
        kept = _KEPT_SECONDS if isinstance(rules, Protego) else _ASKED_AGAIN_SECONDS
        self._rules[site] = (self._clock() + kept, rules)
        return rules

    async def _wait(self, site: str, asked: float) -> None:
        now = self._clock()
        start = max(now, self._free_at.get(site, now))
        self._free_at[site] = start + max(self._between, asked)
        if start > now:
            await self._sleep(start - now)


def _site(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        raise NotFetched("that is no address") from None
    return f"{parts.scheme}://{parts.netloc}"

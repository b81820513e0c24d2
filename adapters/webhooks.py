"""Webhooks after Standard Webhooks 1.0: signed messages to an address of the internet, and what it answers.

An answer is not trusted: little of it is read, no redirect is followed, no cookie kept.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

import aiohttp
import orjson
from standardwebhooks.webhooks import Webhook

from adapters.alert_log import Alert
from adapters.clock import now_micros
from adapters.connecting import judged, reason
from adapters.outside import Outside
from domain.facts import micros, rfc3339

TIMEOUT_SECONDS = 15
LARGEST_BODY = 20_000
MOST_READ = 16_384
"""Bytes of an answer that are read; its connection is kept only where that is all."""
ANSWER_KEPT = 1_024
LONGEST_WAIT = 86_400
"""Seconds that a receiver can ask us to wait."""


class Reply(NamedTuple):
    """What a receiver answered. `status`: None where it did not; `error`: why that is no success."""

    status: int | None
    duration_ms: int
    answer: str
    error: str | None
    wait_until: int | None


def body_of(alerts: Sequence[Alert], *, digest: bool = False, sample: bool = False) -> bytes:
    """The payload: `type`, `timestamp` and `data`, under 20 kB. A digest's alerts were chosen to fit."""
    if sample:
        now = rfc3339(now_micros())
        return orjson.dumps({"type": "servanda.sample", "timestamp": now, "data": {"message": _SAMPLE}})
    last = alerts[-1]["created_at"]
    kind = "alerts.digest" if digest else alerts[0]["kind"]
    for data in (list(alerts), [_short(alert) for alert in alerts]):
        content = {"alerts": data} if digest else data[0]
        body = orjson.dumps({"type": kind, "timestamp": last, "data": content})
        if len(body) < LARGEST_BODY:
            break
    return body


_SAMPLE = "A sample, sent because somebody asked to try this receiver. Nothing happened."


def _short(alert: Alert) -> dict[str, Any]:
    """An alert without the copy of its promise; its address is `/v1/promises/{promise_id}`."""
    summary = alert["summary"] if len(alert["summary"]) <= 500 else alert["summary"][:499] + "…"
    return {**alert, "promise": None, "relationships": alert["relationships"][:50], "summary": summary}


def signed(message_id: str, body: bytes, secrets: Sequence[str], now: datetime) -> dict[str, str]:
    """The headers of a message, with one signature for each secret that is good now."""
    text = body.decode()
    signatures = (Webhook(secret).sign(msg_id=message_id, timestamp=now, data=text) for secret in secrets)
    return {
        "Content-Type": "application/json",
        "User-Agent": "Servanda-Webhooks/1",
        "Accept-Encoding": "identity",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


class Sender:
    """Sends webhooks; one for each event loop. Each address is judged at the moment it is connected to."""

    def __init__(self, outside: Outside, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._outside, self._timeout = outside, timeout_seconds
        self._sessions: dict[bool, aiohttp.ClientSession] = {}
        self._names = ThreadPoolExecutor(32, "servanda-names")  # A name that hangs shall delay no other.

    async def send(self, url: str, message_id: str, body: bytes, secrets: Sequence[str]) -> Reply:
        """Send a message once."""
        headers, began = signed(message_id, body, secrets, datetime.now(UTC)), time.monotonic()
        try:
            session = self._session(plain=url.startswith("http://"))
            async with session.post(url, data=body, headers=headers, allow_redirects=False) as answer:
                text = await _start_of(answer)
                status, retry = answer.status, answer.headers.get("Retry-After")
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            return Reply(None, _since(began), "", self._why(error), None)
        for secret in (*secrets, *headers["webhook-signature"].split(" ")):
            text = text.replace(secret, "[secret]")
        good = 200 <= status < 300
        wait = _wait_until(retry) if status in (429, 503) else None
        return Reply(status, _since(began), text, None if good else f"answered {status}", wait)

    async def close(self) -> None:
        """Let all connections go."""
        for session in self._sessions.values():
            await session.close()
        self._names.shutdown(wait=False, cancel_futures=True)

    def _session(self, *, plain: bool) -> aiohttp.ClientSession:
        if plain not in self._sessions:
            self._sessions[plain] = aiohttp.ClientSession(
                connector=judged(self._outside, self._names, plain=plain),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=self._timeout),
                auto_decompress=False,
                trust_env=False,
            )
        return self._sessions[plain]

    def _why(self, error: BaseException) -> str:
        if isinstance(error, TimeoutError):
            return f"no answer within {self._timeout:g} s"
        return reason(error)


async def _start_of(answer: aiohttp.ClientResponse) -> str:
    """The first of an answer, as a text that both databases take."""
    parts, size = [], 0
    async for part in answer.content.iter_chunked(ANSWER_KEPT):
        if size < ANSWER_KEPT:
            parts.append(part)
        size += len(part)
        if size > MOST_READ:
            answer.close()
            break
    start = b"".join(parts)[:ANSWER_KEPT].decode("utf-8", "replace")
    return start.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


def _wait_until(text: str | None) -> int | None:
    """The instant that `Retry-After` names, in seconds or as a date; None where it does not."""
    if text is None:
        return None
    now, seconds = now_micros(), None
    text = text.strip()
    if text.isascii() and text.isdigit():
        seconds = int(text[:9])
    else:
        with contextlib.suppress(ValueError):
            moment = parsedate_to_datetime(text)
            seconds = (micros(moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now) // 1_000_000
    return None if seconds is None or seconds < 0 else now + min(seconds, LONGEST_WAIT) * 1_000_000

"""A client that costs little, and figures of how long answers took."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple, Self


class Times(NamedTuple):
    """How many requests a second, and for how long half of them and 99 in 100 were waited for, in ms."""

    rate: float
    half: float
    most: float

    @classmethod
    def of(cls, taken: Sequence[float], whole: float) -> Self:
        """From the seconds that each took, and all together."""
        order = sorted(taken)
        return cls(
            len(order) / whole,
            1_000 * order[len(order) // 2],
            1_000 * order[min(len(order) - 1, len(order) * 99 // 100)],
        )


def get(path: str) -> bytes:
    """A request."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


def post(path: str, body: bytes, key: str) -> bytes:
    """A request that records an event."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def at_once(port: int, requests: Sequence[bytes], connections: int = 16) -> Times:
    """All requests, each connection sending its next when the last is answered."""
    return asyncio.run(_at_once(port, requests, connections))


def one_by_one(port: int, requests: Sequence[bytes]) -> Times:
    """All requests on one connection."""
    return at_once(port, requests, connections=1)


def steadily(port: int, requests: Sequence[bytes], rate: float = 100, connections: int = 16) -> Times:
    """So many a second, whether or not those before are answered; waiting for a connection counts."""
    return asyncio.run(_steadily(port, requests, rate, connections))


async def _at_once(port: int, requests: Sequence[bytes], connections: int) -> Times:
    waiting: Iterator[bytes] = iter(requests)
    taken: list[float] = []

    async def work() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in waiting:
            began = time.perf_counter()
            await _answered(reader, writer, request)
            taken.append(time.perf_counter() - began)
        await _closed(writer)

    began = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(connections)))
    return Times.of(taken, time.perf_counter() - began)


async def _steadily(port: int, requests: Sequence[bytes], rate: float, connections: int) -> Times:
    free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _ in range(connections):
        free.put_nowait(await asyncio.open_connection("127.0.0.1", port))
    taken: list[float] = []

    async def send(request: bytes, due: float) -> None:
        reader, writer = await free.get()
        await _answered(reader, writer, request)
        taken.append(time.perf_counter() - due)
        free.put_nowait((reader, writer))

    began = time.perf_counter()
    tasks = []
    for number, request in enumerate(requests):
        due = began + number / rate
        await asyncio.sleep(max(0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(send(request, due)))
    await asyncio.gather(*tasks)
    whole = time.perf_counter() - began
    while not free.empty():
        await _closed(free.get_nowait()[1])
    return Times.of(taken, whole)


async def _answered(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> None:
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    body = await reader.readexactly(length)
    if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 201")):
        raise RuntimeError(f"{request[:200]!r} was answered {head[:30]!r} {body[:300]!r}")


async def _closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()

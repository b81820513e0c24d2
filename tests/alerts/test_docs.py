"""The receiver of docs/alerts.md, as it stands there."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

from domain.alerts import KINDS
from tests.alerts.conftest import ME
from tests.alerts.events import announced
from tests.alerts.receiver import SECRET

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

"""What docs/feeds.md shows, works as it stands there."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from tests.feeds.conftest import announced

TEXT = (Path(__file__).parents[2] / "docs" / "feeds.md").read_text(encoding="utf-8")


def test_the_client_of_the_stream_gets_every_alert(server):
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    names: dict = {}
    exec(code, names)  # noqa: S102 - that is the point
    server.record(announced(0))
    writer = threading.Timer(0.3, lambda: [server.record(announced(n)) for n in (1, 2)])
    writer.start()
    stream = names["alerts"](server.url, server.key("read"), "0")
    assert [next(stream)["id"] for _ in range(3)] == ["1", "2", "3"]
    stream.close()
    writer.join()


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`(/feeds/[^`{}]+)`", TEXT))))
def test_every_address_that_is_named_is_there(server, path):
    server.record(
        announced(1, by={"name": "Sergey Lavrov", "state": "RUS", "role": "foreign_minister"}, to="PRK")
    )
    assert server.get(path).status_code == 200


def test_every_parameter_of_the_stream_is_told(server):
    call = server.get("/openapi.json").json()["paths"]["/v1/alerts/stream"]["get"]
    told = {found["name"] for found in call["parameters"]} - {"after", "last-event-id"}
    assert told == set(re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE))

"""What a server has answered is kept, whatever becomes of the server."""

from __future__ import annotations

import re
import threading

import httpx
import pytest

from adapters.keys import Keys
from adapters.verify import verify
from tests.adapters.databases import SQLiteDatabases, opened
from tests.adapters.events import announced
from tests.adapters.processes import SERVANDA, started

CLIENTS = 3


@pytest.mark.parametrize("after", [20, 75, 150])
def test_what_was_acknowledged_before_a_kill_is_there_afterwards(sqlite_databases: SQLiteDatabases, after):
    with opened(sqlite_databases) as store:
        headers = {"Authorization": f"Bearer {Keys(store.engine).create('desk', 'report')}"}
        acknowledged, enough = [], threading.Event()

        def send(client_number, address):
            with httpx.Client(base_url=address, headers=headers, timeout=30) as client:
                for number in range(10_000):
                    event = announced(url=f"https://news.example/{client_number}/{number}")
                    try:
                        answer = client.post("/v1/events", json=event)
                    except httpx.TransportError:
                        return
                    assert answer.status_code == 201
                    acknowledged.append(answer.json()["event_id"])
                    if len(acknowledged) >= after:
                        enough.set()

        with started(*SERVANDA, "serve", "--port", "0", "--database", store.url) as process:
            try:
                address = re.search(r"http://\S+?:\d+", process.stderr.readline())[0]
                clients = [threading.Thread(target=send, args=(n, address)) for n in range(CLIENTS)]
                for client in clients:
                    client.start()
                assert enough.wait(60)
            finally:
                process.kill()
            for client in clients:
                client.join()
            process.communicate()
        assert len(acknowledged) >= after
        for event_id in acknowledged:
            assert store.queries.event(event_id)["event_id"] == event_id
        assert store.queries.position() >= len(acknowledged)
        assert verify(store.engine) == []

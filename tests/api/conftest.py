"""A real server on a real database for every test: the database is a copy of one that was migrated once."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from adapters.database import migrate, open_engine
from api.app import assemble
from api.services import Services
from api.settings import Settings


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and nothing in them."""
    file = tmp_path_factory.mktemp("template") / "ledger.db"
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()
    return file


@pytest.fixture
def database(migrated: Path, tmp_path: Path) -> str:
    """The URL of an empty ledger."""
    return f"sqlite:///{shutil.copy(migrated, tmp_path / 'ledger.db')}"


class Server:
    """A running server. `call` sends with a key of the scope that is asked for, or with none."""

    def __init__(self, url: str, services: Services) -> None:
        self.url, self.services = url, services
        self.keys: dict[str, str] = {}
        self.client = httpx.Client(base_url=url, timeout=60)

    def key(self, scope: str) -> str:
        if scope not in self.keys:
            self.keys[scope] = self.services.keys.create(f"test {scope}", scope)
        return self.keys[scope]

    def call(self, method: str, path: str, scope: str | None = None, **how: Any) -> httpx.Response:
        headers = dict(how.pop("headers", {}))
        if scope:
            headers["Authorization"] = f"Bearer {self.key(scope)}"
        return self.client.request(method, path, headers=headers, **how)

    def get(self, path: str, scope: str | None = None, **how: Any) -> httpx.Response:
        return self.call("GET", path, scope, **how)

    def record(self, event: Any, scope: str | None = "report", **how: Any) -> httpx.Response:
        if isinstance(event, bytes):
            how["headers"] = {"Content-Type": "application/json"} | how.get("headers", {})
            return self.call("POST", "/v1/events", scope, content=event, **how)
        return self.call("POST", "/v1/events", scope, json=event, **how)


@contextmanager
def running(settings: Settings, services: Services) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(
            uvicorn.Config(assemble(settings, services), log_config=None, timeout_graceful_shutdown=2)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        known = Server(f"http://127.0.0.1:{listener.getsockname()[1]}", services)
        try:
            yield known
        finally:
            known.client.close()
            server.should_exit = True
            thread.join()


Start = Callable[..., Server]


@pytest.fixture
def start(database: str) -> Iterator[Start]:
    """Starts a server: settings by name, and `services` by name in place of the real ones."""
    with ExitStack() as stack:
        engine = open_engine(database)
        stack.callback(engine.dispose)

        def begin(services: dict[str, Any] | None = None, **settings: Any) -> Server:
            real = replace(Services.of(engine), **(services or {}))
            return stack.enter_context(running(Settings(database=database, **settings), real))

        yield begin


@pytest.fixture
def server(start: Start) -> Server:
    return start()


@pytest.fixture(scope="module")
def empty_server(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server with an empty ledger for all tests of a module, which record nothing."""
    url = f"sqlite:///{shutil.copy(migrated, tmp_path_factory.mktemp('empty') / 'ledger.db')}"
    engine = open_engine(url)
    with running(Settings(database=url), Services.of(engine)) as server:
        yield server
    engine.dispose()


def visit(**fields: Any) -> dict[str, Any]:
    """A good event; `published_at` and `url` go into its report."""
    report = {
        "url": fields.pop("url", "https://news.example/lavrov-to-visit"),
        "publisher": fields.pop("publisher", "TASS"),
        "published_at": fields.pop("published_at", "2023-09-26"),
    }
    return {
        "type": "visit_announced",
        "visitor": {"name": "Sergey Lavrov", "state": "RUS", "role": "foreign_minister"},
        "host": "PRK",
        "window": "2023-10",
        "report": report,
        **fields,
    }


@pytest.fixture(name="visit")
def visit_fixture() -> Callable[..., dict[str, Any]]:
    return visit

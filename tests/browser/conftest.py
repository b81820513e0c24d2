"""A real Chromium on a real server with the demonstration ledger. Without Chromium these tests are skipped."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from adapters import demo
from adapters.database import migrate, open_engine
from api.app import assemble
from api.services import Services
from api.settings import Settings

NAMES = ("chromium", "chromium-browser", "google-chrome")


class Site:
    """A running server and its keys."""

    def __init__(self, url: str, services: Services) -> None:
        self.url, self.services = url, services

    def key(self, scope: str) -> str:
        """A new key."""
        made = len(self.services.keys.list())
        return self.services.keys.create(f"{scope} {made}", scope)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    url = f"sqlite:///{tmp_path_factory.mktemp('browser') / 'ledger.db'}"
    engine = open_engine(url)
    migrate(engine)
    services = Services.of(engine)
    lines = list(enumerate(demo.lines(), 1))
    assert not services.ledger.record_batch(lines, "demo", atomic=True).rejected
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            assemble(Settings(database=url, watch_seconds=0, allowed_networks="loopback"), services), log_config=None, timeout_graceful_shutdown=2
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield Site(f"http://127.0.0.1:{listener.getsockname()[1]}", services)
        server.should_exit = True
        thread.join()
    engine.dispose()


@pytest.fixture(scope="module")
def browser():
    path = os.environ.get("SERVANDA_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("there is no Chromium here: install Debian's `chromium`, or name one in SERVANDA_CHROMIUM")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as started:
        # As root Chromium has no sandbox of its own to start in; it only loads pages of this test.
        opened = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser, site):
    """A page of a fresh context. What goes wrong in it, or is asked of another site, fails the test."""
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
    opened.on("request", lambda r: wrong.append(r.url) if not r.url.startswith((site.url, "data:")) else None)
    yield opened
    context.close()
    assert not wrong


@pytest.fixture
def artefacts(tmp_path) -> Path:
    """Where screenshots go: outside the repository, kept where SERVANDA_SCREENSHOTS names a folder."""
    folder = Path(os.environ.get("SERVANDA_SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder

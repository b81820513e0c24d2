"""One server with the demonstration ledger for all tests of a module, and pages read strictly."""

from __future__ import annotations

import shutil

import html5lib
import pytest

from adapters import demo
from adapters.database import open_engine
from api.services import Services
from api.settings import Settings
from tests.api.conftest import running


@pytest.fixture(scope="module")
def demo_server(migrated, tmp_path_factory):
    url = f"sqlite:///{shutil.copy(migrated, tmp_path_factory.mktemp('demo') / 'ledger.db')}"
    engine = open_engine(url)
    services = Services.of(engine)
    assert not services.ledger.record_batch(list(enumerate(demo.lines(), 1)), "demo", atomic=True).rejected
    with running(Settings(database=url), services) as server:
        yield server
    engine.dispose()


@pytest.fixture(scope="session")
def strictly():
    """Reads HTML, and raises where it is not valid as far as a parser can tell."""

    def read(text):
        return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)

    return read

"""Every store test runs on SQLite and on PostgreSQL; one server for each worker, a database for each test."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.adapters.databases import KINDS, SQLiteDatabases, opened, postgresql


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory):
    return SQLiteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_databases():
    with postgresql() as databases:
        yield databases


@pytest.fixture(params=KINDS)
def databases(request):
    """What makes databases of one kind."""
    return request.getfixturevalue(f"{request.param}_databases")


@pytest.fixture
def store(databases):
    """An empty ledger."""
    with opened(databases) as store:
        yield store


@pytest.fixture
def examples(databases):
    """How many random examples are tried; a new database costs PostgreSQL more than SQLite.

    A failing one is shown as it was found. SHRINK=1 in the environment looks for the smallest, which on real
    databases takes minutes.
    """
    phases = set(Phase) if os.environ.get("SHRINK") else set(Phase) - {Phase.shrink, Phase.explain}
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    most = 40 if isinstance(databases, SQLiteDatabases) else 15
    return settings(max_examples=most, deadline=None, phases=phases, suppress_health_check=checks)

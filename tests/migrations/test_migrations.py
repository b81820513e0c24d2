"""Alembic owns every table, and what it makes is what the code thinks there is."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from adapters import database
from adapters.database import is_migrated, migrate, open_engine
from adapters.tables import metadata


@pytest.fixture
def engine(databases):
    url = databases.empty()
    engine = open_engine(url)
    yield engine
    engine.dispose()
    databases.drop(url)


def test_models_and_migrations_agree(engine):
    migrate(engine)
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_a_new_database_becomes_a_ledger(engine):
    assert not is_migrated(engine)
    migrate(engine)
    assert is_migrated(engine)
    assert set(inspect(engine).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_migrating_twice_changes_nothing(engine):
    migrate(engine)
    before = inspect(engine).get_table_names()
    migrate(engine)
    assert inspect(engine).get_table_names() == before


def test_a_migration_that_fails_leaves_nothing_behind(engine, monkeypatch):
    from alembic import op

    def fail(*_, **__):
        raise RuntimeError("the power is gone")

    monkeypatch.setattr(op, "create_index", fail)
    with pytest.raises(RuntimeError):
        migrate(engine)
    assert inspect(engine).get_table_names() == []


def test_what_a_ledger_of_the_first_version_holds_is_kept(engine):
    _upgrade(engine, "0001")
    version = "'p1', 5, 9223372036854775807, 'visit', 'PRK', 'pending', NULL, NULL, NULL, NULL, NULL, :bytes, :bytes"
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO promises VALUES ('p1', 1, 5, NULL, ',PRK,RUS,')"))
        connection.execute(text("INSERT INTO promise_pairs VALUES ('PRK-RUS', 5, 'p1')"))
        connection.execute(text(f"INSERT INTO promise_versions VALUES ({version})"), {"bytes": b"[]"})
    migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT first_known FROM promise_versions")).all() == [(5,)]
        pairs = connection.execute(text("SELECT pair, first_known, promise_id FROM promise_pairs ORDER BY 1")).all()
    assert pairs == [("PRK", 5, "p1"), ("PRK-RUS", 5, "p1"), ("RUS", 5, "p1")]


def _upgrade(engine, revision):
    config = database._config()
    with database.writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def test_every_key_and_every_constraint_has_a_name():
    for table in metadata.tables.values():
        assert all(constraint.name for constraint in table.constraints)
        assert all(index.name for index in table.indexes)

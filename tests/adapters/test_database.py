"""A database that cannot be used is refused in plain words."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from adapters import database
from adapters.database import BadDatabase, Busy, is_migrated, migrate, open_engine, reading, writing
from tests.adapters.events import announced


def opened_until(stack, url):
    engine = open_engine(url)
    stack.callback(engine.dispose)
    return engine


def refused(url, act=migrate):
    """The words in which a database is refused."""
    with ExitStack() as stack, pytest.raises(BadDatabase) as error:
        act(opened_until(stack, url))
    words = str(error.value)
    assert "Traceback" not in words
    assert "\n" not in words
    assert "sqlite3." not in words
    assert "psycopg." not in words
    return words


@pytest.mark.parametrize("revision", ["0099", "somebody-elses"])
def test_the_tables_of_a_newer_version_are_left_alone(store, revision):
    store.record(announced())
    store.execute("UPDATE alembic_version SET version_num = ?", revision)
    assert "another version" in refused(store.url)
    assert store.execute("SELECT count(*) FROM stored_events") == [(1,)]


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("Nothing for a machine. " * 500)
    before = file.read_bytes()
    assert "SQLite database" in refused(f"sqlite:///{file}")
    assert file.read_bytes() == before


def test_a_folder_is_no_database(tmp_path):
    assert "cannot be" in refused(f"sqlite:///{tmp_path}")


def test_a_file_in_no_folder_is_refused(tmp_path):
    assert "no folder" in refused(f"sqlite:///{tmp_path}/none/ledger.db")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_ledger_is_kept_in_a_file(url):
    assert "file" in refused(url)


@pytest.mark.parametrize(
    "url", ["", "ledger.db", "mysql://host/name", "postgresql+asyncpg://host/name", "sqlite+x:///a"]
)
def test_what_names_no_database_that_we_know_is_refused(url):
    assert "sqlite" in refused(url)


def test_a_wrong_option_of_sqlite_is_refused(tmp_path):
    assert "synchronous" in refused(f"sqlite:///{tmp_path}/a.db?synchronous=off")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://nobody@127.0.0.1:1/servanda",
        "postgresql://nobody@/servanda?host=/nowhere/at/all",
    ],
)
@pytest.mark.parametrize("act", [migrate, is_migrated], ids=lambda act: act.__name__)
def test_a_server_that_cannot_be_reached_is_told_of(url, act):
    assert "the database cannot be" in refused(url, act)


def test_a_database_that_is_not_there_is_told_of(postgresql_databases):
    url = postgresql_databases.empty()
    postgresql_databases.drop(url)
    assert "does not exist" in refused(url)


def test_a_second_writer_is_told_to_try_again(store, monkeypatch):
    monkeypatch.setattr(database, "WAIT_SECONDS", 1)
    impatient = open_engine(store.url)
    with writing(store.engine), pytest.raises(Busy, match="try again"), writing(impatient):
        pass
    impatient.dispose()
    assert store.record(announced()).position == 1


def test_readers_do_not_wait_for_a_writer(store):
    store.record(announced())
    with writing(store.engine) as connection:
        connection.exec_driver_sql("DELETE FROM timeline")
        assert store.queries.position() == 1
        assert len(store.execute_reading("SELECT * FROM timeline")) == 1


def test_a_reader_sees_one_state_of_the_ledger(store):
    store.record(announced())
    with reading(store.engine) as connection:
        if not store.is_sqlite:
            connection.exec_driver_sql("SELECT 1")
        before = connection.exec_driver_sql("SELECT count(*) FROM stored_events").scalar()
        store.record(announced("2020-01-11"))
        after = connection.exec_driver_sql("SELECT count(*) FROM stored_events").scalar()
    assert (before, after) == (1, 1)


def test_a_turn_that_fails_stores_nothing(store):
    def fail():
        with writing(store.engine) as connection:
            connection.exec_driver_sql("DELETE FROM timeline")
            raise RuntimeError("the power is gone")

    store.record(announced())
    with pytest.raises(RuntimeError):
        fail()
    assert len(store.execute("SELECT * FROM timeline")) == 1

"""The log is append-only, and what was changed behind its back is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from adapters.event_log import LogRecorder
from adapters.tables import READ_MODELS, stored_events
from adapters.verify import verify
from tests.adapters.databases import opened
from tests.adapters.events import (
    announced,
    corrected,
    held,
    invited,
    lifted,
    outcome,
    report,
    retracted,
    ruled,
    withdrawn,
)
from tests.adapters.streams import moves, play


@pytest.fixture
def filled(store):
    """A ledger with something in every table."""
    taken_back = announced("2020-05-01", url="https://news.example/false", window="2020-06")
    first, second, *_ = store.record_all(
        [announced(), announced("2020-01-11", publisher="Two"), held(), taken_back]
    )
    known = "p" + first[1:]
    slip = store.record(invited("2020-06-01", window="2020-07")).event_id
    for event in (
        retracted("https://news.example/false"),
        corrected(slip, window="2020-08"),
        withdrawn(second),
        ruled(known),
        lifted(known),
        outcome(known),
        # Two that turn out to be one: the older id leads to the newer.
        announced("2021-08-10", window="2021-09", visitor={"name": "Dag Lie", "state": "NOR"}),
        announced("2021-01-10", window="2021-02", visitor={"name": "Dag Lie", "state": "NOR"}),
        {
            "type": "visit_postponed",
            "visitor": {"name": "Dag Lie", "state": "NOR"},
            "host": "AUT",
            "window": "2021-09",
            "report": {"url": "https://news.example/p", "publisher": "One", "published_at": "2021-02-02"},
        },
    ):
        store.record(event)
    assert verify(store.engine) == []
    return store


def test_the_database_refuses_to_change_the_log(filled):
    for statement in (
        "UPDATE stored_events SET recorded = 0",
        "UPDATE stored_events SET topic = 'x' WHERE position = 2",
        "DELETE FROM stored_events",
        "DELETE FROM stored_events WHERE position = 3",
        *(() if filled.is_sqlite else ("TRUNCATE stored_events",)),
    ):
        with pytest.raises(DBAPIError, match="append-only"):
            filled.execute(statement)
    assert verify(filled.engine) == []


def test_a_row_cannot_be_replaced(filled):
    (row,) = filled.execute("SELECT * FROM stored_events WHERE position = 2")
    marks = ", ".join("?" for _ in row)
    how = "INSERT OR REPLACE" if filled.is_sqlite else "INSERT"
    with pytest.raises(DBAPIError):
        filled.execute(f"{how} INTO stored_events VALUES ({marks})", *row[:6], 1, *row[7:])


def test_positions_have_no_gaps_and_rows_follow_their_versions(filled):
    with filled.engine.connect() as connection:
        rows = connection.execute(select(stored_events).order_by(stored_events.c.position)).all()
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    for originator in {row.originator_id for row in rows}:
        versions = [row.originator_version for row in rows if row.originator_id == originator]
        assert versions == list(range(1, len(versions) + 1))


def test_the_library_reads_the_log_through_its_interfaces(filled):
    with filled.engine.connect() as connection:
        recorder = LogRecorder(connection)
        last = recorder.max_notification_id()
        assert [n.id for n in recorder.select_notifications(None, 5)] == [1, 2, 3, 4, 5]
        assert [n.id for n in recorder.select_notifications(last, 5)] == [last]
        assert recorder.select_notifications(last, 5, inclusive_of_start=False) == []
        held_ones = recorder.select_notifications(1, 99, topics=["servanda:visit_held"])
        assert [n.topic for n in held_ones] == ["servanda:visit_held"]
        versions = [e.originator_version for e in recorder.select_events("AUT-NOR", gt=1, lte=4, desc=True)]
        assert versions == [4, 3, 2]


# ------------------------------------------------------------------ verify
def test_a_log_that_nobody_touched_is_clean(databases, examples):
    @examples
    @given(moves())
    def clean(stream):
        with opened(databases) as store:
            play(store, stream)
            assert verify(store.engine) == []

    clean()


def test_rulings_of_one_day_around_late_news_are_clean(store):
    berg = {"name": "Berg", "state": "NOR"}
    declined = {
        "type": "invitation_declined",
        "invitee": berg,
        "host": "AUT",
        "said_on": "2020-10-05",
        "report": report("2021-01-04"),
    }
    first = store.record(declined).event_id
    store.record(ruled("p" + first[1:]))
    second = store.record(announced("2021-07-18", visitor=berg, window="2021-07-03")).event_id
    store.record(ruled("p" + second[1:]))
    assert verify(store.engine) == []


def test_an_empty_ledger_is_clean(store):
    assert verify(store.engine) == []


def tampered(store, statement, *parameters):
    store.lift_the_guards()
    store.execute(statement, *parameters)
    return verify(store.engine)


def test_a_changed_event_is_found(filled):
    (state,) = filled.execute("SELECT state FROM stored_events WHERE position = 3")[0]
    changed = bytes(state).replace(b"2020-03-04", b"2020-03-05")
    assert changed != bytes(state)
    found = tampered(filled, "UPDATE stored_events SET state = ? WHERE position = 3", changed)
    assert any("position 3" in place for place in found)


@pytest.mark.parametrize(
    "change",
    ["recorded = recorded + 1", "event_id = 'eother'", "originator_version = 99", "originator_id = 'AUT-CZE'"],
)
def test_a_changed_column_is_found(filled, change):
    found = tampered(filled, f"UPDATE stored_events SET {change} WHERE position = 3")
    assert any("position 3" in place for place in found)


def test_who_recorded_an_event_cannot_be_changed_unseen(filled):
    (state,) = filled.execute("SELECT state FROM stored_events WHERE position = 1")[0]
    found = tampered(
        filled,
        "UPDATE stored_events SET state = ? WHERE position = 1",
        bytes(state).replace(b'"desk"', b'"dusk"'),
    )
    assert any("position 1" in place for place in found)


def test_two_swapped_rows_are_found(filled):
    filled.lift_the_guards()
    for old, new in ((2, 0), (3, 2), (0, 3)):
        filled.execute("UPDATE stored_events SET position = ? WHERE position = ?", new, old)
    found = verify(filled.engine)
    assert any("position 2" in place for place in found)
    assert any("position 3" in place for place in found)


def test_a_row_missing_in_the_middle_is_found(filled):
    found = tampered(filled, "DELETE FROM stored_events WHERE position = 4")
    assert any("position 4" in place and "missing" in place for place in found)


def test_a_missing_first_row_is_found(filled):
    found = tampered(filled, "DELETE FROM stored_events WHERE position = 1")
    assert any("position 1" in place and "missing" in place for place in found)


def test_a_missing_last_row_is_found(filled):
    last = filled.queries.position()
    found = tampered(filled, "DELETE FROM stored_events WHERE position = ?", last)
    assert any(f"position {last - 1}" in place for place in found)


def test_an_emptied_log_is_found(filled):
    assert any("position 0" in place for place in tampered(filled, "DELETE FROM stored_events"))


def test_a_row_put_in_behind_the_ledgers_back_is_found(filled):
    last = filled.queries.position()
    (row,) = filled.execute("SELECT * FROM stored_events WHERE position = ?", last)
    marks = ", ".join("?" for _ in row)
    forged = (last + 1, row[1], row[2] + 1, *row[3:5], "eforged", *row[6:])
    filled.execute(f"INSERT INTO stored_events VALUES ({marks})", *forged)
    assert verify(filled.engine) != []


def test_a_row_that_cannot_be_read_is_found(filled):
    found = tampered(filled, "UPDATE stored_events SET state = ? WHERE position = 2", b"\xff\x00 nothing")
    assert any("position 2" in place for place in found)


def test_a_changed_promise_is_found(filled):
    found = tampered(filled, "UPDATE promise_versions SET status = 'declined' WHERE status = 'fulfilled'")
    assert any("promises are not what the log says" in place for place in found)


def test_a_promise_that_nothing_promised_is_found(filled):
    (row,) = filled.execute("SELECT * FROM promises LIMIT 1")
    filled.execute("INSERT INTO promises VALUES (?, ?, ?, ?)", "pforged", *row[1:])
    (row,) = filled.execute("SELECT * FROM promise_versions LIMIT 1")
    marks = ", ".join("?" for _ in row)
    filled.execute(f"INSERT INTO promise_versions VALUES ({marks})", "pforged", *row[1:])
    assert verify(filled.engine) != []


NOT_COMPARED = {
    "own_acts", "retractions", "absences", "dockets", "docket_pairs", "docket_names", "promise_pairs", "aliases",
}  # fmt: skip


@pytest.mark.parametrize("table", READ_MODELS, ids=lambda table: table.name)
def test_a_row_missing_from_a_read_model_is_found(filled, table):
    if table.name in NOT_COMPARED:
        pytest.xfail("verify does not derive this table anew yet (named in the closing note)")
    column = next(iter(table.primary_key)).name
    (first,) = filled.execute(f"SELECT min({column}) FROM {table.name}")[0]
    assert first is not None, "nothing to take away"
    found = tampered(filled, f"DELETE FROM {table.name} WHERE {column} = ?", first)
    assert found != []

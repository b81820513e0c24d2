"""Read models can be dropped and derived again from the events alone, and come out the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from adapters.rebuild import rebuild
from adapters.tables import (
    READ_MODELS,
    aliases,
    docket_entries,
    docket_names,
    docket_officials,
    docket_pairs,
    dockets,
    promises,
    tracking,
)
from adapters.verify import verify
from tests.adapters.databases import opened
from tests.adapters.events import announced, corrected, held
from tests.adapters.streams import TODAY, moves, play, press, reported

BERGS = [
    {"name": "Anna Berg", "state": "NOR", "role": "foreign_minister"},
    {"name": "Carl Berg", "state": "NOR", "role": "head_of_government"},
    {"name": "Berg", "state": "NOR"},
    {"state": "NOR"},
]


def contents(store):
    """All read models by table; a docket is named by its lane and its officials, since its number may differ.

    Which acts and retractions a docket holds is left out: some stay where they no longer matter.
    """
    with store.engine.connect() as connection:
        rows = {table: [plain(row) for row in connection.execute(select(table))] for table in READ_MODELS}
    rows[tracking] = [row for row in rows[tracking] if row[0] == "read models"]  # The other counts judgements.
    officials = {}
    for lane, _, signature, docket in rows[docket_officials]:
        officials.setdefault(docket, [lane]).append(signature)
    named = {docket: str(sorted(names)) for docket, names in officials.items()}
    found = {}
    for table in READ_MODELS:
        if table in (dockets, docket_entries):
            continue
        places = [n for n, column in enumerate(table.columns) if column.name == "docket_id"]
        found[table.name] = sorted(
            str([named[value] if n in places else value for n, value in enumerate(row)]) for row in rows[table]
        )
    return found


def plain(row):
    return tuple(bytes(value) if isinstance(value, bytes | memoryview) else value for value in row)


def same_after_rebuild(store):
    before, alerts, shown = contents(store), store.alerts(), store.promises(TODAY)
    assert rebuild(store.engine) == store.queries.position()
    after = contents(store)
    for name in after if store.queries.position() else ():
        assert after[name] == before[name]
    assert store.promises(TODAY) == shown
    assert store.alerts() == alerts


def test_rebuilding_changes_nothing(databases, examples):
    @examples
    @given(moves(16))
    def same(stream):
        with opened(databases) as store:
            play(store, stream)
            same_after_rebuild(store)
            assert verify(store.engine) == []

    same()


def test_rebuilding_changes_nothing_where_a_name_joins_two_that_were_apart(databases, examples):
    @examples
    @given(st.lists(reported(BERGS), min_size=3, max_size=12))
    def same(stream):
        with opened(databases) as store:
            play(store, stream)
            same_after_rebuild(store)

    same()


def test_rebuilding_changes_nothing_that_came_in_one_turn(databases, examples):
    @examples
    @given(press(14))
    def same(stream):
        with opened(databases) as store:
            store.record_at_once(stream)
            same_after_rebuild(store)

    same()


def test_berg_joins_anna_and_carl_who_were_apart(store):
    for who in BERGS[:3]:
        store.record(announced(visitor=who, window="2020-03"))
    same_after_rebuild(store)


def test_a_correction_can_join_the_dockets_that_it_moves_between(store):
    store.record(announced(visitor=BERGS[0]))
    lie = store.record(announced(visitor={"name": "Dag Lie", "state": "NOR", "role": "envoy"})).event_id
    store.record(corrected(lie, visitor={"state": "NOR"}))
    assert verify(store.engine) == []
    same_after_rebuild(store)


def test_what_is_recorded_after_a_rebuild_goes_on_from_it(databases, examples):
    @examples
    @given(moves(8), moves(6))
    def the_same(before, after):
        with opened(databases) as store:
            play(store, before)
            rebuild(store.engine)
            play(store, after)
            assert verify(store.engine) == []
            same_after_rebuild(store)

    the_same()


def test_dropped_read_models_are_derived_again(store):
    store.record_all([announced(), held()])
    before = contents(store)
    for table in READ_MODELS:
        store.execute(f"DELETE FROM {table.name}")
    assert verify(store.engine) != []
    rebuild(store.engine)
    assert contents(store) == before
    assert verify(store.engine) == []


def test_rows_of_a_docket_that_nobody_is_of_come_from_nothing_in_the_log(store):
    store.record(announced())
    rows = {
        aliases: {"promise_id": "pnone", "leads_to": "pother", "docket_id": 999},
        docket_entries: {"docket_id": 999, "position": 1},
        docket_names: {"name_key": "berg", "host": "AUT", "docket_id": 999},
        docket_pairs: {"pair": "AUT-NOR", "docket_id": 999},
        dockets: {"id": 999, "lane": "none", "last_position": 1, "judged_position": 1},
        promises: {"promise_id": "pnone", "docket_id": 999, "first_known": 1},
    }
    for table, row in rows.items():
        with store.engine.begin() as connection:
            connection.execute(table.insert().values(row))
        (told,) = verify(store.engine)
        assert (told.partition(",")[0], told.partition(": ")[2]) == (table.name, "comes from nothing in the log")
        with store.engine.begin() as connection:
            connection.execute(table.delete().where(table.c["id" if table is dockets else "docket_id"] == 999))
    assert verify(store.engine) == []


def test_an_empty_ledger_can_be_rebuilt(store):
    assert rebuild(store.engine) == 0
    assert verify(store.engine) == []


def test_rebuilding_raises_the_alerts_that_are_missing_and_no_other(store):
    store.record_all([announced(), held()])
    told = [(a["promise_id"], a["from"], a["to"], a["on"], a["cause"]) for a in store.alerts()]
    store.execute("DELETE FROM alerts")
    rebuild(store.engine)
    again = [(a["promise_id"], a["from"], a["to"], a["on"], a["cause"]) for a in store.alerts()]
    assert again == [alert for alert in told if alert[2] in ("pending", "fulfilled")]

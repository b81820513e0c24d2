"""Imports, also those that are killed in the middle: they end as if they had run once."""

from __future__ import annotations

import io
import random
import time
from datetime import UTC, datetime
from tempfile import TemporaryDirectory

import orjson
import pytest
from hypothesis import given

from adapters.exports import write_events
from adapters.importing import NoSuchFile, import_file
from adapters.ledger import Ledger
from adapters.verify import verify
from domain.errors import BadQuestion
from domain.views import View
from tests.adapters.databases import opened, pages
from tests.adapters.events import (
    announced,
    cancelled,
    corrected,
    held,
    invited,
    outcome,
    report,
    retracted,
    ruled,
    withdrawn,
)
from tests.adapters.processes import SERVANDA, finished, started
from tests.adapters.streams import TODAY, moves, plain, play

NOW = View.of(datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "table",
    [
        (b"Country,City,Name,From,To", b"Peru,Lima,Asha Otieno,2024-03-14,2024-03-15"),
        (b"\xef\xbb\xbf", b"", b"1\t20240314\tKEN", b"2\t20240315\tPER"),
    ],
)
def test_a_table_that_is_given_as_ndjson_is_refused_at_once(store, file, table):
    with pytest.raises(BadQuestion, match="try us-travels or gdelt") as refused:
        brought_in(store, file(*table))
    assert refused.value.parameter == "--format"
    assert shown(store)[0] == []


def test_bad_lines_before_an_event_stop_nothing(store, file):
    result = brought_in(store, file(b"a, b, c", b"[1, 2, 3]", announced()))
    assert (result.accepted, result.refused) == (1, 2)
    assert brought_in(store, file(b"[1, 2, 3]")).refused == 1
    assert brought_in(store, file(b"no event")).refused == 1
    assert brought_in(store, file()).refused == 0


@pytest.fixture
def file(tmp_path):
    """Writes events into a file."""

    def write(*events):
        path = tmp_path / "events.ndjson"
        path.write_bytes(b"".join((e if isinstance(e, bytes) else orjson.dumps(e)) + b"\n" for e in events))
        return str(path)

    return write


def brought_in(store, path):
    return import_file(store.ledger, path, "ndjson", "import")


def shown(store):
    """The log, but for the times of its recording, and the promises with their ids."""
    log = pages(lambda cursor: store.queries.events(cursor, 500))
    return [(item["position"], item["event_id"], item["event"]) for item in log], store.promises(NOW)


def test_an_import_records_and_judges(store, file):
    result = brought_in(store, file(announced(), held(), announced(quote="so")))
    assert (result.accepted, result.duplicates, result.refused) == (2, 1, 0)
    assert store.promise(NOW)["status"] == "fulfilled"
    assert verify(store.engine) == []


def test_an_import_names_the_lines_that_it_refuses(store, file):
    result = brought_in(store, file(announced(), b"{", b"", held(host="NOR"), b"[]", held()))
    assert (result.accepted, result.refused) == (2, 3)
    assert [item["line"] for item in result.rejected] == [2, 4, 5]
    assert result.rejected[1]["errors"][0]["pointer"] == "/host"


def test_an_import_judges_as_one_by_one(databases, examples, tmp_path):
    path = tmp_path / "events.ndjson"

    @examples
    @given(moves(14))
    def as_one_by_one(stream):
        with opened(databases) as one_by_one, opened(databases) as together:
            recorded = play(one_by_one, stream)
            path.write_bytes(b"\n".join(orjson.dumps(item.event) for item in recorded))
            result = brought_in(together, str(path))
            assert result.rejected == []
            assert sorted(map(plain, together.promises(TODAY))) == sorted(
                map(plain, one_by_one.promises(TODAY))
            )
            assert verify(together.engine) == []

    as_one_by_one()


def test_a_promise_that_a_correction_moved_can_be_named_in_the_same_import(databases, file):
    with opened(databases) as source, opened(databases) as store:
        opener = source.record(announced()).event_id
        told = outcome(source.promise(NOW)["id"])
        moves_it = corrected(opener, host="CZE")
        slip = corrected(source.record(told).event_id, said_on="2020-04")
        assert brought_in(store, file(announced(), told, moves_it, slip)).accepted == 4
        assert store.promise(NOW)["host"] == "CZE"
        assert verify(store.engine) == []


def test_an_import_begun_again_changes_nothing(databases, examples, tmp_path):
    path = tmp_path / "events.ndjson"

    @examples
    @given(moves(12))
    def nothing(stream):
        with opened(databases) as source, opened(databases) as store:
            path.write_bytes(b"\n".join(orjson.dumps(item.event) for item in play(source, stream)))
            first = brought_in(store, str(path))
            before, alerts = shown(store), store.alerts()
            again = import_file(Ledger(store.engine), str(path), "ndjson", "import")
            assert (again.accepted, again.refused) == (0, 0)
            assert again.duplicates == first.accepted + first.duplicates
            assert (shown(store), store.alerts()) == (before, alerts)
            assert verify(store.engine) == []

    nothing()


def test_an_export_entered_anew_gives_the_same_promises(databases, examples, tmp_path):
    path = tmp_path / "events.ndjson"

    @examples
    @given(moves(12))
    def the_same(stream):
        with opened(databases) as source, opened(databases) as store:
            play(source, stream)
            with path.open("wb") as out:
                write_events(iter(pages(lambda cursor: source.queries.events(cursor, 100))), out, "ndjson")
            assert brought_in(store, str(path)).rejected == []
            assert shown(store) == shown(source)

    the_same()


def test_an_export_is_read_from_a_stream_as_well(store):
    out = io.BytesIO()
    store.record_all([announced(), held()])
    assert write_events(iter(store.queries.events(None, 9)["items"]), out, "ndjson") == 2


def test_a_file_that_is_not_there_is_told_of(store, tmp_path):
    with pytest.raises(NoSuchFile, match="cannot be read"):
        brought_in(store, str(tmp_path / "none"))


def test_a_format_that_nobody_knows_is_refused(store, file):
    with pytest.raises(BadQuestion, match="format"):
        import_file(store.ledger, file(announced()), "xml", "import")


# ------------------------------------------------------------------ kill -9
STATES = ("AUT", "CZE", "DEU", "FRA", "POL", "ESP", "ITA", "HUN", "FIN", "GRC")
FIRST, FAMILY = (
    ("Anna", "Bo", "Carl", "Dora", "Emil"),
    ("Aster", "Nilund", "Korvik", "Sundal", "Besten", "Ryberg"),
)


def many_events():
    """5,400 events about some hundred officials, and a few own acts among them."""
    chance = random.Random(7)
    yield announced()
    yield announced("2020-01-12", url="https://news.example/wrong", host="CZE")
    for number in range(5_400):
        if number == 4_000:
            yield retracted("https://news.example/wrong")
        who = {"name": f"{chance.choice(FIRST)} {chance.choice(FAMILY)}", "state": "NOR"}
        year, month = chance.randint(2000, 2019), chance.randint(1, 12)
        fields = {"visitor": who, "host": chance.choice(STATES), "url": f"https://news.example/{number}"}
        published = f"{year}-{month:02}-{chance.randint(10, 28)}"
        if number % 3 == 0:
            yield held(published, **fields, held_on=f"{year}-{month:02}-{chance.randint(1, 9):02}")
        elif number % 20 == 1:
            yield cancelled(published, **fields)
        else:
            yield announced(published, **fields, window=f"{year}-{chance.randint(1, 12):02}")
    yield invited("2019-01-01", report=report("2019-01-01"))


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A file that takes an import some time."""
    path = tmp_path_factory.mktemp("many") / "many.ndjson"
    path.write_bytes(b"".join(orjson.dumps(event) + b"\n" for event in many_events()))
    return str(path)


@pytest.fixture
def scratch(monkeypatch):
    """Where processes keep their sockets, of which those that are killed leave theirs: not below `tmp_path`, whose
    name is too long for one."""
    with TemporaryDirectory() as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield


@pytest.mark.usefixtures("scratch")
def test_an_import_killed_again_and_again_ends_as_if_it_had_run_once(databases, many):
    command = [*SERVANDA, "import", many, "--database"]
    chance = random.Random()
    with opened(databases) as whole, opened(databases) as store:
        began = time.monotonic()
        finished(*command, whole.url)
        takes = time.monotonic() - began
        for _ in range(2):
            with started(*command, store.url) as process:
                time.sleep(takes * chance.uniform(0.3, 0.95))
                process.kill()
                process.communicate()
        finished(*command, store.url)
        assert shown(store) == shown(whole)
        assert verify(store.engine) == []
        alerts = [[(a["promise_id"], a["from"], a["to"]) for a in s.alerts()] for s in (store, whole)]
        assert sorted(map(str, alerts[0])) == sorted(map(str, alerts[1]))
        finished(*SERVANDA, "verify", "--database", store.url)


def test_what_a_file_withdraws_does_not_come_back_when_it_is_begun_again(databases, file):
    with opened(databases) as source, opened(databases) as store:
        entry = source.record(held()).event_id
        path = file(held(), withdrawn(entry))
        assert brought_in(store, path).accepted == 2
        assert brought_in(store, path).accepted == 0
        assert store.execute("SELECT * FROM timeline") == []


def test_what_a_file_says_twice_and_then_withdraws_does_not_come_back(databases, file):
    with opened(databases) as source, opened(databases) as store:
        entry = source.record(held()).event_id
        path = file(held(), held(), withdrawn(entry))
        assert brought_in(store, path).accepted == 2
        assert brought_in(store, path).accepted == 0
        assert store.execute("SELECT * FROM timeline") == []


def test_what_a_file_withdraws_and_enters_again_is_there_once(databases, file):
    with opened(databases) as source, opened(databases) as store:
        entry = source.record(held()).event_id
        path = file(held(), withdrawn(entry), held())
        for _ in range(3):
            brought_in(store, path)
        assert store.queries.position() == 3
        assert len(store.execute("SELECT * FROM timeline")) == 1


def test_own_acts_in_a_file_begun_again_are_not_done_twice(store, file):
    with_ids = [announced(), held()]
    source_ids = store.record_all(with_ids)
    known = "p" + source_ids[0][1:]
    acts = [ruled(known), withdrawn(source_ids[1]), ruled(known), corrected(source_ids[0], window="2020-04")]
    path = file(*with_ids, *acts)
    assert brought_in(store, path).accepted == 4
    assert brought_in(store, path).accepted == 0
    assert store.queries.position() == 6

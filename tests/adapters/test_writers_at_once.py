"""Many processes on one ledger: nothing is lost, and the log is as if one had written it."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import orjson

from adapters.rebuild import rebuild
from adapters.verify import verify
from adapters.writer import Writer
from domain.views import View
from tests.adapters.databases import pages
from tests.adapters.events import announced, held
from tests.adapters.processes import started

WRITERS = 8
SCRIPT = str(Path(__file__).with_name("recording_process.py"))


def test_eight_processes_record_into_one_relationship_and_nothing_is_lost(store):
    with ExitStack() as stack:
        processes = []
        for number in range(WRITERS):
            process = started(sys.executable, SCRIPT, store.url, f"desk-{number}", stdin=subprocess.PIPE)
            processes.append(stack.enter_context(process))
            stack.callback(process.kill)
        for process in processes:
            assert process.stdout.readline() == "ready\n", process.stderr.read()
        for process in processes:
            process.stdin.write("go\n")
            process.stdin.flush()
        told = []
        for process in processes:
            out, errors = process.communicate(timeout=120)
            assert (process.returncode, errors) == (0, "")
            told += out.split()
    assert len(set(told)) == WRITERS * 40
    log = pages(lambda cursor: store.queries.events(cursor, 500))
    assert [item["position"] for item in log] == list(range(1, WRITERS * 40 + 1))
    assert {item["event_id"] for item in log} == set(told)
    versions = store.execute("SELECT originator_version FROM stored_events ORDER BY position")
    assert versions == [(n,) for n in range(1, WRITERS * 40 + 1)]
    assert [item["recorded_at"] for item in log] == sorted({item["recorded_at"] for item in log})
    assert verify(store.engine) == []
    view = View.of(datetime.now(UTC))
    shown = store.promises(view)
    rebuild(store.engine)
    assert store.promises(view) == shown


def test_threads_of_one_process_take_turns(store):
    events = [announced(url=f"https://news.example/{number}") for number in range(80)]
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(store.record, events))
    assert sorted(receipt.position for receipt in receipts) == list(range(1, 81))
    assert verify(store.engine) == []


def test_the_same_event_sent_at_once_is_recorded_once(store):
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(store.record, [announced()] * 16))
    assert len({receipt.event_id for receipt in receipts}) == 1
    assert sorted(receipt.duplicate for receipt in receipts) == [False, *[True] * 15]
    assert store.queries.position() == 1


def test_a_writer_answers_each_with_its_own(store):
    writer = Writer(store.ledger)
    writer.start()
    events = [announced(url=f"https://news.example/{number}") for number in range(50)]
    futures = [writer.submit(orjson.dumps(event), "desk") for event in [*events, held(host="NOR")]]
    writer.close()
    receipts = [future.result(0) for future in futures[:-1]]
    assert "of another state" in str(futures[-1].exception(0))
    for event, receipt in zip(events, receipts, strict=True):
        assert store.queries.event(receipt.event_id)["event"]["report"]["url"] == event["report"]["url"]

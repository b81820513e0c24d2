"""One leader among several processes; alerts of the calendar on their right day."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from adapters.bell import Bell
from adapters.leader import Leader
from adapters.rebuild import rebuild
from adapters.verify import verify
from tests.alerts.events import announced, day, somebody


def test_one_of_two_leads_until_it_lets_go(store):
    first, second = Leader(store.engine), Leader(store.engine)
    assert first.holds()
    assert first.holds()
    assert not second.holds()
    first.release()
    assert second.holds()
    second.release()


def test_a_killed_leader_is_followed_at_once(store):
    code = (
        "import sys, time; from adapters.database import open_engine; from adapters.leader import Leader\n"
        "leader = Leader(open_engine(sys.argv[1])); print(leader.holds(), flush=True); time.sleep(60)"
    )
    url = store.engine.url.render_as_string(hide_password=False)
    process = subprocess.Popen([sys.executable, "-c", code, url], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"True\n"
        leader = Leader(store.engine)
        assert not leader.holds()
    finally:
        process.kill()
        process.communicate()
    end = time.monotonic() + 5
    while not leader.holds() and time.monotonic() < end:
        time.sleep(0.05)
    assert leader.holds()
    leader.release()


def test_after_a_stoppage_each_alert_is_dated_on_its_day_and_is_news(store):
    store.record(announced(window=day(10)))
    now = datetime.now(UTC)
    for offset in (2, 20, 60, 60):
        store.ledger.sweep(now + timedelta(days=offset))
    told = [(a["kind"], a["on"], a["historical"]) for a in store.alerts()]
    assert told == [
        ("promise.opened", day(0), False),
        ("promise.due_soon", day(3), False),
        ("promise.overdue", day(11), False),
        ("promise.unfulfilled", day(41), False),
    ]


def test_another_lead_is_told_apart_and_only_to_those_who_asked(desk, receivers):
    week, month = receivers(), receivers()
    desk.subscribe(week, filters={"kind": "promise.due_soon"})
    desk.subscribe(month, filters={"kind": "promise.due_soon"}, due_soon_days=30)
    desk.store.record(announced(window=day(20)))
    desk.store.ledger.sweep(datetime.now(UTC) + timedelta(days=13))
    with desk.delivering():
        assert week.wait_for(1)[0].data["on"] == day(13)
        assert month.wait_for(1)[0].data["on"] == day(0)
    assert [a["kind"] for a in desk.store.alerts()] == ["promise.opened", "promise.due_soon"]


def test_a_lead_that_is_new_is_looked_for_among_promises_that_were_there(desk, receiver):
    desk.store.record(announced(window=day(20)))
    desk.subscribe(receiver, filters={"kind": "promise.due_soon"}, due_soon_days=30)
    desk.store.ledger.sweep(datetime.now(UTC))
    with desk.delivering():
        assert receiver.wait_for(1)[0].data["on"] == day(0)


def test_nothing_is_told_twice_after_a_rebuild(store):
    from adapters.rebuild import rebuild

    store.record(announced(window=day(3)))
    store.record(announced(window=day(3), publisher="KCNA"))
    before = store.alerts()
    assert {a["kind"] for a in before} == {"promise.opened", "promise.due_soon", "promise.corroborated"}
    rebuild(store.engine)
    store.ledger.sweep(datetime.now(UTC))
    assert store.alerts() == before


async def _first(bell: Bell) -> int:
    return await bell.wait(0, 5)


def test_the_bell_tells_of_alerts_of_this_process_and_of_others(store):
    import asyncio

    async def listen(ring: bool) -> float:
        bell = Bell(store.engine)
        heard = await bell.wait(0, 0.3)
        if ring:
            store.ledger.committed = bell.ring
        waiting = asyncio.create_task(bell.wait(heard, 5))
        await asyncio.sleep(0.3)
        began = time.monotonic()
        await asyncio.to_thread(store.record, announced(who="Anna Berg" if ring else "Boris Tamm"))
        assert await waiting > heard
        took = time.monotonic() - began
        await bell.close()
        store.ledger.committed = lambda: None
        return took

    asyncio.run(listen(ring=False))
    asyncio.run(listen(ring=True))


def test_a_leader_that_loses_its_connection_takes_the_lead_again(databases, store):
    if store.is_sqlite:
        pytest.skip("on SQLite there is no connection to lose")
    leader, other = Leader(store.engine), Leader(store.engine)
    assert leader.holds()
    store.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
    assert not leader.holds()
    assert leader.holds()
    assert not other.holds()
    leader.release()


def test_verify_knows_of_leads_and_of_promises_that_the_clock_is_to_look_at_anew(desk, receiver):
    for number, window in enumerate((day(20), day(50), day(5))):
        desk.store.record(announced(who=somebody(number), window=window))
    assert verify(desk.engine) == []
    desk.subscribe(receiver, due_soon_days=30)
    assert verify(desk.engine) == []
    now = datetime.now(UTC)
    desk.store.ledger.sweep(now)
    assert verify(desk.engine) == []
    desk.store.record(announced(who=somebody(3), window=day(90)))
    rebuild(desk.engine)
    assert verify(desk.engine) == []

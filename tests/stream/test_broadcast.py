"""One reader for all who follow, whatever their pace."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import orjson
import pytest
from sqlalchemy import event

from adapters import broadcast
from adapters.alert_log import AlertFilter
from adapters.bell import Bell
from adapters.broadcast import Broadcast
from adapters.database import open_engine
from adapters.ledger import Ledger
from tests.stream.conftest import news

EVERYTHING = AlertFilter()


class World:
    """A ledger, its bell, and a broadcast that hands out the ids."""

    def __init__(self, engine):
        self.engine, self.ledger, self.bell = engine, Ledger(engine), Bell(engine)
        self.ledger.committed = self.bell.ring
        self.broadcast = Broadcast(engine, self.bell, lambda alert: alert["id"].encode())

    async def record(self, *numbers, **fields):
        for number in numbers:
            await asyncio.to_thread(self.ledger.record, orjson.dumps(news(number, **fields)), "desk")


@pytest.fixture
def play(database):
    """Runs a play in a world of its own."""

    def run(scene):
        engine = open_engine(database)

        async def go():
            world = World(engine)
            try:
                await asyncio.wait_for(scene(world), 60)
            finally:
                await world.broadcast.close()
                await world.bell.close()

        asyncio.run(go())
        engine.dispose()

    return run


async def told(follower, count, seconds=10):
    """So many ids."""
    found = []
    while len(found) < count:
        new = await follower.next(seconds)
        assert new, found
        found += [item.id for item in new]
    return found


def test_a_follower_who_falls_behind_what_is_kept_misses_nothing(play, monkeypatch):
    monkeypatch.setattr(broadcast, "KEPT", 5)
    monkeypatch.setattr(broadcast, "PAGE", 3)

    async def scene(world):
        async with (
            world.broadcast.following(None, EVERYTHING) as slow,
            world.broadcast.following(None, EVERYTHING) as quick,
        ):
            await world.record(0)
            assert await told(quick, 1) == [1]
            assert await told(slow, 1) == [1]
            for number in range(1, 40):
                await world.record(number)
                assert await told(quick, 1) == [number + 1]
            assert await told(slow, 39) == list(range(2, 41))
            assert await slow.next(0.1) == []

    play(scene)


def test_followers_begin_anywhere_and_meet_in_the_present(play, monkeypatch):
    monkeypatch.setattr(broadcast, "PAGE", 4)

    async def scene(world):
        await world.record(*range(10))
        async with AsyncExitStack() as stack:
            followers = [
                await stack.enter_async_context(world.broadcast.following(begin, EVERYTHING))
                for begin in (0, 3, 9, 10, None, 99)
            ]
            await world.record(*range(10, 20))
            found = await asyncio.gather(*(told(f, 20 - f.position) for f in followers))
        assert found == [list(range(begin + 1, 21)) for begin in (0, 3, 9, 10, 10, 10)]

    play(scene)


def test_those_who_want_the_same_share_and_one_reader_reads_for_all(play):
    async def scene(world):
        asked = []

        async with AsyncExitStack() as stack:
            followers = []
            for number in range(60):
                wanted = AlertFilter(state="CZE" if number % 2 else "AUT")
                followers.append(await stack.enter_async_context(world.broadcast.following(None, wanted)))
            assert len(world.broadcast._audiences) == 2
            waiting = [asyncio.create_task(told(f, 1)) for f in followers]
            await asyncio.sleep(0.1)

            @event.listens_for(world.engine, "before_cursor_execute")
            def count(connection, cursor, statement, *_):
                if statement.startswith("SELECT alerts.id"):
                    asked.append(statement)

            await world.record(0, 1, host="AUT")
            await world.record(2, host="CZE")
            found = await asyncio.gather(*waiting)
        assert {tuple(ids) for ids in found[1::2]} == {(3,)}
        assert all(ids[0] == 1 for ids in found[::2])
        assert len(asked) <= 6

    play(scene)


def test_a_position_moves_on_past_what_is_not_wanted(play):
    async def scene(world):
        async with world.broadcast.following(None, AlertFilter(state="CZE")) as follower:
            await world.record(0, 1)
            end = asyncio.get_running_loop().time() + 5
            while follower.position < 2:
                assert asyncio.get_running_loop().time() < end
                assert await follower.next(0.05) == []

    play(scene)


def test_nothing_runs_when_nobody_follows(play):
    async def scene(world):
        before = asyncio.all_tasks()
        for _ in range(3):
            async with world.broadcast.following(None, EVERYTHING) as follower:
                await world.record(world.broadcast.position)
                assert len(await told(follower, 1)) == 1
        await asyncio.sleep(0.6)
        assert asyncio.all_tasks() == before
        assert (world.broadcast.followers, world.broadcast._audiences) == (0, {})

    play(scene)


def test_a_database_that_fails_for_a_while_costs_no_alert(play, monkeypatch):
    monkeypatch.setattr(broadcast, "_PAUSE", 0.05)

    async def scene(world):
        async with world.broadcast.following(None, EVERYTHING) as follower:
            page, left = world.broadcast._page, [3]

            def failing(after, wanted):
                if left[0]:
                    left[0] -= 1
                    raise OSError("the disk is gone")
                return page(after, wanted)

            monkeypatch.setattr(world.broadcast, "_page", failing)
            await world.record(0, 1)
            assert await told(follower, 2) == [1, 2]

    play(scene)

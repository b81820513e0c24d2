"""What feeds, calendars and streams read, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from adapters.alert_log import AlertFilter
from adapters.bell import Bell
from adapters.broadcast import Broadcast
from adapters.database import reading
from adapters.feed_tokens import FeedTokens
from adapters.keys import Keys
from adapters.queries import PromiseFilter
from adapters.queries.published import Published
from adapters.queries.revisions import revisions
from adapters.rebuild import rebuild
from domain.errors import NotOnRecord
from domain.views import View
from tests.adapters.conftest import databases, postgresql_databases, sqlite_databases, store
from tests.feeds.conftest import announced, visit

__all__ = ["databases", "postgresql_databases", "sqlite_databases", "store"]

TODAY = View(None, date(2020, 6, 1).toordinal())


def test_alerts_come_newest_first_page_by_page(store):
    store.record_all([announced(number) for number in range(7)])
    published = Published(store.engine)
    found, before = [], None
    for _ in range(4):
        page, more = published.alerts(before, AlertFilter(official="Berg"), 2)
        found += [int(alert["id"]) for alert in page]
        before = found[-1]
        if not more:
            break
    assert found == [7, 6, 5, 4, 3, 2, 1]
    assert published.alerts(None, AlertFilter(official="Nobody"), 2) == ([], False)
    assert published.alerts(None, AlertFilter(state="CZE"), 2) == ([], False)


def test_a_pair_is_on_record_in_either_order_or_it_is_not(store):
    store.record(announced(1))
    published = Published(store.engine)
    assert published.check_pair("NOR-AUT") == published.check_pair("AUT-NOR") == "AUT-NOR"
    for wrong in ("AUT-CZE", "AUT", "", "AUT-NOR-CZE", "aut\0nor", "A-B"):
        with pytest.raises(NotOnRecord):
            published.check_pair(wrong)


def test_revisions_grow_with_every_entry_and_stay_over_a_rebuild(store):
    numbers, instants = [], []
    events = [
        visit(window="2020-03"),
        visit("visit_postponed", day="2020-02-01", window="2020-05"),
        visit("visit_cancelled", day="2020-02-10"),
    ]
    for event in events:
        store.record(event)
        items, found, more = Published(store.engine).calendar(PromiseFilter(), TODAY, 10)
        assert (len(items), more) == (1, False)
        numbers.append(found[items[0]["id"]].number)
        instants.append(found[items[0]["id"]].instant)
    assert numbers == sorted(set(numbers))
    assert instants == sorted(set(instants))
    rebuild(store.engine)
    assert Published(store.engine).calendar(PromiseFilter(), TODAY, 10)[1][items[0]["id"]].number == numbers[-1]
    with reading(store.engine) as connection:
        assert revisions(connection, [], TODAY.day) == revisions(connection, ["p0"], TODAY.day) == {}


def test_tokens_are_kept_and_revoked(store):
    keys, tokens = Keys(store.engine), FeedTokens(store.engine)
    keys.create("desk", "read")
    made, token = tokens.create("phone", "desk")
    assert tokens.check(token) == made
    assert tokens.check(token + "x") is tokens.check("") is tokens.check("sf_\0") is None
    assert tokens.list("desk") == tokens.list(None) == [made]
    assert tokens.list("another") == []
    with pytest.raises(NotOnRecord):
        tokens.revoke(made.id, "another")
    tokens.revoke(made.id, "desk")
    assert tokens.check(token) is None
    assert tokens.list("desk")[0].revoked_at is not None


def test_followers_hear_of_what_is_recorded(store):
    async def scene():
        bell = Bell(store.engine)
        store.ledger.committed = bell.ring
        broadcast = Broadcast(store.engine, bell, lambda alert: alert["id"].encode())
        async with broadcast.following(0, AlertFilter()) as follower:
            for number in range(3):
                await asyncio.to_thread(store.record, announced(number))
                (told,) = await follower.next(10)
                assert (told.id, told.frame) == (number + 1, str(number + 1).encode())
        await broadcast.close()
        await bell.close()

    asyncio.run(scene())

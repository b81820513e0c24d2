"""Keys and scopes."""

from __future__ import annotations

import asyncio

import pytest

from adapters.keys import Key
from api.auth import Doorkeeper
from api.errors import Problem
from api.limiter import Limiter

READS = ("/v1/promises", "/v1/events", "/v1/relationships", "/v1/scorecards", "/v1/alerts", "/metrics")


def test_on_a_loopback_address_reads_need_no_key(server):
    assert {server.get(path).status_code for path in READS} == {200}


def test_on_other_addresses_every_read_needs_a_key(start):
    server = start(host="192.0.2.1")
    for path in READS:
        refused = server.get(path)
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
        assert server.get(path, "read").status_code == 200


def test_health_and_documentation_never_need_a_key(start):
    server = start(host="192.0.2.1")
    for path in ("/healthz", "/readyz", "/docs", "/openapi.json"):
        assert server.get(path).status_code == 200


def test_writing_always_needs_a_key(server, visit):
    refused = server.record(visit(), scope=None)
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert server.services.queries.position() == 0


def test_a_key_without_the_scope_is_told_which_one_is_needed(server, visit):
    refused = server.record(visit(), "read")
    assert refused.status_code == 403
    assert 'scope="report"' in refused.headers["www-authenticate"]
    assert "report" in refused.json()["detail"]


@pytest.mark.parametrize("token", ["wrong", "a b", "\u00e9"])
def test_a_key_that_is_sent_must_be_good_also_where_none_is_needed(server, token):
    headers = {"Authorization": f"Bearer {token}".encode()}
    assert server.get("/v1/promises", headers=headers).status_code in (200, 401)
    assert server.record({}, scope=None, headers=headers).status_code == 401


def test_a_wrong_key_is_refused_on_an_open_read(server):
    assert server.get("/v1/promises", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_a_revoked_key_works_no_longer_than_it_is_remembered(start, visit):
    server = start(key_memory_seconds=0)
    assert server.record(visit()).status_code == 201
    server.services.keys.revoke("test report")
    assert server.record(visit()).status_code == 401


class FakeKeys:
    def __init__(self):
        self.known, self.asked = {"good": Key("desk", "report")}, 0

    def check(self, token):
        self.asked += 1
        return self.known.get(token)


def test_a_good_key_is_remembered_for_some_seconds_and_a_bad_one_is_not():
    keys, time = FakeKeys(), [0.0]
    many = Limiter(1_000, 1_000)
    door = Doorkeeper(keys, limiter=many, reads_open=False, remember_seconds=3, clock=lambda: time[0])

    async def ask(token):
        try:
            return await door.admit(token, "read", "192.0.2.7")
        except Problem as problem:
            return problem.status

    async def story():
        assert (await ask("good")).name == (await ask("good")).name == "desk"
        assert keys.asked == 1
        assert [await ask("bad"), await ask("bad")] == [401, 401]
        assert keys.asked == 3
        keys.known.clear()
        time[0] = 2.9
        assert (await ask("good")).name == "desk"
        time[0] = 3.0
        assert await ask("good") == 401

    asyncio.run(story())


def test_who_tries_keys_is_slowed_down_before_the_database_is_asked():
    keys, time = FakeKeys(), [0.0]
    limiter = Limiter(rate=1, burst=4, clock=lambda: time[0])
    door = Doorkeeper(keys, limiter=limiter, reads_open=True, remember_seconds=9, clock=lambda: time[0])

    async def ask(token, address):
        try:
            await door.admit(token, "read", address)
        except Problem as problem:
            return problem.status
        return 200

    async def story():
        assert await ask("good", "192.0.2.1") == 200
        assert [await ask(f"bad {n}", "192.0.2.1") for n in range(5)] == [401, 401, 401, 429, 429]
        assert keys.asked == 4
        assert await ask(None, "192.0.2.1") == 429
        assert await ask("good", "192.0.2.1") == 200  # A key that is known is counted by itself.
        assert await ask("bad", "192.0.2.2") == 401
        time[0] = 1.0
        assert await ask("bad", "192.0.2.1") == 401

    asyncio.run(story())

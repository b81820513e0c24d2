"""Private feeds: tokens in addresses, which their owners make and revoke."""

from __future__ import annotations

import logging

import pytest

from adapters import feed_tokens
from api.feeds import WithoutTokens
from tests.feeds.conftest import announced

FEEDS = (
    "/feeds/alerts.atom",
    "/feeds/alerts.json",
    "/feeds/officials/Berg.atom",
    "/feeds/relationships/AUT-NOR.json",
    "/feeds/promises.ics",
)


@pytest.fixture
def private(start):
    server = start(host="0.0.0.0", key_memory_seconds=0)  # noqa: S104 - the socket is on loopback
    server.record(announced(1))
    return server


def make(server, scope="read", name="my phone"):
    answer = server.call("POST", "/v1/feed-tokens", scope, json={"name": name})
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.mark.parametrize("path", FEEDS)
def test_a_private_feed_opens_with_a_token_or_a_key_and_with_nothing_else(private, path):
    assert private.get(path).status_code == 401
    assert private.get(f"{path}?token=sf_wrong").status_code == 401
    assert private.get(path, "read").status_code == 200
    answer = private.get(f"{path}?token={make(private)['token']}")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-cache")


def test_a_token_opens_feeds_and_nothing_else(private):
    token = make(private)["token"]
    for path in ("/v1/alerts", "/v1/promises", "/v1/feed-tokens"):
        assert private.get(path, headers={"Authorization": f"Bearer {token}"}).status_code == 401
        assert private.get(f"{path}?token={token}").status_code in (401, 422)


def test_a_token_is_shown_once_and_kept_as_a_hash(private):
    made = make(private)
    (listed,) = private.get("/v1/feed-tokens", "read").json()["items"]
    assert listed == {name: value for name, value in made.items() if name != "token"}
    engine = private.services.queries.engine
    with engine.connect() as connection:
        (row,) = connection.exec_driver_sql("SELECT * FROM feed_tokens").all()
    assert made["token"] not in str(row)
    assert made["token"].encode() not in b"".join(value for value in row if isinstance(value, bytes))


def test_a_revoked_token_opens_nothing_from_then_on(private):
    made, other = make(private), make(private, name="the office")
    assert private.call("DELETE", f"/v1/feed-tokens/{made['id']}", "read").status_code == 204
    assert private.get(f"/feeds/alerts.atom?token={made['token']}").status_code == 401
    assert private.get(f"/feeds/alerts.atom?token={other['token']}").status_code == 200
    assert private.call("DELETE", f"/v1/feed-tokens/{made['id']}", "read").status_code == 404
    assert private.get("/v1/feed-tokens", "read").json()["items"][0]["revoked_at"] is not None


def test_a_token_ends_with_the_key_that_made_it(private):
    token = make(private)["token"]
    private.services.keys.revoke("test read")
    assert private.get(f"/feeds/alerts.atom?token={token}").status_code == 401


def test_tokens_belong_to_keys(private, server):
    made = make(private, "report")
    assert private.get("/v1/feed-tokens", "read").json()["items"] == []
    assert private.call("DELETE", f"/v1/feed-tokens/{made['id']}", "read").status_code == 404
    assert len(private.get("/v1/feed-tokens", "admin").json()["items"]) == 1
    assert private.call("DELETE", f"/v1/feed-tokens/{made['id']}", "admin").status_code == 204
    assert server.call("POST", "/v1/feed-tokens", json={"name": "x"}).status_code == 401


def test_one_key_has_only_so_many(private, monkeypatch):
    monkeypatch.setattr(feed_tokens, "MOST", 2)
    first = make(private)
    make(private)
    assert private.call("POST", "/v1/feed-tokens", "read", json={"name": "x"}).status_code == 409
    private.call("DELETE", f"/v1/feed-tokens/{first['id']}", "read")
    make(private)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (b"{", ""),
        (b"[]", ""),
        (b"{}", "/name"),
        (b'{"name": ""}', "/name"),
        (b'{"name": 1}', "/name"),
        (b'{"name": "a\\nb"}', "/name"),
        (b'{"name": "x", "scope": "admin"}', "/scope"),
    ],
)
def test_what_makes_no_sense_is_told(private, body, pointer):
    headers = {"Content-Type": "application/json"}
    answer = private.call("POST", "/v1/feed-tokens", "read", content=body, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_pages_of_a_private_feed_lead_on(private):
    private.record(announced(2))
    token = make(private)["token"]
    page = private.get(f"/feeds/alerts.json?limit=1&token={token}").json()
    following = private.get(page["next_url"]).json()
    assert following["items"][0]["id"] != page["items"][0]["id"]


def test_who_asks_too_often_is_told_when_to_come_back(start):
    server = start(host="0.0.0.0", feed_rate_per_second=0.5, feed_rate_burst=3)  # noqa: S104
    token = make(server)["token"]
    answers = [server.get(f"/feeds/alerts.atom?token={token}") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_the_access_log_shows_no_token(private, caplog):
    token = make(private)["token"]
    with caplog.at_level(logging.DEBUG):
        private.get(f"/feeds/alerts.atom?limit=2&token={token}")
        logging.getLogger("uvicorn.access").info(
            '%s - "%s %s HTTP/%s" %d',
            "127.0.0.1:1",
            "GET",
            f"/feeds/alerts.atom?token={token}&limit=2",
            "1.1",
            200,
        )
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("uvicorn", "servanda"))]
    assert any("/feeds/alerts.atom?token=…&limit=2" in line for line in ours)
    assert token not in "".join(ours)
    assert any(isinstance(known, WithoutTokens) for known in logging.getLogger("uvicorn.access").filters)

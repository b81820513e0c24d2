"""Subscriptions and deliveries as pages: a real receiver, and forms as a browser without a script sends them."""

from __future__ import annotations

import time

import httpx
import pytest

from tests.alerts.receiver import SECRET, receiving
from tests.api.pages.test_signing import sign_in, token


@pytest.fixture
def receiver():
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def server(start):
    return start(secret_key="a key for tests only", allowed_networks="loopback", watch_seconds=0)


@pytest.fixture
def visitor(server):
    with httpx.Client(base_url=server.url) as client:
        sign_in(client, server.key("report"))
        yield client


@pytest.fixture
def subscription(server, receiver):
    wanted = {"url": receiver.url, "secret": SECRET, "name": "The <b>desk</b>", "filters": {"state": "PRK"}}
    answer = server.call("POST", "/v1/subscriptions", "report", json=wanted)
    assert answer.status_code == 201, answer.text
    return answer.json()


def settled(server, seconds=10):
    """The deliveries once none of them waits."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = server.get("/v1/deliveries", "report").json()["items"]
        if found and all(item["state"] != "waiting" for item in found):
            return found
    raise AssertionError(found)


def send(visitor, path, **fields):
    return visitor.post(path, data={"token": token(visitor.get("/sign-in")), **fields})


def test_a_subscription_tells_where_it_leads_and_never_its_secret(visitor, subscription, receiver, strictly):
    text = visitor.get("/subscriptions").text
    strictly(text)
    assert receiver.url in text
    assert "with: PRK" in text
    assert "The &lt;b&gt;desk" in text
    assert "Active" in text
    assert SECRET.removeprefix("whsec_") not in text


def test_one_is_paused_and_goes_on(server, visitor, subscription):
    assert send(visitor, "/subscriptions", id=subscription["id"], do="pause").status_code == 303
    assert server.get(f"/v1/subscriptions/{subscription['id']}", "report").json()["state"] == "paused"
    assert "Go on" in visitor.get("/subscriptions").text
    send(visitor, "/subscriptions", id=subscription["id"], do="resume")
    assert server.get(f"/v1/subscriptions/{subscription['id']}", "report").json()["state"] == "active"


def test_what_was_sent_is_listed_by_state_and_can_be_sent_again(
    server, visitor, subscription, receiver, strictly
):
    server.call("POST", f"/v1/subscriptions/{subscription['id']}/test", "report")
    receiver.wait_for(1)
    (delivery,) = settled(server)
    text = visitor.get("/deliveries").text
    strictly(text)
    assert "Send delivery" in text
    assert "Nothing was sent yet in this state" in visitor.get("/deliveries?state=failed").text
    assert "Delivered" in visitor.get(f"/deliveries?subscription={subscription['id']}&state=delivered").text
    assert send(visitor, "/deliveries", id=delivery["id"]).status_code == 303
    receiver.wait_for(2)


def test_of_others_nothing_is_seen_or_changed(server, visitor, subscription):
    server.keys["report"] = server.services.keys.create("somebody else", "report")
    with httpx.Client(base_url=server.url) as other:
        sign_in(other, server.keys["report"])
        assert "There is none yet" in other.get("/subscriptions").text
        assert send(other, "/subscriptions", id=subscription["id"], do="pause").status_code == 404


@pytest.mark.parametrize("path", ["/subscriptions", "/deliveries"])
def test_they_are_for_keys_that_may_subscribe_and_forms_of_ours(server, visitor, path):
    assert visitor.post(path, data={"id": "x", "do": "pause"}).status_code == 403
    with httpx.Client(base_url=server.url) as stranger:
        assert stranger.get(path).headers["location"].startswith("/sign-in?next=")
        sign_in(stranger, server.key("read"))
        assert stranger.get(path).status_code == 403
        assert path not in stranger.get("/").text
    assert visitor.get(path + "?cursor=nonsense").status_code == 422

"""`/v1/subscriptions` and `/v1/deliveries`."""

from __future__ import annotations

import time

import pytest

from adapters.outside import Outside, Refused, networks
from api import schemas
from tests.alerts.events import announced
from tests.alerts.receiver import SECRET


def subscribe(server, receiver, scope="report", **wanted):
    return server.call(
        "POST", "/v1/subscriptions", scope, json={"url": receiver.url, "secret": SECRET, **wanted}
    )


def test_a_subscription_lives_and_dies(open_server, receiver):
    made = subscribe(open_server, receiver, filters={"relationship": "RUS-PRK"}, name="desk")
    assert made.status_code == 201, made.text
    schemas.NewSubscription.model_validate(made.json(), strict=True)
    assert made.json()["filters"]["relationship"] == "PRK-RUS"
    assert made.json()["secret"] == SECRET
    path = f"/v1/subscriptions/{made.json()['id']}"
    known = open_server.get(path, "report").json()
    schemas.Subscription.model_validate(known, strict=True)
    assert "secret" not in known
    changed = open_server.call("PATCH", path, "report", json={"name": "other", "due_soon_days": 14})
    assert (changed.json()["name"], changed.json()["due_soon_days"]) == ("other", 14)
    assert open_server.call("POST", path + "/pause", "report").json()["state"] == "paused"
    assert open_server.call("POST", path + "/resume", "report").json()["state"] == "active"
    assert open_server.call("POST", path + "/secret", "report").json()["secret"].startswith("whsec_")
    page = open_server.get("/v1/subscriptions", "report").json()
    schemas.SubscriptionPage.model_validate(page, strict=True)
    assert len(page["items"]) == 1
    assert open_server.call("DELETE", path, "report").status_code == 204
    assert open_server.get(path, "report").status_code == 404


def test_a_key_sees_its_own_and_an_administrator_all(open_server, receiver):
    known = subscribe(open_server, receiver, "review").json()["id"]
    for method, path in (
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("POST", "/pause"),
        ("POST", "/test"),
        ("POST", "/secret"),
    ):
        how = {"json": {}} if method == "PATCH" else {}
        found = open_server.call(method, f"/v1/subscriptions/{known}{path}", "report", **how)
        assert found.status_code == 404, (method, path)
    assert open_server.get("/v1/subscriptions", "report").json()["items"] == []
    assert open_server.get(f"/v1/subscriptions/{known}", "admin").status_code == 200
    assert open_server.get("/v1/subscriptions", "read").status_code == 403
    assert open_server.get("/v1/subscriptions").status_code == 401


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"filters": {"relationship": "PRK-ZZZ"}}, "/filters/relationship"),
        ({"filters": {"relationship": "PRK"}}, "/filters/relationship"),
        ({"filters": {"state": "Russia"}}, "/filters/state"),
        ({"filters": {"kind": "promise.kept"}}, "/filters/kind"),
        ({"filters": {"status": "kept"}}, "/filters/status"),
        ({"filters": {"min_publishers": 0}}, "/filters/min_publishers"),
        ({"filters": {"colour": "red"}}, "/filters/colour"),
        ({"filters": {"relationship": "PRK-RUS", "state": "USA"}}, "/filters/state"),
        ({"filters": {"relationship": "PRK-RUS", "host": "USA"}}, "/filters/host"),
        ({"filters": {"kind": "promise.fulfilled", "status": "cancelled"}}, "/filters/status"),
        ({"filters": {"host": "PRK", "promise_kind": "pledge"}}, "/filters/host"),
        ({"digest": {"every": "day", "hour": 8, "zone": "Europe/Atlantis"}}, "/digest/zone"),
        ({"digest": {"every": "day", "hour": 8, "zone": "../../etc/passwd"}}, "/digest/zone"),
        ({"digest": {"every": "day", "hour": 8, "zone": "/etc/passwd"}}, "/digest/zone"),
        ({"digest": {"every": "day", "hour": 24, "zone": "UTC"}}, "/digest/hour"),
        ({"digest": {"every": "week", "hour": 8, "zone": "UTC"}}, "/digest/weekday"),
        ({"secret": "whsec_c2hvcnQ="}, "/secret"),
        ({"secret": "much too plain a secret"}, "/secret"),
        ({"due_soon_days": 0}, "/due_soon_days"),
        ({"due_soon_days": 400}, "/due_soon_days"),
        ({"from_query": "colour=red"}, "/from_query"),
        ({"from_query": "status=kept"}, "/from_query"),
        ({"from_query": "visitor=RUS"}, "/from_query"),
        ({"from_query": "due_before=2024-01-01"}, "/from_query"),
        ({"channel": "pigeon"}, "/channel"),
        ({"name": "x" * 101}, "/name"),
        ({"url": ""}, "/url"),
        ({"url": "ftp://example.org/"}, "/url"),
        ({"url": "https://user:password@example.org/"}, "/url"),
        ({"url": "https://nowhere.invalid/"}, "/url"),
    ],
)
def test_what_cannot_be_is_refused_with_the_field_and_the_reason(open_server, receiver, wanted, field):
    answer = subscribe(open_server, receiver, **wanted)
    assert answer.status_code == 422, answer.text
    schemas.Problem.model_validate(answer.json(), strict=True)
    (error,) = answer.json()["errors"]
    assert error["pointer"] == field
    assert error["detail"]
    assert open_server.get("/v1/subscriptions", "report").json()["items"] == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/",
        "https://localhost/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0.0.0.0/",
        "https://10.0.0.1/",
        "https://172.16.3.4/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://100.64.0.1/",
        "https://[::1]/",
        "https://[::]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:a9fe:a9fe]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[fe80::1]/",
        "https://[fc00::1]/",
        "https://224.0.0.1/",
        "http://93.184.216.34/",
    ],
)
def test_no_address_leads_inside(server, url):
    answer = server.call("POST", "/v1/subscriptions", "report", json={"url": url})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == "/url"


def test_an_address_of_the_internet_is_taken_and_an_allowed_network_too():
    Outside().check("93.184.216.34")
    Outside().check("2606:2800:220:1:248:1893:25c8:1946")
    inside = Outside(networks("10.1.0.0/16, loopback"))
    for ip in ("10.1.2.3", "127.0.0.1", "::1", "::ffff:10.1.2.3"):
        inside.check(ip, plain=True)
    for ip in ("10.2.0.1", "169.254.169.254", "::ffff:10.2.0.1"):
        with pytest.raises(Refused):
            inside.check(ip)


def test_a_saved_query_becomes_a_subscription(open_server, receiver):
    query = "/v1/promises?relationship=PRK-RUS&status=overdue,unfulfilled&kind=visit&visitor=Lavrov&limit=10"
    filters = subscribe(open_server, receiver, from_query=query).json()["filters"]
    assert {name: value for name, value in filters.items() if value} == {
        "relationship": "PRK-RUS",
        "status": "overdue,unfulfilled",
        "promise_kind": "visit",
        "official": "Lavrov",
    }


def test_a_sample_can_be_sent_and_a_delivery_again(open_server, receiver):
    known = subscribe(open_server, receiver).json()["id"]
    answer = open_server.call("POST", f"/v1/subscriptions/{known}/test", "report")
    assert answer.status_code == 202
    schemas.DeliveryInFull.model_validate(answer.json(), strict=True)
    (sample,) = receiver.wait_for(1)
    assert sample.type == "servanda.sample"
    delivery = settled(open_server, answer.json()["id"])
    assert delivery["state"] == "delivered"
    assert (delivery["attempts"][0]["status"], delivery["attempts"][0]["answer"]) == (200, "ok")
    again = open_server.call("POST", f"/v1/deliveries/{delivery['id']}/resend", "report")
    assert again.status_code == 202
    assert receiver.wait_for(2)[1].id == sample.id
    page = open_server.get("/v1/deliveries", "report", params={"subscription": known}).json()
    schemas.DeliveryPage.model_validate(page, strict=True)
    assert open_server.get("/v1/deliveries", "review").json()["items"] == []


def test_an_event_that_is_posted_is_at_the_webhook_at_once(open_server, receiver):
    subscribe(open_server, receiver)
    began = time.monotonic()
    assert open_server.record(announced()).status_code == 201
    (message,) = receiver.wait_for(1)
    assert message.type == "promise.opened"
    assert time.monotonic() - began < 2


def settled(server, known):
    end = time.monotonic() + 10
    while time.monotonic() < end:
        found = server.get(f"/v1/deliveries/{known}", "report").json()
        if found["state"] != "waiting":
            return found
        time.sleep(0.02)
    raise AssertionError(found)


def test_the_outbox_is_told_in_figures(start, receivers):
    server = start(allowed_networks="loopback", clock_seconds=3600)
    good, bad = receivers(), receivers()
    bad.behave = lambda n: 500
    for receiver in (good, bad):
        wanted = {"url": receiver.url, "secret": SECRET}
        assert server.call("POST", "/v1/subscriptions", "report", json=wanted).status_code == 201
    server.record(announced())
    good.wait_for(1)

    def figures():
        lines = [line.split() for line in server.get("/metrics").text.splitlines() if line[0] != "#"]
        return {name: float(value) for name, value in lines}

    end = time.monotonic() + 10
    while (found := figures())["servanda_delivery_try_seconds_count"] < 2:
        assert time.monotonic() < end
        time.sleep(0.02)
    assert found["servanda_deliveries_waiting"] == 1
    assert found['servanda_subscriptions{state="active"}'] == 2
    assert found['servanda_subscriptions{state="revoked"}'] == 0
    assert found["servanda_delivery_oldest_seconds"] == 0  # Its next try is later.
    assert found['servanda_delivery_tries_total{outcome="delivered"}'] == 1
    assert found["servanda_delivery_try_seconds_count"] == 2

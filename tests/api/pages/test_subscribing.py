"""Subscriptions made and changed by forms, against a real receiver."""

from __future__ import annotations

import re

import httpx
import pytest

from api.pages.shows import subscribing as show
from api.subscription_bodies import NewSubscription
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


def send(visitor, path, **fields):
    return visitor.post(path, data={"token": token(visitor.get("/sign-in")), **fields})


def listed(server, scope="report"):
    return server.get("/v1/subscriptions", scope).json()["items"]


def made(server, visitor, receiver, **fields):
    answer = send(visitor, "/subscriptions/new", **{"/url": receiver.url, "/channel": "webhook", **fields})
    assert answer.status_code == 200, answer.text
    (item,) = listed(server)
    return answer, item


def test_the_form_asks_for_every_field_that_the_api_takes():
    pointers = {field.pointer.split("/")[1] for group in show.NEW for field in group.fields}
    assert pointers == NewSubscription.model_fields.keys() - {"from_query"}


def test_one_is_made_with_its_filters_and_its_secret_is_shown_this_once(server, visitor, receiver, strictly):
    form = visitor.get("/subscriptions/new?relationship=PRK-RUS")
    strictly(form.text)
    assert 'name="/filters/relationship" value="PRK-RUS"' in form.text
    filters = {"/filters/relationship": "RUS-PRK", "/filters/state": "North Korea", "/filters/min_publishers": "2"}
    several = {"/filters/kind": ["promise.overdue", "promise.fulfilled"], "/historical": "true"}
    rolled = {"/digest/every": "week", "/digest/weekday": "monday", "/digest/hour": "7", "/digest/zone": "UTC"}
    answer, item = made(server, visitor, receiver, **{"/name": "The <b>desk</b>"}, **filters, **several, **rolled)
    strictly(answer.text)
    secret = re.search(r"whsec_[A-Za-z0-9+/=&#;]+", answer.text)[0]
    assert secret not in visitor.get(f"/subscriptions/{item['id']}").text
    wanted = {name: value for name, value in item["filters"].items() if value is not None}
    assert wanted == {
        "relationship": "PRK-RUS", "state": "PRK", "min_publishers": 2, "kind": "promise.overdue,promise.fulfilled"
    }  # fmt: skip
    assert (item["historical"], item["due_soon_days"]) == (True, 7)
    assert item["digest"] == {"every": "week", "hour": 7, "zone": "UTC", "weekday": "monday"}
    assert "when: Overdue, Kept" in visitor.get("/subscriptions").text


def test_a_mailbox_is_subscribed_without_showing_its_password(server, visitor):
    url = "mailto://user:hushhush@127.0.0.1:2525?from=us@news.example&to=desk@news.example"
    answer = send(visitor, "/subscriptions/new", **{"/url": url, "/channel": "chat"})
    assert answer.status_code == 200
    assert "hushhush" not in answer.text
    assert listed(server)[0]["channel"] == "chat"


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"/url": "http://10.0.0.1/"}, "/url"),
        ({"/filters/state": "Atlantis"}, "/filters/state"),
        ({"/filters/min_publishers": "many"}, "/filters/min_publishers"),
        ({"/digest/every": "day"}, "/digest/hour"),
        ({"/digest/every": "day", "/digest/hour": "7", "/digest/zone": "Mars"}, "/digest/zone"),
        ({"/secret": "short"}, "/secret"),
        ({"/due_soon_days": "0"}, "/due_soon_days"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(
    server, visitor, receiver, wrong, pointer, strictly
):
    sent = {"/url": receiver.url, "/channel": "webhook", "/name": "kept", "/filters/status": ["overdue"], **wrong}
    answer = send(visitor, "/subscriptions/new", **sent)
    strictly(answer.text)
    assert answer.status_code == 422
    assert f'<code class="pointer">{pointer}</code>' in answer.text
    assert 'name="/name" value="kept"' in answer.text
    assert 'value="overdue" checked' in answer.text
    assert listed(server) == []


def test_with_an_expired_session_nothing_typed_is_lost_and_the_key_signs_in_again(server, visitor, receiver):
    visitor.cookies.delete("servanda_session")
    sent = {"/url": receiver.url, "/channel": "webhook", "/filters/official": "Lavrov"}
    answer = send(visitor, "/subscriptions/new", **sent)
    assert answer.status_code == 401
    assert 'value="Lavrov"' in answer.text
    assert 'type="password"' in answer.text
    assert send(visitor, "/subscriptions/new", **sent, key=server.key("report")).status_code == 200
    assert "Signed in with the key" in visitor.get("/").text


def test_one_is_changed_and_what_is_emptied_is_taken_away(server, visitor, receiver, strictly):
    rolled = {"/digest/every": "day", "/digest/hour": "7", "/digest/zone": "UTC"}
    _, item = made(server, visitor, receiver, **{"/name": "old", "/filters/state": "PRK"}, **rolled)
    path = f"/subscriptions/{item['id']}/change"
    page = visitor.get(path)
    strictly(page.text)
    assert 'name="/filters/state" value="PRK"' in page.text
    assert 'name="/digest/hour" value="7"' in page.text
    assert send(visitor, path, **{"/name": "new", "/filters/host": "CHN", "/historical": "false"}).status_code == 303
    (changed,) = listed(server)
    assert (changed["name"], changed["url"], changed["digest"]) == ("new", receiver.url, None)
    assert (changed["filters"]["state"], changed["filters"]["host"]) == (None, "CHN")
    wrong = send(visitor, path, **{"/name": "newer", "/filters/host": "Atlantis"})
    assert wrong.status_code == 422
    assert 'value="newer"' in wrong.text


def test_a_sample_is_sent_and_its_delivery_is_shown(server, visitor, receiver):
    _, item = made(server, visitor, receiver, **{"/secret": SECRET})
    answer = send(visitor, f"/subscriptions/{item['id']}", do="test")
    assert answer.headers["location"] == f"/deliveries?subscription={item['id']}"
    receiver.wait_for(1)
    assert "sample" in visitor.get(answer.headers["location"]).text


def test_a_secret_is_changed_and_the_new_one_shown_once(server, visitor, receiver):
    _, item = made(server, visitor, receiver)
    answer = send(visitor, f"/subscriptions/{item['id']}", do="rotate")
    assert "The new secret, shown this once" in answer.text
    assert "whsec_" not in visitor.get(f"/subscriptions/{item['id']}").text


def test_one_is_deleted_when_that_is_certain(server, visitor, receiver):
    _, item = made(server, visitor, receiver)
    path = f"/subscriptions/{item['id']}"
    assert send(visitor, path, do="delete").status_code == 422
    assert len(listed(server)) == 1
    assert send(visitor, path, do="delete", sure="yes").headers["location"] == "/subscriptions"
    assert listed(server) == []
    assert visitor.get(path).status_code == 404


def test_a_promise_that_was_muted_is_heard_of_again(server, visitor, receiver, visit):
    server.record(visit())
    (promise,) = server.get("/v1/promises").json()["items"]
    _, item = made(server, visitor, receiver)
    server.call("PUT", f"/v1/subscriptions/{item['id']}/mutes/{promise['id']}", "report")
    path = f"/subscriptions/{item['id']}"
    assert "Hear of it again" in visitor.get(path).text
    send(visitor, path, do="unmute", promise=promise["id"])
    assert listed(server)[0]["muted"] == []


@pytest.mark.parametrize("do", ["test", "rotate", "delete", "pause", "resume"])
def test_of_others_nothing_is_seen_or_done(server, visitor, receiver, do):
    _, item = made(server, visitor, receiver)
    path = f"/subscriptions/{item['id']}"
    other = server.services.keys.create("somebody else", "report")
    with httpx.Client(base_url=server.url) as stranger:
        sign_in(stranger, other)
        assert stranger.get(path).status_code == 404
        assert stranger.get(path + "/change").status_code == 404
        assert send(stranger, path, do=do, sure="yes").status_code == 404
        assert send(stranger, path + "/change", **{"/name": "mine"}).status_code == 404
    assert [(i["name"], i["state"]) for i in listed(server)] == [("", "active")]


@pytest.mark.parametrize("path", ["/subscriptions/new", "/subscriptions/sub_x", "/subscriptions/sub_x/change"])
def test_forms_of_other_sites_do_nothing_and_a_reader_sees_none(server, visitor, path):
    forged = visitor.post(path, data={"/url": "https://evil.example/", "do": "delete"})
    assert forged.status_code == 403
    with httpx.Client(base_url=server.url) as reader:
        sign_in(reader, server.key("read"))
        assert reader.get(path).status_code == 403
        assert send(reader, path, **{"/url": "https://evil.example/"}).status_code == 403
    assert listed(server) == []


@pytest.mark.parametrize("path", ["/subscriptions", "/deliveries"])
def test_the_lists_are_files_too_for_those_who_see_them(server, visitor, receiver, path):
    _, item = made(server, visitor, receiver, **{"/filters/state": "PRK"})
    send(visitor, f"/subscriptions/{item['id']}", do="test")
    (row,) = visitor.get(path + ".json").json()["items"]
    assert item["id"] in (row["id"], row.get("subscription_id"))
    assert item["id"] in visitor.get(path + ".csv").text
    assert "whsec_" not in visitor.get(path + ".csv").text
    assert httpx.get(server.url + path + ".csv").status_code == 303

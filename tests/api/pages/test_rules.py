"""Rules of publishers by their form."""

from __future__ import annotations

import httpx
import pytest

from tests.adapters.fake_reader import FakeReader
from tests.api.pages.test_desk import ARTICLE
from tests.api.pages.test_signing import sign_in, token

PATH = "/desk/rules"


@pytest.fixture
def desk(start):
    return start({"reader": FakeReader()}, watch_seconds=0)


@pytest.fixture
def visitor(desk):
    with httpx.Client(base_url=desk.url) as client:
        yield client


def send(visitor, **fields):
    named = {"/" + name if name in ("publisher", "accept_from") else name: text for name, text in fields.items()}
    return visitor.post(PATH, data={"token": token(visitor.get(PATH)), **named})


def rules(desk):
    return desk.get("/v1/publisher-rules").json()["items"]


def test_a_rule_is_set_holds_for_what_is_read_and_is_removed(desk, visitor, strictly):
    sign_in(visitor, desk.key("admin"))
    strictly(visitor.get(PATH).text)
    wanted = {"publisher": ARTICLE["publisher"], "accept_from": "0.5"}
    assert send(visitor, do="set", **wanted).headers["location"] == PATH
    page = visitor.get(PATH).text
    strictly(page)
    assert "Example &lt;b&gt;News" in page
    assert [(r["accept_from"], r["set_by"]) for r in rules(desk)] == [(0.5, "test admin")]
    desk.call("POST", "/v1/reports", "report", json=ARTICLE)
    assert "accepted" in {c["state"] for c in desk.get("/v1/candidates").json()["items"]}
    send(visitor, do="remove", publisher=ARTICLE["publisher"])
    assert rules(desk) == []


@pytest.mark.parametrize("score", ["0", "1.5", "much", ""])
def test_a_score_that_is_none_is_told_at_its_field_and_nothing_typed_is_lost(desk, visitor, score, strictly):
    sign_in(visitor, desk.key("admin"))
    answer = send(visitor, do="set", publisher="TASS", accept_from=score)
    strictly(answer.text)
    assert answer.status_code == 422
    assert '<code class="pointer">/accept_from</code>' in answer.text
    assert 'value="TASS"' in answer.text
    assert rules(desk) == []


def test_with_an_expired_session_nothing_typed_is_lost(desk, visitor):
    answer = send(visitor, do="set", publisher="TASS", accept_from="0.8")
    assert answer.status_code == 401
    assert 'value="TASS"' in answer.text
    send(visitor, do="set", publisher="TASS", accept_from="0.8", key=desk.key("admin"))
    assert len(rules(desk)) == 1


def test_rules_are_set_by_an_admin_and_forms_of_ours(desk, visitor):
    sign_in(visitor, desk.key("review"))
    assert send(visitor, do="set", publisher="TASS", accept_from="0.8").status_code == 403
    sign_in(visitor, desk.key("admin"))
    forged = {"do": "set", "publisher": "TASS", "accept_from": "0.8"}
    assert visitor.post(PATH, data=forged).status_code == 403
    assert rules(desk) == []

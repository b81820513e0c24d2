"""What strangers, and the tired, may type into every form: refused or shown harmlessly, and never lost."""

from __future__ import annotations

import httpx
import pytest

from tests.api.pages.test_signing import sign_in, token

TYPED = [
    "<script>alert(1)</script>",
    "\u202egnortsim elttil a",
    "Talks 🤝 in spring",
    "x" * 10_000,
    "'\"><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}",
    "\ud83e".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    " ",
]
FORMS = {
    "/subscriptions/new": ({"/channel": "webhook", "/historical": "false"}, ("/name", "/url", "/filters/official")),
    "/desk/rules": ({"do": "set", "/accept_from": "0.9"}, ("/publisher",)),
    "/desk": ({}, ("url", "title", "publisher", "published_at", "text")),
    "/sources": ({"do": "add"}, ("url", "publisher")),
    "/keys": ({"do": "create", "scope": "read"}, ("name",)),
    "/record": ({"type": "visit_announced"}, ("/visitor/name", "/host", "/window", "/report/url", "/quote")),
}


@pytest.fixture
def server(start):
    return start(secret_key="a key for tests only", watch_seconds=0)


@pytest.fixture
def visitor(server):
    with httpx.Client(base_url=server.url, timeout=60) as client:
        sign_in(client, server.key("admin"))
        yield client


@pytest.mark.parametrize("path", FORMS)
def test_whatever_is_typed_is_refused_or_shown_harmlessly(visitor, strictly, path):
    fixed, open_fields = FORMS[path]
    sent_with = token(visitor.get("/sign-in"))
    for typed in TYPED:
        answer = visitor.post(path, data={**fixed, **dict.fromkeys(open_fields, typed), "token": sent_with})
        assert answer.status_code < 500, typed
        for shown in (answer, visitor.get(path)):
            if shown.status_code != 303:
                page = strictly(shown.text)
                assert "\u202e" not in shown.text
                assert not [e for e in page.iter("script") if e.text]
                assert not list(page.iter("img"))
                assert all(a.get("href").startswith(("/", "#", "http")) for a in page.iter("a"))


@pytest.mark.parametrize("path", FORMS)
def test_with_an_expired_session_all_that_was_typed_comes_back(server, visitor, path):
    fixed, open_fields = FORMS[path]
    visitor.cookies.delete("servanda_session")
    typed = {name: f"typed into {name}" for name in open_fields}
    answer = visitor.post(path, data={**fixed, **typed, "token": token(visitor.get("/sign-in"))})
    assert answer.status_code == 401
    assert [text for text in typed.values() if text not in answer.text] == []
    assert 'type="password"' in answer.text


@pytest.mark.parametrize("path", FORMS)
def test_a_key_typed_beside_a_mistake_signs_in_and_is_not_asked_for_again(server, visitor, path):
    fixed, open_fields = FORMS[path]
    visitor.cookies.delete("servanda_session")
    wrong = {**fixed, **dict.fromkeys(open_fields, "x" * 10_000), "token": token(visitor.get("/sign-in"))}
    answer = visitor.post(path, data={**wrong, "key": server.key("admin")})
    assert (answer.status_code, 'type="password"' in answer.text) == (422, False)
    assert visitor.post(path, data=wrong).status_code == 422


@pytest.mark.parametrize("path", FORMS)
def test_a_null_character_is_no_text(visitor, path):
    fixed, open_fields = FORMS[path]
    sent = {**fixed, **dict.fromkeys(open_fields, "a\0b"), "token": token(visitor.get("/sign-in"))}
    assert visitor.post(path, data=sent).status_code == 422

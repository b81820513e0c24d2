import re

import httpx
import pytest


@pytest.fixture
def visitor(server):
    """A browser without a screen: it keeps cookies."""
    with httpx.Client(base_url=server.url) as client:
        yield client


def token(page: httpx.Response) -> str:
    return re.search(r'name="token" value="([^"]+)"', page.text)[1]


def sign_in(visitor, key, there="/"):
    page = visitor.get("/sign-in", params={"next": there})
    return visitor.post("/sign-in", data={"token": token(page), "key": key, "next": there})


def test_a_key_is_turned_into_a_session_whose_cookie_does_not_hold_it(server, visitor):
    answer = sign_in(visitor, server.key("report"), there="/PRK-RUS")
    assert (answer.status_code, answer.headers["location"]) == (303, "/PRK-RUS")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("servanda_session"))
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert server.key("report") not in cookie
    assert "Signed in with the key" in visitor.get("/").text


def test_a_wrong_key_signs_nobody_in(visitor):
    assert sign_in(visitor, "sv_wrong").status_code == 401
    assert "servanda_session" not in visitor.cookies


@pytest.mark.parametrize(
    "there", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_to_no_other_site(server, visitor, there):
    assert sign_in(visitor, server.key("read"), there=there).headers["location"] == "/"


def test_a_session_ends_with_its_key(start):
    server = start(key_memory_seconds=0)
    with httpx.Client(base_url=server.url) as visitor:
        sign_in(visitor, server.key("report"))
        server.services.keys.revoke("test report")
        assert "Signed in with the key" not in visitor.get("/").text


def test_a_session_too_old_is_none(start):
    server = start(session_hours=1e-9)
    with httpx.Client(base_url=server.url) as visitor:
        sign_in(visitor, server.key("report"))
        visitor.cookies.set("servanda_session", visitor.cookies.get("servanda_session") or "")
        assert "Signed in with the key" not in visitor.get("/").text


def test_a_cookie_that_was_made_elsewhere_is_none(server, visitor):
    server.key("admin")
    visitor.cookies.set("servanda_session", '"test admin".aaaa.bbbb')
    assert "Signed in with the key" not in visitor.get("/").text


def test_where_reads_take_a_key_a_visitor_is_led_to_sign_in_and_back(start, visit):
    server = start(host="0.0.0.0")  # noqa: S104 - only the setting counts
    with httpx.Client(base_url=server.url) as visitor:
        answer = visitor.get("/PRK-RUS?as_of=2023-10-10")
        assert (answer.status_code, answer.headers["location"]) == (
            303,
            "/sign-in?next=/PRK-RUS%3Fas_of%3D2023-10-10",
        )
        assert visitor.get("/PRK-RUS.csv").status_code == 303
        server.record(visit())
        (promise,) = server.get("/v1/promises", "read").json()["items"]
        assert visitor.get(f"/promises/{promise['id']}.json").status_code == 303
        sign_in(visitor, server.key("read"))
        assert visitor.get(f"/promises/{promise['id']}.json").json()["id"] == promise["id"]
        assert visitor.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/keys"])
def test_a_form_without_its_token_is_refused(server, visitor, path):
    sign_in(visitor, server.key("admin"))
    assert visitor.post(path, data={"name": "x", "scope": "admin"}).status_code == 403


@pytest.mark.parametrize("header", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_sent_from_another_site_is_refused(server, visitor, header):
    sign_in(visitor, server.key("admin"))
    page = visitor.get("/keys")
    data = {"token": token(page), "do": "create", "name": "theirs", "scope": "admin"}
    assert visitor.post("/keys", data=data, headers=header).status_code == 403
    assert [key.name for key in server.services.keys.list()] == ["test admin"]


def test_a_token_of_another_visitor_is_refused(server, visitor):
    with httpx.Client(base_url=server.url) as other:
        stolen = token(other.get("/sign-in"))
    assert visitor.post("/sign-in", data={"token": stolen, "key": server.key("admin")}).status_code == 403


def test_keys_are_for_admins_alone(server, visitor):
    sign_in(visitor, server.key("review"))
    refused = visitor.get("/keys")
    assert refused.status_code == 403
    assert "Signed in with the key “test review”" in refused.text


@pytest.mark.parametrize("path", ["/nothing", "/promises/nothing", "/PRK-RUS?as_of=never", "/v9"])
def test_a_page_that_says_what_is_wrong_knows_who_is_signed_in(server, visitor, path):
    sign_in(visitor, server.key("admin"))
    page = visitor.get(path, headers={"Accept": "text/html"})
    assert page.status_code in (404, 422)
    assert "Signed in with the key “test admin”" in page.text
    assert 'href="/keys"' in page.text


def test_a_key_that_is_made_with_an_expired_session_keeps_what_was_typed(server, visitor):
    def make(**fields):
        sent = {"token": token(visitor.get("/sign-in")), "do": "create", "name": "the desk", "scope": "review"}
        return visitor.post("/keys", data={**sent, **fields})

    lost = make()
    assert lost.status_code == 401
    assert 'value="the desk"' in lost.text
    assert "<option selected>review" in lost.text
    assert "Keys of this ledger" not in lost.text
    assert "sv_" in make(key=server.key("admin")).text
    again = make()
    assert again.status_code == 409
    assert "there is a key named" in again.text


def test_a_new_key_is_shown_once_and_not_kept_by_the_browser(server, visitor):
    sign_in(visitor, server.key("admin"))
    made = visitor.post(
        "/keys", data={"token": token(visitor.get("/keys")), "do": "create", "name": "desk", "scope": "report"}
    )
    shown = re.search(r"sv_[\w-]{43}", made.text)[0]
    assert server.services.keys.check(shown).scope == "report"
    assert made.headers["cache-control"] == "no-store"
    assert shown not in visitor.get("/keys").text


def test_a_session_cookie_gives_the_api_nothing(server, visitor, visit):
    sign_in(visitor, server.key("admin"))
    assert visitor.post("/v1/events", json=visit()).status_code == 401


def test_keys_are_a_file_too_that_holds_none_and_is_for_admins(server, visitor):
    assert visitor.get("/keys.csv").status_code == 303
    sign_in(visitor, server.key("review"))
    assert visitor.get("/keys.csv").status_code == 403
    sign_in(visitor, server.key("admin"))
    text = visitor.get("/keys.csv").text
    assert "test admin" in text
    assert server.key("admin") not in text

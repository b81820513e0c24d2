"""ETag, gzip, HEAD and the headers of every answer."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "path", ["/v1/promises", "/v1/events", "/v1/relationships", "/v1/alerts", "/v1/scorecards"]
)
def test_an_answer_that_is_known_is_not_sent_again_until_something_is_recorded(server, visit, path):
    server.record(visit())
    first = server.get(path)
    assert first.headers["cache-control"] == "no-cache"
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    known = server.get(path, headers={"If-None-Match": f'"other", {tag}'})
    assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", tag)
    server.record(visit(visitor={"name": "Maria Zakharova", "state": "RUS"}, url="https://news.example/2"))
    assert server.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_other_questions_have_other_tags(server):
    tags = {server.get(path).headers["etag"] for path in ("/v1/promises", "/v1/promises?limit=2", "/v1/events")}
    assert len(tags) == 3


def test_an_error_has_no_tag(server):
    assert "etag" not in server.get("/v1/promises/p0").headers


def test_long_answers_are_compressed_and_short_ones_are_not(server, visit):
    server.record(visit(quote="word " * 190))
    long, short = server.get("/v1/promises"), server.get("/healthz")
    assert long.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in short.headers
    assert "content-encoding" not in server.get("/v1/promises", headers={"Accept-Encoding": "identity"}).headers


def test_head_is_answered_like_get_without_the_body(server):
    get, head = server.get("/healthz"), server.call("HEAD", "/healthz")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"]


def test_a_browser_takes_json_for_nothing_else(server):
    for path in ("/healthz", "/v1/promises", "/v1/nothing"):
        headers = server.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]


def test_requests_are_counted_by_route_and_not_by_id(server, visit):
    server.record(visit())
    for promise_id in ("p1", "p2"):
        server.get(f"/v1/promises/{promise_id}")
    server.get("/v1/nothing")
    text = server.get("/metrics").text
    assert (
        'servanda_http_requests_total{method="GET",route="/v1/promises/{promise_id}",status="404"} 2.0' in text
    )
    assert 'route="none",status="404"' in text
    assert "servanda_ledger_position 1.0" in text
    assert "p1" not in text


def test_a_name_with_a_hyphen_is_a_name_and_no_relationship(server, visit):
    server.record(visit(visitor={"name": "Choe Son-hui", "state": "PRK"}, host="RUS"))
    found = [server.get(f"/v1/promises?visitor={name}").json()["items"] for name in ("Choe Son-hui", "Choe Son Hui")]
    assert len(found[0]) == 1
    assert found[0] == found[1]

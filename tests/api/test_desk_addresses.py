"""Articles given by their address, and feeds, through the API."""

from __future__ import annotations

import time

import pytest

from tests.adapters.fake_reader import FakeReader
from tests.adapters.pages import site

STORY = """<html><head><title>To visit</title><meta property="og:site_name" content="Example Times">
<meta property="article:published_time" content="2023-09-26T08:00:00Z"></head><body><article><h1>To visit</h1>
<p>Sergey Lavrov of RUS will visit PRK in 2023-10. It was said in the morning, and not one day was named.</p>
<p>The ministry had nothing to add to that, and the embassy did not want to be asked again about it.</p>
</article></body></html>"""

FRENCH = """<html><body><article><h1>Une visite</h1><p>Le ministre des affaires étrangères se rendra au Pérou la
semaine prochaine, a annoncé jeudi son cabinet, qui n'a pas voulu dire combien de temps il y restera.</p></article>"""


@pytest.fixture
def web():
    with site() as made:
        yield made


@pytest.fixture
def desk(start):
    return start({"reader": FakeReader()}, allowed_networks="loopback", watch_seconds=0, fetch_seconds=5)


def send(desk, url, **fields):
    return desk.call("POST", "/v1/reports", "report", json={"url": url, **fields})


def nothing_is_stored(desk):
    counts = [desk.get("/v1/candidates?score=0").json()["items"], desk.get("/v1/events").json()["items"]]
    with desk.services.ledger.engine.connect() as connection:
        counts.append(connection.exec_driver_sql("SELECT id FROM reports").all())
    return counts == [[], [], []]


def test_an_address_alone_is_enough_where_the_page_tells_its_day(desk, web):
    report = send(desk, web.put("/story", STORY))
    assert report.status_code == 201, report.text
    told = report.json()
    assert told["url"] == f"{web.url}/story"
    assert (told["publisher"], told["published_at"], told["title"]) == (
        "Example Times",
        "2023-09-26",
        "To visit",
    )
    assert len(told["candidates"]) == 1


def test_what_is_given_stands_above_what_the_page_says(desk, web):
    told = send(
        desk, web.put("/story", STORY), publisher="The Desk", published_at="2023-09-27", title="T"
    ).json()
    assert (told["publisher"], told["published_at"], told["title"]) == ("The Desk", "2023-09-27", "T")


def test_a_page_that_does_not_tell_its_day_for_certain_is_refused_with_what_was_found(desk, web):
    two = STORY.replace("</head>", '<meta name="pubdate" content="2023-10-01"></head>')
    answer = send(desk, web.put("/story", two))
    assert answer.status_code == 422
    details = " ".join(error["detail"] for error in answer.json()["errors"])
    assert "2023-09-26" in details
    assert "2023-10-01" in details
    assert "article:published_time" in details
    assert nothing_is_stored(desk)


def test_the_inside_network_is_not_read(start, web):
    desk = start({"reader": FakeReader()}, watch_seconds=0)
    answer = send(desk, web.put("/story", STORY))
    assert answer.status_code == 422
    assert "inside the network" in answer.json()["detail"]
    assert web.requests == []
    assert nothing_is_stored(desk)


@pytest.mark.parametrize(
    ("body", "headers", "words"),
    [
        (b"%PDF-1.7 x", {"content_type": "application/pdf"}, "PDF"),
        (b"\x00\x01\x02" * 500, {"content_type": "text/html"}, "binary"),
        (b"", {}, "empty"),
        (b"x", {"status": "404 Not Found"}, "404"),
        (b"x", {"status": "302 Found", "location": "/story"}, "redirects"),
        (b"", {"content_length": str(100 * 1024 * 1024)}, "larger than"),
        (FRENCH.encode(), {}, "French"),
        (FRENCH.encode("latin-1"), {"content_type": "text/html; charset=utf-8"}, "French"),
        (b"<p>word and the of</p>" * 20_000, {}, "give the text alone"),
        (b"<p>" + b"word and the of " * 10_000, {}, "cut it where a paragraph ends"),
    ],
)
def test_what_is_no_article_is_a_clear_error(desk, web, body, headers, words):
    answer = send(desk, web.put("/story", body, **headers), published_at="2023-09-26")
    assert answer.status_code == 422
    assert words in answer.json()["detail"]
    assert nothing_is_stored(desk)


def test_a_page_in_another_charset_than_it_says_is_read_as_what_it_is(desk, web):
    page = STORY.replace("To visit", "Besuch in Zürich, spät")
    for n, charset in enumerate(("iso-8859-1", "klingon", "utf-16")):
        url = web.put(f"/{n}", page.encode(), content_type=f"text/html; charset={charset}")
        assert send(desk, url).json()["title"] == "Besuch in Zürich, spät"


def test_a_single_address_is_read_for_the_person_who_asks_for_it_whatever_robots_are_told(desk, web):
    web.put("/robots.txt", "User-agent: *\nDisallow: /\n")
    assert send(desk, web.put("/story", STORY)).status_code == 201
    assert web.paths() == ["/story"]


def test_html_that_never_closes_is_read(desk, web):
    report = send(desk, web.put("/story", STORY.partition("</article>")[0]))
    assert len(report.json()["candidates"]) == 1


def test_sources_are_added_looked_through_paused_and_removed(desk):
    url = "https://news.example/feed.xml"
    added = desk.call("POST", "/v1/sources", "admin", json={"url": url, "minutes": 30})
    assert added.status_code == 201
    source = added.json()
    assert (source["publisher"], source["minutes"], source["state"]) == ("news.example", 30, "new")
    path = f"/v1/sources/{source['id']}"
    assert desk.get("/v1/sources").json()["items"] == [desk.get(path).json()] == [source]
    assert desk.call("POST", "/v1/sources", "admin", json={"url": url}).status_code == 409
    assert desk.call("PATCH", path, "admin", json={"paused": True}).json()["state"] == "paused"
    assert desk.call("PATCH", path, "review", json={"paused": False}).status_code == 403
    assert desk.call("DELETE", path, "admin").status_code == 204
    assert desk.get(path).status_code == 404
    assert desk.call("DELETE", path, "admin").status_code == 404
    assert desk.call("POST", "/v1/sources", "admin", json={"url": "file:///etc/passwd"}).status_code == 422
    assert desk.call("POST", "/v1/sources", "review", json={"url": url}).status_code == 403


def test_a_server_looks_at_its_sources_by_itself(start, web):
    web.put("/story", STORY)
    item = f"<item><title>T</title><link>{web.url}/story</link><guid>1</guid></item>"
    feed = web.put("/feed", f'<rss version="2.0"><channel><title>N</title>{item}</channel></rss>')
    desk = start(
        {"reader": FakeReader()}, allowed_networks="loopback", watch_seconds=0.05, watch_pace_seconds=0
    )
    desk.call("POST", "/v1/sources", "admin", json={"url": feed, "publisher": "Example Times"})
    give_up = time.monotonic() + 30
    while desk.get("/v1/sources").json()["items"][0]["tried_at"] is None and time.monotonic() < give_up:
        pass
    (candidate,) = desk.get("/v1/candidates").json()["items"]
    assert candidate["event"]["report"]["published_at"] == "2023-09-26"


def figures(desk):
    lines = [line.rsplit(" ", 1) for line in desk.get("/metrics").text.splitlines() if line[0] != "#"]
    return {
        name: float(value)
        for name, value in lines
        if name.startswith(("servanda_s", "servanda_r", "servanda_c"))
    }


def test_sources_and_candidates_have_figures(start, web):
    web.put("/story", STORY.replace("2023-10.", "2023-10. Anna Ahlers of CHN will visit FRA.!!!"))
    items = "".join(
        f"<item><title>T</title><link>{web.url}/{n}</link><guid>{n}</guid></item>" for n in ("story", "gone")
    )
    feed = web.put("/feed", f'<rss version="2.0"><channel><title>N</title>{items}</channel></rss>')
    desk = start(
        {"reader": FakeReader()}, allowed_networks="loopback", watch_seconds=0.05, watch_pace_seconds=0
    )
    before = figures(desk)
    assert before['servanda_sources{state="well"}'] == before["servanda_source_silent_seconds"] == 0
    for url in (feed, web.url + "/missing"):
        desk.call("POST", "/v1/sources", "admin", json={"url": url, "publisher": "Example Times"})
    give_up = time.monotonic() + 30
    while (
        sum(figures(desk).get(f'servanda_source_looks_total{{outcome="{o}"}}', 0) for o in ("read", "failed"))
        < 2
    ):
        assert time.monotonic() < give_up
    found = figures(desk)
    assert found['servanda_source_looks_total{outcome="read"}'] == 1
    assert found['servanda_source_looks_total{outcome="failed"}'] == 1
    assert found['servanda_source_articles_total{outcome="read"}'] == 1
    assert found['servanda_source_articles_total{outcome="unreadable"}'] == 1
    assert found['servanda_sources{state="well"}'] == found['servanda_sources{state="failing"}'] == 1
    assert found["servanda_reports"] == 1
    assert found['servanda_candidates{state="proposed"}'] == found['servanda_candidates{state="unlikely"}'] == 1
    assert 0 < found["servanda_source_silent_seconds"] < 60

"""Feeds: looked at politely, read once, and none of them harms another."""

from __future__ import annotations

import asyncio

import pytest

from adapters.desk.candidates import CandidateFilter, Candidates
from adapters.desk.figures import desk_figures
from adapters.desk.intake import Intake
from adapters.desk.politeness import Polite
from adapters.desk.sources import LONGEST_PAUSE, MOST_TRIES, SourceExists, Sources
from adapters.desk.watching import MOST_ARTICLES, Watcher
from adapters.fetching import Fetcher, Limits, NotFetched
from adapters.outside import Outside, networks
from tests.adapters.fake_reader import FakeReader
from tests.adapters.pages import site

DAY = "Tue, 26 Sep 2023 10:00:00 +0200"
SEEN = "Sergey Lavrov of RUS will visit PRK in 2023-10."


@pytest.fixture
def web():
    with site() as made:
        yield made


@pytest.fixture
def desk(store):
    return Desk(store)


class Desk:
    def __init__(self, store):
        self.store, self.reader = store, FakeReader()
        self.sources, self.intake = Sources(store.engine), Intake(store.ledger, self.reader)
        self.waited = []

    def look(self, *, between=0.0):
        async def once():
            fetcher = Fetcher(Outside(networks("loopback")), Limits(seconds=5, size=200_000))
            watcher = Watcher(self.sources, self.intake, Polite(fetcher, between, lambda: 0.0, self._wait))
            try:
                return await watcher.look()
            finally:
                await fetcher.close()

        return asyncio.run(once())

    async def _wait(self, seconds):
        self.waited.append(seconds)

    def look_again(self):
        """As if the time of all sources had come."""
        self.store.execute("UPDATE sources SET next_at = 0")
        return self.look()

    def watch(self, url, publisher="Example News"):
        return self.sources.add(url, publisher, 15, "desk")

    def found(self):
        return Candidates(self.store.ledger).page(CandidateFilter(), None, 100)["items"]

    def health(self, source):
        return self.sources.one(source["id"])


def article(name, words=SEEN):
    return f"<html><body><article><h1>{name}</h1><p>{words} It was told in a short page named {name}, which has a few more words.</p></article></body></html>"


def rss(web, *items, date=DAY):
    entries = "".join(
        f"<item><title>{name}</title><link>{web.url}/{name}</link><guid>{name}</guid>"
        + (f"<pubDate>{date}</pubDate>" if date else "")
        + "</item>"
        for name in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{entries}</channel></rss>'


def feed(web, *items, path="/feed.xml", date=DAY, **headers):
    return web.put(path, rss(web, *items, date=date), content_type="application/rss+xml", **headers)


def test_what_a_feed_names_is_read_and_proposed(desk, web):
    web.put("/one", article("one"))
    source = desk.watch(feed(web, "one"))
    assert desk.health(source)["state"] == "new"
    assert desk.look() == 1
    (candidate,) = desk.found()
    report = candidate["event"]["report"]
    assert report["url"] == f"{web.url}/one"
    assert report["publisher"] == "Example News"
    assert report["published_at"].startswith("2023-09-26T08:00:00")
    assert desk.intake.report(candidate["report_id"])["received_by"] == "source Example News"
    health = desk.health(source)
    assert (health["state"], health["articles"], health["error"]) == ("well", 1, None)


def test_the_desk_tells_its_figures(desk, web):
    assert desk_figures(desk.store.engine).silent_since is None
    web.put("/one", article("one", SEEN + " Anna Ahlers of CHN will visit FRA.!!!"))
    desk.watch(feed(web, "one"))
    bad = desk.watch(web.url + "/missing")
    desk.sources.pause(desk.watch(web.url + "/paused")["id"], True)
    desk.look()
    found = desk_figures(desk.store.engine)
    assert found.sources == {"new": 0, "well": 1, "failing": 1, "paused": 1}
    assert found.candidates == {"proposed": 1, "unlikely": 1, "accepted": 0, "rejected": 0, "duplicate": 0}
    assert found.reports == 1
    ((added,),) = desk.store.execute(f"SELECT added FROM sources WHERE id = '{bad['id']}'")
    assert found.silent_since == added


def test_atom_is_read_too(desk, web):
    web.put("/one", article("one"))
    entry = '<entry><id>a</id><title>One</title><link href="/one"/><published>2023-09-26T08:00:00Z</published></entry>'
    desk.watch(web.put("/atom", f'<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title>{entry}</feed>'))
    desk.look()
    (candidate,) = desk.found()
    assert candidate["event"]["report"]["url"] == f"{web.url}/one"


def test_an_article_is_read_once_and_new_ones_later(desk, web):
    web.put("/one", article("one"))
    web.put("/two", article("two", "Anna Ahlers of CHN will visit FRA."))
    source = desk.watch(feed(web, "one"))
    desk.look()
    feed(web, "one", "two")
    desk.look_again()
    desk.look_again()
    assert web.paths().count("/one") == web.paths().count("/two") == 1
    assert desk.health(source)["articles"] == 2


def test_a_source_is_not_looked_at_before_its_time(desk, web):
    desk.watch(feed(web))
    assert (desk.look(), desk.look()) == (1, 0)


def test_two_processes_do_not_take_the_same_source(desk, web):
    desk.watch(feed(web))
    assert len(desk.sources.take_due(8)) == 1
    assert Sources(desk.store.engine).take_due(8) == []


def test_what_did_not_change_is_not_sent_again(desk, web):
    web.put("/one", article("one"))
    source = desk.watch(feed(web, "one", etag='"v1"', last_modified=DAY))
    desk.look()
    web.put("/feed.xml", b"", status="304 Not Modified")
    desk.look_again()
    asked = [request for request in web.requests if request.path == "/feed.xml"]
    assert "if-none-match" not in asked[0].headers
    assert asked[1].headers["if-none-match"] == '"v1"'
    assert asked[1].headers["if-modified-since"] == DAY
    assert desk.health(source)["state"] == "well"


def test_one_source_that_fails_touches_no_other(desk, web):
    web.put("/one", article("one"))
    bad = [
        desk.watch(web.put("/broken", b"", status="500 Internal Server Error")),
        desk.watch(web.put("/no-feed", article("x"))),
        desk.watch("http://10.0.0.1/inside.xml"),
        desk.watch(web.url + "/missing.xml"),
    ]
    good = desk.watch(feed(web, "one"))
    assert desk.look() == 5
    assert desk.health(good)["state"] == "well"
    assert len(desk.found()) == 1
    errors = [desk.health(source) for source in bad]
    assert [source["state"] for source in errors] == ["failing"] * 4
    assert "500" in errors[0]["error"]
    assert "no RSS or Atom" in errors[1]["error"]
    assert "inside the network" in errors[2]["error"]
    assert "404" in errors[3]["error"]


def next_in(source):
    """Minutes from the last look to the next."""
    from datetime import datetime

    times = [datetime.fromisoformat(source[name]) for name in ("next_at", "tried_at")]
    return round((times[0] - times[1]).total_seconds() / 60)


def test_a_source_that_goes_on_failing_is_asked_ever_less(desk, web):
    source = desk.watch(web.put("/broken", b"", status="500 Internal Server Error"))
    waits = []
    for _ in range(9):
        desk.look_again()
        waits.append(next_in(desk.health(source)))
    assert waits[:4] == [15, 30, 60, 120]
    assert waits[-1] == LONGEST_PAUSE // 60
    assert desk.health(source)["failures"] == 9
    feed(web, path="/broken")
    desk.look_again()
    assert (desk.health(source)["failures"], next_in(desk.health(source))) == (0, 15)


def test_a_source_that_asks_for_time_gets_it(desk, web):
    source = desk.watch(web.put("/busy", b"", status="503 Service Unavailable", retry_after="7200"))
    desk.look()
    assert next_in(desk.health(source)) == 120


def test_a_source_that_is_gone_is_paused(desk, web):
    source = desk.watch(web.put("/gone", b"", status="410 Gone"))
    desk.look()
    assert desk.health(source)["state"] == "paused"
    assert desk.look_again() == 0


def test_robots_are_honoured(desk, web):
    web.put("/robots.txt", "User-agent: *\nDisallow: /private\n")
    web.put("/private", article("private"))
    web.put("/one", article("one"))
    source = desk.watch(feed(web, "private", "one"))
    desk.look()
    assert "/private" not in web.paths()
    assert "/one" in web.paths()
    assert web.paths().count("/robots.txt") == 1
    assert "robots.txt" in desk.health(source)["error"]


def test_many_feeds_of_one_host_ask_for_its_robots_once(desk, web):
    for n in range(4):
        desk.watch(feed(web, path=f"/{n}.xml"))
    assert desk.look() == 4
    assert web.paths().count("/robots.txt") == 1


def test_a_redirect_is_followed_only_where_the_robots_of_its_host_allow(desk, web):
    with site() as other:
        other.put("/robots.txt", "User-agent: Servanda\nDisallow: /private\n")
        other.put("/private", article("private"))
        other.put("/one", article("one"))
        for name in ("private", "one"):
            web.put(f"/{name}", b"", status="302 Found", location=f"{other.url}/{name}")
        source = desk.watch(feed(web, "private", "one"))
        desk.look(between=3.0)
        assert other.paths() == ["/robots.txt", "/one"]
    assert "robots.txt" in desk.health(source)["error"]
    assert len(desk.found()) == 1
    assert desk.waited == [3.0, 6.0]  # Between those to the first host alone.


def test_redirects_without_end_are_given_up(desk, web):
    source = desk.watch(web.put("/feed.xml", b"", status="302 Found", location="/feed.xml"))
    desk.look()
    assert "redirects" in desk.health(source)["error"]
    assert web.paths().count("/feed.xml") == 6


def test_a_site_whose_robots_cannot_be_read_is_left_alone(desk, web):
    web.put("/robots.txt", b"", status="503 Service Unavailable")
    source = desk.watch(feed(web))
    desk.look()
    assert web.paths() == ["/robots.txt"]
    assert desk.health(source)["state"] == "failing"


def test_requests_to_one_host_have_time_between_them(desk, web):
    web.put("/one", article("one"))
    web.put("/two", article("two"))
    desk.watch(feed(web, "one", "two"))
    desk.look(between=3.0)
    assert desk.waited == [3.0, 6.0]  # The clock of this test stands still.


def test_a_site_can_ask_for_more_time(desk, web):
    web.put("/robots.txt", "User-agent: *\nCrawl-delay: 11\n")
    web.put("/one", article("one"))
    desk.watch(feed(web, "one"))
    desk.look(between=3.0)
    assert desk.waited == [11.0]


def test_an_article_that_cannot_be_read_is_tried_a_few_times_and_harms_no_other(desk, web):
    web.put("/pdf", b"%PDF-1.7 ...", content_type="application/pdf")
    web.put("/one", article("one"))
    source = desk.watch(feed(web, "pdf", "one"))
    desk.look()
    for _ in range(4):
        desk.look_again()
    assert web.paths().count("/pdf") == MOST_TRIES
    assert web.paths().count("/one") == 1
    health = desk.health(source)
    assert (health["state"], health["articles"]) == ("well", 1)


def test_a_feed_that_could_not_be_read_whole_is_asked_for_again_whole(desk, web):
    web.put("/one", b"", status="503 Service Unavailable")
    source = desk.watch(feed(web, "one", etag='"v1"'))
    desk.look()
    assert "503" in desk.health(source)["error"]
    web.put("/one", article("one"))
    desk.look_again()
    assert all("if-none-match" not in request.headers for request in web.requests)
    assert len(desk.found()) == 1


def test_an_article_whose_day_nobody_tells_is_not_read(desk, web):
    web.put("/one", article("one"))
    source = desk.watch(feed(web, "one", date=None))
    desk.look()
    assert desk.found() == []
    assert f"{web.url}/one: the day of publication" in desk.health(source)["error"]


def test_the_address_of_an_article_that_is_not_there_is_named_once(desk, web):
    source = desk.watch(feed(web, "gone"))
    desk.look()
    assert desk.health(source)["error"].count(f"{web.url}/gone") == 1


def test_a_long_feed_is_read_in_parts(desk, web):
    names = [f"n{n}" for n in range(MOST_ARTICLES + 3)]
    for n, name in enumerate(names):
        web.put(f"/{name}", article(name, f"Anna Number{n} of RUS will visit PRK."))
    source = desk.watch(feed(web, *names))
    desk.look()
    assert desk.health(source)["articles"] == MOST_ARTICLES
    assert next_in(desk.health(source)) == 1
    desk.look_again()
    assert desk.health(source)["articles"] == len(names)


def test_a_feed_is_watched_once_and_by_an_address(desk, web):
    desk.watch(feed(web))
    with pytest.raises(SourceExists):
        desk.watch(feed(web))
    with pytest.raises(NotFetched):
        desk.watch("file:///etc/passwd")


def test_a_paused_source_is_left_alone_and_a_removed_one_forgotten(desk, web):
    source = desk.watch(feed(web))
    desk.sources.pause(source["id"], True)
    assert desk.look() == 0
    assert desk.sources.pause(source["id"], False)["state"] == "new"
    assert desk.look() == 1
    desk.sources.remove(source["id"])
    assert desk.sources.all() == []
    assert desk.look_again() == 0


def test_a_feed_that_is_a_path_or_an_address_opens_nothing(desk, web, tmp_path):
    file = tmp_path / "feed.xml"
    file.write_text(rss(web, "one"))
    web.put("/one", article("one"))
    feed(web, "one", path="/elsewhere")
    for n, content in enumerate((str(file), f"file://{file}", f"{web.url}/elsewhere")):
        desk.watch(web.put(f"/{n}", content, content_type="application/rss+xml"))
    desk.look()
    assert [source["state"] for source in desk.sources.all()] == ["failing"] * 3
    assert not {"/one", "/elsewhere"} & set(web.paths())


def test_a_feed_of_any_bytes_is_an_error_of_that_source_alone(desk, web):
    bombs = [
        b"\xff\xfe\x00" * 1000,
        b"<rss>" * 10_000,
        b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><x>&b;</x></rss>',
        b"",
    ]
    for n, bomb in enumerate(bombs):
        desk.watch(web.put(f"/bomb{n}", bomb, content_type="application/xml"))
    assert desk.look() == len(bombs)
    assert {source["state"] for source in desk.sources.all()} <= {"failing", "well"}
    assert desk.found() == []

"""Atom and JSON Feed, as validators and a feed reader see them."""

from __future__ import annotations

import warnings
from pathlib import Path

import jsonschema
import pytest
from lxml import etree

from tests.feeds.conftest import NASTY, announced, visit

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import feedparser

ATOM = "{http://www.w3.org/2005/Atom}"
RULES = etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "feed_url": {"type": "string", "format": "uri"},
        "next_url": {"type": "string", "format": "uri"},
        "language": {"type": "string"},
        "authors": {"type": "array", "items": {"type": "object", "required": ["name"]}},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "url", "title", "content_html", "date_published"],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string", "pattern": "^urn:uuid:"},
                    "url": {"type": "string", "pattern": "^http"},
                    "external_url": {"type": "string", "pattern": "^https?://"},
                    "title": {"type": "string", "minLength": 1},
                    "content_html": {"type": "string"},
                    "content_text": {"type": "string"},
                    "date_published": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$"},
                    "tags": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
                },
            },
        },
    },
}  # fmt: skip


def valid_atom(answer):
    """The document, where it keeps every rule: those of the schema, and those that no schema can say."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    assert RULES.validate(root), RULES.error_log
    ids = [node.text for node in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    for parent in [root, *root.findall(f"{ATOM}entry")]:
        alternates = [
            link.get("type") for link in parent.findall(f"{ATOM}link") if link.get("rel") == "alternate"
        ]
        assert len(alternates) == len(set(alternates)) > 0
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")].count("self") == 1
    times = [entry.find(f"{ATOM}updated").text for entry in root.findall(f"{ATOM}entry")]
    assert times == sorted(times, reverse=True)
    assert not times or root.find(f"{ATOM}updated").text == times[0]
    return root


def read(answer):
    """What a feed reader makes of it."""
    found = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["content-type"]})
    assert not found.bozo, found.bozo_exception
    return found


def valid_json(answer):
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/feed+json; charset=utf-8"
    jsonschema.validate(answer.json(), JSON_FEED)
    return answer.json()


def test_a_feed_tells_the_newest_alert_first(server, record):
    record(announced(1), announced(2))
    answer = server.get("/feeds/alerts.atom")
    valid_atom(answer)
    found = read(answer)
    assert found.feed.title == "Promises between states"
    assert [entry.title for entry in found.entries] == [
        alert["summary"].removesuffix(".") for alert in reversed(server.get("/v1/alerts").json()["items"])
    ]
    first = found.entries[0]
    assert {link.rel: link.href for link in first.links}["via"] == "https://news.example/2"
    assert {tag.term for tag in first.tags} == {"promise.opened", "AUT-NOR"}
    promise = first.link.replace(f"{server.url}/promises", "/v1/promises")  # The link leads to the page.
    assert server.get(promise).json()["subject"] == "gift 2"


def test_both_forms_tell_the_same_under_the_same_names(server, record):
    record(*map(announced, range(3)))
    atom, items = read(server.get("/feeds/alerts.atom")), valid_json(server.get("/feeds/alerts.json"))["items"]
    assert [entry.id for entry in atom.entries] == [item["id"] for item in items]
    assert [entry.title for entry in atom.entries] == [item["title"] for item in items]
    assert [entry.link for entry in atom.entries] == [item["url"] for item in items]


def test_an_empty_feed_is_valid(server):
    assert not read(server.get("/feeds/alerts.atom")).entries
    valid_atom(server.get("/feeds/alerts.atom"))
    assert valid_json(server.get("/feeds/alerts.json"))["items"] == []


def test_words_of_strangers_stay_words(server, record):
    record(announced(1, publisher=NASTY, subject=NASTY))
    answer = server.get("/feeds/alerts.atom")
    root = valid_atom(answer)
    assert not root.xpath("//*[local-name()='script']")
    (entry,) = read(answer).entries
    assert "<script" not in entry.content[0].value.lower()
    html = root.find(f"{ATOM}entry/{ATOM}content").text
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "\u202e" not in answer.text
    assert "<script" not in valid_json(server.get("/feeds/alerts.json"))["items"][0]["content_html"]


def test_no_link_leads_elsewhere_than_to_pages(server, record):
    told = {
        "url": "gopher://news.example/1",
        "publisher": "One",
        "published_at": announced()["report"]["published_at"],
    }
    record(announced(1, report=told))
    assert 'href="gopher:' not in server.get("/feeds/alerts.atom").text
    assert all("external_url" not in item for item in server.get("/feeds/alerts.json").json()["items"])


def test_an_address_in_other_letters_is_written_as_addresses_are(server, record):
    told = announced()["report"] | {"url": "https://news.example/Визит/{a}|b?q=%20'"}
    record(announced(1, report=told))
    root = valid_atom(server.get("/feeds/alerts.atom"))
    (via,) = root.xpath("//*[local-name()='link'][@rel='via']/@href")
    assert via == "https://news.example/%D0%92%D0%B8%D0%B7%D0%B8%D1%82/%7Ba%7D%7Cb?q=%20'"


def test_the_names_of_entries_stay_across_pages_forms_and_rebuilds(server, record):
    from adapters.rebuild import rebuild

    record(*map(announced, range(5)))
    before = {entry.id for entry in read(server.get("/feeds/alerts.atom")).entries}
    rebuild(server.services.queries.engine)
    assert {entry.id for entry in read(server.get("/feeds/alerts.atom?limit=5")).entries} == before


@pytest.mark.parametrize("form", ["atom", "json"])
def test_pages_lead_to_what_is_older_and_end(server, record, form):
    record(*map(announced, range(7)))
    path, titles, pages = f"/feeds/alerts.{form}?limit=3", [], 0
    while path:
        answer, pages = server.get(path), pages + 1
        if form == "atom":
            valid_atom(answer)
            found = read(answer)
            titles += [entry.title for entry in found.entries]
            path = {link.rel: link.href for link in found.feed.links}.get("next")
        else:
            page = valid_json(answer)
            titles += [item["title"] for item in page["items"]]
            path = page.get("next_url")
    assert pages == 3
    assert [title.partition("(gift ")[2][:1] for title in titles] == list("6543210")


def test_feeds_of_a_relationship_and_of_an_official(server, record):
    record(
        announced(1),
        announced(2, to="CZE"),
        announced(3, by={"name": "Dag Lie", "state": "NOR", "role": "envoy"}),
    )
    numbers = {
        path: [entry.title.partition("(gift ")[2][:1] for entry in read(server.get(path)).entries]
        for path in (
            "/feeds/relationships/NOR-CZE.atom",
            "/feeds/relationships/AUT-NOR.atom",
            "/feeds/officials/Berg.atom",
            "/feeds/officials/Dag%20Lie.atom",
            "/feeds/officials/Nobody.atom",
            "/feeds/alerts.atom?state=CZE",
            "/feeds/alerts.atom?kind=promise.cancelled",
        )
    }
    assert list(numbers.values()) == [["2"], ["3", "1"], ["2", "1"], ["3"], [], ["2"], []]
    for path in numbers:
        valid_atom(server.get(path))
        valid_json(server.get(path.replace(".atom", ".json")))


def test_a_name_of_any_letters_leads_to_its_own_feed(server, record):
    record(*(announced(n, by={"name": "A?B #1 Żółć", "state": "NOR"}) for n in range(2)))
    asked = "/feeds/officials/A%3FB%20%231%20%C5%BB%C3%B3%C5%82%C4%87.json?limit=1"
    page = valid_json(server.get(asked))
    assert page["feed_url"] == server.url + asked
    (older,) = valid_json(server.get(page["next_url"]))["items"]
    assert older["id"] != page["items"][0]["id"]


def test_old_news_is_told_where_it_is_asked_for(server, record):
    record(visit(window="2020-03"))
    assert not read(server.get("/feeds/alerts.atom")).entries
    assert read(server.get("/feeds/alerts.atom?historical=true")).entries


@pytest.mark.parametrize("form", ["atom", "json"])
def test_what_is_known_is_not_sent_again(server, record, form):
    record(announced(1))
    path = f"/feeds/alerts.{form}"
    first = server.get(path)
    known = server.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    record(announced(2))
    assert server.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_the_time_of_the_last_change_counts_once_it_is_settled(server, record, monkeypatch):
    from datetime import timedelta

    from api import feeds

    record(announced(1))
    assert "last-modified" not in server.get("/feeds/alerts.atom").headers
    monkeypatch.setattr(feeds, "_SETTLED", timedelta(seconds=-2))
    modified = server.get("/feeds/alerts.atom").headers["last-modified"]
    assert server.get("/feeds/alerts.atom", headers={"If-Modified-Since": modified}).status_code == 304
    long_ago = "Mon, 01 Jan 2001 00:00:00 GMT"
    assert server.get("/feeds/alerts.atom", headers={"If-Modified-Since": long_ago}).status_code == 200
    assert server.get("/feeds/alerts.atom", headers={"If-Modified-Since": "nonsense"}).status_code == 200
    other = {"If-Modified-Since": modified, "If-None-Match": '"other"'}
    assert server.get("/feeds/alerts.atom", headers=other).status_code == 200


def test_the_address_that_readers_see_can_be_set(start):
    server = start(public_url="https://servanda.example/")
    server.record(announced(1))
    found = read(server.get("/feeds/alerts.atom?limit=3"))
    links = {link.rel: link.href for link in found.feed.links}
    assert links["self"] == "https://servanda.example/feeds/alerts.atom?limit=3"
    assert found.entries[0].link.startswith("https://servanda.example/promises/p")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/feeds/alerts.rss", 422),
        ("/feeds/alerts.atom?limit=0", 422),
        ("/feeds/alerts.atom?limit=201", 422),
        ("/feeds/alerts.atom?before=nonsense", 422),
        ("/feeds/alerts.atom?kind=nonsense", 422),
        ("/feeds/alerts.atom?unknown=1", 422),
        ("/feeds/relationships/FRA-DEU.atom", 404),
        ("/feeds/relationships/nonsense.atom", 404),
        ("/feeds/officials/%00.atom", 422),
        ("/feeds/nothing", 404),
    ],
)
def test_what_makes_no_sense_is_told(server, path, status):
    answer = server.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")

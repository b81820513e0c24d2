"""Alerts as feeds: Atom (RFC 4287, paged as in RFC 5005) and JSON Feed 1.1.

Titles, names and quotes come from strangers: the writers escape them, and what no XML may hold is left out.
Atom is written with the standard library: feedgen 1.0 drops the `rel` of an entry's links, which makes a feed
with two of them invalid.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import orjson

from adapters.messages import Alert, sources
from domain.headlines import pair_in_words, plain

ATOM, JSON_FEED = "application/atom+xml", "application/feed+json"
_NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)
_IDS = UUID("8f9f6a4e-6d3c-5b0e-9a3f-5e2f6a1c7d42")


class Feed(NamedTuple):
    """What a feed is about, and where it and its parts are found. `following`: the page of what is older."""

    title: str
    address: str  # Of the feed as such, without secrets: its name for ever.
    itself: str
    other: str  # The same in the other format.
    promises: str  # Before a promise's id.
    following: str | None


def atom(feed: Feed, alerts: Sequence[Alert]) -> bytes:
    """An Atom document, newest first."""
    made = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    _add(made, "id", _name(NAMESPACE_URL, feed.address))
    _add(made, "title", plain(feed.title))
    _add(made, "updated", updated(alerts).isoformat())
    _add(SubElement(made, "author"), "name", "Servanda")
    _add(made, "generator", "Servanda")
    _link(made, "self", feed.itself, ATOM)
    _link(made, "alternate", feed.other, JSON_FEED)
    if feed.following:
        _link(made, "next", feed.following, ATOM)
    for alert in alerts:
        _entry(SubElement(made, "entry"), feed, alert)
    indent(made)
    return bytes(tostring(made, "utf-8", xml_declaration=True)) + b"\n"


def _entry(entry: Element, feed: Feed, alert: Alert) -> None:
    at = _at(alert).isoformat()
    _add(entry, "id", entry_id(alert))
    _add(entry, "title", _title(alert))
    _add(entry, "published", at)
    _add(entry, "updated", at)
    _link(entry, "alternate", feed.promises + alert["promise_id"])
    for _, url in sources(alert):
        if url:
            _link(entry, "via", _iri(url))
    for term in _tags(alert):
        SubElement(entry, "category", term=term)
    _add(entry, "content", _html(alert), type="html")


def _add(parent: Element, tag: str, text: str, **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = text


def _link(parent: Element, rel: str, href: str, media_type: str | None = None) -> None:
    SubElement(parent, "link", {"rel": rel, "href": href} | ({"type": media_type} if media_type else {}))


def _iri(url: str) -> str:
    """An address as Atom takes it: what no address may hold is percent-encoded, as browsers do."""
    return quote(url, safe="!#$%&'()*+,/:;=?@[]~")


def json_feed(feed: Feed, alerts: Sequence[Alert]) -> bytes:
    """A JSON Feed, newest first."""
    made: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": plain(feed.title),
        "feed_url": feed.itself,
        "language": "en",
        "authors": [{"name": "Servanda"}],
        "items": [_item(feed, alert) for alert in alerts],
    }
    if feed.following:
        made["next_url"] = feed.following
    return orjson.dumps(made)


def updated(alerts: Sequence[Alert]) -> datetime:
    """When the newest of some alerts was raised."""
    return max(map(_at, alerts), default=_NOTHING_YET)


def entry_id(alert: Alert) -> str:
    """The name of an alert everywhere and for ever; that of the promise makes it one of this ledger's."""
    return _name(_IDS, f"{alert['promise_id']} {alert['id']}")


def _item(feed: Feed, alert: Alert) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry_id(alert),
        "url": feed.promises + alert["promise_id"],
        "title": _title(alert),
        "content_html": _html(alert),
        "content_text": plain(alert["summary"]),
        "date_published": _at(alert).isoformat(),
        "tags": _tags(alert),
    }
    urls = [url for _, url in sources(alert) if url]
    if urls:
        item["external_url"] = _iri(urls[0])
    return item


def _name(space: UUID, text: str) -> str:
    return f"urn:uuid:{uuid5(space, text)}"


def _title(alert: Alert) -> str:
    return plain(alert["summary"]).removesuffix(".")


def _tags(alert: Alert) -> list[str]:
    return [alert["kind"], *alert["relationships"]]


def _at(alert: Alert) -> datetime:
    return datetime.fromisoformat(alert["created_at"])


def _html(alert: Alert) -> str:
    before = f", before: {alert['from']}" if alert["from"] else ""
    turn = f"{pair_in_words(alert['relationship'])}: {alert['to'] or 'gone'} since {alert['on']}{before}"
    told = [
        f'<a href="{escape(_iri(url))}">{escape(publisher)}</a>' if url else escape(publisher)
        for publisher, url in sources(alert)
    ]
    by = f"<p>Told by {', '.join(told)}.</p>" if told else ""
    words = turn.replace("_", " ")
    return f"<p>{escape(plain(alert['summary']))}</p><p>{escape(words)}.</p>{by}"

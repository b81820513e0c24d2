"""Alerts in words for people."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

from adapters.messages import KINDS, LONGEST_SUBJECT, MOST_TOLD, bundles, render, render_digest
from domain.alerts import KINDS as ALL_KINDS
from tests.feeds.conftest import NASTY


def alert(
    number=1, relationship="PRK-RUS", kind="promise.fulfilled", at="2024-06-19T10:00:00.000000Z", **fields
):
    return {
        "id": str(number),
        "kind": kind,
        "promise_id": f"p{number}",
        "relationship": relationship,
        "from": "pending",
        "to": kind.removeprefix("promise."),
        "on": "2024-06-19",
        "cause": {"event_id": "e1"},
        "historical": False,
        "summary": f"The visit number {number} took place on 18 June 2024.",
        "created_at": at,
        "relationships": [relationship],
        "promise": None,
        "report": {"publisher": "Reuters", "url": "https://news.example/putin"},
        **fields,
    }


class Tags(HTMLParser):
    """Which tags and links a reader would see."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.links, self.open = set(), [], []
        self.feed(html)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name == "href"]
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_every_kind_of_alert_has_words():
    assert set(KINDS) == set(ALL_KINDS)


def test_one_alert_is_told_in_full():
    message = render([alert()])
    assert message.subject == "North Korea and Russia: kept"
    assert message.text == (
        "The visit number 1 took place on 18 June 2024.\n"
        "  Kept: 19 June 2024, before: pending.\n"
        "  Reuters: https://news.example/putin\n"
    )
    assert Tags(message.html).links == ["https://news.example/putin"]


def test_several_alerts_of_one_relationship_are_one_message():
    message = render([alert(1), alert(2, kind="promise.cancelled"), alert(3)])
    assert message.subject == "North Korea and Russia: 2 kept, 1 cancelled"
    assert message.text.index("number 1") < message.text.index("number 2") < message.text.index("number 3")


def test_the_calendar_is_named_as_a_cause_and_old_news_as_old():
    message = render([alert(kind="promise.overdue", cause="calendar", historical=True)])
    assert "The calendar alone brought it." in message.text
    assert "old news" in message.text


def test_a_digest_answers_first_and_is_in_order_of_relationships():
    alerts = [alert(1), alert(2, "CHN-USA", "promise.cancelled"), alert(3), alert(4, "CHN-USA")]
    message = render_digest(alerts, date(2024, 6, 17), date(2024, 6, 23))
    assert message.subject == "Promises, 17 June 2024 to 23 June 2024: 4 changes"
    lines = message.text.splitlines()
    assert lines[0] == "4 changes between 2 pairs of states: 3 kept, 1 cancelled."
    assert [line for line in lines if line.startswith(("China", "North"))] == [
        "China and United States",
        "North Korea and Russia",
    ]
    assert Tags(message.html).tags == {"p", "strong", "h3", "ul", "li", "br", "small", "a"}


def test_a_digest_of_nothing_says_so():
    message = render_digest([], date(2024, 6, 17), date(2024, 6, 17))
    assert message.subject == "No change of any promise, 17 June 2024"
    assert message.text == "Nothing changed for what you follow.\n"


def test_words_of_strangers_stay_words():
    told = {"publisher": NASTY, "url": "javascript:alert(1)"}
    message = render([alert(summary=f"The visit of {NASTY}\r\nBcc: everybody@example.org", report=told)])
    assert "\n" not in message.subject
    assert "script" not in Tags(message.html).tags
    assert Tags(message.html).links == []
    assert "\u202e" not in message.text + message.html
    assert "javascript:" not in message.text


def test_a_message_has_an_end():
    alerts = [alert(n, relationship) for n in range(MOST_TOLD) for relationship in ("PRK-RUS", "CHN-USA")]
    message = render(alerts)
    assert f"… and {len(alerts) - MOST_TOLD} more." in message.text
    assert len(message.subject) <= LONGEST_SUBJECT
    Tags(message.html)


def test_what_comes_within_a_minute_for_one_relationship_goes_together():
    alerts = [
        alert(1, at="2024-06-19T10:00:00.000000Z"),
        alert(2, "CHN-USA", at="2024-06-19T10:00:10.000000Z"),
        alert(3, at="2024-06-19T10:00:59.999999Z"),
        alert(4, at="2024-06-19T10:01:00.000000Z"),
        alert(5, "CHN-USA", at="2024-06-19T10:01:09.000000Z"),
        alert(6, at="2024-06-19T10:01:30.000000Z"),
    ]
    assert [[found["id"] for found in bundle] for bundle in bundles(alerts)] == [
        ["1", "3"],
        ["2", "5"],
        ["4", "6"],
    ]

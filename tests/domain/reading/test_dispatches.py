"""The rules on own dispatches. What is asked here is less than what they reach, so that they may change."""

from __future__ import annotations

from datetime import date

import pytest

from domain.reading.evaluation import Labelled, evaluate
from domain.reading.places import Gazetteer
from domain.reading.reader import DEFAULT_THRESHOLD, Article
from domain.reading.rules import RuleReader
from tests.domain.reading.dispatches import load

READER = RuleReader(Gazetteer({"khujand": "TJK", "livingstone": "ZMB", "seville": "ESP"}))
LINES = [
    Labelled(line["id"], Article(line["text"], date.fromisoformat(line["published_on"])), tuple(line["gold"]))
    for line in load()
]


def test_most_of_what_is_told_is_found_and_little_else():
    found = evaluate(READER, LINES, DEFAULT_THRESHOLD).as_dict()["total"]
    assert found["precision"] > 0.85
    assert found["f1"] > 0.8


@pytest.mark.parametrize("line", [line for line in LINES if not line.gold], ids=lambda line: line.name)
def test_where_nothing_diplomatic_is_told_nothing_is_found(line):
    assert [c for c in READER.read(line.article) if c.score >= DEFAULT_THRESHOLD] == []


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_every_span_lies_in_the_text_and_holds_the_quote(line):
    for candidate in READER.read(line.article):
        for start, end in candidate.spans:
            assert 0 <= start < end <= len(line.article.text)
        first = line.article.text[slice(*candidate.spans[0])]
        assert candidate.event["quote"] in first


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_every_candidate_can_enter_the_ledger(line):
    import orjson

    from domain.events import read_event

    report = {
        "url": "https://news.example/story",
        "publisher": "Own Wire",
        "published_at": str(line.article.published_on),
    }
    for candidate in READER.read(line.article):
        read_event(orjson.dumps({**candidate.event, "report": report}))


def test_the_same_article_is_read_the_same_way_twice():
    article = LINES[0].article
    assert READER.read(article) == READER.read(article)

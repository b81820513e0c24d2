"""Five real articles read in order and accepted must answer the questions of the demonstration.

The articles are others' and not part of the project; where they are not beside the checkout, this is skipped.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.reading.labelled import labelled
from adapters.reading.reading import rule_reader
from domain.reading.evaluation import evaluate
from domain.reading.reader import DEFAULT_THRESHOLD
from domain.views import View

SHARED = next(
    (
        folder
        for folder in (parent / "shared" for parent in Path(__file__).resolve().parents)
        if folder.is_dir()
    ),
    Path("shared"),
)
GOLD = SHARED / "intake" / "seeds-gold.jsonl"

pytestmark = pytest.mark.skipif(not GOLD.exists(), reason="the articles are not beside the checkout")
NOW = datetime(2024, 2, 1, tzinfo=UTC)


@pytest.fixture
def ledger(store):
    for line in sorted(labelled(GOLD, SHARED / "seeds"), key=lambda one: one.article.published_on):
        article = line.article
        report = {
            "url": f"https://news.example/{line.name}",
            "publisher": article.publisher,
            "published_at": article.published_on.isoformat(),
        }
        for candidate in rule_reader().read(article):
            if candidate.score >= DEFAULT_THRESHOLD:
                store.record({**candidate.event, "report": report})
    return store


@pytest.mark.parametrize(
    ("visitor", "host", "as_of", "answer", "settled"),
    [
        ("Lavrov", "PRK", "2023-10-18", "not_yet", None),
        ("Lavrov", "PRK", "2023-10-19", "yes", "2023-10-18"),
        ("Putin", "PRK", "2024-01-17", "not_yet", None),
        ("Choe Son Hui", "RUS", "2024-01-17", "yes", "2024-01-15"),
        ("Putin", "CHN", "2023-10-31", "yes", "2023-10-17"),
    ],
)
def test_the_questions_of_the_demonstration_come_out_right(ledger, visitor, host, as_of, answer, settled):
    verdict = ledger.queries.verdict(visitor, host, View.of(NOW, as_of))
    assert verdict["answer"] == answer
    assert verdict["promises"][0]["settled_on"] == settled


def test_what_became_of_2019_is_told(ledger):
    promises = ledger.queries.verdict("Putin", "PRK", View.of(NOW, "2023-09-24"))["promises"]
    assert [(p["window"], p["status"]) for p in promises if p["window"]] == [("2019", "unfulfilled")]


def test_the_articles_are_read_as_well_as_was_asked():
    found = evaluate(rule_reader(), labelled(GOLD, SHARED / "seeds"), DEFAULT_THRESHOLD).as_dict()["total"]
    assert found["f1"] >= 0.75


@pytest.mark.skipif(
    not (SHARED / "intake" / "dev.jsonl").exists(), reason="the dispatches are not beside the checkout"
)
def test_the_dispatches_are_read_as_well_as_was_asked():
    found = evaluate(rule_reader(), labelled(SHARED / "intake" / "dev.jsonl"), DEFAULT_THRESHOLD).as_dict()[
        "total"
    ]
    assert found["precision"] >= 0.85
    assert found["f1"] >= 0.8

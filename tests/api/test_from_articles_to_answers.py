"""Articles sent in with their dates, in order, all that is proposed accepted: the demonstration's questions come out.

With dispatches of our own, and with five real articles. Those are others' and not part of the project; where
they are not beside the checkout, their half is skipped.
"""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from adapters.database import open_engine
from adapters.demo import lines
from adapters.desk.training import labelled_articles
from adapters.reading.labelled import labelled
from adapters.reading.reading import rule_reader
from domain.reading.evaluation import evaluate
from domain.reading.reader import DEFAULT_THRESHOLD
from tests.api.dispatches import AFTERWARDS, DISPATCHES

FOLDERS = (parent / "shared" for parent in Path(__file__).resolve().parents)
SHARED = next((folder for folder in FOLDERS if folder.is_dir()), Path("shared"))
GOLD = SHARED / "intake" / "seeds-gold.jsonl"
NO_SEEDS = pytest.mark.skipif(not GOLD.exists(), reason="the real articles are not beside the checkout")

LAVROV = ("visitor=Lavrov&host=PRK", "2023-10")
PUTIN = ("visitor=Putin&host=PRK", None)
CHOE = ("visitor=Choe Son Hui&host=RUS", None)
TO_CHINA = ("visitor=Putin&host=CHN", "2023-10")
ANSWERS = [
    (LAVROV, "2023-09-22", "unknown", None),
    (LAVROV, "2023-09-24", "not_yet", None),
    (LAVROV, "2023-10-17", "not_yet", None),
    (LAVROV, "2023-10-19", "yes", "2023-10-18"),
    (LAVROV, "2024-06-20", "yes", "2023-10-18"),
    (PUTIN, "2023-09-24", "not_yet", None),
    (PUTIN, "2024-01-17", "not_yet", None),
    (CHOE, "2023-09-24", "unknown", None),
    (CHOE, "2023-10-31", "not_yet", None),
    (CHOE, "2024-01-17", "yes", "2024-01-15"),
    (TO_CHINA, "2023-09-24", "not_yet", None),
    (TO_CHINA, "2023-10-31", "yes", "2023-10-17"),
]
"""Who and where with the window, as of when, the answer, and since when it is settled."""


def own():
    return [
        {"url": f"https://news.example/{name}", "publisher": "Example News", "published_at": day, "text": text}
        for name, (day, text) in DISPATCHES.items()
    ]


def seeds():
    articles = sorted(labelled(GOLD, SHARED / "seeds"), key=lambda one: one.article.published_on)
    return [
        {
            "url": f"https://news.example/{one.name}",
            "publisher": one.article.publisher,
            "published_at": one.article.published_on.isoformat(),
            "text": one.article.text,
        }
        for one in articles
    ]


class Told:
    """A server, and what was sent to it."""

    def __init__(self, server, articles):
        self.server, self.articles = server, articles

    def read(self, article):
        answer = self.server.call("POST", "/v1/reports", "report", json=article)
        assert answer.status_code == 201, answer.text

    def accept_all(self):
        proposed = self.server.get("/v1/candidates?state=proposed&limit=500").json()["items"]
        for candidate in proposed:
            assert candidate["score"] >= DEFAULT_THRESHOLD
            path = f"/v1/candidates/{candidate['id']}/accept"
            assert self.server.call("POST", path, "review").status_code == 201
        return proposed

    def verdict(self, question, as_of):
        path, query = "/v1/verdict", dict(part.split("=") for part in question.split("&"))
        answer = self.server.get(path, params={**query, "as_of": as_of})
        assert answer.status_code == 200
        return answer.json()


@pytest.fixture(params=["own", pytest.param("seeds", marks=NO_SEEDS)])
def told(request, start):
    return Told(start(watch_seconds=0), own() if request.param == "own" else seeds())


def test_the_questions_of_the_demonstration_come_out_right(told):
    for article in told.articles:
        told.read(article)
    for (question, _), as_of, _, _ in ANSWERS:
        assert told.verdict(question, as_of)["answer"] == "unknown"  # Nothing counts before it is accepted.
    accepted = told.accept_all()
    assert len(accepted) >= len(told.articles)
    for (question, window), as_of, answer, settled in ANSWERS:
        found = told.verdict(question, as_of)
        assert (question, as_of, found["answer"]) == (question, as_of, answer)
        if answer != "unknown":
            newest = found["promises"][0]
            assert (question, as_of, newest["settled_on"]) == (question, as_of, settled)
            assert newest["window"] == window
            words_stand_in_the_articles(told, newest)


def words_stand_in_the_articles(told, promise):
    texts = {article["url"]: " ".join(article["text"].split()) for article in told.articles}
    assert promise["evidence"]
    for one in promise["evidence"]:
        assert one["quote"] in texts[one["url"]]


def test_putins_promise_is_the_invitation_that_he_accepted_and_is_honoured_when_the_visit_is_told(told):
    for article in told.articles:
        told.read(article)
    told.accept_all()
    (promise,) = [p for p in told.verdict(PUTIN[0], "2024-06-20")["promises"] if p["window"] is None]
    assert "invitation_accepted" in [one["type"] for one in promise["evidence"]]
    assert promise["promised_on"].startswith("2023-09-1")
    assert told.verdict(PUTIN[0], "2024-06-20")["answer"] == "not_yet"  # No article has told of June yet.
    ((name, (day, text)),) = AFTERWARDS.items()
    url = f"https://news.example/{name}"
    told.read({"url": url, "publisher": "Example News", "published_at": day, "text": text})
    told.accept_all()
    later = told.verdict(PUTIN[0], "2024-06-20")
    assert (later["answer"], later["promises"][0]["settled_on"]) == ("yes", "2024-06-18")
    assert later["promises"][0]["id"] == promise["id"]
    assert told.verdict(PUTIN[0], "2024-01-17")["answer"] == "not_yet"


def test_the_talks_that_kcna_reported_in_2019_came_to_nothing(told):
    for article in told.articles:
        told.read(article)
    told.accept_all()
    query = "relationship=PRK-RUS&status=unfulfilled&as_of=2023-09-24"
    (promise,) = told.server.get(f"/v1/promises?{query}").json()["items"]
    assert (promise["window"], promise["host"], promise["settled_on"]) == ("2019", "PRK", "2023-09-24")
    assert "KCNA" in promise["evidence"][0]["quote"]
    assert told.server.get(f"/v1/promises?{query[:-2]}22").json()["items"] == []


def test_the_demonstration_ledger_answers_the_same(start):
    demo = Told(start(watch_seconds=0), [])
    headers = {"Content-Type": "application/x-ndjson"}
    body = b"\n".join(lines())
    demo.server.call("POST", "/v1/events/batch", "report", content=body, headers=headers).raise_for_status()
    for (question, _), as_of, answer, settled in ANSWERS:
        found = demo.verdict(question, as_of)
        assert (question, as_of, found["answer"]) == (question, as_of, answer)
        if settled is not None:
            assert found["promises"][0]["settled_on"] == settled


def test_what_was_accepted_is_exported_and_a_reader_is_measured_by_it(told, database, tmp_path):
    for article in told.articles:
        told.read(article)
    assert exported(database) == []  # Nobody has decided on anything.
    accepted = told.accept_all()
    rows = exported(database)
    assert sum(len(row["gold"]) for row in rows) == len(accepted)
    assert {row["text"] for row in rows} <= {article["text"] for article in told.articles}
    assert measured(rows, tmp_path)["f1"] == 1.0
    rows[0]["gold"].pop()  # As if it had been withdrawn: then the reader finds one too many.
    worse = measured(rows, tmp_path)
    assert (worse["recall"], worse["false"]) == (1.0, 1)


def exported(database):
    engine = open_engine(database)
    try:
        return list(labelled_articles(engine))
    finally:
        engine.dispose()


def measured(rows, folder):
    file = folder / "decided.jsonl"
    file.write_bytes(b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows))
    return evaluate(rule_reader(), labelled(file), DEFAULT_THRESHOLD).as_dict()["total"]

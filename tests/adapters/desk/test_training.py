"""What people decided, as labelled articles."""

from __future__ import annotations

import orjson

from adapters.desk.rules import PublisherRules
from adapters.desk.training import labelled_articles
from adapters.reading.labelled import labelled
from domain.reading.evaluation import evaluate
from tests.adapters.fake_reader import FakeReader

ANNA, BORIS = "Anna Ahlers of CHN will visit FRA in 2023-11.", "Boris Bunin of RUS will visit PRK."


def lines(desk):
    return list(labelled_articles(desk.store.engine))


def test_an_article_tells_what_was_accepted_mended_and_rejected(desk):
    first, second = desk.take(f"{ANNA} {BORIS}", title="A title")["candidates"]
    desk.accept(first, window="2023-12")
    assert lines(desk) == []  # Somebody has to say something to the second one.
    desk.reject(second)
    (line,) = lines(desk)
    assert line["text"] == f"{ANNA} {BORIS}"
    assert (line["title"], line["publisher"], line["published_on"]) == ("A title", "Example News", "2023-09-26")
    (gold,) = line["gold"]
    assert gold["window"] == "2023-12"
    assert "report" not in gold
    assert "quote" not in gold
    (mended,) = line["mended"]
    assert (mended["proposed"]["window"], mended["changes"]) == ("2023-11", {"window": "2023-12"})
    (rejected,) = line["rejected"]
    assert (rejected["event"]["visitor"]["name"], rejected["reason"]) == ("Boris Bunin", "only a wish")


def test_what_was_recorded_by_hand_is_gold_and_what_was_withdrawn_is_not(desk):
    (candidate,) = desk.take(ANNA)["candidates"]
    event_id = desk.accept(candidate)
    desk.store.record(
        {
            "type": "visit_announced",
            "visitor": {"state": "USA"},
            "host": "JPN",
            "report": {
                "url": "https://example-news.example/story",
                "publisher": "Example News",
                "published_at": "2023-09-26",
            },
        }
    )
    desk.store.record({"type": "entry_withdrawn", "event_id": event_id, "reason": "a mistake"})
    (line,) = lines(desk)
    assert [event["host"] for event in line["gold"]] == ["JPN"]
    assert [(told["event"]["host"], told["reason"]) for told in line["rejected"]] == [("FRA", "a mistake")]


def test_what_was_mended_and_withdrawn_is_not_right(desk):
    (candidate,) = desk.take(ANNA)["candidates"]
    event_id = desk.accept(candidate, window="2023-12")
    withdrawal = desk.store.record({"type": "entry_withdrawn", "event_id": event_id, "reason": "a mistake"})
    (line,) = lines(desk)
    assert (line["gold"], line["mended"], len(line["rejected"])) == ([], [], 1)
    desk.store.record({"type": "entry_withdrawn", "event_id": withdrawal.event_id, "reason": "it was right"})
    (line,) = lines(desk)
    assert (len(line["gold"]), len(line["mended"]), line["rejected"]) == (1, 1, [])


def test_two_texts_of_one_address_have_each_their_own_events(desk):
    for text in (ANNA, BORIS):
        desk.accept_all(desk.take(text))
    assert [[event["host"] for event in line["gold"]] for line in lines(desk)] == [["FRA"], ["PRK"]]


def test_unlikely_candidates_need_no_decision(desk):
    likely, _ = desk.take(ANNA + " " + BORIS + "!!!")["candidates"]
    desk.accept(likely)
    assert len(lines(desk)[0]["gold"]) == 1


def test_what_only_a_rule_accepted_is_not_exported_until_somebody_confirms_it(desk):
    PublisherRules(desk.store.engine).set("Example News", 0.5, "boss")
    first, second = desk.take(f"{ANNA} {BORIS}")["candidates"]
    assert {first["decided_by"], second["decided_by"]} == {"rule of boss"}
    assert lines(desk) == []
    desk.accept(first)
    assert lines(desk) == []
    assert desk.accept(second) == second["event_id"]
    assert len(lines(desk)[0]["gold"]) == 2
    assert desk.candidates.one(second["id"])["decided_by"] == "desk"


def test_copies_and_erased_texts_are_left_out(desk):
    for path in ("one", "two"):
        desk.accept_all(desk.take(ANNA, path=path))
    assert len(lines(desk)) == 1
    desk.intake.erase(lines(desk)[0]["id"])
    assert lines(desk) == []


def test_the_lines_can_be_measured_with(desk, tmp_path):
    (candidate,) = desk.take(ANNA)["candidates"]
    desk.accept(candidate)
    file = tmp_path / "decided.jsonl"
    file.write_bytes(b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in lines(desk)))
    result = evaluate(FakeReader(), labelled(file), 0.5).as_dict()
    assert result["total"]["f1"] == 1.0

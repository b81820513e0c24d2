"""`servanda read`: events as JSON lines, and a plain sentence where nothing can be read."""

from __future__ import annotations

import sys

import orjson
import pytest

from api import cli

STORY = (
    "Minister to visit Peru\n\nNAIROBI, March 14 (Own Wire) -- Kenyan Foreign Minister Asha Otieno will visit Peru in May, "
    "her ministry said on Thursday.\n"
)


@pytest.fixture
def read(capfdbinary, monkeypatch):
    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["servanda", "read", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in err
        return end.value.code or 0, out, err.decode()

    return run


@pytest.fixture
def story(tmp_path):
    file = tmp_path / "story.txt"
    file.write_text(STORY, "utf-8")
    return file


def test_events_are_lines_of_the_contract_with_score_and_span_beside(read, story):
    status, out, _ = read(story, "--published-on", "2024-03-14", "--json")
    (line,) = [orjson.loads(line) for line in out.splitlines()]
    assert status == 0
    assert (line["type"], line["host"], line["window"]) == ("visit_announced", "PER", "2024-05")
    assert "will visit Peru" in STORY[slice(*line["span"])]
    assert 0.5 <= line["score"] <= 1


def test_people_see_the_words_that_say_so(read, story):
    status, out, _ = read(story, "--published-on", "2024-03-14")
    assert status == 0
    assert b"visitor Asha Otieno (KEN)" in out
    assert b"will visit Peru in May" in out


def test_people_see_when_it_was_said_who_is_cited_and_whose_state_is_guessed(read, tmp_path):
    file = tmp_path / "story.txt"
    file.write_text(
        "NAIROBI, March 14 -- Foreign Minister Asha Otieno will visit Peru in May, her ministry said on Tuesday.\n"
    )
    _, out, _ = read(file, "--published-on", "2024-03-14")
    assert b"said_on 2024-03-12" in out
    assert b"attributed_to" in out
    assert b"That Asha Otieno acts for Kenya is guessed." in out


def test_people_see_what_was_a_phone_call_and_how_many_lie_below_the_threshold(read, tmp_path):
    file = tmp_path / "story.txt"
    file.write_text(
        "NAIROBI, March 14 -- Kenyan Foreign Minister Asha Otieno spoke by phone with Peruvian Foreign Minister "
        "Luis Paz on Thursday, her ministry said.\n"
    )
    _, out, _ = read(file, "--published-on", "2024-03-14")
    assert b", mode phone" in out
    assert b"1 event found.\n" in out
    _, out, _ = read(file, "--published-on", "2024-03-14", "--min-score", "1")
    assert b"0 events found. 1 more scores below 1: --min-score" in out


def test_people_see_that_the_page_tells_another_day_than_they_gave(read, tmp_path):
    file = tmp_path / "story.html"
    head = '<meta property="article:published_time" content="2024-03-10T08:00:00Z">'
    file.write_text(f"<!doctype html><html><head>{head}</head><body><article><p>{STORY}</p></article></body></html>")
    _, out, _ = read(file, "--published-on", "2024-03-14")
    assert b"published on 2024-03-10, and 2024-03-14 was given" in out
    assert b"was given" not in read(file)[1]


def test_without_a_day_nothing_is_read(read, story):
    status, out, err = read(story)
    assert (status, out) == (1, b"")
    assert "the day of publication is not certain" in err


@pytest.mark.parametrize(
    ("arguments", "status", "why"),
    [
        (["--published-on", "2024-03-14"], 2, "name a file"),
        (["nothing.txt", "--published-on", "2024-03-14"], 2, "no such file"),
        (["file:///story.txt", "--published-on", "2024-03-14"], 2, "only http:// and https:// addresses"),
        (["ftp://news.example/a", "--published-on", "2024-03-14"], 2, "only http:// and https:// addresses"),
    ],
)
def test_a_wrong_call_is_told(read, arguments, status, why):
    code, out, err = read(*arguments)
    assert (code, out) == (status, b"")
    assert why in err


def test_a_wrong_day_is_told(read, story):
    code, _, err = read(story, "--published-on", "14.3.2024")
    assert code == 2
    assert "is no day" in err


def test_a_day_to_come_is_refused_as_the_server_does(read, story):
    code, out, err = read(story, "--published-on", "2199-01-01")
    assert (code, out) == (2, b"")
    assert "lies more than a day ahead of this server's clock" in err


def test_labelled_articles_give_precision_recall_and_mistakes(read, tmp_path):
    file = tmp_path / "labelled.jsonl"
    gold = [
        {
            "type": "visit_announced",
            "visitor": {"name": "Asha Otieno", "state": "KEN"},
            "host": "PER",
            "window": "2024-05",
        },
        {"type": "visit_held", "visitor": {"state": "PER"}, "host": "KEN", "held_on": "2024-01"},
    ]
    file.write_bytes(orjson.dumps({"id": "one", "published_on": "2024-03-14", "text": STORY, "gold": gold}))
    status, out, _ = read("--evaluate", file, "--json")
    result = orjson.loads(out)
    assert status == 0
    assert result["total"] == {
        "precision": 1.0,
        "recall": 0.5,
        "f1": 0.6667,
        "right": 1,
        "labels": 2,
        "false": 0,
    }
    assert result["mistakes"]["missed"] == 1


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"xx", "no labelled article"),
        (b'{"id": "a", "published_on": "2024-03-14"}', "--texts"),
        (b'{"id": "a", "published_on": "soon", "text": "x", "gold": []}', "soon"),
        (b'{"id": "a", "published_on": "2024-03-14", "text": "x", "gold": [{"typ": "x"}]}', "type"),
        (b'{"id": "a", "published_on": "2024-03-14", "text": "x", "gold": [{"type": "war"}]}', "war"),
        (
            b'{"id": "a", "published_on": "2024-03-14", "text": "x", "gold": [{"type": "visit_held", '
            b'"visitor": {"state": "Peru"}, "host": "KEN"}]}',
            "Peru",
        ),
        (
            b'{"id": "a", "published_on": "2024-03-14", "text": "x", "gold": [{"type": "visit_held", '
            b'"visitor": {"state": "PER"}, "host": "KEN", "held_on": "soon"}]}',
            "soon",
        ),
    ],
)
def test_a_line_that_cannot_be_compared_with_is_named(read, tmp_path, line, why):
    file = tmp_path / "labelled.jsonl"
    file.write_bytes(b"\n" + line)
    status, out, err = read("--evaluate", file)
    assert (status, out) == (2, b"")
    assert "line 2" in err
    assert why in err


def test_each_kind_of_mistake_is_counted_under_the_type_that_was_told(read, tmp_path):
    visit = {"visitor": {"name": "Asha Otieno", "state": "KEN"}, "host": "PER"}
    labels = {
        "right": {"type": "visit_announced", **visit, "window": "2024-05"},
        "tense": {"type": "visit_held", **visit, "held_on": "2024-03"},
        "type": {"type": "pledge_made", "by": visit["visitor"], "to": "PER", "subject": "x", "key": "x"},
        "party": {"type": "visit_announced", "visitor": {"name": "Jo Mwangi", "state": "KEN"}, "host": "PER"},
        "date": {"type": "visit_announced", **visit, "window": "2026-05"},
        "other": {"type": "visit_held", "visitor": {"state": "JPN"}, "host": "CHN", "held_on": "2020"},
    }
    lines = [
        orjson.dumps({"id": name, "published_on": "2024-03-14", "text": STORY, "gold": [label]})
        for name, label in labels.items()
    ]
    file = tmp_path / "labelled.jsonl"
    file.write_bytes(b"\n".join(lines))
    result = orjson.loads(read("--evaluate", file, "--json")[1])
    assert result["mistakes"] == {"type": 1, "tense": 1, "party": 1, "date": 1, "missed": 1, "invented": 1}
    by_type = {t: {k: n for k, n in kinds.items() if n} for t, kinds in result["mistakes_by_type"].items()}
    assert by_type == {
        "pledge_made": {"type": 1},
        "visit_held": {"tense": 1, "missed": 1},
        "visit_announced": {"party": 1, "date": 1, "invented": 1},
    }
    assert [(c["label"], c["found"]) for c in result["confusion"]] == [
        ("pledge_made", "visit_announced"),
        ("visit_held", "visit_announced"),
    ]
    table = read("--evaluate", file)[1].decode()
    (row,) = [line for line in table.splitlines() if line.startswith("visit_held") and "." not in line]
    assert row.split() == ["visit_held", "0", "1", "0", "0", "1", "0"]
    assert "1 x visit_held taken for visit_announced" in table

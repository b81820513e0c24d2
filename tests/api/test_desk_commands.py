"""The desk on the command line."""

from __future__ import annotations

import pytest

from adapters.database import open_engine
from adapters.desk.candidates import Candidates
from adapters.desk.intake import Intake, Submission
from adapters.ledger import Ledger
from tests.adapters.fake_reader import FakeReader
from tests.adapters.pages import site
from tests.api.test_cli import servanda  # noqa: F401 - a fixture

TEXT = "MOSCOW, Sept 26 -- Russian Foreign Minister Sergey Lavrov will visit North Korea in October."
PAGE = f"""<html><head><title>To visit</title><meta property="article:published_time" content="2023-09-26T08:00:00Z">
</head><body><article><h1>To visit</h1><p>{TEXT}</p><p>It was said in the morning, and not one day was named by
those who ought to have known it.</p></article></body></html>"""


@pytest.fixture
def web():
    with site() as made:
        yield made


def test_an_address_is_read_where_it_may_be(servanda, web, monkeypatch):  # noqa: F811
    url = web.put("/story", PAGE)
    refused = servanda("read", url)
    assert refused.status == 1
    assert "inside the network" in refused.err
    monkeypatch.setenv("SERVANDA_ALLOWED_NETWORKS", "loopback")
    found = servanda("read", url, "--json").json
    assert (found["type"], found["host"], found["window"]) == ("visit_announced", "PRK", "2023-10")
    assert servanda("read", web.url + "/none").status == 1


def test_a_feed_is_watched_from_the_command_line(servanda, web, monkeypatch):  # noqa: F811
    monkeypatch.setenv("SERVANDA_ALLOWED_NETWORKS", "loopback")
    monkeypatch.setenv("SERVANDA_WATCH_PACE_SECONDS", "0")
    web.put("/story", PAGE)
    item = f"<item><title>T</title><link>{web.url}/story</link><guid>1</guid></item>"
    feed = web.put("/feed", f'<rss version="2.0"><channel><title>N</title>{item}</channel></rss>')
    assert b"new" in servanda("sources", "add", feed, "--publisher", "Example News", "--database", "@").out
    assert servanda("watch", "--once", "--database", "@").status == 0
    (source,) = servanda("sources", "list", "--json", "--database", "@").json
    assert (source["state"], source["articles"]) == ("well", 1)
    listed = servanda("sources", "list", "--database", "@").out.decode()
    assert "Example News: 1 article, last answer 20" in listed
    assert f"{source['id']}  every 15 min  {feed}" in listed
    (candidate,) = servanda("candidates", "list", "--json", "--database", "@").json
    assert candidate["event"]["report"]["publisher"] == "Example News"
    assert b"Lavrov" in servanda("candidates", "list", "--database", "@").out
    assert b"paused" in servanda("sources", "pause", source["id"], "--database", "@").out
    assert b"well" in servanda("sources", "resume", source["id"], "--database", "@").out
    assert servanda("sources", "remove", source["id"], "--database", "@").status == 0
    assert servanda("sources", "remove", source["id"], "--database", "@").status == 1
    assert b"No feed" in servanda("sources", "list", "--database", "@").out


def test_an_address_that_is_none_is_told_how_one_begins(servanda):  # noqa: F811
    refused = servanda("sources", "add", "notanurl", "--database", "@")
    assert refused.status == 1
    assert "must begin with https:// or http://" in refused.err


def test_what_was_decided_is_exported_and_measured_with(servanda, database, tmp_path):  # noqa: F811
    ledger = Ledger(open_engine(database))
    sent = Submission(TEXT + " Anna Ahlers of CHN will visit FRA.", "Example News", "2023-09-26")
    report, _ = Intake(ledger, FakeReader()).take(sent, "desk")
    Candidates(ledger).accept(report["candidates"][0]["id"], {}, "desk")
    ledger.engine.dispose()
    file = tmp_path / "decided.jsonl"
    done = servanda("candidates", "export", "--output", file, "--database", "@")
    assert (done.status, done.err.strip()) == (0, "1 articles that people are done with.")
    assert servanda("read", "--evaluate", file, "--json").status == 0
    assert servanda("candidates", "list", "--state", "lost", "--database", "@").status == 2


def test_a_model_that_is_half_set_up_is_a_wrong_call(servanda, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setenv("SERVANDA_LLM_URL", "http://127.0.0.1:9/v1")
    (tmp_path / "story.txt").write_text(TEXT)
    assert "LLM_MODEL" in servanda("read", tmp_path / "story.txt", "--published-on", "2023-09-26").err

"""A model in place of the rules, played by a server on loopback."""

from __future__ import annotations

import asyncio
import logging
from datetime import date

import orjson
import pytest

from adapters.desk.intake import Intake, Submission
from adapters.reading.model import Endpoint, ModelReader, NoModel, span_of
from domain.reading.reader import Article
from tests.adapters.fake_reader import FakeReader
from tests.adapters.pages import site

KEY = "sk-very-secret-key"
TEXT = (
    "The minister, Sergey Lavrov, will travel to Pyongyang\nin October. Nobody said more.\n\n"
    "Anna Ahlers of CHN will visit FRA."
)
VISIT = {
    "type": "visit_announced",
    "quote": "Sergey Lavrov, will travel to Pyongyang in October.",
    "score": 0.9,
    "why": "It is said to be planned.",
    "visitor": {"name": "Sergey Lavrov", "state": "RUS", "role": "foreign_minister"},
    "host": "PRK",
    "window": "2023-10",
}


@pytest.fixture
def web():
    with site() as made:
        yield made


def reader(web, *, seconds=20.0):
    return ModelReader(Endpoint(web.url + "/v1", "a-model", seconds, KEY), FakeReader())


def read(web, text=TEXT, **how):
    return reader(web, **how).read(Article(text, date(2023, 9, 26), "A title", "Example News"))


def answering(web, *contents):
    """Let the endpoint answer with texts, one after the other, the last one for ever."""
    answers = list(contents)

    async def answer(_, writer):
        content = answers.pop(0) if len(answers) > 1 else answers[0]
        message = {"role": "assistant", "content": content}
        body = orjson.dumps(
            {
                "id": "x",
                "object": "chat.completion",
                "created": 1_700_000_000,
                "model": "a-model",
                "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
                "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
            }
        )
        head = ("HTTP/1.1 200 OK", "Content-Type: application/json", f"Content-Length: {len(body)}")
        # The site closes after every answer, and says so: else the next question can go where nobody listens.
        writer.write("\r\n".join((*head, "Connection: close", "", "")).encode() + body)
        await writer.drain()

    web.pages["/v1/chat/completions"] = answer


def found(*events):
    return orjson.dumps({"events": events}).decode()


def test_what_the_model_finds_is_a_candidate(web):
    answering(web, found(VISIT))
    (candidate,) = read(web)
    assert candidate.event == {
        "type": "visit_announced",
        "certainty": "firm",
        "visitor": VISIT["visitor"],
        "host": "PRK",
        "window": "2023-10",
        "quote": "Sergey Lavrov, will travel to Pyongyang\nin October.",
    }
    assert (candidate.score, candidate.why) == (0.9, "It is said to be planned.")
    ((start, end),) = candidate.spans
    assert TEXT[start:end] == candidate.event["quote"]


def test_the_model_is_given_the_article_and_its_day(web):
    answering(web, found())
    assert read(web) == []
    (request,) = web.requests
    assert request.headers["authorization"] == f"Bearer {KEY}"
    sent = orjson.loads(request.body)
    assert (sent["model"], sent["temperature"]) == ("a-model", 0)
    question = sent["messages"][-1]["content"]
    assert TEXT in question
    assert "2023-09-26" in question


@pytest.mark.parametrize(
    "quote",
    [
        "Sergey Lavrov will travel to Pyongyang in October.",  # Without the comma.
        "sergey lavrov, will travel to Pyongyang",
        "Lavrov, will travel to Pyong",
        "Sergey Lavrov, has arrived in Pyongyang",
        "will travel",
        "",
    ],
)
def test_a_quote_that_does_not_stand_in_the_text_is_refused(web, quote):
    answering(web, found({**VISIT, "quote": quote}))
    assert read(web) == []
    assert span_of(quote, TEXT) is None


def test_a_name_that_does_not_stand_in_the_text_is_pointed_at(web):
    answering(web, found({**VISIT, "visitor": {"name": "Maria Zakharova", "state": "RUS"}}))
    (candidate,) = read(web)
    assert "Maria Zakharova" in candidate.problems[0]


def test_an_answer_in_another_shape_is_asked_for_once_more(web):
    answering(web, "I found one visit!", found(VISIT))
    assert len(read(web)) == 1
    assert len(web.requests) == 2


def from_rules(candidates):
    return [candidate.event["visitor"]["name"] for candidate in candidates] == ["Anna Ahlers"]


@pytest.mark.parametrize("content", ["no JSON", '{"events": [{"type": "war_declared"}]}', "[" * 100_000, ""])
def test_the_rules_read_where_the_model_talks_nonsense(web, content):
    answering(web, content)
    assert from_rules(read(web))


@pytest.mark.parametrize(
    "status", ["401 Unauthorized", "404 Not Found", "429 Too Many Requests", "500 Internal Server Error"]
)
def test_the_rules_read_where_the_endpoint_fails(web, status):
    web.put(
        "/v1/chat/completions",
        f'{{"error": {{"message": "no: {KEY}"}}}}',
        status=status,
        content_type="application/json",
    )
    assert from_rules(read(web))
    assert len(web.requests) == 1


def test_the_rules_read_where_nobody_answers(web):
    async def silent(_, __):
        await asyncio.Event().wait()

    web.pages["/v1/chat/completions"] = silent
    assert from_rules(read(web, seconds=0.5))


def test_the_rules_read_where_the_answer_drips(web):
    async def dripping(_, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.01)

    web.pages["/v1/chat/completions"] = dripping
    assert from_rules(read(web, seconds=0.5))


def test_the_key_is_never_logged(web, caplog):
    caplog.set_level(logging.DEBUG)
    answering(web, found(VISIT))
    read(web)
    web.put("/v1/chat/completions", f'{{"error": {{"message": "no: {KEY}"}}}}', status="401 Unauthorized")
    read(web)
    assert "did not answer" in caplog.text
    assert KEY not in "".join(record.getMessage() for record in caplog.records)
    assert KEY not in repr(reader(web)._endpoint)


def test_without_its_libraries_it_says_what_to_install(web, monkeypatch):
    monkeypatch.setattr("adapters.reading.model.find_spec", lambda name: None)
    with pytest.raises(NoModel, match=r"servanda\[llm\]"):
        reader(web)


def test_a_report_tells_who_read_it_in_the_end(web, sqlite_databases):
    from tests.adapters.databases import opened

    with opened(sqlite_databases) as store:
        intake = Intake(store.ledger, reader(web))
        answering(web, found(VISIT))
        by_model, _ = intake.take(Submission(TEXT, "Example News", "2023-09-26"), "desk")
        assert by_model["reader"] == "model a-model"
        web.put("/v1/chat/completions", b"", status="500 Internal Server Error")
        by_rules, _ = intake.take(Submission(TEXT + " So.", "Example News", "2023-09-26"), "desk")
        assert by_rules["reader"] == "fake-1"

"""From an article to a promise: sent in, read, accepted, seen."""

from __future__ import annotations

from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import orjson
import pytest

from api import desk_schemas as schemas
from tests.adapters.fake_reader import FakeReader

TEXT = "A headline\n\nThe ministry spoke. Sergey Lavrov of RUS will visit PRK in 2023-10. Nobody knew more."
ARTICLE = {
    "text": TEXT,
    "url": "https://news.example/lavrov-to-visit",
    "publisher": "Example News",
    "published_at": "2023-09-26",
    "title": "A headline",
}


@pytest.fixture
def desk(start):
    return start({"reader": FakeReader()}, watch_seconds=0)


def send(desk, scope="report", **fields):
    article = {name: value for name, value in {**ARTICLE, **fields}.items() if value is not None}
    return desk.call("POST", "/v1/reports", scope, json=article)


def only_candidate(desk, **fields):
    answer = send(desk, **fields)
    assert answer.status_code == 201, answer.text
    (candidate,) = answer.json()["candidates"]
    return candidate


def accept(desk, candidate, scope="review", **body):
    return desk.call("POST", f"/v1/candidates/{candidate['id']}/accept", scope, json=body)


def reject(desk, candidate, reason="only a wish", scope="review"):
    return desk.call("POST", f"/v1/candidates/{candidate['id']}/reject", scope, json={"reason": reason})


def test_an_article_that_is_accepted_becomes_a_promise(desk):
    candidate = only_candidate(desk)
    assert candidate["state"] == "proposed"
    assert desk.get("/v1/promises").json()["items"] == []
    answer = accept(desk, candidate)
    assert answer.status_code == 201
    (promise,) = desk.get("/v1/promises").json()["items"]
    assert promise["visitor"]["name"] == "Sergey Lavrov"
    assert promise["window"] == "2023-10"
    (evidence,) = promise["evidence"]
    assert evidence["event_id"] == answer.json()["receipt"]["event_id"]
    assert evidence["publisher"] == "Example News"
    assert evidence["url"] == "https://news.example/lavrov-to-visit"
    assert evidence["published_at"] == "2023-09-26"
    assert evidence["quote"] == "Sergey Lavrov of RUS will visit PRK in 2023-10."
    entry = desk.get(f"/v1/events/{evidence['event_id']}").json()
    assert entry["recorded_by"] == "test review"
    assert entry["event"]["report"]["title"] == "A headline"


def test_a_report_tells_what_is_known_of_it(desk):
    report = send(desk).json()
    assert desk.get(f"/v1/reports/{report['id']}").json() == report
    assert report["text"] == TEXT
    assert report["characters"] == len(TEXT)
    assert report["received_by"] == "test report"
    assert report["reader"] == "fake-1"
    assert report["copy_of"] is None
    (candidate,) = report["candidates"]
    start, end = candidate["span"]
    assert TEXT[start:end] == candidate["spans"][0]["text"] == "Sergey Lavrov of RUS will visit PRK in 2023-10."
    assert candidate["problems"] == ["The year was assumed."]
    assert candidate["why"] == "It says so."


def test_the_answers_have_the_documented_form(desk):
    report = send(desk).json()
    schemas.ReceivedReport.model_validate(report, strict=True)
    schemas.CandidatePage.model_validate(desk.get("/v1/candidates").json(), strict=True)
    (candidate,) = report["candidates"]
    schemas.Candidate.model_validate(reject(desk, candidate).json(), strict=True)
    accepted = accept(desk, candidate, changes={"window": "2023-11"}).json()
    schemas.Accepted.model_validate(accepted, strict=True)
    desk.call("DELETE", f"/v1/reports/{report['id']}/text", "review")
    erased = desk.get(f"/v1/reports/{report['id']}").json()
    schemas.ReceivedReport.model_validate(erased, strict=True)
    rule = desk.call("PUT", "/v1/publisher-rules/x", "admin", json={"accept_from": 0.8}).json()
    schemas.Rule.model_validate(rule, strict=True)
    schemas.Rules.model_validate(desk.get("/v1/publisher-rules").json(), strict=True)
    source = {"url": "https://news.example/feed.xml"}
    schemas.Source.model_validate(desk.call("POST", "/v1/sources", "admin", json=source).json(), strict=True)
    schemas.Sources.model_validate(desk.get("/v1/sources").json(), strict=True)


def test_accepting_twice_stores_once(desk):
    candidate = only_candidate(desk)
    first, second = accept(desk, candidate), accept(desk, candidate)
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["receipt"]["event_id"] == first.json()["receipt"]["event_id"]
    assert second.json()["receipt"]["duplicate"]
    assert len(desk.get("/v1/events").json()["items"]) == 1


def test_what_was_accepted_and_withdrawn_is_not_accepted_again(desk):
    candidate = only_candidate(desk)
    event_id = accept(desk, candidate).json()["receipt"]["event_id"]
    withdrawal = {"type": "entry_withdrawn", "event_id": event_id, "reason": "the wrong man"}
    assert desk.call("POST", "/v1/events", "review", json=withdrawal).status_code == 201
    answer = accept(desk, candidate)
    assert answer.status_code == 409
    assert event_id in answer.json()["detail"]
    assert "was withdrawn on 20" in answer.json()["detail"]
    assert "the wrong man" in answer.json()["detail"]


def test_what_is_mended_is_recorded_as_mended(desk):
    candidate = only_candidate(desk)
    changes = {"window": "2023-11", "place": "Pyongyang", "quote": None}
    answer = accept(desk, candidate, changes=changes).json()
    assert answer["candidate"]["changes"] == changes
    event = desk.get(f"/v1/events/{answer['receipt']['event_id']}").json()["event"]
    assert (event["window"], event["place"]) == ("2023-11", "Pyongyang")
    assert "quote" not in event
    assert accept(desk, candidate, changes=changes).status_code == 200
    assert accept(desk, candidate, changes={"window": "2023-12"}).status_code == 409


def test_a_change_that_makes_no_event_is_refused_and_changes_nothing(desk):
    candidate = only_candidate(desk)
    answer = accept(desk, candidate, changes={"host": "XXX"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/host"
    own_act = {"type": "entry_withdrawn", "event_id": "e0", "reason": "no"}
    assert accept(desk, candidate, changes=own_act).json()["errors"][0]["pointer"] == "/type"
    assert desk.get(f"/v1/candidates/{candidate['id']}").json()["state"] == "proposed"
    assert desk.get("/v1/events").json()["items"] == []


def test_a_rejected_candidate_keeps_its_reason_and_can_be_accepted_after_all(desk):
    candidate = only_candidate(desk)
    rejected = reject(desk, candidate).json()
    assert (rejected["state"], rejected["reason"], rejected["decided_by"]) == (
        "rejected",
        "only a wish",
        "test review",
    )
    accepted = accept(desk, candidate).json()["candidate"]
    assert (accepted["state"], accepted["reason"]) == ("accepted", None)
    assert reject(desk, candidate).status_code == 409


def test_deciding_takes_the_scope_review(desk):
    candidate = only_candidate(desk)
    assert accept(desk, candidate, scope="report").status_code == 403
    assert reject(desk, candidate, scope="report").status_code == 403
    assert send(desk, scope="read").status_code == 403


def test_the_same_text_from_the_same_address_is_read_once(desk):
    first = send(desk)
    again = send(desk)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert len(desk.services.reader.read_texts) == 1


def test_another_day_for_the_same_text_is_not_passed_over(desk):
    first = send(desk).json()
    again = send(desk, published_at="2023-09-28")
    assert (again.status_code, again.json()["published_at"]) == (200, "2023-09-26")
    (problem,) = again.json()["problems"]
    assert "2023-09-26" in problem
    assert "2023-09-28" in problem
    assert send(desk, published_at="2023-09-26T00:00:00Z").json()["problems"] == []
    assert desk.get(f"/v1/reports/{first['id']}").json() == first


def test_a_page_that_tells_another_day_than_is_given_is_pointed_at(desk):
    head = '<meta property="article:published_time" content="2023-09-20T08:00:00Z">'
    html = f"<!doctype html><html><head>{head}</head><body><article><p>{TEXT}</p></article></body></html>"
    (problem,) = send(desk, text=None, html=html).json()["problems"]
    assert "2023-09-20" in problem
    assert "2023-09-26" in problem
    assert send(desk, text=None, html=html, url="https://x.example/", published_at="2023-09-20").json()["problems"] == []


def test_an_erased_text_is_gone_and_what_was_found_in_it_stays(desk):
    report = send(desk).json()
    path = f"/v1/reports/{report['id']}"
    assert desk.call("DELETE", f"{path}/text", "report").status_code == 403
    assert desk.call("DELETE", f"{path}/text", "review").status_code == 204
    assert desk.call("DELETE", f"{path}/text", "review").status_code == 204
    erased = desk.get(path).json()
    assert erased["text"] is None
    assert erased["erased_at"] is not None
    assert erased["hash"] == report["hash"]
    (candidate,) = erased["candidates"]
    assert candidate["spans"][0]["text"] is None
    assert "quote" not in candidate["event"]
    again = send(desk)
    assert (again.status_code, again.json()["text"]) == (200, None)
    assert accept(desk, candidate).status_code == 201


def test_a_text_that_is_said_to_be_english_is_read(desk):
    text = "São Tomé: Presidente Ulisses Correia e Silva, Filipe Nyusi, José Ramos-Horta; Luiz Inácio Lula da Silva."
    assert send(desk, text=text, language=None).status_code == 422
    assert send(desk, text=text, language="en").status_code == 201


def test_the_day_of_publication_is_not_guessed(desk):
    answer = send(desk, published_at=None)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/published_at"
    assert desk.get("/v1/candidates").json()["items"] == []


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"published_at": "yesterday"}, "/published_at"),
        ({"published_at": "2199-01-01"}, "/published_at"),
        ({"url": "no address"}, "/url"),
        ({"url": None, "publisher": None}, "/publisher"),
        ({"text": None, "url": None}, "/text"),
        ({"html": "<p>x</p>"}, "/html"),
        ({"language": "not a language"}, "/language"),
        ({"titel": "x"}, "/titel"),
    ],
)
def test_a_wrong_field_is_named(desk, fields, pointer):
    answer = send(desk, **fields)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert desk.get("/v1/candidates?score=0").json()["items"] == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        (" \n ", "empty"),
        ("a\0b", "binary"),
        ("%PDF-1.7\n\x01\x02", "a PDF"),
        ("Der Minister reiste am Montag nach Lima, wie das Ministerium in Nairobi mitteilte.", "German"),
        ("word and the of " * 4_000, "64,000 characters"),
    ],
)
def test_what_is_no_text_is_refused_and_nothing_is_stored(desk, text, why):
    answer = send(desk, text=text)
    assert (answer.status_code, why in answer.json()["detail"]) == (422, True)
    with desk.services.ledger.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT id FROM reports").all() == []


def test_more_than_is_taken_is_refused(start):
    desk = start({"reader": FakeReader()}, max_report_bytes=1000)
    assert send(desk, text="x" * 1000).status_code == 413


def test_ten_megabytes_get_their_answer_also_where_all_is_sent_before_anything_is_heard(desk):
    body = orjson.dumps({**ARTICLE, "text": "word and the of " * 650_000})
    headers = {
        "Authorization": f"Bearer {desk.key('report')}",
        "Content-Type": "application/json",
        "Connection": "close",
    }
    connection = HTTPConnection(urlsplit(desk.url).netloc, timeout=60)
    with closing(connection):
        connection.request("POST", "/v1/reports", body, headers)
        answer = connection.getresponse()
        assert (answer.status, b"6 MiB" in answer.read()) == (413, True)
    assert desk.get("/v1/candidates?score=0").json()["items"] == []


def test_a_text_without_an_address_gets_a_name_made_from_it(desk):
    report = send(desk, url=None).json()
    assert report["url"].startswith("urn:servanda:text:")
    assert send(desk, url=None).status_code == 200
    assert accept(desk, report["candidates"][0]).status_code == 201


def test_candidates_are_looked_through_by_state_score_and_report(desk):
    people = ["Anna Ahlers", "Boris Bunin", "Carla Conti"]
    text = " ".join(f"{name} of RUS will visit PRK.{'!' * 2 * n}" for n, name in enumerate(people))
    report = send(desk, text=text).json()
    assert [c["score"] for c in report["candidates"]] == [0.9, 0.5, 0.1]
    assert len(desk.get("/v1/candidates").json()["items"]) == 2
    page = desk.get("/v1/candidates?score=0&limit=2").json()
    assert [c["id"] for c in page["items"]] == [c["id"] for c in report["candidates"][:2]]
    rest = desk.get(f"/v1/candidates?score=0&limit=2&cursor={page['next_cursor']}").json()
    assert [c["id"] for c in rest["items"]] == [report["candidates"][2]["id"]]
    assert rest["next_cursor"] is None
    reject(desk, report["candidates"][0])
    assert len(desk.get("/v1/candidates?state=rejected,accepted").json()["items"]) == 1
    assert len(desk.get(f"/v1/candidates?report={report['id']}").json()["items"]) == 2
    assert desk.get("/v1/candidates?report=r0").json()["items"] == []
    assert desk.get("/v1/candidates?state=lost").status_code == 422


def test_what_cannot_be_an_event_is_kept_and_says_why(desk):
    candidate = only_candidate(desk, text="Sergey Lavrov of RUS will visit RUS.")
    assert any("cannot be accepted" in problem.lower() for problem in candidate["problems"])
    assert accept(desk, candidate).status_code == 422
    assert accept(desk, candidate, changes={"host": "PRK"}).status_code == 201


def test_a_rule_accepts_by_itself_above_its_score(desk):
    rule = desk.call("PUT", "/v1/publisher-rules/Example%20News", "admin", json={"accept_from": 0.8})
    assert rule.status_code == 200
    assert desk.call("PUT", "/v1/publisher-rules/x", "review", json={"accept_from": 0.8}).status_code == 403
    text = "Anna Ahlers of RUS will visit PRK. Boris Bunin of RUS will visit PRK.!"
    first, second = send(desk, text=text, publisher="EXAMPLE news ").json()["candidates"]
    assert (first["state"], second["state"]) == ("accepted", "proposed")
    entry = desk.get(f"/v1/events/{first['event_id']}").json()
    assert entry["recorded_by"] == "rule of test admin"
    (unfit,) = send(desk, text="Anna Ahlers of RUS will visit RUS.").json()["candidates"]
    assert unfit["state"] == "proposed"
    assert [r["publisher"] for r in desk.get("/v1/publisher-rules").json()["items"]] == ["Example News"]
    assert desk.call("DELETE", "/v1/publisher-rules/example%20news", "admin").status_code == 204
    assert desk.call("DELETE", "/v1/publisher-rules/example%20news", "admin").status_code == 404
    (left,) = send(desk, text="Carla Conti of RUS will visit PRK.").json()["candidates"]
    assert left["state"] == "proposed"


def test_a_rebuild_leaves_the_desk_alone(desk):
    from adapters.rebuild import rebuild

    accept(desk, only_candidate(desk))
    before = desk.get("/v1/candidates").json()
    rebuild(desk.services.ledger.engine)
    assert desk.get("/v1/candidates").json() == before
    assert len(desk.get("/v1/promises").json()["items"]) == 1

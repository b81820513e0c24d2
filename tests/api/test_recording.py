"""POST /v1/events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest


def pointers(answer):
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return [error["pointer"] for error in answer.json()["errors"]]


def test_an_event_is_recorded_once(server, visit):
    first, again = server.record(visit()), server.record(visit(quote="in other words"))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == {
        "event_id": first.json()["event_id"],
        "recorded_at": first.json()["recorded_at"],
        "position": 1,
        "relationships": ["PRK-RUS"],
        "duplicate": False,
    }
    assert again.json() == {**first.json(), "duplicate": True}


def test_a_client_reads_its_own_write(server, visit):
    for number in range(5):
        server.record(
            visit(url=f"https://news.example/{number}", visitor={"name": f"A{number}", "state": "RUS"})
        )
        assert len(server.get("/v1/events").json()["items"]) == number + 1


def test_an_event_keeps_the_name_of_the_key_that_recorded_it(server, visit):
    event_id = server.record(visit()).json()["event_id"]
    assert server.get(f"/v1/events/{event_id}").json()["recorded_by"] == "test report"


def test_every_mistake_has_its_pointer(server, visit):
    answer = server.record(visit(visitor={"name": 7, "state": "RUS"}, host="PRQ", colour="red"))
    assert sorted(pointers(answer)) == ["/colour", "/host", "/visitor/name"]
    assert server.services.queries.position() == 0


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"host": "???"}, "/host"),
        ({"window": "2023-13"}, "/window"),
        ({"window": "2023-10/2023-09"}, "/window"),
        ({"host": "RUS"}, "/host"),
        ({"published_at": (datetime.now(UTC) + timedelta(days=3)).date().isoformat()}, "/report/published_at"),
        ({"visitor": {"name": "Ser\x00gey", "state": "RUS"}}, "/visitor/name"),
        ({"visitor": {"name": 7, "state": "RUS"}}, "/visitor/name"),
        ({"visitor": {"name": "", "state": "RUS"}}, "/visitor/name"),
        ({"said_on": "2023-10-20"}, "/said_on"),
        ({"quote": "x" * 1001}, "/quote"),
        ({"type": "visit_imagined"}, "/type"),
        ({"unknown": 1}, "/unknown"),
        ({"report": {}}, "/report/url"),
    ],
)
def test_bad_input_is_pointed_at_and_nothing_is_stored(server, visit, wrong, pointer):
    answer = server.record(visit(**wrong))
    assert pointer in pointers(answer)
    assert all(error["detail"] for error in answer.json()["errors"])
    assert server.services.queries.position() == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"visit_announced"',
        b'{"type": "visit_announced", "host": "\xff\xfe"}',
        b'{"host": NaN}',
        b"[" * 100_000,
        b'{"a":' * 2_000 + b"1" + b"}" * 2_000,
        "{}".encode("utf-16"),
    ],
)
def test_what_is_no_event_is_refused(server, body):
    assert pointers(server.record(body))


def test_a_body_of_100_mb_is_refused_by_its_announced_length(server):
    answer = server.record(b" " * 100_000_000)
    assert answer.status_code == 413
    assert "256 KiB" in answer.json()["detail"]


def test_a_body_without_a_length_is_read_no_further_than_allowed(server):
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(1_600):
            sent += 65_536
            yield b" " * 65_536

    answer = server.call(
        "POST", "/v1/events", "report", content=endless(), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 413
    assert server.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json; charset=latin-1"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ],
)
def test_a_body_of_another_media_type_is_refused(server, headers):
    assert server.record(b"{}", headers=headers).status_code == 415


def test_a_correction_of_what_is_not_there_is_404(server):
    act = {"type": "entry_withdrawn", "event_id": "e0000000000000000000000000", "reason": "none"}
    assert server.record(act, "review").status_code == 404


def test_own_acts_need_the_scope_review(server, visit):
    event_id = server.record(visit()).json()["event_id"]
    act = {"type": "entry_withdrawn", "event_id": event_id, "reason": "a test"}
    assert server.record(act, "report").status_code == 403
    assert server.record(act, "review").status_code == 201


def test_a_repeated_type_cannot_smuggle_a_correction_past_the_scope(server, visit):
    event_id = server.record(visit()).json()["event_id"]
    rest = f'"event_id": "{event_id}", "reason": "a test"'
    for first, second in (("entry_withdrawn", "visit_announced"), ("visit_announced", "entry_withdrawn")):
        body = f'{{"type": "{first}", {rest}, "type": "{second}"}}'.encode()
        assert server.record(body, "report").status_code in (403, 422)
    assert server.services.queries.position() == 1


def test_a_second_correction_of_a_withdrawn_event_is_refused(server, visit):
    event_id = server.record(visit()).json()["event_id"]
    server.record({"type": "entry_withdrawn", "event_id": event_id, "reason": "a test"}, "review")
    correction = {
        "type": "entry_corrected",
        "event_id": event_id,
        "correction": {"window": "2023-11"},
        "reason": "x",
    }
    assert server.record(correction, "review").status_code in (404, 422)

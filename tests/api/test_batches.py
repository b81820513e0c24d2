"""POST /v1/events/batch."""

from __future__ import annotations

import orjson


def send(server, lines, scope="report", **how):
    body = b"\n".join(line if isinstance(line, bytes) else orjson.dumps(line) for line in lines)
    headers = {"Content-Type": "application/x-ndjson"}
    return server.call("POST", "/v1/events/batch", scope, content=body, headers=headers, **how)


def three(visit):
    return [visit(url=f"https://news.example/{number}") for number in range(3)]


def test_good_lines_are_recorded_and_bad_ones_named(server, visit):
    good = three(visit)
    answer = send(server, [good[0], b"", b"{", good[1], visit(host="???"), good[1], b"  "])
    assert answer.status_code == 200
    result = answer.json()
    assert (result["accepted"], result["duplicates"]) == (2, 1)
    assert [bad["line"] for bad in result["rejected"]] == [3, 5]
    assert result["rejected"][1]["errors"][0]["pointer"] == "/host"


def test_with_atomic_one_bad_line_rejects_all(server, visit):
    answer = send(server, [*three(visit), visit(host="???")], params={"atomic": "true"})
    assert answer.status_code == 422
    assert answer.json()["rejected"][0]["line"] == 4
    assert answer.json()["errors"][0]["pointer"] == "/host"
    assert server.services.queries.position() == 0


def test_with_atomic_a_line_that_is_no_json_hides_no_other(server, visit):
    answer = send(server, [visit(host="???"), *three(visit), b"{bad"], params={"atomic": "true"})
    assert [bad["line"] for bad in answer.json()["rejected"]] == [1, 5]
    assert server.services.queries.position() == 0


def test_with_atomic_good_lines_are_recorded(server, visit):
    assert send(server, three(visit), params={"atomic": "true"}).json()["accepted"] == 3


def test_own_acts_in_a_batch_need_the_scope_review(server, visit):
    event_id = server.record(visit()).json()["event_id"]
    act = {"type": "entry_withdrawn", "event_id": event_id, "reason": "a test"}
    refused = send(server, [act]).json()["rejected"]
    assert refused == [
        {
            "line": 1,
            "errors": [
                {"pointer": "/type", "detail": "a correction or a ruling needs a key with the scope review"}
            ],
        }
    ]
    assert send(server, [act], params={"atomic": "true"}).status_code == 422
    assert send(server, [act], "review").json()["accepted"] == 1


def test_a_batch_of_nothing_records_nothing(server):
    assert send(server, []).json() == {"accepted": 0, "duplicates": 0, "rejected": []}


def test_too_many_lines_are_refused_with_the_limit(start, visit):
    answer = send(start(max_batch_lines=2), three(visit))
    assert answer.status_code == 422
    assert "at most 2 events" in answer.json()["detail"]


def test_too_many_bytes_are_refused_with_the_limit(start, visit):
    answer = send(start(max_batch_bytes=1024 * 1024), [b" " * 1024 * 1024, b"{}"])
    assert answer.status_code == 413
    assert "1 MiB" in answer.json()["detail"]


def test_a_wrong_value_of_atomic_is_refused(server):
    answer = send(server, [b"{}"], params={"atomic": "perhaps"})
    assert answer.json()["errors"][0]["parameter"] == "atomic"


def test_every_bad_line_is_named_however_many_there_are(server, visit):
    bad = visit(host="???", visitor={"name": 7, "state": "XXX"})
    result = send(server, [*[bad] * 1_200, visit()]).json()
    assert (result["accepted"], [bad["line"] for bad in result["rejected"]]) == (1, list(range(1, 1_201)))
    assert [len(result["rejected"][at]["errors"]) > 1 for at in (0, 999, 1_000, 1_199)] == [True, True, False, False]
    refused = send(server, [b"{}"] * 1_100, params={"atomic": "true"})
    assert refused.status_code == 422
    assert refused.json()["detail"].startswith("1,100 of the lines")
    assert len(refused.json()["rejected"]) == 1_100

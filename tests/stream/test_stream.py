"""The stream of alerts as a client of Server-Sent Events meets it."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import httpx
import orjson
import pytest

from adapters.database import open_engine
from adapters.ledger import Ledger
from api import stream

OLD = {"published_at": "2019-02-01", "publisher": "Two", "url": "https://news.example/old"}


def ids(server, **parameters):
    """The ids of all alerts, as the list has them."""
    found, after = [], None
    while True:
        query = {"limit": 500, **parameters} | ({"after": after} if after else {})
        page = server.get("/v1/alerts", params=query).json()
        if not page["items"]:
            return found
        found += [alert["id"] for alert in page["items"]]
        after = page["next_cursor"]


def test_an_alert_is_on_the_stream_as_it_is_in_the_list(server, listen, news):
    listener = listen()
    assert listener.response.headers["content-type"].startswith("text/event-stream")
    assert listener.response.headers["cache-control"] == "no-store"
    server.record(news())
    assert listener.next() == server.get("/v1/alerts").json()["items"][0]
    assert listener.silent()


def test_a_new_stream_begins_now_and_one_after_a_cursor_there(server, listen, news):
    server.record(news(1))
    cursor = server.get("/v1/alerts").json()["next_cursor"]
    server.record(news(2))
    now, then = listen(), listen(f"?after={cursor}")
    server.record(news(3))
    assert [now.next()["id"]] == ["3"]
    assert [then.next()["id"], then.next()["id"]] == ["2", "3"]


def test_nothing_is_missed_and_nothing_comes_twice_however_often_the_connection_breaks(server, listen, news):
    listener, seen, chance = listen(), [], random.Random(7)
    writer = threading.Thread(target=lambda: [server.record(news(n)) for n in range(120)])
    writer.start()
    while len(seen) < 120:
        seen += [listener.next()["id"] for _ in range(min(chance.randint(1, 9), 120 - len(seen)))]
        last = listener.last_id
        listener.close()
        listener = listen(last=last)
    writer.join()
    assert seen == ids(server)
    assert listener.silent()


def test_who_loses_the_stream_before_the_first_alert_misses_nothing(server, listen, news):
    server.record(news(1))
    first = listen()
    first.close()
    server.record(news(2))
    assert first.begun == "1"
    assert listen(last=first.begun).next()["id"] == "2"


def test_a_last_id_of_the_future_begins_now(server, listen, news):
    listener = listen(last="999999")
    assert listener.begun == "0"
    server.record(news())
    assert listener.next()["id"] == "1"


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("?kind=promise.unfulfilled", ["3"]),
        ("?kind=promise.opened,promise.unfulfilled", ["1", "2", "3"]),
        ("?relationship=CZE-NOR", ["2"]),
        ("?relationship=NOR-CZE", ["2"]),
        ("?state=CZE", ["2"]),
        ("?official=Lie", ["2"]),
        ("?official=lie&state=AUT", []),
    ],
)
def test_filters_choose(server, listen, news, query, wanted):
    listener, all_of_them = listen(query), listen()
    server.record(news(0))
    server.record(news(1, host="CZE"))
    promise = server.get("/v1/promises?state=AUT").json()["items"][0]["id"]
    told = {"type": "outcome_reported", "about": {"promise_id": promise}, "outcome": "unfulfilled"}
    server.record({**told, "report": {**news(0)["report"], "url": "https://news.example/outcome"}})
    for _ in range(3):
        all_of_them.next()
    for number in wanted:
        assert listener.next()["id"] == number
    assert listener.silent()


def test_due_soon_comes_as_many_days_before_as_the_stream_asks_for(start, listen, news):
    server = start(allowed_networks="loopback")
    early = server.get("/v1/alerts/stream", params={"due_soon_days": 30})
    assert early.status_code == 422  # Nobody subscribes to it, so nothing could ever come.
    assert early.json()["errors"][0]["parameter"] == "due_soon_days"
    wanted = {"channel": "webhook", "url": "http://127.0.0.1:9/hook", "due_soon_days": 30}
    assert server.call("POST", "/v1/subscriptions", "report", json=wanted).status_code == 201
    month, week = listen("?due_soon_days=30", on=server), listen(on=server)
    today = datetime.now(UTC)
    server.record(news(window=(today + timedelta(days=40)).date().isoformat()))
    assert month.next()["kind"] == week.next()["kind"] == "promise.opened"
    server.services.ledger.sweep(today + timedelta(days=11))
    told = month.next()
    assert (told["kind"], told["due_soon_days"]) == ("promise.due_soon", 30)
    assert week.silent()
    server.services.ledger.sweep(today + timedelta(days=34))
    assert (told := week.next())["due_soon_days"] == 7
    assert told["on"] == (today + timedelta(days=33)).date().isoformat()
    assert month.silent()
    listed = server.get("/v1/alerts", params={"kind": "promise.due_soon", "due_soon_days": 30}).json()["items"]
    assert [alert["due_soon_days"] for alert in listed] == [30]


def test_old_news_means_the_same_in_the_list_as_in_a_stream(server, listen, news):
    server.record(news(1))
    server.record(news(2, report=OLD))
    assert ids(server) == ids(server, historical="true") == ["1", "2"]
    assert ids(server, historical="false") == ["1"]
    cursor = "?after=" + server.get("/v1/alerts", params={"limit": 1}).json()["next_cursor"]
    assert listen(cursor).silent()
    assert listen(cursor + "&historical=true").next()["id"] == "2"


def test_filters_hold_for_what_was_missed_too(server, listen, news):
    for number in range(20):
        server.record(news(number, host="CZE" if number % 4 == 0 else "AUT"))
    listener = listen("?state=CZE", last="0")
    assert [listener.next()["id"] for _ in range(5)] == ["1", "5", "9", "13", "17"]
    assert listener.silent()


def test_old_news_is_told_where_it_is_asked_for(server, listen, news):
    without, with_it = listen(), listen("?historical=true")
    server.record(news(0, report=OLD, window="2019-03"))
    assert with_it.next()["historical"]
    assert without.silent()


@pytest.mark.parametrize(
    ("query", "headers", "parameter"),
    [
        ("?kind=promise.forgotten", {}, "kind"),
        ("?relationship=PRK", {}, "relationship"),
        ("?state=Norway", {}, "state"),
        ("?historical=perhaps", {}, "historical"),
        ("?after=nonsense", {}, "after"),
        ("?kinds=x", {}, "kinds"),
        ("", {"last": "abc"}, "Last-Event-ID"),
        ("", {"last": "9" * 30}, "Last-Event-ID"),
        ("", {"last": "-1"}, "Last-Event-ID"),
    ],
)
def test_what_makes_no_sense_is_told(listen, query, headers, parameter):
    response = listen(query, **headers).response
    assert response.status_code == 422
    assert response.json()["errors"][0]["parameter"] == parameter


def test_the_stream_is_not_held_back_by_compression(server, listen, news):
    listener = listen(**{"Accept-Encoding": "gzip"})
    assert "content-encoding" not in listener.response.headers
    server.record(news())
    assert listener.next(2)["id"] == "1"


def test_a_silent_stream_beats_and_its_position_moves_on(server, listen, news, monkeypatch):
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.1)
    listener = listen("?state=CZE")
    server.record(news())
    end = time.monotonic() + 5
    while listener.event().id != "1":
        assert time.monotonic() < end
    assert not listener.seen


def test_heads_of_streams_end(server):
    answer = server.call("HEAD", "/v1/alerts/stream")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"].startswith("text/event-stream")


def test_too_many_streams_are_refused_for_now(listen, monkeypatch):
    monkeypatch.setattr(stream, "MOST_STREAMS", 1)
    listen()
    refused = listen().response
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "30")


def test_an_alert_that_another_process_raised_arrives_too(server, database, listen, news):
    listener = listen()
    engine = open_engine(database)
    Ledger(engine).record(orjson.dumps(news()), "elsewhere")
    engine.dispose()
    assert listener.next(3)["id"] == "1"


def test_a_stream_needs_a_key_where_reading_does_and_ends_with_it(start, listen, monkeypatch):
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.1)
    monkeypatch.setattr(stream, "_ASK_AGAIN_SECONDS", 0.2)
    server = start(host="0.0.0.0", key_memory_seconds=0)  # noqa: S104 - the socket is on loopback
    assert listen(on=server).response.status_code == 401
    listener = listen(on=server, Authorization=f"Bearer {server.key('read')}")
    listener.event()
    server.services.keys.revoke("test read")
    with pytest.raises(EOFError):
        [listener.event() for _ in range(100)]


def test_a_server_that_is_stopped_ends_its_streams_at_once(database, tmp_path):
    command = [sys.executable, "-m", "api.cli", "serve", "--database", database, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            address = process.stderr.readline().split(" listens on ")[1].split()[0]
            with httpx.stream("GET", f"{address}/v1/alerts/stream", timeout=10) as answer:
                lines = answer.iter_lines()
                next(lines)
                began = time.monotonic()
                process.terminate()
                for _ in lines:
                    pass
            process.wait(10)
            assert time.monotonic() - began < 3.5
        finally:
            process.kill()


# ---------------------------------------------------------------- long polling
def test_waiting_for_the_next_page_ends_as_soon_as_there_is_one(server, news):
    threading.Timer(0.5, lambda: server.record(news())).start()
    began = time.monotonic()
    page = httpx.get(f"{server.url}/v1/alerts?wait=20", timeout=30).json()
    assert 0.4 < time.monotonic() - began < 5
    assert [alert["id"] for alert in page["items"]] == ["1"]


def test_waiting_ends_with_nothing_when_the_time_is_over(server, news):
    server.record(news())
    after = server.get("/v1/alerts").json()["next_cursor"]
    began = time.monotonic()
    page = server.get(f"/v1/alerts?after={after}&wait=1").json()
    assert (page["items"], page["next_cursor"]) == ([], after)
    assert time.monotonic() - began >= 0.9


def test_waiting_is_for_what_is_wanted(server, news):
    def later():
        server.record(news(0))
        time.sleep(0.5)
        server.record(news(1, host="CZE"))

    threading.Thread(target=later).start()
    page = httpx.get(f"{server.url}/v1/alerts?wait=20&state=CZE", timeout=30).json()
    assert [alert["id"] for alert in page["items"]] == ["2"]


def test_there_is_no_waiting_where_there_is_something(server, news):
    server.record(news())
    began = time.monotonic()
    assert server.get("/v1/alerts?wait=30").json()["items"]
    assert time.monotonic() - began < 2


def test_nobody_waits_longer_than_a_minute(server):
    assert server.get("/v1/alerts?wait=61").status_code == 422
    assert server.get("/v1/alerts?wait=-1").status_code == 422

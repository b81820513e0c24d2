"""Many clients at once: nothing is lost, nothing is answered with 500."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import orjson


def test_single_events_and_refused_batches_do_not_disturb_each_other(server, visit):
    server.key("report")

    def single(number):
        return server.record(visit(url=f"https://news.example/{number}")).status_code

    def batch(number):
        good = [visit(url=f"https://news.example/batch/{number}/{line}") for line in range(5)]
        lines = b"\n".join(map(orjson.dumps, [*good, {}]))
        headers = {"Content-Type": "application/x-ndjson"}
        return server.call(
            "POST", "/v1/events/batch?atomic=true", "report", content=lines, headers=headers
        ).status_code

    def read(number):
        return server.get(f"/v1/promises?limit={number % 50 + 1}").status_code

    with ThreadPoolExecutor(12) as pool:
        singles = [pool.submit(single, number) for number in range(300)]
        batches = [pool.submit(batch, number) for number in range(60)]
        reads = [pool.submit(read, number) for number in range(60)]
    assert {answer.result() for answer in singles} == {201}
    assert {answer.result() for answer in batches} == {422}
    assert {answer.result() for answer in reads} == {200}
    assert server.services.queries.position() == 300

"""How many requests one caller may send."""

from __future__ import annotations

import pytest

from api.errors import Problem
from api.limiter import Limiter


def test_a_caller_may_send_a_burst_and_then_the_rate():
    now = [0.0]
    limiter = Limiter(rate=2, burst=3, clock=lambda: now[0])
    for _ in range(3):
        limiter.take("desk")
    with pytest.raises(Problem) as refused:
        limiter.take("desk")
    assert refused.value.headers == {"Retry-After": "1"}
    limiter.take("another")
    now[0] = 0.5
    limiter.take("desk")
    with pytest.raises(Problem):
        limiter.take("desk")


def test_a_server_answers_429_with_the_seconds_to_wait(start):
    server = start(rate_per_second=0.01, rate_burst=2)
    assert [server.get("/v1/promises").status_code for _ in range(3)] == [200, 200, 429]
    refused = server.get("/v1/promises")
    assert refused.headers["content-type"] == "application/problem+json"
    assert 1 <= int(refused.headers["retry-after"]) <= 100
    assert server.get("/healthz").status_code == 200

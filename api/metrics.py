"""Prometheus: requests by route, and the state of the ledger. A registry of its own for every app."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger("servanda")
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """What is counted. `position` asks the ledger for its last position, at every scrape."""

    def __init__(self, position: Callable[[], int]) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.requests = Counter(
            "servanda_http_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "servanda_http_request_seconds",
            "How long the answers took.",
            ("method", "route"),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.swept = Gauge(
            "servanda_clock_last_success_timestamp_seconds",
            "When the clock task last went through.",
            registry=self.registry,
        )
        self.calendar_alerts = Counter(
            "servanda_clock_alerts", "Alerts that the calendar alone caused.", registry=self.registry
        )
        self.registry.register(_LedgerGauges(position))


class _LedgerGauges(Collector):
    def __init__(self, position: Callable[[], int]) -> None:
        self._position = position

    def describe(self) -> Iterable[Metric]:
        """Nothing, so that registering asks the ledger nothing."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """The gauges as they stand; none where the database does not answer."""
        try:
            position = self._position()
        except Exception:
            logger.exception("no ledger gauges")
            return
        yield GaugeMetricFamily(
            "servanda_ledger_position", "The position of the last event in the log.", value=position
        )


class Counting:
    """ASGI: counts every request under its route's template, so that ids make no new series."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            route = getattr(scope.get("route"), "path", "none")
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self.metrics.requests.labels(method, route, str(status)).inc()
            self.metrics.seconds.labels(method, route).observe(time.perf_counter() - started)


_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})

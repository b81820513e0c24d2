"""Prometheus: requests by route, and the state of the ledger. A registry of its own for every app."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.desk.figures import DeskFigures
from adapters.desk.watching import Looked
from adapters.outbox import Result
from adapters.queries.deliveries import SUBSCRIPTION_STATES, Figures

logger = logging.getLogger("servanda")
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """What is counted. The ledger's `position` and the `figures` are asked for at every scrape."""

    def __init__(
        self,
        position: Callable[[], int],
        figures: Callable[[], Figures],
        desk: Callable[[], DeskFigures],
    ) -> None:
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
        self.tries = Counter(
            "servanda_delivery_tries",
            "Messages that were sent to subscriptions, by what became of them; `waiting`: it is tried again.",
            ("outcome",),
            registry=self.registry,
        )
        self.try_seconds = Histogram(
            "servanda_delivery_try_seconds",
            "How long receivers took to answer.",
            buckets=(*_BUCKETS, 15),
            registry=self.registry,
        )
        self.looks = Counter(
            "servanda_source_looks",
            "Looks at watched feeds, by what became of them.",
            ("outcome",),
            registry=self.registry,
        )
        self.articles = Counter(
            "servanda_source_articles",
            "Articles of watched feeds that were tried; `unreadable` ones are tried again a few times.",
            ("outcome",),
            registry=self.registry,
        )
        for gauges in (_LedgerGauges(position), _OutboxGauges(figures), _DeskGauges(desk)):
            self.registry.register(gauges)

    def count_tries(self, results: Sequence[Result]) -> None:
        """Count what became of tries to deliver."""
        for result in results:
            self.tries.labels(result.state).inc()
            self.try_seconds.observe(result.duration_ms / 1000)


    def count_look(self, looked: Looked) -> None:
        """Count one look at a source."""
        self.looks.labels(looked.outcome).inc()
        self.articles.labels("read").inc(looked.articles)
        self.articles.labels("unreadable").inc(looked.unreadable)


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


class _OutboxGauges(Collector):
    def __init__(self, figures: Callable[[], Figures]) -> None:
        self._figures = figures

    def describe(self) -> Iterable[Metric]:
        """Nothing, so that registering asks the outbox nothing."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """The gauges as they stand; none where the database does not answer."""
        try:
            figures = self._figures()
        except Exception:
            logger.exception("no outbox gauges")
            return
        yield GaugeMetricFamily(
            "servanda_deliveries_waiting", "Deliveries that wait to be sent.", value=figures.waiting
        )
        since = 0.0 if figures.oldest is None else max(0.0, time.time() - figures.oldest / 1_000_000)
        yield GaugeMetricFamily(
            "servanda_delivery_oldest_seconds",
            "How old the oldest delivery is that could be sent now; 0: there is none.",
            value=since,
        )
        states = GaugeMetricFamily("servanda_subscriptions", "Subscriptions by state.", labels=["state"])
        for state in SUBSCRIPTION_STATES:
            states.add_metric([state], figures.subscriptions.get(state, 0))
        yield states


class _DeskGauges(Collector):
    def __init__(self, figures: Callable[[], DeskFigures]) -> None:
        self._figures = figures

    def describe(self) -> Iterable[Metric]:
        """Nothing, so that registering asks the desk nothing."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """The gauges as they stand; none where the database does not answer."""
        try:
            figures = self._figures()
        except Exception:
            logger.exception("no desk gauges")
            return
        yield GaugeMetricFamily("servanda_reports", "Articles that were read.", value=figures.reports)
        by_state = (
            ("servanda_candidates", "Candidates by state.", figures.candidates),
            ("servanda_sources", "Watched feeds by state.", figures.sources),
        )
        for name, words, counts in by_state:
            states = GaugeMetricFamily(name, words, labels=["state"])
            for state, count in counts.items():
                states.add_metric([state], count)
            yield states
        since = figures.silent_since
        yield GaugeMetricFamily(
            "servanda_source_silent_seconds",
            "For how long the watched feed has not answered that is silent for longest; 0: there is none.",
            value=0.0 if since is None else max(0.0, time.time() - since / 1_000_000),
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

"""The HTTP application, put together in one place."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import Engine
from starlette.middleware.gzip import GZipMiddleware

from adapters.broadcast import Broadcast
from adapters.desk.figures import desk_figures
from adapters.feed_tokens import FeedTokens
from adapters.queries.published import Published
from adapters.rebuild import catch_up
from api import (
    alerts,
    candidates,
    deliveries,
    docs,
    errors,
    events,
    feed_tokens,
    feeds,
    health,
    openapi,
    promises,
    publisher_rules,
    relationships,
    reports,
    scorecards,
    sources,
    stream,
    subscriptions,
    verdict,
)
from api.auth import Doorkeeper
from api.clock import keep_time
from api.delivery import Delivery
from api.desk import Desk
from api.limiter import Limiter
from api.metrics import Counting, Metrics
from api.middleware import Heads, SecurityHeaders
from api.pages import site
from api.pages.sessions import Sessions
from api.parameters import only_known_parameters
from api.readers import reader_of
from api.services import Services
from api.settings import Settings

ROUTERS = (
    *(events, promises, relationships, verdict, scorecards),
    *(alerts, stream, feeds, feed_tokens, subscriptions, deliveries),
    *(reports, candidates, publisher_rules, sources, health),
)


def create_app(settings: Settings, engine: Engine) -> FastAPI:
    """The application on one database, whose tables must be there. It opens nothing before it is started."""
    return assemble(settings, Services.of(engine))


def assemble(settings: Settings, services: Services) -> FastAPI:
    """The application on given services."""
    app = FastAPI(
        title="Servanda",
        version=_version(),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_lifespan,
        dependencies=[Depends(only_known_parameters)],
        generate_unique_id_function=_operation_id,
        redirect_slashes=False,
    )
    _fill(app.state, settings, services)
    errors.install(app)
    for module in ROUTERS:
        app.include_router(module.router)
    docs.install(app)
    site.install(app)
    app.openapi = lambda: openapi.document(app)  # type: ignore[method-assign]
    # The last one added is the outermost.
    app.add_middleware(errors.Unexpected)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Counting, metrics=app.state.metrics)
    app.add_middleware(Heads)
    return app


def _fill(state: Any, settings: Settings, services: Services) -> None:
    state.settings, state.services = settings, services
    state.started = secrets.token_hex(4)
    state.limiter = Limiter(settings.rate_per_second, settings.rate_burst)
    engine = services.queries.engine
    state.broadcast = Broadcast(engine, services.bell, stream.frame)
    state.published, state.feed_tokens = Published(engine), FeedTokens(engine)
    state.feed_limiter = Limiter(settings.feed_rate_per_second, settings.feed_rate_burst)
    feeds.keep_tokens_out_of_logs()
    state.delivery = Delivery.of(services.keys.engine, settings, services.bell)
    state.desk = Desk.of(services.ledger, settings, services.reader or reader_of(settings))
    state.metrics = Metrics(
        services.queries.position,
        state.delivery.outbox.figures,
        lambda: desk_figures(services.ledger.engine),
    )
    state.delivery.delivering.tried = state.metrics.count_tries
    state.desk.watcher.looked = state.metrics.count_look
    state.doorkeeper = Doorkeeper(
        services.keys,
        limiter=state.limiter,
        reads_open=settings.loopback,
        remember_seconds=settings.key_memory_seconds,
    )
    state.sessions = Sessions(
        services.keys,
        settings.session_secret.get_secret_value() or None,
        seconds=int(settings.session_hours * 3600),
        remember_seconds=settings.key_memory_seconds,
    )


def _clock(services: Services, delivery: Delivery) -> Callable[[datetime], int]:
    """What one of the servers does again and again: judge what imports left, raise what the calendar brings."""

    def tick(now: datetime) -> int:
        if not delivery.leader.holds():
            return 0
        catch_up(services.ledger.engine)
        return services.ledger.sweep(now)

    return tick


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    metrics: Metrics = app.state.metrics

    def swept(alerts: int) -> None:
        metrics.swept.set(time.time())
        metrics.calendar_alerts.inc(alerts)

    services.writer.start()
    services.checkpoints.start()
    delivery: Delivery = app.state.delivery
    desk: Desk = app.state.desk
    tick = _clock(services, delivery)
    tasks = [
        asyncio.create_task(keep_time(tick, app.state.settings.clock_seconds, swept)),
        asyncio.create_task(delivery.delivering.run()),
    ]
    if app.state.settings.watch_seconds:
        tasks.append(asyncio.create_task(desk.watcher.keep_looking(app.state.settings.watch_seconds)))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await desk.fetcher.close()
        await asyncio.to_thread(delivery.leader.release)
        await app.state.broadcast.close()
        await services.bell.close()
        await asyncio.to_thread(services.writer.close)
        await asyncio.to_thread(services.checkpoints.close)


def _operation_id(route: APIRoute) -> str:
    return route.name


def _version() -> str:
    try:
        return version("servanda")
    except PackageNotFoundError:
        return "0"

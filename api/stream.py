"""New alerts as they come: Server-Sent Events, and waiting for the next page of the list."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, cast

import anyio
import orjson
from fastapi import APIRouter, Depends, Header, Query
from sse_starlette import EventSourceResponse, ServerSentEvent
from sse_starlette.sse import AppStatus, SendTimeoutError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from adapters.alert_log import Alert, AlertFilter
from adapters.broadcast import Broadcast, Follower
from adapters.queries.filters import read_cursor
from api.alert_filters import NewsFilter
from api.auth import READS, Doorkeeper, token_of
from api.errors import Problem
from api.middleware import HEAD
from api.openapi import problems
from api.parameters import Word
from domain.errors import BadQuestion

MOST_STREAMS = 2_000
"""Streams that one process keeps open at once."""
HEARTBEAT_SECONDS = 15.0
RETRY_MILLISECONDS = 2_000
"""When a client whose stream broke is asked to come back."""
_SEND_SECONDS = 60
_ASK_AGAIN_SECONDS = 60.0
"""How often the key of an open stream is checked again: one that was revoked ends it."""
_STEP_SECONDS = 2.0
_LAST = 2**63 - 1

router = APIRouter(prefix="/v1/alerts", tags=["alerts"], dependencies=READS)


def frame(alert: Alert) -> bytes:
    """An alert as one event of a stream; its number is the event's id."""
    data = orjson.dumps(alert).decode()
    return ServerSentEvent(data=data, event=alert["kind"], id=alert["id"], sep="\n").encode()


async def broadcast(request: Request) -> Broadcast:
    """The one reader of new alerts."""
    found: Broadcast = request.app.state.broadcast
    return found


BroadcastDep = Annotated[Broadcast, Depends(broadcast)]


class _Stop:
    """What the library sets when the server is about to stop."""

    def __init__(self, source: Broadcast) -> None:
        self.source = source

    def set(self) -> None:
        """Let the streams end by themselves, so that their clients see an end and no accident."""
        self.source.stop()


class _Stream(EventSourceResponse):
    """Ends quietly where a client takes nothing more for a minute; it comes back and goes on."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with contextlib.suppress(SendTimeoutError):
            await super().__call__(scope, receive, send)


@router.get(
    "/stream",
    summary="Alerts as they come",
    response_class=Response,
    responses={
        200: {
            "description": "Server-Sent Events: `id` is the alert's, `event` its kind, `data` the alert as in "
            "the list. A comment comes every 15 seconds where nothing else does.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        **problems(401, 403, 422, 429, 503),
    },
)
async def stream_alerts(
    request: Request,
    source: BroadcastDep,
    wanted: NewsFilter,
    after: Annotated[
        Word | None,
        Query(description="A cursor of the list, to begin after it. Default: what is new from now on."),
    ] = None,
    last_event_id: Annotated[
        str | None,
        Header(description="The last `id` that was received: the stream goes on after it, without a gap."),
    ] = None,
) -> Response:
    """Alerts as they are raised, until the client goes. A client that comes back with `Last-Event-ID`, as
    browsers do by themselves, gets what it missed first: nothing is left out, and nothing comes twice."""
    begin = _position(after, last_event_id)
    if source.followers >= MOST_STREAMS:
        raise Problem(503, "too many streams are open; try again later", headers={"Retry-After": "30"})
    if HEAD in request.scope:
        return Response(media_type="text/event-stream", headers={"Cache-Control": "no-store"})
    return _Stream(
        _events(request, source, wanted, begin),
        ping=0,  # Heartbeats carry a position, so they come from where it is known.
        sep="\n",
        send_timeout=_SEND_SECONDS,
        shutdown_event=cast("anyio.Event", _Stop(source)),
        shutdown_grace_period=1,
        headers={"Cache-Control": "no-store"},
    )


async def _events(
    request: Request, source: Broadcast, wanted: AlertFilter, begin: int | None
) -> AsyncIterator[bytes]:
    asked = time.monotonic()
    async with source.following(begin, wanted) as follower:
        # The position comes first: who loses the stream before the first alert misses nothing either.
        yield f"retry: {RETRY_MILLISECONDS}\n".encode() + _heartbeat(follower)
        while True:
            told = await follower.next(HEARTBEAT_SECONDS)
            if source.stopping:
                return  # The client comes back, and goes on where it was.
            if time.monotonic() - asked > _ASK_AGAIN_SECONDS:
                if not await _still_admitted(request):
                    return
                asked = time.monotonic()
            yield b"".join(item.frame for item in told) or _heartbeat(follower)


def _heartbeat(follower: Follower) -> bytes:
    """An event without data, which clients do not show; its id moves on what they come back with."""
    return f": up to date\nid: {follower.position}\n\n".encode()


async def _still_admitted(request: Request) -> bool:
    doorkeeper: Doorkeeper = request.app.state.doorkeeper
    try:
        await doorkeeper.admit(token_of(request), "read", request.client.host if request.client else "")
    except Problem as problem:
        return problem.status == HTTPStatus.TOO_MANY_REQUESTS
    return True


def _position(after: str | None, last_event_id: str | None) -> int | None:
    if last_event_id:
        if not (last_event_id.isascii() and last_event_id.isdigit() and int(last_event_id[:20]) <= _LAST):
            raise BadQuestion("Last-Event-ID", "is not one that this server gave; start again without it")
        return int(last_event_id)
    return None if after is None else position_of(after)


def position_of(cursor: str | None) -> int:
    """The number of the alert that a cursor of the list stands at; 0: before the first."""
    return int((read_cursor(cursor, int, parameter="after") or [0])[0])


async def wait_for_news(source: Broadcast, after: int, wanted: AlertFilter, seconds: float) -> None:
    """Return as soon as there is an alert after a number that is wanted, or after so many seconds."""
    end = time.monotonic() + seconds
    async with source.following(after, wanted) as follower:
        # In steps, so that a server that is stopping need not wait for those who wait.
        while (left := end - time.monotonic()) > 0 and not (source.stopping or AppStatus.should_exit):
            if await follower.next(min(left, _STEP_SECONDS)):
                return

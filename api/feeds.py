"""Feeds for readers and calendars: Atom, JSON Feed and iCalendar.

Such programs send no keys. Where reading takes one, a feed's address carries a token that can be revoked.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated, Any, Literal, TypeAlias
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Path, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from adapters import feeds
from adapters.alert_log import Alert, AlertFilter
from adapters.feed_tokens import FeedTokens
from adapters.queries import PromiseFilter
from adapters.queries.filters import read_cursor, write_cursor
from adapters.queries.published import Published
from api.alert_filters import NewsFilter
from api.answers import holds, weak_tag
from api.auth import Doorkeeper, token_of
from api.dependencies import NowDep
from api.errors import Problem
from api.openapi import problems
from api.parameters import Name, Word
from api.promises import promise_filter
from domain.headlines import pair_in_words, plain
from domain.views import View

MOST_ENTRIES = 200
MOST_DATES = 2_000
_CALENDAR = "text/calendar"
_SETTLED = timedelta(seconds=2)

Form: TypeAlias = Literal["atom", "json"]
FormInPath = Annotated[Form, Path(description="`atom`, or `json` for JSON Feed.")]
Entries = Annotated[int, Query(ge=1, le=MOST_ENTRIES, description="How many alerts a page holds at most.")]
Before = Annotated[
    Word | None, Query(description="For what is older; feeds give this address themselves as `next`.")
]


class _Reader:
    """Admits who may read: by a token in the address, which has a limit of its own, or as anywhere else."""

    async def __call__(
        self,
        request: Request,
        token: Annotated[
            str | None, Query(max_length=200, description="A feed token (`POST /v1/feed-tokens`).")
        ] = None,
    ) -> str | None:
        """The token that opened the feed; None where none was sent."""
        state = request.app.state
        address = request.client.host if request.client else ""
        if token is None:
            doorkeeper: Doorkeeper = state.doorkeeper
            await doorkeeper.admit(token_of(request), "read", address)
            return None
        state.feed_limiter.take("address " + address)
        tokens: FeedTokens = state.feed_tokens
        found = await run_in_threadpool(tokens.check, token)
        if found is None:
            raise Problem(401, "this feed token is not known, or was revoked")
        state.feed_limiter.take("token " + found.id)
        return token


ReaderDep = Annotated[str | None, Depends(_Reader())]


async def published(request: Request) -> Published:
    """What feeds are made of."""
    found: Published = request.app.state.published
    return found


PublishedDep = Annotated[Published, Depends(published)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every feed of alerts is asked for."""

    request: Request
    token: ReaderDep
    source: PublishedDep
    wanted: NewsFilter
    form: FormInPath
    before: Before = None
    limit: Entries = 50


AskedDep = Annotated[_Asked, Depends()]
router = APIRouter(prefix="/feeds", tags=["feeds"])

_ANSWER: dict[str, Any] = {
    "description": "The feed, newest first; `next` leads to what is older.",
    "content": {
        feeds.ATOM: {"schema": {"type": "string"}},
        feeds.JSON_FEED: {"schema": {"type": "object"}},
    },
}


@router.get(
    "/alerts.{form}",
    summary="Feed of all alerts",
    response_class=Response,
    responses={200: _ANSWER, **problems(401, 403, 422, 429)},
)
def read_alerts_feed(asked: AskedDep) -> Response:
    """The newest alerts, as Atom (`alerts.atom`) or JSON Feed (`alerts.json`), with filters."""
    return _feed(asked, asked.wanted, "Promises between states")


@router.get(
    "/relationships/{pair}.{form}",
    summary="Feed of one pair of states",
    response_class=Response,
    responses={200: _ANSWER, **problems(401, 403, 404, 422, 429)},
)
def read_relationship_feed(
    asked: AskedDep, pair: Annotated[str, Path(description="Two state codes.", examples=["PRK-RUS"])]
) -> Response:
    """The newest alerts on the promises between two states."""
    known = asked.source.check_pair(pair)
    title = f"Promises between {pair_in_words(known)}"
    return _feed(asked, asked.wanted._replace(relationship=known), title)


@router.get(
    "/officials/{name}.{form}",
    summary="Feed of one official",
    response_class=Response,
    responses={200: _ANSWER, **problems(401, 403, 422, 429)},
)
def read_official_feed(
    asked: AskedDep,
    name: Annotated[Name, Path(description="The whole name or the family name.", examples=["Lavrov"])],
) -> Response:
    """The newest alerts on what an official promised, or was promised with them."""
    return _feed(asked, asked.wanted._replace(official=name), f"Promises of {plain(name)}")


@router.get(
    "/promises.ics",
    summary="Calendar of promised visits and meetings",
    response_class=Response,
    responses={
        200: {
            "description": "An iCalendar: whole days by window; TENTATIVE while open, CONFIRMED when held.",
            "content": {_CALENDAR: {"schema": {"type": "string"}}},
        },
        **problems(401, 403, 422, 429),
    },
)
def read_calendar(
    request: Request,
    token: ReaderDep,
    source: PublishedDep,
    wanted: Annotated[PromiseFilter, Depends(promise_filter)],
    today: NowDep,
    limit: Annotated[
        int, Query(ge=1, le=MOST_DATES, description="How many promises it holds at most, newest first.")
    ] = 500,
) -> Response:
    """Promised visits and meetings to subscribe to, with the filters of the list of promises. A month or a
    season is shown whole, and what has no end named is left out and counted."""
    from adapters.calendars import calendar  # Its library takes long to import, and few servers need it.

    items, revisions, more = source.calendar(wanted, View.of(today), limit)
    base = _base(request)
    content = calendar(items, revisions, name=_calendar_name(wanted), more=more, page=f"{base}/promises/")
    latest = max((revision.instant for revision in revisions.values()), default=0)
    changed = datetime.fromtimestamp(latest // 1_000_000, UTC)
    return _answer(request, content, f"{_CALENDAR}; charset=utf-8", changed, private=bool(token))


def _calendar_name(wanted: PromiseFilter) -> str:
    chosen = [value for value in wanted if value is not None]
    return "Promised visits and meetings" + (f": {', '.join(chosen)}" if chosen else "")


# ---------------------------------------------------------------- answers
def _feed(asked: _Asked, wanted: AlertFilter, title: str) -> Response:
    (last,) = read_cursor(asked.before, int, parameter="before") or [None]
    alerts, more = asked.source.alerts(last, wanted, asked.limit)
    made = _described(asked, title, alerts[-1] if more else None)
    write: Callable[..., bytes] = feeds.atom if asked.form == "atom" else feeds.json_feed
    media_type = f"{feeds.ATOM if asked.form == 'atom' else feeds.JSON_FEED}; charset=utf-8"
    private = bool(asked.token)
    return _answer(asked.request, write(made, alerts), media_type, feeds.updated(alerts), private=private)


def _described(asked: _Asked, title: str, last: Alert | None) -> feeds.Feed:
    request, token, form = asked.request, asked.token, asked.form
    base = _base(request)
    path_asked: str = request.scope["path"]  # As it was meant: `request.url` takes a `?` in a name for its end.
    stem = path_asked.removesuffix(form)
    path, other = quote(stem + form), quote(stem + ("json" if form == "atom" else "atom"))
    filters = {name: value for name, value in request.query_params.items() if name not in ("token", "before")}
    secret = {"token": token} if token else {}
    page = {"before": request.query_params["before"]} if "before" in request.query_params else {}
    following = _with(base + path, filters, secret, {"before": write_cursor(int(last["id"]))}) if last else None
    return feeds.Feed(
        title=title,
        address=_with(base + quote(stem), {name: v for name, v in filters.items() if name != "limit"}),
        itself=_with(base + path, filters, secret, page),
        other=_with(base + other, filters, secret, page),
        promises=f"{base}/promises/",
        following=following,
    )


def _with(address: str, *parameters: dict[str, str]) -> str:
    together = {name: value for part in parameters for name, value in part.items()}
    return f"{address}?{urlencode(sorted(together.items()))}" if together else address


def _base(request: Request) -> str:
    """The address under which readers reach this server."""
    public: str = request.app.state.settings.public_url
    return (public or str(request.base_url)).rstrip("/")


def _answer(request: Request, content: bytes, media_type: str, changed: datetime, *, private: bool) -> Response:
    """The content, or 304 where the caller has it already."""
    tag, changed = weak_tag(content), changed.replace(microsecond=0)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache" if private else "no-cache"}
    if datetime.now(UTC) - changed > _SETTLED:  # The same second can bring more, which it would hide.
        headers["Last-Modified"] = format_datetime(changed, usegmt=True)
    known = request.headers.get("if-none-match")
    # A second tells less than the tag: it counts only where there is no tag.
    if holds(known, tag) or (known is None and _not_since(request, changed)):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=media_type)


def _not_since(request: Request, changed: datetime) -> bool:
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        return changed <= since.replace(tzinfo=since.tzinfo or UTC)
    except ValueError:
        return False


# ---------------------------------------------------------------- logs
_TOKEN = re.compile(r"([?&]token=)[^&\s\"]*")


class WithoutTokens(logging.Filter):
    """Takes the tokens out of the addresses that the access log shows."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without tokens."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                _TOKEN.sub(r"\1…", value) if isinstance(value, str) else value for value in record.args
            )
        return True


def keep_tokens_out_of_logs() -> None:
    """Once for every process is enough; more often does no harm."""
    logger = logging.getLogger("uvicorn.access")
    if not any(isinstance(known, WithoutTokens) for known in logger.filters):
        logger.addFilter(WithoutTokens())

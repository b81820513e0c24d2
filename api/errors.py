"""Every error answer has one shape, RFC 9457 `application/problem+json`, and is made here.

`STATUS` says which answer each domain error becomes; a test fails for a class that is not in it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.chat import ChatFailed, ChatRefused
from adapters.database import BadDatabase, BadDatabaseUrl, Busy
from adapters.desk.deciding import DecidedAlready
from adapters.desk.invalid import InvalidReport
from adapters.desk.sources import SourceExists
from adapters.feed_tokens import TooManyTokens
from adapters.fetching import NotFetched
from adapters.importing import NoSuchFile
from adapters.keys import KeyExists
from adapters.reading.documents import NoDay, Unreadable
from adapters.reading.model import NoModel
from adapters.subscriptions import BadSubscription
from adapters.vault import NoSecretKey
from adapters.writer import Closed
from domain.edtf import BadDate
from domain.errors import BadQuestion, DomainError, NotOnRecord
from domain.events import InvalidEvent
from domain.states import UnknownState

MEDIA_TYPE = "application/problem+json"
logger = logging.getLogger("servanda")

STATUS: dict[type[DomainError], int] = {
    InvalidEvent: 422,
    BadQuestion: 422,
    BadDate: 422,
    UnknownState: 422,
    InvalidReport: 422,
    Unreadable: 422,
    NoDay: 422,
    NotFetched: 422,
    NotOnRecord: 404,
    DecidedAlready: 409,
    SourceExists: 409,
    KeyExists: 409,
    BadSubscription: 422,
    NoSecretKey: 503,
    TooManyTokens: 409,
    NoSuchFile: 422,
    ChatRefused: 422,
    ChatFailed: 502,
    Busy: 503,
    Closed: 503,
    BadDatabase: 503,
    BadDatabaseUrl: 503,
    NoModel: 503,
}
"""The status of each domain error's answer."""


class Problem(Exception):
    """An answer that is an error, with the sentence that says what would be right."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        self.status, self.detail, self.errors = status, detail, errors
        self.headers, self.members = headers, members
        super().__init__(detail)

    def response(self, instance: str) -> Response:
        """The answer on the wire. `instance`: the path that was asked."""
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "instance": quote(instance),
            **self.members,
        }
        if self.errors:
            body["errors"] = self.errors
        return Response(orjson.dumps(body), self.status, self.headers, MEDIA_TYPE)


def _no_database() -> Problem:
    return Problem(503, "the database does not answer; try again in a moment", headers={"Retry-After": "2"})


def of_domain(error: DomainError) -> Problem:
    """The problem that a domain error is to the caller."""
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    if isinstance(error, InvalidEvent):
        return Problem(status, counted(len(error.errors), error.thing), errors=error.errors)
    if isinstance(error, NoDay):
        return Problem(status, str(error), errors=_dates(error))
    if isinstance(error, BadSubscription):
        return Problem(status, str(error), errors=error.errors)
    if isinstance(error, BadQuestion):
        return of_parameters([(error.parameter, error.detail)])
    if isinstance(error, BadDatabase):
        logger.error("the database cannot be used: %s", error)  # It names hosts and users: not for strangers.
        return _no_database()
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return Problem(status, str(error), headers={"Retry-After": "1"})
    return Problem(status, str(error))


def of_parameters(mistakes: Sequence[tuple[str, str]]) -> Problem:
    """The problem of wrong query parameters: (name, what would be right) each."""
    detail = "; ".join(f"{name}: {words}" for name, words in mistakes)
    return Problem(
        422, detail, errors=[{"pointer": "", "parameter": name, "detail": words} for name, words in mistakes]
    )


def of_validation(error: RequestValidationError) -> Problem:
    """The problem of parameters that the framework refused."""
    return of_parameters([(str(e["loc"][-1]), _in_plain_words(e)) for e in error.errors()])


def counted(mistakes: int, thing: str) -> str:
    """The sentence above a list of mistakes."""
    many = "a mistake" if mistakes == 1 else f"{mistakes} mistakes"
    return f"The {thing} has {many} and was not stored; see errors."


def _dates(error: NoDay) -> list[dict[str, str]]:
    needed = {"pointer": "/published_at", "detail": "is required, since it is not told for certain"}
    found = [{"pointer": "/published_at", "detail": f"{day} was found: {where}"} for day, where in error.found]
    return [needed, *found]


# ---------------------------------------------------------------- what FastAPI calls
def install(app: FastAPI) -> None:
    """Make every error of an app such an answer."""

    def answer_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)  # noqa: S101 - registered for this class
        return error.response(request.url.path)

    def answer_domain(request: Request, error: Exception) -> Response:
        assert isinstance(error, DomainError)  # noqa: S101
        return of_domain(error).response(request.url.path)

    def answer_parameters(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101
        return of_validation(error).response(request.url.path)

    def answer_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101
        return of_http(error, request).response(request.url.path)

    def answer_database(request: Request, error: Exception) -> Response:
        logger.error("the database failed at %s %s", request.method, request.url.path, exc_info=error)
        return _no_database().response(request.url.path)

    app.add_exception_handler(Problem, answer_problem)
    app.add_exception_handler(DomainError, answer_domain)
    app.add_exception_handler(RequestValidationError, answer_parameters)
    app.add_exception_handler(HTTPException, answer_http)
    app.add_exception_handler(OperationalError, answer_database)
    app.add_exception_handler(PoolTimeout, answer_database)


def of_http(error: HTTPException, request: Request) -> Problem:
    """The problem that the framework found: an unknown path, a method that is not offered."""
    detail = str(error.detail)
    if error.status_code == HTTPStatus.NOT_FOUND:
        detail = f"there is nothing at {request.url.path[:200]}; /docs lists what is offered"
    elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = ", ".join(_offered(request))
        detail = f"{request.method[:20]} is not offered here" + (f"; offered: {allowed}" if allowed else "")
        return Problem(error.status_code, detail, headers={"Allow": allowed})
    return Problem(error.status_code, detail, headers=error.headers)


def _offered(request: Request) -> list[str]:
    """Every method of a path; the framework names those of one handler alone."""
    routes = request.app.router.routes
    return [
        method
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    ]


def _in_plain_words(error: Mapping[str, Any]) -> str:
    if error["type"] == "missing":
        return "is required"
    message: str = error["msg"]
    return message.removeprefix("Value error, ").removeprefix("Input ")


class Unexpected:
    """ASGI: an exception that nobody expected is logged in full and answered without detail."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception:
            logger.exception("unexpected at %s %r", scope["method"], scope["path"])
            if started:
                raise  # Too late for another answer: the server cuts the connection.
            problem = Problem(500, "this should not have happened; the server's log tells more")
            await problem.response(scope["path"])(scope, receive, send)

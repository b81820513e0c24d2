"""Routes whose errors are pages, with the same status and sentence as the API's."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.errors import Problem, of_domain, of_validation
from api.pages.look import address
from api.pages.rendering import page
from domain.errors import DomainError

_NEXT = {
    401: "Sign in with a key, and you are led back here.",
    404: "It may be known under another day or another pair: look at today, or search.",
    422: "Mend the address, or begin again from today.",
    429: "Wait a moment, then load the page again.",
    503: "Wait a moment, then load the page again.",
}


class _Word(Convertor[str]):
    """One of some words in a path."""

    def convert(self, value: str) -> str:
        """The word as it stands."""
        return value

    def to_string(self, value: str) -> str:
        """The same."""
        return value


class _Subjects(_Word):
    regex = "states|officials"


class _Rows(_Word):
    regex = "csv|json"


class _Drawn(_Word):
    regex = "svg|png"


class _Pair(_Word):
    regex = "[A-Za-z]{3}-[A-Za-z]{3}"  # In either order.


for name, convertor in {"pair": _Pair, "subjects": _Subjects, "rows": _Rows, "drawn": _Drawn}.items():
    register_url_convertor(name, convertor())  # Before any path names it.


class PageRoute(APIRoute):
    """A route of a page."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with errors answered as pages."""
        handler = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handler(request)
            except Problem as error:
                return await of_problem(request, error)
            except DomainError as error:
                return await of_problem(request, of_domain(error))
            except RequestValidationError as error:
                return await of_problem(request, of_validation(error))

        return answered


async def of_problem(request: Request, problem: Problem) -> Response:
    """The page that says what is wrong, and leads on."""
    if problem.status == 401 and request.method == "GET":
        there = str(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(address("/sign-in", {"next": there}), 303)
    context = {
        "status": problem.status,
        "detail": problem.detail,
        "next": _NEXT.get(problem.status, "Begin again from today."),
        "signed_in": await request.app.state.sessions.key(request),
    }
    return page("error.html", context, status=problem.status, headers=dict(problem.headers or {}))

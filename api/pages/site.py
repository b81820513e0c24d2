"""Puts the pages into the application."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.errors import of_http
from api.pages import (
    charting,
    delivering,
    desk,
    files,
    reading,
    recording,
    rules,
    signing,
    sources,
    subscribing,
    surveying,
)
from api.pages.routing import of_problem

_MODULES = (
    *(files, signing, recording, desk, rules, sources, subscribing, delivering, surveying, charting),
    reading,  # Its paths begin with anything.
)


async def of_framework(request: Request, error: Exception) -> Response:
    """What the framework finds wrong, such as an unknown path: a page for a browser, else as the API's."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class
    problem = of_http(error, request)
    path = request.url.path
    if path.startswith(("/v1/", "/static/")) or "text/html" not in request.headers.get("accept", ""):
        return problem.response(path)
    return await of_problem(request, problem)


def install(app: FastAPI) -> None:
    """Add every page and file."""
    app.add_exception_handler(HTTPException, of_framework)
    for module in _MODULES:
        app.include_router(module.router)

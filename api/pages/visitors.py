"""Who looks at a page: signed in with a key, or anybody where reads are open."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query
from starlette.requests import Request

from adapters.keys import Key
from api.dependencies import NowDep
from api.errors import Problem
from api.pages.look import Look
from domain.views import View


async def visitor(request: Request) -> Key | None:
    """The key behind the session; None where nobody is signed in. Counts the request."""
    key: Key | None = await request.app.state.sessions.key(request)
    address = request.client.host if request.client else ""
    request.app.state.limiter.take(key.name if key else "address " + address)
    return key


VisitorDep = Annotated[Key | None, Depends(visitor)]


def may_read(request: Request, key: Key | None) -> bool:
    """Whether a visitor may see what is on record; a form that is sent back shows nothing of it to others."""
    return key is not None or bool(request.app.state.doorkeeper.reads_open)


async def reader(request: Request, key: VisitorDep) -> Key | None:
    """The same on a page that reads: answers 401 where reading takes a key and nobody is signed in."""
    if not may_read(request, key):
        raise Problem(401, "these pages need a key: sign in with one")
    return key


Moment = Annotated[str, Query(max_length=100)]


async def look(request: Request, now: NowDep, as_of: Moment = "", recorded_as_of: Moment = "") -> Look:
    """From where the page looks at the ledger; a field that a form sends empty is not asked for."""
    view = View.of(now, as_of or None, recorded_as_of.strip() or None)
    query = {name: value for name, value in request.query_params.items() if value}
    origin = f"{request.url.scheme}://{request.url.netloc}"
    return Look(request.url.path, query, view, now.date().toordinal(), origin)


ReaderDep = Annotated[Key | None, Depends(reader)]
LookDep = Annotated[Look, Depends(look)]

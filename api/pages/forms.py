"""Forms as they are sent: read within bounds, guarded, and shown again with all that was typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from adapters.keys import Key
from api.bodies import read_body
from api.errors import Problem
from api.pages.rendering import page
from api.pages.sessions import Sessions

_FORM = ("application/x-www-form-urlencoded",)
_MOST_FIELDS = 500

Values = Sequence[tuple[str, str]]


async def read_form(request: Request, most: int | None = None) -> list[tuple[str, str]]:
    """The fields of a form in their order. Answers 413, 415 or 422 where it is too large or not a form.

    `most`: bytes; as many as an event may have unless told.
    """
    content = await read_body(request, _FORM, most or request.app.state.settings.max_event_bytes)
    try:
        if b"%00" in content or b"\0" in content:  # Nobody types it, and no database holds it.
            raise ValueError
        return parse_qsl(content.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        raise Problem(
            422, "this is not a form in UTF-8 without null characters, or it has too many fields"
        ) from None


def form_page(
    request: Request, template: str, context: dict[str, Any], *, status: int = 200, key: Key | None = None
) -> Response:
    """A page with a form: its token, and the cookie that the token fits. It is not kept by the browser."""
    sessions: Sessions = request.app.state.sessions
    token, nonce = sessions.token(request)
    full = {"signed_in": key, "token": token, "path": request.url.path, **context}
    response = page(template, full, status=status, headers={"Cache-Control": "no-store"})
    sessions.keep(request, response, nonce)
    return response


async def key_of(request: Request, token: str) -> Key | None:
    """The key that was typed; None where it is not known. Counts the try."""
    address = request.client.host if request.client else ""
    request.app.state.limiter.take("sign-in " + address)
    key: Key | None = await run_in_threadpool(request.app.state.services.keys.check, token.strip())
    return key


async def allowed(request: Request, key: Key | None, needed: str, typed: str) -> Key:
    """The key that does what a form asks for: the session's, or the one that was typed since that had ended."""
    if typed.strip():
        key = await key_of(request, typed)
        if key is None:
            raise Problem(401, "this key is not known, or was revoked")
    if key is None:
        raise Problem(401, "you are not signed in, or your session has ended: give your key below")
    if not key.may(needed):
        raise Problem(403, f"this needs a key with the scope {needed}; yours has {key.scope}")
    return key


def signed_in(request: Request, response: Response, key: Key | None) -> Response:
    """The answer to a form; whoever gave a good key in it is signed in, also where it holds mistakes."""
    if key is not None:
        request.app.state.sessions.begin(request, response, key)
    return response


def first(values: Values, name: str) -> str:
    """The first value of a field; empty where there is none."""
    return next((value for known, value in values if known == name), "")

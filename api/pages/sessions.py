"""Signing in: a key is turned into a session, kept in a signed cookie that does not hold the key.

The cookie names the key; on each request it is looked up that the key was not revoked. The secret that signs
is made at the start of the server unless `SERVANDA_SESSION_SECRET` sets one, so a restart signs everybody out.

Forms are guarded twice against other sites (CSRF): by the browser's own word on where a request comes from
(`Sec-Fetch-Site`, `Origin`), and by a token in the form that must fit a cookie which other sites cannot read.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from adapters.keys import Key, Keys
from api.errors import Problem

_SESSION, _NONCE = "servanda_session", "servanda_form"
_REMEMBERED = 1_024


class Sessions:
    """Makes and reads session cookies, and the tokens of forms."""

    def __init__(
        self,
        keys: Keys,
        secret: str | None,
        *,
        seconds: int,
        remember_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._keys, self._seconds, self._remember, self._clock = keys, seconds, remember_seconds, clock
        secret = secret or secrets.token_urlsafe(32)
        self._sessions = URLSafeTimedSerializer(secret, salt="session")
        self._forms = URLSafeTimedSerializer(secret, salt="form")
        self._known: OrderedDict[str, tuple[float, Key | None]] = OrderedDict()

    # ------------------------------------------------------------ sessions
    async def key(self, request: Request) -> Key | None:
        """The key behind a request's session; None without one, or where it is too old or the key revoked."""
        cookie = request.cookies.get(_SESSION)
        if cookie is None:
            return None
        try:
            name = self._sessions.loads(cookie, max_age=self._seconds)
        except BadSignature:
            return None
        now = self._clock()
        known = self._known.get(name)
        if known is None or known[0] <= now:
            known = (now + self._remember, await run_in_threadpool(self._keys.named, name))
            self._known[name] = known
            self._known.move_to_end(name)
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return known[1]

    def begin(self, request: Request, response: Response, key: Key) -> None:
        """Sign in."""
        self._set(request, response, _SESSION, str(self._sessions.dumps(key.name)), self._seconds)

    def end(self, response: Response) -> None:
        """Sign out on this browser."""
        response.delete_cookie(_SESSION, path="/", httponly=True, samesite="lax")

    # ------------------------------------------------------------ forms
    def token(self, request: Request) -> tuple[str, str]:
        """The token that a form is to hold, and the nonce of the cookie that it fits (see `keep`)."""
        nonce = request.cookies.get(_NONCE) or ""
        if not 20 <= len(nonce) <= 64:
            nonce = secrets.token_urlsafe(24)
        return str(self._forms.dumps(nonce)), nonce

    def keep(self, request: Request, response: Response, nonce: str) -> None:
        """Send the cookie that the form's token fits."""
        if request.cookies.get(_NONCE) != nonce:
            self._set(request, response, _NONCE, nonce, None)

    def check(self, request: Request, token: str) -> None:
        """Answers 403 where a form was not sent from a page of ours."""
        site = request.headers.get("sec-fetch-site", "same-origin")
        origin = request.headers.get("origin")
        elsewhere = site not in ("same-origin", "none")
        if origin is not None and origin != "null":
            elsewhere = elsewhere or urlsplit(origin).netloc != request.headers.get("host")
        try:
            nonce = str(self._forms.loads(token))
        except BadSignature:
            nonce = ""
        fits = hmac.compare_digest(nonce.encode(), request.cookies.get(_NONCE, "").encode())
        if elsewhere or not nonce or not fits:
            raise Problem(
                403, "this form was not sent from a page of this server: load the page again, then send it"
            )

    @staticmethod
    def _set(request: Request, response: Response, name: str, value: str, seconds: int | None) -> None:
        response.set_cookie(
            name, value, max_age=seconds, path="/", httponly=True, samesite="lax",
            secure=request.url.scheme == "https",
        )  # fmt: skip

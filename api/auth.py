"""Who may do what: keys with scopes in `Authorization: Bearer KEY` (contract, section 6).

Reads are open where the server listens on a loopback address alone; elsewhere every read takes a key.
Writing always takes one. A key that is sent must be good, also where none is needed.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Annotated

from fastapi import Security
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from adapters.keys import Key, Keys
from api.errors import Problem
from api.limiter import Limiter

_REMEMBERED = 1_024
_HOW = "A key made by `servanda keys create NAME --scope SCOPE`."


def require(key: Key, needed: str, what: str) -> None:
    """Answers 403 where the key's scope is too small for what is to be done."""
    if not key.may(needed):
        raise Problem(
            403,
            f"{what} needs a key with the scope {needed}; this key has {key.scope}",
            headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{needed}"'},
        )


class Doorkeeper:
    """Checks keys, and remembers good ones for a few seconds by their hash."""

    def __init__(
        self,
        keys: Keys,
        *,
        limiter: Limiter,
        reads_open: bool,
        remember_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.reads_open, self._limiter = reads_open, limiter
        self._keys, self._remember, self._clock = keys, remember_seconds, clock
        self._known: OrderedDict[bytes, tuple[float, Key]] = OrderedDict()

    async def admit(self, token: str | None, needed: str, address: str) -> Key | None:
        """The key behind a token; None for a read that needs none. Answers 401, 403 and 429 otherwise.

        A caller is known by the key. One that was never good here is known by the address, so that whoever
        tries keys, or sends none, is slowed down as well, and no key that is in use.
        """
        until, known = self._known.get(_digest(token), (0.0, None)) if token is not None else (0.0, None)
        self._limiter.take(known.name if known else "address " + address)
        if token is None:
            if needed == "read" and self.reads_open:
                return None
            raise _unknown("this needs a key: send it as Authorization: Bearer KEY")
        key = known if until > self._clock() else await self._looked_up(token)
        if key is None:
            raise _unknown("this key is not known, or was revoked", ' error="invalid_token"')
        require(key, needed, "this")
        return key

    async def _looked_up(self, token: str) -> Key | None:
        digest, now = _digest(token), self._clock()
        key = await run_in_threadpool(self._keys.check, token)
        self._known.pop(digest, None)
        if key is not None:
            self._known[digest] = (now + self._remember, key)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return key


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()


def _unknown(detail: str, parameters: str = "") -> Problem:
    return Problem(401, detail, headers={"WWW-Authenticate": f"Bearer{parameters}"})


def token_of(request: Request) -> str | None:
    """What stands in `Authorization: Bearer`; None where nothing does."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


class _Needs(HTTPBearer):
    """The dependency of a route that needs a scope. Being the scheme as well, it is solved in one step."""

    def __init__(self, scope: str) -> None:
        super().__init__(auto_error=False, scheme_name="key", description=_HOW)
        self.scope = scope

    async def __call__(self, request: Request) -> Key | None:  # type: ignore[override]
        """The key that was sent; None for a read that needs none."""
        doorkeeper: Doorkeeper = request.app.state.doorkeeper
        address = request.client.host if request.client else ""
        return await doorkeeper.admit(token_of(request), self.scope, address)


Reporter = Annotated[Key, Security(_Needs("report"))]
"""May record reported events."""
Reader = Annotated[Key | None, Security(_Needs("read"))]
"""May read; None where reading needs no key and none was sent."""
Reviewer = Annotated[Key, Security(_Needs("review"))]
"""May decide about candidates."""
Administrator = Annotated[Key, Security(_Needs("admin"))]
"""May say what the server reads and accepts by itself."""
READS = [Security(_Needs("read"))]
"""For routers of which every route reads."""

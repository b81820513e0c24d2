"""Tokens in the addresses of private feeds, which their owners make and revoke."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import AfterValidator, Field, StringConstraints
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from adapters.feed_tokens import FeedToken, FeedTokens
from adapters.keys import Key
from api import schemas
from api.answers import Json
from api.auth import Reader
from api.bodies import body_of, read_model
from api.errors import Problem
from api.openapi import problems
from api.parameters import known_id
from domain.events import Strict

router = APIRouter(prefix="/v1/feed-tokens", tags=["feeds"])
LARGEST = 10_000


def _named(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise ValueError("must be printable characters, and not blanks alone")
    return text


class TokenIn(Strict):
    """A token to be made."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(_named)] = Field(
        description="What it is for, so that it can be found again.", examples=["my phone's calendar"]
    )


class FeedTokenInfo(schemas.Answer):
    """A token, without what makes it one."""

    id: str = Field(description="To revoke it by.", examples=["f0123456789abcdef01234567"])
    name: str = Field(description="What it is for.", examples=["my phone's calendar"])
    owner: str = Field(description="The name of the key that made it; the token ends with that key.")
    created_at: schemas.Instant
    revoked_at: schemas.Instant | None = Field(description="Since when it opens nothing; null: it is good.")


class NewFeedToken(FeedTokenInfo):
    """A token, the only time that it is shown."""

    token: str = Field(description="Add it to a feed's address as `?token=`. Only its hash is kept.")


class FeedTokenList(schemas.Answer):
    """The caller's tokens, oldest first; all of them for a key with the scope `admin`."""

    items: list[FeedTokenInfo]


async def feed_tokens(request: Request) -> FeedTokens:
    """The tokens of this ledger."""
    found: FeedTokens = request.app.state.feed_tokens
    return found


TokensDep = Annotated[FeedTokens, Depends(feed_tokens)]


@router.post(
    "",
    status_code=201,
    response_model=NewFeedToken,
    summary="Make a feed token",
    openapi_extra=body_of(TokenIn),
    responses=problems(401, 403, 409, 413, 415, 422, 429, 503),
)
async def create_feed_token(request: Request, key: Reader, tokens: TokensDep) -> Response:
    """Make a token that opens feeds and calendars, and nothing else, to whoever has it. It needs a key."""
    owner = _owner(key)
    wanted = await read_model(request, TokenIn, "feed token", LARGEST)
    made, token = await run_in_threadpool(tokens.create, wanted.name, owner.name)
    return Json({**made._asdict(), "token": token}, status_code=201, headers={"Cache-Control": "no-store"})


@router.get("", response_model=FeedTokenList, summary="Feed tokens", responses=problems(401, 403, 422, 429))
def list_feed_tokens(key: Reader, tokens: TokensDep) -> Response:
    """The tokens that the caller's key made, also revoked ones."""
    items: list[FeedToken] = tokens.list(_whose(_owner(key)))
    return Json({"items": [token._asdict() for token in items]})


@router.delete(
    "/{token_id}",
    status_code=204,
    summary="Revoke a feed token",
    response_class=Response,
    responses=problems(401, 403, 404, 422, 429, 503),
)
def revoke_feed_token(
    token_id: Annotated[str, Path(description="The `id` of a token, not the token itself.")],
    key: Reader,
    tokens: TokensDep,
) -> Response:
    """The token opens nothing from now on."""
    tokens.revoke(known_id("feed token", token_id), _whose(_owner(key)))
    return Response(status_code=204)


def _owner(key: Key | None) -> Key:
    if key is None:
        raise Problem(
            401,
            "feed tokens belong to a key: send it as Authorization: Bearer KEY",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return key


def _whose(key: Key) -> str | None:
    return None if key.may("admin") else key.name

"""Tokens in the addresses of private feeds, which their owners make and revoke."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Path
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from adapters.feed_tokens import FeedToken, FeedTokens
from adapters.keys import Key
from api import schemas
from api.answers import Json
from api.auth import Reader
from api.bodies import JSON, read_body
from api.errors import Problem
from api.openapi import problems
from api.parameters import known_id

router = APIRouter(prefix="/v1/feed-tokens", tags=["feeds"])
_LONGEST_NAME = 100
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["name"],
                    "additionalProperties": False,
                    "properties": {
                        "name": {
                            "type": "string",
                            "minLength": 1,
                            "maxLength": _LONGEST_NAME,
                            "description": "What it is for, so that it can be found again.",
                            "examples": ["my phone's calendar"],
                        }
                    },
                }
            }
        },
    }
}


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
    openapi_extra=_BODY,
    responses=problems(401, 403, 409, 413, 415, 422, 429, 503),
)
async def create_feed_token(request: Request, key: Reader, tokens: TokensDep) -> Response:
    """Make a token that opens feeds and calendars, and nothing else, to whoever has it. It needs a key."""
    owner = _owner(key)
    name = _name(await read_body(request, JSON, 10_000))
    made, token = await run_in_threadpool(tokens.create, name, owner.name)
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


def _name(data: bytes) -> str:
    try:
        body = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise _bad("", "must be a JSON object") from None
    if not isinstance(body, dict):
        raise _bad("", "must be a JSON object")
    for unknown in body.keys() - {"name"}:
        raise _bad(f"/{str(unknown)[:100]}", "is no field of a feed token")
    name = body.get("name")
    if not isinstance(name, str) or not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        raise _bad("/name", f"must be 1 to {_LONGEST_NAME} printable characters")
    return name


def _bad(pointer: str, detail: str) -> Problem:
    return Problem(422, f"{pointer or 'the body'} {detail}", errors=[{"pointer": pointer, "detail": detail}])

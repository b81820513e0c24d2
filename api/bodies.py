"""Request bodies: reading no more of them than is allowed, and checking and describing them by a model."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from api.errors import Problem, counted
from domain.events import mistakes_of

_Model = TypeVar("_Model", bound=BaseModel)
JSON = ("application/json",)
NDJSON = ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines")

_DROPPED = 32 * 1024 * 1024
"""Bytes that are still taken of a body that is too large, and thrown away: many programs listen only once
they have sent all, and would see a broken connection in place of the answer."""


async def read_body(request: Request, media_types: tuple[str, ...], limit: int) -> bytes:
    """The body, whole. Answers 415 for another media type or an encoding, 413 for more than `limit` bytes."""
    _check_media_type(request, media_types)
    announced = request.headers.get("content-length", "")
    told = int(announced[:20]) if announced.isdigit() else 0
    if told > max(limit, _DROPPED):
        raise _too_large(limit)
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if max(size, told) <= limit:
            parts.append(part)
        elif size > _DROPPED:
            break
        else:
            parts.clear()
    if max(size, told) > limit:
        raise _too_large(limit)
    return parts[0] if len(parts) == 1 else b"".join(parts)


async def read_model(request: Request, model: type[_Model], thing: str, limit: int) -> _Model:
    """The body as a model; an empty one as `{}`. Answers 413, 415 and 422; `thing`: what it is, in a word."""
    data = await read_body(request, JSON, limit)
    try:
        return model.model_validate_json(data or b"{}")
    except ValidationError as error:
        mistakes = mistakes_of(error, thing)
        raise Problem(422, counted(len(mistakes), thing), errors=mistakes) from None


def body_of(model: type[BaseModel], *examples: dict[str, Any], required: bool = True) -> dict[str, Any]:
    """The body of a route that calls `read_model`, for its `openapi_extra`."""
    schema = model.model_json_schema()
    content = {"schema": _in_full(schema, schema.pop("$defs", {}))}
    if examples:
        content["examples"] = {f"example {n}": {"value": value} for n, value in enumerate(examples, 1)}
    body = {"description": model.__doc__, "required": required, "content": {"application/json": content}}
    return {"requestBody": body}


def _in_full(schema: Any, definitions: dict[str, Any]) -> Any:
    """The same without references, which would have to lead into the whole document."""
    if isinstance(schema, list):
        return [_in_full(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {name: _in_full(part, definitions) for name, part in schema.items() if name != "$ref"}
    if "$ref" not in schema:
        return parts
    return {**_in_full(definitions[schema["$ref"].rpartition("/")[2]], definitions), **parts}


def _check_media_type(request: Request, media_types: tuple[str, ...]) -> None:
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Problem(415, "the body must be sent uncompressed, without Content-Encoding")
    given, _, parameters = request.headers.get("content-type", "").partition(";")
    wanted = given.strip().lower()
    if wanted and wanted not in media_types and not (media_types is JSON and wanted.endswith("+json")):
        raise Problem(415, f"the body must be {media_types[0]}, not {wanted[:100]}: say so in Content-Type")
    charset = parameters.strip().lower().partition("charset=")[2].strip('"')
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise Problem(415, f"the body must be in UTF-8, not {charset[:40]}")


def _too_large(limit: int) -> Problem:
    size = f"{limit / 1024 / 1024:g} MiB" if limit >= 1024 * 1024 else f"{limit / 1024:g} KiB"
    return Problem(413, f"the body is larger than {size}, the most that is taken here")

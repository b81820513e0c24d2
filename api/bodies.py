"""Reading request bodies, never more of them than is allowed."""

from __future__ import annotations

from starlette.requests import Request

from api.errors import Problem

JSON = ("application/json",)
NDJSON = ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines")


async def read_body(request: Request, media_types: tuple[str, ...], limit: int) -> bytes:
    """The body, whole. Answers 415 for another media type or an encoding, 413 for more than `limit` bytes."""
    _check_media_type(request, media_types)
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced[:20]) > limit:
        raise _too_large(limit)
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        parts.append(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


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

"""The files of the pages: style sheet, scripts, fonts. Their addresses change with their content."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

router = APIRouter(include_in_schema=False)
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_NAME = re.compile(r"(fonts/)?[a-zA-Z0-9-]+(\.[a-z0-9]+)")


@router.get("/static/{version}/{name:path}")
async def static(version: str, name: str) -> Response:
    """A file that comes with the pages; its address holds a version, so it may be kept for ever."""
    matched = _NAME.fullmatch(name)
    if matched is None or matched[2] not in _TYPES:
        raise HTTPException(404)
    return Response(
        _content(name),
        media_type=_TYPES[matched[2]],
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )


@cache
def _content(name: str) -> bytes:
    try:
        return files("api.pages").joinpath("static").joinpath(name).read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        raise HTTPException(404) from None

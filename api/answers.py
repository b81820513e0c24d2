"""Answers as JSON bytes, and answers that are given only when they are new to the caller (ETag)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from starlette.responses import Response


class Json(Response):
    """A JSON answer; `content` is anything that orjson takes."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The bytes on the wire."""
        return orjson.dumps(content)


class Conditional:
    """One GET whose answer depends on its URL, what was recorded and judged, and the day, and nothing else.

    `tag` is taken before the answer is made: an entry recorded in between makes the answer newer than
    its tag, so the next question is answered in full, and never the other way round.
    """

    def __init__(self, url: str, if_none_match: str | None, stamp: Callable[[], str]) -> None:
        self._url, self._known, self._stamp = url, if_none_match, stamp

    def answer(self, make: Callable[[], Any]) -> Response:
        """What `make` returns as JSON, or 304 where the caller holds it already."""
        tag = weak_tag(f"{self._stamp()} {self._url}".encode())
        if holds(self._known, tag):
            return Response(status_code=304, headers=_headers(tag))
        return Json(make(), headers=_headers(tag))

    def answer_by_content(self, content: Any) -> Response:
        """The same for an answer that can change without the log: its tag is made of its bytes."""
        answer = Json(content)
        tag = weak_tag(bytes(answer.body))
        if holds(self._known, tag):
            return Response(status_code=304, headers=_headers(tag))
        answer.headers.update(_headers(tag))
        return answer


def weak_tag(content: bytes) -> str:
    """A weak entity tag: the answer may be compressed on its way."""
    return f'W/"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'


def _headers(tag: str) -> Mapping[str, str]:
    return {"ETag": tag, "Cache-Control": "no-cache"}


def holds(known: str | None, tag: str) -> bool:
    """Whether a caller's `If-None-Match` names a tag."""
    if known is None:
        return False
    opaque = tag.removeprefix("W/")
    return any(part.strip().removeprefix("W/") in (opaque,) for part in known.split(","))

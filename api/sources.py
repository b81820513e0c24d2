"""Feeds that are watched."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api import desk_schemas as schemas
from api.answers import Json
from api.auth import READS, Administrator
from api.bodies import body_of, read_model
from api.dependencies import ConditionalDep, DeskDep, SettingsDep
from api.desk_bodies import SourceChange, SourceIn
from api.openapi import problems
from api.parameters import known_id

router = APIRouter(prefix="/v1/sources", tags=["desk"])

SourceId = Annotated[str, Path(description="The `id` of a source.")]
_EXAMPLE = {"url": "https://news.example/feed.xml", "publisher": "Example News", "minutes": 15}


@router.get(
    "",
    response_model=schemas.Sources,
    summary="Sources",
    dependencies=READS,
    responses=problems(401, 403, 422, 429),
)
def list_sources(desk: DeskDep, conditional: ConditionalDep) -> Response:
    """All feeds that are watched, with their health, in the order in which they were added."""
    return conditional.answer_by_content({"items": desk.sources.all()})


@router.post(
    "",
    status_code=201,
    response_model=schemas.Source,
    summary="Watch a feed",
    openapi_extra=body_of(SourceIn, _EXAMPLE),
    responses=problems(401, 403, 409, 413, 415, 422, 429, 503),
)
async def add_source(request: Request, key: Administrator, desk: DeskDep, settings: SettingsDep) -> Response:
    """Look at an RSS or Atom feed from now on, and read each new article once."""
    sent = await read_model(request, SourceIn, "source", settings.max_event_bytes)
    added = await run_in_threadpool(desk.sources.add, sent.url, sent.publisher, sent.minutes, key.name)
    return Json(added, status_code=201)


@router.get(
    "/{source_id}",
    response_model=schemas.Source,
    summary="One source",
    dependencies=READS,
    responses=problems(401, 403, 404, 422, 429),
)
def read_source(source_id: SourceId, desk: DeskDep, conditional: ConditionalDep) -> Response:
    """One feed with its health."""
    return conditional.answer_by_content(desk.sources.one(known_id("source", source_id)))


@router.patch(
    "/{source_id}",
    response_model=schemas.Source,
    summary="Pause a source, or go on",
    openapi_extra=body_of(SourceChange, {"paused": True}),
    responses=problems(401, 403, 404, 413, 415, 422, 429, 503),
)
async def change_source(
    request: Request, source_id: SourceId, key: Administrator, desk: DeskDep, settings: SettingsDep
) -> Response:
    """Leave a feed alone for a while, or look at it again at once."""
    sent = await read_model(request, SourceChange, "source", settings.max_event_bytes)
    return Json(await run_in_threadpool(desk.sources.pause, known_id("source", source_id), sent.paused))


@router.delete(
    "/{source_id}",
    status_code=204,
    response_class=Response,
    summary="Remove a source",
    responses=problems(401, 403, 404, 422, 429, 503),
)
def remove_source(source_id: SourceId, desk: DeskDep, key: Administrator) -> Response:
    """Watch a feed no more. What was read of it stays."""
    desk.sources.remove(known_id("source", source_id))
    return Response(status_code=204)

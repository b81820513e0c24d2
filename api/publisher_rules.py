"""Which publishers' candidates are accepted without a person."""

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
from api.desk_bodies import RuleIn
from api.openapi import problems
from domain.errors import NotOnRecord

router = APIRouter(prefix="/v1/publisher-rules", tags=["desk"])

Publisher = Annotated[str, Path(description="The publisher's name.", examples=["TASS"])]


@router.get(
    "",
    response_model=schemas.Rules,
    summary="Rules of publishers",
    dependencies=READS,
    responses=problems(401, 403, 422, 429),
)
def list_rules(desk: DeskDep, conditional: ConditionalDep) -> Response:
    """From which score on whose candidates are accepted without a person."""
    return conditional.answer_by_content({"items": desk.rules.list()})


@router.put(
    "/{publisher:path}",
    response_model=schemas.Rule,
    summary="Accept from a score on",
    openapi_extra=body_of(RuleIn, {"accept_from": 0.9}),
    responses=problems(401, 403, 404, 413, 415, 422, 429, 503),
)
async def set_rule(
    request: Request, publisher: Publisher, key: Administrator, desk: DeskDep, settings: SettingsDep
) -> Response:
    """Accept a publisher's candidates without a person where they score as high. It holds for what comes."""
    sent = await read_model(request, RuleIn, "rule", settings.max_event_bytes)
    return Json(await run_in_threadpool(desk.rules.set, publisher, sent.accept_from, key.name))


@router.delete(
    "/{publisher:path}",
    status_code=204,
    response_class=Response,
    summary="Remove a rule",
    responses=problems(401, 403, 404, 422, 429, 503),
)
def remove_rule(publisher: Publisher, desk: DeskDep, key: Administrator) -> Response:
    """Leave a publisher's candidates to people again."""
    if "\0" in publisher:
        raise NotOnRecord("rule for the publisher", publisher)
    desk.rules.remove(publisher)
    return Response(status_code=204)

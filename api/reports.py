"""Articles sent in to be read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import Response

from api import desk_schemas as schemas
from api.answers import Json
from api.auth import READS, Reporter, Reviewer
from api.bodies import body_of, read_model
from api.dependencies import ConditionalDep, DeskDep, SettingsDep
from api.desk_bodies import ReportIn
from api.openapi import problems
from api.parameters import known_id

router = APIRouter(prefix="/v1/reports", tags=["desk"])

ReportId = Annotated[str, Path(description="The `id` of a report.")]
_EXAMPLE = {
    "text": "MOSCOW, Sept 26 -- Russian Foreign Minister Sergey Lavrov will visit North Korea in October.",
    "publisher": "Example News",
    "published_at": "2023-09-26",
    "url": "https://news.example/lavrov-to-visit",
}


@router.post(
    "",
    status_code=201,
    response_model=schemas.ReceivedReport,
    summary="Read an article",
    openapi_extra=body_of(ReportIn, _EXAMPLE),
    responses={
        200: {"model": schemas.ReceivedReport, "description": "The same text was sent in before."},
        **problems(401, 403, 413, 415, 422, 429, 503),
    },
)
async def read_article(request: Request, key: Reporter, desk: DeskDep, settings: SettingsDep) -> Response:
    """Find the reported events in an article, and keep them for a person to accept, mend or reject.

    The text, the HTML or the address alone. The day of publication is never guessed: where it is neither given
    nor certain from the page, the answer is 422 and says which dates were found where.
    """
    sent = await read_model(request, ReportIn, "report", settings.max_report_bytes)
    report, new = await desk.take(sent, key.name)
    return Json(report, status_code=201 if new else 200)


@router.get(
    "/{report_id}",
    response_model=schemas.ReceivedReport,
    summary="One report",
    dependencies=READS,
    responses=problems(401, 403, 404, 422, 429),
)
def read_report(report_id: ReportId, desk: DeskDep, conditional: ConditionalDep) -> Response:
    """A report with its text and its candidates, in the order of the text."""
    return conditional.answer_by_content(desk.intake.report(known_id("report", report_id)))


@router.delete(
    "/{report_id}/text",
    status_code=204,
    response_class=Response,
    summary="Erase a report's text",
    responses=problems(401, 403, 404, 422, 429, 503),
)
def erase_text(report_id: ReportId, desk: DeskDep, key: Reviewer) -> Response:
    """Erase the text for good. Candidates stay, without its words; so do quotes of events on record."""
    desk.intake.erase(known_id("report", report_id))
    return Response(status_code=204)

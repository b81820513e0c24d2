"""Events that a reader found: looked through, accepted, mended, rejected."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from adapters.desk.candidates import CandidateFilter
from api import desk_schemas as schemas
from api.answers import Json
from api.auth import READS, Reviewer
from api.bodies import body_of, read_model
from api.dependencies import ConditionalDep, DeskDep, SettingsDep
from api.desk_bodies import AcceptIn, RejectIn
from api.openapi import problems
from api.parameters import CursorQuery, Limit, Word, known_id
from domain.reading.reader import DEFAULT_THRESHOLD

router = APIRouter(prefix="/v1/candidates", tags=["desk"])

CandidateId = Annotated[str, Path(description="The `id` of a candidate.")]


async def candidate_filter(
    state: Annotated[
        Word | None,
        Query(
            description="`proposed`, `accepted`, `rejected` or `duplicate`, or several with commas.",
            examples=["proposed"],
        ),
    ] = None,
    score: Annotated[
        float, Query(ge=0, le=1, description="The lowest score that is shown; default: what is proposed.")
    ] = DEFAULT_THRESHOLD,
    report: Annotated[Word | None, Query(description="Of this report.")] = None,
) -> CandidateFilter:
    """Which candidates are asked for; all that are given must hold."""
    return CandidateFilter(state, score, report)


@router.get(
    "",
    response_model=schemas.CandidatePage,
    summary="Candidates",
    dependencies=READS,
    responses=problems(401, 403, 422, 429),
)
def list_candidates(
    wanted: Annotated[CandidateFilter, Depends(candidate_filter)],
    desk: DeskDep,
    conditional: ConditionalDep,
    cursor: CursorQuery = None,
    limit: Limit = 50,
) -> Response:
    """The candidates that match, in the order in which they were found."""
    return conditional.answer_by_content(desk.candidates.page(wanted, cursor, limit))


@router.get(
    "/{candidate_id}",
    response_model=schemas.Candidate,
    summary="One candidate",
    dependencies=READS,
    responses=problems(401, 403, 404, 422, 429),
)
def read_candidate(candidate_id: CandidateId, desk: DeskDep, conditional: ConditionalDep) -> Response:
    """The candidate with the event that accepting it records, and the words that say so."""
    return conditional.answer_by_content(desk.candidates.one(known_id("candidate", candidate_id)))


@router.post(
    "/{candidate_id}/accept",
    status_code=201,
    response_model=schemas.Accepted,
    summary="Accept a candidate",
    openapi_extra=body_of(AcceptIn, {}, {"changes": {"window": "2023-11"}}, required=False),
    responses={
        200: {"model": schemas.Accepted, "description": "Its event is on record already; nothing was stored."},
        **problems(401, 403, 404, 409, 413, 415, 422, 429, 503),
    },
)
async def accept_candidate(
    request: Request, candidate_id: CandidateId, key: Reviewer, desk: DeskDep, settings: SettingsDep
) -> Response:
    """Record the candidate's event, with its report and the words that say so, under the key's name.

    `changes` replaces fields before it is recorded. Accepting twice stores once; an accepted candidate cannot
    be changed here any more: its entry is corrected or withdrawn like any other.
    """
    sent = await read_model(request, AcceptIn, "decision", settings.max_event_bytes)
    known = known_id("candidate", candidate_id)
    receipt, candidate = await run_in_threadpool(desk.candidates.accept, known, sent.changes, key.name)
    status = 200 if receipt.duplicate else 201
    return Json({"receipt": receipt._asdict(), "candidate": candidate}, status_code=status)


@router.post(
    "/{candidate_id}/reject",
    response_model=schemas.Candidate,
    summary="Reject a candidate",
    openapi_extra=body_of(RejectIn, {"reason": "only a wish"}),
    responses=problems(401, 403, 404, 409, 413, 415, 422, 429, 503),
)
async def reject_candidate(
    request: Request, candidate_id: CandidateId, key: Reviewer, desk: DeskDep, settings: SettingsDep
) -> Response:
    """Say that the report does not tell this event, and why. It can still be accepted later."""
    sent = await read_model(request, RejectIn, "decision", settings.max_event_bytes)
    known = known_id("candidate", candidate_id)
    return Json(await run_in_threadpool(desk.candidates.reject, known, sent.reason, key.name))

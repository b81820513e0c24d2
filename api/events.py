"""Recording reported events, and the log of them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from adapters.ledger import Ledger
from api import schemas
from api.answers import Json
from api.auth import READS, Reporter, require
from api.bodies import JSON, NDJSON, read_body
from api.dependencies import ConditionalDep, QueriesDep, ServicesDep, SettingsDep
from api.errors import Problem
from api.examples import BATCH_BODY, EVENT_BODY
from api.openapi import problems
from api.parameters import CursorQuery, EventId, Limit, known_id
from domain.events import OWN_ACTS, InvalidEvent

router = APIRouter(prefix="/v1/events", tags=["events"])

MOST_IN_FULL = 1_000
"""Bad lines of a batch of which every mistake is named; of the others the first one."""


@router.post(
    "",
    status_code=201,
    response_model=schemas.Receipt,
    summary="Record a reported event",
    openapi_extra=EVENT_BODY,
    responses={
        200: {"model": schemas.Receipt, "description": "It is on record already; nothing was stored."},
        **problems(401, 403, 404, 413, 415, 422, 429, 503),
    },
)
async def record_event(request: Request, key: Reporter) -> Response:
    """Record one event of section 3 of the contract, for ever.

    It needs a key with the scope `report`; corrections and rulings need `review`. The same event from the
    same report again is answered 200 with the first one's `event_id`.
    """
    state = request.app.state  # Not by dependencies: solving each of them costs as much as parsing the event.
    data = _parsed(await read_body(request, JSON, state.settings.max_event_bytes))
    if data.own_act:
        require(key, "review", "a correction or a ruling")
    receipt = await asyncio.wrap_future(state.services.writer.submit(data.text, key.name))
    return Json(receipt._asdict(), status_code=200 if receipt.duplicate else 201)


@router.post(
    "/batch",
    response_model=schemas.BatchResult,
    summary="Record many events",
    openapi_extra=BATCH_BODY,
    responses=problems(401, 403, 413, 415, 422, 429, 503),
)
async def record_batch(
    request: Request,
    key: Reporter,
    services: ServicesDep,
    settings: SettingsDep,
    atomic: Annotated[bool, Query(description="Whether one bad line rejects all.")] = False,
) -> Response:
    """Record newline-delimited events, one a line; empty lines are passed over.

    Good lines are recorded and bad ones named (after the first 1,000 with one mistake each), unless `atomic`:
    then one bad line rejects all with 422.
    """
    body = await read_body(request, NDJSON, settings.max_batch_bytes)
    result = await run_in_threadpool(
        _record_lines,
        services.ledger,
        body,
        key.name,
        settings.max_batch_lines,
        atomic,
        key.may("review"),
    )
    if atomic and result["rejected"]:
        bad_lines = len(result["rejected"])
        raise Problem(
            422,
            f"{bad_lines:,} of the lines cannot be recorded, so none was; see rejected",
            errors=[
                {**error, "line": bad["line"]} for bad in result["rejected"][:100] for error in bad["errors"]
            ],
            **result,
        )
    return Json(result)


@router.get(
    "",
    response_model=schemas.EventPage,
    summary="The immutable log",
    dependencies=READS,
    responses=problems(401, 403, 422, 429),
)
def list_events(
    queries: QueriesDep, conditional: ConditionalDep, cursor: CursorQuery = None, limit: Limit = 50
) -> Response:
    """Every entry in order of position, corrections and rulings among them."""
    return conditional.answer(lambda: queries.events(cursor, limit))


@router.get(
    "/{event_id}",
    response_model=schemas.EntryInFull,
    summary="One entry of the log",
    dependencies=READS,
    responses=problems(401, 403, 404, 422, 429),
)
def read_event(event_id: EventId, queries: QueriesDep, conditional: ConditionalDep) -> Response:
    """The entry as first recorded, with the acts upon it and what counts in its place now."""
    return conditional.answer(lambda: queries.event(known_id("event", event_id)))


# ---------------------------------------------------------------- reading what was sent
class _Parsed:
    """A JSON text, and whether it is one of the analyst's own acts.

    What is passed on is written anew from what was understood here: two parsers that differ about a
    repeated field cannot let an act through that the key does not allow.
    """

    def __init__(self, content: Any) -> None:
        kind = content.get("type") if isinstance(content, dict) else None
        self.own_act = isinstance(kind, str) and kind in OWN_ACTS
        self.text = orjson.dumps(content)


def _parsed(data: bytes) -> _Parsed:
    try:
        return _Parsed(orjson.loads(data))
    except (ValueError, TypeError) as error:  # Or nested too deeply to be written again.
        raise InvalidEvent.at("", f"is not JSON in UTF-8: {error}") from None


def _record_lines(
    ledger: Ledger, body: bytes, by: str, most: int, atomic: bool, may_review: bool
) -> dict[str, Any]:
    lines = [(number, line) for number, line in enumerate(body.split(b"\n"), 1) if line and not line.isspace()]
    if len(lines) > most:
        raise Problem(422, f"a batch holds at most {most:,} events, and this one {len(lines):,}; send several")
    lines, refused = _understood(lines, may_review)
    result = ledger.record_batch(lines, by, atomic=atomic, spoiled=bool(refused))
    rejected = sorted([*refused, *result.rejected], key=lambda bad: bad["line"])
    return _result(result.accepted, result.duplicates, rejected)


def _result(accepted: int, duplicates: int, rejected: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    short = ({**bad, "errors": bad["errors"][:1]} for bad in rejected[MOST_IN_FULL:])
    named = [*rejected[:MOST_IN_FULL], *short]
    return {"accepted": accepted, "duplicates": duplicates, "rejected": named}


def _understood(
    lines: Sequence[tuple[int, bytes]], may_review: bool
) -> tuple[list[tuple[int, bytes]], list[Mapping[str, Any]]]:
    allowed: list[tuple[int, bytes]] = []
    refused: list[Mapping[str, Any]] = []
    for number, line in lines:
        try:
            parsed = _parsed(line)
        except InvalidEvent as error:
            refused.append({"line": number, "errors": error.errors})
            continue
        if parsed.own_act and not may_review:
            detail = "a correction or a ruling needs a key with the scope review"
            refused.append({"line": number, "errors": [{"pointer": "/type", "detail": detail}]})
        else:
            allowed.append((number, parsed.text))
    return allowed, refused

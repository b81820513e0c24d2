"""Whether the server serves, and how it fares."""

from __future__ import annotations

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import Response

from api import schemas
from api.answers import Json
from api.auth import READS
from api.dependencies import QueriesDep
from api.metrics import Metrics
from api.openapi import problems

router = APIRouter(tags=["health"])


@router.get("/healthz", response_model=schemas.Health, summary="Is the server up?", responses=problems(422))
async def read_health() -> Response:
    """200 as soon as the server can serve; asks nothing of the database and needs no key."""
    return Json({"status": "ok"})


@router.get(
    "/readyz",
    response_model=schemas.Health,
    summary="Can the server answer questions?",
    responses=problems(422, 503),
)
def read_readiness(queries: QueriesDep) -> Response:
    """200 where the database answers. Needs no key."""
    queries.position()
    return Json({"status": "ok"})


@router.get(
    "/metrics",
    summary="Figures for Prometheus",
    dependencies=READS,
    response_class=Response,
    responses={
        200: {"content": {"text/plain": {"schema": {"type": "string"}}}},
        **problems(401, 403, 422, 429),
    },
)
def read_metrics(request: Request) -> Response:
    """Requests by route, and the state of the ledger, in the Prometheus text format."""
    metrics: Metrics = request.app.state.metrics
    return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

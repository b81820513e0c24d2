"""The OpenAPI document: the handlers' answers, the domain's events as bodies, one shape for errors."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.errors import MEDIA_TYPE
from api.schemas import Problem
from domain.events import event_adapter

_REF = "#/components/schemas/{model}"
_SENTENCES = {
    401: "A key is needed, or the one that was sent is not known.",
    403: "The key's scope is too small.",
    404: "There is no such thing in this ledger.",
    413: "The body is too large.",
    415: "The body is of another media type.",
    422: "Something that was sent is wrong; `errors` says where, and what would be right. Nothing was stored.",
    429: "Too many requests; Retry-After says how many seconds to wait.",
    503: "Not now; Retry-After says how many seconds to wait.",
}
DESCRIPTION = """
Who promised to visit, to meet or to act, and was it kept? Reported events go in and are kept for ever; what
was promised, and what became of it, is derived from them, for today or for any day in the past.

`as_of` shows the world as it could be known on a day; `recorded_as_of` shows this ledger as it stood at a
moment. Dates are EDTF: `2023-10-18`, `2023-10`, `2023-10-18/2023-10-19`, `../2024-06`.
"""


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error answers of a route, for its `responses`."""
    schema = {"$ref": _REF.format(model="Problem")}
    return {
        status: {
            "description": _SENTENCES.get(status, HTTPStatus(status).phrase),
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
        for status in statuses
    }


def document(app: FastAPI) -> dict[str, Any]:
    """The document, made at the first call."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title,
            version=app.version,
            description=DESCRIPTION,
            routes=app.routes,
            tags=app.openapi_tags,
        )
        components = made["components"]["schemas"]
        event = event_adapter.json_schema(ref_template=_REF)
        components.update(event.pop("$defs"))
        components["AnyEvent"] = {"title": "AnyEvent", "description": "One event of section 3.", **event}
        problem = Problem.model_json_schema(ref_template=_REF, mode="serialization")
        components.update(problem.pop("$defs", {}))
        components["Problem"] = problem
        app.openapi_schema = made
    return app.openapi_schema

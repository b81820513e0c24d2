"""schemathesis against the OpenAPI: whatever is sent, the answers are those that are documented."""

from __future__ import annotations

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from adapters import demo

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
)
OPERATIONS = (
    "record_event",
    "record_batch",
    "list_events",
    "read_event",
    "list_promises",
    "read_promise",
    "read_history",
    "list_relationships",
    "read_relationship",
    "read_timeline",
    "read_verdict",
    "list_scorecards",
    "list_alerts",
    "read_article",
    "read_report",
    "erase_text",
    "list_candidates",
    "read_candidate",
    "accept_candidate",
    "reject_candidate",
    "list_rules",
    "set_rule",
    "remove_rule",
    "list_sources",
    "add_source",
    "read_source",
    "change_source",
    "remove_source",
    "read_alerts_feed",
    "read_relationship_feed",
    "read_official_feed",
    "read_calendar",
    "create_feed_token",
    "list_feed_tokens",
    "revoke_feed_token",
    "create_subscription",
    "list_subscriptions",
    "read_subscription",
    "change_subscription",
    "delete_subscription",
    "pause_subscription",
    "resume_subscription",
    "rotate_secret",
    "test_subscription",
    "mute_promise",
    "unmute_promise",
    "list_deliveries",
    "read_delivery",
    "resend_delivery",
    "read_health",
    "read_readiness",
    "read_metrics",
)


NEVER_ENDS = "stream_alerts"  # See tests/stream.


@schemathesis.serializer("application/x-ndjson")
def as_lines(_, value):
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()


async def at_once(*_):
    """Nobody waits here."""


@pytest.fixture
def told(start, monkeypatch):
    monkeypatch.setattr("api.alerts.wait_for_news", at_once)
    server = start(rate_per_second=1e9, rate_burst=10**9, watch_seconds=0)
    server.services.ledger.record_batch(list(enumerate(demo.lines(), 1)), "demo", atomic=True)
    return server


def operations(server):
    schema = schemathesis.openapi.from_url(f"{server.url}/openapi.json")
    return {found.ok().definition.raw["operationId"]: found.ok() for found in schema.get_all_operations()}


def test_every_operation_is_tried(server):
    assert set(operations(server)) == {*OPERATIONS, NEVER_ENDS}


TAKES_NOTHING = ("read_health", "read_readiness", "read_metrics")  # So nothing wrong can be sent.
TRIALS = [(name, "positive") for name in OPERATIONS]
TRIALS += [(name, "negative") for name in OPERATIONS if name not in TAKES_NOTHING]


@pytest.mark.parametrize(("name", "mode"), TRIALS)
def test_every_answer_is_a_documented_one(told, name, mode):
    operation = operations(told)[name]
    headers = {"Authorization": f"Bearer {told.key('admin')}"}
    generation = schemathesis.GenerationMode(mode)

    @given(case=operation.as_strategy(generation_mode=generation))
    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def answers_as_documented(case):
        case.call_and_validate(headers=headers, checks=CHECKS)

    answers_as_documented()

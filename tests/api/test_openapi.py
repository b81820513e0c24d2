"""The OpenAPI document and the pages that show it."""

from __future__ import annotations

import re

import pytest

from api.examples import EVENTS
from api.openapi_3_0 import as_3_0
from domain.events import TYPES, read_event


@pytest.fixture
def document(server):
    return server.get("/openapi.json").json()


def test_there_is_a_good_example_of_every_type_of_event():
    assert tuple(EVENTS) == TYPES
    for example in EVENTS.values():
        read_event(example)


def test_the_examples_can_be_recorded_as_they_stand(server):
    for example in EVENTS.values():
        expected = 404 if "report" not in example else 201
        assert server.record(example, "review").status_code == expected, example


def test_every_call_every_parameter_and_every_field_of_an_answer_is_described(document):
    for path, methods in document["paths"].items():
        for method, call in methods.items():
            assert call["summary"], (method, path)
            assert call["description"], (method, path)
            assert all(parameter.get("description") for parameter in call.get("parameters", [])), path


def test_every_reference_leads_somewhere(document):
    for name in re.findall(r'"#/components/schemas/([^"]+)"', str(document).replace("'", '"')):
        assert name in document["components"]["schemas"]


def test_every_error_answer_is_documented_as_a_problem(document):
    for methods in document["paths"].values():
        for call in methods.values():
            for status, answer in call["responses"].items():
                if not status.startswith("2"):
                    assert list(answer["content"]) == ["application/problem+json"]


def test_the_events_are_documented_by_their_fields(document):
    schemas = document["components"]["schemas"]
    options = {option["$ref"].rpartition("/")[2] for option in schemas["AnyEvent"]["oneOf"]}
    assert len(options) == len(TYPES)
    assert "window" in schemas["VisitAnnounced"]["properties"]
    examples = document["paths"]["/v1/events"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    assert set(examples) == set(TYPES)


def test_no_field_of_an_answer_has_a_default(document):
    for name in ("Promise", "Receipt", "Verdict", "Alert", "Entry", "Evidence", "Party-Output"):
        schema = document["components"]["schemas"].get(name)
        if schema:
            assert set(schema["required"]) == set(schema["properties"]), name


def test_the_pages_load_nothing_from_another_site(server):
    page = server.get("/docs")
    assert page.status_code == 200
    assert "script-src 'self'" in page.headers["content-security-policy"]
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(addresses) >= 4
    for address in addresses:
        assert address.startswith("/")
        assert server.get(address).status_code == 200
    assert '"/docs/openapi-3.0.json"' in server.get("/docs/start.js").text


def test_the_pages_read_the_document_in_the_words_of_3_0(server, document):
    old = server.get("/docs/openapi-3.0.json").json()
    assert old["openapi"] == "3.0.3"
    assert old["paths"].keys() == document["paths"].keys()
    assert "'type': 'null'" not in str(old)
    assert "'const'" not in str(old)


def test_what_3_0_cannot_say_is_said_in_the_nearest_way():
    new = {
        "openapi": "3.1.0",
        "a": {"anyOf": [{"type": "string"}, {"type": "null"}], "title": "A"},
        "b": {"anyOf": [{"$ref": "#/b"}, {"type": "null"}]},
        "c": {"const": "x", "examples": ["x", "y"]},
        "d": {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]},
    }
    assert as_3_0(new) == {
        "openapi": "3.0.3",
        "a": {"type": "string", "title": "A", "nullable": True},
        "b": {"nullable": True, "allOf": [{"$ref": "#/b"}]},
        "c": {"enum": ["x"], "example": "x"},
        "d": {"nullable": True, "anyOf": [{"type": "string"}, {"type": "integer"}]},
    }

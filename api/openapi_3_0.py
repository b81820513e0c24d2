"""The OpenAPI document in the words of 3.0, for the pages alone: their Swagger UI reads no 3.1.

What 3.0 cannot say is said in the nearest way; programs read `/openapi.json`.
"""

from __future__ import annotations

from typing import Any


def as_3_0(document: dict[str, Any]) -> dict[str, Any]:
    """The same document as OpenAPI 3.0.3."""
    converted: dict[str, Any] = _converted(document)
    return {**converted, "openapi": "3.0.3"}


def _converted(value: Any) -> Any:
    if isinstance(value, list):
        return [_converted(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {name: _converted(item) for name, item in value.items()}
    if "const" in found and not isinstance(found["const"], dict):
        found["enum"] = [found.pop("const")]
    if isinstance(found.get("examples"), list):
        examples = found.pop("examples")
        found.setdefault("example", examples[0] if examples else None)
    return _nullable(found)


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    options = schema.get("anyOf")
    null = {"type": "null"}
    if not isinstance(options, list) or null not in options:
        return schema
    left = [option for option in options if option != null]
    rest = {name: item for name, item in schema.items() if name != "anyOf"}
    if len(left) == 1 and "$ref" not in left[0]:
        return {**left[0], **rest, "nullable": True}
    return {**rest, "nullable": True, ("allOf" if len(left) == 1 else "anyOf"): left}

"""The reader that the settings name."""

from __future__ import annotations

from adapters.reading.model import Endpoint, ModelReader
from adapters.reading.reading import rule_reader
from api.settings import Settings
from domain.errors import BadQuestion
from domain.reading.reader import Reader


def reader_of(settings: Settings) -> Reader:
    """Rules, or a model with the rules behind it. Raises BadQuestion, NoModel."""
    if not settings.llm_url:
        return rule_reader()
    if not settings.llm_model:
        raise BadQuestion("SERVANDA_LLM_MODEL", "is required where SERVANDA_LLM_URL is set")
    key = settings.llm_key.get_secret_value()
    return ModelReader(
        Endpoint(settings.llm_url, settings.llm_model, settings.llm_seconds, key), rule_reader()
    )

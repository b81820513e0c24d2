"""The reader that the settings name."""

from __future__ import annotations

from adapters.reading.reading import rule_reader
from api.settings import Settings
from domain.reading.reader import Reader


def reader_of(settings: Settings) -> Reader:
    """Rules, or a model with the rules behind it."""
    return rule_reader()

"""The reader that the settings name."""

from __future__ import annotations

from adapters.reading.gazetteer import gazetteer
from api.settings import Settings
from domain.reading.reader import Reader
from domain.reading.rules import RuleReader


def reader_of(settings: Settings) -> Reader:
    """Rules, or a model with the rules behind it."""
    return RuleReader(gazetteer())

"""How the desk fares, in numbers."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Engine, func, select

from adapters.database import reading
from adapters.desk.sources import STATES as SOURCE_STATES
from adapters.desk.sources import state_of
from adapters.tables import candidates, reports, sources
from domain.reading.reader import DEFAULT_THRESHOLD

UNLIKELY = "unlikely"
CANDIDATE_STATES = ("proposed", UNLIKELY, "accepted", "rejected", "duplicate")
"""As the API has them, and apart from the proposed ones those that score too low to be shown unasked."""


class DeskFigures(NamedTuple):
    """`silent_since`: when the watched source that is silent for longest answered last, or was added."""

    reports: int
    candidates: dict[str, int]
    sources: dict[str, int]
    silent_since: int | None


def desk_figures(engine: Engine) -> DeskFigures:
    """The figures as they stand now."""
    likely = (candidates.c.score >= DEFAULT_THRESHOLD).label("likely")
    counted = select(candidates.c.state, likely, func.count()).group_by(candidates.c.state, likely)
    found = dict.fromkeys(CANDIDATE_STATES, 0)
    health = dict.fromkeys(SOURCE_STATES, 0)
    with reading(engine) as connection:
        for state, is_likely, count in connection.execute(counted):
            found[UNLIKELY if state == "proposed" and not is_likely else state] += count
        received = connection.scalar(select(func.count()).select_from(reports)) or 0
        rows = connection.execute(select(sources)).all()
    for row in rows:
        health[state_of(row)] += 1
    watched = [row.answered or row.added for row in rows if not row.paused]
    return DeskFigures(received, found, health, min(watched, default=None))

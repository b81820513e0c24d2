"""From when to when the reports of an address do not count (contract, section 4, Corrections)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from domain.docket import FOREVER, Absence


class Retraction(NamedTuple):
    """A publisher took the report at `retracted` back, in a report at `url`, at an instant."""

    event_id: str
    retracted: str
    url: str
    instant: int


def absences(url: str, known: Iterable[Retraction]) -> tuple[Absence, ...]:
    """The times in which reports at an address do not count, merged and in order.

    A retraction counts until one that was published later takes its own report back.
    """
    every = list(known)
    found = sorted(time for r in every if r.retracted == url for time in _counts(r, every))
    merged: list[Absence] = []
    for since, until in found:
        if merged and since <= merged[-1].until:
            merged[-1] = Absence(merged[-1].since, max(until, merged[-1].until))
        else:
            merged.append(Absence(since, until))
    return tuple(merged)


def _counts(retraction: Retraction, every: list[Retraction]) -> list[Absence]:
    """The times in which a retraction itself counts."""
    later = [r for r in every if r.retracted == retraction.url and r.instant > retraction.instant]
    times, since = [], retraction.instant
    for absence in sorted(time for r in later for time in _counts(r, every)):
        if absence.since > since:
            times.append(Absence(since, absence.since))
        since = max(since, absence.until)
    return [*times, Absence(since, FOREVER)] if since < FOREVER else times

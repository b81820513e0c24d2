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
    found = sorted(time for r, times in _counting(known) if r.retracted == url for time in times)
    merged: list[Absence] = []
    for since, until in found:
        if merged and since <= merged[-1].until:
            merged[-1] = Absence(merged[-1].since, max(until, merged[-1].until))
        else:
            merged.append(Absence(since, until))
    return tuple(merged)


def _counting(known: Iterable[Retraction]) -> list[tuple[Retraction, list[Absence]]]:
    """The times in which each retraction itself counts; those published later are settled first."""
    settled: list[tuple[Retraction, list[Absence]]] = []
    against: dict[str, list[tuple[Retraction, list[Absence]]]] = {}
    for retraction in sorted(known, key=lambda r: (r.instant, r.event_id), reverse=True):
        times, since = [], retraction.instant
        later = [t for r, ts in against.get(retraction.url, ()) if r.instant > retraction.instant for t in ts]
        for absence in sorted(later):
            if absence.since > since:
                times.append(Absence(since, absence.since))
            since = max(since, absence.until)
        if since < FOREVER:
            times.append(Absence(since, FOREVER))
        settled.append((retraction, times))
        against.setdefault(retraction.retracted, []).append((retraction, times))
    return settled

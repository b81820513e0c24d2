"""What is told of a promise beside the changes of its status, each once.

- `due_soon`: an open promise's window ends in so many days; once for each last day and lead. Not told of one
  that was due long ago.
- `corroborated`: a second publisher tells of it.
- `disputed`: publishers tell it differently: it was held, and it was cancelled or not kept.
- `retracted`: a report on which it rested was taken back, or its entry withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from domain.docket import FOREVER, Docket, Version
from domain.events import STATUSES
from domain.facts import day_of, iso
from domain.promise import Promise
from domain.wording import day_in_words, subject_in_words

LEAD = 7
"""Days before the window's last day on which a promise is due soon, unless a subscription names others."""
MOST_LEAD = 365
LONG_AGO = 30
"""Days after its last day from which on a promise is not said any more to have been due soon."""

STATUS_KINDS = (
    "promise.opened",
    *(f"promise.{status}" for status in STATUSES if status not in ("invited", "pending")),
    "promise.revived",
)
"""A change of status each."""
NOTICES = ("due_soon", "corroborated", "disputed", "retracted")
KINDS = (*STATUS_KINDS, *(f"promise.{notice}" for notice in NOTICES))
"""Every kind of alert."""

_AWAITED = frozenset({"pending", "postponed"})


class Notice(NamedTuple):
    """Something to be told of a promise on a day that changes no status.

    `key` and `nth` tell it from others of its kind of the same promise. `cause`: an event's id, or None for
    the calendar. `since`: when what led to it was published, or recorded where that is what led to it.
    """

    kind: str
    key: str
    nth: int
    on: int
    cause: str | None
    since: int
    promise_id: str
    promise: Promise


def notices(history: Sequence[Version], today: int, leads: Sequence[int] = (LEAD,)) -> Iterator[Notice]:
    """What there is to tell of a promise as the world could know it, up to and with a day."""
    yield from _due_soon(history, today, leads)
    for version in history:
        if len(version.promise.publishers) < 2 or version.until <= version.since:
            continue
        on, since = day_of(version.since), version.since
        if on <= today:
            yield Notice("corroborated", "", 1, on, version.cause, since, version.promise_id, version.promise)
        return


def _due_soon(history: Sequence[Version], today: int, leads: Sequence[int]) -> Iterator[Notice]:
    told: set[tuple[int, int]] = set()
    for version in history:
        promise = version.promise
        due = promise.due_on
        # Most of an import is old: that something was due soon years ago is of no use to anybody.
        if due is None or due < today - LONG_AGO or version.until <= version.since:
            continue
        first = day_of(version.since)
        last = today if version.until == FOREVER else min(today, day_of(version.until) - 1)
        for lead in leads:
            start = due_soon_on(promise, first, lead)
            if start is None or start > last or (due, lead) in told:
                continue
            told.add((due, lead))
            key, since = iso(due) or "", version.since
            yield Notice("due_soon", key, lead, start, None, since, version.promise_id, promise)


def due_soon_on(promise: Promise, day: int, lead: int) -> int | None:
    """The day from which on a promise, known so since `day`, is due soon; None where it never is."""
    due = promise.due_on
    if due is None or due < day:
        return None
    start = max(due - lead, day)
    return start if promise.status(start) in _AWAITED else None


def happenings(docket: Docket) -> Iterator[Notice]:
    """What a docket's reports did to promises without being their versions: disputes and retractions."""
    for known, promise, fact in docket.disputes():
        assert promise.closed_by is not None
        since = max(fact.instant, promise.closed_by.instant)
        cause = fact if fact.instant == since else promise.closed_by
        yield Notice("disputed", "", 1, day_of(since), cause.event_id, since, known, promise)
    for loss in docket.losses:
        known, instant = loss.promise_id, loss.instant
        yield Notice("retracted", "", loss.nth, day_of(instant), loss.cause, instant, known, loss.promise)


def sentence(notice: Notice, promise: dict[str, object]) -> str:
    """What is told, in one plain English sentence; `promise` is in its wire form."""
    what = subject_in_words(promise)
    if notice.kind == "due_soon":
        assert notice.promise.due_on is not None
        left = notice.promise.due_on - notice.on
        days = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
        return f"{what[0].upper()}{what[1:]} is due {days}, by {day_in_words(str(promise['due_on']))}."
    if notice.kind == "corroborated":
        return f"A second publisher tells of {what}."
    if notice.kind == "disputed":
        return f"Publishers tell differently whether {what} took place."
    return f"What was reported on {what} no longer counts: it was taken back, or its entry withdrawn."

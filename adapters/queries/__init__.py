"""Every question that the API and the command line ask, answered from the read models.

Answers are JSON-ready dicts in the contract's wire form. A question `recorded_as_of` a moment is answered
by folding the log as it stood then; all others by looking up what was judged when it was recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import Engine

from adapters.alert_log import AlertFilter, check_lead
from adapters.database import reading
from adapters.event_log import read_head
from adapters.queries import (
    agenda,
    changes,
    evidence,
    log,
    past,
    pictures,
    promises,
    relationships,
    scorecards,
    surveys,
    unannounced,
    words,
)
from adapters.queries.alerts import alerts_page
from adapters.queries.filters import PromiseFilter
from adapters.queries.log import state
from domain.views import View

__all__ = ["AlertFilter", "PromiseFilter", "Queries"]

Answer = dict[str, Any]


class Queries:
    """Answers on one database. Safe to use from several threads.

    Raises NotOnRecord for an unknown id or pair, BadQuestion for a parameter that cannot be understood.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._remembered = scorecards.Remembered()

    def position(self) -> int:
        """The last position of the log."""
        with reading(self.engine) as connection:
            return read_head(connection).position

    def state(self) -> str:
        """Differs whenever an answer may: the end of the log, and how often dockets were judged since."""
        with reading(self.engine) as connection:
            return state(connection)

    def promises(self, filters: PromiseFilter, view: View, cursor: str | None, limit: int) -> Answer:
        """A page of promises, newest first."""
        filters = filters.checked()
        with reading(self.engine) as connection:
            if view.recorded is not None:
                return past.promises(connection, filters, view, cursor, limit)
            return promises.page(connection, filters, view, cursor, limit)

    def search(
        self, text: str, statuses: list[str], view: View, cursor: str | None, limit: int
    ) -> Answer:
        """Promises by an official or a place, newest first."""
        with reading(self.engine) as connection:
            if view.recorded is not None:
                found = past.promises(connection, PromiseFilter(), view, None, 10_000)["items"]
                wanted = [p for p in found if not statuses or p["status"] in statuses]
                named = [p for p in wanted if words.names(p, text)]
                return {"items": named[:limit], "next_cursor": None}
            return words.page(connection, text, view, statuses, cursor, limit)

    def base(self, view: View) -> Answer:
        """How all promises together were kept: the base rate of every scorecard."""
        with reading(self.engine) as connection:
            return self._remembered.answer(connection, view, "base", partial(surveys.base, connection, view))

    def promise(self, promise_id: str, view: View) -> Answer:
        """One promise, also by an id that leads to it."""
        with reading(self.engine) as connection:
            if view.recorded is not None:
                return past.promise(connection, promise_id, view)
            return promises.one(connection, promise_id, view)

    def history(self, promise_id: str, view: View) -> Answer:
        """The statuses that a promise went through, as the world could know them."""
        with reading(self.engine) as connection:
            if view.recorded is not None:
                return past.history(connection, promise_id, view)
            return promises.history(connection, promise_id, view)

    def verdict(self, visitor: str, host: str, view: View) -> Answer:
        """Did the promised visit happen."""
        with reading(self.engine) as connection:
            found = promises.verdict(connection, visitor, host, view)
            if found["answer"] == "unknown":
                hint = unannounced.hint(connection, visitor, host, view)
                found["sentence"] = " ".join(filter(None, (found["sentence"], hint)))
            return found

    def relationships(self, view: View, cursor: str | None, limit: int) -> Answer:
        """The pairs with their counts by status, in alphabetical order."""
        with reading(self.engine) as connection:
            make = partial(relationships.page, connection, view, cursor, limit)
            return self._remembered.answer(connection, view, f"relationships {limit} {cursor}", make)

    def relationship(self, pair: str, view: View) -> Answer:
        """One pair with its newest promises and last contact."""
        with reading(self.engine) as connection:
            make = partial(relationships.one, connection, pair, view)
            return self._remembered.answer(connection, view, f"relationship {pair}", make)

    def timeline(self, pair: str, view: View, cursor: str | None, limit: int) -> Answer:
        """A pair's speech acts and occurrences that count, in the order of section 4."""
        with reading(self.engine) as connection:
            return relationships.timeline_page(connection, pair, view, cursor, limit)

    def events(self, cursor: str | None, limit: int) -> Answer:
        """The log in order of position."""
        with reading(self.engine) as connection:
            return log.page(connection, cursor, limit)

    def event(self, event_id: str) -> Answer:
        """One entry of the log."""
        with reading(self.engine) as connection:
            return log.one(connection, event_id)

    def scorecards(self, by: str, view: View) -> Answer:
        """How promises were kept, by state, official or relationship."""
        with reading(self.engine) as connection:
            by = scorecards.checked(by)
            make = partial(scorecards.scorecards, connection, by, view)
            return self._remembered.answer(connection, view, f"scorecards by {by}", make)

    def durations(self, view: View) -> Answer:
        """How long promises wait until they are kept, by kind."""
        with reading(self.engine) as connection:
            make = partial(surveys.durations, connection, view)
            return self._remembered.answer(connection, view, "durations", make)

    def flows(self, view: View) -> Answer:
        """Which state promised visits to which, and how they ended."""
        with reading(self.engine) as connection:
            return self._remembered.answer(connection, view, "flows", partial(surveys.flows, connection, view))

    def agenda(self, view: View, most: int) -> Answer:
        """What is due, overdue, and was settled lately: at most `most` promises of each."""
        with reading(self.engine) as connection:
            make = partial(agenda.agenda, connection, view, most)
            return self._remembered.answer(connection, view, f"agenda {most}", make)

    def picture(self, pair: str, view: View, first: int, last: int, most: int, pieces: int) -> Answer:
        """What is drawn of a pair between two days (ordinals)."""
        with reading(self.engine) as connection:
            make = partial(pictures.picture, connection, pair, view, first, last, most, pieces)
            name = f"picture {pair} {first} {last} {most} {pieces}"
            return self._remembered.answer(connection, view, name, make)

    def reach(self, pair: str, view: View, newest: int) -> tuple[int, int] | None:
        """From the first to the last day (ordinals) that a pair's newest promises and events are about."""
        with reading(self.engine) as connection:
            return pictures.reach(connection, pair, view, newest)

    def statuses(self, promise_ids: Sequence[str], day: int) -> dict[str, str]:
        """By promise its status as everything tells it, judged on a day (an ordinal)."""
        with reading(self.engine) as connection:
            return promises.statuses_now(connection, promise_ids, day)

    def bodies(self, event_ids: Sequence[str], view: View) -> dict[str, Answer]:
        """Events in full, by their ids."""
        with reading(self.engine) as connection:
            return evidence.bodies(connection, event_ids, view)

    def neighbours(self, view: View, pair: str | None = None) -> changes.Neighbours:
        """The nearest days before and after the view's on which something changed."""
        with reading(self.engine) as connection:
            return changes.neighbours(connection, view, pair)

    def beginning(self) -> int | None:
        """The first day (an ordinal) on which anything was known."""
        with reading(self.engine) as connection:
            return changes.beginning(connection)

    def check_lead(self, days: int) -> None:
        """Refuse days ahead at which no promise is ever said to be due soon. Raises BadQuestion."""
        with reading(self.engine) as connection:
            check_lead(connection, days)

    def alerts(self, after: str | None, limit: int, filters: AlertFilter | None = None) -> Answer:
        """The alerts after a cursor that are wanted."""
        wanted = (filters or AlertFilter()).checked()
        with reading(self.engine) as connection:
            return alerts_page(connection, after, limit, wanted)

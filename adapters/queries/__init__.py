"""Every question that the API and the command line ask, answered from the read models.

Answers are JSON-ready dicts in the contract's wire form. A question `recorded_as_of` a moment is answered
by folding the log as it stood then; all others by looking up what was judged when it was recorded.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from adapters.alert_log import AlertFilter, check_lead
from adapters.database import reading
from adapters.event_log import read_head
from adapters.queries import log, past, promises, relationships, scorecards
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
        self._scorecards = scorecards.Scorecards()

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
            return promises.verdict(connection, visitor, host, view)

    def relationships(self, view: View, cursor: str | None, limit: int) -> Answer:
        """The pairs with their counts by status, in alphabetical order."""
        with reading(self.engine) as connection:
            return relationships.page(connection, view, cursor, limit)

    def relationship(self, pair: str, view: View) -> Answer:
        """One pair with its newest promises and last contact."""
        with reading(self.engine) as connection:
            return relationships.one(connection, pair, view)

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
            return self._scorecards.answer(connection, by, view)

    def check_lead(self, days: int) -> None:
        """Refuse days ahead at which no promise is ever said to be due soon. Raises BadQuestion."""
        with reading(self.engine) as connection:
            check_lead(connection, days)

    def alerts(self, after: str | None, limit: int, filters: AlertFilter | None = None) -> Answer:
        """The alerts after a cursor that are wanted."""
        wanted = (filters or AlertFilter()).checked()
        with reading(self.engine) as connection:
            return alerts_page(connection, after, limit, wanted)

"""What feeds and calendars are made of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, select

from adapters.alert_log import Alert, AlertFilter, alerts_before
from adapters.database import reading
from adapters.queries import promises
from adapters.queries.filters import PromiseFilter
from adapters.queries.revisions import Revision, revisions
from adapters.tables import docket_pairs
from domain.errors import NotOnRecord
from domain.states import pair
from domain.views import View

KINDS = "visit,meeting"
"""What stands in a calendar where no kind is asked for."""


class Published:
    """Answers on one database. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def alerts(self, before: int | None, wanted: AlertFilter, limit: int) -> tuple[list[Alert], bool]:
        """The newest alerts before a number, newest first, and whether there are older ones."""
        with reading(self.engine) as connection:
            found = alerts_before(connection, before, limit + 1, wanted)
        return found[:limit], len(found) > limit

    def check_pair(self, relationship: str) -> str:
        """A relationship in alphabetical order. Raises NotOnRecord where nothing is on record of it."""
        codes = relationship.split("-")
        if len(codes) == 2 and all(len(code) == 3 and code.isascii() and code.isalpha() for code in codes):
            known = pair(*codes)
            with reading(self.engine) as connection:
                if connection.scalar(select(docket_pairs.c.pair).where(docket_pairs.c.pair == known).limit(1)):
                    return known
        raise NotOnRecord("relationship", relationship[:100])

    def calendar(
        self, wanted: PromiseFilter, view: View, limit: int
    ) -> tuple[list[dict[str, Any]], dict[str, Revision], bool]:
        """The newest promises with their revisions, and whether there are others."""
        wanted = wanted.checked()
        if wanted.kind is None:
            wanted = wanted._replace(kind=KINDS)
        with reading(self.engine) as connection:
            page = promises.page(connection, wanted, view, None, limit)
            ids = [promise["id"] for promise in page["items"]]
            numbers = revisions(connection, ids, view.day)
        return page["items"], numbers, page["next_cursor"] is not None

"""Which publishers' candidates are accepted without a person, and from which score on."""

from __future__ import annotations

from sqlalchemy import Connection, Delete, Engine, delete, select

from adapters.clock import now_micros
from adapters.database import reading, writing
from adapters.desk.wire import Answer
from adapters.tables import publisher_rules
from domain.errors import BadQuestion, NotOnRecord
from domain.facts import rfc3339

_NEVER = 2.0
"""Above every score."""


def accepts_from(connection: Connection, publisher: str) -> tuple[float, str]:
    """From which score on a publisher's candidates are accepted, and whose rule that is."""
    row = connection.execute(
        select(publisher_rules).where(publisher_rules.c.publisher_key == _key(publisher))
    ).first()
    return (row.accept_from, row.set_by) if row is not None else (_NEVER, "")


class PublisherRules:
    """The rules in one database; one for each publisher, case and outer spaces aside."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def set(self, publisher: str, accept_from: float, by: str) -> Answer:
        """Make or replace a publisher's rule. Raises BadQuestion."""
        if not 0 < accept_from <= 1:
            raise BadQuestion("accept_from", "must be above 0 and at most 1")
        if not publisher.strip() or len(publisher) > 200 or not publisher.isprintable():
            raise BadQuestion("publisher", "must be 1 to 200 printable characters")
        now = now_micros()
        row = {
            "publisher_key": _key(publisher),
            "publisher": publisher.strip(),
            "accept_from": accept_from,
            "set_by": by,
            "changed": now,
        }
        with writing(self._engine) as connection:
            connection.execute(_of(publisher))
            connection.execute(publisher_rules.insert().values(row))
        return _wire(row["publisher"], accept_from, by, now)

    def list(self) -> list[Answer]:
        """All rules, by publisher."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(publisher_rules).order_by(publisher_rules.c.publisher_key)).all()
        return [_wire(row.publisher, row.accept_from, row.set_by, row.changed) for row in rows]

    def remove(self, publisher: str) -> None:
        """Leave a publisher's candidates to people again. Raises NotOnRecord."""
        with writing(self._engine) as connection:
            if connection.execute(_of(publisher)).rowcount == 0:
                raise NotOnRecord("rule for the publisher", publisher)


def _of(publisher: str) -> Delete:
    return delete(publisher_rules).where(publisher_rules.c.publisher_key == _key(publisher))


def _key(publisher: str) -> str:
    return publisher.strip().casefold()[:200]


def _wire(publisher: object, accept_from: float, by: str, changed: int) -> Answer:
    return {"publisher": publisher, "accept_from": accept_from, "set_by": by, "changed_at": rfc3339(changed)}

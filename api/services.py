"""What the handlers call, built in one place and passed in."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from adapters.bell import Bell
from adapters.checkpoints import Checkpoints
from adapters.keys import Keys
from adapters.ledger import Ledger
from adapters.queries import Queries
from adapters.writer import Writer
from domain.reading.reader import Reader


@dataclass(frozen=True)
class Services:
    """The ledger behind one server."""

    ledger: Ledger
    writer: Writer
    checkpoints: Checkpoints
    queries: Queries
    keys: Keys
    bell: Bell
    reader: Reader | None = None  # None: the one that the settings name.

    @classmethod
    def of(cls, engine: Engine) -> Services:
        """All services on one database; opens no connection and starts nothing yet."""
        ledger = Ledger(engine)
        bell = Bell(engine)
        ledger.committed = bell.ring
        return cls(ledger, Writer(ledger), Checkpoints(engine), Queries(engine), Keys(engine), bell)

"""Run by tests as a process of its own: records 40 events into one relationship, as soon as it is told to."""

from __future__ import annotations

import sys

import orjson

from adapters.database import open_engine
from adapters.ledger import Ledger
from tests.adapters.events import announced

WHO = ("Anna Aster", "Bo Nilund", "Carl Korvik", "Dora Sundal")


def main(url: str, name: str) -> None:
    """Say `ready`, wait for a line, then record one event after the other; print the ids."""
    engine = open_engine(url)
    ledger = Ledger(engine)
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(40):
        who = {"name": WHO[number % len(WHO)], "state": "NOR"}
        event = announced(url=f"https://news.example/{name}/{number}", visitor=who)
        print(ledger.record(orjson.dumps(event), name).event_id, flush=True)
    engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])

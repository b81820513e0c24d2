"""Entries with what counts in their place now, after corrections and withdrawals."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from adapters.bulk import among
from adapters.event_log import entries_at
from domain.amendments import Amendments
from domain.entries import Entry
from domain.events import Body


def effective(
    connection: Connection, entries: Iterable[tuple[int, Entry]], until: int | None = None
) -> dict[int, Body | None]:
    """By position what counts in place of each entry, as the ledger stood at position `until`."""
    numbered = list(entries)
    acts = acts_on(connection, [entry.event_id for _, entry in numbered], until)
    found: dict[int, Body | None] = {}
    for position, entry in numbered:
        if entry.event_id not in acts:
            found[position] = entry.body
            continue
        history = Amendments()
        history.add(entry.event_id, entry.body)
        for act in acts[entry.event_id]:
            history.add(act.event_id, act.body)
        found[position] = history.effective(entry.event_id)
    return found


def acts_on(connection: Connection, roots: list[str], until: int | None = None) -> dict[str, list[Entry]]:
    """The own acts on some entries, by the entry, in their order."""
    condition, chosen = among(connection, roots)
    statement = f"SELECT position, root_id FROM own_acts WHERE root_id {condition}"  # noqa: S608
    rows = [row for row in connection.exec_driver_sql(statement, (chosen,)) if until is None or row[0] <= until]
    stored = dict(entries_at(connection, sorted(row.position for row in rows)))
    found: dict[str, list[Entry]] = {}
    for row in sorted(rows, key=lambda row: row.position):
        found.setdefault(row.root_id, []).append(stored[row.position])
    return found

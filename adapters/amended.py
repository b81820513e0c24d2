"""Entries with what counts in their place now, after corrections and withdrawals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from adapters.bulk import among
from adapters.event_log import COLUMNS, as_entry, entries_at
from adapters.tables import stored_events
from domain.amendments import Amendments
from domain.entries import Entry
from domain.events import Body, canonical_json
from domain.facts import moment


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


def places(
    connection: Connection, positions: Iterable[int], until: int | None = None
) -> dict[int, tuple[Any, ...]]:
    """What puts reported events in the order of section 4; of one that is withdrawn, as it was entered."""
    entries = dict(entries_at(connection, sorted(positions)))
    found: dict[int, tuple[Any, ...]] = {}
    for position, body in effective(connection, entries.items(), until).items():
        entry = entries[position]
        shown = body or entry.body
        found[position] = (*moment(shown), shown["report"]["url"], canonical_json(entry.body))
    return found


def history_of(connection: Connection, event_id: str) -> Amendments:
    """An entry with the acts upon it, or of an act, the entry that it changes in the end; or nothing."""
    history = Amendments()
    entry = _entry(connection, event_id)
    while entry is not None and entry.body["type"] in ("entry_corrected", "entry_withdrawn"):
        entry = _entry(connection, entry.body["event_id"])
    if entry is not None:
        history.add(entry.event_id, entry.body)
        for act in acts_on(connection, [entry.event_id]).get(entry.event_id, ()):
            history.add(act.event_id, act.body)
    return history


def _entry(connection: Connection, event_id: str) -> Entry | None:
    row = connection.execute(select(*COLUMNS).where(stored_events.c.event_id == event_id)).first()
    return None if row is None else as_entry(row)


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

"""Entries with what counts in their place now, after corrections and withdrawals."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from sqlalchemy import Connection

from adapters.bulk import among
from adapters.event_log import entries_at, entry_of
from domain.amendments import Amendments
from domain.entries import Entry
from domain.events import Body, canonical_json
from domain.facts import moment


def effective(
    connection: Connection, entries: Iterable[tuple[int, Entry]], until: int | None = None
) -> dict[int, Body | None]:
    """By position what counts in place of each entry, as the ledger stood at position `until`."""
    numbered = list(entries)
    found = histories(connection, [entry for _, entry in numbered], until)
    return {position: found[entry.event_id].effective(entry.event_id) for position, entry in numbered}


def histories(
    connection: Connection, entries: Collection[Entry], until: int | None = None
) -> dict[str, Amendments]:
    """By id some entries that are no own acts on others, each with the acts upon it up to `until`."""
    acts = acts_on(connection, [entry.event_id for entry in entries], until)
    return {entry.event_id: _with_acts(entry, acts.get(entry.event_id, ())) for entry in entries}


def _with_acts(entry: Entry, acts: Iterable[Entry]) -> Amendments:
    history = Amendments()
    for known in (entry, *acts):
        history.add(known.event_id, known.body)
    return history


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


def history_of(connection: Connection, event_id: str, until: int | None = None) -> Amendments:
    """An entry with the acts upon it, or of an act, the entry that it changes in the end; or nothing."""

    def entry(known: str) -> Entry | None:
        found = entry_of(connection, known)
        return found and found[1]

    return told_of(event_id, entry, lambda root: acts_on(connection, [root], until).get(root, ()))


def withdrawal_of(connection: Connection, event_id: str) -> Entry | None:
    """The own act by which an entry is off the record; None where it stands."""
    history = history_of(connection, event_id)
    if not history.withdrawn(event_id):
        return None
    acts = acts_on(connection, [history.root(event_id)]).get(history.root(event_id), [])
    upon = [act for act in acts if act.body["type"] == "entry_withdrawn" and act.body["event_id"] == event_id]
    return next(act for act in reversed(upon) if not history.withdrawn(act.event_id))


def told_of(
    event_id: str, entry: Callable[[str], Entry | None], acts: Callable[[str], Iterable[Entry]]
) -> Amendments:
    """The same for whoever looks up entries, and the acts on one, in a way of his own."""
    found = entry(event_id)
    while found is not None and found.body["type"] in ("entry_corrected", "entry_withdrawn"):
        found = entry(found.body["event_id"])
    return _with_acts(found, acts(found.event_id)) if found is not None else Amendments()


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

"""Scorecards: who keeps promises. What was only ever an invitation is no promise and does not count."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, select

from adapters.queries.log import state
from adapters.queries.past import Past
from adapters.queries.search import in_force, instant_of
from adapters.tables import promise_versions
from domain.answers import on_time, unpacked
from domain.errors import BadQuestion
from domain.names import keys, same_name
from domain.scoring import Score
from domain.states import english_name
from domain.views import View

KINDS = ("state", "official", "relationship")
_REMEMBERED = 32


class Remembered:
    """Answers that read every promise: the last ones are kept until something is recorded."""

    def __init__(self) -> None:
        self._answers: dict[tuple[Any, ...], dict[str, Any]] = {}

    def answer(
        self, connection: Connection, view: View, name: str, make: Callable[[], dict[str, Any]]
    ) -> dict[str, Any]:
        """What `make` answers, or did when it was asked for under this name on the same ledger."""
        key = (state(connection), name, view)
        if key not in self._answers:
            while len(self._answers) >= _REMEMBERED:
                self._answers.pop(next(iter(self._answers)), None)
            self._answers[key] = make()
        return self._answers[key]


def scorecards(connection: Connection, by: str, view: View) -> dict[str, Any]:
    """`{by, items: [{state or official or relationship, kept, late, …}]}`, most promises first."""
    return {"by": by, "items": _items(connection, by, view)}


def checked(by: str) -> str:
    """Raises BadQuestion where there are no such scorecards."""
    if by not in KINDS:
        raise BadQuestion("by", "must be " + ", ".join(KINDS))
    return by


def _items(connection: Connection, by: str, view: View) -> list[dict[str, Any]]:
    scores: dict[Any, Score] = {}
    people = _People()
    for promise in promised(connection, view):
        for key in _keys(promise, by, people):
            scores.setdefault(key, Score()).add(promise["status"], promise["days_late"])
    items = [{**_subject(key, by, people), **score.answer()} for key, score in scores.items()]
    return sorted(items, key=lambda item: (-item["promises"], str(item["name"])))


def promised(connection: Connection, view: View) -> Iterator[dict[str, Any]]:
    """Every promise that was more than an invitation, as judged on the view's day, without its evidence."""
    if view.recorded is None:
        query = select(promise_versions.c.payload).where(in_force(instant_of(view)))
        found = map(unpacked, connection.scalars(query))
        return (on_time(stored, view.day) for stored in found if _is_promise(stored))
    seen = (seen.stored for _, found in Past(connection, view).dockets() for seen in found)
    return (on_time(stored, view.day) for stored in seen if _is_promise(stored))


def _is_promise(promise: dict[str, Any]) -> bool:
    """Whether it was more than an invitation."""
    return promise["promised_on"] is not None or promise["status"] not in ("invited", "lapsed", "declined")


def _keys(promise: dict[str, Any], by: str, people: _People) -> list[Any]:
    """Those who promised: the visitor, every participant, the giver of a pledge."""
    if by == "relationship":
        return list(promise["relationships"])
    who = [promise["visitor"] or promise["by"]] if promise["kind"] != "meeting" else promise["participants"]
    if by == "state":
        return list(dict.fromkeys(party["state"] for party in who))
    return list(dict.fromkeys(people.number(p["state"], p["name"]) for p in who if p["name"]))


def _subject(key: Any, by: str, people: _People) -> dict[str, Any]:
    if by == "official":
        state, name = people.known[key]
        return {"official": {"name": name, "state": state}, "name": name}
    if by == "state":
        return {"state": key, "name": english_name(key)}
    return {"relationship": key, "name": " and ".join(english_name(code) for code in key.split("-"))}


class _People:
    """Officials under one spelling each, the longest that was reported."""

    def __init__(self) -> None:
        self.known: list[tuple[str, str]] = []
        self._by_key: dict[tuple[str, str], list[int]] = {}
        self._numbers: dict[tuple[str, str], int] = {}

    def number(self, state: str, name: str) -> int:
        found = self._numbers.get((state, name))
        if found is None:
            found = self._numbers[state, name] = self._find(state, name)
        return found

    def _find(self, state: str, name: str) -> int:
        named = keys(name)
        for key in sorted(named):
            for number in self._by_key.get((state, key), ()):
                if same_name(self.known[number][1], name):
                    if len(name) > len(self.known[number][1]):
                        self.known[number] = (state, name)
                    return number
        self.known.append((state, name))
        for key in named:
            self._by_key.setdefault((state, key), []).append(len(self.known) - 1)
        return len(self.known) - 1

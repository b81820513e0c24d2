"""Forms as data: fields in groups, each named by the place of its value in what the form makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["text", "wide", "long", "state", "window", "choice", "many", "json"]
"""`many`: several of the choices, kept with commas."""


class Field(NamedTuple):
    """One field. Its `pointer` (RFC 6901) says where its value stands, and is its name in the form."""

    pointer: str
    label: str
    kind: Kind = "text"
    required: bool = False
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """Each value that can be chosen, and its word."""
    none: str = "not said"
    """The word for no choice."""

    @property
    def id(self) -> str:
        """For the page."""
        return "field" + self.pointer.replace("/", "-")


class Group(NamedTuple):
    """Fields that belong together, such as those of an official."""

    legend: str
    fields: tuple[Field, ...]


def joined(values: Iterable[tuple[str, str]], groups: Iterable[Group]) -> dict[str, str]:
    """What was typed, by field: several values of a field that takes many with commas, else the last one."""
    several = {field.pointer for group in groups for field in group.fields if field.kind == "many"}
    found: dict[str, str] = {}
    for name, value in values:
        found[name] = f"{found[name]},{value}" if name in several and name in found else value
    return found


def put(made: dict[str, Any], pointer: str, value: Any) -> None:
    """Put a value to its place, with all that must be around it."""
    *parents, last = pointer.split("/")[1:]
    for parent in parents:
        made = made.setdefault(parent, {})
    made[last] = value


def placed(errors: Iterable[Mapping[str, Any]], shown: Iterable[Group]) -> tuple[dict[str, str], list[str]]:
    """Mistakes by the pointer of the field where they are shown, and those that no field shows."""
    fields = [field.pointer for group in shown for field in group.fields]
    found: dict[str, str] = {}
    rest: list[str] = []
    for error in errors:
        pointer, detail = error["pointer"], error["detail"]
        at = next((f for f in fields if f == pointer), None)
        at = at or next((f for f in fields if f.startswith(pointer + "/")), None) if pointer else at
        if at is None:
            rest.append(f"{pointer}: {detail}" if pointer.strip("/") else detail)
        else:
            found[at] = f"{found[at]}; {detail}" if at in found else detail
    return found, rest

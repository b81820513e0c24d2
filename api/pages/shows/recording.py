"""The form in which an event is recorded: made from the events themselves, so that it has all their fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, get_args

import orjson
from pydantic import BaseModel

from api.examples import EVENTS as EXAMPLES
from api.pages import words
from api.pages.marks import MARKS
from api.pages.shows.fields import Field, Group, Kind, put
from api.pages.shows.searching import meaning
from domain.events import (
    MODELS,
    OWN_ACTS,
    AboutMeeting,
    AboutPledge,
    AboutVisit,
    InvalidEvent,
    Mode,
    Party,
    Role,
)
from domain.states import codes, english_name

_LABELS = {
    "in_place_of": "In place of",
    "url": "Address",
    "published_at": "Published",
    "held_on": "Held on",
    "said_on": "Said on",
    "attributed_to": "The report cites",
    "event_id": "Entry",
    "promise_id": "Promise",
    "retracted_url": "Address of the report that was taken back",
    "about": "About the promise",
    "by": "By",
    "to": "To",
    "key": "Key",
}
_HINTS = {
    "state": "A code or a name, such as RUS or Russia",
    "window": "When it is to happen: 2023-10-18, 2023-10, 2023-10-18/2023-10-19, ../2024-06. Empty: no time "
    "was named",
    "said_on": "Leave it empty for the day of publication",
    "held_on": "2023-10-18, or 2023-10-18/2023-10-19",
    "quote": "The words in the report that say so, at most 1,000 characters",
    "attributed_to": "Whom the report cites, such as KCNA",
    "published_at": "2023-10-19, or 2023-10-19T09:30:00Z",
    "url": "https://…",
    "key": "Names a pledge among those of the same parties, such as abrams-2023",
    "promise_id": "The id in the address of its page, which begins with p",
    "event_id": "The id in the address of its page, which begins with e",
    "correction": 'The fields to replace, as JSON: {"window": "2023-11"}',
    "language": "Such as en",
}
_LONG = frozenset({"quote", "reason", "subject"})
_STATES = frozenset({"host", "to"})
_PARTIES = frozenset({"visitor", "inviter", "invitee", "in_place_of"})
_AROUND = ("report", "quote", "attributed_to", "certainty")
"""What every event may carry; asked for last."""
_CHOICES = {
    name: tuple((value, words.choice(value)) for value in values)
    for name, values in {
        "mode": get_args(Mode),
        "stage": ("under_way", "concluded"),
        "certainty": ("firm", "tentative", "speculative"),
        "role": get_args(Role),
    }.items()
}
_CHOICES["outcome"] = (("fulfilled", "it was kept"), ("unfulfilled", "it was not kept"))
_CHOICES["status"] = tuple((mark.status, mark.word) for mark in MARKS.values())
_ABOUT: dict[str, type[BaseModel]] = {"visit": AboutVisit, "meeting": AboutMeeting, "pledge": AboutPledge}
ABOUT = {
    "promise": "its id",
    "visit": "who was to visit whom",
    "meeting": "who was to meet",
    "pledge": "who pledged what to whom",
}
"""By what an outcome can name its promise."""
_ROW = re.compile(r"(?:/about)?/participants/(\d{1,3})/")
ROWS = 2
"""Participants that are asked for at first."""
MOST_ROWS = 40


def groups(kind: str, rows: int = ROWS, about: str = "promise") -> list[Group]:
    """The form of one type of event, with so many participants. `about`: what names an outcome's promise."""
    found, plain = _own(MODELS[kind], "", rows, about)
    if plain:
        found.append(Group(words.EVENTS[kind], tuple(plain)))
    if kind not in OWN_ACTS:
        found.append(_report())
        around = ("quote", "attributed_to", "certainty")
        found.append(Group("In its words", tuple(_of("", name, MODELS[kind]) for name in around)))
    return found


def _own(model: type[BaseModel], above: str, rows: int, about: str) -> tuple[list[Group], list[Field]]:
    """Groups of a model's parties, and its single fields. `above`: where it stands in the event."""
    found: list[Group] = []
    plain: list[Field] = []
    for name, info in model.model_fields.items():
        place = f"{above}/{name}"
        if name in ("type", "kind", *_AROUND):
            continue
        if name in _PARTIES or info.annotation is Party:
            found.append(_party(place, label(name), required=info.is_required()))
        elif name == "participants":
            made = (_party(f"{place}/{i}", f"Participant {i + 1}", required=i < ROWS) for i in range(rows))
            found += made
        elif name == "about" and about in _ABOUT:
            parties, named = _own(_ABOUT[about], place, rows, about)
            found += [*parties, Group("The promise", tuple(named))] if named else parties
        elif name == "about":
            plain.append(_field(f"{place}/promise_id", "promise_id", required=True))
        elif name != "key" or info.is_required():
            plain.append(_of(above, name, model))
    return found, plain


def _of(above: str, name: str, model: type[BaseModel]) -> Field:
    return _field(f"{above}/{name}", name, required=model.model_fields[name].is_required())


def _field(pointer: str, name: str, *, required: bool) -> Field:
    kind: Kind = "text"
    if name in _LONG:
        kind = "long"
    elif name == "window":
        kind = "window"
    elif name in _STATES or name == "state":
        kind = "state"
    elif name in _CHOICES:
        kind = "choice"
    elif name == "correction":
        kind = "json"
    hint = _HINTS["state"] if kind == "state" else _HINTS.get(name, "")
    return Field(pointer, label(name), kind, required, hint, _CHOICES.get(name, ()))


def _party(pointer: str, legend: str, *, required: bool) -> Group:
    fields = (
        _field(f"{pointer}/name", "name", required=False),
        _field(f"{pointer}/state", "state", required=required),
        _field(f"{pointer}/role", "role", required=False),
    )
    return Group(legend, fields)


def _report() -> Group:
    names = {"url": True, "publisher": True, "published_at": True, "title": False, "language": False}
    fields = tuple(_field(f"/report/{name}", name, required=needed) for name, needed in names.items())
    return Group("The report", fields)


def label(name: str) -> str:
    """A field's name for people."""
    return _LABELS.get(name, name.replace("_", " ").capitalize())


def body(kind: str, values: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The event that a form holds; empty fields are left out. Raises InvalidEvent for JSON that is none."""
    typed = list(values)
    about = about_of(dict(typed))
    known = {field.pointer: field for group in groups(kind, MOST_ROWS, about) for field in group.fields}
    made: dict[str, Any] = {"type": kind}
    if kind == "outcome_reported" and about in _ABOUT:
        put(made, "/about/kind", about)
    for pointer, text in typed:
        field = known.get(pointer)
        if field is not None and text.strip():
            put(made, pointer, _value(field, text.replace("\r\n", "\n").strip()))
    for holder in (made, made.get("about", {})):
        if "participants" in holder:  # Rows that were left empty in between are passed over.
            rows = holder["participants"]
            holder["participants"] = [rows[i] for i in sorted(rows, key=int)]
    return made


def _value(field: Field, text: str) -> Any:
    if field.kind == "state":  # By its name too.
        return meaning(text).state or text.upper()
    if field.kind == "json":
        try:
            return orjson.loads(text)
        except ValueError as error:
            raise InvalidEvent.at(field.pointer, f"is not JSON: {error}") from None
    return text


def about_of(values: Mapping[str, str]) -> str:
    """What names an outcome's promise in a form; its id unless told."""
    return values.get("/about/kind") or "promise"


def can_grow(kind: str, about: str) -> bool:
    """Whether the form may have more participants."""
    return "participants" in MODELS[kind].model_fields or (kind == "outcome_reported" and about == "meeting")


def values(event: Mapping[str, Any], pointer: str = "") -> dict[str, str]:
    """The values of a form that holds an event."""
    found: dict[str, str] = {}
    for name, value in event.items():
        place = f"{pointer}/{name}"
        if name == "correction":
            found[place] = orjson.dumps(value).decode()
        elif isinstance(value, dict):
            found |= values(value, place)
        elif isinstance(value, list):
            found |= values({str(i): item for i, item in enumerate(value)}, place)
        else:
            found[place] = str(value)
    return found


def example(kind: str) -> dict[str, str]:
    """The values of an example of a type."""
    return values(EXAMPLES[kind])


def rows_of(values: Iterable[tuple[str, str]]) -> int:
    """How many participants a form has: up to the last one, as many as there are fields for at the most."""
    numbers = [int(row[1]) for name, _ in values if (row := _ROW.match(name))]
    return min(max(ROWS, 1 + max(numbers, default=0)), MOST_ROWS - 1)


def states() -> list[tuple[str, str]]:
    """Codes and names, to be chosen from."""
    return [(code, english_name(code)) for code in sorted(codes(), key=english_name)]

"""The form in which an event is recorded: made from the events themselves, so that it has all their fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

import orjson
from pydantic.fields import FieldInfo

from api.examples import EVENTS as EXAMPLES
from api.pages import words
from domain.events import MODELS, OWN_ACTS, STATUSES, InvalidEvent, Mode, Role

Kind: TypeAlias = Literal["text", "long", "state", "date", "choice", "json"]

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
    "state": "A code such as RUS or PRK",
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
_DATES = frozenset({"window", "said_on", "held_on"})
_STATES = frozenset({"host", "to"})
_PARTIES = frozenset({"visitor", "inviter", "invitee", "in_place_of"})
_AROUND = ("report", "quote", "attributed_to", "certainty")
"""What every event may carry; asked for last."""
_OUTCOMES = ("fulfilled", "unfulfilled")
_CHOICES: dict[str, tuple[str, ...]] = {
    "mode": get_args(Mode),
    "stage": ("under_way", "concluded"),
    "outcome": _OUTCOMES,
    "status": STATUSES,
    "certainty": ("firm", "tentative", "speculative"),
    "role": get_args(Role),
}
ROWS = 2
"""Participants that are asked for at first."""
MOST_ROWS = 40


class Field(NamedTuple):
    """One field. Its `pointer` (RFC 6901) is where its value stands in the event, and its name in the form."""

    pointer: str
    label: str
    kind: Kind
    required: bool
    hint: str = ""
    choices: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """For the page."""
        return "field" + self.pointer.replace("/", "-")


class Group(NamedTuple):
    """Fields that belong together, such as those of an official."""

    legend: str
    fields: tuple[Field, ...]


def groups(kind: str, rows: int = ROWS) -> list[Group]:
    """The form of one type of event, with so many participants."""
    model = MODELS[kind]
    own = [name for name in model.model_fields if name not in ("type", *_AROUND)]
    found: list[Group] = []
    plain: list[Field] = []
    for name in own:
        info = model.model_fields[name]
        if name in _PARTIES or (name == "by" and kind == "pledge_made"):
            found.append(_party(f"/{name}", label(name), required=info.is_required()))
        elif name == "participants":
            found += [
                _party(f"/participants/{i}", f"Participant {i + 1}", required=i < ROWS) for i in range(rows)
            ]
        elif name == "about":
            plain.append(_field("/about/promise_id", "promise_id", required=True))
        elif name != "key" or info.is_required():
            plain.append(_of(name, info))
    if plain:
        found.append(Group(words.EVENTS[kind], tuple(plain)))
    if kind not in OWN_ACTS:
        found.append(_report())
        around = ("quote", "attributed_to", "certainty")
        found.append(Group("In its words", tuple(_of(name, model.model_fields[name]) for name in around)))
    return found


def _of(name: str, info: FieldInfo) -> Field:
    return _field(f"/{name}", name, required=info.is_required())


def _field(pointer: str, name: str, *, required: bool) -> Field:
    kind: Kind = "text"
    if name in _LONG:
        kind = "long"
    elif name in _DATES:
        kind = "date"
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
    known = {field.pointer: field for group in groups(kind, MOST_ROWS) for field in group.fields}
    made: dict[str, Any] = {"type": kind}
    for pointer, text in values:
        field = known.get(pointer)
        if field is None or not text.strip():
            continue
        value: Any = text.replace("\r\n", "\n").strip()
        if field.kind == "state":
            value = value.upper()
        if field.kind == "json":
            try:
                value = orjson.loads(value)
            except ValueError as error:
                raise InvalidEvent.at(pointer, f"is not JSON: {error}") from None
        _put(made, pointer.split("/")[1:], value)
    if "participants" in made:  # Rows that were left empty in between are passed over.
        made["participants"] = [made["participants"][i] for i in sorted(made["participants"], key=int)]
    return made


def _put(made: dict[str, Any], path: list[str], value: Any) -> None:
    *parents, last = path
    for parent in parents:
        made = made.setdefault(parent, {})
    made[last] = value


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
            rest.append(f"{pointer}: {detail}" if pointer else detail)
        else:
            found[at] = f"{found[at]}; {detail}" if at in found else detail
    return found, rest

"""The form of a subscription: made of the same names as the body that the API takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.pages import words
from api.pages.marks import MARKS
from api.pages.shows.fields import Field, Group, put
from api.pages.shows.searching import meaning
from domain.alerts import KINDS, LEAD, NOTICES
from domain.digests import WEEKDAYS

Answer = dict[str, Any]

_CHANNELS = (("webhook", "a webhook"), ("chat", "a chat or a mailbox"))
_ADDRESS = (
    "https://…, where each alert is sent, signed with a secret that is shown once. Of a chat or a mailbox: an "
    "address of apprise, such as mailtos://user:password@mail.example?to=desk@news.example"
)
_SECRET = "Of a webhook: whsec_ and 24 to 64 bytes in base64. Empty: one is made"  # noqa: S105 - a hint
_STATUSES = tuple((mark.status, mark.word) for mark in MARKS.values())
_OTHERS = {name: words.choice(name).capitalize() for name in ("revived", *NOTICES)}
_KIND_WORDS = {"opened": "Promised", **dict(_STATUSES), **_OTHERS}
_KINDS = tuple((kind, _KIND_WORDS[kind.removeprefix("promise.")]) for kind in KINDS)
_FILTERS = (
    Field("/filters/relationship", "Two states", hint="Such as PRK-RUS"),
    Field("/filters/state", "A state", "state", hint="A code or a name"),
    Field("/filters/host", "Host", "state", hint="A code or a name"),
    Field("/filters/official", "An official", hint="The whole name or the family name"),
    Field("/filters/min_publishers", "Publishers, at least", hint="Such as 2"),
    Field("/filters/kind", "What happens", "many", choices=_KINDS),
    Field("/filters/status", "How the promise stands then", "many", choices=_STATUSES),
    Field("/filters/promise_kind", "What was promised", "many", choices=tuple(words.KINDS.items())),
)
_OLD_NEWS = (("false", "is not told"), ("true", "is told too"))
_OFTEN = (("day", "every day"), ("week", "every week"))
_DAYS = tuple((day, day.capitalize()) for day in WEEKDAYS)
_HOW = (
    Field("/historical", "Old news", "choice", True, "Recorded over 30 days after its publication", _OLD_NEWS),
    Field("/due_soon_days", "Due soon, days before", hint=f"{LEAD} unless told"),
    Field("/digest/every", "Rolled up", "choice", choices=_OFTEN, none="no: each at once"),
    Field("/digest/weekday", "On", "choice", choices=_DAYS, none="any day"),
    Field("/digest/hour", "At the hour", hint="0 to 23"),
    Field("/digest/zone", "By the clock of", hint="Such as Europe/Vienna"),
)
_NAME = Field("/name", "Name", hint="For people")
_REST = (Group("Which alerts: all that is filled in must hold", _FILTERS), Group("When", _HOW))

NEW = (
    Group(
        "Where to",
        (
            _NAME,
            Field("/channel", "Sent to", "choice", True, choices=_CHANNELS),
            Field("/url", "Address", "wide", True, _ADDRESS),
            Field("/secret", "Secret", "wide", hint=_SECRET),
        ),
    ),
    *_REST,
)
"""The form of a new subscription."""
CHANGE = (Group("Where to", (_NAME, Field("/url", "New address", "wide", hint="Empty: it stays"))), *_REST)
"""The form that changes one."""
_EMPTY = {"/channel": "webhook", "/historical": "false"}


def empty(filters: Mapping[str, str]) -> dict[str, str]:
    """The values of a new subscription, with some filters."""
    return _EMPTY | {f"/filters/{name}": text for name, text in filters.items()}


def values(known: Answer) -> dict[str, str]:
    """The values of the form that changes a subscription."""
    digest = known["digest"] or {}
    found = {f"/filters/{name}": _typed(value) for name, value in known["filters"].items()}
    found |= {f"/digest/{name}": _typed(value) for name, value in digest.items()}
    found |= {f"/{name}": _typed(known[name]) for name in ("name", "historical", "due_soon_days")}
    return found


def _typed(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def body(groups: Iterable[Group], typed: Mapping[str, str]) -> Answer:
    """What the API would be sent, all of it as text; what is left empty is left out.

    A digest is asked for by how often it comes: without that, its hour and zone ask for nothing.
    """
    made: Answer = {}
    fields = {field.pointer: field for group in groups for field in group.fields}
    for pointer, field in fields.items():
        text = typed.get(pointer, "").strip()
        if text and (typed.get("/digest/every") or not pointer.startswith("/digest/")):
            put(made, pointer, (meaning(text).state or text.upper()) if field.kind == "state" else text)
    return made


def change(made: Answer) -> Answer:
    """The same for a change: what was emptied is taken away."""
    return {"name": "", "filters": {}, "digest": None, "due_soon_days": LEAD, **made}


def told(item: Answer) -> str:
    """Which alerts a subscription wants, in words."""
    kinds = dict((*_KINDS, *_STATUSES))
    said = []
    for name, wanted in item["filters"].items():
        if wanted:
            listed = ", ".join(kinds.get(one, one) for one in str(wanted).split(","))
            said.append(f"{_SAID[name]}: {listed}")
    if item["historical"]:
        said.append("old news too")
    digest = item["digest"]
    if digest:
        day = f" on {digest['weekday'].capitalize()}" if digest["weekday"] else ""
        said.append(f"rolled up every {digest['every']}{day} at {digest['hour']:02}:00, {digest['zone']}")
    return "; ".join(said) or "every alert"


_SAID = {
    "relationship": "between",
    "state": "with",
    "official": "of",
    "kind": "when",
    "status": "in the status",
    "promise_kind": "of the kind",
    "host": "hosted by",
    "min_publishers": "publishers, at least",
}

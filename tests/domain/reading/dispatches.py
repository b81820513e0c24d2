"""Own dispatches with the events that a careful reader finds in them: `dispatches.txt`, read into gold lines.

After "###": an id and the day of publication. After "---": an event; a type with "?" is debatable. A party is
NAME/STATE/ROLE, of which name and role may be left out.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("dispatches.txt")
_FIELD = re.compile(r" (\w+)=")


def load() -> list[dict[str, Any]]:
    """Lines as the scorer wants them: id, published_on, text, gold."""
    found = []
    for block in _FILE.read_text("utf-8").split("### ")[1:]:
        head, _, rest = block.partition("\n")
        name, published = (part.strip() for part in head.split("|"))
        lines = rest.rstrip("\n").split("\n")
        gold = [_event(line[4:]) for line in lines if line.startswith("--- ")]
        text = "\n".join(line for line in lines if not line.startswith("--- "))
        found.append({"id": name, "published_on": published, "text": text.strip() + "\n", "gold": gold})
    return found


def _party(written: str) -> dict[str, str]:
    name, state, role = [*written.split("/"), "", ""][:3]
    return {key: value for key, value in (("name", name), ("state", state), ("role", role)) if value}


def _event(line: str) -> dict[str, Any]:
    kind, *pairs = _FIELD.split(" " + line)
    fields = dict(zip(pairs[::2], pairs[1::2], strict=True))
    event: dict[str, Any] = {"type": kind.strip().rstrip("?"), "certainty": "firm"}
    if kind.strip().endswith("?"):
        event["optional"] = True
    for field, value in fields.items():
        if field in ("visitor", "inviter", "invitee", "by"):
            event[field] = _party(value)
        elif field == "participants":
            event[field] = [_party(p) for p in value.split("+")]
        else:
            event[field] = value
    if event["type"] == "outcome_reported":
        about = {key: event.pop(key) for key in ("by", "to", "visitor", "host", "participants") if key in event}
        event["about"] = {"kind": event["about"], **about}
    return event

"""Examples of events for the documentation, one of each type; a test records them all."""

from __future__ import annotations

from typing import Any

import orjson

_REPORT = {"url": "https://news.example/story", "publisher": "TASS", "published_at": "2023-09-26"}
_LAVROV = {"name": "Sergey Lavrov", "state": "RUS", "role": "foreign_minister"}
_CHOE = {"name": "Choe Son Hui", "state": "PRK", "role": "foreign_minister"}
_KIM = {"name": "Kim Jong Un", "state": "PRK", "role": "head_of_state"}
_PUTIN = {"name": "Vladimir Putin", "state": "RUS", "role": "head_of_state"}
_EVENT_ID = "e01HCX5T0000000000000000000"
_PROMISE_ID = "p01HCX5T0000000000000000000"


def _reported(kind: str, published: str, **fields: Any) -> dict[str, Any]:
    report = {**_REPORT, "url": f"https://news.example/{kind.replace('_', '-')}", "published_at": published}
    return {"type": kind, **fields, "report": report}


_ALL: tuple[dict[str, Any], ...] = (
    _reported(
        "visit_announced",
        "2023-09-26",
        visitor=_LAVROV,
        host="PRK",
        place="Pyongyang",
        window="2023-10",
        quote="The minister will travel to Pyongyang in October.",
    ),
    _reported("invitation_extended", "2023-09-13", inviter=_KIM, invitee=_PUTIN, place="Pyongyang"),
    _reported(
        "invitation_accepted", "2023-09-14", invitee=_PUTIN, inviter=_KIM, host="PRK", attributed_to="KCNA"
    ),
    _reported("invitation_declined", "2023-09-20", invitee=_CHOE, host="RUS", reason="no date was found"),
    _reported("visit_postponed", "2023-10-02", visitor=_LAVROV, host="PRK", window="2023-11", reason="illness"),
    _reported("visit_cancelled", "2023-10-05", visitor=_LAVROV, host="PRK"),
    _reported(
        "visit_held",
        "2023-10-19",
        visitor=_LAVROV,
        host="PRK",
        place="Pyongyang",
        held_on="2023-10-18/2023-10-19",
        stage="concluded",
    ),
    _reported(
        "meeting_announced", "2023-10-01", participants=[_LAVROV, _CHOE], window="2023-10-18", mode="phone"
    ),
    _reported("meeting_postponed", "2023-10-10", participants=[_LAVROV, _CHOE]),
    _reported("meeting_cancelled", "2023-10-12", participants=[_LAVROV, _CHOE]),
    _reported("meeting_held", "2023-10-19", participants=[_LAVROV, _CHOE], host="PRK", held_on="2023-10-19"),
    _reported(
        "agreement_signed",
        "2023-10-20",
        participants=[{"state": "RUS"}, {"state": "PRK"}],
        title="Plan of exchanges for 2024 and 2025",
        held_on="2023-10-19",
    ),
    _reported(
        "pledge_made",
        "2023-01-25",
        by={"name": "Joe Biden", "state": "USA", "role": "head_of_state"},
        to="UKR",
        subject="31 Abrams tanks",
        key="abrams-2023",
        window="../2023-12",
    ),
    _reported(
        "outcome_reported",
        "2023-10-16",
        about={"kind": "pledge", "by": {"state": "USA"}, "to": "UKR", "key": "abrams-2023"},
        outcome="fulfilled",
        held_on="2023-10-16",
    ),
    _reported("report_retracted", "2023-10-03", retracted_url="https://news.example/visit-announced"),
    {
        "type": "entry_corrected",
        "event_id": _EVENT_ID,
        "correction": {"window": "2023-11"},
        "reason": "typo",
    },
    {"type": "entry_withdrawn", "event_id": _EVENT_ID, "reason": "entered twice"},
    {
        "type": "promise_adjudicated",
        "promise_id": _PROMISE_ID,
        "status": "fulfilled",
        "reason": "seen with our own eyes",
        "by": "the desk",
    },
    {
        "type": "adjudication_lifted",
        "promise_id": _PROMISE_ID,
        "reason": "the reports are clear now",
        "by": "the desk",
    },
)
EVENTS = {str(example["type"]): example for example in _ALL}

EVENT_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "One event of section 3 of the contract.",
        "content": {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/AnyEvent"},
                "examples": {kind: {"summary": kind, "value": event} for kind, event in EVENTS.items()},
            }
        },
    }
}
_LINES = "".join(orjson.dumps(EVENTS[kind]).decode() + "\n" for kind in ("visit_announced", "visit_held"))
BATCH_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "One event as JSON a line.",
        "content": {
            "application/x-ndjson": {"schema": {"type": "string"}, "examples": {"two": {"value": _LINES}}}
        },
    }
}

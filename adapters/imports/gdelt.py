"""GDELT 2.0 event exports: 61 tab-separated columns, no header, coded by a machine.

Hardly one row in ten that is coded as a visit is a leader's visit. So all is tentative, no role is
read out of a type code but "other", and a party has the name that GDELT gives it, be it "OBAMA" or
"RUSSIA": by that name a row about anybody from a state does not settle what a named official
promised. docs/imports.md tells which codes are taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from adapters.imports.lines import NOT_UTF8, TOO_LONG, Line, Stream, checked, physical_lines
from domain import states

ATTRIBUTED_TO = "GDELT (machine-coded)"
NOT_ABOUT = "is not about a visit or meeting"

COLUMNS = 61
_DAY, _FIRST_ACTOR, _SECOND_ACTOR, _EVENT_CODE, _ADDED, _URL = 1, 5, 15, 26, 59, 60
_NAME, _COUNTRY, _TYPES = 1, 2, slice(7, 10)  # Counted from the first column of an actor.

MEETINGS = {"040": "in_person", "041": "phone", "044": "in_person"}
VISIT_MADE, VISIT_HOSTED, INTENT_TO_MEET = "042", "043", "036"
CODES = frozenset({*MEETINGS, VISIT_MADE, VISIT_HOSTED, INTENT_TO_MEET})
"""The CAMEO codes that are taken."""

REGIONS = {
    "AFR": "Africa",
    "ASA": "Asia",
    "BLK": "the Balkans",
    "CAS": "Central Asia",
    "CAU": "the Caucasus",
    "CEU": "Central Europe",
    "CFR": "Central Africa",
    "CRB": "the Caribbean",
    "EAF": "Eastern Africa",
    "EEU": "Eastern Europe",
    "EIN": "the East Indies",
    "EUR": "Europe",
    "LAM": "Latin America",
    "MDT": "the Mediterranean",
    "MEA": "the Middle East",
    "NAF": "North Africa",
    "NMR": "North America",
    "PGS": "the Persian Gulf",
    "SAF": "Southern Africa",
    "SAM": "South America",
    "SAS": "South Asia",
    "SCN": "Scandinavia",
    "SEA": "Southeast Asia",
    "WAF": "West Africa",
    "WST": "the West",
}
"""CAMEO codes of actors that are no states."""

OTHER_CODES = {
    "BAG": "IRQ",  # Baghdad
    "GZS": "PSE",  # Gaza Strip
    "IMY": "IMN",
    "MTN": "MNE",
    "ROM": "ROU",
    "TMP": "TLS",
    "WSB": "PSE",  # West Bank
}
"""CAMEO's country codes that differ from ISO's."""


class _LeftOutError(ValueError):
    """Why a row gives no event; `by_design`: it could not be meant to."""

    def __init__(self, reason: str, *, by_design: bool = False) -> None:
        self.by_design = by_design
        super().__init__(reason)


def read(stream: Stream) -> Iterator[Line]:
    """Every row that is not blank, those among them that are `skipped` as they are about something else."""
    for number, raw in physical_lines(stream):
        if raw is None:
            yield Line(number, problem=TOO_LONG)
        elif raw.strip():
            try:
                event = _event(raw)
            except _LeftOutError as reason:
                yield Line(number, problem=str(reason), skipped=reason.by_design)
            else:
                yield checked(number, event)


def _event(raw: bytes) -> dict[str, Any]:
    cells = _cells(raw)
    code = cells[_EVENT_CODE]
    if code not in CODES:
        raise _LeftOutError(NOT_ABOUT, by_design=True)
    first, second = _two_states(cells)
    added, day = _instant(cells[_ADDED]), _date(cells[_DAY])
    common = {"report": _report(cells[_URL], added), "certainty": "tentative", "attributed_to": ATTRIBUTED_TO}
    if code == INTENT_TO_MEET:
        said = {"said_on": day} if day <= added[:10] else {}
        return {"type": "meeting_announced", "participants": [first, second], **said, **common}
    if day > added[:10]:
        raise _LeftOutError(f"is dated {day}, after its publication on {added[:10]}")
    if code in MEETINGS:
        participants = {"participants": [first, second], "mode": MEETINGS[code]}
        return {"type": "meeting_held", **participants, "held_on": day, **common}
    visitor, host = (second, first) if code == VISIT_HOSTED else (first, second)
    return {"type": "visit_held", "visitor": visitor, "host": host["state"], "held_on": day, **common}


def _cells(raw: bytes) -> list[str]:
    try:
        cells = raw.decode().rstrip("\r\n").split("\t")
    except UnicodeDecodeError:
        raise _LeftOutError(NOT_UTF8) from None
    if len(cells) != COLUMNS:
        raise _LeftOutError(f"has {len(cells)} tab-separated columns in place of {COLUMNS}")
    return cells


def _two_states(cells: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    first, second = _party(cells[_FIRST_ACTOR:]), _party(cells[_SECOND_ACTOR:])
    if first["state"] == second["state"]:
        raise _LeftOutError("is about one state alone", by_design=True)
    return first, second


def _party(actor: list[str]) -> dict[str, str]:
    code, name = actor[_COUNTRY], actor[_NAME].strip()
    if not code:
        raise _LeftOutError("does not name two states", by_design=True)
    if code in REGIONS:
        raise _LeftOutError(f"{code} ({REGIONS[code]}) is a region, not a state", by_design=True)
    state = OTHER_CODES.get(code, code)
    if not states.is_state(state):
        raise _LeftOutError(f"{code[:20]!r} is the code of no state")
    if not name:
        raise _LeftOutError("has an actor without a name")
    types = {kind for kind in actor[_TYPES] if kind}
    # A soldier, a firm, a refugee: surely no leader. Of those in government the codes tell no more.
    role = {"role": "other"} if types and "GOV" not in types else {}
    return {"name": name, "state": state, **role}


def _report(url: str, published_at: str) -> dict[str, str]:
    try:
        publisher = urlsplit(url).hostname
    except ValueError:
        publisher = None
    if not publisher:
        raise _LeftOutError(f"its source {url[:60]!r} is no web address")
    return {"url": url, "publisher": publisher, "published_at": published_at}


def _date(text: str) -> str:
    return _time(text, "%Y%m%d", 8).date().isoformat()


def _instant(text: str) -> str:
    return _time(text, "%Y%m%d%H%M%S", 14).strftime("%Y-%m-%dT%H:%M:%SZ")


def _time(text: str, form: str, digits: int) -> datetime:
    try:
        if len(text) == digits and text.isdecimal():
            return datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError:
        pass
    raise _LeftOutError(f"{text[:20]!r} is no time of {digits} digits")

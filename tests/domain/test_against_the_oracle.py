"""Random streams of events: the ledger's dockets must conclude what a plain reading of the contract does.

`tests/reference/oracle.py` was written from the contract alone, and folds everything from scratch for every
question.
"""

from __future__ import annotations

import importlib.util
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.answers import on_time, payload
from domain.entries import Entry, event_id
from domain.events import canonical, read_event
from domain.facts import Lane, lanes
from domain.proceedings import Numbered, Proceedings
from domain.routing import LaneMap, also_named, signatures
from domain.views import View

_SPEC = importlib.util.spec_from_file_location("oracle", Path(__file__).parents[1] / "reference" / "oracle.py")
assert _SPEC is not None
assert _SPEC.loader is not None
oracle_module = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(oracle_module)

BASE = date(2020, 1, 1)
PEOPLE = [
    {"name": "Anna Berg", "state": "NOR", "role": "foreign_minister"},
    {"name": "Berg", "state": "NOR"},
    {"name": "Carl Dahl", "state": "NOR", "role": "head_of_government"},
    {"state": "NOR", "role": "foreign_minister"},
    {"state": "NOR"},
]
HOSTS = [
    {"name": "Eva Frank", "state": "AUT", "role": "foreign_minister"},
    {"name": "Eva Frank", "state": "AUT"},
    {"state": "AUT", "role": "head_of_government"},
    {"name": "Gita Hahn", "state": "AUT", "role": "head_of_government"},
]
days = st.integers(0, 700)


@st.composite
def windows(draw: Any, day: int) -> str | None:
    start = BASE + timedelta(days=day + draw(st.integers(-40, 120)))
    return draw(
        st.sampled_from(
            [
                None,
                start.isoformat(),
                start.strftime("%Y-%m"),
                f"{start}/{start + timedelta(days=2)}",
                f"../{start}",
                f"{start}/..",
                str(start.year),
                f"{start.year}-22",
            ]
        )
    )


@st.composite
def held(draw: Any, day: int) -> str:
    start = BASE + timedelta(days=day - draw(st.integers(0, 3)))
    return draw(
        st.sampled_from(
            [start.isoformat(), f"{start}/{start + timedelta(days=1)}", start.strftime("%Y-%m"), f"{start}/.."]
        )
    )


@st.composite
def events(draw: Any) -> dict[str, Any]:
    day = draw(days)
    published = (BASE + timedelta(days=day + draw(st.sampled_from([0, 0, 0, 1, 5, 90])))).isoformat()
    said = BASE + timedelta(days=day)
    visitor, host = draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(HOSTS))
    window = draw(windows(day))
    kind = draw(
        st.sampled_from(
            [
                "visit_announced", "visit_announced", "invitation_extended", "invitation_accepted",
                "invitation_declined", "visit_postponed", "visit_cancelled", "visit_held", "visit_held",
                "meeting_announced", "meeting_postponed", "meeting_cancelled", "meeting_held", "meeting_held",
                "pledge_made", "outcome_reported", "report_retracted",
            ]
        )
    )  # fmt: skip
    url = f"https://news.example/{draw(st.integers(0, 30))}"
    event: dict[str, Any] = {
        "type": kind,
        "report": {
            "url": url,
            "publisher": draw(st.sampled_from(["One", " one", "Two", "Three"])),
            "published_at": published + draw(st.sampled_from(["", "", "T12:00:00Z", "T23:30:00-02:00"])),
        },
    }
    if kind == "report_retracted":
        event["retracted_url"] = f"https://news.example/{draw(st.integers(0, 30))}"
        return event
    if draw(st.integers(0, 9)) == 0:
        event["certainty"] = "speculative"
    if kind in ("visit_held", "meeting_held"):
        event["held_on"] = draw(held(day))
    else:
        event["said_on"] = said.isoformat()
        if window is not None and kind not in (
            "invitation_declined",
            "visit_cancelled",
            "meeting_cancelled",
            "outcome_reported",
        ):
            event["window"] = window
    if kind.startswith("visit_"):
        event |= {"visitor": visitor, "host": "AUT"}
        if kind == "visit_held" and draw(st.integers(0, 6)) == 0:
            event["in_place_of"] = draw(st.sampled_from(PEOPLE))
    elif kind == "invitation_extended":
        event |= {"inviter": host, "invitee": visitor}
    elif kind.startswith("invitation_"):
        event |= {"invitee": visitor, "host": "AUT"}
    elif kind.startswith("meeting_"):
        event["participants"] = [visitor, host]
        if kind in ("meeting_announced", "meeting_held"):
            event["mode"] = draw(st.sampled_from(["in_person", "in_person", "phone"]))
        if kind == "meeting_held" and draw(st.booleans()):
            event["host"] = "AUT"
    elif kind == "pledge_made":
        event |= {"by": {"state": "NOR"}, "to": "AUT", "subject": "help", "key": draw(st.sampled_from("ab"))}
    else:
        about: dict[str, Any] = draw(
            st.sampled_from(
                [
                    {"kind": "visit", "visitor": visitor, "host": "AUT"},
                    {"kind": "meeting", "participants": [visitor, host]},
                    {"kind": "pledge", "by": {"state": "NOR"}, "to": "AUT", "key": "a"},
                ]
            )
        )
        about = dict(about)
        if about["kind"] != "pledge" and draw(st.integers(0, 3)) == 0 and window is not None:
            about["window"] = window
        event |= {"about": about, "outcome": draw(st.sampled_from(["fulfilled", "unfulfilled"]))}
        if event["outcome"] == "fulfilled" and draw(st.booleans()):
            event["held_on"] = draw(held(day))
    return event


class Dockets:
    """The production rules on entries in memory: every lane's dockets, each with its entries."""

    def __init__(self, recorded: list[dict[str, Any]]) -> None:
        self.maps: dict[Lane, LaneMap] = {}
        self.seen: set[tuple[int, Any]] = set()
        self.entries: list[Numbered] = []
        seen = set()
        for event in recorded:
            body = canonical(read_event(event))
            known = event_id(body, 1)
            if known in seen:
                continue
            seen.add(known)
            position = len(self.entries) + 1
            self.entries.append(
                Numbered(position, Entry("x", position, known, position * 10**15, "test", body))
            )
        self.count = 0
        for numbered in self.entries:
            if numbered.entry.body["type"] != "report_retracted":
                self._place(numbered)

    def _place(self, numbered: Numbered) -> None:
        body = numbered.entry.body
        for lane in lanes(body):
            placed = self.maps.setdefault(lane, LaneMap())
            found = [self._docket(placed, signature) for signature in signatures(body, lane)]
            other = also_named(body, lane)
            if other is not None:
                placed.link(found[0], self._docket(placed, other))

    def _docket(self, placed: LaneMap, signature: Any) -> int:
        self.seen.add((id(placed), signature))
        known = placed.docket(signature)
        return placed.place(signature, self._next)[0] if known is None else known

    def _next(self) -> int:
        self.count += 1
        return self.count

    def proceedings(self) -> list[Proceedings]:
        made = []
        for lane, placed in self.maps.items():
            of_lane = {placed.docket(signature) for lane_map, signature in self.seen if lane_map == id(placed)}
            for docket in sorted(of_lane):
                belongs = lambda signature, d=docket, m=placed: m.docket(signature) == d  # noqa: E731
                proceedings = Proceedings(lane, belongs)
                proceedings.take(self.entries)
                made.append(proceedings)
        return made

    def promises(self, view: View) -> list[dict[str, Any]]:
        at = 2**63 - 2 if view.instant is None else view.instant
        found = []
        for proceedings in self.proceedings():
            for known, promise in proceedings.docket.as_of(at):
                answer = on_time(payload(known, promise, proceedings.lane), view.day)
                answer["evidence"] = [(fact.event_id, effect) for fact, effect in promise.all_evidence()]
                found.append(answer)
        return found


COMPARED = (
    "kind", "visitor", "host", "place", "mode", "by", "to", "subject", "window", "due_on", "status",
    "promised_on", "settled_on", "days_late", "sources", "relationships",
)  # fmt: skip


def _plain(promise: dict[str, Any], evidence: list[tuple[str, str]]) -> dict[str, Any]:
    plain = {field: promise.get(field) for field in COMPARED}
    for field in ("visitor", "by"):
        plain[field] = _party(promise.get(field))
    plain["participants"] = sorted(str(_party(p)) for p in promise.get("participants") or [])
    plain["evidence"] = sorted(evidence)
    return plain


def _party(party: dict[str, Any] | None) -> Any:
    return None if party is None else (party["state"], party.get("name"), party.get("role"))


def _reported(oracle: Any, recorded: list[dict[str, Any]]) -> dict[str, str]:
    """The oracle's ids of events by ours."""
    ids = {}
    for number, event in enumerate(recorded):
        body = canonical(read_event(event))
        ids[oracle.record(event, recorded_at=f"2026-01-01T00:00:{number:02d}Z")["event_id"]] = event_id(body, 1)
    return ids


def both(recorded: list[dict[str, Any]], as_of: str) -> tuple[list[Any], list[Any]]:
    oracle = oracle_module.Oracle()
    ids = _reported(oracle, recorded)
    told = [
        _plain(p, [(ids[e["event_id"]], e["effect"]) for e in p["evidence"]])
        for p in oracle.promises(relationship=None, as_of=as_of, recorded_as_of=None)
    ]
    view = View.of(datetime.now(UTC), as_of)
    ours = [_plain(p, p["evidence"]) for p in Dockets(recorded).promises(view)]
    return sorted(map(str, told)), sorted(map(str, ours))


@settings(max_examples=300, deadline=None)
@given(st.lists(events(), min_size=2, max_size=14), days)
def test_dockets_conclude_what_the_contract_says(recorded: list[dict[str, Any]], day: int) -> None:
    as_of = (BASE + timedelta(days=day + 30)).isoformat()
    told, ours = both(recorded, as_of)
    assert ours == told

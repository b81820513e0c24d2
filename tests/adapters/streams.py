"""Random streams: reported events, retractions, and the ledger's own acts on what was recorded before.

Names join dockets late: `Berg` can be Anna or Carl, and a nameless minister anybody.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from domain.errors import NotOnRecord
from domain.events import InvalidEvent, published_instant
from domain.views import View
from tests.adapters.databases import Store
from tests.adapters.events import corrected, lifted, ruled, withdrawn

BASE = date(2020, 1, 1)
VISITORS = [
    {"name": "Anna Berg", "state": "NOR", "role": "foreign_minister"},
    {"name": "Carl Berg", "state": "NOR", "role": "head_of_government"},
    {"name": "Berg", "state": "NOR"},
    {"name": "Dag Lie", "state": "NOR", "role": "head_of_government"},
    {"state": "NOR", "role": "foreign_minister"},
    {"state": "NOR"},
]
HOSTS = [
    {"name": "Eva Frank", "state": "AUT", "role": "foreign_minister"},
    {"name": "Frank", "state": "AUT"},
    {"state": "AUT", "role": "head_of_government"},
]
THIRD = {"name": "Jan Novak", "state": "CZE", "role": "head_of_government"}
KINDS = (
    "visit_announced", "visit_announced", "invitation_extended", "invitation_accepted", "invitation_declined",
    "visit_postponed", "visit_cancelled", "visit_held", "visit_held", "meeting_announced", "meeting_postponed",
    "meeting_cancelled", "meeting_held", "meeting_held", "agreement_signed", "pledge_made", "outcome_reported",
)  # fmt: skip
NO_WINDOW = {"invitation_declined", "visit_cancelled", "meeting_cancelled", "outcome_reported"}
OCCURRENCES = {"visit_held", "meeting_held", "agreement_signed"}
ADDRESSES = st.integers(0, 9).map("https://news.example/{}".format)
days = st.integers(0, 700)


def day_text(day: int) -> str:
    """The nth day of the streams."""
    return (BASE + timedelta(days=day)).isoformat()


@st.composite
def windows(draw: Any, day: int) -> str | None:
    start = BASE + timedelta(days=day + draw(st.integers(-40, 120)))
    texts = (
        None, f"{start}", f"{start:%Y-%m}", f"{start}/{start + timedelta(days=2)}", f"../{start}",
        f"{start}/..", f"{start.year}", f"{start.year}-22",
    )  # fmt: skip
    return draw(st.sampled_from(texts))


@st.composite
def spans(draw: Any, day: int) -> str:
    start = BASE + timedelta(days=day - draw(st.integers(0, 3)))
    return draw(
        st.sampled_from((f"{start}", f"{start}/{start + timedelta(days=1)}", f"{start:%Y-%m}", f"{start}/.."))
    )


@st.composite
def reports(draw: Any, day: int) -> dict[str, str]:
    published = day_text(day + draw(st.sampled_from((0, 0, 0, 1, 5, 90))))
    return {
        "url": draw(ADDRESSES),
        "publisher": draw(st.sampled_from(("One", " one", "Two", "Three"))),
        "published_at": published + draw(st.sampled_from(("", "", "T12:00:00Z", "T23:30:00-02:00"))),
    }


@st.composite
def retractions(draw: Any) -> dict[str, Any]:
    return {"type": "report_retracted", "report": draw(reports(draw(days))), "retracted_url": draw(ADDRESSES)}


@st.composite
def reported(draw: Any, visitors: Any = VISITORS) -> dict[str, Any]:
    """A reported event between Norway and Austria, sometimes with a third."""
    day = draw(days)
    kind = draw(st.sampled_from(KINDS))
    visitor, host = draw(st.sampled_from(visitors)), draw(st.sampled_from(HOSTS))
    window = draw(windows(day))
    event: dict[str, Any] = {"type": kind, "report": draw(reports(day))}
    if draw(st.integers(0, 9)) == 0:
        event["certainty"] = "speculative"
    if kind in OCCURRENCES:
        event["held_on"] = draw(spans(day))
    else:
        # Given or by default it is the same event, and then a correction of the report moves it too.
        if published_instant(event["report"]["published_at"]).date().isoformat() != day_text(day):
            event["said_on"] = day_text(day)
        if window is not None and kind not in NO_WINDOW:
            event["window"] = window
    if kind == "outcome_reported":
        return event | draw(outcomes(visitor, host, window, day))
    return event | draw(parties(kind, visitor, host, visitors))


@st.composite
def parties(draw: Any, kind: str, visitor: Any, host: Any, visitors: Any) -> dict[str, Any]:
    """The fields that a type has beside those of all."""
    if kind.startswith("visit_"):
        fields = {"visitor": visitor, "host": "AUT"}
        if kind == "visit_held" and draw(st.integers(0, 6)) == 0:
            fields["in_place_of"] = draw(st.sampled_from(visitors))
        return fields
    if kind == "invitation_extended":
        return {"inviter": host, "invitee": visitor}
    if kind.startswith("invitation_"):
        return {"invitee": visitor, "host": "AUT"}
    if kind == "pledge_made":
        return {"by": {"state": "NOR"}, "to": "AUT", "subject": "help", "key": draw(st.sampled_from("ab"))}
    fields = {"participants": [visitor, host, *([THIRD] if draw(st.integers(0, 4)) == 0 else [])]}
    if kind in ("meeting_announced", "meeting_held"):
        fields["mode"] = draw(st.sampled_from(("in_person", "in_person", "phone")))
    if kind == "meeting_held" and draw(st.booleans()):
        fields["host"] = "AUT"
    return fields | ({"title": "Paper"} if kind == "agreement_signed" else {})


@st.composite
def outcomes(draw: Any, visitor: Any, host: Any, window: str | None, day: int) -> dict[str, Any]:
    abouts = (
        {"kind": "visit", "visitor": visitor, "host": "AUT"},
        {"kind": "meeting", "participants": [visitor, host]},
        {"kind": "pledge", "by": {"state": "NOR"}, "to": "AUT", "key": "a"},
    )
    about = dict(draw(st.sampled_from(abouts)))
    if about["kind"] != "pledge" and draw(st.integers(0, 3)) == 0 and window is not None:
        about["window"] = window
    fields = {"about": about, "outcome": draw(st.sampled_from(("fulfilled", "unfulfilled")))}
    if fields["outcome"] == "fulfilled" and draw(st.booleans()):
        fields["held_on"] = draw(spans(day))
    return fields


def press(most: int = 10) -> Any:
    """Reported events and retractions, whose order of recording is of no matter."""
    return st.lists(st.one_of(*[reported()] * 7, retractions()), min_size=2, max_size=most)


class Act(NamedTuple):
    """An own act on the nth of what there is, by then, to act upon."""

    kind: str
    nth: int
    with_what: Any = None


@st.composite
def corrections(draw: Any) -> dict[str, Any]:
    day = draw(days)
    choices: tuple[dict[str, Any], ...] = (
        {"visitor": draw(st.sampled_from(VISITORS))},
        {"window": draw(windows(day))},
        {"held_on": draw(spans(day))},
        {"participants": [draw(st.sampled_from(VISITORS)), draw(st.sampled_from(HOSTS))]},
        {"certainty": draw(st.sampled_from(("firm", "speculative")))},
        {"report": draw(reports(day))},
        {"said_on": day_text(day)[:7]},
        {"host": "CZE"},
        {"invitee": draw(st.sampled_from(VISITORS))},
    )
    return draw(st.sampled_from(choices))


@st.composite
def acts(draw: Any) -> Act:
    kind = draw(st.sampled_from(("correct", "correct", "withdraw", "withdraw", "rule", "lift", "tell")))
    what = None
    if kind == "correct":
        what = draw(corrections())
    elif kind == "rule":
        what = draw(st.sampled_from(("fulfilled", "cancelled", "pending", "declined")))
    elif kind == "tell":
        what = {
            "report": draw(reports(draw(days))),
            "outcome": draw(st.sampled_from(("fulfilled", "unfulfilled"))),
        }
    return Act(kind, draw(st.integers(0, 30)), what)


def moves(most: int = 12) -> Any:
    """Reported events, retractions and own acts."""
    one = st.one_of(*[reported()] * 5, retractions(), acts(), acts())
    return st.lists(one, min_size=2, max_size=most)


class Recorded(NamedTuple):
    """What was sent in, and what became of it."""

    event: dict[str, Any]
    event_id: str
    recorded_at: str
    about: str | None  # The promise, if it names one, as it was before.


def play(store: Store, stream: list[Any]) -> list[Recorded]:
    """Record a stream, each event in a turn of its own; acts that are refused are left out."""
    done: list[Recorded] = []
    for move in stream:
        event, about = (move, None) if isinstance(move, dict) else _acted(store, done, move)
        if event is None:
            continue
        try:
            receipt = store.record(event)
        except (InvalidEvent, NotOnRecord):
            continue
        done.append(Recorded(event, receipt.event_id, receipt.recorded_at, about))
    return done


def _acted(store: Store, done: list[Recorded], act: Act) -> tuple[dict[str, Any] | None, str | None]:
    if act.kind in ("correct", "withdraw"):
        if not done:
            return None, None
        target, kind = done[act.nth % len(done)].event_id, done[act.nth % len(done)].event["type"]
        if act.kind == "correct" and "window" in act.with_what and kind in NO_WINDOW:
            return None, None
        return withdrawn(target) if act.kind == "withdraw" else corrected(target, **act.with_what), None
    promises = sorted(store.promises(TODAY), key=_by_its_evidence)
    if not promises:
        return None, None
    promise = promises[act.nth % len(promises)]
    known = promise["id"]
    if act.kind == "tell":
        event = {"type": "outcome_reported", "about": {"promise_id": known}, **act.with_what}
    else:
        event = ruled(known, act.with_what) if act.kind == "rule" else lifted(known)
    return event, plain(promise)


def _by_its_evidence(promise: dict[str, Any]) -> list[str]:
    return sorted(item["event_id"] for item in promise["evidence"])


TODAY = View(None, date(2026, 1, 1).toordinal())
"""Everything known, judged on a day after all the streams."""
NOT_COMPARED = {"id", "summary", "evidence", "relationship"}


def plain(promise: dict[str, Any], *, ids: dict[str, str] | None = None) -> str:
    """A promise without its id, its parties and its evidence in one order; `ids` translates events' ids."""
    shown = {name: value for name, value in promise.items() if name not in NOT_COMPARED}
    for name in ("visitor", "by"):
        shown[name] = _party(shown[name])
    shown["participants"] = sorted(str(_party(party)) for party in shown["participants"] or [])
    translate = ids or {}
    shown["evidence"] = sorted(
        (translate.get(item["event_id"], item["event_id"]), item["type"], item["effect"], item["on"])
        for item in promise["evidence"]
    )
    return str(sorted(shown.items()))


def _party(party: dict[str, Any] | None) -> Any:
    return party and (party["state"], party.get("name"), party.get("role"))

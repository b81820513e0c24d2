"""What pages say in words: days, promises and reports, from the wire forms of the answers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from domain.events import OCCURRENCES, published_instant
from domain.states import english_name, is_state
from domain.wording import day_in_words, party_in_words, span_in_words, state_in_words

Answer = dict[str, Any]

KINDS = {"visit": "Visit", "meeting": "Meeting", "pledge": "Pledge"}
ROLES = {
    "head_of_state": "head of state",
    "head_of_government": "head of government",
    "foreign_minister": "foreign minister",
    "defence_minister": "defence minister",
    "other_minister": "minister",
    "envoy": "envoy",
    "royal": "royal",
    "delegation": "delegation",
    "other": "official",
}
EVENTS = {
    "visit_announced": "Visit announced",
    "invitation_extended": "Invitation extended",
    "invitation_accepted": "Invitation accepted",
    "invitation_declined": "Invitation declined",
    "visit_postponed": "Visit postponed",
    "visit_cancelled": "Visit cancelled",
    "visit_held": "Visit held",
    "meeting_announced": "Meeting announced",
    "meeting_postponed": "Meeting postponed",
    "meeting_cancelled": "Meeting cancelled",
    "meeting_held": "Meeting held",
    "agreement_signed": "Agreement signed",
    "pledge_made": "Pledge made",
    "outcome_reported": "Outcome reported",
    "report_retracted": "Report retracted",
    "entry_corrected": "Entry corrected",
    "entry_withdrawn": "Entry withdrawn",
    "promise_adjudicated": "Ruling given",
    "adjudication_lifted": "Ruling lifted",
}
EFFECTS = {
    "opened": "opened the promise",
    "refined": "made it firmer",
    "postponed": "put it off",
    "fulfilled": "fulfilled it",
    "inferred": "fulfilled it, as follows from the meeting",
    "cancelled": "ended it",
    "declined": "ended it",
    "corroborated": "told of it too",
    "outcome": "told its outcome",
    "ruled": "ruled on it",
    "none": "changed nothing",
}


def choice(name: str) -> str:
    """A word that can be chosen in a form, for people."""
    return ROLES.get(name, name.replace("_", " "))


def day(text: str | None) -> str:
    """An ISO day in words."""
    return day_in_words(text) if text else ""


def when(text: str) -> str:
    """An EDTF date in words."""
    return span_in_words(text)


def ordinal(number: int) -> str:
    """A day given as an ordinal, in words."""
    return day_in_words(date.fromordinal(number).isoformat())


def published(text: str) -> str:
    """When a report was published: its day, and the minute in UTC where it was told."""
    if len(text) == 10:
        return day_in_words(text)
    moment = published_instant(text)
    return f"{day_in_words(moment.date().isoformat())}, {moment:%H:%M} UTC"


def published_day(text: str) -> str:
    """The day (ISO, UTC) of a publication."""
    return published_instant(text).date().isoformat()


def instant(text: str) -> datetime:
    """An RFC 3339 date-time, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def party(who: Answer) -> str:
    """`Sergey Lavrov (Russia)`."""
    return party_in_words(who)


def name(code: str) -> str:
    """A state's name in English; what is no state stays as it is."""
    return english_name(code) if is_state(code) else code


def pair(codes: str) -> str:
    """`North Korea and Russia`."""
    return " and ".join(name(code) for code in codes.split("-"))


def title(promise: Answer) -> str:
    """What was promised, short enough for a heading: `Vladimir Putin to North Korea`."""
    said = _title(promise)
    return said[0].upper() + said[1:]


def _title(promise: Answer) -> str:
    if promise["kind"] == "visit":
        return f"{_who(promise['visitor'])} to {state_in_words(promise['host'])}"
    if promise["kind"] == "meeting":
        kind = {"phone": "Call", "video": "Video meeting"}.get(promise["mode"], "Meeting")
        return f"{kind} of {_and([_who(p) for p in promise['participants']])}"
    return f"{_who(promise['by'])} to {state_in_words(promise['to'])}: {promise['subject'] or 'a pledge'}"


def _who(who: Answer) -> str:
    return who["name"] or party_in_words(who)


def _and(words: list[str]) -> str:
    return ", ".join(words[:-1]) + " and " + words[-1] if len(words) > 1 else words[0]


def headline(promise: Answer) -> str:
    """The answer first: `Kept, 18 October 2023, within the window`."""
    status, settled = promise["status"], day(promise["settled_on"])
    due, on = day(promise["due_on"]), f", {settled}" if settled else ""
    late = promise["days_late"]
    within = ", within the window" if promise["window"] else ""
    return {
        "invited": "Invited, and not yet accepted",
        "pending": f"Pending: due by {due}" if due else "Pending, with no date named",
        "postponed": f"Postponed to {when(promise['window'])}"
        if promise["window"]
        else "Postponed, with no new date",
        "overdue": f"Overdue since {due}",
        "stalled": "Stalled: no date, and nothing heard for over a year",
        "fulfilled": f"Kept{on}{within}",
        "fulfilled_late": f"Kept late{on}"
        + (f", {late} day{'' if late == 1 else 's'} after the window" if late else ""),
        "partially_fulfilled": f"Kept in part{on}: somebody else came instead",
        "cancelled": f"Cancelled{on}",
        "declined": f"Declined{on}",
        "unfulfilled": f"Not kept, settled{on.removeprefix(',')}" if settled else "Not kept",
        "lapsed": f"Lapsed{on}: the invitation was never taken up",
    }[status]


def event(body: Answer) -> str:
    """One event in a sentence without its report: who said or did what."""
    kind = body["type"]
    window = f", for {when(body['window'])}" if body.get("window") else ""
    why = f" ({body['reason']})" if body.get("reason") else ""
    if kind in OCCURRENCES:
        return _occurrence(body)
    if kind in ("visit_announced", "visit_postponed", "visit_cancelled"):
        done = kind.removeprefix("visit_")
        to = f" to {when(body['window'])}" if kind == "visit_postponed" and body.get("window") else window
        return f"The visit of {party(body['visitor'])} to {_place(body)} was {done}{to}{why}"
    if kind.startswith("meeting_"):
        who = _and([party(p) for p in body["participants"]])
        return f"The {_mode(body)} of {who} was {kind.removeprefix('meeting_')}{window}{why}"
    if kind == "invitation_extended":
        return f"{party(body['inviter'])} invited {party(body['invitee'])} to {_place(body)}{window}"
    if kind in ("invitation_accepted", "invitation_declined"):
        done = kind.removeprefix("invitation_")
        return f"{party(body['invitee'])} {done} an invitation to {_place(body)}{window}{why}"
    return _other(body, window, why)


def _occurrence(body: Answer) -> str:
    on = when(body["held_on"])
    if body["type"] == "visit_held":
        instead = f", in place of {party(body['in_place_of'])}" if body.get("in_place_of") else ""
        verb = "began a visit to" if body.get("stage") == "under_way" else "visited"
        return f"{party(body['visitor'])} {verb} {_place(body)}{instead}, {on}"
    who = _and([party(p) for p in body["participants"]])
    place = f" in {body['place']}" if body.get("place") else ""
    if body["type"] == "agreement_signed":
        return f"{who} signed “{body['title']}”{place}, {on}"
    verb = {"phone": "spoke by phone", "video": "met by video"}.get(body.get("mode", ""), "met")
    return f"{who} {verb}{place}, {on}"


def _other(body: Answer, window: str, why: str) -> str:
    kind = body["type"]
    if kind == "pledge_made":
        return f"{party(body['by'])} pledged to {state_in_words(body['to'])}: {body['subject']}{window}"
    if kind == "outcome_reported":
        held = f", {when(body['held_on'])}" if body.get("held_on") else ""
        done = "was kept" if body["outcome"] == "fulfilled" else "was not kept"
        return f"It was reported that the promise {done}{held}"
    if kind == "promise_adjudicated":
        return f"{body['by']} ruled it {body['status'].replace('_', ' ')}{why}"
    if kind == "adjudication_lifted":
        return f"{body['by']} lifted the ruling{why}"
    return EVENTS[kind] + why


def _place(body: Answer) -> str:
    host = state_in_words(body["host"])
    return f"{body['place']}, {host}" if body.get("place") else host


def _mode(body: Answer) -> str:
    return {"phone": "call", "video": "video meeting"}.get(body.get("mode", ""), "meeting")

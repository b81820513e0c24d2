"""One meeting: who takes part, where, on which days and by which means."""

from __future__ import annotations

from datetime import date, timedelta

from domain.reading.clauses import Modality, Verb, low
from domain.reading.dates import When
from domain.reading.drafts import Draft, in_future, separate
from domain.reading.nouns import Told
from domain.reading.people import Official
from domain.reading.places import Place
from domain.reading.verb_table import CALL, MEET, TALK
from domain.reading.view import View
from domain.reading.visit_drafts import moved_to, reason_of
from domain.reading.word_sets import word_set

_PHONE = frozenset({"phone", "telephone", "telephoned", "phoned", "call", "hotline", "dialled", "dialed"})
_VIDEO = frozenset(
    {"video", "videoconference", "videolink", "virtually", "virtual", "teleconference", "zoom", "online"}
)


def several(people: list[Official]) -> bool:
    """Whether they are of two states at least."""
    return len({p.known_state for p in people}) > 1


def union(*groups: list[Official]) -> list[Official]:
    found: list[Official] = []
    for group in groups:
        for official in group:
            same = official in found or (
                not official.name
                and official.role in (None, "delegation")  # "X and his delegation".
                and any(official.known_state == f.known_state for f in found)
            )
            if not same:
                found.append(official)
    return found


def mode_of(view: View, start: int, stop: int) -> str:
    words = {t.low for t in view.tokens[max(start, 0) : stop]}
    if words & _VIDEO:
        return "video"
    if (
        words & _PHONE
        and "courtesy" not in words
        and not ({"call", "on"} <= words and not words & (_PHONE - {"call"}))
    ):
        return "phone"
    return "in_person"


# ---------------------------------------------------------------- one meeting
def settled_meeting(view: View, told: Told, people: list[Official]) -> list[Draft]:
    if told.modality.kind == "none" or told.verb is None:
        return []
    draft = Draft(f"meeting_{told.settled}", view.sentence, 0.8, f"A meeting is said to be {told.settled}.")
    draft.participants = people
    draft.certainty = told.modality.certainty if told.modality.kind != "planned" else "tentative"
    if told.settled == "postponed":
        draft.period = moved_to(view, told.verb)
    draft.reason = reason_of(view, told.verb)
    draft.spans = [view.span_of(0)]
    return [draft]


def meeting_of(
    view: View, verb: Verb, people: list[Official], told: Modality, score: float, two_sides: bool
) -> list[Draft]:
    people = union(people)
    for person in people[1:]:
        if not several(people):
            separate(people[0], person)
    if not several(people) or (told.reason == "former plan" and told.kind == "planned"):
        return []
    if not two_sides and verb.lemma not in MEET | TALK | {"discuss"}:
        return []
    when = view.when(verb, verb.end, verb.stop)
    mode = mode_of(view, verb.start, min(verb.stop, verb.end + 12))
    rang = verb.lemma in CALL or (
        verb.lemma == "call" and "on" not in (verb.particle, low(view.tokens, verb.end))
    )
    if rang and mode == "in_person":
        mode = "phone"
    if told.kind == "purpose":
        told = Modality("held" if told.past else "planned", told.certainty, past=told.past)
        score -= 0.08
    return build(view, people, told, when, score, verb.end, mode, verb.stop)


def build(
    view: View,
    people: list[Official],
    told: Modality,
    when: When | None,
    score: float,
    at: int,
    mode: str,
    stop: int,
) -> list[Draft]:
    if told.kind == "none":
        return []
    period = view.period(when, past=told.past or told.perfect_past)
    published = view.scene.published
    kind = told.kind
    if kind in ("held", "ongoing") and when is not None and not when.open and in_future(period, published):
        if told.kind == "held" and told.past and when.tense == "future" and told.reason != "label":
            when, period = None, (None, None)  # "Have met for the third time in a year".
        else:
            kind = "planned"
    held = kind in ("held", "ongoing")
    if told.perfect_past and (when is None if held else not in_future(period, published)):
        score -= 0.25 if held else 0.4
    draft = Draft("meeting_held" if held else "meeting_announced", view.sentence, score, "")
    draft.participants, draft.mode, draft.certainty = people, mode, told.certainty
    draft.dated = period != (None, None)
    place = _where(view, at, stop)
    if place is not None and mode == "in_person":
        draft.host = place.state
        draft.place = place.name if place.sort != "state" and place.name else None
    if held:
        first, last = period
        if first is None and last is None:
            first, last = view.borrowed(people, None)
            if first is None:
                first, last = view.month_before() if told.perfect_past else view.story_day(people)
            draft.problems.append("No day is named: the day of the report is taken.")
        first = first or last
        if first is not None and first > published + timedelta(days=1):
            return []
        period = (first, last)
    if not held and period == (None, None):
        period = _within_visit(view, people)
        draft.dated = period != (None, None)
    if not held and period[1] is not None and period[1] < published - timedelta(days=1):
        period, draft.dated = (None, None), False
    draft.period = period
    if any(p.state is None for p in people):
        draft.score -= 0.1
    draft.spans = [view.span_of(at)]
    draft.why = "A meeting is told as " + ("held." if held else f"planned ({told.certainty}).")
    return [draft]


def _within_visit(view: View, people: list[Official]) -> tuple[date | None, date | None]:
    """A meeting that a planned visit brings takes place on the days of the visit."""
    for draft in reversed([*view.drafts, *view.local]):
        if (
            draft.type == "visit_announced"
            and draft.visitor in people
            and draft.dated
            and view.sentence.number - draft.sentence.number <= 4
        ) and any(p.known_state == draft.host for p in people if p is not draft.visitor):
            return draft.period
    return None, None


def _where(view: View, at: int, stop: int) -> Place | None:
    far = max(min(stop, at + 24), min(at + 10, len(view.tokens)))
    for start, end in ((at, far), (0, 2)):
        for i in range(start, end):
            if low(view.tokens, i) not in ("in", "at", "aboard") or low(view.tokens, i - 1) in _ELSEWHERE:
                continue
            for place in view.places((low(view.tokens, i),), i, i + 6):
                if place.sort != "adjective":
                    return place
    return None


_ELSEWHERE = word_set(
    "war wars invasion operation conflict troops crisis fighting election elections embassy assault "
    "events lies situation interests unrest"
)

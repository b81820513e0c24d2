"""Visits that are told by a noun: "his planned trip to", "a visit by"."""

from __future__ import annotations

from datetime import timedelta

from domain.reading.clauses import Modality, Verb, low
from domain.reading.dates import When
from domain.reading.drafts import Draft, from_elsewhere, in_future
from domain.reading.noun_phrases import date_before, place_before
from domain.reading.nouns import Told, told_of
from domain.reading.people import Official
from domain.reading.places import Place
from domain.reading.verb_table import CANCEL, POSTPONE, SPEECH, STAY
from domain.reading.view import View
from domain.reading.visit_drafts import draft_of, moved_to, reason_of, travellers, where_now

_ENDS = frozenset({"end", "conclude", "wrap", "wind", "complete", "finish"})
_ANNOUNCE = frozenset({"announce", "confirm"})


# ---------------------------------------------------------------- told by a noun
def by_noun(view: View, i: int) -> list[Draft]:
    told = told_of(view, i)
    after = i + 1
    stop = _noun_stop(view, i, told)
    word = view.tokens[i].low
    if word in ("stop", "stay", "leg", "swing", "call", "travel", "travels") and not (
        told.light or told.settled or (view.possessor(i) and word == "stay") or told.role == "subject"
    ):
        return []
    acting = (
        view.officials(told.verb.subject) if told.light and told.verb is not None and told.verb.at < i else []
    )
    visitors = (
        view.possessor(i)
        or view.after_words(("by",), after, stop)
        or view.after_words(("from",), after, after + 1)
        or travellers(acting)
        or view.after_words(("of",), after, after + 2)
    )
    if word in ("departure", "arrival") and low(view.tokens, after) not in ("for", "in", "at"):
        return []
    if word == "call" and (
        low(view.tokens, after) not in ("on", "at") or not view.places(("on", "at"), after, after + 3)
    ):
        return []
    if not visitors and (told.light or told.settled) and told.verb is not None and told.verb.at < i:
        visitors = view.officials(told.verb.subject)
    if not visitors and told.role == "subject":
        visitors = _relative_subject(view, i, told)
    visitors = travellers(visitors)
    if told.settled and told.verb is not None and visitors and not visitors[0].name:
        # "Put off the first visit by an American secretary of state": his own.
        own = [
            o for o in view.officials(told.verb.subject) if o.name and o.known_state == visitors[0].known_state
        ]
        visitors = own[:1] or visitors
    prepositions = {"call": ("on", "at"), "departure": ("for",), "arrival": ("in", "at")}.get(
        word, ("to", "in", "of")
    )
    places = view.places(prepositions, after, stop)
    before = place_before(view, i)
    if not places and before is not None and low(view.tokens, i - 2) != "'s":
        places = [before]
    if not places and told.verb is not None and told.role == "adjunct" and told.verb.at < i and told.light:
        places = view.places(("in", "to", "for", "at", ""), told.verb.end, i)
    if not visitors and told.role == "adjunct" and told.light and told.verb is not None and told.verb.at > i:
        visitors = travellers(view.officials(told.verb.subject))  # "On a visit to Lima, X opened".
    if not places and visitors and told.verb is not None and (told.settled or told.verb.lemma in _ANNOUNCE):
        # "Peru has cancelled a visit by X": to itself.
        speakers = [told.verb, *(v for v in view.verbs if v.lemma in SPEECH)]
        hosts = {o.known_state for v in speakers for o in view.officials(v.subject) if not (o.name or o.role)}
        places = [Place(h, "", "state") for h in hosts if h and h != visitors[0].known_state]
    problem = ""
    being_here = told.light and told.role == "adjunct" and told.verb is not None and told.verb.lemma == "be"
    if not places and visitors and being_here and told.modality.kind == "ongoing":
        places = where_now(view, visitors)
    if not places and visitors and told.role == "adjunct" and low(view.tokens, i + 1) == "abroad":
        places = where_now(view, visitors)
    if not places and visitors and (told.role in ("object", "subject") or told.light or told.settled):
        places = _remembered(view, visitors[0], told)
        problem = "Where the visit goes is taken from what was told before."
    if not places and visitors and told.light:
        places = [p for p in view.places(("in",), 0, i) if p.state != visitors[0].known_state]
        problem = "Where the visit goes is taken from the place in the sentence."
    ahead = (
        told.role == "subject"
        and told.modality.kind == "planned"
        and bool(told.verb and told.verb.lemma != "be")
    )
    if (
        not places
        and not visitors
        and (told.settled or ahead)
        and low(view.tokens, i - 1) in ("that", "the", "this", "second", "last")
    ):
        last = next(
            (d for d in reversed([*view.drafts, *view.local]) if d.visitor is not None and d.host), None
        )
        if last is not None and last.visitor is not None and last.host:
            visitors, places = [last.visitor], [Place(last.host, last.place or "", "state")]
            problem = "Which visit is meant is taken from what was told before."
            if ahead and view.sentence.number - last.sentence.number > 2:
                return []
    if not places or (told.role == "free" and told.modality.kind == "none"):
        return []
    if not visitors:
        visitors = _remembered_visitor(view, places[0], told)
        problem = "Who travels is taken from what was told before."
    found: list[Draft] = []
    for visitor in visitors:
        for place in places:
            found += _noun_drafts(view, i, told, visitor, place, stop)
    for draft in found:
        if problem:
            draft.problems.append(problem)
            draft.score -= 0.1
    return found


def _noun_stop(view: View, i: int, told: Told) -> int:
    following = [v for v in view.verbs if v.at > i]
    if told.role == "subject" and told.verb is not None:
        return told.verb.start
    return following[0].start if following else len(view.tokens)


def _relative_subject(view: View, i: int, told: Told) -> list[Official]:
    """ "A visit to Ecuador that the envoy had planned was cancelled"."""
    for verb in view.verbs:
        if (
            i < verb.at
            and (told.verb is None or verb.at < told.verb.at)
            and verb.subject
            and verb.subject.kind == "who"
        ):
            return view.officials(verb.subject)
    return []


def _remembered(view: View, visitor: Official, told: Told) -> list[Place]:
    for draft in reversed([*view.drafts, *view.local]):
        if draft.visitor is visitor and draft.host:
            return [Place(draft.host, draft.place or "", "state")]
        if (
            draft.type == "meeting_held"
            and visitor in draft.participants
            and told.role == "subject"
            and view.sentence.number - draft.sentence.number <= 2
        ):
            other = next(
                (p.known_state for p in draft.participants if p.known_state != visitor.known_state), None
            )
            if other and draft.host in (None, other):
                told.modality = Modality("held")
                return [Place(other, "", "state")]
        if draft.invitee is visitor and draft.host and told.modality.kind in ("planned", "free"):
            return [Place(draft.host, draft.place or "", "state")]
    return []


def _remembered_visitor(view: View, place: Place, told: Told) -> list[Official]:
    if not told.settled:
        return []
    topic = view.scene.topic
    if topic and not topic.private and topic.known_state not in (None, place.state) and topic.role:
        return [topic]
    return []


def _noun_drafts(view: View, i: int, told: Told, visitor: Official, place: Place, stop: int) -> list[Draft]:
    if told.settled:
        return _settled(view, i, told, visitor, place)
    modality = told.modality
    if modality.kind == "none" and told.verb is not None and told.role == "subject":
        return unkept(view, told.verb, visitor, place)
    limit = max(stop, told.verb.stop if told.verb and told.verb.at > i else stop)
    formerly = told.role == "subject" and _planned_between(view, i, stop)
    happened = view.when(None, told.verb.end, limit) if formerly and told.verb is not None else None
    when = happened or view.when(None, i + 1, stop) or date_before(view, i)
    if when is None and told.verb is not None and told.role in ("subject", "object", "adjunct"):
        when = view.when(told.verb, told.verb.end, max(told.verb.stop, limit))
    if modality.kind == "free":
        period = view.period(when, past=modality.past)
        if (
            when is not None
            and not when.open
            and period[0]
            and not in_future(period, view.scene.published)
            and when.tense != "future"
        ):
            modality = Modality("held")
        else:
            return []
    if modality.kind == "none":
        return []
    if when is not None and _lies_ahead(view, told, when):
        modality = Modality("planned", modality.certainty, past=False)
    score = {"object": 0.8, "subject": 0.8, "adjunct": 0.75}.get(told.role, 0.65)
    if modality.kind == "planned" and told.role in ("adjunct", "free"):
        score = 0.55 if modality.certainty != "firm" else 0.6
    ending = told.verb is not None and told.verb.lemma in _ENDS
    unsure = (
        0.35
        if told.role == "adjunct"
        and low(view.tokens, told.verb.end if told.verb else 0) != "on"
        and not _is_on(view, told, i)
        else 0.0
    )
    days = view.length(i)
    draft = draft_of(view, visitor, place, modality, when, score, days, ending, unsure)
    if draft is not None and ending and modality.kind == "planned" and draft.dated and view.label is None:
        _under_way(view, draft, days)
    return [draft] if draft else []


def _planned_between(view: View, i: int, stop: int) -> bool:
    """ "A trip, first scheduled for March, took place in April": the aside tells the plan, the verb the day."""
    plans = {"planned", "scheduled", "due", "set", "slated"}
    return any(low(view.tokens, k) in plans for k in range(i + 1, stop))


def _under_way(view: View, draft: Draft, days: int | None) -> None:
    """ "Is due to end a three-day visit on Friday": where the end is told alone and near, it has begun."""
    last, today = draft.period[0], view.scene.reference
    if last is None or not today <= last <= today + timedelta(days=days - 1 if days else 4):
        return
    first = last - timedelta(days=days - 1) if days else today
    draft.type, draft.stage, draft.period = "visit_held", "under_way", (min(first, today), last)
    draft.why = "A visit is told as under way."


def unkept(view: View, verb: Verb, visitor: Official, place: Place) -> list[Draft]:
    """ "The visit agreed in the summer has not taken place"."""
    happened = verb.lemma in ("happen", "materialise", "materialize", "occur") or (
        verb.lemma in ("take", "come") and low(view.tokens, verb.end) in ("place", "about", "off")
    )
    if not happened or not verb.modality.negated or {"will", "would"} & set(verb.chain):
        return []
    if not from_elsewhere(visitor, place.state):
        return []
    planned = Draft(
        "visit_announced", view.sentence, 0.3, "A visit had been planned.", visitor=visitor, host=place.state
    )
    draft = Draft("outcome_reported", view.sentence, 0.62, "A planned visit is said not to have happened.")
    draft.outcome, draft.about, draft.spans = "unfulfilled", planned, [view.span_of(0)]
    whens = [t.value for t in view.tokens if t.kind == "when" and not t.value.length and not t.value.open]
    if whens:
        planned.period = view.period(whens[0], past=True)
        planned.dated = planned.period[0] is not None
        if not planned.dated:
            draft.score = 0.4  # A time is told, but which visit it is of, nobody can say.
    return [draft]


def _lies_ahead(view: View, told: Told, when: When) -> bool:
    """ "Embarks on Monday on a tour of", "begins a visit next week": the present tense of what is to come."""
    if told.modality.kind not in ("ongoing", "held") or when.open or told.verb is None:
        return False
    if told.modality.past or told.verb.form not in ("s", "base"):
        return False
    if told.verb.lemma in STAY | _ENDS:
        return False  # "Is on a visit until Friday", "ends a visit on Friday".
    ahead = view.period(when, past=False)
    return when.tense != "past" and in_future(ahead, view.scene.published)


def _is_on(view: View, told: Told, i: int) -> bool:
    """ "Is in Rome on a visit": the noun tells of now, though it names no day."""
    return (
        any(low(view.tokens, k) in ("on", "for", "during") for k in range(max(i - 6, 0), i))
        and told.verb is not None
    )


def _settled(view: View, i: int, told: Told, visitor: Official, place: Place) -> list[Draft]:
    modality = told.modality
    if modality.kind == "none" or modality.negated or told.verb is None:
        return []
    certain = (
        modality.certainty
        if modality.kind != "planned"
        or modality.certainty == "speculative"
        or told.verb.lemma not in POSTPONE | CANCEL
        else "tentative"
    )
    kind = "visit_postponed" if told.settled == "postponed" else "visit_cancelled"
    draft = Draft(kind, view.sentence, 0.8, "", visitor=visitor, host=place.state, certainty=certain)
    draft.spans = [view.span_of(i)]
    if draft.type == "visit_postponed":
        draft.period = moved_to(view, told.verb)
        draft.dated = draft.period != (None, None)
    draft.reason = reason_of(view, told.verb)
    draft.why = f"A visit is said to be {told.settled}."
    return [draft] if from_elsewhere(visitor, place.state) else []

"""Journeys with several parts: second places, stops on the way, where a tour begins and ends, the way home."""

from __future__ import annotations

from datetime import timedelta

from domain.reading.clauses import Modality, Verb, low
from domain.reading.drafts import Draft
from domain.reading.people import Official
from domain.reading.verb_table import DIRECT_VISIT, STAY, TRAVEL
from domain.reading.view import View
from domain.reading.visit_drafts import draft_of, travellers
from domain.reading.word_sets import word_set

_NEAR = 30
"""Words behind a verb within which a second place can belong to it."""

_LEGS = word_set("leg stop stage station destination halt point port")

_TOURS = word_set("tour trip journey visit itinerary voyage swing travels")


def second_place(view: View, verb: Verb, visitors: list[Official], told: Modality) -> list[Draft]:
    """ "Was in Lima on Friday and in Quito on Sunday", "is in Lima tomorrow, then on to Quito"."""
    found: list[Draft | None] = []
    for i in range(verb.end + 2, min(verb.end + _NEAR, len(view.tokens) - 1)):
        to = low(view.tokens, i) == "to"
        onward = to and low(view.tokens, i - 1) == "on" and low(view.tokens, i - 2) == "then"
        then = to and low(view.tokens, i - 1) in ("then", "and")
        if i >= verb.stop and not (onward or then):
            continue
        again = low(view.tokens, i) in ("in", "to") and low(view.tokens, i - 1) in ("and", ",", "then")
        if (
            verb.lemma in DIRECT_VISIT | TRAVEL
            and low(view.tokens, i) == "and"
            and view.tokens[i + 1].kind == "place"
        ):
            again = True
        if not (onward or again):
            continue
        places = view.places((low(view.tokens, i),), i, i + 3)
        if view.tokens[i - 1].kind != "when" and low(view.tokens, i) == "and":
            continue
        limit = max(verb.stop, min(i + 6, len(view.tokens)))
        end = next((k for k in range(i + 2, limit) if low(view.tokens, k) in ("and", ";")), limit)
        when = view.when(None, i + 1, end)
        if when is None and then and low(view.tokens, i - 1) == "then":
            when = view.when(verb, verb.end, verb.stop)
        how = Modality("planned", told.certainty, past=False) if onward and told.kind == "ongoing" else told
        if when is not None or onward:
            found += [draft_of(view, v, p, how, when, 0.66, None) for v in visitors for p in places]
    return [d for d in found if d is not None]


def home_again(view: View, verb: Verb) -> None:
    """ "She leaves on the 23rd and returns on the 25th": the last day of the visit told of before."""
    home = verb.lemma in ("return", "leave", "depart") or (
        verb.lemma in ("come", "fly", "go", "expect", "be") and low(view.tokens, verb.end) in ("home", "back")
    )
    told = verb.modality
    if (
        not home
        or told.negated
        or told.kind == "none"
        or view.places(("to", "from", "for"), verb.end, verb.stop)
    ):
        return
    when = view.when(None, verb.end, verb.stop)
    if when is None:
        return
    past = told.kind == "held"
    last = view.period(when, past=past)[1]
    wanted = "visit_held" if past else "visit_announced"
    for visitor in view.officials(verb.subject):
        for draft in reversed([*view.local, *view.drafts]):
            if (
                draft.type != wanted
                or draft.visitor is not visitor
                or view.sentence.number - draft.sentence.number > 3
            ):
                continue
            first, end = draft.period
            if first and last and end and end < last <= first + timedelta(days=14):
                draft.period = (first, last)
            break


def tours(view: View, verb: Verb) -> list[Draft]:
    """ "The tour begins in Lima on Monday", "her trip ends in Quito"."""
    if (
        verb.lemma not in ("begin", "start", "end", "open", "finish", "conclude", "continue")
        or verb.subject is None
    ):
        return []
    if verb.subject.kind != "noun" or low(view.tokens, verb.subject.at) not in _TOURS:
        return []
    told = verb.modality
    if told.kind in ("none", "purpose") or told.negated:
        return []
    if told.kind == "ongoing":
        told = Modality("planned", told.certainty, past=False)
    places = view.places(("in", "at"), verb.end, min(verb.stop, verb.end + 5))
    topic = view.scene.topic
    visitors = view.possessor(verb.subject.at) or (
        [topic] if topic and not topic.private and topic.known_state else []
    )
    when = view.when(verb, verb.end, verb.stop)
    found = [draft_of(view, v, p, told, when, 0.6, None) for v in travellers(visitors)[:1] for p in places]
    return [d for d in found if d is not None]


def likewise(view: View, verb: Verb) -> list[Draft]:
    """ "A went to Peru in May and B to Kenya in June": the verb is told once."""
    if verb.lemma not in TRAVEL | DIRECT_VISIT | STAY or verb.modality.kind not in ("held", "planned"):
        return []
    for i in range(verb.end + 2, min(verb.end + _NEAR, len(view.tokens) - 3)):
        if low(view.tokens, i) not in ("and", "but", ",", ";") or view.tokens[i + 1].kind != "who":
            continue
        at = i + 2
        places = view.places(("to", "in"), at, at + 3) if low(view.tokens, at) in ("to", "in") else []
        when = view.when(None, at + 2, min(at + 5, len(view.tokens)))
        if not places or when is None or verb.modality.negated:
            continue
        found = [
            draft_of(view, v, p, verb.modality, when, 0.62, None)
            for v in travellers(view.acting([i + 1])) for p in places
        ]  # fmt: skip
        return [d for d in found if d is not None]
    return []


def after_stops(view: View, i: int) -> list[Draft]:
    """ "Arrived on Tuesday after stops in Chile and Bolivia"."""
    if low(view.tokens, i - 1) not in ("after", "with", "following") and low(view.tokens, i - 2) != "after":
        return []
    verb = next((v for v in reversed(view.verbs) if v.at < i), None)
    if verb is None or verb.modality.kind not in ("held", "ongoing") or low(view.tokens, i - 1) == "with":
        return []
    places = view.places(("in", "at", "on"), i + 1, i + 3)
    last = view.story_day(view.officials(verb.subject))[0] or view.scene.reference
    found = []
    for visitor in travellers(view.officials(verb.subject)):
        for place in places:
            draft = draft_of(view, visitor, place, Modality("held"), None, 0.62, None)
            if draft is not None:
                draft.period, draft.dated = (last - timedelta(days=10), last), True
                found.append(draft)
    return found


def legs(view: View, verb: Verb) -> list[Draft]:
    """ "Japan is the last leg of a tour": a visit of whoever is on that tour."""
    if verb.lemma != "be" or verb.subject is None or not verb.subject.tokens or verb.modality.negated:
        return []
    leg = next((k for k in range(verb.end, verb.end + 6) if low(view.tokens, k) in _LEGS), None)
    if leg is None or low(view.tokens, leg + 1) not in ("of", "on"):
        return []
    tour = next((k for k in range(leg + 2, leg + 8) if low(view.tokens, k) in _TOURS), None)
    if tour is None:
        return []
    places = [view.tokens[k].value for k in verb.subject.tokens if view.tokens[k].kind == "place"]
    visitors = view.possessor(tour) or view.after_words(("by", "of"), tour + 1, tour + 4)
    topic = view.scene.topic
    visitors = visitors or ([topic] if topic and not topic.private and topic.known_state else [])
    told = Modality(
        "planned" if verb.modality.kind in ("planned", "ongoing") else "held", past=verb.modality.past
    )
    when = view.when(None, tour + 1, len(view.tokens))
    found = [draft_of(view, v, p, told, when, 0.58, None) for v in travellers(visitors)[:1] for p in places]
    return [d for d in found if d is not None]

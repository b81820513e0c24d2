"""Visits: planned, under way, held, put off and called off."""

from __future__ import annotations

from datetime import timedelta

from domain.reading import visit_idioms
from domain.reading.clauses import Modality, Verb, low
from domain.reading.drafts import VISIT_NOUNS, Draft, in_future
from domain.reading.dropped_plans import dropped_plans
from domain.reading.journeys import second_place
from domain.reading.noun_phrases import noun_indices
from domain.reading.people import Official
from domain.reading.places import Place
from domain.reading.verb_table import (
    ARRIVE,
    DIRECT_VISIT,
    LEAVE,
    RECEIVE,
    SEND,
    SPEECH,
    STAY,
    TRAVEL,
)
from domain.reading.view import View
from domain.reading.visit_drafts import draft_of, travellers, visit_of, where_now, words
from domain.reading.visit_nouns import by_noun


def read(view: View) -> list[Draft]:
    """All that a sentence tells of visits."""
    found: list[Draft] = []
    view.local = found
    for verb in view.verbs:
        found += _by_verb(view, verb)
    for i in noun_indices(view, VISIT_NOUNS | {"call"}):
        found += by_noun(view, i)
    found += _by_adjective(view)
    found += visit_idioms.read(view)
    return found


def _by_adjective(view: View) -> list[Draft]:
    """ "Signed by the visiting Lebanese minister"."""
    found: list[Draft] = []
    for i, token in enumerate(view.tokens):
        if token.kind != "who" or not getattr(token.value, "visiting", False):
            continue
        for visitor in view.acting([i]):
            place = view.here(visitor) or next(
                (
                    Place(o.known_state or "", "", "state")
                    for v in view.verbs
                    for o in view.officials(v.subject)
                    if o.known_state != visitor.known_state
                ),
                None,
            )
            if place is not None:
                draft = draft_of(view, visitor, place, Modality("ongoing", past=True), None, 0.62, None)
                found += [draft] if draft else []
    return found


# ---------------------------------------------------------------- told by a verb
def _by_verb(view: View, verb: Verb) -> list[Draft]:
    lemma = verb.lemma
    stop = verb.stop
    visitors = view.officials(verb.subject)
    score = 1.0
    leaving = False
    if lemma in DIRECT_VISIT:
        if verb.passive:
            places = _states_of_subject(view, verb)
            visitors = view.after_words(("by",), verb.end, stop)
        else:
            places = view.places(("",), verb.end, stop) or _pointed(view, verb.end)
            if (not places and low(view.tokens, verb.end) in ("", ".", ",")) or _dated_at(view, verb.end):
                places = places or _of_speaker(view, visitors)
    elif lemma in LEAVE or (lemma == "be" and low(view.tokens, verb.end) == "off"):
        places, leaving = view.places(("for", "to"), verb.end, min(stop, verb.end + 10)), True
        if (
            not places
            and lemma in ("leave", "depart")
            and view.tokens[min(verb.end, len(view.tokens) - 1)].kind == "place"
        ):
            return _ends(view, verb, visitors)
        if (
            lemma == "leave"
            and low(view.tokens, verb.end) != "for"
            and not any(low(view.tokens, i) == "for" for i in range(verb.end, min(verb.end + 5, stop)))
        ):
            places = []
    elif lemma in TRAVEL or (lemma == "continue" and low(view.tokens, verb.end) == "to"):
        places = view.places(("to", "into"), verb.end, min(stop, verb.end + 9))
        if lemma == "return" and not places and verb.modality.kind == "held":
            places = view.places(("from",), verb.end, min(stop, verb.end + 6))
        if (
            not places
            and lemma in ("come", "go")
            and verb.end < len(view.tokens)
            and view.tokens[verb.end].low == "there"
        ):
            places = _there(view)
        flew_in = (
            lemma == "fly"
            and low(view.tokens, verb.end) == "in"
            and not view.places(("in",), verb.end, verb.end + 3)
        )
        came = lemma == "come" and low(view.tokens, verb.end) != "to" and not _homewards(view, verb)
        if not places and (flew_in or came):
            places = where_now(view, visitors) if lemma == "fly" or not verb.infinitive else _there(view)
            if lemma == "come" and verb.modality.kind in ("ongoing", "planned") and not _now(view, verb):
                return _comes_too(view, verb, travellers(visitors)) or []
    elif lemma in ARRIVE:
        places = view.places(("in", "at", "on", ""), verb.end, min(stop, verb.end + 8))
        if lemma == "reach":
            places = view.places(("",), verb.end, stop)
        elif not places and lemma == "arrive":
            places = where_now(view, visitors)
    elif lemma == "spend" and (
        view.length(verb.end + 1)
        or words(view, verb.end, verb.end + 5) & {"days", "day", "hours", "weekend", "night", "nights", "week"}
        or any(t.kind == "when" for t in view.tokens[verb.end : verb.end + 1])
    ):
        places = view.places(("in",), verb.end, min(stop, verb.end + 8))
        if not places and {"the", "country"} <= words(view, verb.end, verb.end + 7):
            places = _other_country(view, visitors)
    elif lemma in ("take", "bring", "carry") and low(view.tokens, verb.end) != "place":
        taken, after_taken = view.who_list(verb.end, len(view.tokens))
        while low(view.tokens, after_taken) in ("already", "first", "also", "next", "then", "on"):
            after_taken += 1
        if not taken or low(view.tokens, after_taken) != "to":
            return []
        visitors, places = taken, view.places(("to",), after_taken, min(after_taken + 8, len(view.tokens)))
        score = 0.8
    elif lemma in STAY or (lemma in ("expect", "await") and verb.passive):
        return _stay(view, verb, visitors)
    elif lemma == "lead" and {"delegation", "mission", "team"} & words(view, verb.end, verb.end + 6):
        places = view.places(("to",), verb.end, min(stop, verb.end + 12))
    elif lemma in RECEIVE and verb.passive:
        near = [i for i in range(verb.end, min(verb.end + 10, stop)) if low(view.tokens, i) in ("at", "in")]
        places = [p for i in near for p in view.places(("at", "in"), i, i + 4) if p.sort != "adjective"][:1]
        score = 0.72
    elif lemma in RECEIVE:
        visitors, _ = view.who_list(_skip(view, verb.end), verb.stop)
        hosts = [o for o in view.officials(verb.subject) if not (o.name or o.role)]
        places = [Place(o.known_state or "", "", "state") for o in hosts]
        score = 0.72
    elif lemma in SEND:
        return _sent(view, verb)
    else:
        return []
    if not places and _now(view, verb) and verb.modality.kind == "planned":
        places = _of_former_plan(view, verb)
    dropped = dropped_plans(view, verb, travellers(visitors), places)
    if dropped is not None:
        return dropped
    return [
        d for visitor in travellers(visitors) for place in places
        for d in visit_of(view, verb, visitor, place, verb.modality, score, leaving)
    ]  # fmt: skip


def _dated_at(view: View, i: int) -> bool:
    return i < len(view.tokens) and view.tokens[i].kind == "when"


def _of_speaker(view: View, visitors: list[Official]) -> list[Place]:
    """ "Peru confirmed that the minister will visit in May": whoever says so is visited."""
    for verb in view.verbs:
        for official in view.officials(verb.subject) if verb.lemma in SPEECH else ():
            if (
                visitors
                and official.known_state != visitors[0].known_state
                and not (official.name or official.role)
            ):
                return [Place(official.known_state or "", "", "state")]
    return []


def _now(view: View, verb: Verb) -> bool:
    return "now" in words(view, verb.start, verb.end + 1)


def _comes_too(view: View, verb: Verb, visitors: list[Official]) -> list[Draft]:
    """ "X will fly to Lima on Monday. Y is coming too": to the same place, on the same days."""
    told = Modality("planned", verb.modality.certainty, past=False)
    for draft in reversed(view.drafts[-6:]):
        near = view.sentence.number - draft.sentence.number <= 2
        if draft.type == "visit_announced" and draft.host and near and draft.visitor not in visitors:
            place = Place(draft.host, draft.place or "", "seat" if draft.place else "state")
            found = [d for v in visitors for d in visit_of(view, verb, v, place, told, 0.8, False)]
            for other in found:
                if not other.dated:
                    other.period, other.dated = draft.period, draft.dated
            return found
    return [
        d for v in visitors for place in where_now(view, visitors)
        for d in visit_of(view, verb, v, place, verb.modality, 1.0, False)
    ]  # fmt: skip


def _of_former_plan(view: View, verb: Verb) -> list[Place]:
    """ "Was to have visited Peru in May, will now come in June": where the former plan led."""
    for other in view.verbs:
        if other.at < verb.at and other.modality.reason == "former plan":
            return view.places(("", "to", "in"), other.end, min(other.stop, other.end + 8))
    return []


def _other_country(view: View, visitors: list[Official]) -> list[Place]:
    """ "The country" of whoever else is named in the sentence."""
    for i in range(len(view.tokens)):
        for official in view.acting([i]):
            if visitors and official.known_state not in (None, visitors[0].known_state):
                return [Place(official.known_state or "", "", "state")]
    return []


def _ends(view: View, verb: Verb, visitors: list[Official]) -> list[Draft]:
    """ "Is scheduled to depart Russia on Wednesday, wrapping up a three-day trip"."""
    place: Place = view.tokens[verb.end].value
    if verb.modality.kind == "none" or place.sort == "city":
        return []
    past = verb.modality.past
    when = view.when(verb, verb.end, verb.stop)
    last = view.period(when, past=past)[1]
    days = next(
        (
            view.length(v.end + 2)
            for v in view.verbs
            if v.lemma in ("wrap", "end", "conclude") and v.at > verb.at
        ),
        None,
    )
    found = []
    for visitor in travellers(visitors):
        if visitor.known_state == place.state:
            continue
        draft = draft_of(
            view, visitor, place, Modality("held" if past else "ongoing", past=True), when, 0.65, None
        )
        if draft is not None and last is not None:
            start = last - timedelta(days=(days or 1) - 1)
            if start > view.scene.published:
                start = view.scene.published
            draft.period, draft.dated = (start, last), True
            found.append(draft)
    return found


def _homewards(view: View, verb: Verb) -> bool:
    """ "Came home from the second trip", "came up", "came under fire"."""
    after = {low(view.tokens, k) for k in range(verb.end, verb.end + 3)}
    return bool(
        verb.particle
        or after
        & {
            "home",
            "back",
            "up",
            "out",
            "after",
            "as",
            "amid",
            "under",
            "from",
            "into",
            "with",
            "hours",
            "days",
            "in",
            "for",
            "at",
            "on",
            "along",
            "close",
            "together",
            "true",
            "first",
            "round",
            "before",
        }
    )


def _states_of_subject(view: View, verb: Verb) -> list[Place]:
    return [Place(o.known_state or "", "", "state") for o in view.officials(verb.subject) if o.known_state]


def _pointed(view: View, i: int) -> list[Place]:
    """ "Visit the country", "the island": the place last spoken of."""
    if low(view.tokens, i) in ("the", "that", "this") and low(view.tokens, i + 1) in (
        "country",
        "island",
        "capital",
        "state",
        "kingdom",
        "republic",
    ):
        return _there(view)
    return []


def _there(view: View) -> list[Place]:
    last = view.scene.last_place
    before = [t.value for t in view.tokens if t.kind == "place" and t.value.sort in ("state", "seat", "city")]
    return [before[0]] if before else [last] if last else []


def _stay(view: View, verb: Verb, visitors: list[Official]) -> list[Draft]:
    """ "Was in Vienna", "is due in Tokyo", "is expected in Beirut"."""
    i = verb.end
    told = verb.modality
    tentative = verb.lemma in ("expect", "await")
    while low(view.tokens, i) in (
        "also",
        "due",
        "back",
        "already",
        "now",
        "still",
        "last",
        "on",
        "again",
        "currently",
        "expected",
        "twice",
        "once",
        "here",
        "there",
    ) or (i < len(view.tokens) and view.tokens[i].kind == "when"):
        if low(view.tokens, i) in ("due", "expected"):
            told = Modality(
                "planned",
                "tentative" if low(view.tokens, i) == "expected" else "firm",
                told.negated,
                past=False,
            )
        i += 1
    if tentative:
        told = Modality("planned", "tentative", told.negated, past=False)
    near = {low(view.tokens, k) for k in range(verb.end, i + 1)}
    if told.kind == "planned" and not told.negated and near & {"here", "there"}:
        return [
            d for visitor in travellers(visitors)
            for place in (where_now(view, [visitor]) if "here" in near else _there(view))
            for d in visit_of(view, verb, visitor, place, told, 0.9, False)
        ]  # fmt: skip
    if low(view.tokens, i) not in ("in", "to", "at") or told.kind == "none" or told.negated:
        return []
    if told.kind == "planned" and low(view.tokens, i - 1) == "back":
        return []  # "Will be back in Rome on Sunday": at home.
    if low(view.tokens, i) == "to" and not (
        verb.lemma == "be" and (told.perfect_past or {"has", "have", "had"} & set(verb.chain))
    ):
        return []
    places = view.places((low(view.tokens, i),), i, min(i + 8, verb.stop)) or _pointed(view, i + 1)
    if told.kind == "ongoing" and any(
        t.kind == "when"
        and in_future(view.period(t.value, False), view.scene.published)
        and not t.low.startswith(("until", "till"))
        for t in view.tokens[verb.end : verb.stop]
    ):
        told = Modality("planned", told.certainty, told.negated, past=False)
    found = [
        d for visitor in travellers(visitors) for place in places
        for d in visit_of(view, verb, visitor, place, told, 0.9, False)
    ]  # fmt: skip
    until = next((t for t in view.tokens[verb.end : verb.stop] if t.low.startswith(("until ", "till "))), None)
    if until is not None and until.kind == "when" and told.kind == "ongoing":
        for draft in found:  # "Is in Lima until Friday": there already.
            last = view.period(until.value, False)[1]
            draft.type, draft.stage = "visit_held", "under_way"
            draft.period, draft.dated = (view.scene.reference, last), True
    return found + second_place(view, verb, travellers(visitors), told)


def _sent(view: View, verb: Verb) -> list[Draft]:
    """ "Sent Foreign Minister X to Y"."""
    if verb.passive:
        visitors = view.officials(verb.subject)
    else:
        visitors, _ = view.who_list(_skip(view, verb.end), verb.stop)
    places = view.places(("to",), verb.end, min(verb.stop, verb.end + 12))
    found: list[Draft] = []
    for visitor in travellers(visitors):
        for place in places:
            found += visit_of(view, verb, visitor, place, verb.modality, 0.85, False)
    return found


def _skip(view: View, i: int) -> int:
    while low(view.tokens, i) in ("its", "his", "her", "the", "a", "their"):
        i += 1
    return i

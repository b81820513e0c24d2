"""Visits: planned, under way, held, put off and called off."""

from __future__ import annotations

from datetime import date, timedelta

from domain.reading.dates import Period, When
from domain.reading.drafts import VISIT_NOUNS, Draft, View, from_elsewhere, in_future
from domain.reading.grammar import Modality, Verb, low
from domain.reading.nouns import Told, noun_indices, phrase_start, place_before, told_of
from domain.reading.people import Official
from domain.reading.places import Place
from domain.reading.verb_table import ARRIVE, CANCEL, DIRECT_VISIT, LEAVE, POSTPONE, SEND, STAY, TRAVEL

_TRAVELLERS = frozenset({"delegation"})
_SCORES = {"held": 0.8, "ongoing": 0.75, "planned": 0.8, "purpose": 0.4, "free": 0.35}


def read(view: View) -> list[Draft]:
    """All that a sentence tells of visits."""
    found: list[Draft] = []
    view.local = found
    for verb in view.verbs:
        found += _by_verb(view, verb)
    for i in noun_indices(view, VISIT_NOUNS | {"call"}):
        found += _by_noun(view, i)
    found += _by_adjective(view)
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
                draft = _draft(view, visitor, place, Modality("ongoing", past=True), None, 0.62, None)
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
        if not places and (flew_in or (lemma == "come" and not _homewards(view, verb))):
            places = _here(view, visitors) if lemma == "fly" or not verb.infinitive else _there(view)
    elif lemma in ARRIVE:
        places = view.places(("in", "at", "on", ""), verb.end, min(stop, verb.end + 8))
        if lemma == "reach":
            places = view.places(("",), verb.end, stop)
        elif not places and lemma == "arrive":
            places = _here(view, visitors)
    elif (lemma == "spend" and view.length(verb.end + 1)) or (
        lemma == "spend" and "days" in _words(view, verb.end, verb.end + 4)
    ):
        places = view.places(("in",), verb.end, min(stop, verb.end + 8))
        if not places and {"the", "country"} <= _words(view, verb.end, verb.end + 7):
            places = _other_country(view, visitors)
    elif lemma == "take" and low(view.tokens, verb.end) != "place":
        taken, after_taken = view.who_list(verb.end, len(view.tokens))
        if not taken or low(view.tokens, after_taken) != "to":
            return []
        visitors, places = taken, view.places(("to",), after_taken, min(after_taken + 8, len(view.tokens)))
        score = 0.8
    elif lemma in STAY or (lemma == "expect" and verb.passive):
        return _stay(view, verb, visitors)
    elif lemma == "lead" and {"delegation", "mission", "team"} & _words(view, verb.end, verb.end + 6):
        places = view.places(("to",), verb.end, min(stop, verb.end + 12))
    elif lemma == "receive" and verb.passive:
        places = [p for p in view.places(("at", "in"), verb.end, stop) if p.sort != "adjective"]
        score = 0.72
    elif lemma in SEND:
        return _sent(view, verb)
    else:
        return []
    dropped = _dropped_plans(view, verb, _travellers(visitors), places)
    if dropped is not None:
        return dropped
    return [
        d for visitor in _travellers(visitors) for place in places
        for d in _visit(view, verb, visitor, place, verb.modality, score, leaving)
    ]  # fmt: skip


def _other_country(view: View, visitors: list[Official]) -> list[Place]:
    """ "The country" of whoever else is named in the sentence."""
    for i in range(len(view.tokens)):
        for official in view.acting([i]):
            if visitors and official.known_state not in (None, visitors[0].known_state):
                return [Place(official.known_state or "", "", "state")]
    return []


def _dropped_plans(view: View, verb: Verb, visitors: list[Official], places: list[Place]) -> list[Draft] | None:
    """ "Has abandoned plans to visit", "will not be going to X after all"."""
    before = next((v for v in reversed(view.verbs) if v.at < verb.at), None)
    settled = ""
    if (
        before is not None
        and verb.infinitive
        and {"plan", "plans"} & set(verb.chain)
        and before.end >= verb.start - 2
    ) and (before.lemma in CANCEL or before.lemma in POSTPONE):
        settled = "visit_cancelled" if before.lemma in CANCEL else "visit_postponed"
    if verb.modality.negated and "will" in verb.chain and "not" in verb.chain:
        after = [low(view.tokens, k) for k in range(verb.end, len(view.tokens))]
        if ("after" in after and "all" in after) or "be" in verb.chain or "planned" in after:
            settled, before = "visit_cancelled", verb
    if not settled or before is None or (before is not verb and before.modality.kind == "none"):
        return None
    found = []
    for visitor in visitors:
        for place in places:
            if visitor.known_state != place.state:
                draft = Draft(
                    settled,
                    view.sentence,
                    0.72,
                    "Plans of a visit are given up.",
                    visitor=visitor,
                    host=place.state,
                )
                draft.reason = reason_of(view, verb)
                draft.spans = [view.span_of(0)]
                found.append(draft)
    return found


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
    for visitor in _travellers(visitors):
        if visitor.known_state == place.state:
            continue
        draft = _draft(
            view, visitor, place, Modality("held" if past else "ongoing", past=True), when, 0.65, None
        )
        if draft is not None and last is not None:
            start = last - timedelta(days=(days or 1) - 1)
            if start > view.scene.published:
                start = view.scene.published
            draft.period, draft.dated = (start, last), True
            found.append(draft)
    return found


def _travellers(officials: list[Official]) -> list[Official]:
    """Those who can travel: not a state as such."""
    return [o for o in officials if o.name or o.role]


def _words(view: View, start: int, stop: int) -> set[str]:
    return {word for token in view.tokens[start:stop] for word in token.text.lower().split()}


def _here(view: View, visitors: list[Official]) -> list[Place]:
    place = view.here(visitors[0]) if visitors else None
    return [place] if place else []


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
    if low(view.tokens, i) in ("the", "that") and low(view.tokens, i + 1) in (
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
    tentative = verb.lemma == "expect"
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
    if low(view.tokens, i) not in ("in", "to", "at") or told.kind == "none" or told.negated:
        return []
    if low(view.tokens, i) == "to" and not (
        verb.lemma == "be" and (told.perfect_past or {"has", "have", "had"} & set(verb.chain))
    ):
        return []
    places = view.places((low(view.tokens, i),), i, min(i + 8, verb.stop))
    if told.kind == "ongoing" and any(
        t.kind == "when" and in_future(view.period(t.value, False), view.scene.published)
        for t in view.tokens[verb.end : verb.stop]
    ):
        told = Modality("planned", told.certainty, told.negated, past=False)
    return [
        d for visitor in _travellers(visitors) for place in places
        for d in _visit(view, verb, visitor, place, told, 0.9, False)
    ]  # fmt: skip


def _sent(view: View, verb: Verb) -> list[Draft]:
    """ "Sent Foreign Minister X to Y"."""
    if verb.passive:
        visitors = view.officials(verb.subject)
    else:
        visitors, _ = view.who_list(_skip(view, verb.end), verb.stop)
    places = view.places(("to",), verb.end, min(verb.stop, verb.end + 12))
    found: list[Draft] = []
    for visitor in _travellers(visitors):
        for place in places:
            found += _visit(view, verb, visitor, place, verb.modality, 0.85, False)
    return found


def _skip(view: View, i: int) -> int:
    while low(view.tokens, i) in ("its", "his", "her", "the", "a", "their"):
        i += 1
    return i


# ---------------------------------------------------------------- told by a noun
def _by_noun(view: View, i: int) -> list[Draft]:
    told = told_of(view, i)
    after = i + 1
    stop = _noun_stop(view, i, told)
    word = view.tokens[i].low
    if word in ("stop", "stay", "leg", "swing", "call", "travel", "travels") and not (
        told.light or told.settled
    ):
        return []
    acting = (
        view.officials(told.verb.subject) if told.light and told.verb is not None and told.verb.at < i else []
    )
    visitors = (
        view.possessor(i)
        or view.after_words(("by",), after, stop)
        or acting
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
    visitors = _travellers(visitors)
    prepositions = {"call": ("on", "at"), "departure": ("for",), "arrival": ("in", "at")}.get(
        word, ("to", "in", "of")
    )
    places = view.places(prepositions, after, stop)
    before = place_before(view, i)
    if not places and before is not None and low(view.tokens, i - 2) != "'s":
        places = [before]
    if not places and told.verb is not None and told.role == "adjunct" and told.verb.at < i and told.light:
        places = view.places(("in", "to", "for", "at", ""), told.verb.end, i)
    problem = ""
    if not places and visitors and told.role == "adjunct" and low(view.tokens, i + 1) == "abroad":
        places = _here(view, visitors)
    if not places and visitors and (told.role in ("object", "subject") or told.light or told.settled):
        places = _remembered(view, visitors[0], told)
        problem = "Where the visit goes is taken from what was told before."
    if not places and visitors and told.light:
        places = [p for p in view.places(("in",), 0, i) if p.state != visitors[0].known_state]
        problem = "Where the visit goes is taken from the place in the sentence."
    if (
        not places
        and not visitors
        and told.settled
        and low(view.tokens, i - 1) in ("that", "the", "this", "second", "last")
    ):
        last = next(
            (d for d in reversed([*view.drafts, *view.local]) if d.visitor is not None and d.host), None
        )
        if last is not None and last.visitor is not None and last.host:
            visitors, places = [last.visitor], [Place(last.host, last.place or "", "state")]
            problem = "Which visit is meant is taken from what was told before."
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
    limit = max(stop, told.verb.stop if told.verb and told.verb.at > i else stop)
    when = view.when(None, i + 1, stop) or _date_before(view, i)
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
    score = {"object": 0.8, "subject": 0.8, "adjunct": 0.75}.get(told.role, 0.65)
    if modality.kind == "planned" and told.role in ("adjunct", "free"):
        score = 0.55 if modality.certainty != "firm" else 0.6
    ending = told.verb is not None and told.verb.lemma in ("end", "conclude", "wrap", "complete", "finish")
    unsure = (
        0.35
        if told.role == "adjunct"
        and low(view.tokens, told.verb.end if told.verb else 0) != "on"
        and not _is_on(view, told, i)
        else 0.0
    )
    draft = _draft(view, visitor, place, modality, when, score, view.length(i), ending, unsure)
    return [draft] if draft else []


def _is_on(view: View, told: Told, i: int) -> bool:
    """ "Is in Rome on a visit": the noun tells of now, though it names no day."""
    return (
        any(low(view.tokens, k) in ("on", "for", "during") for k in range(max(i - 6, 0), i))
        and told.verb is not None
    )


def _date_before(view: View, i: int) -> When | None:
    """ "An October visit", "the September trip", "a June 3-5 visit"."""
    for j in range(i - 1, max(i - 5, phrase_start(view, i) - 1), -1):
        token = view.tokens[j]
        if token.kind == "when" and not token.value.length:
            when: When = token.value
            return when
        if token.kind == "punct" and token.low not in ("'s", "-"):
            break
    return None


def _settled(view: View, i: int, told: Told, visitor: Official, place: Place) -> list[Draft]:
    modality = told.modality
    if modality.kind == "none" or modality.negated or told.verb is None:
        return []
    certain = (
        modality.certainty if modality.kind != "planned" or modality.certainty == "speculative" else "tentative"
    )
    kind = "visit_postponed" if told.settled == "postponed" else "visit_cancelled"
    draft = Draft(kind, view.sentence, 0.8, "", visitor=visitor, host=place.state, certainty=certain)
    draft.spans = [view.span_of(i)]
    if draft.type == "visit_postponed":
        draft.period = new_time(view, told.verb)
        draft.dated = draft.period != (None, None)
    draft.reason = reason_of(view, told.verb)
    draft.why = f"A visit is said to be {told.settled}."
    return [draft] if from_elsewhere(visitor, place.state) else []


_FORMER = frozenset({"planned", "scheduled", "due", "set", "begin", "start", "supposed", "held"})
"""Before a date these tell when the thing was to have been."""


def new_time(view: View, verb: Verb) -> Period:
    """ "Put off until June", "moved from Friday to mid-April", "postponed to October 5"."""
    whens = [
        i for i in range(verb.end, len(view.tokens))
        if view.tokens[i].kind == "when" and not view.tokens[i].value.length
        and not _FORMER & {low(view.tokens, k) for k in range(i - 3, i)}
    ]  # fmt: skip
    for i in whens:
        before = low(view.tokens, i - 1)
        text = view.tokens[i].low
        if view.tokens[i].value.end is not None:
            return view.period(view.tokens[i].value.end, past=False)
        if before in ("to", "until", "till") or text.startswith(
            ("until", "till", "to ", "indefinitely", "sine")
        ):
            return view.period(view.tokens[i].value, past=False)
    for i in whens:
        if view.tokens[i].low.startswith(("for ", "after ", "to ")) or low(view.tokens, i - 1) in ("for", "to"):
            return view.period(view.tokens[i].value, past=False)
    return None, None


def reason_of(view: View, verb: Verb) -> str | None:
    """What follows "because of", "due to", "over", "citing" and "after"."""
    for i in range(verb.end, min(len(view.tokens), verb.end + 20)):
        word = low(view.tokens, i)
        start = 0
        if word in ("because", "owing") or (word == "due" and low(view.tokens, i + 1) == "to"):
            start = i + (2 if low(view.tokens, i + 1) in ("of", "to") else 1)
        elif word in ("citing", "over", "amid", "after") and view.tokens[i].kind == "word":
            start = i + 1
        if start and start < len(view.tokens):
            end = start
            while end < len(view.tokens) and end - start < 14 and view.tokens[end].low not in (",", ".", ";"):
                end += 1
            return " ".join(t.text for t in view.tokens[start:end])[:300] or None
    return None


# ---------------------------------------------------------------- one visit
def _visit(
    view: View, verb: Verb, visitor: Official, place: Place, told: Modality, factor: float, leaving: bool
) -> list[Draft]:
    if told.kind == "none" or (told.reason == "former plan" and told.kind == "planned"):
        return _former(view, verb, visitor, place, told)
    when = view.when(verb, verb.end, verb.stop)
    period = view.period(when, past=told.past)
    kind = told.kind
    if when is None and kind in ("planned", "ongoing") and verb.lemma in TRAVEL:
        onward = _onward(view, verb, visitor)
        if onward is not None:
            found = _draft(
                view, visitor, place, Modality("planned", told.certainty, past=False), None, 0.72, None
            )
            if found is not None:
                found.period, found.dated = (onward, None), True
            return [found] if found else []
    if leaving and kind in ("held", "ongoing"):
        told = Modality("planned", told.certainty, past=False)
        days = view.length(verb.end + 3)
        start = view.period(when, past=True)[0] if when is not None and kind == "held" else period[0]
        start = start or view.scene.reference
        return _leaving(view, visitor, place, told, start, days, factor)
    if (
        kind == "ongoing"
        and verb.form in ("s", "base")
        and verb.lemma in TRAVEL | ARRIVE
        and (when is None or when.tense != "past")
    ):
        kind = "planned"
        told = Modality("planned", told.certainty, past=False)
    if (
        kind in ("ongoing", "held")
        and when is not None
        and not when.open
        and in_future(period, view.scene.published)
    ):
        kind = "planned"
        told = Modality("planned", told.certainty, past=False)
    if kind == "purpose":
        kind = "held" if told.past else "planned"
        told = Modality(kind, told.certainty, past=told.past)
        factor *= 0.8
    draft = _draft(view, visitor, place, told, when, _SCORES.get(kind, 0.5) * factor, view.length(verb.end + 3))
    if draft is None:
        return []
    if verb.lemma in ("come", "return") and draft.host == visitor.known_state:
        return []
    stand_in = _in_place_of(view, verb)
    if stand_in is not None and kind in ("held", "ongoing"):
        draft.in_place_of = stand_in
    return [draft]


def _onward(view: View, verb: Verb, visitor: Official) -> date | None:
    """The last day of the planned visit before, for "will then go on to"."""
    near = {low(view.tokens, k) for k in range(max(verb.start - 3, 0), min(verb.end + 3, len(view.tokens)))} | {
        low(view.tokens, 0)
    }
    if not near & {"then", "on", "from", "next", "afterwards", "later"}:
        return None
    for draft in reversed([*view.drafts, *view.local]):
        if draft.type == "visit_announced" and draft.visitor is visitor and draft.period[1]:
            return draft.period[1]
    return None


def _former(view: View, verb: Verb, visitor: Official, place: Place, told: Modality) -> list[Draft]:
    """ "Was to have gone on to Prague but that leg was scrapped": a plan, if it is still ahead."""
    when = view.when(verb, verb.end, verb.stop)
    period = view.period(when, past=False)
    if (
        told.kind != "none"
        and not told.negated
        and when is not None
        and in_future(period, view.scene.published)
    ):
        draft = _draft(view, visitor, place, Modality("planned", told.certainty, past=False), when, 0.55, None)
        return [draft] if draft else []
    if told.reason == "former plan":
        # Kept below the threshold: "that leg was scrapped" looks here for who and where.
        draft = _draft(view, visitor, place, Modality("planned", "firm", past=False), None, 0.2, None)
        return [draft] if draft else []
    return []


def _leaving(
    view: View, visitor: Official, place: Place, told: Modality, start: object, days: int | None, factor: float
) -> list[Draft]:
    if not from_elsewhere(visitor, place.state):
        return []
    assert isinstance(start, date)
    draft = Draft(
        "visit_announced",
        view.sentence,
        0.78 * factor,
        "A departure on a visit is told.",
        visitor=visitor,
        host=place.state,
    )
    draft.place = place.name if place.sort in ("seat", "city") else None
    draft.certainty = told.certainty
    draft.period = (start, start + timedelta(days=days - 1) if days else start)
    draft.dated = True
    draft.spans = [view.span_of(0)]
    return [draft]


def _in_place_of(view: View, verb: Verb) -> Official | None:
    for i in range(verb.end, len(view.tokens) - 2):
        if low(view.tokens, i) in ("place", "stead") or (
            low(view.tokens, i) == "instead" and low(view.tokens, i + 1) == "of"
        ):
            found = view.after_words(("of",), i, len(view.tokens))
            if found:
                return found[0]
    return None


def _draft(
    view: View,
    visitor: Official,
    place: Place,
    told: Modality,
    when: object,
    score: float,
    days: int | None,
    ending: bool = False,
    unsure: float = 0.0,
) -> Draft | None:
    if visitor.private or not from_elsewhere(visitor, place.state):
        return None
    period = view.period(when, past=told.past) if isinstance(when, When) else (None, None)
    held = told.kind in ("held", "ongoing")
    draft = Draft(
        "visit_held" if held else "visit_announced", view.sentence, score, "", visitor=visitor, host=place.state
    )
    draft.place = place.name if place.sort in ("seat", "city") and place.name else None
    draft.certainty = told.certainty
    published = view.scene.published
    if not held and period[1] is not None and period[1] < published - timedelta(days=1):
        period = (None, None)  # "The first since 2011" is no plan for 2011.
    draft.dated = period != (None, None)
    if not held and days and days > 1 and period[0] is not None and period[0] == period[1]:
        period = (period[0], period[0] + timedelta(days=days - 1))
    if held:
        if told.kind == "ongoing":
            draft.stage = "under_way"
        first, last = period
        if first is None and last is None:
            first, last = view.borrowed([visitor], place.state)
            if first is None:
                first, last = view.story_day([visitor])
                draft.score -= unsure
            if told.perfect_past:
                draft.score -= 0.25
            draft.problems.append("No day is named: the day of the report is taken.")
        elif first is None:
            first = last
        if first is not None and days and days > 1 and (last == first) and draft.dated:
            if ending:
                first = first - timedelta(days=days - 1)
            else:
                last = first + timedelta(days=days - 1)
        if first is not None and isinstance(first, date) and first > published + timedelta(days=1):
            return None
        period = (first, last)
    draft.period = period
    if visitor.state is None:
        draft.score -= 0.12
        draft.problems.append(
            f"That {visitor.name or 'the visitor'} acts for {visitor.known_state} is guessed."
        )
    if not held and {"had", "promised"} <= {
        w for v in view.verbs if view.officials(v.subject)[:1] == [visitor] for w in v.chain
    }:
        draft.former = True
    draft.spans = [view.span_of(0)]
    word = {"held": "held", "ongoing": "under way", "planned": "planned"}.get(told.kind, told.kind)
    draft.why = f"A visit is told as {word}" + (f", {told.certainty}." if told.certainty != "firm" else ".")
    return draft

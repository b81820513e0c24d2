"""Visits that roundabout words tell: "set foot in", "took off for", "Lima, where she met"."""

from __future__ import annotations

from domain.reading.clauses import Modality, Verb, low
from domain.reading.dates import Period, When, fixed, month_end
from domain.reading.drafts import Draft, in_future
from domain.reading.journeys import after_stops, home_again, legs, likewise, second_place, tours
from domain.reading.people import Official
from domain.reading.places import Place
from domain.reading.verb_table import DIRECT_VISIT, RECEIVE, SEND, SPEECH, TRAVEL
from domain.reading.view import View
from domain.reading.visit_drafts import draft_of, travellers
from domain.reading.word_sets import phrase_set, word_set

# A verb with the words that follow it, and the prepositions behind which the place stands.
_ARRIVALS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "set": (("foot",), ("in", "on", "onto")),
    "make": (("his way", "her way", "their way", "a detour", "a stop", "an appearance"), ("to", "in", "at")),
    "put": (("in an appearance",), ("in", "at")),
    "pass": (("through",), ("through",)),
    "turn": (("up",), ("in", "at")),
    "slip": (("into",), ("into",)),
    "pull": (("into",), ("into",)),
    "cross": (("into", "over into", "the border into", "over to"), ("into", "to")),
    "step": (("into", "onto", "ashore", "off"), ("into", "onto", "in")),
    "check": (("into", "in"), ("in",)),
    "drop": (("in on", "in at", "by"), ("in",)),
    "find": (("himself", "herself"), ("in",)),
    "call": (("in at", "at"), ("at",)),
    "show": (("up",), ("in", "at")),
    "stop": (("over", "off", "in", "at", "by"), ("in", "at")),
    "take": (("the train", "a train", "a plane", "a flight", "a bus", "the bus", "the ferry"), ("to",)),
}  # fmt: skip
_DEPARTURES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "take": (("off",), ("for",)),
    "set": (("off", "out", "sail"), ("for", "to")),
    "board": (("a plane", "a flight", "a train", "his plane", "her plane", "an aircraft"), ("for", "to")),
    "start": (("out",), ("for",)),
    "fly": (("out", "off", "on", "from"), ("for",)),
    "push": (("on",), ("to",)),
    "press": (("on",), ("to",)),
}
_OUT_OF = phrase_set("fly out|drive out|move out|leave out|pull out|sail out")


def read(view: View) -> list[Draft]:
    """The visits that a sentence tells in such words."""
    found: list[Draft] = []
    for verb in view.verbs:
        found += _by_idiom(view, verb)
        found += _out_of(view, verb)
        found += _received_at_home(view, verb)
        found += legs(view, verb)
        found += tours(view, verb)
        found += likewise(view, verb)
        if verb.lemma in DIRECT_VISIT | TRAVEL | SEND and verb.modality.kind in ("held", "planned"):
            found += second_place(view, verb, travellers(view.officials(verb.subject)), verb.modality)
        found += _attends(view, verb)
        found += _stands_in(view, verb)
        home_again(view, verb)
    for i, token in enumerate(view.tokens):
        if token.low == ",":
            found += _aside(view, i)
        elif token.kind == "when" and token.low.startswith("since "):
            found += _since_then(view, i)
        if token.kind != "word":
            continue
        if token.low == "where":
            found += _where(view, i)
        elif token.low == "since":
            found += _since_another(view, i)
        elif token.low in ("stops", "stopovers", "halts", "calls", "stop", "stopover"):
            found += after_stops(view, i)
    return found


def _by_idiom(view: View, verb: Verb) -> list[Draft]:
    leaving = False
    entry = _ARRIVALS.get(verb.lemma)
    if entry is None or not _follows(view, verb, entry[0]):
        entry, leaving = _DEPARTURES.get(verb.lemma), True
        if entry is None or not _follows(view, verb, entry[0]):
            return []
    places = view.places(entry[1], verb.at + 1, min(verb.stop, verb.at + 9))
    visitors = travellers(view.officials(verb.subject))
    told = verb.modality
    if told.kind == "none" or told.negated or not places:
        return []
    if told.kind == "purpose":
        told = Modality("held" if told.past else "planned", told.certainty, past=told.past)
    when = view.when(verb, verb.end, verb.stop)
    if told.kind == "ongoing" or (leaving and told.kind == "held"):
        told = Modality("planned", told.certainty, past=told.past)
    score = 0.7 if not leaving else 0.66
    found = [
        draft_of(view, v, p, told, when, score, view.length(verb.end + 3)) for v in visitors for p in places
    ]
    return [d for d in found if d is not None]


def _aside(view: View, i: int) -> list[Draft]:
    """ "Kenya's president, in Lima for a day, met": where somebody is, told by the way."""
    if low(view.tokens, i) != "," or low(view.tokens, i + 1) != "in" or i == 0:
        return []
    end = next((k for k in range(i + 3, min(i + 12, len(view.tokens))) if low(view.tokens, k) == ","), None)
    inside = view.tokens[i + 3 : end] if end else []
    if end is None or not any(t.low == "for" or (t.kind == "when" and t.low.startswith("for")) for t in inside):
        return []
    places = view.places(("in",), i + 1, i + 4)
    verb = next((v for v in view.verbs if v.at > end), None)
    if verb is None or verb.modality.kind != "held":
        return []
    when = view.when(verb, verb.end, verb.stop)
    found = [
        draft_of(view, v, p, Modality("held"), when, 0.62, None)
        for v in travellers(view.acting([i - 1])) for p in places[:1]
    ]  # fmt: skip
    return [d for d in found if d is not None]


def _stands_in(view: View, verb: Verb) -> list[Draft]:
    """ "Will travel in her place", "takes his chair": who goes where somebody else was to have gone."""
    after = [low(view.tokens, k) for k in range(verb.end, min(verb.end + 7, len(view.tokens)))]
    takes = (
        verb.lemma == "take"
        and after[:1]
        and after[0] in ("his", "her", "the")
        and after[1:2] in (["place"], ["chair"])
    )
    goes = verb.lemma in TRAVEL | {"attend", "represent"} and bool({"place", "stead", "instead"} & set(after))
    told = verb.modality
    if not (takes or goes) or told.kind not in ("held", "planned", "ongoing") or told.negated:
        return []
    told_places = view.places(("to", "in", ""), verb.end, verb.stop)
    if told_places and not takes:
        return []
    kinds = ("visit_cancelled", "visit_postponed", "invitation_declined")
    for visitor in travellers(view.officials(verb.subject)):
        for draft in reversed([*view.drafts[-6:], *view.local]):
            former = draft.visitor or draft.invitee
            if draft.type not in kinds or former is None or not draft.host or former is visitor:
                continue
            if former.known_state != visitor.known_state or view.sentence.number - draft.sentence.number > 3:
                continue
            how = Modality(
                "held" if told.kind == "held" else "planned", told.certainty, past=told.kind == "held"
            )
            when = view.when(verb, verb.end, verb.stop)
            place = told_places[0] if told_places else Place(draft.host, draft.place or "", "state")
            found = draft_of(view, visitor, place, how, when, 0.64, None)
            if found is not None and not found.dated and how.kind == "planned":
                found.period = _day_ahead(view, draft)
                found.dated = found.period != (None, None)
            if found is not None and found.type == "visit_held":
                found.in_place_of = former
            return [found] if found is not None else []
    return []


def _day_ahead(view: View, draft: Draft) -> Period:
    """The first day ahead that the sentence of another event names."""
    for token in draft.sentence.tokens:
        if token.kind == "when" and not token.value.length and not token.value.open:
            period = view.period(token.value, past=False)
            if in_future(period, view.scene.published):
                return period
    return None, None


_EVENTS = word_set(
    "summit forum conference congress ceremony celebrations inauguration funeral parade gathering retreat "
    "assembly session meeting swearing-in coronation signing opening parliament anniversary commemoration"
)
_ATTENDING = {
    "attend": (),
    "address": (),
    "join": (),
    "take": ("part in",),
    "participate": ("in",),
    "speak": ("at",),
}


def _attends(view: View, verb: Verb) -> list[Draft]:
    """ "Will attend a summit in Lima": who takes part in something abroad goes there."""
    phrases = _ATTENDING.get(verb.lemma)
    told = verb.modality
    if phrases is None or (phrases and not _follows(view, verb, phrases)) or told.negated or verb.passive:
        return []
    if told.kind not in ("held", "planned") or told.certainty == "speculative" or told.reason == "former plan":
        return []
    noun = next(
        (k for k in range(verb.end, min(verb.end + 9, verb.stop)) if low(view.tokens, k) in _EVENTS), None
    )
    words = {low(view.tokens, k) for k in range(verb.end, verb.stop)}
    if noun is None or words & {"video", "online", "virtually", "remotely", "link"}:
        return []
    places = view.places(("in", "at"), noun + 1, verb.stop)
    when = view.when(verb, verb.end, verb.stop)
    visitors = travellers(view.officials(verb.subject))
    if when is None and told.kind == "held":
        return []
    found = [draft_of(view, v, p, told, when, 0.6, None) for v in visitors for p in places[:1]]
    return [d for d in found if d is not None]


def _follows(view: View, verb: Verb, phrases: tuple[str, ...]) -> bool:
    after = " ".join(low(view.tokens, k) for k in range(verb.at + 1, verb.at + 4)) + " "
    return any(after.startswith(phrase + " ") for phrase in phrases)


def _out_of(view: View, verb: Verb) -> list[Draft]:
    """ "Flew out of Taiwan on Wednesday": the last day of a visit."""
    if (
        verb.modality.kind != "held"
        or f"{verb.lemma} out" not in _OUT_OF
        or not _follows(view, verb, ("out of",))
    ):
        return []
    places = view.places(("of",), verb.at + 1, min(verb.stop, verb.at + 6))
    when = view.when(verb, verb.end, verb.stop)
    found = [
        draft_of(view, v, p, Modality("held"), when, 0.66, view.length(verb.end + 3), ending=True)
        for v in travellers(view.officials(verb.subject)) for p in places
    ]  # fmt: skip
    return [d for d in found if d is not None]


def _received_at_home(view: View, verb: Verb) -> list[Draft]:
    """ "Received the Kenyan premier in Lima": who is received in the host's own country is on a visit there."""
    if verb.lemma == "play" and _follows(view, verb, ("host to",)):
        start = verb.at + 3
    elif verb.lemma in RECEIVE and not verb.passive and not verb.participle:
        start = verb.end
    else:
        return []
    told = verb.modality
    if told.kind not in ("held", "planned") or told.negated:
        return []
    guests, end = view.who_list(_over_articles(view, start), max(verb.stop, start + 1))
    homes = {o.known_state for o in view.officials(verb.subject)}
    places = [
        p for p in view.places(("in", "at"), end, verb.stop) if p.state in homes and p.sort in ("seat", "city")
    ]
    when = view.when(verb, verb.end, verb.stop)
    score = 0.7 if verb.lemma == "play" else 0.55
    found = [
        draft_of(view, g, p, told, when, score, view.length(verb.end + 3))
        for g in travellers(guests)
        for p in places[:1]
    ]
    return [d for d in found if d is not None]


def _over_articles(view: View, i: int) -> int:
    while low(view.tokens, i) in ("the", "its", "his", "her", "their", "visiting") or (
        i < len(view.tokens) and view.tokens[i].kind == "when"
    ):
        i += 1
    return i


def _where(view: View, i: int) -> list[Draft]:
    """ "In Lima, where Kenya's premier is awaited on Monday": whoever acts there is there."""
    at = i - 1 - (low(view.tokens, i - 1) == ",")
    places = view.places(("",), at, at + 1) if at >= 0 else []
    if not places or places[0].sort == "adjective":
        return []
    verb = next((v for v in view.verbs if v.at > i), None)
    if (
        verb is None
        or verb.subject is None
        or verb.subject.kind != "who"
        or verb.lemma in SPEECH - {"tell", "announce"}
    ):
        return []
    if not any(i < k < verb.at for k in verb.subject.tokens) or (
        verb.passive and verb.lemma not in _TO_BE_THERE
    ):
        return []
    told = verb.modality
    if told.kind in ("none", "purpose") or told.negated or verb.lemma in _NOT_THERE:
        return []
    when = view.when(None, i + 1, verb.stop) or view.when(verb, verb.end, verb.stop)
    people = view.officials(verb.subject)
    visitors = travellers(people)
    at_home = any(o.known_state == places[0].state for o in people)
    if places[0].state in _NO_COUNTRY or (len({o.known_state for o in people}) > 1 and not at_home):
        return []  # "In Vienna, where the two met": no visit to Austria.
    return [d for v in visitors for d in _there(view, verb, v, places[0], told, when)]


_NOT_THERE = word_set(
    "choose want hope plan refuse decline fail avoid seek try halt transit refuel serve study live"
)
_NO_COUNTRY = frozenset({"UNO", "EUE"})
_TO_BE_THERE = word_set("expect await receive greet welcome host schedule invite")


def _there(
    view: View, verb: Verb, visitor: Official, place: Place, told: Modality, when: When | None
) -> list[Draft]:
    present = told.kind == "ongoing" and verb.form in ("s", "base") and verb.lemma != "be"
    if present and not in_future(view.period(when, past=False), view.scene.published):
        return []  # "In Lima, where she keeps a house": of no certain time.
    if present or verb.lemma in ("expect", "await"):
        told = Modality("planned", told.certainty, past=False)
    draft = draft_of(view, visitor, place, told, when, 0.62, None)
    if draft is None:
        return []
    if told.perfect_past:
        draft.score = 0.6  # At some time before the story, but surely.
    return [draft]


def _since_another(view: View, i: int) -> list[Draft]:
    """ "The first visit by a Kenyan president to Peru since Daniel Moi's in 1987": Moi's visit, long ago."""
    at = i + 1
    if at >= len(view.tokens) or view.tokens[at].kind != "who":
        return []
    end = at + 1 + (low(view.tokens, at + 1) == "'s")
    end += low(view.tokens, end) in ("visit", "trip", "journey", "stay")
    if low(view.tokens, end) in ("came", "went", "visited", "was", "travelled", "flew", "did", "made"):
        end = next(
            (k for k in range(end, min(end + 9, len(view.tokens))) if view.tokens[k].kind == "when"), end
        )
    if end >= len(view.tokens) or view.tokens[end].kind != "when":
        return []
    before = {t.low for t in view.tokens[:i]}
    if not before & {
        "visit",
        "visited",
        "trip",
        "journey",
        "tour",
        "stop",
        "been",
        "come",
        "gone",
        "there",
        "here",
    }:
        return []
    return _long_ago(view, i, at, view.tokens[end].value)


def _since_then(view: View, i: int) -> list[Draft]:
    """ "The first trip by a Kenyan president since October 1987, when Daniel Moi spent a day here"."""
    at = i + 1 + (low(view.tokens, i + 1) == ",")
    if low(view.tokens, at) != "when" or at + 1 >= len(view.tokens) or view.tokens[at + 1].kind != "who":
        return []
    since: When = view.tokens[i].value
    first = view.period(since, past=True)[0]
    if first is None or since.grain not in ("day", "month", "year"):
        return []
    last = (
        first
        if since.grain == "day"
        else month_end(first)
        if since.grain == "month"
        else first.replace(month=12, day=31)
    )
    return _long_ago(view, i, at + 1, When(fixed(first, last), fixed=True))


def _long_ago(view: View, i: int, at: int, when: When) -> list[Draft]:
    """The visit of whoever stands at word `at`, to the place that was spoken of before word `i`."""
    if when.open or when.length:
        return []
    places = view.places(("to", "in", ""), max(0, i - 12), i)
    places = places or ([view.scene.last_place] if view.scene.last_place else [])
    last = next(
        (d for d in reversed([*view.local, *view.drafts]) if d.host and d.type.startswith("visit")), None
    )
    if last is not None and last.host and not view.places(("to", "in", ""), max(0, i - 12), i):
        places = [Place(last.host, "", "state")]
    others = [o for k in range(i) for o in view.at(k) if o.role and o.known_state]
    for one in view.at(at):
        if not one.known_state and others:  # As they held the office before, so did he.
            one.guesses, one.role, one.private = [others[-1].known_state or ""], others[-1].role, False
    found = [
        draft_of(view, v, p, Modality("held"), when, 0.7, None)
        for v in travellers(view.acting([at]))
        for p in places[:1]
    ]
    return [d for d in found if d is not None]

"""Visits and meetings that are told by a noun: "his planned trip to", "during talks with"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.reading.clauses import Modality, Verb, low
from domain.reading.noun_phrases import over_measure, phrase_start
from domain.reading.verb_table import ARRIVE, CANCEL, HOLD, LEAVE, PAY, POSTPONE, SPEECH, TRAVEL
from domain.reading.view import View
from domain.reading.word_sets import word_set

_PLANNED = word_set(
    "planned upcoming forthcoming scheduled coming next future promised imminent return agreed impending"
)
_TENTATIVE = frozenset(
    ["expected", "proposed", "anticipated", "intended", "hoped-for", "projected", "prospective"]
)
_SPECULATIVE = word_set(
    "possible potential likely rumoured rumored eventual hypothetical speculated suggested probable mooted"
)
_DENIED = frozenset(["no", "any", "ever", "imaginary"])
_HELD = word_set("recent last previous earlier first-ever past latest landmark just-concluded")
_GONE = frozenset(["postponed", "cancelled", "canceled", "aborted", "delayed", "scrapped", "abandoned"])
_HAPPEN = word_set(
    "take begin start open end conclude finish happen occur come kick proceed go follow last continue resume"
)
_PLAN_VERBS = word_set(
    "plan schedule set arrange expect announce confirm agree finalise finalize slate fix prepare book "
    "intend reveal"
)
_TALK_OF = word_set(
    "discuss consider propose suggest mull weigh contemplate seek want demand request offer urge hope "
    "imagine describe mention"
)
_DURING = word_set("during after following since on in at amid in upon wrapping")
_BEGIN_OR_END = word_set("begin start open kick resume conclude end finish wrap wind complete")
_AHEAD = frozenset(["before", "ahead"])
_PLAN_NOUNS = word_set(
    "plans plan preparations preparation arrangements idea date dates timetable schedule timing programme "
    "agenda details groundwork logistics modalities prospect possibility"
)
_BACK_OUT = frozenset({("pull", "out"), ("back", "out"), ("drop", "out"), ("withdraw", ""), ("bow", "out")})
_GOING_ON = frozenset({"under", "underway", "ongoing", "on"})
_FORMERLY = frozenset({"originally", "initially", "previously", "first", "earlier"})
_RUMOURS = frozenset(["reports", "report", "rumours", "rumors", "claims", "talk", "speculation", "suggestions"])


@dataclass(slots=True)
class Told:
    """What the words around a noun say of it."""

    modality: Modality
    verb: Verb | None = None
    role: str = ""  # object, subject, adjunct, copula or free.
    settled: str = ""  # postponed or cancelled.
    light: bool = False  # Who acts in the verb is who travels, or meets.


def told_of(view: View, i: int) -> Told:
    """How the sentence tells of the visit or meeting at word `i`."""
    start = phrase_start(view, i)
    told = Told(Modality(kind="free", past=True))
    adjectives = {view.tokens[j].low for j in range(start, i)}
    verb = _object_of(view, start)
    after = _predicate_of(view, i) or _plan_predicate(view, start) or _measured_predicate(view, start)
    plan = _plan_noun(view, start)
    if plan is not None and _as_plan(view, i, plan, told):
        pass
    elif after is not None and (verb is None or after.lemma in POSTPONE | CANCEL):
        _as_subject(view, i, after, told)
    elif verb is not None:
        _as_object(view, start, verb, told)
    else:
        _as_adjunct(view, start, told)
    _by_adjectives(view, adjectives, told, i, start)
    if told.modality.kind == "free" and not told.settled:
        _by_participle(view, i, told)
    return told


def _by_participle(view: View, i: int, told: Told) -> None:
    """ "The visit to Peru, scheduled for 3 April, is her first": planned by what stands behind the noun."""
    for verb in view.verbs:
        if verb.at <= i or verb.form != "pp" or verb.chain or verb.lemma not in _PLAN_VERBS:
            continue
        between = [t for t in view.tokens[i + 1 : verb.at] if t.kind == "word"]
        if any(v.at > i and v.at < verb.at for v in view.verbs) or len(between) > 8:
            return
        if low(view.tokens, verb.at - 1) in _FORMERLY:
            return
        if low(view.tokens, verb.end) in ("for", "to", "in") or (
            verb.end < len(view.tokens) and view.tokens[verb.end].kind == "when"
        ):
            told.modality = Modality("planned", "tentative" if verb.lemma == "expect" else "firm", past=False)
        return


def _object_of(view: View, start: int) -> Verb | None:
    """The verb whose object begins at `start`."""
    before = over_measure(view, start) - 1
    if low(view.tokens, before) == ",":  # "Has postponed, with regret, his journey".
        opening = next((k for k in range(before - 1, max(before - 6, 0), -1) if low(view.tokens, k) == ","), 0)
        if any(v.end == opening for v in view.verbs):
            before = opening - 1
    while before >= 0 and (
        view.tokens[before].kind == "when"
        or low(view.tokens, before) in ("also", "both", "then", "up", "off", "out", "back", "on", "for", "over")
    ):
        if low(view.tokens, before) in ("on", "for") and not any(
            (v.end == before and v.lemma not in TRAVEL | ARRIVE | LEAVE) or (v.end == before + 1 and v.particle)
            for v in view.verbs
        ):
            break
        before -= 1
    for verb in view.verbs:
        if verb.at == before or (verb.end == before + 1):
            if verb.lemma == "be" and (verb.modality.kind not in ("planned", "none") or verb.end != start):
                return None
            return verb
        if verb.end <= start <= verb.end + 3 and low(view.tokens, verb.end) in (
            "plans",
            "plan",
            "details",
            "preparations",
            "dates",
        ):
            return verb
    return None


def _measured_predicate(view: View, start: int) -> Verb | None:
    """ "A round of consultations took place": what befalls the round befalls what it is made of."""
    at = over_measure(view, start)
    return _predicate_of(view, start - 2) if at != start else None


def _plan_predicate(view: View, start: int) -> Verb | None:
    """ "Plans for a meeting collapsed": what befalls the plan befalls the meeting."""
    at = _plan_noun(view, start)
    return _predicate_of(view, at) if at is not None else None


def _plan_noun(view: View, start: int) -> int | None:
    """ "Plans for", "the dates of", "arrangements under way for" the phrase that begins at `start`."""
    if low(view.tokens, start - 1) not in ("for", "of", "towards"):
        return None
    if low(view.tokens, start - 2) in _PLAN_NOUNS:
        return start - 2
    for verb in view.verbs:
        if verb.at < start - 1 <= verb.end + 2 and _of_a_thing(verb):
            at = verb.subject.at if verb.subject else -1
            return at if low(view.tokens, at) in _PLAN_NOUNS else None
    return None


def _as_plan(view: View, i: int, at: int, told: Told) -> bool:
    """What is said of the date or the preparations (word `at`) of the visit at `i` tells of the visit."""
    verb = _predicate_of(view, at) or next(
        (v for v in reversed(view.verbs) if v.at < at and v.end <= at and at - v.end <= 4), None
    )
    if verb is None or verb.lemma in POSTPONE | CANCEL | {"collapse", "fall", "fail"}:
        return False
    told.verb, told.role = verb, "subject" if verb.at > i else "object"
    none = (
        verb.modality.negated
        or verb.modality.kind == "none"
        or low(view.tokens, phrase_start(view, at)) in ("no", "any")
        or low(view.tokens, at - 1) in ("no", "any")
    )
    told.modality = Modality("none" if none else "planned", "tentative", past=False)
    if verb.lemma == "give" and verb.particle == "up":
        told.settled, told.modality = "cancelled", verb.modality
        return True
    if verb.lemma in ("set", "announce", "fix", "confirm", "finalise", "finalize", "agree"):
        told.modality.certainty = "firm"
    return True


def _predicate_of(view: View, i: int) -> Verb | None:
    found = [
        verb for verb in view.verbs
        if verb.at > i and verb.subject and verb.subject.kind == "noun"
        and i in (verb.subject.at, *verb.subject.tokens)
    ]  # fmt: skip
    settled = [verb for verb in found if verb.lemma in POSTPONE | CANCEL and verb.form == "pp"]
    dropped = [v for v in found if v.lemma in _HAPPEN | {"hold"} and v.modality.negated]
    if dropped and any(v.modality.kind == "planned" for v in found if v.at > dropped[0].at):
        return next(v for v in found if v.modality.kind == "planned" and v.at > dropped[0].at)
    return next(iter(settled or found), None)


def _given_another_day(view: View, i: int, verb: Verb) -> bool:
    """ "Which was to have opened in May, will now be held in June", "was not held and will be later"."""
    if verb.modality.kind != "planned":
        return False
    around = {low(view.tokens, k) for k in range(verb.start, verb.end + 1)}
    others = [v for v in view.verbs if v is not verb and i < v.at < verb.at]
    if any(v.modality.negated and v.lemma in _HAPPEN | {"hold"} for v in others):
        return True
    if not around & {"now", "instead"}:
        return False
    former = any(v.modality.reason == "former plan" for v in others)
    return former or bool({low(view.tokens, k) for k in range(i + 1, verb.start)} & (_FORMERLY | {"due"}))


def _as_object(view: View, start: int, verb: Verb, told: Told) -> None:
    told.verb, told.role = verb, "object"
    modality = verb.modality
    told.modality = replace(modality)
    if verb.lemma == "be":
        told.role = "object"  # "There will be a visit", "it will be her second meeting".
    elif verb.lemma in POSTPONE and _really(view, verb, "postponed"):
        told.settled = "postponed"
    elif verb.lemma in CANCEL and _really(view, verb, "cancelled"):
        told.settled = "cancelled"
    elif verb.lemma in PAY | HOLD:
        told.light = True
        if verb.lemma in _BEGIN_OR_END and modality.kind == "ongoing":
            told.modality.kind = "held" if not modality.past else modality.kind
    elif verb.lemma in _PLAN_VERBS or verb.lemma in ("agree", "promise"):
        told.modality.kind, told.modality.past = ("planned" if not modality.negated else "none"), False
        told.light = verb.lemma in ("plan", "schedule", "arrange", "announce", "set", "prepare", "confirm")
        if verb.lemma in ("announce", "confirm") and low(view.tokens, over_measure(view, start)) == "the":
            told.light = False  # "The president, who announced the journey": another's.
    elif verb.lemma in _TALK_OF:
        told.modality.kind, told.modality.certainty, told.modality.past = "planned", "speculative", False
        if modality.negated:
            told.modality.kind = "none"
        told.light = verb.lemma in ("consider", "mull", "weigh", "contemplate", "seek")
    elif verb.lemma in (
        "lead",
        "attend",
        "join",
        "use",
        "follow",
        "mark",
        "see",
        "describe",
        "call",
        "praise",
        "hail",
        "welcome",
    ):
        told.modality.kind = "free" if modality.kind == "held" else modality.kind
    else:
        told.role = "free"
        told.modality = Modality(
            "free" if modality.kind in ("held", "ongoing") else modality.kind,
            modality.certainty,
            past=modality.past,
        )


def _as_subject(view: View, i: int, verb: Verb, told: Told) -> None:
    told.verb, told.role = verb, "subject"
    modality = verb.modality
    told.modality = replace(modality)
    if (verb.lemma in POSTPONE and verb.passive | (verb.form == "pp")) or verb.lemma == "slip":
        told.settled = "postponed"
    elif verb.lemma == "bring" and "forward" in (verb.particle, low(view.tokens, verb.end)):
        told.modality.kind, told.modality.past = "planned", False  # "Has been brought forward to 20 March".
    elif (
        (verb.lemma in CANCEL and verb.passive | (verb.form == "pp"))
        or verb.lemma == "collapse"
        or (verb.lemma == "fall" and low(view.tokens, verb.end) == "through")
    ):
        told.settled = "cancelled"
    elif verb.lemma in _HAPPEN and modality.negated and {"will", "would"} & set(verb.chain):
        told.settled, told.modality.kind, told.modality.negated = "cancelled", "held", False
    elif verb.lemma in _HAPPEN or (verb.lemma == "hold" and verb.passive):
        if _given_another_day(view, i, verb):
            told.settled = "postponed"
    elif verb.lemma in _PLAN_VERBS and verb.passive:
        told.modality.kind = "planned" if not modality.negated else "none"
        if verb.lemma in ("expect", "intend", "prepare"):
            told.modality.certainty = "tentative"
        if modality.kind == "held" and modality.perfect_past:
            told.modality.reason = "former plan"
        told.modality.past = False
    elif verb.lemma in ("consider", "discuss", "mull", "weigh", "speculate", "rumour"):
        told.modality.kind, told.modality.certainty, told.modality.past = "planned", "speculative", False
    elif verb.lemma == "be":
        _copula(view, verb, told)
    elif told.modality.kind != "none":
        told.modality.kind = "free"


def _copula(view: View, verb: Verb, told: Told) -> None:
    """ "The visit is possible", "will be her first", "was the third"."""
    after = [low(view.tokens, i) for i in range(verb.end, min(verb.end + 4, len(view.tokens)))]
    if set(after) & {"possible", "likely", "unlikely", "uncertain", "speculation", "doubt", "unclear"}:
        told.modality.kind, told.modality.certainty = "planned", "speculative"
        if "unlikely" in after:
            told.modality.kind = "none"
    elif set(after) & {"due", "planned", "scheduled", "set", "expected"}:
        told.modality.kind, told.modality.past = "planned", False
    elif set(after) & {"off", "postponed"}:
        told.settled = "cancelled"
    elif told.modality.kind == "held" or (told.modality.kind == "ongoing" and not set(after) & _GOING_ON):
        told.modality.kind = "free"


def _as_adjunct(view: View, start: int, told: Told) -> None:
    start = over_measure(view, start)
    before = low(view.tokens, start - 1)
    if view.tokens[start].kind == "when" and view.tokens[start].low.startswith("for"):
        before, start = "for", start + 1
    if before == "of" and low(view.tokens, start - 2) in ("ahead", "end", "start", "beginning"):
        before = {"ahead": "ahead"}.get(low(view.tokens, start - 2), "on")
        start -= 2
    if before == "from" and low(view.tokens, start - 2) in ("home", "back", "returned", "returning"):
        main = next((v for v in reversed(view.verbs) if v.at < start), None)
        if main is not None and main.lemma == "be" and main.modality.kind == "ongoing":
            told.modality, told.verb, told.role, told.light = Modality("held"), main, "adjunct", True
            return
        before = "on"
    main = next((v for v in view.verbs if v.subject and v.subject.kind == "who"), None) or (
        view.verbs[0] if view.verbs else None
    )
    told.verb = main
    nearest = next((v for v in reversed(view.verbs) if v.at < start), None)
    if (
        nearest is not None
        and before in ("of", "from")
        and nearest.end in (start - 1, start - 2)
        and any(nearest.lemma == verb and nearest.particle in (way, "") for verb, way in _BACK_OUT)
        and (nearest.particle or nearest.lemma == "withdraw" or low(view.tokens, nearest.end) == "out")
        and nearest.modality.kind != "none"
    ):
        told.verb, told.role, told.settled = nearest, "adjunct", "cancelled"
        told.modality = nearest.modality
        return
    if before == "for" and nearest is not None and nearest.lemma == "be" and _of_a_thing(nearest):
        told.role, told.verb = "free", nearest  # "The stage is set for a visit".
        return
    if nearest is not None and (
        (before in ("for", "on") and nearest.end >= start - 6)
        or (before == "into" and nearest.lemma in ("go", "enter", "head") and nearest.end >= start - 3)
    ):
        # "Left for Tokyo on a visit", "is in Rome for talks with", "went straight into talks".
        told.role, told.verb = "adjunct", nearest
        modality = nearest.modality
        told.modality = Modality(modality.kind, modality.certainty, modality.negated, modality.past)
        told.light = True
        return
    if before == "with" and nearest is not None and nearest.lemma in _BEGIN_OR_END and nearest.end >= start - 8:
        # "Concluded her visit with talks with the minister".
        told.role, told.verb, told.light = "adjunct", nearest, True
        told.modality = Modality(
            nearest.modality.kind, nearest.modality.certainty, nearest.modality.negated, nearest.modality.past
        )
        return
    told.role = "adjunct" if before in _DURING | _AHEAD or before == "ahead" else "free"
    if before in ("during", "after", "following", "since", "amid", "at", "in", "on") and main is not None:
        kind = main.modality.kind
        told.modality.kind = "held" if kind in ("held", "ongoing") and main.modality.past else "free"
        if kind in ("planned",) and before in ("during", "at", "in", "on"):
            told.modality.kind, told.modality.past = "planned", False
            told.modality.certainty = main.modality.certainty
        if main.lemma in SPEECH and before in ("during", "after", "following", "at", "in"):
            told.modality.kind = "held"
        told.light = before in ("during", "on") and main.lemma not in SPEECH
    elif before == "before" and main is not None and main.modality.kind == "held" and main.lemma not in SPEECH:
        told.modality.kind = "held"  # "Was given a welcome before talks with".
    elif before in ("before", "ahead"):
        told.modality.kind, told.modality.past = "planned", False
        told.modality.reason = "ahead"


def _of_a_thing(verb: Verb) -> bool:
    return verb.subject is not None and verb.subject.kind == "noun"


def _rumour_denied(view: View, start: int) -> bool:
    """ "Denied reports of a planned meeting"."""
    if low(view.tokens, start - 1) not in ("of", "about") or low(view.tokens, start - 2) not in _RUMOURS:
        return False
    before = {low(view.tokens, k) for k in range(max(start - 6, 0), start - 2)}
    return bool(before & {"denied", "denies", "dismissed", "dismisses", "rejected", "refuted", "no", "denying"})


def _by_adjectives(view: View, adjectives: set[str], told: Told, i: int, start: int) -> None:
    told_kind = told.modality.kind
    if (
        "no" in adjectives
        or low(view.tokens, start - 1) in ("no", "without", "denied", "denying")
        or _rumour_denied(view, start)
    ):
        told.modality.kind, told.modality.reason = "none", "denied"
    elif adjectives & _SPECULATIVE and not told.settled:
        if told_kind in ("free", "planned", "ongoing", "held"):
            told.modality.kind, told.modality.certainty, told.modality.past = "planned", "speculative", False
    elif adjectives & _TENTATIVE and not told.settled:
        told.modality.kind, told.modality.certainty, told.modality.past = "planned", "tentative", False
    elif adjectives & _PLANNED and not told.settled and told_kind == "free":
        told.modality.kind, told.modality.past = "planned", False
    elif adjectives & _GONE and not told.settled and told_kind in ("free", "held"):
        told.modality.kind = "none"
    elif (
        adjectives & _HELD
        and not told.settled
        and (told_kind == "free" or (told_kind == "planned" and told.role == "adjunct"))
    ):
        told.modality.kind, told.modality.past = "held", True
    after = low(view.tokens, i + 1)
    if after in ("planned", "scheduled", "due", "slated") and told.modality.kind == "free":
        told.modality.kind, told.modality.past = "planned", False


def _really(view: View, verb: Verb, what: str) -> bool:
    """Phrasal verbs need their particle: put off, pushed back, called off."""
    particle = verb.particle or (
        low(view.tokens, verb.end) if low(view.tokens, verb.end) in ("off", "back") else ""
    )
    if verb.lemma in ("put", "push", "call", "move", "turn"):
        late = any(
            low(view.tokens, k) in ("off", "back") for k in range(verb.end, min(verb.end + 12, verb.stop))
        )
        return particle in ("off", "back") or late or verb.lemma in ("move",)
    return True

"""Meetings and calls: planned, held, put off and called off."""

from __future__ import annotations

from domain.reading import meeting_idioms
from domain.reading.clauses import Modality, Verb, low
from domain.reading.drafts import MEETING_NOUNS, Draft, in_future, separate
from domain.reading.meeting_drafts import build, meeting_of, mode_of, settled_meeting, several, union
from domain.reading.noun_phrases import date_before, noun_indices, phrase_start
from domain.reading.nouns import Told, told_of
from domain.reading.people import Official
from domain.reading.verb_table import CALL, HOLD, MEET, RECEIVE, TALK
from domain.reading.view import View
from domain.reading.word_sets import word_set

_BRINGERS = word_set(
    "propose offer suggest seek want hold have conduct support request plan schedule conclude begin start end"
)
_SHAKY = frozenset(
    {
        "conference",
        "session",
        "dialogue",
        "dinner",
        "lunch",
        "breakfast",
        "luncheon",
        "audience",
        "call",
        "chat",
        "discussions",
        "video",
        "telephone",
        "handshake",
        "negotiations",
        "leg",
    }
)


def read(view: View) -> list[Draft]:
    """All that a sentence tells of meetings."""
    found: list[Draft] = []
    for verb in view.verbs:
        found += _by_verb(view, verb)
    for i in noun_indices(view, MEETING_NOUNS):
        found += _by_noun(view, i)
    return found + meeting_idioms.read(view)


# ---------------------------------------------------------------- told by a verb
def _by_verb(view: View, verb: Verb) -> list[Draft]:
    subjects = view.officials(verb.subject)
    others: list[Official] = []
    score = 0.85
    lemma, i = verb.lemma, verb.end
    if lemma in MEET:
        if low(view.tokens, i) in ("with", "and"):
            i += 1
        others = _object(view, i, verb) or view.after_words(("with",), verb.end, verb.stop)
        if verb.passive:
            others = view.after_words(("by",), verb.end, verb.stop)
    elif lemma in TALK:
        others = view.after_words(("with", "to"), verb.end, min(verb.stop, verb.end + 8))
        others = [o for o in others if o.name or o.role]
        if lemma in ("speak", "talk", "chat", "negotiate", "consult") and not others and not several(subjects):
            return []
        if (
            lemma == "sit"
            and verb.particle != "down"
            and "down" not in {low(view.tokens, k) for k in (i, i + 1)}
        ):
            return []
    elif lemma == "exchange":
        if not {low(view.tokens, k) for k in (i, i + 1)} & {"views", "opinions", "notes", "ideas"}:
            return []
        others = [o for o in view.after_words(("with",), i, min(verb.stop, i + 6)) if o.name or o.role]
        score = 0.62
    elif lemma in CALL or lemma == "call":
        others = _called(view, verb) or (_rang(view, verb) if lemma == "call" else [])
        if not others:
            return []
    elif lemma in RECEIVE:
        others = (
            view.after_words(("by",), verb.end, verb.stop) if verb.passive else _object(view, verb.end, verb)
        )
        if verb.passive and not others and lemma in ("receive",):
            others = _hosts_of_seat(view, verb)
        others = [o for o in others if o.name or o.role]
        subjects = [s for s in subjects if s.name or s.role]
        score = 0.8 if lemma == "receive" else 0.68
    elif lemma == "see":
        others = [o for o in _object(view, verb.end, verb) if o.name or o.role]
        score = 0.62
        each = low(view.tokens, verb.end) in ("each", "one")
        if verb.passive or not (others or each):
            return []
        if each and several(subjects):
            return build(
                view,
                subjects,
                verb.modality,
                view.when(verb, verb.end, verb.stop),
                0.65,
                verb.end,
                "in_person",
                verb.stop,
            )
    elif lemma in ("explain", "tell", "inform") and (lemma == "explain" or _while_meeting(view, verb)):
        others = (
            view.after_words(("to",), verb.end, verb.stop)
            if lemma == "explain"
            else _object(view, verb.end, verb)
        )
        others = [o for o in others if o.name or o.role]
        score = 0.6
        if not others:
            return []
    elif lemma == "discuss" and (counterparts := _discussed_with(view, verb)):
        others, score = counterparts, 0.66
    elif lemma == "discuss":
        if (
            verb.infinitive
            or verb.modality.kind == "purpose"
            or not several(subjects)
            or not all(s.name for s in subjects)
        ):
            return []
        score = 0.6
    else:
        return []
    if not others and lemma in MEET | RECEIVE | CALL:
        others = _whom(view, verb)
    if any(not (o.name or o.role) for o in others) and lemma != "meet":
        return []
    if (lemma in CALL or lemma == "call") and len(subjects) == 1 and len({o.known_state for o in others}) > 1:
        # "Telephoned A and B": two calls.
        pairs = [[*subjects, other] for other in others]
        return [d for pair in pairs for d in meeting_of(view, verb, pair, verb.modality, score, True)]
    apart = _separately(view, verb) if lemma in MEET else []
    more = meeting_of(view, verb, [*subjects, *apart], verb.modality, score, True) if apart else []
    return more + meeting_of(
        view, verb, [*subjects, *[o for o in others if o not in subjects]], verb.modality, score, bool(others)
    )


def _whom(view: View, verb: Verb) -> list[Official]:
    """ "The minister, whom she received at the palace"."""
    near = range(verb.start - 1, max(verb.start - 5, 0), -1)
    at = next((i for i in near if low(view.tokens, i) == "whom"), 0)
    while at > 1 and low(view.tokens, at - 1) in (",", "with"):
        at -= 1
    return view.at(at - 1) if at else []


def _discussed_with(view: View, verb: Verb) -> list[Official]:
    """ "Discussed Gaza over the phone with his counterpart"."""
    found = view.after_words(("with",), verb.end, min(verb.stop, verb.end + 14))
    return [] if verb.infinitive else [o for o in found if o.name or o.role]


def _while_meeting(view: View, verb: Verb) -> bool:
    """ "Told his colleague in a telephone call", "told her at a meeting"."""
    for i in range(verb.end, min(verb.end + 16, len(view.tokens))):
        if low(view.tokens, i) in (
            "meeting",
            "talks",
            "call",
            "conversation",
            "telephone",
            "appearance",
            "dinner",
            "lunch",
            "breakfast",
            "conference",
        ) and {low(view.tokens, k) for k in range(i - 3, i)} & {"at", "in", "during", "by"}:
            return True
    return False


def _separately(view: View, verb: Verb) -> list[Official]:
    """ "Met with X and, separately, with Y"."""
    for i in range(verb.end, min(verb.stop, len(view.tokens))):
        if low(view.tokens, i) == "separately" and low(view.tokens, i - 1) in ("and", ","):
            return view.after_words(("with",), i, len(view.tokens)) or view.who_list(i + 1, len(view.tokens))[0]
    return []


def _object(view: View, i: int, verb: Verb) -> list[Official]:
    """Who stands right behind the verb."""
    while i < verb.stop and (
        low(view.tokens, i)
        in (
            "briefly",
            "separately",
            "both",
            "the",
            "with",
            "visiting",
            "his",
            "her",
            "their",
            "there",
            "again",
            "also",
            "one-on-one",
            "face",
            "to",
            "privately",
            "first",
        )
        or view.tokens[i].kind == "when"
    ):
        i += 1
    if low(view.tokens, i) in ("in", "at") and i + 1 < verb.stop:
        i = _over_place(view, i, verb.stop)
    found, end = view.who_list(i, max(verb.stop, i + 1))
    if low(view.tokens, end) == "'s":
        return []
    return found


def _over_place(view: View, i: int, stop: int) -> int:
    """ "Received in Tunis on Monday the Libyan minister": the object stands behind the place and the day."""
    step = i + 1
    while step < min(stop, i + 8) and (
        view.tokens[step].kind in ("place", "when")
        or (view.tokens[step].kind == "word" and not view.tokens[step].low.endswith("ing"))
        or low(view.tokens, step) in (",", "'s")
    ):
        if low(view.tokens, step) in (
            "with",
            "and",
            "to",
            "for",
            "by",
            "where",
            "after",
            "before",
            "as",
            "that",
        ):
            return i
        step += 1
    return step if step < stop and view.tokens[step].kind == "who" else i


def _called(view: View, verb: Verb) -> list[Official]:
    i = verb.end
    if verb.lemma == "call":
        on = verb.particle == "on" or low(view.tokens, i) == "on"
        if not on:
            return []
        i += 0 if verb.particle == "on" else 1
        found = [o for o in _object(view, i, verb) if o.name or o.role]
        following = {low(view.tokens, k) for k in range(i, min(i + 3, len(view.tokens)))}
        return [] if "to" in following else found  # "Called on X to resign".
    if verb.passive:
        return view.after_words(("by",), i, verb.stop)
    return [o for o in _object(view, i, verb) if o.name or o.role]


def _rang(view: View, verb: Verb) -> list[Official]:
    """ "Called President X on Friday", "called his counterpart to discuss": by telephone."""
    if verb.passive or verb.particle:
        return []
    found, end = view.who_list(verb.end, len(view.tokens))
    after = low(view.tokens, end)
    dated = end < len(view.tokens) and view.tokens[end].kind == "when"
    return [o for o in found if o.name or o.role] if dated or after in ("to", "about", "after", ".", "") else []


def _hosts_of_seat(view: View, verb: Verb) -> list[Official]:
    """ "Was received at the White House": by whoever leads there."""
    for place in view.places(("at", "in"), verb.end, verb.stop):
        if place.sort != "seat":
            continue
        for official in view.scene.cast.officials:
            if official.state == place.state and official.role == "head_of_state" and not official.former:
                return [official]
    return []


# ---------------------------------------------------------------- told by a noun
def _by_noun(view: View, i: int) -> list[Draft]:
    word = view.tokens[i].low
    told = told_of(view, i)
    stop = told.verb.start if told.role == "subject" and told.verb else _stop(view, i)
    subjects = view.officials(told.verb.subject) if told.light and told.verb and told.verb.subject else []
    with_ = view.after_words(("with",) if word != "call" else ("with", "on", "to"), i + 1, stop)
    if not with_ and told.role == "subject" and told.verb is not None:
        with_ = view.after_words(("with",), told.verb.end, told.verb.stop)  # "Talks took place in Cairo with".
    among = view.after_words(("between", "of", "among", "by", "involving"), i + 1, min(stop, i + 12))
    if not among and told.role == "subject" and told.verb is not None:
        among = view.after_words(("between", "among"), told.verb.end, told.verb.stop)
    problem = ""
    owners = view.possessor(i) or _described(view, i)
    if word == "call":
        owners = owners or view.after_words(("from",), i + 1, stop)
    if with_ and not owners and told.verb is not None and told.verb.lemma in _BRINGERS:
        owners = [o for o in view.officials(told.verb.subject) if told.verb.at < i]
    people = union(owners, among, with_)
    if several(among) and not several(owners):
        people = union(among, with_)
    if not several(people) and (with_ or not people or told.light):
        people = union(people, subjects)
    if not several(people) and told.verb is not None and (with_ or (told.settled and people)):
        people = union(people, view.officials(told.verb.subject))
    for person in people[1:]:
        if not several(people):
            separate(people[0], person)
    topic = view.scene.topic
    if not several(people) and with_ and topic and not topic.private and topic.known_state:
        people = union(people, [topic])
    if not several(people) and not people:
        people, problem = _remembered(view, i, told), "Who meets is taken from what was told before."
    if not several(people) or (word == "call" and not all(p.name or p.role for p in people)):
        return []
    said_how = {"courtesy", "phone", "telephone", "video"} & set(_before(view, i))
    if word == "call" and not (with_ or among or said_how):
        return []
    if (
        word in ("trilateral", "bilateral")
        and view.tokens[min(i + 1, len(view.tokens) - 1)].kind == "word"
        and low(view.tokens, i + 1) not in ("with", "between", "in", "at", "on", ".")
    ):
        return []
    if told.settled:
        return settled_meeting(view, told, people)
    if "courtesy" in _before(view, i) and word == "call":
        word = "meeting"
    modality = told.modality
    verb = told.verb
    when = view.when(None, i + 1, stop) or date_before(view, i)
    if when is None and verb is not None and (told.role in ("subject", "adjunct") or verb.lemma in HOLD):
        when = view.when(verb, verb.end, verb.stop)
    if modality.kind == "free":
        period = view.period(when, past=True)
        dated = when is not None and not when.open and period[0] and not in_future(period, view.scene.published)
        if not dated:
            return []
        modality = Modality("held")
    score = {"object": 0.8, "subject": 0.75, "adjunct": 0.7}.get(told.role, 0.6)
    if word in _SHAKY:
        score -= 0.1
    if modality.kind == "planned" and told.role in ("free", "adjunct"):
        score = 0.45
    if problem:
        score -= 0.12
        if when is None or when.open:
            return []
    called = word == "call" and len({p.known_state for p in with_}) > 1
    apart = called or word in ("meetings", "calls", "bilaterals") or "separate" in _before(view, i)
    hosts = [p for p in people if p not in with_]
    if apart and len(with_) > 1 and hosts:
        mode = mode_of(view, i - 4, i + 8)
        pairs = [pair for pair in ([*hosts, guest] for guest in with_) if several(pair)]
        return [d for pair in pairs for d in build(view, pair, modality, when, score, i, mode, stop)]
    found = build(
        view, people, modality, when, score, i, mode_of(view, i - 4, i + 8), max(stop, verb.stop if verb else 0)
    )
    for draft in found:
        draft.problems += [problem] if problem else []
    return found


def _remembered(view: View, i: int, told: Told) -> list[Official]:
    """ "The summit is scheduled for", "a meeting in person was put off": those who were told of before."""
    start = phrase_start(view, i)
    pointed = low(view.tokens, start) in ("the", "their", "that", "this") and start < i
    if told.settled and view.tokens[i].low in ("meeting", "summit", "talks"):
        return list(view.scene.pair)
    if not pointed or told.role != "subject":
        return []
    for draft in reversed(view.drafts[-8:]):
        if draft.type == "meeting_announced" and view.sentence.number - draft.sentence.number <= 3:
            return draft.participants
    return []


def _described(view: View, i: int) -> list[Official]:
    """ "The Lavrov-Kim meeting", "a Sino-Japanese summit", "Russia-China talks"."""
    start = phrase_start(view, i)
    found: list[Official] = []
    for j in range(start, i):
        token = view.tokens[j]
        if (
            token.kind == "place"
            and token.value.sort in ("state", "adjective")
            and (low(view.tokens, j + 1) in ("-", "--") or low(view.tokens, j - 1) in ("-", "--"))
        ):
            found.append(Official(None, token.value.state))
        elif token.kind == "who" and "-" in token.text:
            continue
    return found


def _before(view: View, i: int) -> list[str]:
    return [t.low for t in view.tokens[max(i - 4, 0) : i]]


def _stop(view: View, i: int) -> int:
    for verb in view.verbs:
        if verb.at > i and not verb.participle and not verb.infinitive:
            return verb.start
    return len(view.tokens)

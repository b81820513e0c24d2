"""Meetings that roundabout words tell: "had tea with", "came face to face with", "paid him a visit"."""

from __future__ import annotations

from domain.reading.clauses import Modality, Verb, low
from domain.reading.drafts import Draft, separate
from domain.reading.meeting_drafts import build, mode_of, several, union
from domain.reading.people import Official
from domain.reading.view import View
from domain.reading.word_sets import word_set

_SHARED = word_set(
    "tea coffee drink drinks word words hour hours minutes minute exchange golf walk stroll meal supper cup "
    "time audience brunch round appointment session day afternoon morning evening night exchanges pleasantries "
    "dinner lunch breakfast conversation conversations talk chat encounter tete-a-tete discussion huddle"
)
_SHARING = frozenset({"have", "spend", "share", "play", "take", "drink", "eat", "hold", "sustain", "exchange"})
_PHRASES = {
    "come": ("face to face with",),
    "shake": ("hands with",),
    "sit": ("with", "beside", "across from", "opposite"),
    "rub": ("shoulders with",),
    "cross": ("paths with",),
    "catch": ("up with",),
    "break": ("bread with",),
    "get": ("together with",),
    "link": ("up with",),
    "team": ("up with",),
    "be": ("to see", "closeted with"),
}
_SCORE = 0.6


def read(view: View) -> list[Draft]:
    """The meetings that a sentence tells in such words."""
    found: list[Draft] = []
    for i, token in enumerate(view.tokens):
        if token.low in ("meeting", "talks", "summit") and token.kind == "word":
            found += _none_will_be(view, i)
    for verb in view.verbs:
        others = _with_whom(view, verb)
        people = union(view.officials(verb.subject), others)
        if not others or not view.officials(verb.subject):
            continue
        for person in people[1:]:
            if not several(people):
                separate(people[0], person)
        told = verb.modality
        if not several(people) or told.negated or told.reason == "former plan":
            continue
        if told.kind == "purpose":
            told = Modality("held" if told.past else "planned", told.certainty, past=told.past)
        mode = mode_of(view, verb.start, min(verb.stop, verb.end + 12))
        when = view.when(verb, verb.end, verb.stop)
        found += build(view, people, told, when, _SCORE, verb.end, mode, verb.stop)
    return found


def _with_whom(view: View, verb: Verb) -> list[Official]:
    if verb.passive and verb.lemma != "be":
        return []
    i = verb.at + 1
    after = " ".join(low(view.tokens, k) for k in range(i, i + 4)) + " "
    phrase = next((p for p in _PHRASES.get(verb.lemma, ()) if after.startswith(p + " ")), None)
    found: list[Official] = []
    if phrase is not None and (verb.lemma != "be" or {"been", "was", "had"} & {low(view.tokens, verb.at)}):
        at = i + len(phrase.split())
        found, _ = view.who_list(_over(view, at), max(verb.stop, at + 4))
    elif verb.lemma in _SHARING:
        shared = next((k for k in range(i, min(i + 7, verb.stop)) if low(view.tokens, k) in _SHARED), None)
        timed = any(
            view.tokens[k].kind == "when" and view.tokens[k].value.length
            for k in range(i, min(i + 5, verb.stop))
        )
        if shared is not None or (timed and verb.lemma == "spend"):
            found = view.after_words(("with",), shared or i, min(verb.stop, (shared or i) + 12))
    elif verb.lemma == "pay" and "visit" in after_words_of(view, verb):
        found, _ = view.who_list(_over(view, i), verb.stop)
    return [o for o in found if o.name or o.role]


def after_words_of(view: View, verb: Verb) -> list[str]:
    """The words that belong to a verb."""
    return [low(view.tokens, k) for k in range(verb.end, min(verb.stop, verb.end + 14))]


def _over(view: View, i: int) -> int:
    while low(view.tokens, i) in ("the", "his", "her", "their", "its", "both"):
        i += 1
    return i


def _none_will_be(view: View, i: int) -> list[Draft]:
    """ "There will be no meeting between the two ministers": it is called off."""
    verb = next((v for v in reversed(view.verbs) if v.at < i), None)
    between = [low(view.tokens, k) for k in range(verb.end, i)] if verb else []
    if verb is None or verb.lemma != "be" or "will" not in verb.chain or "no" not in between:
        return []
    people = view.after_words(("between", "of", "with"), i + 1, min(i + 8, len(view.tokens)))
    if not several(people):
        return []
    draft = Draft("meeting_cancelled", view.sentence, 0.56, "A meeting is said not to take place.")
    draft.participants, draft.spans = people, [view.span_of(0)]
    return [draft]

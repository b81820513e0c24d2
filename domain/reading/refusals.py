"""Refusals without the word: "sent his regrets", "stayed away from", "will skip", "cried off"."""

from __future__ import annotations

from domain.reading.clauses import Verb, low
from domain.reading.people import Official
from domain.reading.places import Place
from domain.reading.verb_table import INVITE
from domain.reading.view import View
from domain.reading.word_sets import word_set

_EVENTS = word_set(
    "summit forum conference meeting congress ceremony celebration celebrations festivities funeral "
    "inauguration gathering session parade opening exhibition fair talks dinner banquet seminar assembly "
    "anniversary invitation"
)
_WORDS = {
    "stay": ("away from",),
    "send": (
        "his regrets",
        "her regrets",
        "their regrets",
        "regrets",
        "his apologies",
        "her apologies",
        "his excuses",
    ),
    "excuse": ("himself from", "herself from"),
    "beg": ("off",),
    "cry": ("off",),
    "skip": ("",),
    "shun": ("",),
    "boycott": ("",),
    "snub": ("",),
    "pass": ("up",),
    "keep": ("away from",),
    "absent": ("himself from", "herself from"),
    "bow": ("out of",),
}


def stays_away(view: View, verb: Verb) -> bool:
    """Whether the verb says that somebody does not come to a gathering."""
    phrases = _WORDS.get(verb.lemma)
    told = verb.modality
    if (
        phrases is None
        or verb.passive
        or told.negated
        or told.kind == "none"
        or told.certainty == "speculative"
    ):
        return False
    after = " ".join(low(view.tokens, k) for k in range(verb.at + 1, verb.at + 4)) + " "
    if not any(not phrase or after.startswith(phrase + " ") for phrase in phrases):
        return False
    return any(low(view.tokens, k) in _EVENTS for k in range(verb.end, min(verb.end + 14, len(view.tokens))))


def of_event(view: View, verb: Verb) -> tuple[list[Official], list[Official], Place | None]:
    """Who stays away, who had invited, and where the gathering is."""
    who = [o for o in view.officials(verb.subject) if o.name or o.role][:1]
    inviting = next((v for v in view.verbs if v.at > verb.at and v.lemma in INVITE), None)
    inviters = [] if inviting is None else view.officials(inviting.subject)
    if inviting is not None and inviting.passive:
        inviters = view.after_words(("by",), inviting.end, inviting.stop)
    home = who[0].known_state if who else None
    noun = next((k for k in range(verb.end, len(view.tokens)) if low(view.tokens, k) in _EVENTS), verb.end)
    places = [
        p
        for p in view.places(("in", "at"), noun, len(view.tokens))
        if p.state != home and p.sort != "adjective"
    ]
    before = view.tokens[noun - 1]
    if not places and before.kind == "place" and before.value.state != home:
        places = [before.value]
    if not places and not inviters:
        last = next(
            (d for d in reversed(view.drafts) if d.type == "invitation_extended" and d.invitee in who), None
        )
        if last is not None and last.host and last.inviter:
            return who, [last.inviter], Place(last.host, last.place or "", "state")
        return [], [], None
    return who, inviters, places[0] if places else None

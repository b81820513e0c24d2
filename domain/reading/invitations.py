"""Invitations: extended, accepted and declined."""

from __future__ import annotations

from domain.reading import refusals
from domain.reading.answers import (
    answer_of,
    answer_to_last,
    answered_by,
    cannot_accept,
    says_no,
    will_not_come,
    will_stay_away,
)
from domain.reading.clauses import Verb, low
from domain.reading.drafts import Draft
from domain.reading.invited import GIVE, INVITATIONS, destination_of, extended_by, invited_by
from domain.reading.people import Official
from domain.reading.places import Place
from domain.reading.verb_table import ACCEPT, DECLINE, INVITE
from domain.reading.view import View

_GET = frozenset(["receive", "get", "have", "obtain"])


_AND_NO_MORE = frozenset({"", ".", ";", ",", "in", "and", "at", '"', "“"})
_FORMULA = 0.5
"""What "at the invitation of" scores: it tells of a visit, and of the invitation only by the way."""


def read(view: View) -> list[Draft]:
    """All that a sentence tells of invitations."""
    found: list[Draft] = []
    view.local = found
    for i, token in enumerate(view.tokens):
        if token.kind == "word" and token.low in INVITATIONS and not any(v.at == i for v in view.verbs):
            found += _by_noun(view, i)
    for verb in view.verbs:
        if (
            verb.infinitive
            and {"declined", "refused"} & set(verb.chain)
            and verb.lemma in ("attend", "visit", "come", "go", "travel", "join", "take")
        ):
            found += will_not_come(view, verb)
        elif (verb.lemma == "agree" and low(view.tokens, verb.end) in _AND_NO_MORE) or (
            verb.lemma in ("attend", "come", "go")
            and verb.modality.kind == "planned"
            and low(view.tokens, verb.end) in ("", ".", ",", ";", "and", '"', "”")
        ):
            found += answer_to_last(view, verb, False)
        elif verb.lemma in ("attend", "travel", "go", "come", "join", "participate") and verb.modality.negated:
            found += will_stay_away(view, verb)
        elif says_no(view, verb):
            found += cannot_accept(view, verb)
        elif refusals.stays_away(view, verb):
            found += answer_of(view, *refusals.of_event(view, verb), True, verb)
        elif verb.lemma in ("propose", "offer") and not verb.modality.negated:
            found += _offered(view, verb)
        if verb.lemma in INVITE:
            found += invited_by(view, verb)
        elif verb.lemma in ACCEPT or verb.lemma in DECLINE:
            found += answered_by(view, verb)
    return found


def _offered(view: View, verb: Verb) -> list[Draft]:
    """ "Proposed a meeting of the ministers of A and B in his capital": an invitation to both."""
    meeting = next(
        (
            i
            for i in range(verb.end, min(verb.end + 8, len(view.tokens)))
            if low(view.tokens, i) in ("meeting", "talks", "summit", "host")
        ),
        None,
    )
    hosts = view.officials(verb.subject)
    if meeting is None or not hosts:
        return []
    invitees = view.after_words(("of", "between", "with"), meeting, len(view.tokens))
    places = view.places(("in",), meeting, len(view.tokens))
    if not places or places[0].state != hosts[0].known_state:
        return []
    return extended_by(
        view, hosts[:1], [o for o in invitees if o.known_state != hosts[0].known_state], places[0], verb, 0.66
    )


# ---------------------------------------------------------------- answers


# ---------------------------------------------------------------- told by a noun
def _by_noun(view: View, i: int) -> list[Draft]:
    governing = next((v for v in reversed(view.verbs) if v.at < i and i - v.end < 5), None)
    if governing is not None and (governing.lemma in ACCEPT or governing.lemma in DECLINE):
        return []
    if governing is not None and governing.modality.negated:
        return []
    inviters = view.possessor(i) or view.after_words(("from", "of", "by"), i + 1, len(view.tokens))
    invitees = [
        o for o in view.after_words(("to", "for"), i + 1, min(i + 6, len(view.tokens))) if o.name or o.role
    ]
    place = destination_of(view, i + 1)
    score = 0.6
    if governing is not None and governing.lemma in GIVE:
        inviters = inviters or view.officials(governing.subject)
        invitees = invitees or view.who_list(governing.end, i)[0]
        score = 0.78
        if not invitees:
            inviters, invitees, place = _told_before(view, inviters, place)
    elif governing is not None and governing.lemma in _GET:
        invitees = invitees or view.officials(governing.subject)
        score = 0.78
    elif low(view.tokens, i - 1) == "the" and low(view.tokens, i - 2) in ("at", "on", "upon"):
        invitees, score = _main_subject(view, i), _FORMULA
    elif low(view.tokens, i - 2) == "at" or low(view.tokens, i - 1) == "'s":
        invitees, score = invitees or _main_subject(view, i), _FORMULA
    after = next(
        (v for v in view.verbs if v.at > i and v.subject and v.subject.kind == "noun" and v.subject.at == i),
        None,
    )
    came = after is not None and after.lemma == "come" and low(view.tokens, after.end) == "from"
    if after is not None and ((after.lemma in GIVE and after.passive) or came):
        score = 0.75
        inviters = inviters or view.after_words(("by", "from"), after.end, max(after.stop, after.end + 4))
        asked = view.after_words(("to",), after.end, max(after.stop, after.end + 4))
        invitees = invitees or [o for o in asked if o.name or o.role]
        if not invitees:
            inviters, invitees, place = _told_before(view, inviters, place)
        invitees = invitees or _next_accepter(view)
    elif after is not None and (after.lemma in ACCEPT or after.lemma in DECLINE):
        return []
    invitees = [o for o in invitees if (o.name or o.role)]
    if not invitees or not (inviters or place):
        return []
    return extended_by(view, inviters, invitees, place, governing, score)


def _told_before(
    view: View, inviters: list[Official], place: Place | None
) -> tuple[list[Official], list[Official], Place | None]:
    """ "The sultan extended the invitation": to whom, and where to, was told before."""
    for draft in reversed(view.drafts):
        guest = draft.invitee or (draft.visitor if draft.type == "visit_announced" else None)
        if guest is None or not draft.host or view.sentence.number - draft.sentence.number > 3:
            continue
        for inviter in inviters:
            if inviter.state is None:
                inviter.guesses = [draft.host]
        return inviters, [guest], Place(draft.host, draft.place or "", "state")
    return inviters, [], place


def _next_accepter(view: View) -> list[Official]:
    topic = view.scene.topic
    return [topic] if topic and not topic.private else []


def _main_subject(view: View, i: int) -> list[Official]:
    for verb in reversed(view.verbs):
        if verb.at < i:
            people = view.officials(verb.subject)
            if people:
                return people[:1]
    # "At the invitation of A, B will visit".
    main = next((v for v in view.verbs if v.at > i and view.officials(v.subject)), None)
    return view.officials(main.subject)[:1] if main else []

"""Invitations that were accepted or declined."""

from __future__ import annotations

from domain.reading.clauses import Verb, low
from domain.reading.drafts import Draft, from_elsewhere, separate
from domain.reading.invited import GIVE, INVITATIONS, date_invitation, destination_of, invited_by, other_side
from domain.reading.people import Official
from domain.reading.places import Place
from domain.reading.verb_table import DECLINE, INVITE
from domain.reading.view import View


def will_not_come(view: View, verb: Verb) -> list[Draft]:
    """ "Has declined to attend a conference in Pecs, to which X had invited her"."""
    places = view.places(("in", "to", ""), verb.end, verb.stop)
    inviting = next((v for v in view.verbs if v.lemma in INVITE), None)
    inviters = view.officials(inviting.subject) if inviting else []
    if not places and not inviters:
        return answer_to_last(view, verb, True)
    return answer_of(
        view, view.officials(verb.subject)[:1], inviters, places[0] if places else None, True, verb
    )


def will_stay_away(view: View, verb: Verb) -> list[Draft]:
    """ "Will not attend the fair in Lima despite an invitation from X"."""
    noun = next((i for i in range(verb.end, len(view.tokens)) if low(view.tokens, i) in INVITATIONS), None)
    if noun is None or low(view.tokens, noun - 1) == "no" or "will" not in verb.chain:
        return []
    inviters = view.after_words(("from", "by", "of"), noun + 1, len(view.tokens)) or view.possessor(noun)
    places = view.places(("in", "to"), verb.end, noun)
    return answer_of(
        view, view.officials(verb.subject)[:1], inviters, places[0] if places else None, True, verb
    )


def says_no(view: View, verb: Verb) -> bool:
    if verb.lemma == "say":
        return low(view.tokens, verb.end) in ("no", "yes") and low(view.tokens, verb.end + 1) == "to"
    return verb.lemma == "accept" and bool({"unable", "cannot", "not"} & set(verb.chain))


def cannot_accept(view: View, verb: Verb) -> list[Draft]:
    """ "Apologised for being unable to accept her invitation", "could not accept the invitation"."""
    noun = _object_noun(view, verb)
    if noun is None:
        return []
    inviters = view.after_words(("from", "by", "of"), noun + 1, len(view.tokens)) or view.possessor(noun)
    no = not (verb.lemma == "say" and low(view.tokens, verb.end) == "yes")
    return answer_of(view, view.officials(verb.subject)[:1], inviters, destination_of(view, noun + 1), no, verb)


def answered_by(view: View, verb: Verb) -> list[Draft]:
    told = verb.modality
    noun = _object_noun(view, verb)
    taken_up = (
        verb.participle and verb.lemma == "take" and noun is not None
    )  # "Would go, taking up the invitation".
    if told.kind in ("none",) or (told.kind == "planned" and verb.lemma not in DECLINE and not taken_up):
        return []
    declined = verb.lemma in DECLINE
    if verb.lemma == "take":
        if (
            low(view.tokens, verb.end) in ("it", "them", "him", "her")
            and low(view.tokens, verb.end + 1) == "up"
        ):
            return answer_to_last(view, verb, False)
        if noun is None or verb.particle != "up":
            return []
    if verb.lemma == "turn" and verb.particle != "down":
        return []
    if noun is None:
        return answer_to_last(view, verb, declined)
    invitees = list(view.officials(verb.subject))
    limit = verb.start if verb.passive and noun < verb.start else len(view.tokens)
    inviters = _who_gave(view, noun) or view.after_words(("from", "by", "of"), noun + 1, limit)
    inviters = inviters or view.possessor(noun)
    if verb.passive:
        invitees = view.after_words(("by",), verb.end, len(view.tokens)) or invitees
    place = destination_of(view, noun + 1)
    if not invitees and not inviters and verb.passive and place is None:
        return _last_invitation(view, declined, verb)
    return answer_of(view, invitees[:2], inviters, place, declined, verb)


def _who_gave(view: View, noun: int) -> list[Official]:
    """ "An invitation that the premier conveyed": the premier's."""
    if noun + 1 >= len(view.tokens):
        return []
    if low(view.tokens, noun + 1) not in ("that", "which") and view.tokens[noun + 1].kind != "who":
        return []
    for verb in view.verbs:
        if noun < verb.at <= noun + 12 and verb.lemma in GIVE | {"hand", "deliver"} and not verb.passive:
            subject = verb.subject
            if subject is not None and subject.kind == "who" and min(subject.tokens, default=0) > noun:
                return view.officials(subject)
    return []


def _object_noun(view: View, verb: Verb) -> int | None:
    subject = verb.subject
    if subject and subject.kind == "noun" and low(view.tokens, subject.at) in INVITATIONS:
        return subject.at
    first = verb.end
    if low(view.tokens, first) == ",":  # "Accepted, in principle, an invitation".
        closing = next((k for k in range(first + 1, first + 7) if low(view.tokens, k) == ","), None)
        first = closing + 1 if closing is not None else first
    for i in range(first, min(first + 10, len(view.tokens))):
        if low(view.tokens, i) in INVITATIONS:
            return i
        if view.tokens[i].kind == "punct" and low(view.tokens, i) in (",", ";", "."):
            return None
    before = range(verb.start - 1, max(verb.start - 12, -1), -1) if verb.passive else ()
    return next((i for i in before if low(view.tokens, i) in INVITATIONS), None)


def answer_of(
    view: View,
    invitees: list[Official],
    inviters: list[Official],
    place: Place | None,
    declined: bool,
    verb: Verb,
) -> list[Draft]:
    found = []
    for invitee in invitees:
        if place is not None:
            from_elsewhere(invitee, place.state)
        for one in inviters:
            separate(one, invitee, surely=True)
        inviter = next((o for o in inviters if o.known_state != invitee.known_state), None)
        host = place.state if place and place.state != invitee.known_state else None
        host = host or (inviter.known_state if inviter else None)
        if host is None:
            other = other_side(view, invitee)
            host = other.known_state if other else None
        if host is None or host == invitee.known_state:
            continue
        kind = "invitation_declined" if declined else "invitation_accepted"
        draft = Draft(
            kind,
            view.sentence,
            0.82,
            f"An invitation is {'declined' if declined else 'accepted'}.",
            invitee=invitee,
            inviter=inviter,
            host=host,
        )
        if place is not None and place.state == host and place.sort != "state" and place.name:
            draft.place = place.name
        if declined:
            draft.said = (
                view.period(view.when(verb, verb.end, verb.end + 3), past=True)
                if view.when(verb, verb.end, verb.end + 3)
                else None
            )
        else:
            date_invitation(view, draft, verb)
        draft.spans = [view.span_of(0)]
        found.append(draft)
        if inviter is not None and inviter.known_state != invitee.known_state and not declined:
            sent = Draft(
                "invitation_extended",
                view.sentence,
                0.52,
                "An invitation that is answered had been extended.",
                inviter=inviter,
                invitee=invitee,
                host=host,
            )
            sent.place, sent.period, sent.dated = draft.place, draft.period, draft.dated
            sent.said = (None, (draft.said or (None, None))[1] or view.scene.published)
            sent.spans = draft.spans[:]
            found.append(sent)
    return found


def answer_to_last(view: View, verb: Verb, declined: bool) -> list[Draft]:
    """ "Nouakchott has accepted", "she declined": an invitation that was told before."""
    if verb.lemma not in _ANSWERS:
        return []
    following = low(view.tokens, verb.end)
    if verb.lemma in ("attend", "come", "go", "take", "say", "agree"):
        following = ""
    if (
        following
        not in ("", ".", ",", ";", "it", "and", "the", "on", "within", "in", "immediately", "with", "at")
        and view.tokens[verb.end].kind != "when"
    ) and not (declined and following == "to"):
        return []
    if following == "the" and low(view.tokens, verb.end + 1) not in ("offer", "proposal", "request"):
        return []
    people = view.officials(verb.subject)
    told = [*view.drafts, *_here_told(view), *view.local]
    for draft in reversed(told):
        if draft.type != "invitation_extended" or draft.invitee is None:
            continue
        if verb.lemma in ("attend", "come", "go", "agree") and view.sentence.number - draft.sentence.number > 1:
            continue
        for person in people:
            if person is draft.invitee or person.known_state == draft.invitee.known_state:
                found = answer_of(
                    view, [draft.invitee], [draft.inviter] if draft.inviter else [], None, declined, verb
                )
                for answer in found:
                    if answer.type != "invitation_extended":
                        answer.host, answer.place = draft.host, draft.place
                        if not answer.dated:
                            answer.period, answer.dated = draft.period, draft.dated
                return [a for a in found if a.type != "invitation_extended"]
    return []


def _last_invitation(view: View, declined: bool, verb: Verb) -> list[Draft]:
    """ "The invitation was accepted with pleasure": the one that was told of last."""
    for draft in reversed([*view.drafts, *view.local, *_here_told(view)]):
        if draft.type == "invitation_extended" and draft.invitee and draft.inviter:
            if view.sentence.number - draft.sentence.number > 3:
                return []
            found = answer_of(view, [draft.invitee], [draft.inviter], None, declined, verb)
            for answer in found:
                answer.host, answer.place = draft.host, draft.place
            return [a for a in found if a.type != "invitation_extended"]
    return []


_ANSWERS = frozenset(
    {"accept", "decline", "refuse", "reject", "turn", "spurn", "attend", "come", "go", "take", "say", "agree"}
)


def _here_told(view: View) -> list[Draft]:
    """Invitations of this very sentence: "invited him to Baku, and he accepted"."""
    found: list[Draft] = []
    for verb in view.verbs:
        if verb.lemma in INVITE:
            found += invited_by(view, verb)
    return found

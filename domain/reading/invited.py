"""Who was invited, by whom and where to, as a verb tells it."""

from __future__ import annotations

from domain.reading.clauses import Verb, low
from domain.reading.drafts import Draft, from_elsewhere, separate
from domain.reading.people import Official
from domain.reading.places import Place
from domain.reading.view import View
from domain.reading.word_sets import word_set

INVITATIONS = frozenset({"invitation", "invitations", "invite", "invites"})

GIVE = word_set("extend issue send give hand deliver offer convey renew repeat put make pass present")


def invited_by(view: View, verb: Verb) -> list[Draft]:
    told = verb.modality
    if told.kind in ("none", "planned") or told.negated:
        return []
    if verb.passive or (verb.form == "pp" and verb.participle):
        invitees = view.officials(verb.subject)
        inviters = view.after_words(("by",), verb.end, _clause_end(view, verb))
    else:
        inviters = view.officials(verb.subject)
        i = verb.end
        while low(view.tokens, i) in ("the", "both", "visiting", "also"):
            i += 1
        invitees, _ = view.who_list(i, max(verb.stop, i + 1))
    destination = destination_of(view, verb.end)
    met = _met_then(view, verb, inviters, invitees)
    if verb.lemma == "ask" and not (_asked_to_come(view, verb) or _asked_to_event(view, verb)):
        return met
    if not destination and not _to_come(view, verb) and verb.lemma == "ask":
        return met
    return met + extended_by(view, inviters, [o for o in invitees if o.name or o.role], destination, verb, 0.8)


def _clause_end(view: View, verb: Verb) -> int:
    """Where the next finite verb begins: "was invited to pay a visit by X and will"."""
    return next((v.start for v in view.verbs if v.at > verb.at and not v.infinitive), len(view.tokens))


def _met_then(view: View, verb: Verb, inviters: list[Official], invitees: list[Official]) -> list[Draft]:
    """ "Was invited by Kim last month at a summit in Russia": then they met."""
    for i in range(verb.end, min(verb.end + 16, len(view.tokens))):
        if low(view.tokens, i) in ("summit", "meeting", "talks", "call", "conversation") and {
            low(view.tokens, k) for k in range(i - 4, i)
        } & {"at", "during", "in", "by", "over"}:
            people = [*inviters[:1], *invitees[:1]]
            when = view.when(verb, verb.end, len(view.tokens))
            period = view.period(when, past=True)
            if (
                len({p.known_state for p in people}) < 2
                or period[0] is None
                or period[0] > view.scene.published
            ):
                return []
            draft = Draft("meeting_held", view.sentence, 0.6, "An invitation was made at a meeting.")
            draft.participants, draft.period, draft.dated = people, period, True
            if low(view.tokens, i) in ("call", "conversation"):
                draft.mode = "phone"
            places = view.places(("in", "at"), i, i + 8)
            if places:
                draft.host = places[0].state
            draft.spans = [view.span_of(0)]
            return [draft]
    return []


def _asked_to_come(view: View, verb: Verb) -> bool:
    after = {low(view.tokens, i) for i in range(verb.end, min(verb.end + 8, len(view.tokens)))}
    return "to" in after and bool(
        after
        & {
            "visit",
            "come",
            "pay",
            "attend",
            "travel",
            "return",
            "fly",
            "speak",
            "join",
            "participate",
            "take",
            "address",
        }
    )


def _asked_to_event(view: View, verb: Verb) -> bool:
    """ "Has been asked to the fair in Lima", "was asked to dinner"."""
    if not verb.passive or low(view.tokens, verb.end) != "to":
        return False
    return not any(v.infinitive and verb.at < v.at <= verb.end + 3 for v in view.verbs)


def _to_come(view: View, verb: Verb) -> bool:
    after = {low(view.tokens, i) for i in range(verb.end, min(verb.end + 10, len(view.tokens)))}
    return bool(after & {"visit", "come", "pay", "attend", "travel", "return", "tour", "to"})


def destination_of(view: View, start: int) -> Place | None:
    stop = next((v.start for v in view.verbs if v.at > start and not v.infinitive), len(view.tokens))
    for i in range(start, stop):
        if low(view.tokens, i) in (";", "but"):
            stop = i
            break
    for i in range(start, stop):
        word = low(view.tokens, i)
        if word in ("visit", "tour"):
            places = view.places(("",), i + 1, stop)
            if places:
                return places[0]
    places = view.places(("to",), start, stop) or view.places(("in",), start, stop)
    return places[0] if places else None


def extended_by(
    view: View,
    inviters: list[Official],
    invitees: list[Official],
    place: Place | None,
    verb: Verb | None,
    score: float,
) -> list[Draft]:
    found = []
    host = place.state if place else None
    for invitee in invitees:
        for one in inviters:
            if place is not None and one.state is None and place.state in one.guesses:
                one.guesses = [place.state]
            separate(one, invitee, surely=True)
        inviter = next((o for o in inviters if o.known_state != invitee.known_state), None)
        if inviter is None and host and host != invitee.known_state:
            inviter = Official(None, host)
        if inviter is None:
            inviter = other_side(view, invitee)
            score -= 0.12
        if inviter is None or inviter.known_state == invitee.known_state:
            continue
        if host:
            from_elsewhere(invitee, host)
        where = host if host and host != invitee.known_state else inviter.known_state
        draft = Draft(
            "invitation_extended",
            view.sentence,
            score,
            "An invitation is told.",
            inviter=inviter,
            invitee=invitee,
            host=where,
        )
        if place is not None and place.state == where and place.sort != "state" and place.name:
            draft.place = place.name
        date_invitation(view, draft, verb)
        draft.spans = [view.span_of(0)]
        found.append(draft)
    return found


def date_invitation(view: View, draft: Draft, verb: Verb | None) -> None:
    """Dates ahead are the window; dates behind tell when it was said."""
    start = verb.end if verb else 0
    for i in [*range(start, len(view.tokens)), *range(start - 1, -1, -1)]:
        token = view.tokens[i]
        if token.kind != "when" or token.value.length or token.value.open:
            continue
        when = token.value
        if i >= start and when.tense != "past":
            ahead = view.period(when, past=False)
            behind = view.period(when, past=True)
            purpose = (
                any(low(view.tokens, k) in ("visit", "to", "attend", "for") for k in range(start, i))
                or token.low.startswith(("for ", "to "))
                # "Will visit on 8 December at the invitation of".
                or (verb is not None and verb.modality.kind == "planned")
            )
            published = view.scene.published
            nearer = behind[0] is None or (
                ahead[0] is not None and ahead[0] - published <= published - behind[0]
            )
            rest_of_it = ahead[0] and ahead[1] and ahead[0] <= published < ahead[1] and when.grain != "day"
            if purpose and rest_of_it and not draft.dated and draft.said is None:
                draft.period, draft.dated = ahead, True  # "Invited her to come this year".
                continue
            if (
                purpose
                and ahead[0]
                and ahead[0] > published
                and not draft.dated
                and (nearer or when.tense == "future")
            ):
                draft.period, draft.dated = ahead, True
                continue
        if draft.said is None:
            said = view.period(when, past=True)
            if said[0] and said[0] <= view.scene.published:
                draft.said = said


def other_side(view: View, one: Official) -> Official | None:
    """Who else is spoken of here, of another state."""
    for token in view.tokens:
        if (
            token.kind == "place"
            and token.value.sort in ("state", "seat")
            and token.value.state != one.known_state
        ):
            return Official(None, token.value.state)
    for other in view.scene.pair:
        if other.known_state != one.known_state:
            return Official(None, other.known_state)
    return None

"""Invitations: extended, accepted and declined."""

from __future__ import annotations

from domain.reading import refusals
from domain.reading.clauses import Verb, low
from domain.reading.drafts import Draft, from_elsewhere, separate
from domain.reading.people import Official
from domain.reading.places import Place
from domain.reading.verb_table import ACCEPT, DECLINE, INVITE
from domain.reading.view import View
from domain.reading.word_sets import word_set

_NOUNS = frozenset({"invitation", "invitations", "invite", "invites"})
_GIVE = word_set("extend issue send give hand deliver offer convey renew repeat put make pass present")
_GET = frozenset(["receive", "get", "have", "obtain"])


_AND_NO_MORE = frozenset({"", ".", ";", ",", "in", "and", "at", '"', "“"})
_FORMULA = 0.5
"""What "at the invitation of" scores: it tells of a visit, and of the invitation only by the way."""


def read(view: View) -> list[Draft]:
    """All that a sentence tells of invitations."""
    found: list[Draft] = []
    view.local = found
    for i, token in enumerate(view.tokens):
        if token.kind == "word" and token.low in _NOUNS and not any(v.at == i for v in view.verbs):
            found += _by_noun(view, i)
    for verb in view.verbs:
        if (
            verb.infinitive
            and {"declined", "refused"} & set(verb.chain)
            and verb.lemma in ("attend", "visit", "come", "go", "travel", "join", "take")
        ):
            found += _will_not_come(view, verb)
        elif (verb.lemma == "agree" and low(view.tokens, verb.end) in _AND_NO_MORE) or (
            verb.lemma in ("attend", "come", "go")
            and verb.modality.kind == "planned"
            and low(view.tokens, verb.end) in ("", ".", ",", ";", "and", '"', "”")
        ):
            found += _answer_to_last(view, verb, False)
        elif verb.lemma in ("attend", "travel", "go", "come", "join", "participate") and verb.modality.negated:
            found += _stays_away(view, verb)
        elif _says_no(view, verb):
            found += _cannot_accept(view, verb)
        elif refusals.stays_away(view, verb):
            found += _answer(view, *refusals.of_event(view, verb), True, verb)
        elif verb.lemma in ("propose", "offer") and not verb.modality.negated:
            found += _offered(view, verb)
        if verb.lemma in INVITE:
            found += _invited(view, verb)
        elif verb.lemma in ACCEPT or verb.lemma in DECLINE:
            found += _answered(view, verb)
    return found


def _invited(view: View, verb: Verb) -> list[Draft]:
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
    destination = _destination(view, verb.end)
    met = _met_then(view, verb, inviters, invitees)
    if verb.lemma == "ask" and not (_asked_to_come(view, verb) or _asked_to_event(view, verb)):
        return met
    if not destination and not _to_come(view, verb) and verb.lemma == "ask":
        return met
    return met + _extended(view, inviters, [o for o in invitees if o.name or o.role], destination, verb, 0.8)


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


def _destination(view: View, start: int) -> Place | None:
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


def _extended(
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
            inviter = _other_side(view, invitee)
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
        _date(view, draft, verb)
        draft.spans = [view.span_of(0)]
        found.append(draft)
    return found


def _date(view: View, draft: Draft, verb: Verb | None) -> None:
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


def _other_side(view: View, one: Official) -> Official | None:
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


def _will_not_come(view: View, verb: Verb) -> list[Draft]:
    """ "Has declined to attend a conference in Pecs, to which X had invited her"."""
    places = view.places(("in", "to", ""), verb.end, verb.stop)
    inviting = next((v for v in view.verbs if v.lemma in INVITE), None)
    inviters = view.officials(inviting.subject) if inviting else []
    if not places and not inviters:
        return _answer_to_last(view, verb, True)
    return _answer(view, view.officials(verb.subject)[:1], inviters, places[0] if places else None, True, verb)


def _stays_away(view: View, verb: Verb) -> list[Draft]:
    """ "Will not attend the fair in Lima despite an invitation from X"."""
    noun = next((i for i in range(verb.end, len(view.tokens)) if low(view.tokens, i) in _NOUNS), None)
    if noun is None or low(view.tokens, noun - 1) == "no" or "will" not in verb.chain:
        return []
    inviters = view.after_words(("from", "by", "of"), noun + 1, len(view.tokens)) or view.possessor(noun)
    places = view.places(("in", "to"), verb.end, noun)
    return _answer(view, view.officials(verb.subject)[:1], inviters, places[0] if places else None, True, verb)


def _says_no(view: View, verb: Verb) -> bool:
    if verb.lemma == "say":
        return low(view.tokens, verb.end) in ("no", "yes") and low(view.tokens, verb.end + 1) == "to"
    return verb.lemma == "accept" and bool({"unable", "cannot", "not"} & set(verb.chain))


def _cannot_accept(view: View, verb: Verb) -> list[Draft]:
    """ "Apologised for being unable to accept her invitation", "could not accept the invitation"."""
    noun = _object_noun(view, verb)
    if noun is None:
        return []
    inviters = view.after_words(("from", "by", "of"), noun + 1, len(view.tokens)) or view.possessor(noun)
    no = not (verb.lemma == "say" and low(view.tokens, verb.end) == "yes")
    return _answer(view, view.officials(verb.subject)[:1], inviters, _destination(view, noun + 1), no, verb)


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
    return _extended(
        view, hosts[:1], [o for o in invitees if o.known_state != hosts[0].known_state], places[0], verb, 0.66
    )


# ---------------------------------------------------------------- answers
def _answered(view: View, verb: Verb) -> list[Draft]:
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
            return _answer_to_last(view, verb, False)
        if noun is None or verb.particle != "up":
            return []
    if verb.lemma == "turn" and verb.particle != "down":
        return []
    if noun is None:
        return _answer_to_last(view, verb, declined)
    invitees = list(view.officials(verb.subject))
    limit = verb.start if verb.passive and noun < verb.start else len(view.tokens)
    inviters = _who_gave(view, noun) or view.after_words(("from", "by", "of"), noun + 1, limit)
    inviters = inviters or view.possessor(noun)
    if verb.passive:
        invitees = view.after_words(("by",), verb.end, len(view.tokens)) or invitees
    place = _destination(view, noun + 1)
    if not invitees and not inviters and verb.passive and place is None:
        return _last_invitation(view, declined, verb)
    return _answer(view, invitees[:2], inviters, place, declined, verb)


def _who_gave(view: View, noun: int) -> list[Official]:
    """ "An invitation that the premier conveyed": the premier's."""
    if noun + 1 >= len(view.tokens):
        return []
    if low(view.tokens, noun + 1) not in ("that", "which") and view.tokens[noun + 1].kind != "who":
        return []
    for verb in view.verbs:
        if noun < verb.at <= noun + 12 and verb.lemma in _GIVE | {"hand", "deliver"} and not verb.passive:
            subject = verb.subject
            if subject is not None and subject.kind == "who" and min(subject.tokens, default=0) > noun:
                return view.officials(subject)
    return []


def _object_noun(view: View, verb: Verb) -> int | None:
    subject = verb.subject
    if subject and subject.kind == "noun" and low(view.tokens, subject.at) in _NOUNS:
        return subject.at
    first = verb.end
    if low(view.tokens, first) == ",":  # "Accepted, in principle, an invitation".
        closing = next((k for k in range(first + 1, first + 7) if low(view.tokens, k) == ","), None)
        first = closing + 1 if closing is not None else first
    for i in range(first, min(first + 10, len(view.tokens))):
        if low(view.tokens, i) in _NOUNS:
            return i
        if view.tokens[i].kind == "punct" and low(view.tokens, i) in (",", ";", "."):
            return None
    before = range(verb.start - 1, max(verb.start - 12, -1), -1) if verb.passive else ()
    return next((i for i in before if low(view.tokens, i) in _NOUNS), None)


def _answer(
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
            other = _other_side(view, invitee)
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
            _date(view, draft, verb)
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


def _answer_to_last(view: View, verb: Verb, declined: bool) -> list[Draft]:
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
                found = _answer(
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
            found = _answer(view, [draft.invitee], [draft.inviter], None, declined, verb)
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
            found += _invited(view, verb)
    return found


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
    place = _destination(view, i + 1)
    score = 0.6
    if governing is not None and governing.lemma in _GIVE:
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
    if after is not None and ((after.lemma in _GIVE and after.passive) or came):
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
    return _extended(view, inviters, invitees, place, governing, score)


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

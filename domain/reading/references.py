"""Who is meant by "the minister", "she", "his counterpart" and "the two"."""

from __future__ import annotations

from domain.reading.allegiance import owner_before
from domain.reading.marking import (
    finite_verb,
    role_of,
    said_by,
    speaker_of,
)
from domain.reading.office_table import CALLED, PLURALS
from domain.reading.offices import low_at
from domain.reading.people import Official, Who
from domain.reading.phrase_parts import Phrase
from domain.reading.scene import Scene
from domain.reading.text import Sentence

_REACH = 8
"""Sentences back that "the minister" may point."""

_MET = ("guest", "host", "visitor", "interlocutor")
_CARRY = frozenset({"take", "takes", "took", "taken", "bring", "brings", "brought", "carry", "carried", "led"})


def by_office(scene: Scene, phrase: Phrase, sentence: Sentence, i: int, first: Official | None) -> Who | None:
    """Who is meant by an office without a name; None where it describes nobody."""
    role = role_of(phrase)
    if role in ("spokes", "private"):
        return Who(
            [Official(None, None, role, private=True)], sort="role", det=phrase.det, office=phrase.office
        )
    if phrase.plural:
        return _several(scene, phrase, role)
    if (
        not phrase.det
        and not phrase.states
        and phrase.office
        in (
            "minister",
            "leader",
            "speaker",
            "general",
            "officer",
            "commissioner",
            "mission",
            "mediator",
            "ruler",
            "prince",
            "king",
            "queen",
        )
    ):
        return None
    state = phrase.states[0] if phrase.states else None
    if phrase.det in ("his", "her", "their", "its", "'s") and state is None:
        owner = owner_before(sentence, i) if phrase.det == "'s" else first or scene.topic
        if phrase.det in ("his", "her") and low_at(sentence.tokens, i - 1) == "and":
            owner = owner_before(sentence, i) or owner
        if owner is not None and not owner.gender and phrase.det in ("his", "her"):
            owner.gender = "he" if phrase.det == "his" else "she"
        state = (
            scene.last_state(sentence, i)
            if phrase.det in ("its", "their")
            else (owner.state if owner else None)
        )
        known = [
            o
            for o in scene.cast.officials
            if state and o.state == state and o.role == role and o.name and o.last >= 0
        ]
        if len(known) == 1:
            return Who(known, sort="role", role=role)
        return Who([scene.nameless(state, role, phrase)], sort="role", role=role)
    if phrase.det in ("a", "an") and state is not None and not phrase.former:
        owner = first or scene.topic
        if owner is not None and owner.state == state and owner.role == role and owner.name:
            return Who([owner], sort="role", role=role)  # "The first visit by a Japanese premier".
    if phrase.det in ("a", "an", "no"):
        return Who(
            [Official(None, state, role, office=phrase.office, former=phrase.former)],
            sort="role",
            role=role,
        )
    official = _called(scene, phrase, role, state, sentence)
    return Who([official], sort="role", det=phrase.det, role=role, office=phrase.office)


def _called(scene: Scene, phrase: Phrase, role: str | None, state: str | None, sentence: Sentence) -> Official:
    """ "The minister", "the Lao premier": the one met last who may be called so."""
    roles = CALLED.get(
        phrase.office.rsplit(" minister", 1)[0] + " minister"
        if phrase.office.endswith(" minister")
        else phrase.office,
        (role,),
    )
    if phrase.office == "minister":
        roles = CALLED["minister"]
    fitting = [
        o
        for o in scene.cast.officials
        if not o.private
        and o.role in roles
        and (state is None or o.known_state == state)
        and (state is not None or sentence.number - o.last <= _REACH)
        and o.last >= 0
    ]
    if fitting:
        return max(fitting, key=lambda o: (o.last, o is scene.topic))
    if state is not None:
        unseen = [o for o in scene.cast.officials if o.state == state and o.role in roles and not o.private]
        if len(unseen) == 1:
            return unseen[0]
    return scene.nameless(state, role, phrase)


def _several(scene: Scene, phrase: Phrase, role: str | None) -> Who | None:
    if len(phrase.states) > 1:
        members = []
        for state in dict.fromkeys(phrase.states):
            single = Phrase(states=[state], role=phrase.role, office=phrase.office, det="the")
            members.append(scene.nameless(state, role, single))
        return Who(members, plural=True, sort="role", role=role)
    if len(phrase.states) == 1:
        return Who([scene.nameless(phrase.states[0], role, phrase)], plural=True, sort="role", role=role)
    if phrase.det == "their" and len(scene.pair) == 2 and role and any(o.role != role for o in scene.pair):
        return Who(
            [scene.nameless(o.known_state, role, phrase) for o in scene.pair if o.known_state],
            plural=True,
            sort="role",
            role=role,
        )
    if phrase.det in ("the", "both", "two", "their"):
        return the_two(scene, phrase)
    return None


def the_two(scene: Scene, phrase: Phrase) -> Who | None:
    """Who is meant by "the two", "both presidents", "the sides"."""
    if phrase.det in ("three", "four", "five"):
        count = {"three": 3, "four": 4, "five": 5}[phrase.det]
        return Who(list(scene.company), plural=True, sort="group") if len(scene.company) == count else None
    roles = CALLED.get(PLURALS.get(phrase.office, phrase.office), (phrase.role,))
    for role in roles:
        told = scene.groups.get(role or "")
        if told and phrase.office not in ("leaders", "leader") and _fits(scene, told):
            return Who(list(told), plural=True, sort="group")
    if len(scene.pair) < 2:
        return None
    if phrase.office in (
        "sides",
        "countries",
        "governments",
        "nations",
        "states",
        "capitals",
        "neighbours",
        "neighbors",
        "parties",
        "allies",
        "delegations",
    ):
        members = [Official(None, o.known_state) for o in scene.pair]
        return Who(members, plural=True, sort="group")
    members = [_as_called(scene, o, phrase.office) for o in scene.pair]
    if any(not (o.name or o.role) for o in members):
        return None  # Of a state alone it is not known who is meant.
    return Who(members, plural=True, sort="group")


def _fits(scene: Scene, told: list[Official]) -> bool:
    """Whether the pair spoken of now is not another one of the same office."""
    roles = {o.role for o in told}
    spoken, before = ({o.known_state for o in side} for side in (scene.pair, told))
    if {o.role for o in scene.pair} != roles or spoken == before:
        return True
    return sum(scene.states[s or ""] for s in before) > sum(scene.states[s or ""] for s in spoken)


def _as_called(scene: Scene, official: Official, plural: str) -> Official:
    """ "The two presidents" are presidents, of the states of those spoken of."""
    office = PLURALS.get(plural, "")
    roles = CALLED.get(office, ())
    state = official.known_state
    if (
        not official.name
        and not official.role
        and plural in ("leaders", "men", "presidents", "premiers", "pair", "two", "")
    ):
        heads = [
            o
            for o in scene.cast.officials
            if o.known_state == state and o.role in CALLED["leader"] and o.last >= 0 and not o.former
        ]
        return max(heads, key=lambda o: o.last) if heads else official
    if office in ("leader", "") or not roles or official.role in (*roles, None) or not state:
        return official
    fitting = [o for o in scene.cast.officials if o.known_state == state and o.role in roles and not o.former]
    if fitting:
        return max(fitting, key=lambda o: o.last)
    return scene.nameless(state, roles[0], Phrase(office=office)) if len(roles) == 1 else official


def counterpart(scene: Scene, phrase: Phrase, sentence: Sentence, i: int, first: Official | None) -> Who | None:
    """Who is meant by "his Lao counterpart": of the same office, unless a guest or host is meant."""
    owner = first
    for token in reversed(sentence.tokens[:i]):
        if (
            token.kind == "who"
            and isinstance(token.value, Who)
            and token.value.members
            and token.value.sort != "state"
        ):
            owner = token.value.members[0]
            break
    if first is not None and low_at(sentence.tokens, i - 1) == "by":
        owner = first  # "She will be received by X and by her opposite number".
    owner = owner or scene.topic
    role = owner.role if owner else None
    if low_at(sentence.tokens, i) == "" and not phrase.name and not phrase.states and owner in scene.pair:
        partner = next((o for o in scene.pair if o is not owner), None)
        if partner is not None and sentence.tokens[i].text.lower().endswith(_MET):
            return Who([partner], sort="counterpart", role=partner.role)
    if phrase.plural and phrase.states:
        return Who(
            [scene.nameless(s, role, phrase) for s in phrase.states],
            plural=True,
            sort="counterpart",
            role=role,
        )
    state = phrase.states[0] if phrase.states else None
    if owner is not None and not owner.gender and phrase.det in ("his", "her") and owner.name:
        owner.gender = "he" if phrase.det == "his" else "she"
    if state is None and owner is not None:
        others = [s for s, _ in scene.states.most_common(4) if s != owner.known_state]
        spoken = [p.known_state for p in scene.pair if p.known_state != owner.known_state]
        state = (spoken or others or [None])[0]
    if phrase.name:
        official = scene.cast.named(phrase.name, None, None) or scene.cast.add(Official(phrase.name))
        official.state = official.state or state
        if official.role in (None, "other"):
            official.role = role
        return Who([official], sort="counterpart", role=role)
    fitting = [
        o
        for o in scene.cast.officials
        if o.known_state == state and o.role == role and o is not owner and o.name
    ]
    if len(fitting) == 1:
        return Who(fitting, sort="counterpart", role=role)
    return Who([scene.nameless(state, role, phrase)], sort="counterpart", role=role)


def people_or_organ(scene: Scene, phrase: Phrase, sentence: Sentence) -> Who | None:
    """A government, or the one of a people who was named last ("the Ukrainian")."""
    state = phrase.states[0] if phrase.states else None
    if phrase.sort == "people" and not phrase.plural and state:
        recent = [
            o
            for o in scene.cast.officials
            if o.known_state == state and o.name and o.last >= 0 and not o.private
        ]
        if recent:
            return Who([max(recent, key=lambda o: o.last)], sort="role")
    if state is None:
        state = scene.dateline_state or (scene.topic.state if scene.topic else None)
    if state is None:
        return None
    return Who([Official(None, state, office=phrase.office)], plural=phrase.plural, sort="state")


def by_pronoun(scene: Scene, phrase: Phrase, sentence: Sentence, i: int, first: Official | None) -> Who | None:
    """Who is meant by "she", "they", "the latter", and by "I" in somebody's words."""
    word = phrase.det
    quoted = sentence.tokens[i].quoted
    if word == "latter":
        inside = [
            t.value.members[0]
            for t in sentence.tokens[:i]
            if t.kind == "who" and isinstance(t.value, Who) and len(t.value.members) == 1
        ]
        last = inside[-1:] if len(inside) > 1 else scene.pair[-1:]
        return Who(last, sort="pronoun") if last else None
    if word in ("i", "me", "we", "us"):
        speaker = speaker_of(sentence) or scene.topic
        return Who([speaker], sort="pronoun") if speaker and quoted else None
    if word in ("they", "them") and scene.company and sentence.number - scene.company_at == 1:
        return Who(list(scene.company), plural=True, sort="pronoun")
    if word in ("they", "them"):
        return Who(list(scene.pair), plural=True, sort="pronoun") if len(scene.pair) == 2 else None
    gender = "she" if word in ("she", "her") else "he"
    if word in ("him", "her") and first is not None:
        inside = [
            t.value.members[0]
            for t in sentence.tokens[:i]
            if t.kind == "who" and isinstance(t.value, Who) and len(t.value.members) == 1
        ]
        at = max((k for k in range(i) if sentence.tokens[k].kind == "who"), default=0)
        coordinated = _acts_on(sentence, at, i)
        if len(inside) > 1 and not coordinated and any(finite_verb(t) for t in sentence.tokens[at + 1 : i]):
            return Who(inside[-2:-1], sort="pronoun")  # "X had invited her": she is not X.
        others = [
            o
            for o in inside
            if o is not first and (o.name or o.role) and o.gender in ("", gender) and not o.private
        ]
        if others:
            return Who(others[-1:], sort="pronoun")
        if (
            low_at(sentence.tokens, i - 1) in _CARRY
            and first.gender in ("", gender)
            and not first.private
            and low_at(sentence.tokens, i + 1) in ("to", "from", "through")
        ):
            return Who([first], sort="pronoun")  # "X, on a tour that took him to Rome".
        if (
            first.name
            and scene.topic is not None
            and scene.topic is not first
            and scene.topic.gender in ("", gender)
        ):
            return Who([scene.topic], sort="pronoun")
    speaking = said_by(sentence.tokens, i)
    for candidate in (speaking, first, scene.topic, *sorted(scene.cast.officials, key=lambda o: -o.last)):
        if (
            candidate is not None
            and not (candidate is first and word in ("him", "her") and not candidate.name)
            and (candidate.name or (candidate in (speaking, first) and candidate.role and candidate.state))
            and candidate.gender in ("", gender)
            and candidate.last >= 0
        ):
            if candidate not in (first, speaking) and candidate.last < sentence.number - 4:
                continue
            candidate.gender = gender
            return Who([candidate], sort="pronoun")
    return None


def _acts_on(sentence: Sentence, at: int, i: int) -> bool:
    """Whether the person at `at` ends one clause and a verb without a subject begins the next before `i`.

    "X met Y in Lima and invited him": the subject of both verbs is X, so that Y is meant at `i`.
    """
    tokens = sentence.tokens
    ands = [k for k in range(at + 1, i) if low_at(tokens, k) in ("and", "then")]
    return bool(ands) and not any(finite_verb(t) for t in tokens[at + 1 : ands[0]])

"""Names and offices that stand beside each other: "X, the Lao premier,", "the leaders of A and B, X and Y,"."""

from __future__ import annotations

from collections.abc import Sequence

from domain.reading.offices import low_at, name_at, office_at, place_at
from domain.reading.phrase_parts import (
    COUNTERPARTS,
    Found,
    Phrase,
    determiner,
    named_apposition,
    of_states,
    of_the_united_nations,
    office_or_post,
    states_and_modifiers,
)
from domain.reading.text import Token

_CLOSING = frozenset({",", ")", ".", ";", "--"})
_AFTER_APPOSITION = frozenset({"who", "said", "says", "told", "will", "has", "is", "was", "met"})


def row_of_names(tokens: Sequence[Token], at: int, phrase: Phrase) -> Found:
    """ "The leaders of Tanzania and Malawi, A and B,", "presidents A of X and B of Y"."""
    if not phrase.plural:
        return None
    of_pair = (
        low_at(tokens, at) == "of"
        and low_at(tokens, at + 1) in ("the", "both")
        and _two_countries(tokens, at + 2)
    )
    start = at
    if of_pair:
        start = of_pair
    if low_at(tokens, start) in ("on", "for") and phrase.det in ("the", "their"):
        comma = next((k for k in range(start, min(start + 7, len(tokens))) if low_at(tokens, k) == ","), start)
        start = comma if all(t.kind in ("word", "place") for t in tokens[start:comma]) else start
    apposed = low_at(tokens, start) == ","
    found: list[Phrase] = []
    step = start + apposed
    while len(found) < 6:
        owner = place_at(tokens, step) if low_at(tokens, step + 1) == "'s" else None
        step += 2 * (owner is not None)
        name = name_at(tokens, step)
        if name is None:
            break
        one = Phrase(name=name[0], role=phrase.role, office=phrase.office, former=phrase.former)
        step = of_states(tokens, name[1], one)
        if owner is not None:
            one.states = [owner.state]
        signed_for = place_at(tokens, step + 1) if low_at(tokens, step) == "for" else None
        if signed_for is not None:
            one.states, step = [signed_for.state], step + 2
        found.append(one)
        skip = step + (low_at(tokens, step) == ",")
        skip += low_at(tokens, skip) == "and"
        possessed = place_at(tokens, skip) is not None and low_at(tokens, skip + 1) == "'s"
        if skip == step or (name_at(tokens, skip) is None and not possessed):
            break
        step = skip
    if len(found) < 2 or (apposed and len(phrase.states) not in (0, 1, len(found))):
        return None
    if apposed and low_at(tokens, step) not in (",", ".", ";", ")", "--", "") and not of_pair:
        return None
    for number, one in enumerate(found):
        if not one.states and phrase.states:
            one.states = [phrase.states[number if len(phrase.states) == len(found) else 0]]
    phrase.joined, phrase.of_pair = found, any(not one.states for one in found)
    return phrase, step + (apposed and low_at(tokens, step) == ",")


def _two_countries(tokens: Sequence[Token], at: int) -> int:
    """The word after "two countries"; 0 where it stands not there."""
    at += low_at(tokens, at) == "two"
    return (
        at + 1
        if low_at(tokens, at) in ("countries", "states", "nations", "neighbours", "neighbors", "sides")
        else 0
    )


def second_office(tokens: Sequence[Token], at: int, phrase: Phrase) -> int:
    """ "Deputy Prime Minister and Foreign Minister X": the second office is the plainer one."""
    if (
        low_at(tokens, at) in ("and", ",")
        and not phrase.plural
        and at + 1 < len(tokens)
        and (tokens[at + 1].capital or low_at(tokens, at) == "and")
    ):
        inner = Phrase(states=list(phrase.states))
        begin = states_and_modifiers(tokens, at + 1, inner)
        other = office_or_post(tokens, begin, inner)
        if (
            other is None
            or other[2]
            or other[1] in ("private", "royal")
            or (phrase.states and set(inner.states) != set(phrase.states))  # "A's queen and B's premier".
        ):
            return at
        end = of_states(tokens, other[3], inner)
        if name_at(tokens, end) or named_apposition(tokens, end):
            if other[1] in ("foreign_minister", "defence_minister", "head_of_government"):
                phrase.role, phrase.office = other[1], other[0]
            phrase.states = phrase.states or inner.states
            return end
        phrase.states = phrase.states or inner.states  # "The president and prime minister of Georgia".
    return at


def over_remit(tokens: Sequence[Token], at: int, phrase: Phrase) -> int:
    """ "The special envoy for landlocked countries, Maren Falk,": what an office is for."""
    if (
        low_at(tokens, at) not in ("for", "on", "to", "of")
        or phrase.plural
        or not (phrase.det or phrase.states)
    ):
        return at
    for step in range(at + 1, min(at + (12 if phrase.role == "envoy" else 7), len(tokens))):
        if low_at(tokens, step) == ",":
            return step if named_apposition(tokens, step) else at
        if tokens[step].kind in ("punct", "when"):
            return at
        name = name_at(tokens, step) if step > at + 1 and tokens[step].kind == "word" else None
        if name is not None and len(name[0].split()) > 1 and low_at(tokens, step - 1) != "the":
            return step
    return at


def named_together(tokens: Sequence[Token], first: str, end: int) -> Found:
    """ "A and B, the French and German foreign ministers,"."""
    names = [first]
    while len(names) < 6:
        skip = end + (low_at(tokens, end) == ",")
        skip += low_at(tokens, skip) == "and"
        name = name_at(tokens, skip) if skip > end else None
        if name is None:
            break
        names.append(name[0])
        end = name[1]
    if len(names) < 2 or low_at(tokens, end) != ",":
        return None
    inner = Phrase(plural=True)
    begin = states_and_modifiers(tokens, determiner(tokens, end + 1, inner), inner)
    office = office_at(tokens, begin)
    if office is None or not office[2]:
        return None
    end = of_states(tokens, office[3], inner)
    end += low_at(tokens, end) == ","
    end += low_at(tokens, end) == "respectively"
    if len(inner.states) not in (0, len(names)) or not (inner.det or inner.states):
        return None
    inner.of_pair = not inner.states
    inner.joined = [
        Phrase(name=name, states=[state] if state else [], role=office[1], office=office[0])
        for name, state in zip(names, inner.states or [""] * len(names), strict=True)
    ]
    return inner, end + (low_at(tokens, end) == ",")


def members_named(tokens: Sequence[Token], at: int, group: Phrase) -> Found:
    """ "The two foreign ministers, A's X and B's Y,": who they are."""
    office = office_at(tokens, at - 1) or office_at(tokens, at)
    if office is None or not office[2] or low_at(tokens, office[3]) != ",":
        return None
    named = Phrase(det="the", plural=True, office=office[0], role=office[1])
    found = row_of_names(tokens, office[3], named)
    if found:
        found[0].sort = "named"
    return found


def apposed_office(tokens: Sequence[Token], at: int, phrase: Phrase) -> Found:
    """ "X, the Israeli prime minister," and "X, member of the Political Bureau and minister of the DPRK,"."""
    if low_at(tokens, at) not in (",", "("):
        return phrase, at
    inner = Phrase()
    end = at
    for _ in range(4):
        step = end + 1 + (low_at(tokens, end + 1) in ("also", "and", "as"))
        step += 2 * (low_at(tokens, step) == "who" and low_at(tokens, step + 1) in ("is", "was"))
        found = _one_apposed(tokens, step, inner)
        if found is None:
            break
        end = found
        if low_at(tokens, end) not in (",", "and"):
            break
    if end == at:
        return _apposed_counterpart(tokens, at, phrase)
    for step in range(end, min(end + 14, len(tokens))):  # ", the assistant for security affairs,"
        if (
            low_at(tokens, step) in _CLOSING
            or tokens[step].kind == "when"
            or tokens[step].low in _AFTER_APPOSITION
        ):
            end = step
            break
    if end < len(tokens) and tokens[end].kind == "when" and low_at(tokens, end + 1) == ",":
        end += 1  # "President of Angola since 2021,".
    phrase.role, phrase.office = inner.role, inner.office
    phrase.states = phrase.states or inner.states
    phrase.former = inner.former
    if not phrase.states and inner.det in ("his", "her", "its", "their"):
        phrase.det = inner.det
    return phrase, end + (low_at(tokens, end) in (",", ")"))


def _one_apposed(tokens: Sequence[Token], step: int, inner: Phrase) -> int | None:
    """One office of an apposition, put into `inner` where it is the plainer one; the word after it."""
    one = Phrase()
    begin = states_and_modifiers(tokens, determiner(tokens, step, one), one)
    office = office_or_post(tokens, begin, one)
    if office is None or office[2]:
        return None
    one.office, one.role, _, end = office
    if one.role == "secretary_general":
        of_the_united_nations(tokens, begin, end, one)
    end = of_states(tokens, end, one)
    if name_at(tokens, end):
        return None
    if not inner.role or (inner.role in ("other", "other_minister") and one.role not in ("other", "private")):
        inner.role, inner.office = one.role, one.office
    inner.states = inner.states or one.states
    inner.former, inner.det = inner.former or one.former, inner.det or one.det
    return end


def _apposed_counterpart(tokens: Sequence[Token], at: int, phrase: Phrase) -> Found:
    """ "X, his Chinese counterpart,"."""
    inner = Phrase()
    step = determiner(tokens, at + 1, inner)
    step = states_and_modifiers(tokens, step, inner)
    if inner.det in ("his", "her", "their") and low_at(tokens, step) in COUNTERPARTS:
        step = of_states(tokens, step + 1, inner)
        phrase.sort, phrase.det = "counterpart", inner.det
        phrase.states = phrase.states or inner.states
        return phrase, step + (low_at(tokens, step) in (",", ")"))
    return phrase, at

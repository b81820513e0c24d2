"""Noun phrases that name officials and governments: "the visiting Lao premier", "Mali's Seydou Traore".

What is found here says only what the words say; who is meant is found in `casting`.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.reading.appositions import (
    apposed_office,
    named_together,
    over_remit,
    row_of_names,
    second_office,
)
from domain.reading.collectives import group, organ
from domain.reading.office_table import COURTESY, MODIFIERS, PORTFOLIOS
from domain.reading.offices import low_at, name_at, place_at
from domain.reading.phrase_parts import (
    COUNTERPARTS,
    Found,
    Phrase,
    closing_comma,
    determiner,
    named_apposition,
    of_states,
    of_the_united_nations,
    office_or_post,
    states_and_modifiers,
)
from domain.reading.places import is_people
from domain.reading.posts import PRIVATE_BODIES, body_of
from domain.reading.text import Token
from domain.reading.word_sets import word_set
from domain.reading.words import COMMON, NOT_NAMES, PRONOUNS

_BODIES = word_set(
    "club federation company university bank association union group firm league chamber foundation institute "
    "court committee academy society board party orchestra confederation airline newspaper"
)
_OF_A_STATE = word_set(
    "officials ministers lawmakers parliamentarians deputies diplomats senators officers experts negotiators "
    "leaders representatives members advisers legislators aides"
)


def find(tokens: Sequence[Token], i: int, headline: bool = False) -> Found:
    """The noun phrase about somebody that begins at word `i`, and the number of the word after it."""
    token = tokens[i]
    if token.kind == "punct" or token.kind in ("when", "num"):
        return None
    pronoun = _pronoun(tokens, i) if token.kind == "word" else None  # "US" is a place.
    if pronoun:
        return pronoun
    return _described(tokens, i) or group(tokens, i) or _bare_name(tokens, i, headline)


def _pronoun(tokens: Sequence[Token], i: int) -> Found:
    low = tokens[i].low
    if low == "the" and low_at(tokens, i + 1) == "latter" and not _noun_follows(tokens, i + 2):
        return Phrase(sort="pronoun", det="latter"), i + 2
    if low not in PRONOUNS or (
        low == "her"
        and low_at(tokens, i + 1) not in ("", ",", ".", "to", "and", "on", "at", "in", "for", "with")
        and tokens[min(i + 1, len(tokens) - 1)].kind != "when"
    ):
        return None
    return Phrase(sort="pronoun", det=low, plural=low in ("they", "them", "we", "us")), i + 1


def _noun_follows(tokens: Sequence[Token], at: int) -> bool:
    """Whether "the latter" describes a noun: "the latter proposal"."""
    word = tokens[at] if at < len(tokens) else None
    return (
        word is not None
        and word.kind == "word"
        and not word.low.endswith(("ed", "s"))
        and word.low not in COMMON
        and word.low not in ("had", "met", "came", "went", "flew", "left")
    )


# ---------------------------------------------------------------- described persons
def _described(tokens: Sequence[Token], i: int) -> Found:
    """[the] [visiting] [Lao] premier [Sombath Keomany] [of Laos]."""
    phrase = Phrase()
    at = states_and_modifiers(tokens, determiner(tokens, i, phrase), phrase)
    office = office_or_post(tokens, at, phrase)
    if office is None:
        return _without_office(tokens, i, at, phrase)
    if not phrase.det and low_at(tokens, i - 1) == "'s":
        phrase.det = "'s"
        if low_at(tokens, i - 2) in PRIVATE_BODIES and office[1] not in ("spokes", "delegation"):
            office = (office[0], "private", office[2], office[3])  # "The chamber's president".
    elif not phrase.det and low_at(tokens, i - 1) in ("no", "every", "any"):
        phrase.det = "no"
    phrase.office, phrase.role, phrase.plural, at = office
    if (
        phrase.office == "secretary of state"
        and low_at(tokens, at) == "for"
        and low_at(tokens, at + 1) in PORTFOLIOS
    ):
        phrase.role, at = "other_minister", at + 2
    if phrase.office == "deputy" and phrase.det in ("his", "her", "'s"):
        phrase.role = "other_minister"
    if phrase.office == "captain" and phrase.states and low_at(tokens, at - 1) != "" and tokens[at - 1].capital:
        phrase.role = "other"  # "Burkina Faso's Captain X" is a soldier.
    if phrase.role == "secretary_general":
        of_the_united_nations(tokens, i, at, phrase)
    if low_at(tokens, at) == "'s" and not tokens[i].capital and phrase.role == "private":
        return None
    phrase.sort = "role"
    if phrase.role in ("head_of_state", "other") and _of_a_body(tokens, at):
        phrase.role = "private"
    if phrase.role == "delegation":
        body = body_of(tokens, at, phrase.states)
        if (low_at(tokens, at) == "of" and _private_company(tokens, at + 1)) or (body and body.private):
            phrase.role = "private"
        led = _leader_of(tokens, at, phrase)
        if led:
            return led
    at = of_states(tokens, at, phrase)
    named = row_of_names(tokens, at, phrase)
    if named:
        return named
    at = second_office(tokens, at, phrase)
    at = over_remit(tokens, at, phrase)
    if at < len(tokens) and not (phrase.plural and tokens[at].kind == "punct"):
        start = (
            at + 1
            if low_at(tokens, at) == "," and (phrase.det or phrase.states) and named_apposition(tokens, at)
            else at
        )
        name = name_at(tokens, start)
        if name:
            phrase.name, at = name
            phrase.sort = "named"
            apposed = low_at(tokens, start - 1) == ","
            at = of_states(tokens, closing_comma(tokens, at, apposed), phrase)
            if (
                not apposed
                and phrase.role in ("other", "private", "royal")
                and not phrase.states
                and not phrase.plural
            ):
                return apposed_office(tokens, at, phrase)  # "General X, the defence minister of Niger,".
    return phrase, at


def _of_a_body(tokens: Sequence[Token], at: int) -> bool:
    """ "The Brazilian president of a football club": acts for no state."""
    if low_at(tokens, at) != "of" or low_at(tokens, at + 1) not in ("a", "an", "its", "the"):
        return False
    for step in range(at + 2, min(at + 6, len(tokens))):
        if tokens[step].low in _BODIES:
            return low_at(tokens, at + 1) != "the" or not tokens[step].capital
        if tokens[step].kind != "word":
            return False
    return False


def _private_company(tokens: Sequence[Token], at: int) -> bool:
    """ "A delegation of glaciologists", "of business leaders": they act for no state."""
    for step in range(at, min(at + 3, len(tokens))):
        token = tokens[step]
        if token.low in ("business", "industry", "student", "church"):
            return True
        if token.kind == "word" and token.low.endswith("s") and not token.capital:
            return token.low not in _OF_A_STATE
        if token.kind != "place" and (token.kind not in ("word", "num") or token.capital):
            return False
    return False


def _leader_of(tokens: Sequence[Token], at: int, phrase: Phrase) -> Found:
    """ "A delegation of the Lao party headed by X": X stands for all of them."""
    for step in range(at, min(at + 10, len(tokens) - 2)):
        place = place_at(tokens, step)
        if place is not None and not phrase.states:
            phrase.states = [place.state]
        if tokens[step].low in ("led", "headed") and tokens[step + 1].low == "by":
            found = find(tokens, step + 2)
            if found is None or not found[0].name:
                return None
            found[0].states = found[0].states or phrase.states
            found[0].role = found[0].role or "delegation"
            return found
        if tokens[step].kind == "punct" and tokens[step].low not in (",", "'s", "-"):
            return None
    return None


def _without_office(tokens: Sequence[Token], i: int, at: int, phrase: Phrase) -> Found:
    low = low_at(tokens, at)
    own = phrase.det in ("his", "her", "their") or phrase.states
    if (low in COUNTERPARTS and own) or (low == "opposite" and low_at(tokens, at + 1) in ("number", "numbers")):
        phrase.sort, phrase.plural = "counterpart", low.endswith("s") or low_at(tokens, at + 1) == "numbers"
        end = at + (2 if low == "opposite" else 1)
        return _counterpart_name(tokens, of_states(tokens, end, phrase), phrase)
    end = _official_of_a_field(tokens, at) if phrase.states else at
    if end > at:
        phrase.office, phrase.role, phrase.sort = "official", "other", "role"
        return _apposed_name(tokens, end, phrase)
    acting = organ(tokens, at, phrase)
    if acting:
        return acting
    if phrase.states and at < len(tokens):
        # "Kenya's Odhiambo", "Finland's Stubb", "North Korean Kim": a name behind a state.
        name = name_at(tokens, at)
        if name and (low_at(tokens, at - 1) == "'s" or len(name[0].split()) > 1):
            phrase.name, end = name
            return phrase, end
        place = place_at(tokens, at - 1)
        people = place is not None and (
            is_people(tokens[at - 1].low)
            or (phrase.det in ("the", "a") and low not in ("'s", "-") and _verb_like(tokens, at))
        )
        if people and place is not None and place.sort == "adjective":
            phrase.sort = "people"
            phrase.plural = is_people(tokens[at - 1].low)
            return phrase, at
    return None


def _official_of_a_field(tokens: Sequence[Token], at: int) -> int:
    """ "Top security official, NAME": the word after "official"; `at` where that is none."""
    step = at
    while step - at < 4 and (low_at(tokens, step) in PORTFOLIOS or low_at(tokens, step) in MODIFIERS):
        step += 1
    named = low_at(tokens, step) == "official" and (
        low_at(tokens, step + 1) == "," or name_at(tokens, step + 1) is not None
    )
    return step + 1 if named else at


def _apposed_name(tokens: Sequence[Token], at: int, phrase: Phrase) -> Found:
    apposed = low_at(tokens, at) == "," and named_apposition(tokens, at)
    name = name_at(tokens, at + apposed)
    if name is None:
        return phrase, at
    phrase.name, phrase.sort = name[0], "named"
    return phrase, closing_comma(tokens, name[1], apposed)


def _verb_like(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at] if at < len(tokens) else None
    return (
        token is not None
        and not token.capital
        and (
            token.low.endswith(("s", "ed"))
            or token.low in ("will", "is", "was", "has", "had", "would", "left", "met", "went", "is")
        )
    )


def _counterpart_name(tokens: Sequence[Token], at: int, phrase: Phrase) -> Found:
    start = at + 1 if low_at(tokens, at) == "," else at
    titled = _described(tokens, start) if start > at and start < len(tokens) else None
    if (
        titled
        and titled[0].name
        and titled[0].role != "royal"
        and low_at(tokens, titled[1]) in (",", ".", ";", "in", "on", "at", "")
    ):
        phrase.name, phrase.role, phrase.office = titled[0].name, titled[0].role, titled[0].office
        phrase.states = phrase.states or titled[0].states
        phrase.sort = "named" if phrase.states else phrase.sort
        return phrase, closing_comma(tokens, titled[1], True)
    name = name_at(tokens, start)
    if name and (start == at or named_apposition(tokens, at)):
        phrase.name = name[0]
        at = closing_comma(tokens, name[1], start > at)
    return phrase, of_states(tokens, at, phrase)


def _bare_name(tokens: Sequence[Token], i: int, headline: bool) -> Found:
    token = tokens[i]
    courtesy = token.low in COURTESY and token.capital
    if not courtesy and (token.low in COMMON or (headline and not token.capital)):
        return None
    name = name_at(tokens, i)
    if name is None:
        return None
    text, end = name
    if any(word.lower().rstrip(".") in NOT_NAMES for word in text.split()):
        return None
    together = named_together(tokens, text, end)
    if together:
        return together
    phrase = Phrase(name=text, courtesy=courtesy)
    end = of_states(tokens, end, phrase) if len(text.split()) > 1 else end
    return apposed_office(tokens, end, phrase)

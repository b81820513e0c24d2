"""Noun phrases that name officials and governments: "the visiting Lao premier", "Mali's Seydou Traore".

What is found here says only what the words say; who is meant is found in `casting`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.reading.office_table import COURTESY, MODIFIERS, OFFICES, PORTFOLIOS
from domain.reading.offices import low_at, name_at, office_at, place_at
from domain.reading.places import is_people
from domain.reading.posts import PRIVATE_BODIES, Body, body_of, post_of
from domain.reading.text import Token
from domain.reading.word_sets import word_set
from domain.reading.words import COMMON, DETERMINERS, GROUP_NOUNS, NOT_NAMES, ORGANS, PRONOUNS

_COUNTERPARTS = frozenset(
    {
        "counterpart",
        "counterparts",
        "homologue",
        "homologues",
        "colleague",
        "colleagues",
        "guest",
        "host",
        "visitor",
        "interlocutor",
    }
)


@dataclass(slots=True)
class Phrase:
    """What a noun phrase says of somebody."""

    name: str = ""
    states: list[str] = field(default_factory=list)
    role: str = ""
    office: str = ""
    det: str = ""
    plural: bool = False
    sort: str = "named"  # named, role, people, organ, pronoun, group, counterpart
    former: bool = False
    visiting: bool = False
    courtesy: bool = False
    of_pair: bool = False  # "Of the two countries": the states of those spoken of, in their order.
    joined: list[Phrase] = field(default_factory=list)
    """Others that stand beside it: "X of A and Y of B"."""


Found = tuple[Phrase, int] | None


def find(tokens: Sequence[Token], i: int, headline: bool = False) -> Found:
    """The noun phrase about somebody that begins at word `i`, and the number of the word after it."""
    token = tokens[i]
    if token.kind == "punct" or token.kind in ("when", "num"):
        return None
    pronoun = _pronoun(tokens, i)
    if pronoun:
        return pronoun
    return _described(tokens, i) or _group(tokens, i) or _bare_name(tokens, i, headline)


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
    at = _states_and_modifiers(tokens, _determiner(tokens, i, phrase), phrase)
    office = _office_or_post(tokens, at, phrase)
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
        _of_the_united_nations(tokens, i, at, phrase)
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
    at = _of_states(tokens, at, phrase)
    named = _row_of_names(tokens, at, phrase)
    if named:
        return named
    at = _second_office(tokens, at, phrase)
    at = _over_remit(tokens, at, phrase)
    if at < len(tokens) and not (phrase.plural and tokens[at].kind == "punct"):
        start = (
            at + 1
            if low_at(tokens, at) == "," and (phrase.det or phrase.states) and _named_apposition(tokens, at)
            else at
        )
        name = name_at(tokens, start)
        if name:
            phrase.name, at = name
            phrase.sort = "named"
            apposed = low_at(tokens, start - 1) == ","
            at = _of_states(tokens, _closing_comma(tokens, at, apposed), phrase)
            if not apposed and phrase.role in ("other", "private") and not phrase.states and not phrase.plural:
                return _apposed_office(tokens, at, phrase)  # "General X, the defence minister of Niger,".
    return phrase, at


def _office_or_post(tokens: Sequence[Token], at: int, phrase: Phrase) -> tuple[str, str, bool, int] | None:
    """An office, or a post in a state's body; whose the body is, is told in `phrase.states`."""
    office = office_at(tokens, at)
    if office is not None and (office[2] or office[1] not in ("private", "other", "head_of_state")):
        return office
    union = place_at(tokens, at - 1)
    if (
        office is None
        and low_at(tokens, at) in ("chief", "head")
        and union is not None
        and union.state == "EUE"
    ):
        return low_at(tokens, at), "head_of_state", False, at + 1  # "European Council chief".
    body: Body | None = None
    words = ""
    if office is not None and office[1] == "head_of_state":
        body = body_of(tokens, office[3], phrase.states)
        words = office[0]
    else:
        post = post_of(tokens, at, phrase.states)
        words, body = post if post else ("", None)
    if body is None or (office is not None and body.end <= office[3]):
        return office
    if not phrase.states:
        phrase.states = list(body.states[:1])
    heads = words.endswith(("president", "chairman", "chairwoman", "chair")) and "vice" not in words
    role = body.role if heads or body.private else "other"
    if (
        office is not None
        and office[1] == "head_of_state"
        and not words.endswith("president")
        and not body.private
    ):
        role = "head_of_state"  # "General secretary of the Central Committee".
    if {"party", "communist"} <= body.words and words in ("chief", "leader", "first secretary", "secretary"):
        role = "head_of_state"
    return words, role, False, body.end


def _of_the_united_nations(tokens: Sequence[Token], i: int, at: int, phrase: Phrase) -> None:
    """A secretary-general is the UN's, unless another organisation is named."""
    before = tokens[i - 1] if i else None
    phrase.role = "head_of_state"
    named = before is not None and before.kind == "word" and before.capital and before.low not in COMMON
    other = low_at(tokens, at) == "of" and place_at(tokens, at + 1 + (low_at(tokens, at + 1) == "the")) is None
    if not phrase.states and (named or other):
        phrase.role = "private"
    phrase.states = phrase.states or ["UNO"]


_BODIES = word_set(
    "club federation company university bank association union group firm league chamber foundation institute "
    "court committee academy society board party orchestra confederation airline newspaper"
)


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


_OF_A_STATE = word_set(
    "officials ministers lawmakers parliamentarians deputies diplomats senators officers experts negotiators "
    "leaders representatives members advisers legislators aides"
)


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


def _row_of_names(tokens: Sequence[Token], at: int, phrase: Phrase) -> Found:
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
        step = _of_states(tokens, name[1], one)
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


_POINTERS = frozenset({"that", "this", "these", "those"})


def _determiner(tokens: Sequence[Token], i: int, phrase: Phrase) -> int:
    if i < len(tokens) and tokens[i].low in DETERMINERS - _POINTERS:
        phrase.det = tokens[i].low
        return i + 1
    return i


def _states_and_modifiers(tokens: Sequence[Token], at: int, phrase: Phrase) -> int:
    for _ in range(8):
        place = place_at(tokens, at)
        low = low_at(tokens, at)
        if place is not None:
            after = low_at(tokens, at + 1)
            if after == "'s":
                phrase.states.append(place.state)
                at += 2
            elif (
                place.sort == "adjective"
                or (place.sort == "state" and (_office_follows(tokens, at + 1) or after in _COUNTERPARTS))
                or (place.sort in ("state", "seat") and after in (",", "and") and _adjective_list(tokens, at))
            ):
                phrase.states.append(place.state)
                at += 1
            else:
                return at
            if low_at(tokens, at) in (",", "and", "-") and (
                place_at(tokens, at + 1) or low_at(tokens, at + 1) == "and"
            ):
                skip = at + 1 + (low_at(tokens, at + 1) == "and")
                following = place_at(tokens, skip)
                if following and (
                    following.sort == "adjective"
                    or low_at(tokens, skip + 1) == "'s"
                    or _office_follows(tokens, skip + 1)
                ):
                    at = skip
        elif low in ("former", "ex", "ex-", "then") and at < len(tokens):
            phrase.former = phrase.former or low != "then"
            at += 1 + (low_at(tokens, at + 1) == "-")
        elif low.startswith("ex-") and (low[3:],) in OFFICES:
            return at
        elif low == "visiting" and _leads_to_office(tokens, at + 1):
            phrase.visiting = True
            at += 1
        elif low in MODIFIERS and not office_at(tokens, at) and _leads_to_office(tokens, at + 1):
            at += 1
        else:
            return at
    return at


def _adjective_list(tokens: Sequence[Token], at: int) -> bool:
    """ "Kenya, Ethiopia foreign ministers" of headlines."""
    skip = at + 2
    office = office_at(tokens, skip + 1) if place_at(tokens, skip) is not None else None
    return office is not None and office[2]


def _office_follows(tokens: Sequence[Token], at: int) -> bool:
    place = place_at(tokens, at - 1)
    union = place is not None and place.state == "EUE" and low_at(tokens, at) in ("chief", "head")
    return at < len(tokens) and (union or office_at(tokens, at) is not None)


def _leads_to_office(tokens: Sequence[Token], at: int) -> bool:
    for step in range(at, min(at + 5, len(tokens))):
        if office_at(tokens, step) or tokens[step].low in _COUNTERPARTS:
            return True
        if tokens[step].kind != "place" and tokens[step].low not in MODIFIERS and tokens[step].low != "'s":
            return False
    return False


def _of_states(tokens: Sequence[Token], at: int, phrase: Phrase) -> int:
    """ "of Kenya and Ethiopia", "of the Republic of Moldova", "(Kenya)"."""
    bracketed = (
        place_at(tokens, at + 1) if low_at(tokens, at) == "(" and low_at(tokens, at + 2) == ")" else None
    )
    if bracketed is not None and bracketed.sort == "state" and not phrase.states:
        phrase.states = [bracketed.state]
        return at + 3
    if low_at(tokens, at) not in ("of", "from"):
        return at
    step = at + 1
    found: list[str] = []
    while step < len(tokens):
        step += low_at(tokens, step) in ("the", "both")
        place = place_at(tokens, step)
        if (
            place is None
            or place.sort == "adjective"
            or (low_at(tokens, at) == "from" and place.sort == "city")
        ):
            break
        found.append(place.state)
        step += 1
        if (
            low_at(tokens, step) == ","
            and place_at(tokens, step + 1)
            and low_at(tokens, step + 2) in (",", "and")
        ):
            step += 1
        elif (
            low_at(tokens, step) == ","
            and low_at(tokens, step + 1) == "and"
            and place_at(tokens, step + 2)
            and len(found) > 1
        ):
            step += 2
        elif (
            low_at(tokens, step) == "and"
            and phrase.plural
            and _place_after_the(tokens, step + 1 + (low_at(tokens, step + 1) == "of"))
        ):
            step += 1 + (low_at(tokens, step + 1) == "of")
        else:
            break
    if not found:
        return at
    if phrase.states and not phrase.plural and phrase.states != found[:1]:
        return at
    phrase.states = found if phrase.plural or not phrase.states else phrase.states
    return step


def _place_after_the(tokens: Sequence[Token], at: int) -> bool:
    return place_at(tokens, at + (low_at(tokens, at) == "the")) is not None


def _second_office(tokens: Sequence[Token], at: int, phrase: Phrase) -> int:
    """ "Deputy Prime Minister and Foreign Minister X": the second office is the plainer one."""
    if (
        low_at(tokens, at) in ("and", ",")
        and not phrase.plural
        and at + 1 < len(tokens)
        and (tokens[at + 1].capital or low_at(tokens, at) == "and")
    ):
        inner = Phrase(states=list(phrase.states))
        begin = _states_and_modifiers(tokens, at + 1, inner)
        other = _office_or_post(tokens, begin, inner)
        if (
            other is None
            or other[2]
            or other[1] in ("private", "royal")
            or (phrase.states and set(inner.states) != set(phrase.states))  # "A's queen and B's premier".
        ):
            return at
        end = _of_states(tokens, other[3], inner)
        if name_at(tokens, end) or _named_apposition(tokens, end):
            if other[1] in ("foreign_minister", "defence_minister", "head_of_government"):
                phrase.role, phrase.office = other[1], other[0]
            phrase.states = phrase.states or inner.states
            return end
        phrase.states = phrase.states or inner.states  # "The president and prime minister of Georgia".
    return at


def _over_remit(tokens: Sequence[Token], at: int, phrase: Phrase) -> int:
    """ "The special envoy for landlocked countries, Maren Falk,": what an office is for."""
    if (
        low_at(tokens, at) not in ("for", "on", "to", "of")
        or phrase.plural
        or not (phrase.det or phrase.states)
    ):
        return at
    for step in range(at + 1, min(at + (12 if phrase.role == "envoy" else 7), len(tokens))):
        if low_at(tokens, step) == ",":
            return step if _named_apposition(tokens, step) else at
        if tokens[step].kind in ("punct", "when"):
            return at
        name = name_at(tokens, step) if step > at + 1 and tokens[step].kind == "word" else None
        if name is not None and len(name[0].split()) > 1 and low_at(tokens, step - 1) != "the":
            return step
    return at


def _named_apposition(tokens: Sequence[Token], comma: int) -> bool:
    """Whether "the minister, NAME," is closed by a comma, a full stop or the like."""
    name = name_at(tokens, comma + 1)
    return name is not None and (
        low_at(tokens, name[1]) in (",", ".", ";", ")", "--", "", "(")
        or tokens[name[1]].kind == "when"
        or low_at(tokens, name[1])
        in ("and", "on", "in", "at", "'s", "of", "to", "for", "who", "as", "about", "during", "after", "over")
    )


def _closing_comma(tokens: Sequence[Token], at: int, apposition: bool) -> int:
    return at + 1 if apposition and low_at(tokens, at) == "," else at


def _without_office(tokens: Sequence[Token], i: int, at: int, phrase: Phrase) -> Found:
    low = low_at(tokens, at)
    own = phrase.det in ("his", "her", "their") or phrase.states
    if (low in _COUNTERPARTS and own) or (
        low == "opposite" and low_at(tokens, at + 1) in ("number", "numbers")
    ):
        phrase.sort, phrase.plural = "counterpart", low.endswith("s") or low_at(tokens, at + 1) == "numbers"
        end = at + (2 if low == "opposite" else 1)
        return _counterpart_name(tokens, _of_states(tokens, end, phrase), phrase)
    end = _official_of_a_field(tokens, at) if phrase.states else at
    if end > at:
        phrase.office, phrase.role, phrase.sort = "official", "other", "role"
        return _apposed_name(tokens, end, phrase)
    organ = _organ(tokens, at, phrase)
    if organ:
        return organ
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
    apposed = low_at(tokens, at) == "," and _named_apposition(tokens, at)
    name = name_at(tokens, at + apposed)
    if name is None:
        return phrase, at
    phrase.name, phrase.sort = name[0], "named"
    return phrase, _closing_comma(tokens, name[1], apposed)


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
        return phrase, _closing_comma(tokens, titled[1], True)
    name = name_at(tokens, start)
    if name and (start == at or _named_apposition(tokens, at)):
        phrase.name = name[0]
        at = _closing_comma(tokens, name[1], start > at)
    return phrase, _of_states(tokens, at, phrase)


def _organ(tokens: Sequence[Token], at: int, phrase: Phrase) -> Found:
    """ "The Russian Foreign Ministry", "Portugal's presidency", "the Moldovan side"."""
    step = at
    while (
        step < len(tokens)
        and step - at < 5
        and (
            low_at(tokens, step) in PORTFOLIOS
            or tokens[step].low in ("and", "affairs", "presidential", "state", "ruling", "military", "news")
        )
    ):
        step += 1
    low = low_at(tokens, step)
    if low in ORGANS and (
        phrase.states
        or (
            phrase.det in ("the", "his", "her", "its", "their")
            and low
            not in (
                "side",
                "office",
                "authorities",
                "officials",
                "palace",
                "court",
                "parliament",
                "regime",
                "leadership",
                "delegation",
            )
        )
    ):
        phrase.sort, phrase.office = "organ", " ".join(t.low for t in tokens[at : step + 1])
        phrase.plural = low.endswith("s") and low not in ("offices",)
        return phrase, _of_states(tokens, step + 1, phrase)
    return None


def _group(tokens: Sequence[Token], i: int) -> Found:
    """ "The two sides", "both leaders", "the pair", "the two countries"."""
    at = i
    det = ""
    if tokens[at].low in ("the", "both", "these", "those"):
        det = tokens[at].low
        at += 1
    number = ""
    if low_at(tokens, at) in ("two", "three", "four", "five"):
        number = low_at(tokens, at)
        at += 1
    while (
        low_at(tokens, at)
        in (
            "neighbouring",
            "neighboring",
            "rival",
            "foreign",
            "prime",
            "defence",
            "defense",
            "top",
            "south",
            "governments",
            "men",
        )
        and low_at(tokens, at + 1) in GROUP_NOUNS
    ):
        at += 1
    low = low_at(tokens, at)
    if low in GROUP_NOUNS and (
        number
        or det == "both"
        or (
            det and low in ("ministers", "leaders", "presidents", "sides", "pair", "duo", "premiers", "parties")
        )
    ):
        group = Phrase(sort="group", plural=True, det=number or det, office=low)
        return _members_named(tokens, at, group) or (group, at + 1)
    if (
        number
        and det == "the"
        and (
            not low
            or low
            in (
                "had",
                "have",
                "were",
                "will",
                "are",
                "met",
                "signed",
                "agreed",
                "also",
                "discussed",
                "spoke",
                "talked",
                "last",
                "would",
            )
        )
    ):
        return Phrase(sort="group", plural=True, det=number, office="two"), at
    return None


def _members_named(tokens: Sequence[Token], at: int, group: Phrase) -> Found:
    """ "The two foreign ministers, A's X and B's Y,": who they are."""
    office = office_at(tokens, at - 1) or office_at(tokens, at)
    if office is None or not office[2] or low_at(tokens, office[3]) != ",":
        return None
    named = Phrase(det="the", plural=True, office=office[0], role=office[1])
    found = _row_of_names(tokens, office[3], named)
    if found:
        found[0].sort = "named"
    return found


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
    together = _named_together(tokens, text, end)
    if together:
        return together
    phrase = Phrase(name=text, courtesy=courtesy)
    end = _of_states(tokens, end, phrase) if len(text.split()) > 1 else end
    return _apposed_office(tokens, end, phrase)


def _named_together(tokens: Sequence[Token], first: str, end: int) -> Found:
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
    begin = _states_and_modifiers(tokens, _determiner(tokens, end + 1, inner), inner)
    office = office_at(tokens, begin)
    if office is None or not office[2]:
        return None
    end = _of_states(tokens, office[3], inner)
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


_CLOSING = frozenset({",", ")", ".", ";", "--"})
_AFTER_APPOSITION = frozenset({"who", "said", "says", "told", "will", "has", "is", "was", "met"})


def _apposed_office(tokens: Sequence[Token], at: int, phrase: Phrase) -> Found:
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
    begin = _states_and_modifiers(tokens, _determiner(tokens, step, one), one)
    office = _office_or_post(tokens, begin, one)
    if office is None or office[2]:
        return None
    one.office, one.role, _, end = office
    if one.role == "secretary_general":
        _of_the_united_nations(tokens, begin, end, one)
    end = _of_states(tokens, end, one)
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
    step = _determiner(tokens, at + 1, inner)
    step = _states_and_modifiers(tokens, step, inner)
    if inner.det in ("his", "her", "their") and low_at(tokens, step) in _COUNTERPARTS:
        step = _of_states(tokens, step + 1, inner)
        phrase.sort, phrase.det = "counterpart", inner.det
        phrase.states = phrase.states or inner.states
        return phrase, step + (low_at(tokens, step) in (",", ")"))
    return phrase, at

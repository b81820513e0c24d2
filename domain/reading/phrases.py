"""Noun phrases that name officials and governments: "the visiting Lao premier", "Mali's Seydou Traore".

What is found here says only what the words say; who is meant is found in `casting`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.reading.office_table import COURTESY, MODIFIERS, OFFICES, PORTFOLIOS
from domain.reading.offices import low_at, name_at, office_at, place_at
from domain.reading.places import is_people
from domain.reading.text import Token
from domain.reading.word_sets import word_set
from domain.reading.words import COMMON, DETERMINERS, GROUP_NOUNS, NOT_NAMES, ORGANS, PRONOUNS

_COUNTERPARTS = frozenset(
    {"counterpart", "counterparts", "homologue", "homologues", "colleague", "colleagues", "guest", "host"}
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
    if low not in PRONOUNS or (
        low == "her"
        and low_at(tokens, i + 1) not in ("", ",", ".", "to", "and", "on", "at", "in", "for", "with")
        and tokens[min(i + 1, len(tokens) - 1)].kind != "when"
    ):
        return None
    return Phrase(sort="pronoun", det=low, plural=low in ("they", "them", "we", "us")), i + 1


# ---------------------------------------------------------------- described persons
def _described(tokens: Sequence[Token], i: int) -> Found:
    """[the] [visiting] [Lao] premier [Sombath Keomany] [of Laos]."""
    phrase = Phrase()
    at = _states_and_modifiers(tokens, _determiner(tokens, i, phrase), phrase)
    office = office_at(tokens, at)
    if office is None:
        return _without_office(tokens, i, at, phrase)
    phrase.office, phrase.role, phrase.plural, at = office
    if (
        phrase.office == "secretary of state"
        and low_at(tokens, at) == "for"
        and low_at(tokens, at + 1) in PORTFOLIOS
    ):
        phrase.role, at = "other_minister", at + 2
    if phrase.role == "secretary_general":
        phrase.role = "head_of_state"
        phrase.states = phrase.states or ["UNO"]
    if low_at(tokens, at) == "'s" and not tokens[i].capital and phrase.role == "private":
        return None
    phrase.sort = "role"
    if phrase.role in ("head_of_state", "other") and _of_a_body(tokens, at):
        phrase.role = "private"
    if phrase.role == "delegation":
        led = _leader_of(tokens, at, phrase)
        if led:
            return led
    at = _of_states(tokens, at, phrase)
    named = _named_after(tokens, at, phrase)
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
            at = _closing_comma(tokens, at, start > 0 and low_at(tokens, start - 1) == ",")
            at = _of_states(tokens, at, phrase)
    return phrase, at


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


def _named_after(tokens: Sequence[Token], at: int, phrase: Phrase) -> Found:
    """ "The leaders of Tanzania and Malawi, A and B,": who they are, in the same order."""
    if not phrase.plural or len(phrase.states) < 2 or low_at(tokens, at) != ",":
        return None
    names: list[str] = []
    step = at + 1
    while len(names) < len(phrase.states):
        name = name_at(tokens, step)
        if name is None:
            return None
        names.append(name[0])
        step = name[1]
        if len(names) < len(phrase.states):
            if low_at(tokens, step) not in ("and", ","):
                return None
            step += 1 + (low_at(tokens, step) == "," and low_at(tokens, step + 1) == "and")
    phrase.joined = [
        Phrase(name=name, states=[state], role=phrase.role, office=phrase.office)
        for name, state in zip(names, phrase.states, strict=True)
    ]
    return phrase, step + (low_at(tokens, step) == ",")


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
                or (place.sort == "state" and _office_follows(tokens, at + 1))
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
    place = place_at(tokens, skip)
    return place is not None and _office_follows(tokens, skip + 1)


def _office_follows(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and office_at(tokens, at) is not None


def _leads_to_office(tokens: Sequence[Token], at: int) -> bool:
    for step in range(at, min(at + 5, len(tokens))):
        if office_at(tokens, step) or tokens[step].low in _COUNTERPARTS:
            return True
        if tokens[step].kind != "place" and tokens[step].low not in MODIFIERS and tokens[step].low != "'s":
            return False
    return False


def _of_states(tokens: Sequence[Token], at: int, phrase: Phrase) -> int:
    """ "of Kenya and Ethiopia", "of the Republic of Moldova"."""
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
        elif low_at(tokens, step) == "and" and phrase.plural and _place_after_the(tokens, step + 1):
            step += 1
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
        other = office_at(tokens, at + 1)
        named = other and (name_at(tokens, other[3]) or _named_apposition(tokens, other[3]))
        if other and named and not other[2] and other[1] not in ("private", "royal"):
            if other[1] in ("foreign_minister", "defence_minister", "head_of_government"):
                phrase.role, phrase.office = other[1], other[0]
            return other[3]
    return at


def _over_remit(tokens: Sequence[Token], at: int, phrase: Phrase) -> int:
    """ "The special envoy for landlocked countries, Maren Falk,": what an office is for."""
    if low_at(tokens, at) not in ("for", "on", "to") or phrase.plural or not (phrase.det or phrase.states):
        return at
    for step in range(at + 1, min(at + 7, len(tokens))):
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
        return Phrase(sort="group", plural=True, det=number or det, office=low), at + 1
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
    phrase = Phrase(name=text, courtesy=courtesy)
    end = _of_states(tokens, end, phrase) if len(text.split()) > 1 else end
    return _apposed_office(tokens, end, phrase)


def _apposed_office(tokens: Sequence[Token], at: int, phrase: Phrase) -> Found:
    """ "X, the Israeli prime minister," and "X, minister of Foreign Affairs of the DPRK,"."""
    if low_at(tokens, at) not in (",", "("):
        return phrase, at
    step = at + 1
    for _ in range(3):
        if low_at(tokens, step) in ("who", "which"):
            return phrase, at
        inner = Phrase()
        begin = _states_and_modifiers(tokens, _determiner(tokens, step, inner), inner)
        office = office_at(tokens, begin)
        if office is None or office[2]:
            return phrase, at
        inner.office, inner.role, _, end = office
        if inner.role == "secretary_general":
            inner.role, inner.states = "head_of_state", ["UNO"]
        end = _of_states(tokens, end, inner)
        if name_at(tokens, end):
            return phrase, at
        for step_on in range(end, min(end + 14, len(tokens))):  # ", the assistant for security affairs,"
            if low_at(tokens, step_on) in (",", ")", ".", ";", "--") or tokens[step_on].kind == "when":
                end = step_on
                break
            if tokens[step_on].low in ("who", "said", "says", "told", "will", "has"):
                end = step_on
                break
        phrase.role, phrase.office = inner.role, inner.office
        phrase.states = phrase.states or inner.states
        phrase.former = inner.former
        if not phrase.states and inner.det in ("his", "her", "its", "their"):
            phrase.det = inner.det
        return phrase, end + (low_at(tokens, end) in (",", ")"))
    return phrase, at

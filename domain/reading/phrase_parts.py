"""The parts of a noun phrase about somebody: "the", "Lao", "visiting", "premier", "of Laos"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.reading.office_table import MODIFIERS, OFFICES
from domain.reading.offices import low_at, name_at, office_at, place_at
from domain.reading.posts import Body, body_of, post_of
from domain.reading.text import Token
from domain.reading.words import COMMON, DETERMINERS

COUNTERPARTS = frozenset(
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


_POINTERS = frozenset({"that", "this", "these", "those"})


def determiner(tokens: Sequence[Token], i: int, phrase: Phrase) -> int:
    """Keep "the", "his" and the like in the phrase; the word after it."""
    if i < len(tokens) and tokens[i].low in DETERMINERS - _POINTERS:
        phrase.det = tokens[i].low
        return i + 1
    return i


def states_and_modifiers(tokens: Sequence[Token], at: int, phrase: Phrase) -> int:
    """Keep "visiting Lao", "Kenya's former"; the word after them."""
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
                or (place.sort == "state" and (_office_follows(tokens, at + 1) or after in COUNTERPARTS))
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
        if office_at(tokens, step) or tokens[step].low in COUNTERPARTS:
            return True
        if tokens[step].kind != "place" and tokens[step].low not in MODIFIERS and tokens[step].low != "'s":
            return False
    return False


def of_states(tokens: Sequence[Token], at: int, phrase: Phrase) -> int:
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
    of_province = False
    while step < len(tokens):
        step += low_at(tokens, step) in ("the", "both")
        place = place_at(tokens, step)
        of_province = of_province or (place is not None and place.sort == "city")
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
    if phrase.role in ("head_of_state", "head_of_government") and of_province:
        phrase.role = "private"  # "The premier of Ontario" acts for no state.
    if phrase.states and not phrase.plural and phrase.states != found[:1]:
        return at
    phrase.states = found if phrase.plural or not phrase.states else phrase.states
    return step


def _place_after_the(tokens: Sequence[Token], at: int) -> bool:
    return place_at(tokens, at + (low_at(tokens, at) == "the")) is not None


def office_or_post(tokens: Sequence[Token], at: int, phrase: Phrase) -> tuple[str, str, bool, int] | None:
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


def of_the_united_nations(tokens: Sequence[Token], i: int, at: int, phrase: Phrase) -> None:
    """A secretary-general is the UN's, unless another organisation is named."""
    before = tokens[i - 1] if i else None
    phrase.role = "head_of_state"
    named = before is not None and before.kind == "word" and before.capital and before.low not in COMMON
    other = low_at(tokens, at) == "of" and place_at(tokens, at + 1 + (low_at(tokens, at + 1) == "the")) is None
    if not phrase.states and (named or other):
        phrase.role = "private"
    phrase.states = phrase.states or ["UNO"]


def named_apposition(tokens: Sequence[Token], comma: int) -> bool:
    """Whether "the minister, NAME," is closed by a comma, a full stop or the like."""
    name = name_at(tokens, comma + 1)
    return name is not None and (
        low_at(tokens, name[1]) in (",", ".", ";", ")", "--", "", "(")
        or tokens[name[1]].kind == "when"
        or low_at(tokens, name[1])
        in ("and", "on", "in", "at", "'s", "of", "to", "for", "who", "as", "about", "during", "after", "over")
    )


def closing_comma(tokens: Sequence[Token], at: int, apposition: bool) -> int:
    """The word after the comma that closes an apposition."""
    return at + 1 if apposition and low_at(tokens, at) == "," else at

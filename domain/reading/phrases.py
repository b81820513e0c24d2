"""Noun phrases that name officials and governments: "the visiting Lao premier", "Mali's Seydou Traore".

What is found here says only what the words say; who is meant is found in `casting`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.reading.office_table import COURTESY, MODIFIERS, OFFICES, PLURALS, PORTFOLIOS
from domain.reading.places import Place, is_people
from domain.reading.text import Token
from domain.reading.words import COMMON, DETERMINERS, GROUP_NOUNS, NAME_PARTICLES, NOT_NAMES, ORGANS, PRONOUNS

_LONGEST_NAME = 6
_LONGEST_OFFICE = max(map(len, OFFICES))
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


def _low(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].low if 0 <= i < len(tokens) else ""


def _place(tokens: Sequence[Token], i: int) -> Place | None:
    if 0 <= i < len(tokens) and tokens[i].kind == "place":
        place: Place = tokens[i].value
        return place
    return None


def _pronoun(tokens: Sequence[Token], i: int) -> Found:
    low = tokens[i].low
    if low not in PRONOUNS or (
        low == "her"
        and _low(tokens, i + 1) not in ("", ",", ".", "to", "and", "on", "at", "in", "for", "with")
        and tokens[min(i + 1, len(tokens) - 1)].kind != "when"
    ):
        return None
    return Phrase(sort="pronoun", det=low, plural=low in ("they", "them", "we", "us")), i + 1


# ---------------------------------------------------------------- offices
def office_at(tokens: Sequence[Token], i: int) -> tuple[str, str, bool, int] | None:
    """(office, role, plural, end) of the office that begins here."""
    best = _listed(tokens, i)
    minister = _portfolio(tokens, i)
    if minister and (best is None or minister[3] > best[3]):
        return minister
    return best


def _listed(tokens: Sequence[Token], i: int) -> tuple[str, str, bool, int] | None:
    words = [t.low for t in tokens[i : i + _LONGEST_OFFICE]]
    for size in range(len(words), 0, -1):
        row = tuple(words[:size])
        last = PLURALS.get(row[-1])
        for key, plural in ((row, False), ((*row[:-1], last) if last else row, True)):
            role = OFFICES.get(key)
            if role:
                return " ".join(key), role, plural and last is not None, i + size
        if size > 2 and "of" in row:  # "ministers of foreign affairs"
            at = row.index("of")
            head = PLURALS.get(row[at - 1])
            if head and (*row[: at - 1], head, *row[at:]) in OFFICES:
                key = (*row[: at - 1], head, *row[at:])
                return " ".join(key), OFFICES[key], True, i + size
    return None


def _portfolio(tokens: Sequence[Token], i: int) -> tuple[str, str, bool, int] | None:
    """ "Public Works Minister", "minister of food and agriculture", "deputy trade ministers"."""
    at = i
    while at < len(tokens) and at - i < 7:
        low = _low(tokens, at)
        if low in ("minister", "ministers", "secretary", "secretaries") and (
            at > i or _low(tokens, at + 1) in ("of", "for")
        ):
            return _minister(tokens, i, at)
        known = low in PORTFOLIOS or low in ("deputy", "vice", "junior", "state", "-", ",")
        capital = tokens[at].capital and tokens[at].kind == "word" and _low(tokens, at + 1) == "minister"
        if not (known or capital) or (at == i and low in (",", "-", "and", "state")):
            return None
        at += 1
    return None


def _minister(tokens: Sequence[Token], i: int, at: int) -> tuple[str, str, bool, int] | None:
    plural = tokens[at].low.endswith("s")
    words = [t.low for t in tokens[i:at]]
    end = at + 1
    if "secretary" in tokens[at].low and at == i:
        return None
    if at == i or (len(words) == 1 and words[0] in ("deputy", "vice", "junior")):
        if _low(tokens, end) not in ("of", "for"):
            return None
        stop = end + 1 + (_low(tokens, end + 1) == "the")
        first = stop
        while (
            stop < len(tokens)
            and stop - first < 7
            and (
                tokens[stop].low in PORTFOLIOS
                or (tokens[stop].low in (",", "and") and _low(tokens, stop + 1) in PORTFOLIOS)
            )
        ):
            stop += 1
        if stop == first:
            return None
        what = [t.low for t in tokens[first:stop]]
        words, end = [*words, *what], stop
    text = " ".join(words)
    role = "other_minister"
    if "deputy" not in words and "vice" not in words and "junior" not in words:
        if words[:1] == ["foreign"] or words[:2] == ["external", "affairs"]:
            role = "foreign_minister"
        elif "defence" in words or "defense" in words:
            role = "defence_minister"
        elif words == ["prime"]:
            role = "head_of_government"
    return f"{text} minister", role, plural, end


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
        and _low(tokens, at) == "for"
        and _low(tokens, at + 1) in PORTFOLIOS
    ):
        phrase.role, at = "other_minister", at + 2
    if phrase.role == "secretary_general":
        phrase.role = "head_of_state"
        phrase.states = phrase.states or ["UNO"]
    if _low(tokens, at) == "'s" and not tokens[i].capital and phrase.role == "private":
        return None
    phrase.sort = "role"
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
            if _low(tokens, at) == "," and (phrase.det or phrase.states) and _named_apposition(tokens, at)
            else at
        )
        name = name_at(tokens, start)
        if name:
            phrase.name, at = name
            phrase.sort = "named"
            at = _closing_comma(tokens, at, start > 0 and _low(tokens, start - 1) == ",")
            at = _of_states(tokens, at, phrase)
    return phrase, at


def _leader_of(tokens: Sequence[Token], at: int, phrase: Phrase) -> Found:
    """ "A delegation of the Lao party headed by X": X stands for all of them."""
    for step in range(at, min(at + 10, len(tokens) - 2)):
        place = _place(tokens, step)
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
    if not phrase.plural or len(phrase.states) < 2 or _low(tokens, at) != ",":
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
            if _low(tokens, step) not in ("and", ","):
                return None
            step += 1 + (_low(tokens, step) == "," and _low(tokens, step + 1) == "and")
    phrase.joined = [
        Phrase(name=name, states=[state], role=phrase.role, office=phrase.office)
        for name, state in zip(names, phrase.states, strict=True)
    ]
    return phrase, step + (_low(tokens, step) == ",")


_POINTERS = frozenset({"that", "this", "these", "those"})


def _determiner(tokens: Sequence[Token], i: int, phrase: Phrase) -> int:
    if i < len(tokens) and tokens[i].low in DETERMINERS - _POINTERS:
        phrase.det = tokens[i].low
        return i + 1
    return i


def _states_and_modifiers(tokens: Sequence[Token], at: int, phrase: Phrase) -> int:
    for _ in range(8):
        place = _place(tokens, at)
        low = _low(tokens, at)
        if place is not None:
            after = _low(tokens, at + 1)
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
            if _low(tokens, at) in (",", "and", "-") and (
                _place(tokens, at + 1) or _low(tokens, at + 1) == "and"
            ):
                skip = at + 1 + (_low(tokens, at + 1) == "and")
                following = _place(tokens, skip)
                if following and (
                    following.sort == "adjective"
                    or _low(tokens, skip + 1) == "'s"
                    or _office_follows(tokens, skip + 1)
                ):
                    at = skip
        elif low in ("former", "ex", "ex-", "then") and at < len(tokens):
            phrase.former = phrase.former or low != "then"
            at += 1 + (_low(tokens, at + 1) == "-")
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
    place = _place(tokens, skip)
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
    if _low(tokens, at) not in ("of", "from"):
        return at
    step = at + 1
    found: list[str] = []
    while step < len(tokens):
        step += _low(tokens, step) in ("the", "both")
        place = _place(tokens, step)
        if place is None or place.sort == "adjective" or (_low(tokens, at) == "from" and place.sort == "city"):
            break
        found.append(place.state)
        step += 1
        if _low(tokens, step) == "," and _place(tokens, step + 1) and _low(tokens, step + 2) in (",", "and"):
            step += 1
        elif (
            _low(tokens, step) == ","
            and _low(tokens, step + 1) == "and"
            and _place(tokens, step + 2)
            and len(found) > 1
        ):
            step += 2
        elif _low(tokens, step) == "and" and phrase.plural and _place_after_the(tokens, step + 1):
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
    return _place(tokens, at + (_low(tokens, at) == "the")) is not None


def _second_office(tokens: Sequence[Token], at: int, phrase: Phrase) -> int:
    """ "Deputy Prime Minister and Foreign Minister X": the second office is the plainer one."""
    if (
        _low(tokens, at) in ("and", ",")
        and not phrase.plural
        and at + 1 < len(tokens)
        and (tokens[at + 1].capital or _low(tokens, at) == "and")
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
    if _low(tokens, at) not in ("for", "on", "to") or phrase.plural or not (phrase.det or phrase.states):
        return at
    for step in range(at + 1, min(at + 7, len(tokens))):
        if _low(tokens, step) == ",":
            return step if _named_apposition(tokens, step) else at
        if tokens[step].kind in ("punct", "when"):
            return at
        name = name_at(tokens, step) if step > at + 1 and tokens[step].kind == "word" else None
        if name is not None and len(name[0].split()) > 1 and _low(tokens, step - 1) != "the":
            return step
    return at


def _named_apposition(tokens: Sequence[Token], comma: int) -> bool:
    """Whether "the minister, NAME," is closed by a comma, a full stop or the like."""
    name = name_at(tokens, comma + 1)
    return name is not None and (
        _low(tokens, name[1]) in (",", ".", ";", ")", "--", "", "(")
        or tokens[name[1]].kind == "when"
        or _low(tokens, name[1])
        in ("and", "on", "in", "at", "'s", "of", "to", "for", "who", "as", "about", "during", "after", "over")
    )


def _closing_comma(tokens: Sequence[Token], at: int, apposition: bool) -> int:
    return at + 1 if apposition and _low(tokens, at) == "," else at


def _without_office(tokens: Sequence[Token], i: int, at: int, phrase: Phrase) -> Found:
    low = _low(tokens, at)
    own = phrase.det in ("his", "her", "their") or phrase.states
    if (low in _COUNTERPARTS and own) or (low == "opposite" and _low(tokens, at + 1) in ("number", "numbers")):
        phrase.sort, phrase.plural = "counterpart", low.endswith("s") or _low(tokens, at + 1) == "numbers"
        end = at + (2 if low == "opposite" else 1)
        return _counterpart_name(tokens, _of_states(tokens, end, phrase), phrase)
    organ = _organ(tokens, at, phrase)
    if organ:
        return organ
    if phrase.states and at < len(tokens):
        # "Kenya's Odhiambo", "Finland's Stubb", "North Korean Kim": a name behind a state.
        name = name_at(tokens, at)
        if name and (_low(tokens, at - 1) == "'s" or len(name[0].split()) > 1):
            phrase.name, end = name
            return phrase, end
        place = _place(tokens, at - 1)
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
    start = at + 1 if _low(tokens, at) == "," else at
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
            _low(tokens, step) in PORTFOLIOS
            or tokens[step].low in ("and", "affairs", "presidential", "state", "ruling", "military", "news")
        )
    ):
        step += 1
    low = _low(tokens, step)
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
    if _low(tokens, at) in ("two", "three", "four", "five"):
        number = _low(tokens, at)
        at += 1
    while (
        _low(tokens, at)
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
        and _low(tokens, at + 1) in GROUP_NOUNS
    ):
        at += 1
    low = _low(tokens, at)
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


# ---------------------------------------------------------------- names
def name_at(tokens: Sequence[Token], i: int) -> tuple[str, int] | None:
    """A person's name that begins at word `i`, and the number of the word after it."""
    at = i
    if _low(tokens, at) in COURTESY and _low(tokens, at + 1) == ".":
        at += 2
    elif _low(tokens, at) in COURTESY and at < len(tokens) and tokens[at].capital and len(tokens[at].low) > 1:
        at += 1
    words: list[str] = []
    start = at
    while at < len(tokens) and len(words) < _LONGEST_NAME:
        token = tokens[at]
        if _name_word(tokens, at, first=at == start):
            words.append(token.text)
            at += 1
            if len(token.text) == 1 and _low(tokens, at) == ".":
                words[-1] += "."
                at += 1
            elif token.low in ("st", "jr", "sr") and _low(tokens, at) == "." and token.low == "st":
                at += 1
        elif (
            token.low in NAME_PARTICLES
            and words
            and at + 1 < len(tokens)
            and (tokens[at + 1].capital or tokens[at + 1].low in NAME_PARTICLES)
        ):
            words.append(token.text)
            at += 1
        else:
            break
    while words and words[-1].lower() in NAME_PARTICLES:
        words.pop()
        at -= 1
    if not words or (len(words) == 1 and len(words[0].rstrip(".")) < 2):
        return None
    return " ".join(words), at


def _name_word(tokens: Sequence[Token], at: int, first: bool) -> bool:
    token = tokens[at]
    if token.kind == "place":
        # "Jordan Bardella", "Roza Chad": a place's name only beside another part of a name.
        place: Place = token.value
        return place.sort != "adjective" and not first and _low(tokens, at + 1) not in ("'s",) and False
    if (
        token.kind != "word"
        or not token.text
        or token.low in NOT_NAMES
        or (token.low in COURTESY and not first)
    ):
        return False
    head, dash, _rest = token.text.partition("-")
    capital = token.capital or (dash and head.lower() in NAME_PARTICLES and _rest[:1].isupper())
    if not capital:
        return False
    if first and office_at(tokens, at) is not None:
        return False
    return not (not first and (token.low in ORGANS or _office_word(tokens, at)))


def _office_word(tokens: Sequence[Token], at: int) -> bool:
    """Whether an office begins here; "Son", "Star" and the like are also names."""
    found = _listed(tokens, at)
    return found is not None and (found[1] != "private" or " " in found[0])


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
    if _low(tokens, at) not in (",", "("):
        return phrase, at
    step = at + 1
    for _ in range(3):
        if _low(tokens, step) in ("who", "which"):
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
            if _low(tokens, step_on) in (",", ")", ".", ";", "--") or tokens[step_on].kind == "when":
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
        return phrase, end + (_low(tokens, end) in (",", ")"))
    return phrase, at

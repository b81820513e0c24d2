"""Small steps of casting that need no memory of the article."""

from __future__ import annotations

from domain.reading import date_grammar
from domain.reading.people import Official, Who, recognise
from domain.reading.phrase_parts import Phrase
from domain.reading.places import Gazetteer, Place
from domain.reading.text import Sentence, Token
from domain.reading.word_sets import word_set
from domain.reading.words import COMMON, PREPOSITIONS


def finite_verb(token: Token) -> bool:
    from domain.reading.verb_table import FORMS

    return token.kind == "word" and any(kind in ("past", "s", "pp") for _, kind in FORMS.get(token.low, ()))


def nearly(one: str, other: str) -> bool:
    """Whether two names differ by one letter in one word."""
    a, b = one.lower().replace("-", " ").split(), other.lower().replace("-", " ").split()
    if len(a) != len(b):
        return False
    odd = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if len(odd) != 1:
        return not odd
    x, y = sorted(odd[0], key=len)
    if len(y) - len(x) == 1:
        return any(y[:i] + y[i + 1 :] == x for i in range(len(y)))
    return len(x) == len(y) and sum(p != q for p, q in zip(x, y, strict=True)) == 1


def states_told(token: Token, after: str = "") -> list[str]:
    """The state of a place, or of a ministry or the like that speaks."""
    if token.kind == "place" and token.value.sort in ("city", "seat", "state"):
        return [token.value.state]
    if token.kind == "place" and after in ("capital", "city", "parliament", "government"):
        return [token.value.state]  # "In the Georgian capital".
    if token.kind == "who" and isinstance(token.value, Who) and token.value.sort == "state":
        return [o.state for o in token.value.members if o.state]
    return []


def role_of(phrase: Phrase) -> str | None:
    role = phrase.role or None
    if phrase.office == "leader" and (phrase.states or phrase.det == "the"):
        role = "head_of_state"
    if phrase.former and role not in ("private", "spokes"):
        return "other"
    return role


def speaker_of(sentence: Sentence) -> Official | None:
    from domain.reading.verb_table import FORMS, SPEECH

    for i, token in enumerate(sentence.tokens):
        if not token.quoted and any(lemma in SPEECH for lemma, _ in FORMS.get(token.low, ())):
            for near in (i - 1, i + 1, i - 2, i + 2):
                if 0 <= near < len(sentence.tokens) and isinstance(sentence.tokens[near].value, Who):
                    who: Who = sentence.tokens[near].value
                    return who.members[0] if who.members else None
    return None


_STYLES = frozenset(
    [
        "Honourable",
        "Honorable",
        "Engineer",
        "Lyonpo",
        "Dasho",
        "Dato'",
        "HH",
        "HE",
        "HRH",
        "HM",
        "H.H.",
        "H.E.",
        "H.M.",
        "HIM",
        "Shri",
        "Smt",
        "Hon",
        "Datuk",
        "Dato",
        "Seri",
    ]
)
_DOTTED = frozenset({"Hon", "Rt", "Amb", "Eng", "Ing", "Engr", "Smt", "Dra", "Sra"})
_HIGHNESS = frozenset({"Highness", "Majesty", "Excellency", "Majesties"})


def without_styles(tokens: list[Token]) -> list[Token]:
    """ "HE Dr X", "His Royal Highness Prince Y": styles before a name say nothing of who it is."""
    found: list[Token] = []
    dot = -1
    for i, token in enumerate(tokens):
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        if i == dot:
            continue
        if after is not None and token.text in _STYLES and (after.capital or after.low == "the"):
            continue
        if token.text in _DOTTED and i + 2 < len(tokens) and tokens[i + 1].low == "." and tokens[i + 2].capital:
            dot = i + 1
            continue
        if after is not None and after.capital and token.text in _HIGHNESS:
            while found and found[-1].low in ("his", "her", "their", "royal", "imperial", "serene"):
                found.pop()
            continue
        found.append(token)
    return found


_FORMS_OF_STATE = word_set("republic kingdom state sultanate principality commonwealth union")
_KINDS_OF_STATE = word_set(
    "federal islamic democratic people's socialist united arab hashemite co-operative bolivarian plurinational "
    "oriental swiss federative independent 's people lao eastern"
)


def long_form(tokens: list[Token], i: int, place: Place) -> bool:
    """Whether word `i` belongs to "the Federal Republic of" before a state, or is the article of its name."""
    low = tokens[i].low
    after = tokens[i + 1].low
    before = tokens[i - 1].low if i else ""
    if low == "of":
        return before in _FORMS_OF_STATE and tokens[i - 1].capital
    if low in _FORMS_OF_STATE:
        return tokens[i].capital and after == "of"
    if low in _KINDS_OF_STATE and tokens[i].capital:
        return after in _FORMS_OF_STATE | _KINDS_OF_STATE
    return low == "the" and before in PREPOSITIONS and (tokens[i + 1].capital and place.sort == "state")


_FORMS_BEHIND = frozenset({"Republic", "Federation", "Confederation", "Kingdom", "Principality", "Emirate"})


def form_behind(tokens: list[Token], end: int, place: Place) -> int:
    """ "The Portuguese Republic", "the Syrian Arab Republic": the word after the form, else `end`."""
    step = end
    while (
        step < len(tokens) and step - end < 3 and tokens[step].capital and tokens[step].low in _KINDS_OF_STATE
    ):
        step += 1
    named = place.sort == "adjective" and step < len(tokens) and tokens[step].text in _FORMS_BEHIND
    return step + 1 if named else end


def said_by(tokens: list[Token], i: int) -> Official | None:
    """ "The minister said she would": whose words they are in which the pronoun at `i` stands."""
    from domain.reading.verb_table import FORMS, SPEECH

    at = i - 1
    while at > 0 and (tokens[at].low in ("that", "reporters", "on") or tokens[at].kind == "when"):
        at -= 1
    if at < 1 or not any(lemma in SPEECH for lemma, _ in FORMS.get(tokens[at].low, ())):
        return None
    at -= tokens[at - 1].low in ("has", "had", "later", "also")
    who = tokens[at - 1].value
    return who.members[0] if isinstance(who, Who) and len(who.members) == 1 else None


def split_compounds(tokens: list[Token], gazetteer: Gazetteer, year: int) -> list[Token]:
    """ "Korea-Russia", "Lavrov-Kim", "Kim-Putin": the parts act each for itself."""
    found: list[Token] = []
    for token in tokens:
        first, dash, second = token.text.partition("-")
        whole = "-" in second or gazetteer.find([token], 0, korean=False) is not None  # "Bissau-Guinean"
        if not dash or whole or not (first[:1].isupper() and second[:1].isupper()):
            found.append(token)
            continue
        parts = [
            Token(first, first.lower(), token.start, token.start + len(first)),
            Token(second, second.lower(), token.end - len(second), token.end),
        ]
        named = [
            gazetteer.find([part], 0, korean=False)
            or recognise(part.text, year)
            or (part is parts[0] and first == "Korea")
            for part in parts
        ]
        if all(named):
            middle = Token("-", "-", parts[0].end, parts[1].start, "punct")
            found += [parts[0], middle, parts[1]]
            for part in (found[-3], found[-2], found[-1]):
                part.quoted = token.quoted
        else:
            found.append(token)
    return found


def merge_dates(tokens: list[Token]) -> list[Token]:
    merged: list[Token] = []
    i = 0
    while i < len(tokens):
        found = None if _family_name(tokens, i) else date_grammar.find(tokens, i)
        if found and found[1] > i:
            when, end = found
            merged.append(merged_token(tokens, i, end, "when", when))
            i = end
        else:
            merged.append(tokens[i])
            i += 1
    return merged


_MONTH_NAMES = frozenset({"may", "march", "april", "june", "august"})
_BEFORE_MONTHS = word_set(
    "early mid late last next this in of since until and monday tuesday wednesday thursday "
    "friday saturday sunday from to by during through between"
)


def _family_name(tokens: list[Token], i: int) -> bool:
    """ "Theresa May", "Prime Minister May": a month that is somebody's name."""
    before = tokens[i - 1] if i else None
    if tokens[i].low not in _MONTH_NAMES or not tokens[i].capital or before is None:
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    return (
        before.kind == "word"
        and before.capital
        and before.low not in COMMON | _BEFORE_MONTHS
        and i > 1
        and (after is None or (after.kind != "num" and after.low not in ("to", "and", "-")))
    )


def part_of_name(tokens: list[Token], i: int, end: int, place: Place) -> bool:
    """ "Jordan Bardella", "Michael Jordan", "China Daily": the name of a place within another name."""
    from domain.reading.offices import office_at
    from domain.reading.words import NOT_NAMES

    if place.sort == "adjective" or (tokens[i].text.isupper() and len(tokens[i].text) <= 4):
        return False  # "U.S. House", "UK".
    after = tokens[end] if end < len(tokens) else None
    before = tokens[i - 1] if i else None
    if place.sort == "state" and before is not None and before.low in ("of", "in", "to", "from", "between"):
        return False  # "President of Belarus Anatol Rudak".
    if after is not None and after.kind == "word" and after.capital and after.start == tokens[end - 1].end + 1:
        known = (
            after.low in COMMON
            or office_at(tokens, end) is not None
            or after.low in ("foreign", "prime", "vice", "deputy")
        )
        organisation = after.low in (
            "daily",
            "times",
            "post",
            "university",
            "bank",
            "airlines",
            "airport",
            "party",
            "news",
            "herald",
            "wire",
            "times",
            "journal",
        )
        if organisation:
            return True
        if (
            not known
            and after.low not in NOT_NAMES
            and place.sort in ("city", "seat", "state")
            and len(tokens) < 400
        ):
            capitals = sum(t.capital for t in tokens if t.kind == "word")
            if capitals < 0.6 * max(1, sum(t.kind == "word" for t in tokens)):
                return True
    if (
        before is not None
        and before.kind == "word"
        and before.capital
        and before.end + 1 == tokens[i].start
        and i > 1
    ):
        return (
            before.low not in COMMON
            and before.low not in NOT_NAMES
            and office_at(tokens, i - 1) is None
            and place.sort != "state"
        )
    return False


def merged_token(tokens: list[Token], i: int, end: int, kind: str, value: object) -> Token:
    first, last = tokens[i], tokens[end - 1]
    text = " ".join(t.text for t in tokens[i:end])
    return Token(text, text.lower() if kind != "who" else "", first.start, last.end, kind, value, first.quoted)

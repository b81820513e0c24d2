"""Who acts in an article: the officials that it names, and what they are called later on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from anyascii import anyascii

from domain import names
from domain.reading.known_people import PEOPLE
from domain.reading.officials_register import REGISTER
from domain.reading.word_sets import word_set

EASTERN = frozenset({"CHN", "PRK", "KOR", "TWN", "VNM", "JPN", "HUN", "KHM", "SGP", "HKG", "MAC"})
"""States whose officials' names often begin with the family."""


MONARCHIES = word_set(
    "GBR ESP SWE NOR DNK NLD BEL LUX LIE MCO VAT JPN THA KHM MYS BRN BTN SAU QAT KWT BHR ARE OMN JOR MAR LSO "
    "SWZ TON IRN NPL"
)
"""States where a royal can be at home; the last two were such within living memory."""

_MOST_NAMESAKES = 30
"""Of those who share a word of their names, the latest are looked at."""


@dataclass(eq=False, slots=True)
class Official:
    """Somebody in the article. `state` may be unknown: then `guesses` are tried in their order."""

    name: str | None = None
    state: str | None = None
    role: str | None = None
    guesses: list[str] = field(default_factory=list)
    near: list[str] = field(default_factory=list)  # Guesses from the sentence, or from the visit told of.
    home: str | None = None  # The state where the story is written.
    private: bool = False  # Acts for no state.
    former: bool = False
    office: str = ""  # The words of the office.
    gender: str = ""
    by_family: bool = False  # State and role are those of the one official known by this family name.
    last: int = -1  # The sentence of the last mention.

    @property
    def known_state(self) -> str | None:
        """The state, or the best guess at it."""
        if self.state or self.role != "royal":
            return self.state or (self.guesses[0] if self.guesses else None)
        return next((s for s in self.guesses if s in MONARCHIES), None)


@dataclass(slots=True)
class Who:
    """One mention: officials, or states that act themselves."""

    members: list[Official]
    plural: bool = False
    sort: str = "named"  # named, role, state, pronoun, group, counterpart
    det: str = ""
    role: str | None = None
    office: str = ""
    visiting: bool = False  # "The visiting minister".


_OFFICE_OF_LETTER = {
    "s": "head_of_state", "g": "head_of_government", "f": "foreign_minister", "d": "defence_minister",
    "r": "royal", "o": "other",
}  # fmt: skip
_TERM = re.compile(r"([sgfdro]) (.+) (\d{4})(-?)(\d{4})?")
_FAMILY_ALONE = frozenset({"head_of_state", "head_of_government", "foreign_minister", "royal"})
_NOT_ALONE = word_set("may key young hill straw hunt brown cook saw sun man song jan van day ali said price")
"""Family names that are more often another word, and are not taken for the official when they stand alone."""
_ALWAYS = 9999


@dataclass(frozen=True, slots=True)
class Term:
    """Somebody known, in one office, from the first to the last year, both included."""

    name: str
    state: str
    role: str
    first: int = 0
    last: int = _ALWAYS

    def away(self, year: int) -> int:
        """Years between then and the term; 0 within it. Who has no years is of the past: after others."""
        return max(self.first - year, year - self.last, 0) if self.first else 2


def _folded(name: str) -> str:
    return anyascii(name).lower().replace("`", "'")


@cache
def known() -> dict[str, tuple[Term, ...]]:
    """Officials that readers of news know, by each spelling of the whole name in small plain letters."""
    found: dict[str, list[Term]] = {}
    for line in PEOPLE.strip().split("\n"):
        name, state, role = line.split("|")
        found.setdefault(_folded(name), []).append(Term(name, state, role))
    for line in REGISTER.strip().split("\n"):
        state, _, terms = line.partition("|")
        for entry in terms.split(";"):
            match = _TERM.fullmatch(entry)
            assert match is not None, entry
            letter, spellings, first, dash, last = match.groups()
            end = int(last) if last else (_ALWAYS if dash else int(first))
            names_of = spellings.split("/")
            for spelling in names_of:
                term = Term(names_of[0], state, _OFFICE_OF_LETTER[letter], int(first), end)
                found.setdefault(_folded(spelling), []).append(term)
    return {name: tuple(terms) for name, terms in found.items()}


@cache
def _known_families() -> dict[str, tuple[tuple[str, Term], ...]]:
    families: dict[str, list[tuple[str, Term]]] = {}
    for spelling, terms in known().items():
        words = spelling.split()
        for word in {words[-1], words[0]} if terms[0].state in EASTERN else {words[-1]}:
            families.setdefault(word, []).extend((spelling, term) for term in terms)
    return {word: tuple(entries) for word, entries in families.items()}


def recognise(name: str, year: int, role: str | None = None) -> Term | None:
    """The known official of this name: whole, or a family name that one alone has in office around the year.

    `role`: what the article calls who bears a family name alone; who has another office is another person.
    """
    low = _folded(name.replace("\u2019", "'"))
    if low in known():
        return min(known()[low], key=lambda term: term.away(year))
    words = low.split()
    if not words:
        return None
    if len(words) == 1:
        return _family_alone(words[0], year, role)
    candidates = (*_known_families().get(words[-1], ()), *_known_families().get(words[0], ()))
    fitting = [term for spelling, term in candidates if names.same_name(spelling, low)]
    return min(fitting, key=lambda term: term.away(year), default=None)


def _family_alone(word: str, year: int, role: str | None) -> Term | None:
    if word in _NOT_ALONE:
        return None
    bearers = [term for _, term in _known_families().get(word, ()) if term.role in _FAMILY_ALONE]
    for reach in (0, 1, 2):
        near = [term for term in bearers if term.away(year) <= reach]
        if near:
            same = role not in _FAMILY_ALONE or any(term.role == role or not term.first for term in near)
            return near[0] if same and len({term.state for term in near}) == 1 else None
    return None


class Cast:
    """The officials of one article, in the order in which they were met."""

    def __init__(self) -> None:
        self.officials: list[Official] = []
        self._by_word: dict[str, list[Official]] = {}

    def named(self, name: str, state: str | None, role: str | None) -> Official | None:
        """The official whom this name calls here; the one met last where several could be meant."""
        words = _words(name)
        candidates = self._by_word.get(words[-1], []) + (
            self._by_word.get(words[0], []) if len(words) > 1 else []
        )
        candidates = candidates[-_MOST_NAMESAKES:]
        fitting = [o for o in dict.fromkeys(candidates) if o.name and _calls(o.name, name)]
        if state:
            agreeing = [o for o in fitting if o.state in (None, state)]
            if not agreeing and fitting and len(words) > 1:
                return None
            fitting = agreeing
        if role and len(fitting) > 1:
            fitting = [o for o in fitting if o.role in (role, None)] or fitting
        if not fitting:
            return None
        if len(words) == 1:  # "Kim" alone is the leader, whoever of that family was met last.
            return max(fitting, key=lambda o: (o.role in ("head_of_state", "head_of_government"), o.last))
        return max(fitting, key=lambda o: o.last)

    def add(self, official: Official) -> Official:
        """Put somebody on record who was not named before."""
        self.officials.append(official)
        for word in _words(official.name or ""):
            self._by_word.setdefault(word, []).append(official)
        return official

    def rename(self, official: Official, name: str) -> None:
        """A fuller form of the name was met."""
        official.name = name
        for word in _words(name):
            entries = self._by_word.setdefault(word, [])
            if official not in entries:
                entries.append(official)


def _words(name: str) -> list[str]:
    return name.lower().replace("-", " ").split()


def _calls(full: str, name: str) -> bool:
    if full.lower() == name.lower():
        return True
    long, short = full.lower().replace("-", " ").split(), name.lower().replace("-", " ").split()
    if len(short) > len(long):
        long, short = short, long
    if len(long) == len(short) == 2 and long == short[::-1]:
        return True  # "Kishida Fumio", "Fumio Kishida".
    if len(short) == 1:
        # Family names first or last; double family names ("Ahmed Ould Sidi") by their last word.
        return short[0] in (long[0], long[-1]) or "".join(long[-2:]) == short[0]
    return names.same_name(full, name) or long[-len(short) :] == short

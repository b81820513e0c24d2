"""Who acts in an article: the officials that it names, and what they are called later on."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from domain import names
from domain.reading.known_people import PEOPLE

EASTERN = frozenset({"CHN", "PRK", "KOR", "TWN", "VNM", "JPN", "HUN", "KHM", "SGP", "HKG", "MAC"})
"""States whose officials' names often begin with the family."""


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
    last: int = -1  # The sentence of the last mention.

    @property
    def known_state(self) -> str | None:
        """The state, or the best guess at it."""
        return self.state or (self.guesses[0] if self.guesses else None)


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


@cache
def known() -> dict[str, Official]:
    """Officials that readers of news know, by the last word of the name and by the whole of it."""
    found: dict[str, Official] = {}
    for line in PEOPLE.strip().split("\n"):
        name, state, role = line.split("|")
        found[name.lower()] = Official(name, state, role)
    return found


@cache
def _known_families() -> dict[str, list[Official]]:
    families: dict[str, list[Official]] = {}
    for official in known().values():
        words = (official.name or "").lower().split()
        for word in {words[-1], words[0]} if official.state in EASTERN else {words[-1]}:
            families.setdefault(word, []).append(official)
    return families


def recognise(name: str) -> Official | None:
    """The known official of this name, whole or a family name that only one of them has."""
    low = name.lower().replace("’", "'")
    if low in known():
        return known()[low]
    words = low.split()
    candidates = _known_families().get(words[-1], []) + (
        _known_families().get(words[0], []) if len(words) > 1 else []
    )
    if len(words) == 1:
        first = candidates[:1]
        return first[0] if first and all(c.state == first[0].state for c in candidates) else None
    for candidate in candidates:
        if candidate.name and names.same_name(candidate.name, name):
            return candidate
    return None


class Cast:
    """The officials of one article, in the order in which they were met."""

    def __init__(self) -> None:
        self.officials: list[Official] = []
        self._by_word: dict[str, list[Official]] = {}

    def named(self, name: str, state: str | None, role: str | None) -> Official | None:
        """The official whom this name calls here; the one met last where several could be meant."""
        words = name.lower().split()
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
        for word in (official.name or "").lower().split():
            self._by_word.setdefault(word, []).append(official)
        return official

    def rename(self, official: Official, name: str) -> None:
        """A fuller form of the name was met."""
        official.name = name
        for word in name.lower().split():
            entries = self._by_word.setdefault(word, [])
            if official not in entries:
                entries.append(official)


def _calls(full: str, name: str) -> bool:
    if full.lower() == name.lower():
        return True
    long, short = full.lower().replace("-", " ").split(), name.lower().replace("-", " ").split()
    if len(short) > len(long):
        long, short = short, long
    if len(short) == 1:
        # Family names first or last; double family names ("Ahmed Ould Sidi") by their last word.
        return short[0] in (long[0], long[-1]) or "".join(long[-2:]) == short[0]
    return names.same_name(full, name) or long[-len(short) :] == short

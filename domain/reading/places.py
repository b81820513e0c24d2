"""Which state a name on the map means: states, their adjectives, their seats of power, and cities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from domain.reading.state_table import PLACES, STATES
from domain.reading.text import Token, tokens_of
from domain.reading.word_sets import word_set
from domain.reading.words import NOT_NAMES

_LONGEST = 6
_Key = tuple[str, ...]

# After these a name on the map is a place, and not a family name or a word at the head of a sentence.
BEFORE_CITIES = word_set(
    "in at to from near via outside around toward towards into through leave leaves leaving left "
    "reach reaches reached visit visits visited visiting tour toured touring"
)


@dataclass(frozen=True, slots=True)
class Place:
    """What a name on the map means. `sort`: state, adjective, seat (stands for its government) or city."""

    state: str
    name: str
    sort: str


class Gazetteer:
    """Finds places in a row of words. `cities`: names to state codes, beside the tables of this package."""

    def __init__(self, cities: Mapping[str, str] | None = None) -> None:
        self._own, self._shy = _tables()
        self._cities = cities or {}

    def find(self, tokens: Sequence[Token], i: int, korean: bool) -> tuple[Place, int] | None:
        """The longest place name at word `i`, and the number of the word after it.

        `korean`: whether "the North" and "the South" are the two Koreas in this article.
        """
        first = tokens[i]
        if first.kind != "word" or not first.capital:
            return None
        for size in range(min(_LONGEST, len(tokens) - i), 0, -1):
            key = tuple(token.low for token in tokens[i : i + size])
            place = self._own.get(key)
            if place is not None and _written_so(tokens[i : i + size], place):
                if key in self._shy and not _in_company(tokens, i, size):
                    continue
                return place, i + size
            if key in (("north",), ("south",)) and korean and _bare_direction(tokens, i):
                return Place("PRK" if key[0] == "north" else "KOR", first.text, "state"), i + size
            if size <= 3 and ((i and tokens[i - 1].low in BEFORE_CITIES) or _before_state(tokens, i + size)):
                code = self._cities.get(" ".join(key))
                if (
                    code is not None
                    and all(t.capital for t in tokens[i : i + size])
                    and not _goes_on(tokens, i + size)
                ):
                    return Place(code, " ".join(t.text for t in tokens[i : i + size]), "city"), i + size
        return None

    def city(self, name: str) -> str | None:
        """The state of a city, where only one is meant."""
        return self._cities.get(name.lower())


_AFTER_CITIES = NOT_NAMES | word_set(
    "president prime foreign king queen chancellor premier minister secretary vice deputy defense defence mr"
)


def _goes_on(tokens: Sequence[Token], i: int) -> bool:
    """ "At Temple Trees": a longer name than the city's."""
    return (
        i < len(tokens)
        and tokens[i].capital
        and tokens[i].kind == "word"
        and tokens[i].low not in _AFTER_CITIES
        and tokens[i].start == tokens[i - 1].end + 1
    )


def _before_state(tokens: Sequence[Token], i: int) -> bool:
    """ "Oshikango, Namibia"."""
    return i + 1 < len(tokens) and tokens[i].low == "," and (tokens[i + 1].low,) in _tables()[0]


def _written_so(tokens: Sequence[Token], place: Place) -> bool:
    if len(tokens) == 1 and place.name.isupper() and len(place.name) <= 5:
        return tokens[0].text.isupper()  # "us", "car", "drc"
    return all(token.capital or token.low in _SMALL for token in tokens)


_SMALL = word_set("of the and & . 's - el es de da do del d'ivoire la n.")


def _bare_direction(tokens: Sequence[Token], i: int) -> bool:
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    before = tokens[i - 1].low if i else ""
    return (before in ("the", "a") or (after is not None and after.low == "'s")) and not (
        after is not None and (after.capital or after.low in ("of", "-"))
    )


def _in_company(tokens: Sequence[Token], i: int, size: int) -> bool:
    before = tokens[i - 1] if i else None
    after = tokens[i + size] if i + size < len(tokens) else None
    if after is not None and after.low == "'s":
        return True
    if after is not None and after.capital and after.kind == "word" and after.low not in ("president", "prime"):
        return False
    return before is None or not before.capital


@cache
def _tables() -> tuple[dict[_Key, Place], frozenset[_Key]]:
    own: dict[_Key, Place] = {}
    shy: set[_Key] = set()
    for line in STATES.strip().split("\n"):
        code, names, adjectives, seats = line.split("|")
        main = names.split(",")[0].rstrip("!")
        for sort, group in (("state", names), ("adjective", adjectives), ("seat", seats)):
            for written in filter(None, group.split(",")):
                name = written.rstrip("!").removeprefix("the ").removeprefix("The ")
                if written in ("the North", "the South"):
                    continue  # `find` sees to them: only beside the other Korea.
                key = tuple(token.low for token in tokens_of(name))
                shown = main if sort == "adjective" else name
                own.setdefault(key, Place(code, shown, sort))
                if written.endswith("!"):
                    shy.add(key)
    for line in PLACES.strip().split("\n"):
        code, names = line.split("|")
        for written in names.split(","):
            key = tuple(token.low for token in tokens_of(written.rstrip("!")))
            own.setdefault(key, Place(code, written.rstrip("!"), "city"))
            if written.endswith("!"):
                shy.add(key)
    return own, frozenset(shy)


# Adjectives that are also what the people are called; "the Russians" acts, "Russian" alone describes.
@cache
def is_people(word: str) -> bool:
    """Whether a word names a people in the plural ("Russians", "the Dutch" is none)."""
    place = _tables()[0].get((word.lower(),))
    return (
        place is not None
        and place.sort == "adjective"
        and word.lower().endswith(("s", "men"))
        and word.lower()
        not in (
            "swiss",
            "cypriots's",
        )
    )

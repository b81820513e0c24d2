"""Offices and names in a row of words: "Public Works Minister", "Ahmed Ould Sidi"."""

from __future__ import annotations

from collections.abc import Sequence

from domain.reading.office_table import COURTESY, OFFICES, PLURALS, PORTFOLIOS
from domain.reading.places import Place
from domain.reading.text import Token
from domain.reading.words import NAME_PARTICLES, NOT_NAMES, ORGANS

_LONGEST_NAME = 6
_LONGEST_OFFICE = max(map(len, OFFICES))


def low_at(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].low if 0 <= i < len(tokens) else ""


def place_at(tokens: Sequence[Token], i: int) -> Place | None:
    if 0 <= i < len(tokens) and tokens[i].kind == "place":
        place: Place = tokens[i].value
        return place
    return None


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
        low = low_at(tokens, at)
        if low in ("minister", "ministers", "secretary", "secretaries") and (
            at > i or low_at(tokens, at + 1) in ("of", "for")
        ):
            return _minister(tokens, i, at)
        known = low in PORTFOLIOS or low in ("deputy", "vice", "junior", "state", "-", ",")
        capital = tokens[at].capital and tokens[at].kind == "word" and low_at(tokens, at + 1) == "minister"
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
        if low_at(tokens, end) not in ("of", "for"):
            return None
        stop = end + 1 + (low_at(tokens, end + 1) == "the")
        first = stop
        while (
            stop < len(tokens)
            and stop - first < 7
            and (
                tokens[stop].low in PORTFOLIOS
                or (tokens[stop].low in (",", "and") and low_at(tokens, stop + 1) in PORTFOLIOS)
            )
        ):
            stop += 1
        if (
            stop > first
            and stop + 1 < len(tokens)
            and tokens[stop].capital
            and tokens[stop + 1].low in PORTFOLIOS
        ):
            stop += 2  # "Foreign and Caricom Affairs".
        if stop == first:
            stop = _open_remit(tokens, first)
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


def _open_remit(tokens: Sequence[Token], first: int) -> int:
    """ "Minister of Blue Economy, NAME": where a remit ends that no table knows; else where it begins."""
    at, known = first, first
    while at < len(tokens) and at - first < 6 and (tokens[at].capital or tokens[at].low in ("and", "of", "&")):
        at += 1
        known = at if tokens[at - 1].low in PORTFOLIOS - {"and"} else known
    closed = low_at(tokens, at) in (",", "(") and all(t.kind == "word" for t in tokens[first:at])
    return known if known > first else (at if closed else first)


# ---------------------------------------------------------------- names
def name_at(tokens: Sequence[Token], i: int) -> tuple[str, int] | None:
    """A person's name that begins at word `i`, and the number of the word after it."""
    at = i
    if low_at(tokens, at) in COURTESY and low_at(tokens, at + 1) == ".":
        at += 2
    else:
        while _title_at(tokens, at):
            at += 1
    words: list[str] = []
    start = at
    while tokens[at].low in _SHORT_RANKS and low_at(tokens, at + 1) == "." if at < len(tokens) else False:
        at += 2
        start = at
    while at < len(tokens) and len(words) < _LONGEST_NAME:
        token = tokens[at]
        if _name_word(tokens, at, first=at == start):
            words.append(token.text)
            at += 1
            if len(token.text) == 1 and low_at(tokens, at) == ".":
                words[-1] += "."
                at += 1
            elif token.low in ("st", "jr", "sr") and low_at(tokens, at) == "." and token.low == "st":
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
    while words and words[-1].lower() in NAME_PARTICLES and not words[-1][0].isupper():
        words.pop()
        at -= 1
    if not words or (len(words) == 1 and len(words[0].rstrip(".")) < 2):
        return None
    return " ".join(_without_shouting(words)), at


def _title_at(tokens: Sequence[Token], at: int) -> bool:
    """ "Lady X", "Sheikh X": a word before a name that is no part of it."""
    if at >= len(tokens) or not tokens[at].capital:
        return False
    rank = tokens[at].text in _RANKS and at + 1 < len(tokens) and tokens[at + 1].capital
    return rank or (tokens[at].low in COURTESY and len(tokens[at].low) > 1)


def _without_shouting(words: list[str]) -> list[str]:
    """ "KISHIDA Fumio": a family name that is set in capitals."""
    loud = [word.isupper() and len(word) > 2 and "." not in word for word in words]
    return [w.title() if shouted and not all(loud) else w for w, shouted in zip(words, loud, strict=True)]


def _name_word(tokens: Sequence[Token], at: int, first: bool) -> bool:
    token = tokens[at]
    if token.kind == "place":
        # "Jordan Bardella", "Roza Chad": a place's name only beside another part of a name.
        place: Place = token.value
        return place.sort != "adjective" and not first and low_at(tokens, at + 1) not in ("'s",) and False
    if (
        token.kind != "word"
        or not token.text
        or (
            token.low in NOT_NAMES
            and not (_part_of_name_though(tokens, at) if not first else _to_lam(tokens, at))
        )
        or (token.low in COURTESY and not first)
    ):
        return False
    head, dash, _rest = token.text.partition("-")
    capital = token.capital or (dash and head.lower() in NAME_PARTICLES and _rest[:1].isupper())
    if not capital:
        return False
    if first and office_at(tokens, at) is not None and not _emir_as_name(tokens, at):
        return False
    return not (not first and (token.low in ORGANS or _office_word(tokens, at)))


def _part_of_name_though(tokens: Sequence[Token], at: int) -> bool:
    return _month_as_name(tokens, at) or tokens[at].text in ("He", "An", "So")


def _to_lam(tokens: Sequence[Token], at: int) -> bool:
    """ "President To Lam": a small word as family name, behind an office."""
    return (
        tokens[at].text in ("To", "An", "He", "So", "Do", "Said", "Will")
        and at + 1 < len(tokens)
        and tokens[at + 1].capital
        and tokens[at + 1].low not in COURTESY
        and (
            low_at(tokens, at - 1) in _BEFORE_SMALL_NAMES
            or (low_at(tokens, at - 1) == "," and tokens[at].text in ("Said", "Will"))
        )
    )


_BEFORE_SMALL_NAMES = frozenset(
    {"president", "minister", "premier", "secretary", "chairman", "leader", "general", "chief"}
)
_SHORT_RANKS = frozenset({"lt", "maj", "brig", "gen", "col", "adm", "capt", "cmdr", "sgt"})
_RANKS = frozenset(
    {
        "Senator",
        "Prince",
        "Princess",
        "Sheikh",
        "Sheikha",
        "General",
        "Gen",
        "Admiral",
        "Colonel",
        "Marshal",
        "Lieutenant",
    }
    | {"Major", "Brigadier", "Rear", "Field", "Captain", "Commodore", "Ayatollah"}
)


def _emir_as_name(tokens: Sequence[Token], at: int) -> bool:
    """ "The chairman, Emir Hadzic": a title that is also a first name."""
    return (
        tokens[at].text in ("Emir", "Amir", "Sultan", "Shah")
        and at + 1 < len(tokens)
        and tokens[at + 1].capital
        and (low_at(tokens, at - 1) == "," or low_at(tokens, at - 1) in _BEFORE_SMALL_NAMES)
    )


def _month_as_name(tokens: Sequence[Token], at: int) -> bool:
    """ "Theresa May", but not the "Ruto May Visit" of headlines."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return tokens[at].text in ("May", "March", "June") and not (
        after is not None and (after.capital or after.kind in ("num", "when"))
    )


def _office_word(tokens: Sequence[Token], at: int) -> bool:
    """Whether an office begins here; "Son", "Star" and the like are also names."""
    found = _listed(tokens, at)
    return found is not None and (found[1] != "private" or " " in found[0])

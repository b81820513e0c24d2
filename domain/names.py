"""Who is meant: which names, and which officials, are the same (contract section 4).

A name is read in stages: to Latin letters, into words, without titles, then as an eastern name
(family first: Chinese, Korean, Vietnamese) or a western one (family last). What is compared are
folded words, in which usual transliterations of one name come out equal. A word alone calls those
whose family name it is; a given name alone calls nobody but royals, Vietnamese and Icelanders.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Protocol

from anyascii import anyascii

from domain.name_tables import (
    CHINESE_FAMILIES,
    JAPANESE_FAMILIES,
    KOREAN_FAMILIES,
    MIDDLE_NAMES,
    NICKNAMES,
    NUMERALS,
    OFFICES,
    OLD_FAMILIES,
    OLD_SPELLINGS,
    PARTICLES,
    PATRONYMICS,
    ROYAL_TITLES,
    SERVANT_OF,
    SUFFIXES,
    TITLES,
    VIETNAMESE_FAMILIES,
)

_LONGEST = 200  # Characters that are looked at; a name has no more.
_MOST_WORDS = 12

_EASTERN_SCRIPT = re.compile(r"([\u3400-\u9fff\uac00-\ud7a3])([\u3400-\u9fff\uac00-\ud7a3]{1,3})")
_APOSTROPHES = re.compile(r"['`]")
_TOKEN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.?")
_SYLLABLES = re.compile(
    r"(?:(?:[bcdfghjklmnpqrstwxyz]|[zcstpk]h|ph|hs|ts|kk|pp|tt|jj|ss|[hkg]w|[hg]y|ng|nh|gi|kh|tr)?"
    r"[aeiouy]{1,4}(?:ng|nh|ch|[nmklptcrhbg])?){1,3}"
)
# Possessive: with backtracking, a long run of vowels would take for ever.
_JAPANESE = re.compile(r"(?:(?:[kgnhbpmr]y|sh|ch|ts|[kgsztdnhbpmyrwjf])?+[aeiou]{1,2}+n?+)++")
_REMARK = re.compile(r"\([^()]*\)")

# Transliterations that differ only in spelling; longer ones first.
_FOLDS = [
    (re.compile(pattern), into)
    for pattern, into in [
        (r"t?sch", "sh"),
        (r"tch", "ch"),
        (r"tz", "ts"),
        (r"ph", "f"),
        (r"ck|q", "k"),
        (r"([kgdtb])h", r"\1"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"^ye", "e"),
        (r"(?<=[aeo])ye", "e"),
        (r"(?<=[cs]h)yo", "e"),
        (r"ou|oo", "u"),
        (r"ee", "i"),
        (r"ae", "a"),
        (r"oe", "o"),
        (r"ue", "u"),
        (r"y|j$", "i"),
        (r"h$", ""),
        (r"(.)\1+", r"\1"),
    ]
]
# McCune-Reischauer, the Revised Romanisation, the DPRK's spelling and habit write one syllable in
# many ways. The o and the u cannot be kept apart: Suk, Sok and Seok are one.
_KOREAN_FOLDS = [
    (re.compile(pattern), into)
    for pattern, into in [
        (r"eo|eu|oo|ou|o", "u"),
        (r"ee|ui|y(?![aeiou])", "i"),
        (r"u+", "u"),
        (r"wu", "u"),
        (r"ng", "N"),
        (r"ch|jj", "j"),
        (r"sh", "s"),
        (r"g", "k"),
        (r"d", "t"),
        (r"b", "p"),
        (r"r", "l"),
        (r"(.)\1+", r"\1"),
    ]
]
_NEAR_VOWELS = frozenset(map(frozenset, ("ae", "ei", "ou")))
_WIDER_VOWELS = str.maketrans("oe", "ui")
_SON = PATRONYMICS["bin"]
# Two families of one state that are this long hardly differ in such a vowel alone.
_LONG_FAMILY = 8


class Party(Protocol):
    """Whoever can be an official: the parties of reported events and of promises."""

    @property
    def name(self) -> str | None: ...
    @property
    def state(self) -> str: ...
    @property
    def role(self) -> str | None: ...


class Official(NamedTuple):
    """One who acts for a state, as far as reports tell."""

    state: str
    name: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class _Name:
    written: str  # In small Latin letters, otherwise as it was.
    words: tuple[str, ...] = ()  # Folded; given names first, family last, also of eastern names.
    parts: tuple[str, ...] = ()  # Folded; in the order in which they were written.
    joined: str = ""  # All in one.
    family: str = ""
    given: str = ""  # All given names in one.
    called: frozenset[str] = frozenset()  # Each of these words alone calls this person.
    eastern: bool = False
    numeral: str = ""
    royal: bool = False


def same_official(one: Party, other: Party) -> bool:
    """Whether two parties are the same official (contract section 4, "Who is meant").

    Names decide where both are known. Without them equal roles do, and one that has neither name
    nor role is anyone of its state. This is no equivalence: it does not carry over from one pair to
    the next ("Kim Jong Un", "Kim", "Kim Yo Jong").
    """
    if one.state != other.state:
        return False
    if one.name and other.name:
        return same_name(one.name, other.name)
    if one.role and other.role:
        return one.role == other.role
    return not (one.name or one.role) or not (other.name or other.role)


def same_name(one: str, other: str) -> bool:
    """Whether two names are variants of one another, for officials of the same state.

    Symmetric, true of every name and itself, and like `same_official` no equivalence. Never raises.
    """
    return _same(one, other) if one <= other else _same(other, one)


@lru_cache(maxsize=65_536)
def keys(name: str) -> frozenset[str]:
    """Keys to look a name up by: names that are the same share at least one. Never empty.

    They depend on the rules in this module alone, not on the version of Python. Where they are
    stored, a change of these rules makes them stale.
    """
    read = _read(name)
    if not read.words:
        return frozenset({read.written})
    words = (read.parts[0], read.parts[-1]) if read.eastern else read.words
    return read.called.union(_families(words), [_family(read.joined)])


@lru_cache(maxsize=262_144)
def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    a, b = _read(one), _read(other)
    if a.written == b.written:
        return True
    if not a.words or not b.words or (a.numeral and b.numeral and a.numeral != b.numeral):
        return False
    if a.joined == b.joined:
        return True
    if _calls(a, b) or _calls(b, a):
        return True
    if len(a.words) == 1 or len(b.words) == 1 or not (_families(a.words) and _families(b.words)):
        return False
    if a.family == b.family and (a.given == b.given or _initials(a, b) or _initials(b, a)):
        return True
    if _turned(a.parts, b.parts) or _turned(b.parts, a.parts):
        return True
    return not (a.eastern or b.eastern) and _same_western(a.words, b.words)


def _calls(one: _Name, full: _Name) -> bool:
    """Whether the name is a single word, or one written apart (Le Drian), that calls the other."""
    if len(one.words) != 1:
        return _family(one.joined) in full.called
    word = _family(one.words[0])
    return word in full.called or (one.royal and word == _family(full.words[0]))


def _initials(short: _Name, full: _Name) -> bool:
    """Whether all given names are initials, and those of the other: Kim J. U."""
    letters, parts = short.words[:-1], full.parts[1:] if full.eastern else full.words[:-1]
    if short.eastern or any(len(letter) > 1 for letter in letters):
        return False
    return full.given[:1] == letters[0] and (len(letters) == 1 or letters == tuple(part[0] for part in parts))


def _same_western(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    if _tail(words, others) or _tail(others, words):
        return True
    return _same_given(words[0], others[0]) and _same_rest(words[1:], others[1:])


def _turned(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Family first in one and last in the other: Kishida Fumio."""
    return words == (*others[1:], others[0])


def _tail(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Called by both family names, or without the first given name: López Obrador."""
    return (
        2 <= len(words) < len(others)
        and all(len(word) > 1 for word in words)
        and others[-len(words) :] == words
    )


def _same_rest(rest: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """What follows the first given name: middle names may be missing, and so may a second family."""
    middles, other_middles = rest[:-1], others[:-1]
    if middles and other_middles and any(len(word) == 1 for word in middles + other_middles):
        # George H. W. Bush is not George W. Bush: initials are only left out all together.
        if len(middles) != len(other_middles):
            return False
        if not all(map(_same_given, middles, other_middles)):
            return False
        return _family(rest[-1]) == _family(others[-1])
    short, long = sorted((_families(rest), _families(others)), key=len)
    remaining = iter(long)
    return bool(short) and all(word in remaining for word in short)


def _families(words: tuple[str, ...]) -> list[str]:
    """All but initials. Of full names the mark of a son may be missing: Mahathir (bin) Mohamad."""
    return [_family(word.removeprefix(_SON)) for word in words if len(word) > 1]


def _same_given(one: str, other: str) -> bool:
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    one, other = _FULL_NAMES.get(one, one), _FULL_NAMES.get(other, other)
    return one == other or _same_but_for_vowels(one, other)


def _same_but_for_vowels(one: str, other: str) -> bool:
    """Khaled and Khalid, but not Hassan and Hussein, nor Mario and Maria."""
    return (
        len(one) == len(other) >= 4
        and (one[-1] == other[-1] or one[-1] not in "aeiou")
        and all(x == y or frozenset((x, y)) in _NEAR_VOWELS for x, y in zip(one, other, strict=True))
    )


@lru_cache(maxsize=65_536)
def _fold(word: str) -> str:
    """A word as those words come out that differ from it only in their transliteration."""
    if len(word) == 1:
        return word
    folded = word
    for prefix in SERVANT_OF:
        if folded.startswith(prefix) and len(folded) - len(prefix) >= 2:
            folded = "abd" + folded.removeprefix(prefix)
            break
    for pattern, into in _FOLDS:
        folded = pattern.sub(into, folded)
    # Nothing may shrink to what reads as an initial.
    return folded if len(folded) > 1 else word


def _korean(given: str) -> str:
    for pattern, into in _KOREAN_FOLDS:
        given = pattern.sub(into, given)
    return given


@lru_cache(maxsize=65_536)
def _family(word: str) -> str:
    """A folded word as a family name."""
    known = _KNOWN_FAMILIES.get(word)
    if known is not None:
        return known
    return word.translate(_WIDER_VOWELS) if len(word) >= _LONG_FAMILY else word


@lru_cache(maxsize=65_536)
def _read(name: str) -> _Name:
    written = _latin(name[:_LONGEST])
    tokens, royal = _without_titles(_tokens(written))
    tokens, numeral = _without_endings(tokens)
    if not tokens:
        return _Name(written.strip())
    parts = [part for token in tokens for part in token.split("-")]
    old = OLD_SPELLINGS.get(" ".join(parts))
    if old:
        parts = tokens = old.split()
    if "-" not in tokens[0] and _is_eastern(parts):
        return _eastern(written, parts)
    return _western(written, _merged(tokens), numeral, royal)


def _latin(name: str) -> str:
    """In small Latin letters. A name in Chinese or Korean letters starts with a family of one."""
    if not name.isascii():
        name = anyascii(_EASTERN_SCRIPT.sub(_spaced, name))
    return name.lower()


def _spaced(match: re.Match[str]) -> str:
    return f" {match[1]} {match[2]} "


def _tokens(written: str) -> list[str]:
    """Words in the order given names, family; 'Lavrov, Sergey' and 'Putin V.' are turned round."""
    plain = _REMARK.sub(" ", _APOSTROPHES.sub("", written))
    halves = [_TOKEN.findall(half) for half in plain.split(",")]
    halves = [half for half in halves if half]
    if len(halves) > 1 and (OFFICES | SUFFIXES) & {word.rstrip(".") for word in halves[1]}:
        halves = halves[:1]  # Sergey Lavrov, Foreign Minister.
    if len(halves) > 1:
        family, given = halves[:2]
        # Eastern names have the family first anyway: "Kim, Jong Un".
        eastern = _is_eastern([part for word in family + given for part in word.split("-")])
        halves = [family, given] if eastern else [given, family]
    tokens = [word for half in halves for word in half][:_MOST_WORDS]
    if len(tokens) > 1 and _is_initial(tokens[-1]) and not _is_initial(tokens[0]):
        tokens = [*tokens[1:], tokens[0]]
    if len(tokens) == 3 and _is_patronymic(tokens[2]) and not _is_patronymic(tokens[1]):
        tokens = [*tokens[1:], tokens[0]]  # Putin Vladimir Vladimirovich.
    return tokens


def _is_initial(token: str) -> bool:
    return len(token) == 2 and token[1] == "."


def _is_patronymic(token: str) -> bool:
    return token.endswith(("vich", "vna"))


def _without_titles(tokens: list[str]) -> tuple[list[str], bool]:
    """Leave out titles in front, as long as a name remains; and whether one was a royal one."""
    words = [token if _is_initial(token) else token.rstrip(".") for token in tokens]
    start = 0
    for index, word in enumerate(words[:-1]):
        if word in OFFICES:
            start = index + 1
    while start < len(words) - 1 and words[start].rstrip(".") in TITLES:
        start += 1
    return words[start:], not ROYAL_TITLES.isdisjoint(words[:start])


def _without_endings(words: list[str]) -> tuple[list[str], str]:
    """Leave out 'Jr.', and take off the number of a monarch."""
    while len(words) > 1 and words[-1] in SUFFIXES:
        words = words[:-1]
    numeral = ""
    if len(words) > 1 and words[-1] in NUMERALS:
        words, numeral = words[:-1], words[-1]
    return [word.rstrip(".") for word in words], numeral


def _is_eastern(parts: list[str]) -> bool:
    """A known family in front, and nothing after it but syllables of these languages."""
    return (
        2 <= len(parts) <= 4
        and parts[0] in _EASTERN_FAMILIES
        and all(len(part) > 1 and _SYLLABLES.fullmatch(part) for part in parts[1:])
    )


def _eastern(written: str, parts: list[str]) -> _Name:
    family, given = _family(_fold(parts[0])), "".join(parts[1:])
    called = {family}
    if parts[0] in _CALLED_BY_GIVEN:
        called.add(_family(_fold(parts[-1])))
    return _Name(
        written,
        words=(_fold(given), _fold(parts[0])),
        parts=tuple(map(_fold, parts)),
        joined=_fold("".join(parts)),
        family=family,
        given=_given(given, family),
        called=frozenset(called),
        eastern=True,
    )


def _merged(tokens: list[str]) -> list[str]:
    """Join what belongs together ('bin Salman', 'Abdel Fattah') and drop particles."""
    merged: list[str] = []
    before = ""
    for position, token in enumerate(tokens):
        rest = len(tokens) - 1 - position
        head, dash, tail = token.partition("-")
        if dash and head in PARTICLES:
            token = tail
        if rest and token in SERVANT_OF:
            before = token
        elif rest and token in PATRONYMICS and (merged or PATRONYMICS[token] == _SON):
            before = PATRONYMICS[token]  # In front, "Ben" is a given name.
        elif not rest or token not in PARTICLES:
            merged.append(before + token)
            before = ""
    return merged


def _western(written: str, raw: list[str], numeral: str, royal: bool) -> _Name:
    if len(raw) == 2 and raw[0] in JAPANESE_FAMILIES and _JAPANESE.fullmatch(raw[1]):
        raw = raw[::-1]
    words = tuple(_fold(word.replace("-", "")) for word in raw)
    family = _family(words[-1])
    return _Name(
        written,
        words=words,
        parts=words,
        joined=_fold(_closed(raw)),
        family=family,
        given=_given(_closed(raw[:-1]), family),
        called=frozenset(_family(_fold(word)) for word in _calling(raw) if len(word) > 1),
        numeral=numeral,
        royal=royal,
    )


def _closed(raw: list[str]) -> str:
    return "".join(raw).replace("-", "").replace(" ", "")


def _calling(raw: list[str]) -> list[str]:
    """The words of a western name that alone call its bearer."""
    first, last = raw[0], raw[-1]
    if len(raw) == 1:
        return [first.replace("-", ""), *first.split("-")[1:]]
    fathers = [word for word in raw[1:] if word.startswith(_SON)]
    if fathers:
        # A dynasty calls no one of its many; its members are called by their own names.
        return [first, *fathers]
    calling = [word for word in raw[1:] if word not in MIDDLE_NAMES or word == last]
    parts = [part for word in calling for part in word.split("-")]
    if last.endswith(("dottir", "sson")):
        parts.append(first)
    return [*(word.replace("-", "") for word in calling), *parts]


def _given(given: str, family: str) -> str:
    return _korean(given) if family in _KOREAN else _fold(given)


_FULL_NAMES = {_fold(short): _fold(full) for short, full in NICKNAMES.items()}
_KNOWN_FAMILIES = {
    _fold(variant): name for variant, name in (KOREAN_FAMILIES | OLD_FAMILIES).items() if len(variant) > 1
}
_KOREAN = frozenset(KOREAN_FAMILIES.values())
_EASTERN_FAMILIES = KOREAN_FAMILIES.keys() | CHINESE_FAMILIES | VIETNAMESE_FAMILIES
_CALLED_BY_GIVEN = VIETNAMESE_FAMILIES - KOREAN_FAMILIES.keys() - CHINESE_FAMILIES

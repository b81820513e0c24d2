"""Sentences and words of a text, each with its place in it.

Every pattern here reads a character at most a fixed number of times, so the time grows with the length.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import Any

from domain.reading.word_sets import word_set

_TOKEN = re.compile(
    r"(?P<initials>(?:[A-Z]\.){2,8})"  # U.S., U.N.
    r"|(?P<num>\d++(?:,\d{3}(?!\d))*+(?:\.\d++)?(?:st|nd|rd|th)?)"
    r"|(?P<word>[^\W\d_]++(?:['’\-‑][^\W\d_]++|\.[A-Z](?=[a-z]))*+)"
    r"|(?P<dash>-{2,3}|[–—-])"
    r"|(?P<punct>[^\s\w]|_)"
)
_POSSESSIVE = ("'s", "’s", "'S", "’S")

# Words after which a full stop ends no sentence.
_ABBREVIATED = word_set(
    "mr mrs ms dr st gen col lt sen rep gov prof sgt capt jan feb mar apr jun jul aug sep sept oct "
    "nov dec no vs smt amb engr mme mlle pres msgr cmdr cpl sra dra "
    "hon rev adm maj brig messrs jr sr n s mt ft inc corp ltd co"
)
_CLOSERS = "\"'”’)]»"
_OPENING = '"“«'
_LONGEST_SENTENCE = 1_500
"""Characters; what is longer is no sentence, and is cut so that the time stays in bounds."""
_MOST_SENTENCES = 4_000


@dataclass(slots=True)
class Token:
    """A word, a number or a sign, or after recognition several of them that mean one thing."""

    text: str
    low: str
    start: int
    end: int
    kind: str = "word"  # word, num, punct; then also when, place, who.
    value: Any = None  # What was recognised: a When, a Place or a Who.
    quoted: bool = False  # Stands between quotation marks.

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


@dataclass(slots=True)
class Sentence:
    """A sentence's tokens and where it stands."""

    start: int
    end: int
    tokens: list[Token] = field(default_factory=list)
    number: int = 0
    paragraph: int = 0
    headline: bool = False
    aside: bool = False


def tokens_of(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words, numbers and signs; a possessive "'s" is a token of its own."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        word, kind = match.group(), match.lastgroup or "punct"
        at = match.start()
        if kind == "word" and len(word) > 2 and word.endswith(_POSSESSIVE):
            found.append(Token(word[:-2], word[:-2].lower(), at, at + len(word) - 2))
            found.append(Token(word[-2:], "'s", at + len(word) - 2, at + len(word), "punct"))
        elif kind == "initials":
            # "of the U.S. The" loses its full stop here; `sentences` looks at what follows.
            found.append(Token(word, word.lower(), at, match.end()))
        elif kind in ("num", "word"):
            found.append(Token(word, word.lower().replace("’", "'").replace("‑", "-"), at, match.end(), kind))
        else:
            sign = "--" if (kind == "dash" and len(word) > 1) or word in "–—" else word
            found.append(Token(word, "'" if sign == "’" else sign, at, match.end(), "punct"))
    return _plural_possessives(found)


def _plural_possessives(tokens: list[Token]) -> list[Token]:
    for before, sign in itertools.pairwise(tokens):
        if sign.low == "'" and before.end == sign.start and before.low.endswith("s"):
            sign.low = "'s"
    return tokens


def sentences(text: str, paragraphs: list[tuple[int, int]]) -> list[Sentence]:
    """The sentences of the given paragraphs (first character, one after the last), in order."""
    found: list[Sentence] = []
    for number, (start, end) in enumerate(paragraphs):
        for sentence in _split(tokens_of(text, start, end)):
            sentence.paragraph = number
            sentence.number = len(found)
            found.append(sentence)
            if len(found) >= _MOST_SENTENCES:
                return found
    return found


def _split(tokens: list[Token]) -> list[Sentence]:
    parts: list[list[Token]] = [[]]
    for i, token in enumerate(tokens):
        parts[-1].append(token)
        too_long = token.end - parts[-1][0].start > _LONGEST_SENTENCE
        if too_long or _ends_sentence(tokens, i):
            parts.append([])
    if len(parts) > 1 and all(t.low in _CLOSERS for t in parts[-1]):
        parts[-2].extend(parts.pop())
    found = [Sentence(part[0].start, part[-1].end, part) for part in parts if part]
    for sentence in found:
        _mark_quotes(sentence.tokens)
    return found


def _ends_sentence(tokens: list[Token], i: int) -> bool:
    token = tokens[i]
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if token.low in _CLOSERS and i and tokens[i - 1].low in ".?!" and token.start == tokens[i - 1].end:
        return after is None or _begins(after)
    if token.kind == "word" and token.text.endswith(".") and token.text.count(".") > 1:
        return after is not None and after.capital and after.low in _STARTERS
    if token.low not in (".", "?", "!"):
        return False
    if after is None:
        return True
    if after.start == token.end:  # A closing quotation mark is taken along; "3.5", "Dr.X" go on.
        return False
    before = tokens[i - 1] if i else None
    if token.low == "." and before is not None and before.end == token.start:
        if before.low in _ABBREVIATED and (after.kind == "num" or after.capital):
            return before.low in ("inc", "corp", "ltd", "co") and after.low in _STARTERS
        if len(before.text) == 1 and before.capital:  # An initial: Henry A. Kissinger.
            return False
    return _begins(after)


_STARTERS = word_set(
    "the a an he she they it his her their in on at but and both this that these those after before "
    "during while when as for meanwhile since from no not there"
)


def _begins(token: Token) -> bool:
    return token.capital or token.kind == "num" or token.low in _OPENING or token.low in ("'", "(", "[", "--")


def _mark_quotes(tokens: list[Token]) -> None:
    inside = False
    for token in tokens:
        if token.text in ("“", "«"):
            inside = True
        elif token.text in ("”", "»"):
            inside = False
        elif token.text == '"':
            inside = not inside
        else:
            token.quoted = inside

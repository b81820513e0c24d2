"""What an office is held in: "speaker of the Georgian parliament", "Iran's Security Council secretary".

A post in a state's body makes an official of whoever holds it; the same word in a company or a club does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.reading.offices import low_at, name_at, office_at, place_at
from domain.reading.text import Token
from domain.reading.word_sets import word_set

_POSTS = word_set(
    "head chief chairman chairwoman chair chairperson director director-general commander "
    "commander-in-chief secretary member speaker president leader governor minister"
)
_BEFORE_POSTS = word_set(
    "deputy vice first permanent executive acting senior assistant standing general alternate"
)
STATE_BODIES = word_set(
    "parliament parliamentary house representatives commons lords senate assembly council duma congress "
    "knesset majlis mejlis shura rada sejm bundestag diet saeima riksdag verkhovna kurultai khural "
    "sovereign sovereignty government cabinet presidency presidential administration office ministry "
    "staff forces army navy armed air force military security intelligence service politburo political "
    "bureau central committee standing people's national state supreme foreign affairs commission "
    "department agency defence defense court customs police guard treasury party communist workers "
    "workers' revolutionary secretariat diplomatic protocol joint chiefs general international nuclear "
    "energy atomic space border guards privy leading group work advisory consultative conference "
    "working planning development reform chancellery policy european external relations nationwide "
    "great hural executive councils ministers presidium"
)
_OPEN_BODIES = word_set(
    "commission committee agency international service group planning development reform energy policy "
    "executive european party department council conference work board office"
)
"""Of a state where it is told whose: "the Chinese commission", not "the commission"."""
PRIVATE_BODIES = word_set(
    "club federation company university association union firm league chamber institute academy "
    "orchestra confederation airline airlines newspaper society olympic football rugby cricket "
    "athletics museum hospital school church cathedral choir theatre foundation fund charity trust bank "
    "corporation inc group's ltd bishops farmers brewers shipping ferry mining firm's tourism "
    "volleyball basketball cycling tennis chess red cross crescent"
)
_OF_STATE_THOUGH = word_set("european african central reserve national federal council")


@dataclass(frozen=True, slots=True)
class Body:
    """A body that a post is held in. `states`: whose it is, where that is told."""

    states: tuple[str, ...]
    words: frozenset[str]
    end: int

    @property
    def private(self) -> bool:
        if self.words == {"party"}:
            return True
        return bool(self.words & PRIVATE_BODIES) and not self.words & _OF_STATE_THOUGH

    @property
    def role(self) -> str:
        """What the head of such a body is."""
        if self.private:
            return "private"
        if (
            "presidency" in self.words
            or {"council", "state"} <= self.words
            or {"councils", "state"} <= self.words
        ):
            return "head_of_state"
        if {"council", "ministers"} <= self.words or self.words == {"government"}:
            return "head_of_government"
        return "other"


def body_of(tokens: Sequence[Token], at: int, known: Sequence[str] = ()) -> Body | None:
    """The body behind "of" at word `at`. `known`: states told before the post."""
    if low_at(tokens, at) not in ("of", "in", "at", "from"):
        return None
    states: list[str] = []
    words: list[str] = []
    step = at + 1
    while step < len(tokens) and step - at < 26:
        token = tokens[step]
        place = place_at(tokens, step)
        if place is not None:
            states.append(place.state)
            words += [w for w in token.low.split() if w in STATE_BODIES]
        elif token.low in STATE_BODIES or token.low in PRIVATE_BODIES:
            words.append(token.low)
        elif not (
            token.low in ("the", "of", "for", "'s", "its", "his", "her", "on", "-", "&", "'")
            or (token.low == "and" and _goes_on(tokens, step + 1))
            or (token.low == "(" and low_at(tokens, step + 2) == ")")
            or (token.low == ")" and low_at(tokens, step - 2) == "(")
            or (
                token.kind == "word"
                and token.capital
                and (words or states)
                and step < len(tokens) - 1
                and _within(tokens, step)
            )
            or (token.kind == "word" and token.capital and low_at(tokens, step - 1) == "(")
        ):
            break
        step += 1
    while step > at + 1 and low_at(tokens, step - 1) in (
        "the",
        "of",
        "for",
        "and",
        "on",
        "its",
        "his",
        "her",
        "-",
    ):
        step -= 1
    if not words:
        return None
    body = Body(tuple(dict.fromkeys(states)), frozenset(words), step)
    if not body.private and body.words <= _OPEN_BODIES and not (states or known):
        return None
    return body


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether the name of the body goes on behind "and": "Defence and Security Committee"."""
    at += low_at(tokens, at) == "the"
    return low_at(tokens, at) in STATE_BODIES | PRIVATE_BODIES and post_at(tokens, at) is None


def _within(tokens: Sequence[Token], at: int) -> bool:
    """Whether a capitalised word stands before another word of the body's name, and is no person's name."""
    return any(low_at(tokens, at + k) in STATE_BODIES | PRIVATE_BODIES for k in (1, 2))


def post_at(tokens: Sequence[Token], at: int) -> int | None:
    """The word after a post that begins here: "deputy head", "member"."""
    step = at
    while low_at(tokens, step) in _BEFORE_POSTS and step - at < 3:
        step += 1 + (low_at(tokens, step + 1) == "-")
    if low_at(tokens, step) in _POSTS:
        return step + 1
    return None


def post_of(tokens: Sequence[Token], at: int, known: Sequence[str]) -> tuple[str, Body] | None:
    """A post with its body behind it ("head of the presidential office") or before it ("Senate president")."""
    after = post_at(tokens, at)
    if after is not None:
        body = body_of(tokens, after, known)
        return (" ".join(t.low for t in tokens[at:after]), body) if body else None
    step = at
    words: list[str] = []
    while step - at < 7 and (
        low_at(tokens, step) in STATE_BODIES | PRIVATE_BODIES
        or (low_at(tokens, step) in ("and", "of", "-") and words)
        or (step > at and place_at(tokens, step) is not None)
    ):
        if words and post_at(tokens, step) is not None:
            break
        words.append(low_at(tokens, step))
        step += 1
    end = post_at(tokens, step)
    named = end is not None and (name_at(tokens, end) is not None or low_at(tokens, end) == ",")
    if end is None or not words or office_at(tokens, at) is not None or not (known or named):
        return None
    body = Body((), frozenset(words), end)
    if not body.private and body.words <= _OPEN_BODIES and not known:
        return None
    return " ".join(t.low for t in tokens[step:end]), body

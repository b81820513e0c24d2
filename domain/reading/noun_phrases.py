"""Noun phrases: where they begin, how they are measured, and what stands before their head."""

from __future__ import annotations

from domain.reading.clauses import low
from domain.reading.dates import When
from domain.reading.places import Place
from domain.reading.view import View
from domain.reading.words import DETERMINERS, PREPOSITIONS


def noun_indices(view: View, nouns: frozenset[str]) -> list[int]:
    """Where such nouns stand, verbs left out."""
    verbs = {v.at for v in view.verbs}
    found: list[int] = []
    for i, token in enumerate(view.tokens):
        if token.kind != "word" or token.low not in nouns or i in verbs:
            continue
        if low(view.tokens, i + 1) in nouns and token.low in (
            "summit",
            "telephone",
            "video",
            "face-to-face",
            "phone",
        ):
            continue  # "Summit talks" are one thing.
        if low(view.tokens, i + 1) in ("minister", "agency", "room", "bid", "-") and token.low in (
            "summit",
            "travel",
            "tour",
            "meeting",
        ):
            continue
        found.append(i)
    return found


def phrase_start(view: View, i: int) -> int:
    """The first word of the noun phrase whose head is at `i`."""
    j = i
    while j > 0 and i - j < 12:
        token = view.tokens[j - 1]
        if token.low in DETERMINERS and token.kind == "word":
            j -= 1
            break
        if token.kind == "when" or token.low in ("'s", "-"):
            j -= 1
        elif token.kind in ("who", "place"):
            if low(view.tokens, j) == "'s" or token.kind == "place":
                j -= 1
            else:
                break
        elif (
            token.kind == "num"
            or (
                token.kind == "word"
                and token.low not in PREPOSITIONS
                and not any(v.at == j - 1 for v in view.verbs)
                and token.low not in ("and", "but", "that", "who", "which")
            )
            or (
                token.kind == "word"
                and token.low in ("and",)
                and view.tokens[j].kind == "place"
                and j > 1
                and view.tokens[j - 2].kind == "place"
            )
            or any(v.at == j - 1 and v.form in ("pp", "ing") and v.participle for v in view.verbs)
        ):
            j -= 1
        else:
            break
    return j


def over_measure(view: View, start: int) -> int:
    """ "Two days of talks", "a round of talks", "a series of meetings": the word where that begins."""
    timed = view.tokens[start - 2] if start > 1 else None
    if (
        low(view.tokens, start - 1) == "of"
        and timed is not None
        and timed.kind == "when"
        and timed.value.length
    ):
        return start - 2 + (not timed.low.startswith("for"))
    if low(view.tokens, start - 1) != "of" or low(view.tokens, start - 2) not in (
        "days",
        "hours",
        "rounds",
        "round",
        "series",
        "day",
        "minutes",
        "hour",
        "couple",
    ):
        return start
    at = start - 2
    while at > 0 and (
        view.tokens[at - 1].kind == "num"
        or low(view.tokens, at - 1)
        in (
            "two",
            "three",
            "four",
            "five",
            "six",
            "a",
            "several",
            "second",
            "first",
            "the",
            "another",
            "third",
            "an",
            "some",
        )
    ):
        at -= 1
    return at


def place_before(view: View, i: int) -> Place | None:
    """ "The Moscow visit", "a Beijing trip", "his India tour"."""
    token = view.tokens[i - 1] if i else None
    if token is not None and token.kind == "place" and token.value.sort in ("state", "seat", "city"):
        place: Place = token.value
        return place
    return None


def date_before(view: View, i: int) -> When | None:
    """ "An October visit", "the September trip", "a June 3-5 visit"."""
    for j in range(i - 1, max(i - 5, phrase_start(view, i) - 1), -1):
        token = view.tokens[j]
        if token.kind == "when" and not token.value.length:
            when: When = token.value
            return when
        if token.kind == "punct" and token.low not in ("'s", "-"):
            break
    return None

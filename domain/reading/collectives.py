"""Governments, ministries and groups that act: "the Moldovan side", "the two leaders"."""

from __future__ import annotations

from collections.abc import Sequence

from domain.reading.appositions import (
    members_named,
)
from domain.reading.office_table import PORTFOLIOS
from domain.reading.offices import low_at
from domain.reading.phrase_parts import (
    Found,
    Phrase,
    of_states,
)
from domain.reading.text import Token
from domain.reading.words import GROUP_NOUNS, ORGANS


def organ(tokens: Sequence[Token], at: int, phrase: Phrase) -> Found:
    """ "The Russian Foreign Ministry", "Portugal's presidency", "the Moldovan side"."""
    step = at
    while (
        step < len(tokens)
        and step - at < 5
        and (
            low_at(tokens, step) in PORTFOLIOS
            or tokens[step].low in ("and", "affairs", "presidential", "state", "ruling", "military", "news")
        )
    ):
        step += 1
    low = low_at(tokens, step)
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
        return phrase, of_states(tokens, step + 1, phrase)
    return None


def group(tokens: Sequence[Token], i: int) -> Found:
    """ "The two sides", "both leaders", "the pair", "the two countries"."""
    at = i
    det = ""
    if tokens[at].low in ("the", "both", "these", "those"):
        det = tokens[at].low
        at += 1
    number = ""
    if low_at(tokens, at) in ("two", "three", "four", "five"):
        number = low_at(tokens, at)
        at += 1
    while (
        low_at(tokens, at)
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
        and low_at(tokens, at + 1) in GROUP_NOUNS
    ):
        at += 1
    low = low_at(tokens, at)
    if low in GROUP_NOUNS and (
        number
        or det == "both"
        or (
            det and low in ("ministers", "leaders", "presidents", "sides", "pair", "duo", "premiers", "parties")
        )
    ):
        both = Phrase(sort="group", plural=True, det=number or det, office=low)
        return members_named(tokens, at, both) or (both, at + 1)
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

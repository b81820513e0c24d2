"""Lists of words, written so that they can be read."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


def phrase_set(text: str) -> frozenset[str]:
    """The phrases of a text, which bars part."""
    return frozenset(phrase.strip() for phrase in text.split("|"))

"""Is it English? Only where it seems not to be, a library that needs 100 MB of memory names the language."""

from __future__ import annotations

import re

from domain.reading.word_sets import word_set

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000
_ENGLISH = word_set(
    "the of and to in a is that for on with as was by at from be it he his her its are were this "
    "which or an not have has had will would said but they their who been after one two more than "
    "when there also into"
)
_SHARE = 0.18
"""Of the words of English news these are 35 to 45 in a hundred, of other languages' hardly ten."""
_ALSO_OTHERS = word_set("a an as at for had have her in is of on or to was were will")
"""Small words of other languages too, where they look the same."""
_SHARE_OF_OWN = 0.06
"""Of the words that are English alone: 20 to 25 in a hundred in English news."""
_FEWEST = 12
_LIKE_ENGLISH = frozenset({"en", "pcm"})
"""A short dispatch full of names is taken for Nigerian Pidgin."""


def language_of(text: str) -> str | None:
    """The English name of the language, or None for English and for texts too short to tell."""
    words = [w.lower() for w in _WORD.findall(text[:_SAMPLE])]
    if not words:
        return _named(text) if any(c.isalpha() for c in text) else None
    small = [w for w in words if w in _ENGLISH]
    own = sum(w not in _ALSO_OTHERS for w in small)
    if len(small) >= _SHARE * len(words) and own >= _SHARE_OF_OWN * len(words):
        return None
    # A list of headlines in English has few of those words, and is read in vain but not refused.
    return None if len(words) < _FEWEST and text.isascii() else _named(text)


def _named(text: str) -> str | None:
    import pycountry
    from py3langid import classify

    code, _ = classify(text[:_SAMPLE])
    if code in _LIKE_ENGLISH:
        return None
    language = pycountry.languages.get(alpha_2=code)
    return str(language.name).partition(" (")[0] if language else f"another language ({code})"

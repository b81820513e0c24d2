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
_SHORT = 60
_NEWS = word_set(
    "invited invites visited visits arrived arrives hosted hosts received receives welcomed meets held holds "
    "signed talks visit trip told says announced discussed travelled leaves prime foreign secretary "
    "monday tuesday wednesday thursday friday saturday sunday"
)
"""Words of short dispatches that are English alone; the offices and weekdays also with a capital."""
_NEWS_ALSO_OTHERS = word_set("met president minister")
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
    if len(words) < _SHORT and _is_english_but_for_names(text):
        return None
    # A list of headlines in English has few of those words, and is read in vain but not refused.
    return None if len(words) < _FEWEST and text.isascii() else _named(text)


def _is_english_but_for_names(text: str) -> bool:
    """Whether a short text has English words of its own, and few other ones that are no names.

    A dispatch about Brazil is half Portuguese by its names.
    """
    words = _WORD.findall(text)
    known = _ENGLISH | _NEWS | _NEWS_ALSO_OTHERS
    own = any(w.lower() in (_ENGLISH | _NEWS) - _ALSO_OTHERS for w in words)
    plain = [w for w in words if w[0].islower()]
    return own and 2 * sum(w in known for w in plain) >= len(plain)


def _named(text: str) -> str | None:
    import pycountry
    from py3langid import classify

    code, _ = classify(text[:_SAMPLE])
    if code in _LIKE_ENGLISH:
        return None
    language = pycountry.languages.get(alpha_2=code)
    return str(language.name).partition(" (")[0] if language else f"another language ({code})"

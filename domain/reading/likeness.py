"""Whether two texts are copies of one another, though one was trimmed or has another headline.

Of each text a few hundred bytes are kept: the smallest hashes of its phrases (a bottom-k sketch: Broder,
"On the resemblance and containment of documents", 1997). What two sketches share below the smaller one's end
tells how much of the shorter text stands in the longer one. Libraries for this bring numpy and scipy.
"""

from __future__ import annotations

import hashlib
import re
from typing import TypeAlias

Marks: TypeAlias = frozenset[int]
"""Signed 64-bit hashes of some of a text's phrases; hardly a text can be made from them again."""

PHRASE = 4
"""Words. Shorter ones are shared by all news of one matter, longer ones are broken by every edit."""
KEPT = 128
SAME_STORY = 0.6
"""From this share of the shorter text's phrases on, two texts are one."""
OF_THE_LONGER = 0.2
"""And from this share of the longer one's: who prints a statement in full among much else is no copy of it."""
FEWEST = 20
"""Texts with fewer phrases in common are too short to be judged by it."""

_WORD = re.compile(r"\w+")


def marks(text: str) -> Marks:
    """The sketch of a text; empty for one of fewer words than a phrase has."""
    words = _WORD.findall(text.lower())
    phrases = {" ".join(words[i : i + PHRASE]) for i in range(len(words) - PHRASE + 1)}
    return frozenset(sorted(_hash(phrase) for phrase in phrases)[:KEPT])


def is_copy(first: Marks, second: Marks) -> bool:
    """Whether most of the shorter text stands in the longer one."""
    if not first or not second:
        return False
    end = min(max(s) if len(s) == KEPT else 2**63 for s in (first, second))
    one, other = ({mark for mark in s if mark <= end} for s in (first, second))
    shared = len(one & other)
    shorter, longer = sorted((len(one), len(other)))
    return shared >= FEWEST and shared >= SAME_STORY * shorter and shared >= OF_THE_LONGER * longer


def _hash(phrase: str) -> int:
    return int.from_bytes(
        hashlib.blake2b(phrase.encode(errors="replace"), digest_size=8).digest(), "big", signed=True
    )

"""What words in the search field mean: a pair, a state, or an official or place."""

from __future__ import annotations

from typing import NamedTuple

from domain.states import codes, english_name, is_state
from domain.states import pair as in_order


class Meaning(NamedTuple):
    """One of the three is given, or none where nothing was asked for."""

    pair: str | None = None
    state: str | None = None
    words: str | None = None


def meaning(text: str) -> Meaning:
    """What is searched for. Codes and names of states count in capitals or not, with or without an article."""
    plain = " ".join(text.split())
    if not plain:
        return Meaning()
    parts = plain.upper().split("-")
    if len(parts) == 2 and all(map(is_state, parts)) and parts[0] != parts[1]:
        return Meaning(pair=in_order(*parts))
    if len(plain) == 3 and is_state(plain.upper()):
        return Meaning(state=plain.upper())
    wanted = plain.casefold().removeprefix("the ")
    for code in sorted(codes()):
        if english_name(code).casefold() == wanted:
            return Meaning(state=code)
    return Meaning(words=plain)

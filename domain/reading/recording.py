"""Puts on record whom an article names: the first look, before anybody is meant by "she" or "the minister"."""

from __future__ import annotations

from domain.reading.marking import (
    nearly,
    role_of,
)
from domain.reading.people import Official, Term, recognise
from domain.reading.phrase_parts import Phrase
from domain.reading.scene import Scene

_FEMALE = frozenset({"queen", "princess", "crown princess", "first lady", "empress", "duchess", "spokeswoman"})
_MALE = frozenset({"king", "prince", "crown prince", "emperor", "duke", "spokesman", "pope", "emir", "sultan"})


def record(scene: Scene, phrase: Phrase) -> None:
    """Put whom a phrase names on record, with all that it says of them."""
    for other in phrase.joined:
        record(scene, other)
    if phrase.office in ("secretary-general", "secretary general") and phrase.states == ["UNO"]:
        scene.states["UNO"] += 1
    if not phrase.name or phrase.sort not in ("named", "counterpart"):
        return
    role = role_of(phrase)
    if phrase.office in ("pope", "pontiff") and not phrase.states:
        phrase.states = ["VAT"]
    if phrase.office in ("emperor", "empress") and not phrase.states and scene.published.year > 1980:
        phrase.states = ["JPN"]  # There is no other.
    state = phrase.states[0] if len(phrase.states) == 1 else None
    official = scene.cast.named(phrase.name, state, role)
    fullest = max(phrase.name, (official.name or "") if official else "", key=len)
    famous = recognise(fullest, scene.published.year, role)
    if famous is None and role == "royal" and " " not in phrase.name:
        famous = recognise(f"{phrase.office} {phrase.name}", scene.published.year, role)  # "Prince William".
    if official is None:
        several = len(phrase.name.split()) > 1
        if not (several or role or state or famous or phrase.courtesy):
            return
        official = scene.cast.add(Official(phrase.name))
    elif len(phrase.name) > len(official.name or "") and len(phrase.name.split()) > 1:
        scene.cast.rename(official, phrase.name)
        if official.by_family and (famous is None or famous.state != official.state):
            official.state, official.role, official.by_family = state, role, False  # A namesake.
    elif famous is not None and phrase.name == famous.name and _turned(phrase.name, official.name):
        official.name = phrase.name  # "KISHIDA Fumio", and further down "Fumio Kishida".
    _describe(scene, official, phrase, role, state, famous)


def _turned(one: str, other: str | None) -> bool:
    """Whether the family name comes first in one form and last in the other."""
    return other is not None and one.lower().split() == other.lower().split()[::-1]


def _describe(
    scene: Scene, official: Official, phrase: Phrase, role: str | None, state: str | None, famous: Term | None
) -> None:
    if state and not official.state:
        official.state = state
    if phrase.former and (phrase.role == "private" or official.role):
        return  # "A former hydrologist": what he was tells nothing of what he is.
    if phrase.sort == "counterpart" and official.role is None:
        official.role = "other"  # Until the second pass knows whose.
    if role and (
        official.role is None
        or (official.role == "other_minister" and phrase.office == "minister")
        or official.role in ("other",)
    ):
        if role in ("private", "spokes") and official.role is not None:
            return
        official.private = role in ("private", "spokes")
        official.role, official.office = role, phrase.office
    official.former = official.former or phrase.former
    if phrase.office in _FEMALE:
        official.gender = "she"
    elif phrase.office in _MALE:
        official.gender = "he"
    if famous is not None and (official.state in (None, famous.state)) and not official.private:
        official.by_family = official.state is None and " " not in phrase.name
        official.state = famous.state
        if famous.role == "spokes":
            official.private = True
        elif official.role in (None, "other", "private") and not official.former:
            official.role = famous.role


def settle(scene: Scene) -> None:
    """A name spelled otherwise elsewhere tells its state there ("Kim Young Chol", "Kim Yong Chol")."""
    for one in scene.cast.officials[:200]:
        if one.state is not None or not one.name or " " not in one.name or one.private:
            continue
        for other in scene.cast.officials[:200]:
            if other.state and other.name and other is not one and nearly(one.name, other.name):
                one.state, one.role = other.state, one.role or other.role
                break

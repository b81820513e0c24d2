"""What is known of an article while it is read: its places, its people, and of whom it speaks now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from domain.reading.marking import (
    states_told,
)
from domain.reading.people import Cast, Official, Who
from domain.reading.phrase_parts import Phrase
from domain.reading.places import Gazetteer, Place
from domain.reading.text import Sentence, Token

_HANGS = frozenset({"which", "whom", "since", "where"})


@dataclass
class Scene:
    """What is known of an article while it is read."""

    published: date
    gazetteer: Gazetteer
    cast: Cast = field(default_factory=Cast)
    dateline_state: str | None = None
    publisher_state: str | None = None
    host_now: str | None = None  # Where a visit that the article tells of takes place.
    today: date | None = None  # The day of the dateline, where it differs.
    korean: bool = False
    kinshasa: bool = False  # "Congo" alone is the one whose capital that is.
    topic: Official | None = None
    former_topic: Official | None = None  # Before the sentence that is read.
    pair: list[Official] = field(default_factory=list)
    company: list[Official] = field(default_factory=list)  # The list of three or more told last: "they".
    company_at: int = -1  # The sentence of that list.
    mentions: Counter[int] = field(default_factory=Counter)  # How often an official was met, by `id`.
    groups: dict[str, list[Official]] = field(default_factory=dict)  # "The presidents of A and B", by role.
    states: Counter[str] = field(default_factory=Counter)
    anonymous: dict[tuple[str, str], Official] = field(default_factory=dict)
    last_place: Place | None = None

    @property
    def reference(self) -> date:
        """The day that "today" and "on Thursday" are seen from."""
        return self.today or self.published

    def nameless(self, state: str | None, role: str | None, phrase: Phrase) -> Official:
        """Whoever holds an office, named or not: the same one each time, where the state is told."""
        key = (state or "", role or "")
        if state and key in self.anonymous:
            return self.anonymous[key]
        official = Official(None, state, role, office=phrase.office, former=phrase.former)
        if state is None:
            official.guesses = [s for s in [self.dateline_state] if s] + [
                s for s, _ in self.states.most_common(3)
            ]
        else:
            self.anonymous[key] = official
        return official

    def last_state(self, sentence: Sentence, i: int) -> str | None:
        """The state spoken of last before word `i`."""
        for token in reversed(sentence.tokens[:i]):
            if token.kind == "place":
                state: str = token.value.state
                return state
            if states_told(token):
                return states_told(token)[0]
        return self.last_place.state if self.last_place else None

    def remember_group(self, who: Who) -> None:
        """Keep "the presidents of A and B", whom "the presidents" will mean."""
        roles = {o.role for o in who.members}
        states = {o.known_state for o in who.members}
        if who.plural and len(who.members) == 2 and len(states) == 2 and None not in states and len(roles) == 1:
            role = roles.pop()
            if role:
                self.groups[role] = list(who.members)

    def beside_the_point(self, tokens: list[Token], i: int) -> bool:
        """Whether "which A signed with B" stands here, while the story is of two others."""
        known = len(self.pair) == 2 and all(self.mentions[id(o)] > 1 for o in self.pair)
        return known and any(t.kind == "word" and t.low in _HANGS for t in tokens[max(i - 12, 1) : i])

"""Which date of a sentence belongs to a verb or a noun, and what it means in the story."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from domain.reading.clauses import Verb, low
from domain.reading.dates import Period, Tense, When
from domain.reading.drafts import Draft
from domain.reading.people import Official
from domain.reading.scene import Scene
from domain.reading.text import Sentence, Token
from domain.reading.verb_table import SPEECH

_COUNTED = frozenset(
    {"first", "second", "third", "fourth", "fifth", "sixth", "only", "last", "no", "none", "first-ever", "not"}
)


@dataclass
class Dated:
    """A sentence with its dates, within what the article has told so far."""

    sentence: Sentence
    tokens: list[Token]
    verbs: list[Verb]
    scene: Scene
    drafts: list[Draft]  # What the article has told so far.
    local: list[Draft] = field(default_factory=list)  # What this sentence has told so far.

    def when(self, verb: Verb | None, at: int, stop: int) -> When | None:
        """The date that belongs to a verb or noun at `at`: behind it, else before it."""
        opened: When | None = None
        where = self._before_where(verb) if verb is not None else None
        for i in range(at, min(stop, len(self.tokens))):
            if where is not None and low(self.tokens, i) == ",":
                return where
            if self._usable(i):
                when: When = self.tokens[i].value
                if not when.open:
                    return when
                opened = opened or when
        if opened is not None or where is not None or verb is None:
            return opened or where or (self.label if verb is not None else None)
        first = verb.start
        limit = max((v.at for v in self.verbs if v.at < first), default=-1)
        for i in range(first - 1, limit, -1):
            if self._usable(i):
                return self._at(i)
        said = any(v.lemma in SPEECH for v in self.verbs if v.at < verb.at)
        if limit == -1 or (said and not verb.modality.past):
            return self.label
        return self._leading_date(limit) or self.label

    @property
    def label(self) -> When | None:
        """ "Thursday: ...", "June 17, 2023 - ...": the date that a line of an agenda or a chronicle bears."""
        if len(self.tokens) > 3 and self._usable(0) and low(self.tokens, 1) in (":", "--", "-", "–", "—", "|"):
            when: When = self.tokens[0].value
            return when
        return None

    def _before_where(self, verb: Verb) -> When | None:
        """ "Flew to Lima on Monday, where the president received her": the date before the clause."""
        for i in range(verb.start - 1, max(verb.start - 10, 1), -1):
            if low(self.tokens, i) == "where":
                before = i - 1 - (low(self.tokens, i - 1) == ",")
                return self._at(before) if before > 0 and self._usable(before) else None
        return None

    def _leading_date(self, limit: int) -> When | None:
        """ "On Thursday, after a dinner, Lavrov met": the date at the head of the sentence."""
        for i in range(min(3, limit)):
            if self._usable(i):
                when: When = self.tokens[i].value
                return when
        return None

    def _at(self, i: int) -> When:
        when: When = self.tokens[i].value
        return when

    def _usable(self, i: int) -> bool:
        token = self.tokens[i]
        return token.kind == "when" and not token.value.length and not self._long_ago(i)

    def _long_ago(self, i: int) -> bool:
        """ "The first since its secession in 2011", "the third meeting since May": how long there was none."""
        for j in range(i - 1, max(i - 5, -1), -1):
            if self.tokens[j].low == "since":
                return True
            if self.tokens[j].kind == "punct" and self.tokens[j].low != "'s":
                break
        if not self.tokens[i].low.startswith("since "):
            return False
        return any(t.low in _COUNTED for t in self.tokens[max(0, i - 14) : i])

    def story_day(self, people: list[Official]) -> Period:
        """The day of what was told last of these people, where it is recent; else the day of the report."""
        states = {p.known_state for p in people}
        published = self.scene.published
        for draft in reversed([*self.drafts, *self.local][-7:]):
            if draft.type not in ("visit_held", "meeting_held", "agreement_signed") or not draft.dated:
                continue
            first, last = draft.period
            if draft.type == "visit_held" and first and last and (published - last).days <= 3:
                last = max(last, self.scene.reference)
            near = (
                first is not None
                and last is not None
                and (published - last).days <= 8
                and (last - first).days <= 10
            )
            if near and self.sentence.number - draft.sentence.number <= 3 and states & draft.states:
                return first, last
        return self.scene.reference - timedelta(days=1), self.scene.reference

    def month_before(self) -> Period:
        """When something "had been", no day named: some time in the month before the story."""
        return self.scene.reference - timedelta(days=30), self.scene.reference

    def borrowed(self, people: list[Official], host: str | None) -> Period:
        """The days of another telling of the same: the summit of a visit, the visit of a meeting."""
        states = {p.known_state for p in people} | ({host} if host else set())
        for draft in reversed([*self.drafts, *self.local]):
            if (
                draft.type in ("visit_held", "meeting_held")
                and draft.dated
                and {s for s in states if s} == draft.states
            ):
                if not self._same_story(draft, people, host):
                    continue
                first, last = draft.period
                if draft.type == "visit_held" and last and (self.scene.published - last).days <= 3:
                    last = max(last, self.scene.reference)
                return first, last
        return None, None

    def _same_story(self, draft: Draft, people: list[Official], host: str | None) -> bool:
        mine = {p.name for p in people if p.name}
        if draft.type == "visit_held":
            return draft.visitor is not None and draft.visitor.name in mine
        theirs = {p.name for p in draft.participants if p.name}
        return bool(mine) and mine <= theirs and (host is None or draft.host in (host, None))

    def length(self, at: int) -> int | None:
        """Days that a noun's "four-day" or "for a week" nearby names."""
        for i in range(max(at - 5, 0), min(at + 8, len(self.tokens))):
            token = self.tokens[i]
            if token.kind == "when" and token.value.length:
                last = token.value.period(self.scene.published, "past")[1]
                return last.toordinal() if last else None
        return None

    def period(self, when: When | None, past: bool) -> Period:
        """A date as it is meant with this tense."""
        if when is None or when.open:
            return None, None
        tense: Tense = "past" if past else "future"
        if when.shift is not None:
            found = when.period(self._last_day(past), tense)
            late = past and found[0] is not None and found[0] > self.scene.published
            return (None, None) if late else found
        return when.period(self.scene.reference, tense)

    def _last_day(self, past: bool) -> date:
        """The day that was told last, for "the day before"."""
        types = {"visit_held", "meeting_held", "agreement_signed"}
        types |= set() if past else {"visit_announced", "meeting_announced"}
        for draft in reversed([*self.drafts, *self.local][-4:]):
            if (
                (draft.type in types and draft.dated and draft.period[0])
                and self.sentence.number - draft.sentence.number <= 3
                and draft.period[0] == draft.period[1]
            ):
                return draft.period[0]
        return self.scene.reference

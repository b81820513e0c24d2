"""How a rule looks at a sentence: who stands where, which place and which date belong to a word."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from domain.reading.casting import Scene
from domain.reading.clauses import Subject, Verb, low
from domain.reading.dates import Period, Tense, When
from domain.reading.drafts import Draft
from domain.reading.people import Official, Who
from domain.reading.places import Place
from domain.reading.text import Sentence, Token
from domain.reading.verb_table import SPEECH
from domain.reading.words import PREPOSITIONS

_COUNTED = frozenset(
    {"first", "second", "third", "fourth", "fifth", "sixth", "only", "last", "no", "none", "first-ever", "not"}
)
_SOURCES = frozenset(
    {
        "media",
        "officials",
        "ministry",
        "agency",
        "television",
        "sources",
        "diplomats",
        "newspapers",
        "reports",
        "office",
        "radio",
    }
)


@dataclass
class View:
    """A sentence as the rules see it."""

    sentence: Sentence
    tokens: list[Token]
    verbs: list[Verb]
    scene: Scene
    drafts: list[Draft]  # What the article has told so far.
    local: list[Draft] = field(default_factory=list)  # What this sentence has told so far.

    # ------------------------------------------------------------ people
    def officials(self, subject: Subject | None) -> list[Official]:
        """Those who act for a state in a subject."""
        if subject is None or subject.kind != "who":
            return []
        return self.acting(subject.tokens)

    def acting(self, indices: list[int]) -> list[Official]:
        """The officials, or states as such, at these words."""
        found: list[Official] = []
        for i in indices:
            for official in self.at(i):
                if official not in found:
                    found.append(official)
        return [o for o in found if not o.private and o.known_state]

    def at(self, i: int) -> list[Official]:
        """Who is meant at a word."""
        token = self.tokens[i]
        if token.kind == "who" and isinstance(token.value, Who):
            return token.value.members
        if token.kind == "place":
            place: Place = token.value
            if place.sort in ("state", "seat"):
                return [Official(None, place.state)]
        return []

    def who_list(self, i: int, stop: int) -> tuple[list[Official], int]:
        """ "A, B and C" that begins at word `i`: who they are, and the word after."""
        found: list[Official] = []
        while i < min(stop, len(self.tokens)) and self.tokens[i].kind in ("who", "place"):
            found += self.acting([i])
            i += 1
            if low(self.tokens, i) == "'s":
                value = self.tokens[i - 1].value
                return (found, i) if isinstance(value, Who) and value.sort == "group" else ([], i)
            if low(self.tokens, i) in ("and", ",", "&") and i + 1 < stop:
                step = i + 1 + (low(self.tokens, i + 1) in ("and", "the", "with"))
                if (
                    step < stop
                    and self.tokens[step].kind in ("who", "place")
                    and low(self.tokens, step + 1) != "'s"
                ):
                    i = step
                    continue
            break
        return found, i

    def after_words(self, words: tuple[str, ...], start: int, stop: int) -> list[Official]:
        """Those behind one of the prepositions ("with", "by", "from")."""
        for i in range(start, min(stop, len(self.tokens) - 1)):
            if low(self.tokens, i) in words and self.tokens[i].kind == "word":
                j = i + 1
                while j < stop and (
                    low(self.tokens, j) in ("the", "both", "visiting", "new", "top")
                    or self.tokens[j].kind == "when"
                ):
                    j += 1
                if low(self.tokens, j) in ("his", "her", "its", "their") and low(self.tokens, j + 1) in (
                    "host",
                    "guest",
                    "visitor",
                    "hosts",
                ):
                    j += 2 + (low(self.tokens, j + 2) == ",")
                if j < len(self.tokens) and self.tokens[j].kind in ("who", "place"):
                    found, _ = self.who_list(j, stop)
                    if found:
                        return found
        return []

    def possessor(self, i: int) -> list[Official]:
        """Whose the noun at `i` is: "Kim's visit", "his planned trip"."""
        for j in range(i - 1, max(i - 9, -1), -1):
            token = self.tokens[j]
            word = token.low
            if word == "'s" and j:
                if self.tokens[j - 1].kind == "when":
                    continue
                first = j - 1
                found = self.acting([first])
                while (
                    first > 1
                    and low(self.tokens, first - 1) in ("and", ",")
                    and self.tokens[first - 2].kind in ("who", "place")
                ):
                    first -= 2
                    found = self.acting([first]) + found
                return found
            if word in ("his", "her", "their") and token.kind == "word":
                return self.owner(j, word)
            if (
                token.kind == "who"
                or (token.kind == "punct" and word not in ("-", '"', "“", "”"))
                or word in PREPOSITIONS
            ):
                if token.kind == "who" and j == i - 1:  # Headlines: "Putin visit".
                    return []
                return []
        return []

    def owner(self, i: int, word: str) -> list[Official]:
        """Whom "his", "her" or "their" at word `i` means."""
        if word == "their":
            pair = [o for o in self.scene.pair if not o.private]
            main = next((o for v in self.verbs for o in self.officials(v.subject) if v.at > i and o.name), None)
            if main is not None and main not in pair:
                partner = next(
                    (
                        o
                        for o in (self.scene.former_topic, *pair)
                        if o and not o.private and o.known_state not in (None, main.known_state)
                    ),
                    None,
                )
                return [main, partner] if partner else pair
            return pair
        before = [
            o
            for j in range(i)
            if self.tokens[j].kind == "who"
            and isinstance(self.tokens[j].value, Who)
            and len(self.tokens[j].value.members) == 1
            for o in self.tokens[j].value.members
            if o.name or o.role not in (None,)
        ]
        gender = {"his": "he", "her": "she"}[word]
        fitting = [o for o in before if o.gender in ("", gender)]
        verb = next(
            (v for v in reversed(self.verbs) if v.at < i and v.subject and v.subject.kind == "who"), None
        )
        if verb:
            subjects = [o for o in self.officials(verb.subject) if o in fitting]
            if subjects:
                return subjects[:1]
        if fitting:
            return [o for o in fitting[-1:] if not o.private and o.known_state]
        topic = self.scene.topic
        return (
            [topic]
            if topic and not topic.private and topic.known_state and topic.gender in ("", gender)
            else []
        )

    # ------------------------------------------------------------ places and dates
    def places(self, words: tuple[str, ...], start: int, stop: int) -> list[Place]:
        """Where the prepositions in `words` lead: "to Laos and Viet Nam"; "" for a direct object."""
        for i in range(start, min(stop, len(self.tokens))):
            if "" in words and i == start:
                found = self._place_list(i, stop)
                if found:
                    return found
            if low(self.tokens, i) in words and self.tokens[i].kind == "word":
                found = self._place_list(i + 1, stop)
                if found:
                    return found
        return []

    def _place_list(self, i: int, stop: int) -> list[Place]:
        found: list[Place] = []
        while i < min(stop, len(self.tokens)):
            while (
                low(self.tokens, i)
                in (
                    "the",
                    "both",
                    "nearby",
                    "central",
                    "southern",
                    "northern",
                    "eastern",
                    "western",
                    "northeastern",
                    "northwestern",
                    "southeastern",
                    "southwestern",
                    "neighbouring",
                    "neighboring",
                    "capital",
                    "city",
                    "of",
                    "town",
                    "resort",
                    "port",
                    "island",
                    "frontier",
                    "border",
                )
                and self.tokens[i].kind == "word"
            ):
                i += 1
            token = self.tokens[i] if i < len(self.tokens) else None
            if token is None or token.kind not in ("place", "who"):
                break
            if token.kind == "who":
                if isinstance(token.value, Who) and token.value.sort == "state":
                    state = token.value.members[0].state
                    if state:
                        found.append(Place(state, "", "state"))
                break
            place: Place = token.value
            after = low(self.tokens, i + 1)
            if place.sort == "adjective":
                if after in (
                    "capital",
                    "city",
                    "resort",
                    "port",
                    "town",
                    "border",
                    "island",
                    "coast",
                    "side",
                    "soil",
                    "parliament",
                    "mountain",
                    "frontier",
                ) or (i + 1 < len(self.tokens) and self.tokens[i + 1].kind == "place"):
                    if i + 1 < len(self.tokens) and self.tokens[i + 1].kind == "place":
                        i += 1
                        continue
                    found.append(Place(place.state, "", "state"))
                break
            found.append(place)
            i += 1
            if after == "'s" or (
                after == ","
                and i + 1 < len(self.tokens)
                and self.tokens[i + 1].kind == "place"
                and self.tokens[i + 1].value.state == place.state
            ):
                break
            if after == "," and low(self.tokens, i + 1) == "and":
                i += 2
            elif after in (",", "and", "&"):
                i += 1
            else:
                break
            while low(self.tokens, i) in ("then", "on", "thereafter", "afterwards", "later", "finally", "also"):
                i += 1
            i += low(self.tokens, i) == "to"
        return found

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

    # ------------------------------------------------------------ attribution
    def attribution(self) -> tuple[str | None, Period | None]:
        """Whom the sentence cites, and when that was said."""
        for verb in self.verbs:
            if verb.lemma not in SPEECH or verb.subject is None or verb.modality.negated:
                continue
            name = self._source(verb.subject)
            when = next(
                (
                    self.tokens[i].value
                    for i in range(verb.end, min(verb.stop, verb.end + 3))
                    if self._usable(i)
                ),
                None,
            )
            said = self.period(when, past=True) if when is not None else None
            if said and said[0] and said[0] > self.scene.published:
                said = None
            return name, said
        for i, token in enumerate(self.tokens[:-2]):
            if token.low == "according" and low(self.tokens, i + 1) == "to":
                return self._name_at(i + 2), None
        return None, None

    def _source(self, subject: Subject) -> str | None:
        if subject.at < 0:
            return None
        return self._name_at(subject.at)

    def _name_at(self, i: int) -> str | None:
        token = self.tokens[i] if i < len(self.tokens) else None
        if token is None:
            return None
        if token.kind == "who" and isinstance(token.value, Who):
            named = [o.name for o in token.value.members if o.name]
            return named[0] if named else token.text.removeprefix("the ").removeprefix("The ")[:100]
        start = i
        while (
            start > 0
            and i - start < 5
            and self.tokens[start - 1].kind in ("word", "place")
            and (
                self.tokens[start - 1].capital
                or self.tokens[start - 1].low in ("state", "news", "foreign", "'s", "media", "official")
            )
        ):
            start -= 1
        if (
            self.tokens[start].kind == "word"
            and not self.tokens[start].capital
            and self.tokens[i].low not in _SOURCES
        ):
            return None
        text = " ".join(t.text for t in self.tokens[start : i + 1])
        text = text.removeprefix("The ").removeprefix("the ").replace(" 's", "'s")[:100]
        return text if text.lower() not in ("it", "he", "she", "they", "this", "that", "") else None

    def here(self, visitor: Official) -> Place | None:
        """Where the story is, if that is abroad for the visitor: "flew in", "the visiting minister"."""
        for draft in reversed(self.drafts):
            if draft.visitor is visitor and draft.type == "visit_held" and draft.host:
                return Place(draft.host, "", "state")
        state = self.scene.dateline_state
        if state and state != visitor.known_state:
            return Place(state, "", "state")
        return None

    def span_of(self, at: int) -> tuple[int, int]:
        """The sentence, as the place that says so."""
        return self.sentence.start, self.sentence.end

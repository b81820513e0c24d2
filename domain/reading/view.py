"""How a rule looks at a sentence: who stands where, which place and which date belong to a word."""

from __future__ import annotations

from dataclasses import dataclass

from domain.reading.clauses import Subject, low
from domain.reading.dates import Period
from domain.reading.people import Official, Who
from domain.reading.places import Place
from domain.reading.sentence_dates import Dated
from domain.reading.verb_table import SPEECH
from domain.reading.words import PREPOSITIONS

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
class View(Dated):
    """A sentence as the rules see it."""

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
        if token.kind == "word" and low(self.tokens, i - 1) in ("his", "her", "its", "their"):
            return None  # "His office": a name to nobody who reads it alone.
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

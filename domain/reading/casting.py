"""Who is meant by the names, titles and pronouns of an article.

Two passes: the first puts everybody on record whom the article names (a headline's "Lavrov" needs the full
name of the text below it), the second walks through the sentences and gives each mention its officials.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from domain.reading import phrases
from domain.reading.marking import (
    finite_verb,
    form_behind,
    long_form,
    merge_dates,
    merged_token,
    nearly,
    part_of_name,
    role_of,
    said_by,
    speaker_of,
    split_compounds,
    states_told,
    without_styles,
)
from domain.reading.office_table import CALLED, PLURALS
from domain.reading.people import Cast, Official, Term, Who, recognise
from domain.reading.phrases import Phrase
from domain.reading.places import BEFORE_CITIES, Gazetteer, Place
from domain.reading.text import Sentence, Token
from domain.reading.words import PREPOSITIONS

_REACH = 8
"""Sentences back that "the minister" may point."""
_FEMALE = frozenset({"queen", "princess", "crown princess", "first lady", "empress", "duchess", "spokeswoman"})
_MALE = frozenset({"king", "prince", "crown prince", "emperor", "duke", "spokesman", "pope", "emir", "sultan"})


_HANGS = frozenset({"which", "whom", "since", "where"})
_SPEAKERS = frozenset({"i", "me", "we", "us"})
_MET = ("guest", "host", "visitor", "interlocutor")
_CARRY = frozenset({"take", "takes", "took", "taken", "bring", "brings", "brought", "carry", "carried", "led"})


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

    # ------------------------------------------------------------ marking
    def mark(self, sentence: Sentence) -> None:
        """Put dates, places and phrases about people in the place of their words."""
        tokens = without_styles(sentence.tokens)
        tokens = merge_dates(split_compounds(tokens, self.gazetteer, self.published.year))
        tokens = self._merge_places(tokens)
        sentence.tokens = self._merge_phrases(tokens, sentence.headline)

    def _merge_places(self, tokens: list[Token]) -> list[Token]:
        merged: list[Token] = []
        i = 0
        while i < len(tokens):
            found = self.gazetteer.find(tokens, i, self.korean)
            if found and not part_of_name(tokens, i, found[1], found[0]):
                place, end = found
                start = i
                if self.kinshasa and place.state == "COG" and place.name in ("Congo", "Congolese"):
                    place = Place("COD", place.name, place.sort)
                if form_behind(tokens, end, place) > end:
                    place, end = Place(place.state, place.name, "state"), form_behind(tokens, end, place)
                if place.sort == "state":
                    while merged and start and start > i - 6 and long_form(tokens, start - 1, place):
                        merged.pop()
                        start -= 1
                merged.append(merged_token(tokens, start, end, "place", place))
                self.states[place.state] += 1
                i = end
            else:
                merged.append(tokens[i])
                i += 1
        return merged

    def _merge_phrases(self, tokens: list[Token], headline: bool) -> list[Token]:
        merged: list[Token] = []
        i = 0
        while i < len(tokens):
            found = phrases.find(tokens, i, headline)
            if found and found[1] > i:
                phrase, end = found
                merged.append(merged_token(tokens, i, end, "who", phrase))
                code = self._bare_city(phrase, tokens, i)
                if code:
                    merged[-1] = merged_token(tokens, i, end, "place", Place(code, phrase.name, "city"))
                else:
                    self._record(phrase)
                i = end
            else:
                merged.append(tokens[i])
                i += 1
        return merged

    def _bare_city(self, phrase: Phrase, tokens: list[Token], i: int) -> str | None:
        """ "In Bahir Dar": a name that nobody bears so far, where places stand."""
        bare = phrase.sort == "named" and not (phrase.role or phrase.states or phrase.courtesy)
        if (
            not bare
            or i == 0
            or tokens[i - 1].low not in BEFORE_CITIES
            or self.cast.named(phrase.name, None, None)
        ):
            return None
        return self.gazetteer.city(phrase.name)

    # ------------------------------------------------------------ first pass
    def _record(self, phrase: Phrase) -> None:
        for other in phrase.joined:
            self._record(other)
        if phrase.office in ("secretary-general", "secretary general") and phrase.states == ["UNO"]:
            self.states["UNO"] += 1
        if not phrase.name or phrase.sort not in ("named", "counterpart"):
            return
        role = role_of(phrase)
        if phrase.office in ("pope", "pontiff") and not phrase.states:
            phrase.states = ["VAT"]
        if phrase.office in ("emperor", "empress") and not phrase.states and self.published.year > 1980:
            phrase.states = ["JPN"]  # There is no other.
        state = phrase.states[0] if len(phrase.states) == 1 else None
        official = self.cast.named(phrase.name, state, role)
        fullest = max(phrase.name, (official.name or "") if official else "", key=len)
        famous = recognise(fullest, self.published.year, role)
        if official is None:
            several = len(phrase.name.split()) > 1
            if not (several or role or state or famous or phrase.courtesy):
                return
            official = self.cast.add(Official(phrase.name))
        elif len(phrase.name) > len(official.name or "") and len(phrase.name.split()) > 1:
            self.cast.rename(official, phrase.name)
            if official.by_family and (famous is None or famous.state != official.state):
                official.state, official.role, official.by_family = state, role, False  # A namesake.
        elif famous is not None and phrase.name == famous.name and _turned(phrase.name, official.name):
            official.name = phrase.name  # "KISHIDA Fumio", and further down "Fumio Kishida".
        self._describe(official, phrase, role, state, famous)

    def _describe(
        self, official: Official, phrase: Phrase, role: str | None, state: str | None, famous: Term | None
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

    def settle(self) -> None:
        """A name spelled otherwise elsewhere tells its state there ("Kim Young Chol", "Kim Yong Chol")."""
        for one in self.cast.officials[:200]:
            if one.state is not None or not one.name or " " not in one.name or one.private:
                continue
            for other in self.cast.officials[:200]:
                if other.state and other.name and other is not one and nearly(one.name, other.name):
                    one.state, one.role = other.state, one.role or other.role
                    break

    # ------------------------------------------------------------ second pass
    def resolve(self, sentence: Sentence) -> None:
        """Give each mention its officials, in the order of the text."""
        first: Official | None = None
        here: list[Official] = []
        tokens = sentence.tokens
        for i, token in enumerate(tokens):
            if token.kind == "place":
                place: Place = token.value
                namesake = self.cast.named(token.text, None, None) if place.sort == "city" else None
                if namesake is not None and namesake.known_state and namesake.known_state != place.state:
                    token.kind, token.value = "who", Who([namesake], role=namesake.role)
                    namesake.last = sentence.number
                    continue
                if place.sort != "adjective":
                    self.last_place = place
                continue
            if token.kind != "who":
                continue
            phrase: Phrase = token.value
            if phrase.sort == "pronoun" and phrase.det in _SPEAKERS:
                continue
            who = self._meant(phrase, sentence, i, first)
            if who is None or not who.members:
                token.kind, token.value = "word", None
                token.low = token.low or ("" if " " in token.text else token.text.lower())
                continue
            token.value = who
            self._remember_group(who)
            beside = self._beside_the_point(tokens, i)
            for official in who.members:
                official.last = sentence.number
                self.mentions[id(official)] += 1
                if (
                    official.known_state
                    and not (beside and self.mentions[id(official)] == 1)
                    and not official.private
                    and who.sort not in ("state", "group")
                    and official not in here
                ):
                    here.append(official)
            if len(here) > 1 and here[-1].known_state != here[0].known_state:
                self.pair = [here[0], here[-1]] if len(here) > 2 or here[-1].name else here[:2]
            governed = i > 0 and tokens[i - 1].low in PREPOSITIONS
            listed = _in_a_list(tokens, i)
            if len(who.members) == 1 and who.sort != "state" and not governed and first is None and not listed:
                first = who.members[0]
        for i, token in enumerate(tokens):
            if token.kind == "who" and isinstance(
                token.value, Phrase
            ):  # "I will go," says who is named behind.
                spoken = self._meant(token.value, sentence, i, first)
                if spoken is None or not spoken.members:
                    token.kind, token.value, token.low = "word", None, token.text.lower()
                else:
                    token.value = spoken
        if not sentence.headline:
            self.former_topic = self.topic
            self.topic = self.topic if first is None or (first.private and not first.name) else first
        self._notice_pair(sentence)
        self._notice_company(sentence)

    def _beside_the_point(self, tokens: list[Token], i: int) -> bool:
        """Whether "which A signed with B" stands here, while the story is of two others."""
        known = len(self.pair) == 2 and all(self.mentions[id(o)] > 1 for o in self.pair)
        return known and any(t.kind == "word" and t.low in _HANGS for t in tokens[max(i - 12, 1) : i])

    def _notice_company(self, sentence: Sentence) -> None:
        """ "A, B and C are coming": whom "they" will mean."""
        run: list[Official] = []
        joined = False
        for token in sentence.tokens:
            if token.kind == "who" and isinstance(token.value, Who) and token.value.sort != "state":
                if not joined:
                    run = []
                run += [
                    o
                    for o in token.value.members
                    if o.name and o.known_state and not o.private and o not in run
                ]
                joined = token.text.endswith(",")
            elif token.low in ("and", ",") and run:
                joined = True
            else:
                joined = False
            if len(run) > 2 and len({o.known_state for o in run}) > 1:
                self.company, self.company_at = list(run), sentence.number

    def _meant(self, phrase: Phrase, sentence: Sentence, i: int, first: Official | None) -> Who | None:
        if phrase.joined:
            if phrase.of_pair:
                self._share_out(phrase.joined, sentence.tokens[:i])
            named = [self._meant(other, sentence, i, first) for other in phrase.joined]
            return Who([o for who in named if who for o in who.members], plural=True)
        if phrase.sort == "pronoun":
            return self._pronoun(phrase, sentence, i, first)
        if phrase.sort == "group":
            return self._the_two(phrase)
        if phrase.sort == "counterpart":
            return self._counterpart(phrase, sentence, i, first)
        if phrase.sort in ("people", "organ"):
            return self._people_or_organ(phrase, sentence)
        if phrase.name:
            return self._by_name(phrase, sentence, i, first)
        return self._by_office(phrase, sentence, i, first)

    def _share_out(self, named: list[Phrase], before: list[Token]) -> None:
        """The two countries spoken of are those of two ministers, in their order, where nothing tells more."""
        told = list(dict.fromkeys(s for t in before for s in states_told(t)))
        spoken = [o.known_state for o in self.pair if o.known_state]
        common = [s for s, _ in self.states.most_common(2)]
        states = (
            told
            if len(told) == 2
            else [s for s in self.states if s in (spoken if len(spoken) == 2 else common)]
        )
        open_ones = []
        for one in named:
            official = self.cast.named(one.name, None, None)
            state = one.states[0] if one.states else official.state if official else None
            states = [s for s in states if s != state]
            if state is None:
                open_ones.append(one)
        if len(states) == len(open_ones):
            for one, state in zip(open_ones, states, strict=True):
                one.states = [state]

    def _by_name(self, phrase: Phrase, sentence: Sentence, i: int, first: Official | None) -> Who | None:
        role = role_of(phrase)
        state = phrase.states[0] if len(phrase.states) == 1 else None
        official = self.cast.named(phrase.name, state, role)
        if official is None:
            famous = recognise(phrase.name, self.published.year, role)
            if famous is None or (
                (famous.name or "").lower() == phrase.name.lower() and " " not in phrase.name
            ):
                return None
            official = self.cast.add(
                Official(phrase.name, famous.state, famous.role, private=famous.role == "spokes")
            )
        official.state = official.state or state
        if official.state is None and not official.private:
            self._signing_for(official, sentence, i)
        if official.state is None and not official.private:
            self._adopt(official, sentence)
        if official.state is None and not official.private:
            self._guess(official, phrase, sentence, i, first)
        return Who([official], role=official.role, visiting=phrase.visiting)

    def _signing_for(self, official: Official, sentence: Sentence, i: int) -> None:
        """ "X signed for Niger; Y did so for Chad": whom they act for, and as what."""
        row = sentence.tokens[i + 1 : i + 16]
        words = [t.low for t in row]
        signed = next((k for k, w in enumerate(words) if w in ("signed", "did", "initialled", ";")), len(words))
        if "for" not in words[signed : signed + 4]:
            return
        at = words.index("for", signed) + 1
        place = next((t.value for t in row[at : at + 2] if t.kind == "place" and t.value.sort == "state"), None)
        if place is None:
            return
        official.state = place.state
        told = [o for (s, _), o in self.anonymous.items() if s == place.state and sentence.number - o.last <= 2]
        if len(told) == 1 and official.role in (None, "other"):
            official.role, official.office = told[0].role, told[0].office

    def _adopt(self, official: Official, sentence: Sentence) -> None:
        """ "Its prime minister" of the sentence before is the one who is named now."""
        waiting = sorted(
            self.anonymous.items(), key=lambda item: (item[1].last, item[0][0] == self.dateline_state)
        )
        for (state, role), nameless in reversed(waiting):
            close = 0 < sentence.number - nameless.last <= 2
            same = (
                role == official.role and (role != "other_minister" or nameless.office == official.office)
            ) or (official.office == "minister" and role.endswith("minister"))
            if official.role is None and official.name and " " in official.name:
                heads = [
                    o
                    for (_, r), o in waiting
                    if r.startswith(("head", "foreign", "defence")) and 0 <= sentence.number - o.last <= 2
                ]
                same = len(heads) == 1 and nameless is heads[0]
            taken = any(
                o.state == state and o.role in (role, None) and o.name and not o.private
                for o in self.cast.officials
            )
            if close and same and not taken:
                official.state = state
                if official.office == "minister" or official.role is None:
                    official.role = role
                return

    def _guess(
        self, official: Official, phrase: Phrase, sentence: Sentence, i: int, first: Official | None
    ) -> None:
        if phrase.det in ("his", "her", "'s"):
            beside = phrase.det == "'s" or low_of(sentence.tokens, i - 1) == "and"
            owner = (_owner_before(sentence, i) if beside else None) or first or self.topic
            official.state = owner.state if owner else None
            return
        if phrase.det in ("its", "their"):
            official.state = self._last_state(sentence, i)
            return
        if not official.role:
            return
        body = self._international(phrase)
        if body:
            official.state = body
            return
        before = " ".join(t.low for t in sentence.tokens[max(i - 3, 0) : i])
        if (
            before.endswith(
                ("place of", "instead of", "behalf of", "accompanied by", "in for", "replacing", "stead of")
            )
            and first is not None
            and first.state
        ):
            official.state = first.state
            return
        tokens = sentence.tokens
        aside = _in_relative_asides(tokens, i)
        guesses = [
            s for k in range(i) if k not in aside for s in states_told(tokens[k], low_of(tokens, k + 1))
        ][::-1]
        if self.host_now:
            guesses.append(self.host_now)
        official.near = list(dict.fromkeys([*official.near, *guesses]))
        official.home = self.dateline_state
        leader = self.topic
        if (
            leader is not None
            and leader.state
            and (leader.role or "").startswith("head_of")
            and "minister" in official.role
            and first is None
        ):
            guesses.append(leader.state)
        if self.dateline_state:
            guesses.append(self.dateline_state)
        if self.publisher_state:
            guesses.append(self.publisher_state)
        guesses += [state for state, _ in self.states.most_common(4)]
        official.guesses = list(dict.fromkeys([*official.guesses, *guesses]))

    def _international(self, phrase: Phrase) -> str | None:
        """Whose commissioners and special representatives are, where no state is told."""
        if phrase.office == "commissioner" and (self.publisher_state == "EUE" or self.states["EUE"]):
            return "EUE"
        if phrase.office in (
            "special representative",
            "special envoy",
            "personal envoy",
            "special coordinator",
        ):
            return "UNO" if "UNO" in (self.publisher_state, *self.states) else None
        return None

    def _last_state(self, sentence: Sentence, i: int) -> str | None:
        for token in reversed(sentence.tokens[:i]):
            if token.kind == "place":
                state: str = token.value.state
                return state
            if states_told(token):
                return states_told(token)[0]
        return self.last_place.state if self.last_place else None

    def _by_office(self, phrase: Phrase, sentence: Sentence, i: int, first: Official | None) -> Who | None:
        role = role_of(phrase)
        if role in ("spokes", "private"):
            return Who(
                [Official(None, None, role, private=True)], sort="role", det=phrase.det, office=phrase.office
            )
        if phrase.plural:
            return self._several(phrase, role)
        if (
            not phrase.det
            and not phrase.states
            and phrase.office
            in (
                "minister",
                "leader",
                "speaker",
                "general",
                "officer",
                "commissioner",
                "mission",
                "mediator",
                "ruler",
                "prince",
                "king",
                "queen",
            )
        ):
            return None
        state = phrase.states[0] if phrase.states else None
        if phrase.det in ("his", "her", "their", "its", "'s") and state is None:
            owner = _owner_before(sentence, i) if phrase.det == "'s" else first or self.topic
            if phrase.det in ("his", "her") and low_of(sentence.tokens, i - 1) == "and":
                owner = _owner_before(sentence, i) or owner
            if owner is not None and not owner.gender and phrase.det in ("his", "her"):
                owner.gender = "he" if phrase.det == "his" else "she"
            state = (
                self._last_state(sentence, i)
                if phrase.det in ("its", "their")
                else (owner.state if owner else None)
            )
            known = [
                o
                for o in self.cast.officials
                if state and o.state == state and o.role == role and o.name and o.last >= 0
            ]
            if len(known) == 1:
                return Who(known, sort="role", role=role)
            return Who([self._nameless(state, role, phrase)], sort="role", role=role)
        if phrase.det in ("a", "an") and state is not None and not phrase.former:
            owner = first or self.topic
            if owner is not None and owner.state == state and owner.role == role and owner.name:
                return Who([owner], sort="role", role=role)  # "The first visit by a Japanese premier".
        if phrase.det in ("a", "an", "no"):
            return Who(
                [Official(None, state, role, office=phrase.office, former=phrase.former)],
                sort="role",
                role=role,
            )
        official = self._called(phrase, role, state, sentence)
        return Who([official], sort="role", det=phrase.det, role=role, office=phrase.office)

    def _called(self, phrase: Phrase, role: str | None, state: str | None, sentence: Sentence) -> Official:
        """ "The minister", "the Lao premier": the one met last who may be called so."""
        roles = CALLED.get(
            phrase.office.rsplit(" minister", 1)[0] + " minister"
            if phrase.office.endswith(" minister")
            else phrase.office,
            (role,),
        )
        if phrase.office == "minister":
            roles = CALLED["minister"]
        fitting = [
            o
            for o in self.cast.officials
            if not o.private
            and o.role in roles
            and (state is None or o.known_state == state)
            and (state is not None or sentence.number - o.last <= _REACH)
            and o.last >= 0
        ]
        if fitting:
            return max(fitting, key=lambda o: (o.last, o is self.topic))
        if state is not None:
            unseen = [o for o in self.cast.officials if o.state == state and o.role in roles and not o.private]
            if len(unseen) == 1:
                return unseen[0]
        return self._nameless(state, role, phrase)

    def _nameless(self, state: str | None, role: str | None, phrase: Phrase) -> Official:
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

    def _several(self, phrase: Phrase, role: str | None) -> Who | None:
        if len(phrase.states) > 1:
            members = []
            for state in dict.fromkeys(phrase.states):
                single = Phrase(states=[state], role=phrase.role, office=phrase.office, det="the")
                members.append(self._nameless(state, role, single))
            return Who(members, plural=True, sort="role", role=role)
        if len(phrase.states) == 1:
            return Who([self._nameless(phrase.states[0], role, phrase)], plural=True, sort="role", role=role)
        if phrase.det == "their" and len(self.pair) == 2 and role and any(o.role != role for o in self.pair):
            return Who(
                [self._nameless(o.known_state, role, phrase) for o in self.pair if o.known_state],
                plural=True,
                sort="role",
                role=role,
            )
        if phrase.det in ("the", "both", "two", "their"):
            return self._the_two(phrase)
        return None

    def _remember_group(self, who: Who) -> None:
        roles = {o.role for o in who.members}
        states = {o.known_state for o in who.members}
        if who.plural and len(who.members) == 2 and len(states) == 2 and None not in states and len(roles) == 1:
            role = roles.pop()
            if role:
                self.groups[role] = list(who.members)

    def _the_two(self, phrase: Phrase) -> Who | None:
        if phrase.det in ("three", "four", "five"):
            count = {"three": 3, "four": 4, "five": 5}[phrase.det]
            return Who(list(self.company), plural=True, sort="group") if len(self.company) == count else None
        roles = CALLED.get(PLURALS.get(phrase.office, phrase.office), (phrase.role,))
        for role in roles:
            told = self.groups.get(role or "")
            if told and phrase.office not in ("leaders", "leader") and self._fits(told):
                return Who(list(told), plural=True, sort="group")
        if len(self.pair) < 2:
            return None
        if phrase.office in (
            "sides",
            "countries",
            "governments",
            "nations",
            "states",
            "capitals",
            "neighbours",
            "neighbors",
            "parties",
            "allies",
            "delegations",
        ):
            members = [Official(None, o.known_state) for o in self.pair]
            return Who(members, plural=True, sort="group")
        members = [self._as_called(o, phrase.office) for o in self.pair]
        if any(not (o.name or o.role) for o in members):
            return None  # Of a state alone it is not known who is meant.
        return Who(members, plural=True, sort="group")

    def _fits(self, told: list[Official]) -> bool:
        """Whether the pair spoken of now is not another one of the same office."""
        roles = {o.role for o in told}
        spoken, before = ({o.known_state for o in side} for side in (self.pair, told))
        if {o.role for o in self.pair} != roles or spoken == before:
            return True
        return sum(self.states[s or ""] for s in before) > sum(self.states[s or ""] for s in spoken)

    def _as_called(self, official: Official, plural: str) -> Official:
        """ "The two presidents" are presidents, of the states of those spoken of."""
        office = PLURALS.get(plural, "")
        roles = CALLED.get(office, ())
        state = official.known_state
        if (
            not official.name
            and not official.role
            and plural in ("leaders", "men", "presidents", "premiers", "pair", "two", "")
        ):
            heads = [
                o
                for o in self.cast.officials
                if o.known_state == state and o.role in CALLED["leader"] and o.last >= 0 and not o.former
            ]
            return max(heads, key=lambda o: o.last) if heads else official
        if office in ("leader", "") or not roles or official.role in (*roles, None) or not state:
            return official
        fitting = [
            o for o in self.cast.officials if o.known_state == state and o.role in roles and not o.former
        ]
        if fitting:
            return max(fitting, key=lambda o: o.last)
        return self._nameless(state, roles[0], Phrase(office=office)) if len(roles) == 1 else official

    def _counterpart(self, phrase: Phrase, sentence: Sentence, i: int, first: Official | None) -> Who | None:
        owner = first
        for token in reversed(sentence.tokens[:i]):
            if (
                token.kind == "who"
                and isinstance(token.value, Who)
                and token.value.members
                and token.value.sort != "state"
            ):
                owner = token.value.members[0]
                break
        if first is not None and low_of(sentence.tokens, i - 1) == "by":
            owner = first  # "She will be received by X and by her opposite number".
        owner = owner or self.topic
        role = owner.role if owner else None
        if low_of(sentence.tokens, i) == "" and not phrase.name and not phrase.states and owner in self.pair:
            partner = next((o for o in self.pair if o is not owner), None)
            if partner is not None and sentence.tokens[i].text.lower().endswith(_MET):
                return Who([partner], sort="counterpart", role=partner.role)
        if phrase.plural and phrase.states:
            return Who(
                [self._nameless(s, role, phrase) for s in phrase.states],
                plural=True,
                sort="counterpart",
                role=role,
            )
        state = phrase.states[0] if phrase.states else None
        if owner is not None and not owner.gender and phrase.det in ("his", "her") and owner.name:
            owner.gender = "he" if phrase.det == "his" else "she"
        if state is None and owner is not None:
            others = [s for s, _ in self.states.most_common(4) if s != owner.known_state]
            spoken = [p.known_state for p in self.pair if p.known_state != owner.known_state]
            state = (spoken or others or [None])[0]
        if phrase.name:
            official = self.cast.named(phrase.name, None, None) or self.cast.add(Official(phrase.name))
            official.state = official.state or state
            if official.role in (None, "other"):
                official.role = role
            return Who([official], sort="counterpart", role=role)
        fitting = [
            o
            for o in self.cast.officials
            if o.known_state == state and o.role == role and o is not owner and o.name
        ]
        if len(fitting) == 1:
            return Who(fitting, sort="counterpart", role=role)
        return Who([self._nameless(state, role, phrase)], sort="counterpart", role=role)

    def _people_or_organ(self, phrase: Phrase, sentence: Sentence) -> Who | None:
        state = phrase.states[0] if phrase.states else None
        if phrase.sort == "people" and not phrase.plural and state:
            recent = [
                o
                for o in self.cast.officials
                if o.known_state == state and o.name and o.last >= 0 and not o.private
            ]
            if recent:
                return Who([max(recent, key=lambda o: o.last)], sort="role")
        if state is None:
            state = self.dateline_state or (self.topic.state if self.topic else None)
        if state is None:
            return None
        return Who([Official(None, state, office=phrase.office)], plural=phrase.plural, sort="state")

    def _pronoun(self, phrase: Phrase, sentence: Sentence, i: int, first: Official | None) -> Who | None:
        word = phrase.det
        quoted = sentence.tokens[i].quoted
        if word == "latter":
            inside = [
                t.value.members[0]
                for t in sentence.tokens[:i]
                if t.kind == "who" and isinstance(t.value, Who) and len(t.value.members) == 1
            ]
            last = inside[-1:] if len(inside) > 1 else self.pair[-1:]
            return Who(last, sort="pronoun") if last else None
        if word in ("i", "me", "we", "us"):
            speaker = speaker_of(sentence) or self.topic
            return Who([speaker], sort="pronoun") if speaker and quoted else None
        if word in ("they", "them") and self.company and sentence.number - self.company_at == 1:
            return Who(list(self.company), plural=True, sort="pronoun")
        if word in ("they", "them"):
            return Who(list(self.pair), plural=True, sort="pronoun") if len(self.pair) == 2 else None
        gender = "she" if word in ("she", "her") else "he"
        if word in ("him", "her") and first is not None:
            inside = [
                t.value.members[0]
                for t in sentence.tokens[:i]
                if t.kind == "who" and isinstance(t.value, Who) and len(t.value.members) == 1
            ]
            at = max((k for k in range(i) if sentence.tokens[k].kind == "who"), default=0)
            if len(inside) > 1 and any(finite_verb(t) for t in sentence.tokens[at + 1 : i]):
                return Who(inside[-2:-1], sort="pronoun")  # "X had invited her": she is not X.
            others = [
                o
                for o in inside
                if o is not first and (o.name or o.role) and o.gender in ("", gender) and not o.private
            ]
            if others:
                return Who(others[-1:], sort="pronoun")
            if (
                low_of(sentence.tokens, i - 1) in _CARRY
                and first.gender in ("", gender)
                and not first.private
                and low_of(sentence.tokens, i + 1) in ("to", "from", "through")
            ):
                return Who([first], sort="pronoun")  # "X, on a tour that took him to Rome".
            if (
                first.name
                and self.topic is not None
                and self.topic is not first
                and self.topic.gender in ("", gender)
            ):
                return Who([self.topic], sort="pronoun")
        speaking = said_by(sentence.tokens, i)
        for candidate in (speaking, first, self.topic, *sorted(self.cast.officials, key=lambda o: -o.last)):
            if (
                candidate is not None
                and not (candidate is first and word in ("him", "her") and not candidate.name)
                and (candidate.name or (candidate in (speaking, first) and candidate.role and candidate.state))
                and candidate.gender in ("", gender)
                and candidate.last >= 0
            ):
                if candidate not in (first, speaking) and candidate.last < sentence.number - 4:
                    continue
                candidate.gender = gender
                return Who([candidate], sort="pronoun")
        return None

    def _notice_pair(self, sentence: Sentence) -> None:
        """Two officials of two states in one sentence are whom "the two" will mean."""
        found: list[Official] = []
        for i, token in enumerate(sentence.tokens):
            if (
                token.kind == "who"
                and isinstance(token.value, Who)
                and token.value.sort not in ("group", "state")
            ):
                aside = self._beside_the_point(sentence.tokens, i)
                found += [
                    o
                    for o in token.value.members
                    if not o.private
                    and o.known_state
                    and o not in found
                    and not (aside and self.mentions[id(o)] == 1)
                ]
        fresh = found + [o for o in ([self.topic] if self.topic else []) if o not in found]
        for other in fresh[1:]:
            if other.known_state != fresh[0].known_state and not fresh[0].private and not other.private:
                self.pair = [fresh[0], other]
                return
        states = [
            t.value.state for t in sentence.tokens if t.kind == "place" and t.value.sort in ("state", "seat")
        ]
        different = list(dict.fromkeys(states))
        abroad = [s for s in different if found and s != found[0].known_state]
        if len(found) == 1 and len(abroad) == 1 and not self.pair:
            self.pair = [found[0], Official(None, abroad[0])]
        elif len(different) == 2 and not found and not self.pair:
            self.pair = [Official(None, s) for s in different]


def _owner_before(sentence: Sentence, i: int) -> Official | None:
    """Whose the office at `i` is: "X's special envoy"."""
    who = sentence.tokens[i - 2].value if i > 1 else None
    return who.members[0] if isinstance(who, Who) and len(who.members) == 1 else None


def low_of(tokens: list[Token], i: int) -> str:
    """The word in small letters; empty outside the sentence."""
    return tokens[i].low if 0 <= i < len(tokens) else ""


def _in_a_list(tokens: list[Token], i: int) -> bool:
    """Whether "A and B" stands here: neither is who "he" will mean."""
    before = (
        low_of(tokens, i - 1) == "and"
        and i > 1
        and (tokens[i - 2].kind == "who" or low_of(tokens, i - 2) == ",")
    )
    after = low_of(tokens, i + 1) == "and" and i + 2 < len(tokens) and tokens[i + 2].kind == "who"
    return after or (before and any(t.kind == "who" for t in tokens[max(i - 3, 0) : i]))


def _turned(one: str, other: str | None) -> bool:
    """Whether the family name comes first in one form and last in the other."""
    return other is not None and one.lower().split() == other.lower().split()[::-1]


def _in_relative_asides(tokens: list[Token], stop: int) -> set[int]:
    """The words of "X, who leaves for Laos on Saturday, also met": what is told there is told of X alone."""
    found: set[int] = set()
    for k in range(1, stop):
        if tokens[k].low == "who" and tokens[k - 1].low == ",":
            end = next((m for m in range(k + 1, stop) if tokens[m].low == ","), None)
            if end is not None:
                found.update(range(k, end))
    return found

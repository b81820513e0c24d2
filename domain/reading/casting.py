"""Who is meant by the names, titles and pronouns of an article.

Two passes: the first puts everybody on record whom the article names (a headline's "Lavrov" needs the full
name of the text below it), the second walks through the sentences and gives each mention its officials.
"""

from __future__ import annotations

from domain.reading import phrases
from domain.reading.allegiance import adopt, guess, share_out, signing_for
from domain.reading.marking import (
    form_behind,
    long_form,
    merge_dates,
    merged_token,
    part_of_name,
    role_of,
    split_compounds,
    without_styles,
)
from domain.reading.offices import low_at
from domain.reading.people import Official, Who, recognise
from domain.reading.phrase_parts import Phrase
from domain.reading.places import BEFORE_CITIES, Place
from domain.reading.recording import record
from domain.reading.references import by_office, by_pronoun, counterpart, people_or_organ, the_two
from domain.reading.scene import Scene
from domain.reading.text import Sentence, Token
from domain.reading.words import PREPOSITIONS

_SPEAKERS = frozenset({"i", "me", "we", "us"})


def mark(scene: Scene, sentence: Sentence) -> None:
    """Put dates, places and phrases about people in the place of their words."""
    tokens = without_styles(sentence.tokens)
    tokens = merge_dates(split_compounds(tokens, scene.gazetteer, scene.published.year))
    tokens = _merge_places(scene, tokens)
    sentence.tokens = _merge_phrases(scene, tokens, sentence.headline)


def _merge_places(scene: Scene, tokens: list[Token]) -> list[Token]:
    merged: list[Token] = []
    i = 0
    while i < len(tokens):
        found = scene.gazetteer.find(tokens, i, scene.korean)
        if found and not part_of_name(tokens, i, found[1], found[0]):
            place, end = found
            start = i
            if scene.kinshasa and place.state == "COG" and place.name in ("Congo", "Congolese"):
                place = Place("COD", place.name, place.sort)
            if form_behind(tokens, end, place) > end:
                place, end = Place(place.state, place.name, "state"), form_behind(tokens, end, place)
            if place.sort == "state":
                while merged and start and start > i - 6 and long_form(tokens, start - 1, place):
                    merged.pop()
                    start -= 1
            merged.append(merged_token(tokens, start, end, "place", place))
            scene.states[place.state] += 1
            i = end
        else:
            merged.append(tokens[i])
            i += 1
    return merged


def _merge_phrases(scene: Scene, tokens: list[Token], headline: bool) -> list[Token]:
    merged: list[Token] = []
    i = 0
    while i < len(tokens):
        found = phrases.find(tokens, i, headline)
        if found and found[1] > i:
            phrase, end = found
            merged.append(merged_token(tokens, i, end, "who", phrase))
            code = _bare_city(scene, phrase, tokens, i)
            if code:
                merged[-1] = merged_token(tokens, i, end, "place", Place(code, phrase.name, "city"))
            else:
                record(scene, phrase)
            i = end
        else:
            merged.append(tokens[i])
            i += 1
    return merged


def _bare_city(scene: Scene, phrase: Phrase, tokens: list[Token], i: int) -> str | None:
    """ "In Bahir Dar": a name that nobody bears so far, where places stand."""
    bare = phrase.sort == "named" and not (phrase.role or phrase.states or phrase.courtesy)
    if (
        not bare
        or i == 0
        or tokens[i - 1].low not in BEFORE_CITIES
        or scene.cast.named(phrase.name, None, None)
    ):
        return None
    return scene.gazetteer.city(phrase.name)


def resolve(scene: Scene, sentence: Sentence) -> None:
    """Give each mention its officials, in the order of the text."""
    first: Official | None = None
    here: list[Official] = []
    tokens = sentence.tokens
    for i, token in enumerate(tokens):
        if token.kind == "place":
            place: Place = token.value
            namesake = scene.cast.named(token.text, None, None) if place.sort == "city" else None
            if namesake is not None and namesake.known_state and namesake.known_state != place.state:
                token.kind, token.value = "who", Who([namesake], role=namesake.role)
                namesake.last = sentence.number
                continue
            if place.sort != "adjective":
                scene.last_place = place
            continue
        if token.kind != "who":
            continue
        phrase: Phrase = token.value
        if phrase.sort == "pronoun" and phrase.det in _SPEAKERS:
            continue
        who = _meant(scene, phrase, sentence, i, first)
        if who is None or not who.members:
            token.kind, token.value = "word", None
            token.low = token.low or ("" if " " in token.text else token.text.lower())
            continue
        token.value = who
        scene.remember_group(who)
        beside = scene.beside_the_point(tokens, i)
        for official in who.members:
            official.last = sentence.number
            scene.mentions[id(official)] += 1
            if (
                official.known_state
                and not (beside and scene.mentions[id(official)] == 1)
                and not official.private
                and who.sort not in ("state", "group")
                and official not in here
            ):
                here.append(official)
        if len(here) > 1 and here[-1].known_state != here[0].known_state:
            scene.pair = [here[0], here[-1]] if len(here) > 2 or here[-1].name else here[:2]
        governed = i > 0 and tokens[i - 1].low in PREPOSITIONS
        listed = _in_a_list(tokens, i)
        if len(who.members) == 1 and who.sort != "state" and not governed and first is None and not listed:
            first = who.members[0]
    for i, token in enumerate(tokens):
        if token.kind == "who" and isinstance(token.value, Phrase):  # "I will go," says who is named behind.
            spoken = _meant(scene, token.value, sentence, i, first)
            if spoken is None or not spoken.members:
                token.kind, token.value, token.low = "word", None, token.text.lower()
            else:
                token.value = spoken
    if not sentence.headline:
        scene.former_topic = scene.topic
        scene.topic = scene.topic if first is None or (first.private and not first.name) else first
    _notice_pair(scene, sentence)
    _notice_company(scene, sentence)


def _in_a_list(tokens: list[Token], i: int) -> bool:
    """Whether "A and B" stands here: neither is who "he" will mean."""
    before = (
        low_at(tokens, i - 1) == "and"
        and i > 1
        and (tokens[i - 2].kind == "who" or low_at(tokens, i - 2) == ",")
    )
    after = low_at(tokens, i + 1) == "and" and i + 2 < len(tokens) and tokens[i + 2].kind == "who"
    return after or (before and any(t.kind == "who" for t in tokens[max(i - 3, 0) : i]))


def _notice_company(scene: Scene, sentence: Sentence) -> None:
    """ "A, B and C are coming": whom "they" will mean."""
    run: list[Official] = []
    joined = False
    for token in sentence.tokens:
        if token.kind == "who" and isinstance(token.value, Who) and token.value.sort != "state":
            if not joined:
                run = []
            run += [
                o for o in token.value.members if o.name and o.known_state and not o.private and o not in run
            ]
            joined = token.text.endswith(",")
        elif token.low in ("and", ",") and run:
            joined = True
        else:
            joined = False
        if len(run) > 2 and len({o.known_state for o in run}) > 1:
            scene.company, scene.company_at = list(run), sentence.number


def _notice_pair(scene: Scene, sentence: Sentence) -> None:
    """Two officials of two states in one sentence are whom "the two" will mean."""
    found: list[Official] = []
    for i, token in enumerate(sentence.tokens):
        if token.kind == "who" and isinstance(token.value, Who) and token.value.sort not in ("group", "state"):
            aside = scene.beside_the_point(sentence.tokens, i)
            found += [
                o
                for o in token.value.members
                if not o.private
                and o.known_state
                and o not in found
                and not (aside and scene.mentions[id(o)] == 1)
            ]
    fresh = found + [o for o in ([scene.topic] if scene.topic else []) if o not in found]
    for other in fresh[1:]:
        if other.known_state != fresh[0].known_state and not fresh[0].private and not other.private:
            scene.pair = [fresh[0], other]
            return
    states = [t.value.state for t in sentence.tokens if t.kind == "place" and t.value.sort in ("state", "seat")]
    different = list(dict.fromkeys(states))
    abroad = [s for s in different if found and s != found[0].known_state]
    if len(found) == 1 and len(abroad) == 1 and not scene.pair:
        scene.pair = [found[0], Official(None, abroad[0])]
    elif len(different) == 2 and not found and not scene.pair:
        scene.pair = [Official(None, s) for s in different]


def _meant(scene: Scene, phrase: Phrase, sentence: Sentence, i: int, first: Official | None) -> Who | None:
    if phrase.joined:
        if phrase.of_pair:
            share_out(scene, phrase.joined, sentence.tokens[:i])
        named = [_meant(scene, other, sentence, i, first) for other in phrase.joined]
        return Who([o for who in named if who for o in who.members], plural=True)
    if phrase.sort == "pronoun":
        return by_pronoun(scene, phrase, sentence, i, first)
    if phrase.sort == "group":
        return the_two(scene, phrase)
    if phrase.sort == "counterpart":
        return counterpart(scene, phrase, sentence, i, first)
    if phrase.sort in ("people", "organ"):
        return people_or_organ(scene, phrase, sentence)
    if phrase.name:
        return _by_name(scene, phrase, sentence, i, first)
    return by_office(scene, phrase, sentence, i, first)


def _by_name(scene: Scene, phrase: Phrase, sentence: Sentence, i: int, first: Official | None) -> Who | None:
    role = role_of(phrase)
    state = phrase.states[0] if len(phrase.states) == 1 else None
    official = scene.cast.named(phrase.name, state, role)
    if official is None:
        famous = recognise(phrase.name, scene.published.year, role)
        if famous is None or ((famous.name or "").lower() == phrase.name.lower() and " " not in phrase.name):
            return None
        official = scene.cast.add(
            Official(phrase.name, famous.state, famous.role, private=famous.role == "spokes")
        )
    official.state = official.state or state
    if official.state is None and not official.private:
        signing_for(scene, official, sentence, i)
    if official.state is None and not official.private:
        adopt(scene, official, sentence)
    if official.state is None and not official.private:
        guess(scene, official, phrase, sentence, i, first)
    return Who([official], role=official.role, visiting=phrase.visiting)

"""Whose an official is, where the words beside the name do not say it."""

from __future__ import annotations

from domain.reading.marking import (
    states_told,
)
from domain.reading.offices import low_at
from domain.reading.people import Official, Who
from domain.reading.phrase_parts import Phrase
from domain.reading.scene import Scene
from domain.reading.text import Sentence, Token


def share_out(scene: Scene, named: list[Phrase], before: list[Token]) -> None:
    """The two countries spoken of are those of two ministers, in their order, where nothing tells more."""
    told = list(dict.fromkeys(s for t in before for s in states_told(t)))
    spoken = [o.known_state for o in scene.pair if o.known_state]
    common = [s for s, _ in scene.states.most_common(2)]
    states = (
        told if len(told) == 2 else [s for s in scene.states if s in (spoken if len(spoken) == 2 else common)]
    )
    open_ones = []
    for one in named:
        official = scene.cast.named(one.name, None, None)
        state = one.states[0] if one.states else official.state if official else None
        states = [s for s in states if s != state]
        if state is None:
            open_ones.append(one)
    if len(states) == len(open_ones):
        for one, state in zip(open_ones, states, strict=True):
            one.states = [state]


def signing_for(scene: Scene, official: Official, sentence: Sentence, i: int) -> None:
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
    told = [o for (s, _), o in scene.anonymous.items() if s == place.state and sentence.number - o.last <= 2]
    if len(told) == 1 and official.role in (None, "other"):
        official.role, official.office = told[0].role, told[0].office


def adopt(scene: Scene, official: Official, sentence: Sentence) -> None:
    """ "Its prime minister" of the sentence before is the one who is named now."""
    waiting = sorted(
        scene.anonymous.items(), key=lambda item: (item[1].last, item[0][0] == scene.dateline_state)
    )
    for (state, role), nameless in reversed(waiting):
        close = 0 < sentence.number - nameless.last <= 2
        same = (role == official.role and (role != "other_minister" or nameless.office == official.office)) or (
            official.office == "minister" and role.endswith("minister")
        )
        if official.role is None and official.name and " " in official.name:
            heads = [
                o
                for (_, r), o in waiting
                if r.startswith(("head", "foreign", "defence")) and 0 <= sentence.number - o.last <= 2
            ]
            same = len(heads) == 1 and nameless is heads[0]
        taken = any(
            o.state == state and o.role in (role, None) and o.name and not o.private
            for o in scene.cast.officials
        )
        if close and same and not taken:
            official.state = state
            if official.office == "minister" or official.role is None:
                official.role = role
            return


def guess(
    scene: Scene, official: Official, phrase: Phrase, sentence: Sentence, i: int, first: Official | None
) -> None:
    """Put the states that it may be into `guesses`, the likeliest first."""
    if phrase.det in ("his", "her", "'s"):
        beside = phrase.det == "'s" or low_at(sentence.tokens, i - 1) == "and"
        owner = (owner_before(sentence, i) if beside else None) or first or scene.topic
        official.state = owner.state if owner else None
        return
    if phrase.det in ("its", "their"):
        official.state = scene.last_state(sentence, i)
        return
    if not official.role:
        return
    body = _international(scene, phrase)
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
    guesses = [s for k in range(i) if k not in aside for s in states_told(tokens[k], low_at(tokens, k + 1))][
        ::-1
    ]
    if scene.host_now:
        guesses.append(scene.host_now)
    official.near = list(dict.fromkeys([*official.near, *guesses]))
    official.home = scene.dateline_state
    leader = scene.topic
    if (
        leader is not None
        and leader.state
        and (leader.role or "").startswith("head_of")
        and "minister" in official.role
        and first is None
    ):
        guesses.append(leader.state)
    if scene.dateline_state:
        guesses.append(scene.dateline_state)
    if scene.publisher_state:
        guesses.append(scene.publisher_state)
    guesses += [state for state, _ in scene.states.most_common(4)]
    official.guesses = list(dict.fromkeys([*official.guesses, *guesses]))


def _international(scene: Scene, phrase: Phrase) -> str | None:
    """Whose commissioners and special representatives are, where no state is told."""
    if phrase.office == "commissioner" and (scene.publisher_state == "EUE" or scene.states["EUE"]):
        return "EUE"
    if phrase.office in (
        "special representative",
        "special envoy",
        "personal envoy",
        "special coordinator",
    ):
        return "UNO" if "UNO" in (scene.publisher_state, *scene.states) else None
    return None


def owner_before(sentence: Sentence, i: int) -> Official | None:
    """Whose the office at `i` is: "X's special envoy"."""
    who = sentence.tokens[i - 2].value if i > 1 else None
    return who.members[0] if isinstance(who, Who) and len(who.members) == 1 else None


def _in_relative_asides(tokens: list[Token], stop: int) -> set[int]:
    """The words of "X, who leaves for Laos on Saturday, also met": what is told there is told of X alone."""
    found: set[int] = set()
    for k in range(1, stop):
        if tokens[k].low == "who" and tokens[k - 1].low == ",":
            end = next((m for m in range(k + 1, stop) if tokens[m].low == ","), None)
            if end is not None:
                found.update(range(k, end))
    return found

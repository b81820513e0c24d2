"""Finding the verbs of a sentence, each with its group: "is expected to", "has no plans to"."""

from __future__ import annotations

from domain.reading.clauses import (
    BE,
    CHAIN,
    CONTRACTED,
    DO,
    HAVE,
    ING_NOUNS,
    MODALS,
    NOT,
    NOUN_FORMS,
    PLAN_WORDS,
    RELATIVE_PRONOUNS,
    Verb,
    low,
)
from domain.reading.text import Token
from domain.reading.verb_table import (
    FORMS,
    PARTICLES,
)
from domain.reading.words import (
    ADVERBS,
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
)


def verb_at(tokens: list[Token], i: int) -> Verb | None:
    token = tokens[i]
    readings = FORMS.get(token.low)
    if readings is None:
        readings = _unknown_verb(tokens, i)
        if readings is None:
            return None
    if token.low == "face" and low(tokens, i - 2) == "face":
        return None  # "Came face to face with".
    if token.low in NOUN_FORMS and _is_noun(tokens, i):
        return None
    if token.low not in NOUN_FORMS and readings[0][1] in ("base", "s") and _after_article(tokens, i):
        return None
    if token.capital and i > 0 and token.low not in ("is", "are", "was") and not _all_capital(tokens):
        return None
    start, chain = _group(tokens, i)
    lemma, form = _reading(readings, chain, tokens, i)
    if (
        lemma == "be"
        and i + 1 < len(tokens)
        and (low(tokens, i + 1) in PLAN_WORDS and _to_follows(tokens, i + 1))
    ):
        return None  # "Is expected to": part of the group of what follows.
    if (
        form == "ing"
        and not chain
        and (
            _is_noun(tokens, i)
            or (token.low in ING_NOUNS and low(tokens, i - 1) in ("of", "a", "an", "the", "'s", "joint", "on"))
        )
    ):
        return None
    if form == "pp" and not chain and _is_adjective(tokens, i):
        return None
    if form == "past" and low(tokens, i - 1) in ("a", "an", "the", "'s") and len(readings) > 1:
        return None  # "A planned visit".
    verb = Verb(lemma, i, start, form, chain, end=i + 1)
    verb.infinitive = "to" in chain and (
        form == "base" or "have" in chain[chain.index("to") :] or "be" in chain[chain.index("to") :]
    )
    verb.participle = form in ("ing", "pp") and not chain
    verb.passive = form == "pp" and any(word in BE for word in chain[-3:]) and not (chain and chain[-1] in HAVE)
    after = low(tokens, i + 1)
    onto = after == "on" and lemma not in ("call", "carry", "press") and low(tokens, i + 2) != "to"
    if after in PARTICLES and lemma not in ("be", "have", "say") and not onto:
        verb.particle, verb.end = after, i + 2
    return verb


def _after_article(tokens: list[Token], i: int) -> bool:
    """ "By telephone", "a guide": no verb behind an article or a preposition."""
    before = low(tokens, i - 1)
    if tokens[i].low in BE or tokens[i].low in HAVE or i == 0:
        return False
    return (
        before in DETERMINERS
        or before in POSSESSIVES
        or (before in PREPOSITIONS and before not in ("to", "as", "after", "since", "before", "than"))
    )


def _all_capital(tokens: list[Token]) -> bool:
    return sum(t.capital for t in tokens) > 0.8 * len(tokens)


def _to_follows(tokens: list[Token], i: int) -> bool:
    return low(tokens, i + 1) == "to" or (low(tokens, i + 2) == "to" and low(tokens, i + 1) in ADVERBS)


def _unknown_verb(tokens: list[Token], i: int) -> tuple[tuple[str, str], ...] | None:
    """A verb that the table does not have, by its ending or by what stands before it."""
    word = tokens[i].low
    if (
        tokens[i].capital
        or len(word) < 3
        or word in NOT
        or word in PRONOUNS
        or word in RELATIVES
        or word in ADVERBS
    ):
        return None
    before = low(tokens, i - 1)
    if before in ("will", "would", "may", "might", "could", "can", "should", "must", "did", "does", "do"):
        return ((word, "base"),)
    if (
        before == "to"
        and word not in DETERMINERS
        and word not in ADVERBS
        and word not in PREPOSITIONS
        and not word.endswith(("s", "ing", "ed", "ly"))
    ):
        return ((word, "base"),)
    if word.endswith("ly") or (word.startswith("un") and word.endswith("ed")):
        return None  # "Turned up unannounced".
    if (
        word.endswith("ed")
        and len(word) > 4
        and before not in DETERMINERS
        and before not in POSSESSIVES
        and before not in PREPOSITIONS
    ):
        return ((word[:-2], "past"), (word[:-2], "pp"))
    return None


def _is_noun(tokens: list[Token], i: int) -> bool:
    """Whether a word that is also a verb stands as a noun here."""
    word = tokens[i].low
    if _after_auxiliary(tokens, i):
        return False
    at = i - 1
    while at >= 0 and (
        tokens[at].low in ADVERBS
        and tokens[at].low not in ("then", "also", "not")
        and tokens[at].kind == "word"
    ):
        at -= 1
    if at < 0:
        return not (
            FORMS.get(word)
            and FORMS[word][0][1] == "ing"
            and i == 0
            and low(tokens, 1) not in ("of", "between", "with")
        )
    before = tokens[at]
    if before.low == "to":
        return word in ("talks", "meetings", "visits", "calls")
    if before.low in MODALS or before.low in DO:
        return False
    if before.kind == "when":
        # "An October visit", "next week's meeting"; but "X on Monday visited".
        return FORMS[word][0][1] in ("base", "ing") or word in ("talks", "visits") if word in FORMS else True
    if before.low in DETERMINERS or before.low in POSSESSIVES or before.kind == "num":
        return True
    if before.low in BE:
        # "Has been set" is told, "is set to visit" as well; "the aim is dialogue" is not.
        return not word.endswith("ing") and (word, "pp") not in FORMS.get(word, ())
    if before.kind in ("who",):
        return word in ("visit", "meeting", "talk", "trip", "call", "tour", "summit", "talks", "plan")
    if before.kind == "place":
        return (
            word in ("visit", "meeting", "talks", "talk", "trip", "tour", "call", "summit")
            or getattr(before.value, "sort", "") == "adjective"
        )
    if before.low in PREPOSITIONS:
        if word.endswith("ing"):
            return (
                before.low in ("at", "in", "of", "for")
                and word == "meeting"
                and low(tokens, i + 1) in ("of", "between", "with", "in", "on", ",", ".", "at")
            )
        return True
    if before.low in ("and", "or", ",", "but"):
        if word.endswith(("s",)) and word not in ("talks", "visits"):
            return False
        return _coordinated_noun(tokens, at - 1, word)
    if before.low in RELATIVE_PRONOUNS:
        return False
    if word.endswith("ing") and word not in ING_NOUNS | {"meeting"} and before.low in _BEFORE_ING:
        return False
    if before.low in ("hold", "held", "holds", "holding", "have", "had", "has"):
        return True
    return not before.capital or word in ("talks", "meeting", "visit", "summit") or before.kind == "punct"


def _after_auxiliary(tokens: list[Token], i: int) -> bool:
    """ "Will also visit", "may soon visit", "plans to also visit": an auxiliary, further left, calls a verb."""
    at = i - 1
    while at > 0 and (tokens[at].kind == "when" or (tokens[at].kind == "word" and tokens[at].low in ADVERBS)):
        at -= 1
    if low(tokens, at) == "to":
        return low(tokens, i - 1) == "also" and at == i - 2 and not tokens[i].low.endswith("s")
    return at < i - 1 and low(tokens, at) in MODALS | DO


_BEFORE_ING = frozenset(
    (
        *("considering", "considered", "considers", "consider", "mulling", "weighing", "contemplating"),
        *("postponed", "delayed", "cancelled", "canceled", "suggested", "proposed", "discussed", "discussing"),
        *("avoid", "avoided", "finished", "began", "begun", "stopped", "mulled", "weighed", "contemplated"),
    )
)
"""Verbs that another verb in -ing follows: "is considering visiting"."""


def _coordinated_noun(tokens: list[Token], at: int, word: str) -> bool:
    """ "Meetings and visits": what stands before "and" is a noun of the same kind."""
    return low(tokens, at) in NOUN_FORMS or word == "talks" or low(tokens, at) in ("bilateral", "formal")


def _is_adjective(tokens: list[Token], i: int) -> bool:
    before, after = low(tokens, i - 1), i + 1
    if before in DETERMINERS or before in POSSESSIVES or before in ("most", "more", "newly", "long", "well"):
        return True
    return (
        after < len(tokens)
        and before in PREPOSITIONS
        and tokens[after].kind == "word"
        and tokens[after].low not in PREPOSITIONS
    )


def _group(tokens: list[Token], i: int) -> tuple[int, list[str]]:
    """Where the verb's group begins, and its words: auxiliaries, "to", plans, negations."""
    words: list[str] = []
    start = at = i
    steps = 0
    while at > 0 and steps < 14:
        steps += 1
        word = low(tokens, at - 1)
        kind = tokens[at - 1].kind
        if word == "," and (opening := _by_the_way(tokens, at - 1)) is not None:
            at = opening
        elif (word, low(tokens, at - 2)) in _BETWEEN:
            at -= 2
        elif word == "longer" and low(tokens, at - 2) == "no":
            words[:0] = ("no", "longer")
            at -= 2
            start = at
        elif (
            kind == "word"
            and word in CHAIN
            and not (word in ("about", "no") and "to" not in words and word != "no")
        ):
            if word == "no" and not words:
                break
            words[:0] = CONTRACTED.get(word, (word,))
            at -= 1
            start = at
        elif (
            kind == "word"
            and word == "to"
            and not words
            and FORMS.get(tokens[i].low, (("", "base"),))[0][1] in ("base", "past")
        ) or (kind == "word" and word == "to" and words and words[0] in ("be", "have")):
            words.insert(0, "to")
            at -= 1
            start = at
        elif kind == "word" and words and words[0] == "to" and word in PLAN_WORDS:
            words.insert(0, word)
            at -= 1
            start = at
            at, start = _over_plan(tokens, at, start, words)
        elif (
            (
                kind == "word"
                and word in ADVERBS
                and word not in ("home", "there", "here", "then", "both", "each")
            )
            or (word in ("last", "long", "jointly", "then", "since", "all") and low(tokens, at - 2) in CHAIN)
            or (tokens[at - 1].text in '"“”' and low(tokens, at - 2) in CHAIN | ADVERBS)
            or (kind == "when" and words and words[0] == "to" and low(tokens, at - 2) in PLAN_WORDS)
            or (kind == "when" and at > 1 and low(tokens, at - 2) in HAVE | MODALS and words[:1] != ["to"])
        ):
            at -= 1
        else:
            break
    return start, words


_BETWEEN = frozenset({("then", "by"), ("years", "for"), ("months", "for"), ("weeks", "for"), ("now", "by")})
"""What may stand between an auxiliary and its verb: "will by then have taken", "had for years hoped"."""


def _by_the_way(tokens: list[Token], closing: int) -> int | None:
    """ "Will, upon invitation, pay": the first comma of an aside between an auxiliary and its verb."""
    for i in range(closing - 1, max(closing - 7, 0), -1):
        if tokens[i].low == ",":
            before = low(tokens, i - 1)
            return i if before in MODALS | HAVE or before in BE - {"'s"} else None
        if tokens[i].kind == "who" or tokens[i].low in ("who", "which", "and", "but"):
            return None
    return None


def _over_plan(tokens: list[Token], at: int, start: int, words: list[str]) -> tuple[int, int]:
    """ "Has no plans", "announced a plan", "his intention": the verb before the plan belongs to it."""
    step = at
    while step > 0 and (
        low(tokens, step - 1) in DETERMINERS
        or low(tokens, step - 1) in ("firm", "immediate", "current", "definite", "concrete", "any", "tentative")
    ):
        step -= 1
    before = low(tokens, step - 1)
    if before == "no":
        words.insert(0, "not")
        step -= 1
        before = low(tokens, step - 1)
    if step < at or before in (
        "has",
        "have",
        "had",
        "announced",
        "confirmed",
        "announces",
        "confirms",
        "expressed",
        "made",
        "denied",
    ):
        if before in ("denied", "denies", "rejected"):
            words.insert(0, "not")
        if FORMS.get(before):
            words.insert(0, before if before in HAVE else "has")
            return step - 1, step - 1
        return step, step
    return at, start


def _reading(
    readings: tuple[tuple[str, str], ...], chain: list[str], tokens: list[Token], i: int
) -> tuple[str, str]:
    """Which of its readings a form has here: past or participle, and of which verb."""
    kinds = {kind for _, kind in readings}
    if len(readings) == 1:
        return readings[0]
    last = next((w for w in reversed(chain) if w not in NOT), "")
    wanted = "past"
    if last in BE or last in HAVE:
        wanted = "pp"
    elif last in MODALS or last == "to" or last in DO:
        wanted = "base"
    elif "pp" in kinds and "past" in kinds and not chain and _reduced(tokens, i):
        wanted = "pp"
    for lemma, kind in readings:
        if kind == wanted:
            return lemma, kind
    return readings[0]


_FOR_A_DAY = frozenset(
    {"planned", "scheduled", "slated", "set", "fixed", "timed", "listed", "foreseen", "agreed", "pencilled"}
)


def _reduced(tokens: list[Token], i: int) -> bool:
    """ "A visit planned for May", "the accord, signed in": a participle behind its noun."""
    after = low(tokens, i + 1)
    if i + 1 < len(tokens) and tokens[i + 1].kind == "when":
        after = "for"
    at = i - 1
    while at > 0 and low(tokens, at) in (
        "originally",
        "initially",
        "previously",
        "provisionally",
        "tentatively",
    ):
        at -= 1
    before = tokens[at] if at >= 0 else None
    if before is None:
        return False
    if before.kind in ("place", "who"):
        # "A visit to Peru planned for May".
        dated = i + 1 < len(tokens) and tokens[i + 1].kind == "when"
        return dated and tokens[i].low in _FOR_A_DAY
    noun = before.kind == "word" and before.low in (
        "visit",
        "trip",
        "meeting",
        "talks",
        "summit",
        "invitation",
        "agreement",
        "accord",
        "journey",
        "stop",
    )
    return after in ("by", "for") and (noun or before.low == ",")

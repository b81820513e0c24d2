"""A shallow reading of a sentence: its verbs with tense and modality, their subjects and what follows them."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.reading.text import Token
from domain.reading.verb_table import (
    FIRM_PLANS,
    FORMS,
    NO_PLANS,
    PARTICLES,
    SPECULATIVE_PLANS,
    SPEECH,
    TENTATIVE_PLANS,
)
from domain.reading.word_sets import word_set
from domain.reading.words import (
    ADVERBS,
    CONJUNCTIONS,
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
)

NOT = frozenset({"not", "never", "n't", "no", "neither", "nor", "without", "hardly"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re"})
_MODALS = frozenset(
    {
        "will",
        "wo",
        "shall",
        "would",
        "may",
        "might",
        "could",
        "can",
        "should",
        "must",
        "'ll",
        "'d",
        "cannot",
        "ought",
    }
)
_HAVE = frozenset({"has", "have", "had", "having", "'ve"})
_DO = frozenset({"do", "does", "did"})
_CONTRACTED = {
    "won't": ("will", "not"), "didn't": ("did", "not"), "doesn't": ("does", "not"), "isn't": ("is", "not"),
    "wasn't": ("was", "not"), "hasn't": ("has", "not"), "hadn't": ("had", "not"), "wouldn't": ("would", "not"),
    "couldn't": ("could", "not"), "can't": ("can", "not"), "cannot": ("can", "not"), "aren't": ("are", "not"),
    "weren't": ("were", "not"), "don't": ("do", "not"), "haven't": ("have", "not"),
}  # fmt: skip
_CHAIN = (
    _BE | _MODALS | _HAVE | _DO | NOT | frozenset({"going", "about", "getting", "got"}) | frozenset(_CONTRACTED)
)
_PLAN_WORDS = FIRM_PLANS | TENTATIVE_PLANS | SPECULATIVE_PLANS | NO_PLANS
_NOUN_FORMS = word_set(
    "visit visits tour tours meeting talks talk call calls plan plans host hosts trip return stay "
    "stop welcome address report reports state states note notes claim claims deal promise promises "
    "pledge pledges offer offers move moves end start open post posts journey head heads set sets "
    "test tests support help work use name names rule request requests ask summit delay delays "
    "embrace invite walk land lands look looks need needs mark play face faces fire fires launch "
    "close transfer brief update cut fall rise run ride drive stand show win read review link "
    "exchange signal demand demands ban hit fear fears meet hope hopes aim aims wish try lead "
    "increase pass cross post"
)


_ING_NOUNS = word_set(
    "understanding building training opening signing hearing closing beginning crossing gathering"
)


@dataclass(slots=True)
class Modality:
    """How a thing is told: `held`, `ongoing`, `planned` or `none` (denied, hypothetical, asked)."""

    kind: str = "held"
    certainty: str = "firm"
    negated: bool = False
    past: bool = True  # The tense for dates.
    perfect_past: bool = False  # "had met": before the story's own time.
    reason: str = ""


@dataclass(slots=True)
class Verb:
    """A verb of a sentence. `start`: the first word of its group ("is expected to"); `at`: the verb itself."""

    lemma: str
    at: int
    start: int
    form: str
    chain: list[str] = field(default_factory=list)
    passive: bool = False
    participle: bool = False  # "Visiting Moscow, ...": without an auxiliary.
    infinitive: bool = False
    purpose: bool = False  # An infinitive that hangs on another verb.
    particle: str = ""
    end: int = 0  # The word after the verb and its particle.
    stop: int = 0  # The word where what belongs to it ends.
    subject: Subject | None = None
    modality: Modality = field(default_factory=Modality)
    control: Verb | None = None


@dataclass(slots=True)
class Subject:
    """What a verb is said of. `kind`: who (officials, states), noun (a thing, at `at`) or none."""

    kind: str
    at: int = -1
    tokens: list[int] = field(default_factory=list)


def low(tokens: list[Token], i: int) -> str:
    """The word in small letters; empty outside the sentence."""
    return tokens[i].low if 0 <= i < len(tokens) else ""


# ---------------------------------------------------------------- verbs
def verbs_of(tokens: list[Token]) -> list[Verb]:
    """The verbs in their order, with subjects and modality."""
    found: list[Verb] = []
    for i, token in enumerate(tokens):
        if token.kind != "word":
            continue
        verb = _verb_at(tokens, i)
        if verb is not None:
            if (
                found
                and found[-1].at >= verb.start
                and found[-1].lemma in ("be", "have", "do", "go")
                and found[-1].at < verb.at
            ):
                found.pop()
            while found and verb.start <= found[-1].at < verb.at:
                found.pop()  # "Plans to visit": the plan belongs to the visit.
            found.append(verb)
    for n, verb in enumerate(found):
        following = found[n + 1] if n + 1 < len(found) else None
        verb.stop = following.start if following else len(tokens)
    for n, verb in enumerate(found):
        verb.subject = _subject_of(tokens, found, n)
        _stop_before_subject(tokens, found, n)
    for n, verb in enumerate(found):
        verb.modality = _modality(tokens, found, n)
    return found


def _stop_before_subject(tokens: list[Token], found: list[Verb], n: int) -> None:
    """What precedes a verb as its subject does not belong to the verb before."""
    subject = found[n].subject
    if n and subject and subject.tokens and not found[n].infinitive:
        first = min(subject.tokens)
        before = found[n - 1]
        after = low(tokens, subject.at + 1 + (low(tokens, subject.at + 1) == ","))
        if after in RELATIVE_PRONOUNS or after == "whose":
            return  # "Met X, who": whom the clause tells of belongs to both.
        if before.end < first < before.stop or (before.at < first < before.stop and before.lemma in SPEECH):
            before.stop = first


def _verb_at(tokens: list[Token], i: int) -> Verb | None:
    token = tokens[i]
    readings = FORMS.get(token.low)
    if readings is None:
        readings = _unknown_verb(tokens, i)
        if readings is None:
            return None
    if token.low in _NOUN_FORMS and _is_noun(tokens, i):
        return None
    if token.low not in _NOUN_FORMS and readings[0][1] in ("base", "s") and _after_article(tokens, i):
        return None
    if token.capital and i > 0 and token.low not in ("is", "are", "was") and not _all_capital(tokens):
        return None
    start, chain = _group(tokens, i)
    lemma, form = _reading(readings, chain, tokens, i)
    if (
        lemma == "be"
        and i + 1 < len(tokens)
        and (low(tokens, i + 1) in _PLAN_WORDS and _to_follows(tokens, i + 1))
    ):
        return None  # "Is expected to": part of the group of what follows.
    if (
        form == "ing"
        and not chain
        and (
            _is_noun(tokens, i)
            or (token.low in _ING_NOUNS and low(tokens, i - 1) in ("of", "a", "an", "the", "'s", "joint", "on"))
        )
    ):
        return None
    if form == "pp" and not chain and _is_adjective(tokens, i):
        return None
    verb = Verb(lemma, i, start, form, chain, end=i + 1)
    verb.infinitive = "to" in chain and (
        form == "base" or "have" in chain[chain.index("to") :] or "be" in chain[chain.index("to") :]
    )
    verb.participle = form in ("ing", "pp") and not chain
    verb.passive = (
        form == "pp" and any(word in _BE for word in chain[-3:]) and not (chain and chain[-1] in _HAVE)
    )
    after = low(tokens, i + 1)
    if after in PARTICLES and lemma not in ("be", "have", "say"):
        verb.particle, verb.end = after, i + 2
    return verb


def _after_article(tokens: list[Token], i: int) -> bool:
    """ "By telephone", "a guide": no verb behind an article or a preposition."""
    before = low(tokens, i - 1)
    if tokens[i].low in _BE or tokens[i].low in _HAVE or i == 0:
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
    if word.endswith("ly"):
        return None
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
    if before.low in _MODALS or before.low in _DO:
        return False
    if before.kind == "when":
        # "An October visit", "next week's meeting"; but "X on Monday visited".
        return FORMS[word][0][1] in ("base", "ing") or word in ("talks", "visits") if word in FORMS else True
    if before.low in DETERMINERS or before.low in POSSESSIVES or before.kind == "num":
        return True
    if before.low in _BE:
        return not word.endswith("ing")
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
    if before.low in ("hold", "held", "holds", "holding", "have", "had", "has"):
        return True
    return not before.capital or word in ("talks", "meeting", "visit", "summit") or before.kind == "punct"


RELATIVE_PRONOUNS = frozenset({"who", "which", "that"})


def _coordinated_noun(tokens: list[Token], at: int, word: str) -> bool:
    """ "Meetings and visits": what stands before "and" is a noun of the same kind."""
    return low(tokens, at) in _NOUN_FORMS or word == "talks" or low(tokens, at) in ("bilateral", "formal")


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
        if (
            kind == "word"
            and word in _CHAIN
            and not (word in ("about", "no") and "to" not in words and word != "no")
        ):
            if word == "no" and not words:
                break
            words[:0] = _CONTRACTED.get(word, (word,))
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
        elif kind == "word" and words and words[0] == "to" and word in _PLAN_WORDS:
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
            or (word in ("last", "long", "jointly", "then", "since", "all") and low(tokens, at - 2) in _CHAIN)
            or (tokens[at - 1].text in '"“”' and low(tokens, at - 2) in _CHAIN | ADVERBS)
            or (kind == "when" and words and words[0] == "to" and low(tokens, at - 2) in _PLAN_WORDS)
        ):
            at -= 1
        else:
            break
    return start, words


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
            words.insert(0, before if before in _HAVE else "has")
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
    if last in _BE or last in _HAVE:
        wanted = "pp"
    elif last in _MODALS or last == "to" or last in _DO:
        wanted = "base"
    elif "pp" in kinds and "past" in kinds and not chain and _reduced(tokens, i):
        wanted = "pp"
    for lemma, kind in readings:
        if kind == wanted:
            return lemma, kind
    return readings[0]


def _reduced(tokens: list[Token], i: int) -> bool:
    """ "A visit planned for May", "the accord, signed in": a participle behind its noun."""
    after = low(tokens, i + 1)
    if i + 1 < len(tokens) and tokens[i + 1].kind == "when":
        after = "for"
    before = tokens[i - 1] if i else None
    if before is None:
        return False
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


# ---------------------------------------------------------------- subjects
def _subject_of(tokens: list[Token], found: list[Verb], n: int) -> Subject:
    verb = found[n]
    if verb.infinitive and not any(w in _PLAN_WORDS or w in _BE for w in verb.chain[: verb.chain.index("to")]):
        return _controller(tokens, found, n)
    if verb.participle and verb.form == "ing":
        return _participle_subject(tokens, found, n)
    return _leftwards(tokens, found, n, verb.start - 1)


def _previous(found: list[Verb], n: int) -> Subject:
    verb = found[n]
    earlier = found[:n]
    if len(earlier) > 1 and earlier[-1].lemma in SPEECH and verb.lemma not in SPEECH:
        told, speech = earlier[-2], earlier[-1].subject
        if speech and speech.at > told.at and (verb.chain or told.chain):
            earlier = earlier[:-1]  # "X will be in Rome, the Kremlin said, and will go on to".
    for before in reversed(earlier):
        if before.subject is not None and before.subject.kind != "none":
            verb.control = before
            return before.subject
    return Subject("none")


def _controller(tokens: list[Token], found: list[Verb], n: int) -> Subject:
    """Whom an infinitive is said of: who was invited or asked, else who acts in the verb before."""
    verb = found[n]
    before = low(tokens, verb.start - 1)
    if n and before in ("and", "or", ",") and found[n - 1].infinitive:
        verb.control = found[n - 1].control
        return found[n - 1].subject or Subject("none")
    noun = tokens[verb.start - 1] if verb.start else None
    if noun is not None and noun.kind in ("who", "place") and not (n and found[n - 1].at < verb.start - 1):
        return _leftwards(tokens, found, n, verb.start - 1)  # Headline: "Russian top diplomat to visit".
    if n:
        governor = found[n - 1]
        verb.purpose, verb.control = True, governor
        if governor.lemma in (
            "invite",
            "ask",
            "urge",
            "tell",
            "allow",
            "persuade",
            "send",
            "request",
            "press",
            "encourage",
        ):
            inside = [i for i in range(governor.end, verb.start) if tokens[i].kind == "who"]
            if inside:
                return Subject("who", inside[0], inside[:1])
        if governor.subject is not None:
            return governor.subject
    return _leftwards(tokens, found, n, verb.start - 1)


def _participle_subject(tokens: list[Token], found: list[Verb], n: int) -> Subject:
    verb = found[n]
    for other in found[:n]:
        if not other.participle and other.subject and other.subject.kind == "who":
            verb.control = other
            return other.subject
    for i in range(verb.at + 1, len(tokens)):  # "Visiting Moscow, Lavrov said".
        if tokens[i].low == "," and i + 1 < len(tokens) and tokens[i + 1].kind == "who":
            return Subject("who", i + 1, [i + 1])
    return Subject("none")


def _leftwards(tokens: list[Token], found: list[Verb], n: int, j: int) -> Subject:
    """The head of the noun phrase to the left, over dates, asides and prepositional phrases."""
    verb = found[n]
    steps = 0
    while j >= 0 and steps < 60:
        steps += 1
        token = tokens[j]
        late = token.low == "last" and j == verb.start - 1
        if (
            token.kind == "when"
            or late
            or (token.kind == "word" and token.low in ADVERBS)
            or token.text in "\"“”'"
        ):
            j -= 1
        elif token.low in (",", "--", ")"):
            after_aside = _before_aside(tokens, j)
            if after_aside is None and j and tokens[j - 1].kind == "who" and "," in tokens[j - 1].text:
                after_aside = j - 1
            if after_aside is None:
                return _previous(found, n)
            j = after_aside
        elif token.low in ("and", "but", "or", "then") and token.kind == "word":
            return _previous(found, n)
        elif token.low in RELATIVE_PRONOUNS and token.kind == "word":
            if token.low == "that" and _speech_before(tokens, j):
                return Subject("none")
            j -= 1
            if low(tokens, j) == ",":
                j -= 1
            return _antecedent(tokens, found, n, j)
        elif token.kind in ("who", "place"):
            first, governed = _phrase_start(tokens, j, {v.at for v in found[:n]})
            if governed:
                j = first - 2 if low(tokens, first - 1) in PREPOSITIONS else first - 1
                continue
            if token.kind == "place" and getattr(token.value, "sort", "") == "city":
                return Subject("none")
            return Subject("who", j, [i for i in range(first, j + 1) if tokens[i].kind in ("who", "place")])
        elif token.kind in ("word", "num") or token.low == "'s":
            inner = next((v for v in found[:n] if v.at == j or (v.particle and v.end == j + 1)), None)
            if inner is not None:
                relative = _relative_before(tokens, inner)
                if relative is None:
                    return _after_verb(found, n, inner.at)
                j = relative
                continue
            result = _noun_phrase(tokens, found, j)
            if isinstance(result, Subject):
                relative = _object_in_relative(tokens, found[:n], result)
                if relative is None:
                    return result
                result = relative
            j = result
        else:
            return Subject("none")
    return Subject("none")


def _speech_before(tokens: list[Token], j: int) -> bool:
    for i in range(j - 1, max(j - 8, -1), -1):
        readings = FORMS.get(tokens[i].low, ())
        if any(
            lemma in SPEECH or lemma in ("promise", "agree", "hope", "expect", "know", "think")
            for lemma, _ in readings
        ):
            return True
        if tokens[i].kind == "word" and tokens[i].low in ("idea", "report", "reports", "fact", "statement"):
            return True
    return False


def _after_verb(found: list[Verb], n: int, j: int) -> Subject:
    """The verb follows another one directly, so the subject is that one's."""
    for verb in found[:n]:
        if verb.at == j:
            found[n].control = verb
            return verb.subject or Subject("none")
    return Subject("none")


def _object_in_relative(tokens: list[Token], found: list[Verb], subject: Subject) -> int | None:
    """ "A meeting that was to take place": the noun is the object of a clause that has to be stepped over."""
    if not subject.tokens:
        return None
    first = min(subject.tokens)
    for verb in reversed(found):
        if verb.end == first or verb.at == first - 1:
            return _relative_before(tokens, verb)
    return None


def _relative_before(tokens: list[Token], verb: Verb) -> int | None:
    """The word before the "that" or "which" whose clause the verb ends: "a visit that she had planned"."""
    first = verb.start
    if verb.subject and verb.subject.tokens:
        first = min(first, *verb.subject.tokens)
    for i in (first - 1, first, verb.start - 1):
        if low(tokens, i) in RELATIVE_PRONOUNS and tokens[i].kind == "word":
            return i - 1
    return None


def _antecedent(tokens: list[Token], found: list[Verb], n: int, j: int) -> Subject:
    if j < 0:
        return Subject("none")
    if tokens[j].kind in ("who", "place"):
        first, _ = _phrase_start(tokens, j, set())
        members = [i for i in range(first, j + 1) if tokens[i].kind in ("who", "place")]
        return Subject("who", j, members[-1:])
    if tokens[j].kind == "when":
        return _antecedent(tokens, found, n, j - 1)
    result = _noun_phrase(tokens, found, j)
    return result if isinstance(result, Subject) else Subject("noun", j)


def _before_aside(tokens: list[Token], j: int) -> int | None:
    """The word before an aside that ends at `j`; None where the comma only coordinates."""
    closing = tokens[j].low
    opening = "(" if closing == ")" else closing
    for i in range(j - 1, max(j - 45, -1), -1):
        if tokens[i].low != opening:
            continue
        first = tokens[i + 1] if i + 1 < j else None
        if opening == "(" or first is None:
            return i - 1
        aside = (
            first.kind in ("when", "who")
            or first.low in RELATIVE_PRONOUNS
            or first.low
            in (
                "whose",
                "whom",
                "where",
                "meanwhile",
                "however",
                "too",
                "left",
                "right",
                "according",
                "accompanied",
                "speaking",
                "for",
                "also",
                "due",
                "planned",
                "scheduled",
                "originally",
                "initially",
                "set",
                "expected",
            )
            or first.low in DETERMINERS
            or first.low in PREPOSITIONS
            or first.low in ADVERBS
            or (first.kind == "place")
            or first.low in ("minister", "president", "who", "one", "now", "once", "aged")
            or first.kind == "num"
            or first.low.endswith(("ing", "ed"))
        )
        coordinated = any(t.low in ("and",) for t in tokens[i + 1 : i + 2])
        return i - 1 if aside and not coordinated else None
    return None


def _governed(tokens: list[Token], first: int) -> bool:
    word = low(tokens, first - 1)
    return word in PREPOSITIONS and not (
        word in ("before", "after", "since", "as", "until") and low(tokens, first - 2) not in ("", ",")
    )


def _phrase_start(tokens: list[Token], j: int, verbs: set[int]) -> tuple[int, bool]:
    """First word of "A, B and C" that ends at `j`, and whether a preposition governs it."""
    first = _list_start(tokens, j, verbs)
    if first < j and (
        _governed(tokens, first)
        and low(tokens, first - 1) not in ("between", "of", "among", "with", "by", "from", "to", "for")
    ):
        return j, _governed(tokens, j)  # "Met A in Paris and B said".
    return first, _governed(tokens, first)


def _list_start(tokens: list[Token], j: int, verbs: set[int]) -> int:
    first = j
    single = getattr(tokens[j].value, "sort", "") in ("pronoun", "group")
    while first > 1 and not single:
        before = first - 1
        if low(tokens, before) == "," and first == j:
            break  # A comma alone makes no list: "According to the ministry, Tamm promised".
        ahead = before - 1 if low(tokens, before) in ("and", ",", "&") else -1
        if ahead > 0 and tokens[ahead].kind in ("who", "place") and _object_of_verb(tokens, ahead, verbs):
            break
        if low(tokens, before) in ("and", ",", "&") and tokens[before - 1].kind in ("who", "place"):
            first = before - 1
        elif (
            low(tokens, before) == "and"
            and low(tokens, before - 1) == ","
            and before > 1
            and tokens[before - 2].kind in ("who", "place")
        ):
            first = before - 2
        else:
            break
    return first


def _object_of_verb(tokens: list[Token], i: int, verbs: set[int]) -> bool:
    """Whether a verb or its particle stands right before: "met A and B signed"."""
    before = i - 1
    while before > 0 and (low(tokens, before) in ("also", "with", "on") or tokens[before].kind == "when"):
        before -= 1
    return before in verbs


def _noun_phrase(tokens: list[Token], found: list[Verb], j: int) -> Subject | int:
    """A noun phrase that ends at `j`: itself as subject, or, governed by a preposition, where to go on."""
    head = j
    i = j
    at_verbs = {v.at for v in found}
    while i >= 0:
        token = tokens[i]
        if token.low in DETERMINERS and token.low != "that":
            i -= 1
            break
        if (
            i in at_verbs
            or token.low in PREPOSITIONS
            or token.low in ("and", ",", "that", "who", "which", "but", "or", "--", "if", "when", "as")
        ):
            break
        if token.kind == "punct" and token.low not in ("'s", "-", '"', "“", "”", ".", "$"):
            break
        i -= 1
        if j - i > 14:
            break
    if i >= 1 and low(tokens, i) == "board" and low(tokens, i - 1) == "on":
        return i - 2
    if (
        i >= 0
        and tokens[i].kind == "word"
        and tokens[i].low in PREPOSITIONS
        and tokens[i].low not in CONJUNCTIONS
    ):
        return i - 1
    if i >= 1 and tokens[i].low == "and" and tokens[i - 1].kind == "who":
        return Subject("who", i - 1, [i - 1])
    return Subject("noun", head, list(range(i + 1, j + 1)))


# ---------------------------------------------------------------- tense and modality
def _modality(tokens: list[Token], found: list[Verb], n: int) -> Modality:
    verb = found[n]
    chain = verb.chain
    told = Modality()
    told.negated = any(word in NOT for word in chain)
    if verb.infinitive:
        _infinitive(tokens, verb, told)
    elif verb.participle:
        _participle(tokens, verb, told)
    else:
        _finite(tokens, found, n, told)
    if verb.form == "base" and not chain and verb.control is not None and not verb.infinitive:
        inherited = verb.control.modality
        told = Modality(
            inherited.kind, inherited.certainty, inherited.negated, inherited.past, reason="coordinated"
        )
    elif (
        verb.form == "pp"
        and not chain
        and verb.control is not None
        and low(tokens, verb.start - 1) in ("and", ",")
    ):
        told.kind, told.past = verb.control.modality.kind, verb.control.modality.past
    if _hypothetical(tokens, verb):
        told.kind = "none"
        told.reason = "hypothetical"
    if told.negated and told.kind != "none":
        told.kind, told.reason = "none", "denied"
    return told


def _infinitive(tokens: list[Token], verb: Verb, told: Modality) -> None:
    before = verb.chain[: verb.chain.index("to")]
    plan = next((w for w in reversed(before) if w in _PLAN_WORDS), "")
    told.kind, told.past = "planned", False
    if plan in NO_PLANS:
        told.kind, told.reason = "none", plan
    elif plan in SPECULATIVE_PLANS:
        told.certainty = "speculative"
    elif plan in TENTATIVE_PLANS:
        told.certainty = "tentative"
    if "may" in before or "might" in before or "could" in before:
        told.certainty = "speculative"
    former = {"was", "were", "had"} & set(before)
    if former and plan not in ("agreed", "promised", "vowed", "pledged", "decided", "undertaken", "promise"):
        told.reason = "former plan"
    if "have" in verb.chain[verb.chain.index("to") :] and verb.form == "pp":
        told.kind, told.reason = "none", "former plan"
    if not before and verb.control is not None:
        governor = verb.control.modality
        told.kind = "purpose"
        told.past, told.negated = governor.past, told.negated or governor.negated
        told.certainty = governor.certainty
        if governor.kind != "held" or verb.control.lemma in ("leave", "head", "depart"):
            told.kind, told.past = (
                ("planned", False)
                if governor.kind in ("planned", "ongoing", "held", "purpose")
                else ("none", False)
            )
        between = {t.low for t in tokens[verb.control.end : verb.start]}
        if between & {"invitation", "offer", "proposal"}:
            told.kind = "none"
        if low(tokens, verb.start - 1) in (
            "invitation",
            "offer",
            "request",
            "proposal",
            "call",
            "appeal",
            "right",
            "need",
        ):
            told.kind = "none"
        if verb.control.lemma in (
            "invite",
            "ask",
            "urge",
            "decline",
            "refuse",
            "fail",
            "offer",
            "call",
            "want",
            "need",
            "try",
        ):
            told.kind = "none"


def _participle(tokens: list[Token], verb: Verb, told: Modality) -> None:
    before = low(tokens, verb.start - 1)
    main = verb.control.modality if verb.control else None
    if before in ("before", "of", "for", "without", "from", "against", "ahead"):
        told.kind, told.past = (
            ("planned", False) if before == "before" and main and main.kind == "planned" else ("none", True)
        )
        if before == "before" and main and main.kind == "held":
            told.kind = "held"
    elif main is not None and main.kind in ("planned", "none"):
        told.kind, told.past = main.kind, main.past
        told.certainty = main.certainty
    if before in ("considering", "mulling", "weighing"):
        told.kind, told.certainty, told.past = "planned", "speculative", False


def _finite(tokens: list[Token], found: list[Verb], n: int, told: Modality) -> None:
    verb = found[n]
    chain = verb.chain
    words = set(chain)
    if words & {"will", "shall", "'ll", "wo"}:
        told.kind, told.past = "planned", False
    elif "would" in words or "'d" in words:
        told.past = False
        told.kind = "planned" if _reported(tokens, found, n) and "have" not in words else "none"
        told.reason = "would"
    elif words & {"may", "might", "could", "can"}:
        told.kind, told.certainty, told.past = "planned", "speculative", False
        if "have" in words:
            told.kind = "none"
    elif words & {"should", "must", "ought"}:
        told.kind = "none"
    elif verb.form == "ing" and words & {"is", "are", "am"}:
        told.kind, told.past = "ongoing", False
        if "going" in words:
            told.kind = "planned"
    elif verb.form in ("s", "base") and not words & _HAVE:
        told.kind, told.past = "ongoing", False
        if words & _DO and not told.negated:
            told.kind = "none" if "did" not in words else "held"
    elif words & {"is", "are"} and verb.form == "pp":
        told.kind, told.past = "ongoing", False
    if "had" in words and verb.form == "pp":
        told.perfect_past = True


def _reported(tokens: list[Token], found: list[Verb], n: int) -> bool:
    """Whether a verb of saying or promising stands before, so that "would" is a reported "will"."""
    for verb in found[:n]:
        if verb.lemma in SPEECH or verb.lemma in (
            "promise",
            "pledge",
            "vow",
            "agree",
            "hope",
            "expect",
            "decide",
            "accept",
            "assure",
        ):
            return True
    # "He would visit in May, the Kremlin said."
    return any(v.lemma in SPEECH and v.at > found[n].at for v in found[n + 1 :])


def _hypothetical(tokens: list[Token], verb: Verb) -> bool:
    """In an "if" clause, or in a question."""
    first = verb.subject.tokens[0] if verb.subject and verb.subject.tokens else verb.start
    first = min(first, verb.start)
    for i in range(first - 1, max(first - 4, -1), -1):
        if tokens[i].low in ("if", "unless", "whether", "lest"):
            return True
        if tokens[i].low == "that" and low(tokens, i - 1) in (
            "hopes",
            "rumours",
            "rumors",
            "speculation",
            "claims",
            "suggestions",
            "expectations",
            "fears",
            "prospect",
            "chance",
            "possibility",
            "idea",
            "likelihood",
        ):
            return True
        if tokens[i].kind == "punct" or (
            tokens[i].kind == "word" and tokens[i].low not in ADVERBS and tokens[i].low not in DETERMINERS
        ):
            break
    if tokens and tokens[-1].low == "?":
        return True
    start = next((t for t in tokens if t.kind != "punct"), None)
    if start is None or start.low not in ("were", "should", "had", "if") or not start.capital:
        return False
    comma = next((i for i, t in enumerate(tokens) if t.low == ","), len(tokens))
    return first <= comma

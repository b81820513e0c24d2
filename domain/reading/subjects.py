"""What a verb is said of: the noun phrase to its left, over dates, asides and relative clauses."""

from __future__ import annotations

from domain.reading.clauses import BE, PLAN_WORDS, RELATIVE_PRONOUNS, Subject, Verb, low
from domain.reading.text import Token
from domain.reading.verb_table import (
    FORMS,
    SPEECH,
)
from domain.reading.words import (
    ADVERBS,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
)


# ---------------------------------------------------------------- subjects
def subject_of(tokens: list[Token], found: list[Verb], n: int) -> Subject:
    verb = found[n]
    if verb.infinitive and not any(w in PLAN_WORDS or w in BE for w in verb.chain[: verb.chain.index("to")]):
        return _controller(tokens, found, n)
    if (verb.participle and verb.form == "ing") or verb.chain[:1] == ["having"]:
        return _participle_subject(tokens, found, n)
    return _leftwards(tokens, found, n, verb.start - 1)


def with_company(tokens: list[Token], subject: Subject) -> Subject:
    """ "A, together with B, will travel": B travels too."""
    at = subject.at + 1
    if subject.kind != "who" or not subject.tokens:
        return subject
    at += low(tokens, at) == ","
    if (low(tokens, at), low(tokens, at + 1)) in (("together", "with"), ("along", "with")):
        company = []
        for i in range(at + 2, min(at + 14, len(tokens))):
            if low(tokens, i) in (",", ".", ";") or (tokens[i].kind == "word" and tokens[i].low != "and"):
                break
            if tokens[i].kind == "who":
                company.append(i)
        return Subject("who", subject.at, [*subject.tokens, *company])
    return subject


def _previous(tokens: list[Token], found: list[Verb], n: int) -> Subject:
    verb = found[n]
    earlier = found[:n]
    if len(earlier) > 1 and low(tokens, verb.start - 1) == "and" and low(tokens, verb.start - 2) == ",":
        # "Goes on to Israel, where X expects him, and will meet": the aside ends at the comma.
        aside = max((i for i in range(verb.start - 2) if low(tokens, i) == "where"), default=-1)
        if aside > 0 and low(tokens, aside - 1) == "," and earlier[-1].at > aside > earlier[-2].at:
            earlier = earlier[:-1]
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
                listed = [i for i in inside if low(tokens, i + 1) == "and" or low(tokens, i - 1) == "and"]
                return Subject("who", inside[0], listed if len(listed) > 1 else inside[:1])
        if governor.subject is not None:
            return governor.subject
    return _leftwards(tokens, found, n, verb.start - 1)


def _participle_subject(tokens: list[Token], found: list[Verb], n: int) -> Subject:
    verb = found[n]
    before = verb.start - 2
    if before >= 0 and tokens[before + 1].low == "," and tokens[before].kind == "who" and verb.chain:
        return Subject("who", before, [before])  # "Lavrov, having met the king, flew home".
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
                return _previous(tokens, found, n)
            j = after_aside
        elif token.low in ("and", "but", "or", "then") and token.kind == "word":
            return _previous(tokens, found, n)
        elif token.low in RELATIVE_PRONOUNS and token.kind == "word":
            if token.low == "that" and _speech_before(tokens, j):
                return Subject("none")
            j -= 1
            if low(tokens, j) == ",":
                j -= 1
            return _antecedent(tokens, found, n, j)
        elif token.kind in ("who", "place"):
            hanging = _infinitive_of_noun(tokens, found[:n], j)
            if hanging is not None and not verb.infinitive:
                j = hanging
                continue
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


def _infinitive_of_noun(tokens: list[Token], found: list[Verb], j: int) -> int | None:
    """The noun of "an invitation to visit Peru", "a plan to meet X", where `j` is the last word."""
    for verb in found:
        if verb.infinitive and verb.end <= j <= verb.end + 1 and verb.start:
            before = tokens[verb.start - 1]
            if before.kind == "word" and before.low in _WITH_INFINITIVE:
                return verb.start - 1
    return None


_WITH_INFINITIVE = frozenset({"invitation", "offer", "plan", "proposal", "request", "promise", "pledge"})


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
    while first > 0 and not single:
        before = first - 1
        if tokens[before].kind == "who" and tokens[before].text.endswith(","):
            first = before  # "Germany's chancellor, NAME, France's NAME": the comma closes an apposition.
            continue
        if before == 0 or (low(tokens, before) == "," and first == j):
            break  # A comma alone makes no list: "According to the ministry, Tamm promised".
        ahead = before - 1 if low(tokens, before) in _JOINS else -1
        if ahead > 0 and tokens[ahead].kind in ("who", "place") and _object_of_verb(tokens, ahead, verbs):
            break
        if low(tokens, before) in _JOINS and tokens[before - 1].kind in ("who", "place"):
            if (
                low(tokens, before) == ","
                and tokens[before - 1].kind == "place"
                and _governed(tokens, before - 1)
            ):
                break  # "In Luanda, A and B".
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


_JOINS = frozenset({"and", ",", "&", "nor", "or"})


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

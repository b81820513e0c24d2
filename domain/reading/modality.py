"""Whether a verb tells of what was, is, is to come, or is denied, supposed or asked."""

from __future__ import annotations

from domain.reading.clauses import DO, HAVE, NOT, PLAN_WORDS, Modality, Verb, low
from domain.reading.text import Token
from domain.reading.verb_table import (
    NO_PLANS,
    SPECULATIVE_PLANS,
    SPEECH,
    TENTATIVE_PLANS,
)
from domain.reading.words import (
    ADVERBS,
    DETERMINERS,
)


# ---------------------------------------------------------------- tense and modality
def told_by(tokens: list[Token], found: list[Verb], n: int) -> Modality:
    verb = found[n]
    chain = verb.chain
    told = Modality()
    told.negated = any(word in NOT for word in chain) or _nobody(tokens, verb)
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
    if (told.negated or _denied(tokens, verb)) and told.kind != "none":
        told.kind, told.reason = "none", "denied"
    return told


def _nobody(tokens: list[Token], verb: Verb) -> bool:
    """ "No Kenyan president has been there", "neither minister came": said of nobody."""
    if verb.subject is None or not verb.subject.tokens or verb.subject.kind != "who":
        return False
    first = min(verb.subject.tokens)
    return low(tokens, first - 1) in ("no", "neither", "nobody", "none")


def _infinitive(tokens: list[Token], verb: Verb, told: Modality) -> None:
    before = verb.chain[: verb.chain.index("to")]
    plan = next((w for w in reversed(before) if w in PLAN_WORDS), "")
    told.kind, told.past = "planned", False
    if "yet" in (t.low for t in tokens[verb.start : verb.at]):
        told.kind, told.reason = "none", "yet to"
        return
    if plan in _DONE or (before[-1:] == ["had"] and not _WOULD & set(before)):
        # "Was forced to cancel", "had to postpone": it was done.
        told.kind, told.past, told.reason = "held", True, "forced"
        return
    if before[-2:] in (["had", "been"], ["has", "been"], ["have", "been"]):
        told.kind, told.past = "held", True  # "Had been to see the minister".
        return
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
    if "had" in before and plan in ("agreed", "decided", "promised", "arranged", "undertaken"):
        told.perfect_past = True  # "Had agreed to meet": a plan of before the story.
    if "have" in verb.chain[verb.chain.index("to") :] and verb.form == "pp":
        told.kind, told.reason = "none", "former plan"
    if not before and verb.control is not None:
        governor = verb.control.modality
        told.perfect_past = governor.perfect_past and verb.control.lemma in (
            "agree",
            "decide",
            "promise",
            "arrange",
        )
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
            "tell",
            "order",
            "instruct",
            "direct",
            "task",
            "charge",
            "authorise",
            "commission",
        ):
            told.kind, told.certainty, told.past = "planned", "tentative", False
            if governor.kind == "none":
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


_DONE = frozenset({"forced", "obliged", "compelled"})
"""What somebody was brought to, he did."""


_WOULD = frozenset({"will", "would", "may", "might", "could"})


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
    elif verb.form in ("s", "base") and not words & HAVE:
        told.kind, told.past = "ongoing", False
        if words & DO and not told.negated:
            told.kind = "none" if "did" not in words else "held"
    elif words & {"is", "are"} and verb.form == "pp":
        told.kind, told.past = "ongoing", False
    if "had" in words and verb.form == "pp":
        told.perfect_past = True
    first = min([verb.start, *(verb.subject.tokens if verb.subject else [])])
    if words & HAVE and "time" in {low(tokens, k) for k in range(first - 3, first)}:
        told.kind = "none"  # "The third time that they have met".


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


_DENYING = frozenset(
    (
        *("deny", "denied", "denies", "denying", "dismissed", "dismisses", "dismissing"),
        *("refuted", "refutes", "refuting", "rejected", "rejects"),
    )
)
_CLAIMS = frozenset(
    ("reports", "claims", "rumours", "rumors", "suggestions", "allegations", "speculation", "news")
)
_UNTRUE = frozenset(
    ("false", "untrue", "baseless", "unfounded", "groundless", "fake", "incorrect", "wrong", "fabricated")
)
_NEAR = 5
"""Words that may stand between a denial, or a claim, and its "that"."""


def _denied(tokens: list[Token], verb: Verb) -> bool:
    """Within what is denied ("denied on Friday that ..."), or called untrue ("reports that ... are false")."""
    for i in range(verb.start - 1, -1, -1):
        word = tokens[i].low
        if word in (";", "but"):
            return False
        if word in _DENYING or word in _CLAIMS:
            if "that" not in (t.low for t in tokens[i + 1 : min(i + 2 + _NEAR, verb.start)]):
                continue
            if word in _DENYING:
                return not NOT & {low(tokens, i - 1), low(tokens, i - 2)}
            return any(
                t.low in _UNTRUE and {low(tokens, j - n) for n in (1, 2)} & {"is", "are", "was", "were"}
                for j, t in enumerate(tokens[verb.end :], verb.end)
            )
    return False


def _hypothetical(tokens: list[Token], verb: Verb) -> bool:
    """In an "if" clause, or in a question."""
    first = verb.subject.tokens[0] if verb.subject and verb.subject.tokens else verb.start
    first = min(first, verb.start)
    if low(tokens, first - 1) in ("should", "were") and low(tokens, first - 2) in (",", ""):
        return True  # "A detour, should the minister appear there".
    for i in range(first - 1, max(first - 4, -1), -1):
        if tokens[i].low in ("if", "unless", "whether", "lest"):
            return True
        if (
            tokens[i].low == "that"
            and low(tokens, i - 1) in _CLAIMS
            and low(tokens, i - 2) in ("about", "on", "of")
        ):
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

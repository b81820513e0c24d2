"""A shallow reading of a sentence: its verbs with tense and modality, their subjects and what follows them."""

from __future__ import annotations

from domain.reading.clauses import RELATIVE_PRONOUNS, Verb, low
from domain.reading.modality import told_by
from domain.reading.subjects import subject_of, with_company
from domain.reading.text import Token
from domain.reading.verb_table import (
    SPEECH,
)
from domain.reading.verbs import verb_at


# ---------------------------------------------------------------- verbs
def verbs_of(tokens: list[Token]) -> list[Verb]:
    """The verbs in their order, with subjects and modality."""
    found: list[Verb] = []
    for i, token in enumerate(tokens):
        if token.kind != "word":
            continue
        verb = verb_at(tokens, i)
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
        verb.subject = with_company(tokens, subject_of(tokens, found, n))
        _stop_before_subject(tokens, found, n)
    for n, verb in enumerate(found):
        verb.modality = told_by(tokens, found, n)
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

"""Verbs, what they are said of and how they are told: the parts of a sentence as the rules see it."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.reading.text import Token
from domain.reading.verb_table import (
    FIRM_PLANS,
    NO_PLANS,
    SPECULATIVE_PLANS,
    TENTATIVE_PLANS,
)
from domain.reading.word_sets import word_set

NOT = frozenset({"not", "never", "n't", "no", "neither", "nor", "without", "hardly"})
BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re"})
MODALS = frozenset(
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
HAVE = frozenset({"has", "have", "had", "having", "'ve"})
DO = frozenset({"do", "does", "did"})
CONTRACTED = {
    "won't": ("will", "not"), "didn't": ("did", "not"), "doesn't": ("does", "not"), "isn't": ("is", "not"),
    "wasn't": ("was", "not"), "hasn't": ("has", "not"), "hadn't": ("had", "not"), "wouldn't": ("would", "not"),
    "couldn't": ("could", "not"), "can't": ("can", "not"), "cannot": ("can", "not"), "aren't": ("are", "not"),
    "weren't": ("were", "not"), "don't": ("do", "not"), "haven't": ("have", "not"),
}  # fmt: skip
CHAIN = BE | MODALS | HAVE | DO | NOT | frozenset({"going", "about", "getting", "got"}) | frozenset(CONTRACTED)
PLAN_WORDS = FIRM_PLANS | TENTATIVE_PLANS | SPECULATIVE_PLANS | NO_PLANS
NOUN_FORMS = word_set(
    "visit visits tour tours meeting talks talk call calls plan plans host hosts trip return stay "
    "stop welcome address report reports state states note notes claim claims deal promise promises "
    "pledge pledges offer offers move moves end start open post posts journey head heads set sets "
    "test tests support help work use name names rule request requests ask summit delay delays "
    "embrace invite walk land lands look looks need needs mark play face faces fire fires launch "
    "close transfer brief update cut fall rise run ride drive stand show win read review link "
    "exchange signal demand demands ban hit fear fears meet hope hopes aim aims wish try lead "
    "lunch hand hands place places increase pass cross post honour honours honor honors"
)


ING_NOUNS = word_set(
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


RELATIVE_PRONOUNS = frozenset({"who", "which", "that"})

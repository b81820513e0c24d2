"""Events on their way from a sentence to a candidate."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from domain.reading.dates import Period
from domain.reading.people import Official
from domain.reading.text import Sentence
from domain.reading.word_sets import word_set
from domain.wording import state_in_words

VISIT_NOUNS = word_set(
    "visit visits trip trips journey journeys tour stay stopover pilgrimage stop leg travel travels "
    "swing departure arrival"
)
MEETING_NOUNS = word_set(
    "bilateral trilateral meeting meetings talks summit conversation conversations call consultations "
    "negotiations session dialogue encounter discussions conference teleconference tete-a-tete "
    "audience rendezvous consultation telephone video chat breakfast luncheon dinner lunch get-together parley "
    "face-to-face sit-down handshake"
)


@dataclass
class Draft:
    """An event that a rule has found. Periods become EDTF at the end."""

    type: str
    sentence: Sentence
    score: float
    why: str
    visitor: Official | None = None
    host: str | None = None
    place: str | None = None
    participants: list[Official] = field(default_factory=list)
    inviter: Official | None = None
    invitee: Official | None = None
    by: Official | None = None
    to: str | None = None
    subject: str | None = None
    title: str | None = None
    reason: str | None = None
    mode: str = "in_person"
    certainty: str = "firm"
    stage: str | None = None
    in_place_of: Official | None = None
    period: Period = (None, None)  # The window, or the days on which it was held.
    dated: bool = False
    former: bool = False  # A plan that was told before the story's own time.
    said: Period | None = None
    attributed_to: str | None = None
    outcome: str | None = None
    about: Draft | None = None
    spans: list[tuple[int, int]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def people(self) -> list[Official]:
        """All who have a part in it."""
        one = [self.visitor, self.inviter, self.invitee, self.by, self.in_place_of]
        return [*(p for p in one if p is not None), *self.participants]

    @property
    def states(self) -> set[str]:
        """The states of all parties and of the host."""
        people = [self.visitor, self.inviter, self.invitee, self.by, *self.participants]
        found = {p.known_state for p in people if p is not None and p.known_state}
        if not self.participants:
            found |= {s for s in (self.host, self.to) if s}
        return {s for s in found if s}

    @property
    def guesses(self) -> list[str]:
        """Whose state is only guessed, a sentence for each."""
        people = [self.visitor, self.inviter, self.invitee, self.by, self.in_place_of, *self.participants]
        return [
            f"That {p.name or (p.office and f'the {p.office}') or 'the official'} acts for "
            f"{state_in_words(p.known_state)} is guessed."
            for p in people
            if p is not None and p.state is None and p.known_state
        ]


def from_elsewhere(visitor: Official, host: str) -> bool:
    """Whether the visitor is of another state than the host.

    A guess that says otherwise gives way, unless the story is written where that official is at home: then
    the journey is within the country.
    """
    if visitor.known_state == host and visitor.state is None and visitor.home != host:
        rest = [s for s in visitor.guesses if s != host]
        if rest:
            visitor.guesses = rest
    return visitor.known_state != host


def separate(one: Official, other: Official | None, surely: bool = False) -> None:
    """Two who deal with each other may be of two states: a guess gives way to better evidence.

    `surely`: they are of two states, whatever the evidence (nobody invites at home).
    """
    if other is None or one is other or one.known_state != other.known_state:
        return
    for guessed, known in ((one, other), (other, one)):
        if guessed.state is None:
            rest = [s for s in (guessed.guesses if surely else guessed.near) if s != known.known_state]
            if rest:
                guessed.guesses = rest + [s for s in guessed.guesses if s not in rest]
                return


def in_future(period: Period, published: date) -> bool:
    """Whether it certainly lies behind the day of publication."""
    return period[0] is not None and period[0] > published

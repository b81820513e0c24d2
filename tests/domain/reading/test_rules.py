"""Single sentences, and what must come of them: the hard cases of tense and modality."""

from __future__ import annotations

from datetime import date

import pytest

from domain.reading.reader import DEFAULT_THRESHOLD, Article
from domain.reading.rules import RuleReader

READER = RuleReader()
DAY = date(2024, 3, 14)  # A Thursday.


def events(text, day=DAY):
    return [c.event for c in READER.read(Article(text + "\n", day)) if c.score >= DEFAULT_THRESHOLD]


def one(text, day=DAY):
    found = events(text, day)
    assert len(found) == 1, found
    return found[0]


MINISTER = "Kenyan Foreign Minister Asha Otieno"


@pytest.mark.parametrize(
    "sentence",
    [
        f"{MINISTER} will visit Peru in May.",
        f"{MINISTER} is to travel to Lima in May, her office said.",
        f"{MINISTER} is due in Lima in May.",
        f"{MINISTER} is scheduled to pay an official visit to Peru in May.",
        "Kenya's foreign minister, Asha Otieno, said on Monday that she would go to Peru in May.",
        f"{MINISTER} has agreed to visit Peru in May.",
        f"{MINISTER}'s visit to Peru is planned for May.",
        f"A visit to Peru by {MINISTER} will take place in May.",
        f"{MINISTER} plans to visit Lima in May.",
    ],
)
def test_a_visit_to_come_is_no_visit_held(sentence):
    event = one(sentence)
    assert event["type"] == "visit_announced"
    assert event["host"] == "PER"
    assert event["visitor"]["name"] == "Asha Otieno"
    assert event["window"] == "2024-05"


@pytest.mark.parametrize(
    "sentence",
    [
        f"{MINISTER} visited Peru last week.",
        f"{MINISTER} went to Lima last week.",
        f"{MINISTER} arrived in Lima last week.",
        f"{MINISTER} was in Lima last week.",
        f"{MINISTER} paid a visit to Peru last week.",
        f"{MINISTER} concluded a visit to Peru last week.",
    ],
)
def test_a_visit_that_was_is_held(sentence):
    event = one(sentence)
    assert (event["type"], event["host"], event["held_on"]) == ("visit_held", "PER", "2024-03-04/2024-03-10")


@pytest.mark.parametrize(
    "sentence",
    [
        f"{MINISTER} has no plans to visit Peru.",
        f"{MINISTER} did not visit Peru last week.",
        f"{MINISTER} never went to Lima.",
        f"The ministry denied that {MINISTER} would visit Peru.",
        f"If {MINISTER} visits Peru, trade will be discussed.",
        f"Will {MINISTER} visit Peru in May?",
        f"{MINISTER} declined to say whether she would visit Peru.",
        f"{MINISTER} would have visited Peru in March.",
        "Kenya's top banker, Asha Otieno, will visit Peru in May.",
        "The mayor of Nairobi, Asha Otieno, visited Lima last week.",
        f"{MINISTER} visited Mombasa last week.",
        f"Kenya denied on Friday that {MINISTER} will visit Peru in May.",
        f"The ministry denied that {MINISTER} would travel to Lima next week.",
        f"Reports that {MINISTER} will visit Peru in May are false, the ministry said.",
    ],
)
def test_what_is_denied_supposed_asked_or_private_is_no_event(sentence):
    assert events(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "certainty"),
    [
        (f"{MINISTER} will visit Peru in May.", "firm"),
        (f"{MINISTER} is expected to visit Peru in May.", "tentative"),
        (f"{MINISTER} hopes to visit Peru in May.", "tentative"),
        (f"{MINISTER} may visit Peru in May.", "speculative"),
        (f"{MINISTER} is considering a visit to Peru in May.", "speculative"),
    ],
)
def test_how_certain_it_is_shows(sentence, certainty):
    assert one(sentence)["certainty"] == certainty


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        (f"{MINISTER} has postponed a visit to Peru.", "visit_postponed"),
        (f"A visit to Peru by {MINISTER} has been put off indefinitely.", "visit_postponed"),
        (f"{MINISTER} called off a trip to Lima.", "visit_cancelled"),
        (f"{MINISTER} has scrapped plans to visit Peru.", "visit_cancelled"),
        (f"{MINISTER} turned down an invitation to Peru from President Luis Paz.", "invitation_declined"),
        (f"{MINISTER} met Peruvian President Luis Paz on Monday.", "meeting_held"),
        (f"{MINISTER} and Peruvian President Luis Paz will meet on Monday.", "meeting_announced"),
        (f"{MINISTER} was received by Peruvian President Luis Paz on Monday.", "meeting_held"),
        (f"{MINISTER} held talks with Peruvian President Luis Paz on Monday.", "meeting_held"),
        (f"Talks between {MINISTER} and Peruvian President Luis Paz were called off.", "meeting_cancelled"),
        (f"Peruvian President Luis Paz invited {MINISTER} to visit Lima.", "invitation_extended"),
        (f"{MINISTER} was invited to Lima by Peruvian President Luis Paz.", "invitation_extended"),
    ],
)
def test_acts_are_told_apart(sentence, kind):
    assert one(sentence)["type"] == kind


def test_a_call_is_no_meeting_in_person():
    event = one(f"{MINISTER} spoke by telephone with Peruvian President Luis Paz on Monday.")
    assert event["mode"] == "phone"


def test_who_is_called_by_the_office_is_found():
    text = (
        f"{MINISTER} met Peruvian President Luis Paz on Monday.\n\nThe minister will travel to Chile next week."
    )
    assert [e["visitor"]["name"] for e in events(text) if e["type"] == "visit_announced"] == ["Asha Otieno"]


def test_one_event_told_twice_is_one_candidate_with_both_spans():
    text = f"{MINISTER} will visit Peru in May.\n\nOtieno's trip to Lima is planned for May."
    (candidate,) = [c for c in READER.read(Article(text + "\n", DAY)) if c.score >= DEFAULT_THRESHOLD]
    assert len(candidate.spans) == 2


def test_headlines_around_the_story_are_not_read():
    text = (
        f"{MINISTER} will visit Peru in May.\n\nShe said so on Thursday.\n\n"
        "Related\n- Ghana's president to visit Chad\n- Chad's president meets Togo's president in Lome\n"
    )
    assert [e["visitor"]["name"] for e in events(text)] == ["Asha Otieno"]


def test_at_the_invitation_of_somebody_the_days_are_those_of_the_visit():
    text = f"{MINISTER} will visit Peru on 8-9 May at the invitation of her Peruvian counterpart, Luis Quispe."
    found = {event["type"]: event for event in events(text)}
    assert found["visit_announced"]["window"] == "2024-05-08/2024-05-09"
    assert found["invitation_extended"]["window"] == "2024-05-08/2024-05-09"
    assert found["invitation_extended"].get("said_on", "2024-03-14") == "2024-03-14"

"""Single sentences in the roundabout words of newspapers, one class of telling each."""

from __future__ import annotations

from datetime import date

import pytest

from domain.reading.places import Gazetteer
from domain.reading.reader import DEFAULT_THRESHOLD, Article
from domain.reading.rules import RuleReader

READER = RuleReader(Gazetteer())
DAY = date(2024, 3, 14)  # A Thursday.
WHO = "Kenyan President Asha Otieno"
HOST = "Peruvian President Luis Rojas"


def told(text, day=DAY):
    return [c.event for c in READER.read(Article(text + "\n", day)) if c.score >= DEFAULT_THRESHOLD]


def kinds(text):
    return {event["type"] for event in told(text)}


def visits(text):
    """(type, host, days) of all visits."""
    return {
        (e["type"], e["host"], e.get("held_on") or e.get("window"))
        for e in told(text)
        if e["type"].startswith("visit")
    }


def meeting(text):
    found = [e for e in told(text) if e["type"].startswith("meeting")]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        (f"{WHO} set foot in Peru on Tuesday.", "2024-03-12"),
        (f"{WHO} spent Tuesday and Wednesday in Lima.", "2024-03-12/2024-03-13"),
        (f"{WHO} passed through Lima on Tuesday.", "2024-03-12"),
        (f"{WHO} made her way to Lima on Tuesday.", "2024-03-12"),
        (f"{WHO} slipped into Lima on Tuesday.", "2024-03-12"),
        (f"{WHO} flew out of Peru on Tuesday.", "2024-03-12"),
        (f"{HOST} played host to {WHO} in Lima on Tuesday.", "2024-03-12"),
        (f"{WHO}, in Peru for a day, opened a bridge on Tuesday.", "2024-03-12"),
        (f"{WHO} was in Lima from the 26th to the 28th of last month.", "2024-02-26/2024-02-28"),
        (f"{WHO} was in Lima on the 5th.", "2024-03-05"),
        (f"{WHO} was in Lima last evening.", "2024-03-13"),
    ],
)
def test_roundabout_words_for_a_visit_held(sentence, day):
    assert ("visit_held", "PER", day) in visits(sentence)


@pytest.mark.parametrize(
    ("sentence", "window"),
    [
        (f"{WHO} took off for Lima on Thursday.", "2024-03-14"),
        (f"{WHO} is awaited in Lima on Friday.", "2024-03-15"),
        (f"The reason lies in Lima, where {WHO} is awaited on Friday.", "2024-03-15"),
        (f"There will be a visit by {WHO} to Peru in May.", "2024-05"),
        (f"{WHO}'s visit to Peru, scheduled for 3-5 April, is her first.", "2024-04-03/2024-04-05"),
        (f"{WHO} will, upon invitation, pay an official visit to Peru in May.", "2024-05"),
        (f"{WHO} leaves for Peru on the 23rd and returns on the 25th.", "2024-03-23/2024-03-25"),
        (f"{WHO} will go to Peru for a two-day visit due to begin on Friday.", "2024-03-15/2024-03-16"),
        (f"{WHO}'s tour begins in Lima on Monday.", "2024-03-18"),
        (f"Friday: {WHO} comes to Lima.", "2024-03-15"),
        (f"{WHO}, who was to have visited Peru in May, will now come on 23 March.", "2024-03-23"),
    ],
)
def test_roundabout_words_for_a_visit_to_come(sentence, window):
    assert visits(sentence) == {("visit_announced", "PER", window)}


def test_what_is_under_preparation_is_a_plan_and_no_visit():
    assert kinds(f"Preparations are under way for the visit of {WHO} to Peru.") == {"visit_announced"}
    assert kinds(f"Dates for a visit to Peru by {WHO} are being worked out.") == {"visit_announced"}
    assert kinds(f"No date has been set for a visit to Peru by {WHO}.") == set()


@pytest.mark.parametrize(
    "sentence",
    [
        f"{WHO} will no longer travel to Peru next week.",
        f"{WHO} has pulled out of a planned visit to Peru.",
        f"Peru said on Wednesday that the visit of {WHO} would not go ahead.",
        f"{WHO} had to abandon her trip to Peru.",
        f"{WHO} told reporters that she would be unable to come to Lima next week.",
    ],
)
def test_a_visit_given_up_is_cancelled(sentence):
    assert visits(sentence) == {("visit_cancelled", "PER", None)}


@pytest.mark.parametrize(
    ("sentence", "window"),
    [
        (f"{WHO}'s trip to Peru has slipped to June.", "2024-06"),
        (f"{WHO}'s trip to Peru, originally set for April, will now take place on 12 May.", "2024-05-12"),
        (f"{WHO} put off leaving for Peru until Monday.", "2024-03-18"),
        (f"{WHO} has been forced to postpone, with regret, her journey to Peru to June.", "2024-06"),
        (f"{WHO} put off the first visit to Peru by a Kenyan president since 2018.", None),
    ],
)
def test_a_visit_that_is_given_another_day_is_postponed(sentence, window):
    assert visits(sentence) == {("visit_postponed", "PER", window)}


def test_a_visit_that_did_not_happen_is_an_outcome():
    (event,) = told("A visit by Kenya's defence minister to Lima, agreed in the summer, has not taken place.")
    assert event["type"] == "outcome_reported"
    assert event["outcome"] == "unfulfilled"


@pytest.mark.parametrize(
    "sentence",
    [
        f"{WHO} has yet to visit Peru.",
        f"{WHO} had meant to visit Peru in February.",
        f"Asked about reports that {WHO} will meet {HOST}, the spokesman shrugged.",
        f"{WHO} will be back in Nairobi on Sunday.",
        "No Kenyan president has been in Lima this year.",
        f"{WHO} and {HOST} have met for the third time in a year, but nobody said when.",
    ],
)
def test_no_visit_is_made_of_what_is_not_told_as_one(sentence):
    assert not {e["type"] for e in told(sentence)} & {"visit_held", "visit_announced", "meeting_announced"}


def test_whoever_was_there_last_visited_long_ago():
    assert visits("No Kenyan president has been in Lima since Daniel Moi in 1987.") == {
        ("visit_held", "PER", "1987")
    }


def test_a_second_place_has_a_day_of_its_own():
    assert visits(f"{WHO} was in Lima on Friday and in Quito on Sunday.") == {
        ("visit_held", "PER", "2024-03-08"),
        ("visit_held", "ECU", "2024-03-10"),
    }
    assert ("visit_announced", "ECU", None) in visits(f"{WHO} is in Lima tomorrow, then on to Quito.")
    assert ("visit_held", "KEN", "2022-06") in visits(
        f"{WHO} last travelled to Peru in September 2023 and {HOST} to Kenya in June 2022."
    )


def test_who_comes_too_comes_on_the_same_days():
    text = f"{WHO} will fly to Lima on Monday. Chile's president, Ana Soto, is coming too."
    assert {e["window"] for e in told(text)} == {"2024-03-18"}


def test_a_chronicle_tells_in_the_present_tense_what_was():
    assert visits(f"June 17, 2023: {WHO} goes to Lima.") == {("visit_held", "PER", "2023-06-17")}


@pytest.mark.parametrize(
    "sentence",
    [
        f"{WHO} had half an hour with {HOST} on Tuesday.",
        f"{WHO} came face to face with {HOST} on Tuesday.",
        f"{WHO} had been to see {HOST} on Tuesday.",
        f"{WHO} paid {HOST} a visit on Tuesday.",
        f"{WHO} lunched with {HOST} on Tuesday.",
    ],
)
def test_roundabout_words_for_a_meeting(sentence):
    event = meeting(sentence)
    assert (event["type"], event["held_on"]) == ("meeting_held", "2024-03-12")


def test_talks_that_took_place_with_somebody():
    text = f"{WHO} visited Chile on Tuesday. The day before, negotiations took place in Lima with {HOST}."
    event = meeting(text)
    assert (event["held_on"], event["host"]) == ("2024-03-11", "PER")


def test_how_long_there_was_none_is_no_date():
    text = f"After a visit to Peru, the first since its war in 1995, {WHO} held talks with {HOST} on Tuesday."
    assert meeting(text)["held_on"] == "2024-03-12"


def test_a_meeting_that_will_not_be_is_cancelled():
    assert kinds("There will be no meeting between the foreign ministers of Kenya and Peru.") == {
        "meeting_cancelled"
    }


def test_a_meeting_that_was_to_have_been_and_will_now_be_later_is_postponed():
    text = f"The summit of {WHO} and {HOST}, which was to have opened on May 28, will now be held on June 2."
    event = meeting(text)
    assert (event["type"], event["window"]) == ("meeting_postponed", "2024-06-02")


@pytest.mark.parametrize(
    "sentence",
    [
        f"{WHO} will stay away from a summit in Lima next week.",
        f"{WHO} sent her regrets to the organisers of a forum in Lima.",
        f"{WHO} excused herself from a conference in Lima.",
    ],
)
def test_to_stay_away_is_to_decline(sentence):
    (event,) = told(sentence)
    assert (event["type"], event["host"]) == ("invitation_declined", "PER")


@pytest.mark.parametrize(
    "sentence",
    [
        f"An invitation to Lima was put to {WHO}, and she has taken it up.",
        f"{HOST} invited {WHO} to Lima. The invitation was accepted with pleasure.",
        f"{WHO} said yes to an invitation from {HOST} to come to Lima.",
        f"{WHO} has accepted, in principle, an invitation from {HOST}.",
    ],
)
def test_roundabout_words_for_accepting(sentence):
    assert kinds(sentence) == {"invitation_extended", "invitation_accepted"}


def test_who_is_asked_to_an_event_is_invited():
    (event,) = told(f"{WHO} has been asked to the book fair in Lima in September.")
    assert (event["type"], event["host"], event["window"]) == ("invitation_extended", "PER", "2024-09")


def test_the_one_who_invites_may_stand_behind_the_visit():
    (event,) = told(f"{WHO} has been asked to pay a visit to Peru by her Peruvian counterpart, Luis Rojas.")
    assert event["inviter"]["name"] == "Luis Rojas"


def test_a_visit_given_up_and_then_told_for_another_day_is_postponed():
    text = f"{WHO} will not travel to Peru on Monday as planned, her office said. It said that the visit would take place in April."
    assert visits(text) == {("visit_postponed", "PER", "2024-04")}


def test_one_call_is_made_to_each():
    found = told(f"{HOST} telephoned King Salman of Saudi Arabia and {WHO} on Tuesday.")
    assert [len(event["participants"]) for event in found] == [2, 2]


def test_the_date_before_where_belongs_to_what_happened_there():
    text = f"{WHO} flew to Lima on Tuesday, where President Luis Rojas received her, and to Quito on Wednesday."
    assert meeting(text)["held_on"] == "2024-03-12"
    assert {v[1:] for v in visits(text)} == {("PER", "2024-03-12"), ("ECU", "2024-03-13")}


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            f"{WHO} starts a three-day visit to Peru on Friday.",
            ("visit_announced", "PER", "2024-03-15/2024-03-17"),
        ),
        (
            f"{WHO} will be on a state visit to Peru from 3 to 5 April.",
            ("visit_announced", "PER", "2024-04-03/2024-04-05"),
        ),
        (
            f"{WHO}'s trip to Peru next week will be her first.",
            ("visit_announced", "PER", "2024-03-18/2024-03-24"),
        ),
        (f"Peru confirmed on Tuesday that {WHO} will visit in May.", ("visit_announced", "PER", "2024-05")),
        (f"{WHO} will attend a summit in Lima next week.", ("visit_announced", "PER", "2024-03-18/2024-03-24")),
        (f"{WHO} addressed a forum in Lima on Tuesday.", ("visit_held", "PER", "2024-03-12")),
        (f"{WHO} is considering visiting Peru in May.", ("visit_announced", "PER", "2024-05")),
        (
            f"{WHO} arrived in Peru on Monday and left on Wednesday.",
            ("visit_held", "PER", "2024-03-11/2024-03-13"),
        ),
        (f"{WHO} decided against travelling to Peru.", ("visit_cancelled", "PER", None)),
        (f"{WHO} gave up a plan to visit Peru.", ("visit_cancelled", "PER", None)),
    ],
)
def test_plain_words_that_are_easily_mistaken(sentence, wanted):
    assert visits(sentence) == {wanted}


def test_what_names_no_day_was_on_the_day_of_the_report_or_the_one_before():
    assert visits(f"{WHO} visited Peru.") == {("visit_held", "PER", "2024-03-13/2024-03-14")}


def test_who_plans_to_invite_has_not_invited():
    assert told(f"{HOST} plans to invite {WHO} to Lima.") == []


def test_talks_between_two_may_be_told_behind_the_verb():
    text = "Consultations were held in Lima on Tuesday between the deputy foreign ministers of Kenya and Peru."
    assert meeting(text)["held_on"] == "2024-03-12"


@pytest.mark.parametrize(
    "dateline", ["LIMA, March 14, 2024 (Own): ", "Lima, March 14 (Own) ", "Lima, 14 March 2024 (Own) - "]
)
def test_a_dateline_tells_where_here_is(dateline):
    text = f"Guest to arrive\n\n{dateline}{WHO} will arrive here on Sunday on a two-day visit, a handout said today."
    assert ("visit_announced", "PER", "2024-03-17/2024-03-18") in visits(text)


def test_talks_may_end_a_visit():
    text = "Kenyan Defence Minister Asha Otieno today concluded her visit with talks in Lima with her Peruvian counterpart, Luis Rojas."
    assert kinds(text) == {"visit_held", "meeting_held"}


def test_who_gave_an_invitation_may_be_told_behind_it():
    found = told(
        f"{WHO} would go to Peru, she said, taking up the invitation which her Peruvian colleague, Luis Rojas, delivered."
    )
    assert {e["inviter"]["name"] for e in found if e["type"] == "invitation_accepted"} == {"Luis Rojas"}


@pytest.mark.parametrize("words", ["will travel in her place", "will take her place", "will go instead"])
def test_who_goes_in_the_place_of_another_goes_where_that_one_was_to_go(words):
    text = f"{WHO} has called off a visit to Peru next week. Kenyan Foreign Minister Ali Kamau {words}."
    assert ("visit_announced", "PER", "2024-03-18/2024-03-24") in visits(text)


def test_an_outcome_is_told_once_and_of_the_year_it_is_about():
    text = (
        f"{WHO} accepted an invitation to visit Peru last week. Four years ago, a visit to Lima by Otieno that "
        "newspapers had announced did not take place."
    )
    (event,) = [e for e in told(text) if e["type"] == "outcome_reported"]
    assert event["about"]["window"] == "2020"


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        (f"{WHO} is in Lima until Friday.", "2024-03-14/2024-03-15"),
        (f"{WHO} is due to end a three-day visit to Peru on Friday.", "2024-03-13/2024-03-15"),
    ],
)
def test_a_visit_whose_end_is_near_is_under_way(sentence, days):
    assert visits(sentence) == {("visit_held", "PER", days)}


def test_had_left_for_is_gone_there():
    assert visits(f"{WHO} had left for Peru on Tuesday.") == {("visit_held", "PER", "2024-03-12")}

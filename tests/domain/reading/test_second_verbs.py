"""Verbs that share a subject, and verbs behind an adverb."""

from __future__ import annotations

import pytest

from tests.domain.reading.test_roundabout import HOST, WHO, told, visits


@pytest.mark.parametrize("verb", ["met", "telephoned"])
@pytest.mark.parametrize("where", ["to visit Kenya", "to Nairobi"])
def test_the_subject_of_both_verbs_invites_the_other(verb, where):
    found = told(f"{WHO} {verb} {HOST} on Tuesday and invited him {where}.")
    (invitation,) = [e for e in found if e["type"] == "invitation_extended"]
    assert invitation["inviter"]["state"] == "KEN"
    assert invitation["invitee"]["name"] == "Luis Rojas"
    assert invitation["host"] == "KEN"


@pytest.mark.parametrize(
    "told_so", ["will also visit", "will soon visit", "may also visit", "could also visit", "plans to also visit"]
)
def test_an_adverb_makes_no_noun_of_a_visit(told_so):
    assert ("visit_announced", "PER", "2024-06-04") in visits(f"{WHO} {told_so} Peru on June 4.")

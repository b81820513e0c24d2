"""Whose words a text is."""

from __future__ import annotations

import pytest

from domain.reading.credits import agency_of


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("MOSCOW, Oct 3 (Xinhua) -- The talks went on.\n\nMore.", "Xinhua"),
        ("A headline\n\nSEOUL (AP) \u2014 The talks went on.", "AP"),
        ("MOSCOW, October 3. /TASS/. The talks went on.", "TASS"),
        ("The talks went on.\n\nReporting by A. Writer; Editing by B. Reader", "Reuters"),
        ("By The Associated Press\nThe talks went on.", "AP"),
        ("The talks went on. (AFP)", "AFP"),
        ("The talks went on.\n\u00a9 2024 Agence France-Presse", "AFP"),
        ("The talks went on.\nSource: Interfax", "Interfax"),
        ("The talks went on. \u2013 Bernama", "Bernama"),
    ],
)
def test_a_credit_names_the_agency(text, agency):
    assert agency_of(text) == agency


@pytest.mark.parametrize(
    "text",
    [
        "The minister told Reuters that the talks went on.",
        "The talks went on, KCNA said.\n\nIt was the agency's (KCNA) first word on them.",
        "MINSK, Sept 14 (Example News) -- The talks went on.",
        "Source: a person who knew",
        "",
    ],
)
def test_to_be_cited_is_no_credit(text):
    assert agency_of(text) is None



import subprocess
import sys

import pytest

from domain.errors import DomainError
from domain.states import UnknownState, codes, english_name, is_state, pair


@pytest.mark.parametrize("code", ["PRK", "RUS", "USA", "TWN", "PSE", "XKX", "EUE", "UNO"])
def test_states_of_the_contract_are_known(code):
    assert is_state(code)
    assert code in codes()


@pytest.mark.parametrize("code", ["", "RU", "rus", "Rus", "XXX", "EUU", "SUN", "RUS ", "ＲＵＳ", "643"])
def test_other_codes_are_not_known(code):
    assert not is_state(code)
    with pytest.raises(UnknownState, match="alpha-3") as refused:
        english_name(code)
    assert isinstance(refused.value, DomainError)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("RUS", "Russia"),
        ("PRK", "North Korea"),
        ("KOR", "South Korea"),
        ("IRN", "Iran"),
        ("TWN", "Taiwan"),
        ("VNM", "Vietnam"),
        ("USA", "United States"),
        ("CHN", "China"),
        ("GBR", "United Kingdom"),
        ("SYR", "Syria"),
        ("LAO", "Laos"),
        ("BOL", "Bolivia"),
        ("PSE", "Palestine"),
        ("COD", "DR Congo"),
        ("VAT", "Holy See"),
        ("XKX", "Kosovo"),
        ("EUE", "European Union"),
        ("UNO", "United Nations"),
    ],
)
def test_a_state_has_the_name_that_readers_expect(code, name):
    assert english_name(code) == name


def test_no_name_is_inverted_or_carries_a_remark():
    remarks = {code for code in codes() if "," in english_name(code) or "(" in english_name(code)}
    assert remarks == {"BES", "CCK"}  # Bonaire, Sint Eustatius and Saba; Cocos (Keeling) Islands.


def test_all_of_iso_and_three_more_are_known():
    assert len(codes()) == 249 + 3


def test_a_pair_is_in_alphabetical_order():
    assert pair("RUS", "PRK") == pair("PRK", "RUS") == "PRK-RUS"


def test_importing_does_not_load_the_database():
    check = "import sys, domain.states; sys.exit('pycountry' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0

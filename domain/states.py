"""The states of contract section 1: ISO 3166-1 alpha-3, Kosovo, the European Union and the UN."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from domain.errors import DomainError

_BESIDE_ISO = {"XKX": "Kosovo", "EUE": "European Union", "UNO": "United Nations"}

# What readers of English expect, where ISO has an official or inverted name and no common one.
_COMMON_NAMES = {
    "BRN": "Brunei",
    "COD": "DR Congo",
    "COG": "Republic of the Congo",
    "CIV": "Ivory Coast",
    "CPV": "Cape Verde",
    "FLK": "Falkland Islands",
    "FSM": "Micronesia",
    "MAC": "Macau",
    "MAF": "Saint Martin",
    "PSE": "Palestine",
    "RUS": "Russia",
    "SHN": "Saint Helena",
    "STP": "São Tomé and Príncipe",
    "SXM": "Sint Maarten",
    "TUR": "Turkey",
    "VAT": "Holy See",
    "VGB": "British Virgin Islands",
    "VIR": "US Virgin Islands",
}


class UnknownState(DomainError, ValueError):
    """The code stands for no state that the contract knows."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(
            f"{code[:20]!r} is not the code of a state: use ISO 3166-1 alpha-3 in capitals, XKX, EUE or UNO."
        )


@cache
def _names() -> Mapping[str, str]:
    # Reading its database is left to the first look-up, so that importing stays cheap.
    import pycountry

    names = {country.alpha_3: getattr(country, "common_name", country.name) for country in pycountry.countries}
    return MappingProxyType(names | _COMMON_NAMES | _BESIDE_ISO)


@cache
def codes() -> frozenset[str]:
    """Every code that is accepted, in capitals."""
    return frozenset(_names())


def is_state(code: str) -> bool:
    """Whether the contract knows the code. Small letters and alpha-2 codes are not known."""
    return code in _names()


def english_name(code: str) -> str:
    """The short common name ('Russia', 'North Korea'). Raises UnknownState."""
    try:
        return _names()[code]
    except KeyError:
        raise UnknownState(code) from None


def pair(first: str, second: str) -> str:
    """The key of a relationship: both codes in alphabetical order, 'PRK-RUS'.

    The codes are taken as they are: neither their existence nor their difference is checked.
    """
    return f"{first}-{second}" if first < second else f"{second}-{first}"

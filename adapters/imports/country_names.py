"""Which state an English country name means, also names of the past. docs/imports.md explains each.

A name of the past is placed where the state lives on under another name: ISO has only renamed its
entry, or its code was that state's own already then. A state that was divided, or dissolved into
others, has no code, and no successor is chosen for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from domain import states

RENAMED: Mapping[str, str] = {
    "Burma": "MMR",
    "Burma (Myanmar)": "MMR",
    "Byelorussia": "BLR",
    "Cape Verde": "CPV",
    "Ceylon": "LKA",
    "Ceylon (Sri Lanka)": "LKA",
    "Dahomey (Benin)": "BEN",
    "Democratic Republic of the Congo (Zaire)": "COD",
    "East Timor": "TLS",
    "Germany, Federal Republic of": "DEU",
    "Khmer Republic (Cambodia)": "KHM",
    "Kirghizia": "KGZ",
    "Macedonia": "MKD",
    "Macedonia, Former Yugoslav Republic of": "MKD",
    "Malaya": "MYS",
    "Muscat & Oman": "OMN",
    "Siam (Thailand)": "THA",
    "Somali Republic": "SOM",
    "Southern Rhodesia (Zimbabwe)": "ZWE",
    "Swaziland": "SWZ",
    "Turkey": "TUR",
    "Union of South Africa": "ZAF",
    "Upper Volta": "BFA",
    "Upper Volta (Burkina Faso)": "BFA",
    "Western Samoa": "WSM",
    "Yemen Arab Republic": "YEM",
    "Zimbabwe Rhodesia": "ZWE",
}
"""The same state under another name."""

VARIANTS: Mapping[str, str] = {
    "Bosnia": "BIH",
    "Bosnia-Herzegovina": "BIH",
    "China, People's Republic of": "CHN",
    "Congo, Democratic Republic of": "COD",
    "Congo, Republic of": "COG",
    "Cote d'Ivoire": "CIV",
    "Ivory Coast": "CIV",
    "Korea": "KOR",
    "Korea, North": "PRK",
    "Korea, South": "KOR",
    "Palestinian Authority": "PSE",
    "Somoa": "WSM",
    "St. Christopher and Nevis": "KNA",
    "St. Kitts and Nevis": "KNA",
    "St. Lucia": "LCA",
    "St. Vincent and the Grenadines": "VCT",
    "The Gambia": "GMB",
    "Timor Leste": "TLS",
    "Vatican City": "VAT",
}
"""Other spellings of today's names, the Office's own slips among them."""

PARTS: Mapping[str, str] = {
    "Bosnian Federation": "BIH",
    "Denmark (Greenland)": "DNK",
    "United Kingdom (Northern Ireland)": "GBR",
    "United Kingdom (Wales)": "GBR",
    "West Bank": "PSE",
}
"""Named parts of a state."""

BY_OFFICE_ID: Mapping[str, Mapping[str, str]] = {
    "China, Republic of": {"china": "CHN", "taiwan": "TWN"},
    "Republic of China": {"china": "CHN", "taiwan": "TWN"},
}
"""Names that the Office of the Historian itself files under two countries, by its id of the country."""

GONE: Mapping[str, str] = {
    "Czechoslovakia": "divided in 1992 into Czechia and Slovakia",
    "German Democratic Republic": "joined the Federal Republic of Germany in 1990",
    "Hawaii": "a state of its own until 1898; it never had a code",
    "Netherlands Antilles": "dissolved in 2010 into Curaçao, Sint Maarten and a part of the Netherlands",
    "Serbia and Montenegro": "divided in 2006 into Montenegro and Serbia",
    "Serbia-Montenegro (Kosovo)": "Kosovo before 2008, then in a state that was divided in 2006",
    "Tanganyika": "united in 1964 with Zanzibar to Tanzania",
    "U.S.S.R.": "dissolved in 1991 into fifteen states",
    "Yugoslavia": "dissolved from 1991 on; what kept the name was divided in 2006",
    "Yugoslavia (Kosovo)": "Kosovo before 2008, then in a state that was divided in 2006",
}
"""States that are no more, and live on under no other name."""

_GOVERNMENTS = (" (government-in-exile)", " (Provisional Government)", " (Interim Authority)")


class NoCodeError(ValueError):
    """The name has no code that could stand for it; the text is the reason."""


def code_of(name: str, office_id: str = "") -> str:
    """The state's code. `office_id`: the Office's own name of the country. Raises NoCodeError."""
    name = name.replace("’", "'").strip()  # noqa: RUF001 (the apostrophe of the printed names)
    for government in _GOVERNMENTS:
        name = name.removesuffix(government)
    if name in GONE:
        raise NoCodeError(f"{name} is a state without an ISO 3166-1 code: {GONE[name]}")
    code = BY_OFFICE_ID.get(name, {}).get(office_id) or _codes().get(name.casefold())
    if code is None:
        raise NoCodeError(f"{name[:60]!r} is no country name that is known here")
    return code


@cache
def _codes() -> Mapping[str, str]:
    import pycountry  # Reading its database is left to the first look-up.

    known = {states.english_name(code).casefold(): code for code in states.codes()}
    for country in pycountry.countries:
        for field in ("name", "common_name", "official_name"):
            if name := getattr(country, field, None):
                known[name.casefold()] = country.alpha_3
    for table in (RENAMED, VARIANTS, PARTS):
        known |= {name.casefold(): code for name, code in table.items()}
    return known

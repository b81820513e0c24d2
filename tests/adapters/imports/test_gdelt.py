import io
from collections import Counter
from pathlib import Path

import pytest

from adapters.imports import gdelt
from domain.events import Party
from domain.names import same_official

DATA = Path(__file__).parents[4] / "shared" / "data" / "gdelt"
URL = "https://news.example/story"


def row(code="042", first=("RUS", "RUSSIA", ""), second=("PRK", "NORTH KOREA", ""), **more):
    """A row in the shape of a real one; an actor is its country code, name and first type."""
    cells = [""] * gdelt.COLUMNS
    cells[0], cells[1], cells[26] = "1", more.get("day", "20231018"), code
    for start, (country, name, kind) in ((5, first), (15, second)):
        cells[start], cells[start + 1], cells[start + 2], cells[start + 7] = country + kind, name, country, kind
    cells[59], cells[60] = more.get("added", "20231019104500"), more.get("url", URL)
    return "\t".join(cells)


def read(*rows):
    return list(gdelt.read(io.BytesIO("".join(f"{text}\n" for text in rows).encode())))


def event(text):
    (line,) = read(text)
    assert line.problem is None
    return line.event


def test_a_visit_made_is_a_tentative_visit_of_the_first_actor():
    assert event(row("042")) == {
        "type": "visit_held",
        "visitor": {"name": "RUSSIA", "state": "RUS"},
        "host": "PRK",
        "held_on": "2023-10-18",
        "report": {"url": URL, "publisher": "news.example", "published_at": "2023-10-19T10:45:00Z"},
        "certainty": "tentative",
        "attributed_to": "GDELT (machine-coded)",
    }


def test_a_visit_hosted_is_one_of_the_second_actor():
    found = event(row("043"))
    assert (found["visitor"]["state"], found["host"]) == ("PRK", "RUS")


def test_the_two_sides_of_one_visit_are_the_same_event():
    made = row("042")
    hosted = row("043", first=("PRK", "NORTH KOREA", ""), second=("RUS", "RUSSIA", ""))
    assert event(made) == event(hosted)


@pytest.mark.parametrize(("code", "mode"), [("040", "in_person"), ("041", "phone"), ("044", "in_person")])
def test_consultations_are_meetings(code, mode):
    found = event(row(code))
    assert (found["type"], found["mode"], found["held_on"]) == ("meeting_held", mode, "2023-10-18")
    assert [party["state"] for party in found["participants"]] == ["RUS", "PRK"]


def test_an_intent_to_meet_announces_a_meeting_without_a_time():
    found = event(row("036"))
    assert (found["type"], found["said_on"], "window" in found) == ("meeting_announced", "2023-10-18", False)


def test_a_day_after_the_publication_is_dropped_where_the_contract_can_do_without():
    assert "said_on" not in event(row("036", day="20231021"))
    (line,) = read(row("042", day="20231021"))
    assert line.problem == "is dated 2023-10-21, after its publication on 2023-10-19"
    assert not line.skipped


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (row("051"), "is not about a visit or meeting"),
        (row("046"), "is not about a visit or meeting"),
        (row(second=("", "STUDENT", "EDU")), "does not name two states"),
        (row(second=("EUR", "EUROPE", "")), "EUR (Europe) is a region, not a state"),
        (row(second=("RUS", "MOSCOW", "")), "is about one state alone"),
    ],
)
def test_what_cannot_be_meant_is_left_out_by_design(text, reason):
    (line,) = read(text)
    assert (line.event, line.problem, line.skipped) == (None, reason, True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("only\tthree\tcolumns", "has 3 tab-separated columns in place of 61"),
        (row(second=("ANT", "CURACAO", "")), "'ANT' is the code of no state"),
        (row(second=("PRK", "", "")), "has an actor without a name"),
        (row(url="BBC Monitoring"), "its source 'BBC Monitoring' is no web address"),
        (row(url="https://[broken/story"), "its source 'https://[broken/story' is no web address"),
        (row(url="https://news.example/a b"), "must be the absolute address of the report"),
        (row(day="20231332"), "'20231332' is no time of 8 digits"),
        (row(day="2023101"), "'2023101' is no time of 8 digits"),
        (row(added="20231019"), "'20231019' is no time of 14 digits"),
        (row(first=("RUS", "R" * 201, "")), "/visitor/name"),
    ],
)
def test_what_could_not_be_placed_is_told_apart_and_why(text, reason):
    (line,) = read(text)
    assert line.event is None
    assert reason in line.problem
    assert not line.skipped


def test_bytes_that_are_no_utf8_do_not_stop_the_reading():
    bad, good = gdelt.read(io.BytesIO(b"\xff\n" + row().encode()))
    assert (bad.number, bad.problem) == (1, "is not UTF-8")
    assert (good.number, good.event is None) == (2, False)


@pytest.mark.parametrize(("cameo", "iso"), [("ROM", "ROU"), ("WSB", "PSE"), ("MTN", "MNE"), ("TMP", "TLS")])
def test_country_codes_of_cameo_become_those_of_iso(cameo, iso):
    assert event(row(second=(cameo, "SOMEWHERE", "")))["host"] == iso


@pytest.mark.parametrize(("kind", "role"), [("GOV", None), ("", None), ("MIL", "other"), ("BUS", "other")])
def test_no_role_is_read_from_a_type_but_other(kind, role):
    assert event(row(first=("RUS", "RUSSIA", kind)))["visitor"].get("role") == role


@pytest.mark.parametrize("name", ["RUSSIA", "RUSSIAN", "MOSCOW", "PRESIDENT", "KREMLIN", "GOVERNMENT"])
def test_a_machines_guess_about_a_state_is_not_the_visit_of_its_leader(name):
    visitor = Party(**event(row(first=("RUS", name, "GOV")))["visitor"])
    assert not same_official(visitor, Party(name="Vladimir Putin", state="RUS", role="head_of_state"))


def test_a_leader_whom_the_machine_names_is_that_leader():
    visitor = Party(**event(row(first=("RUS", "PUTIN", "GOV")))["visitor"])
    assert same_official(visitor, Party(name="Vladimir Putin", state="RUS", role="head_of_state"))


@pytest.mark.skipif(not DATA.exists(), reason="the real files are not in ../shared/data")
def test_of_the_real_rows_eleven_are_events_and_none_is_lost():
    count = Counter()
    for name in ("export-a.tsv", "export-b.tsv"):
        with (DATA / name).open("rb") as file:
            for line in gdelt.read(file):
                count[line.event["type"] if line.event else "left out" if line.skipped else "lost"] += 1
    assert count == {"visit_held": 7, "meeting_held": 3, "meeting_announced": 1, "left out": 189}

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pytest

from adapters.imports import country_names, us_travels
from adapters.imports.country_names import NoCodeError, code_of
from adapters.imports.visitor_titles import visitors
from domain.events import read_event

ROOT = Path(__file__).parents[3]
DATA = ROOT.parent / "shared" / "data"
DOCUMENT = ROOT / "docs" / "imports.md"

real_files = pytest.mark.skipif(
    not (DATA / "us_incoming_visits.csv").exists(), reason="the real files are not in ../shared/data"
)

TRIP = {
    "id": "17",
    "role": "secretary",
    "who": "doe-jane",
    "name": "Jane Doe",
    "start_date": "1999-03-04",
    "end_date": "1999-03-06",
    "country_id": "burma",
    "country": "Burma",
    "locale": "Rangoon, Mandalay",
    "remarks": "Met with officials.",
    "created_datetime": "2010-01-02T03:04:05.67-04:00",
    "last_modified_datetime": "2011-01-02T03:04:05.67-04:00",
}
VISIT = {
    "id": "23",
    "start_date": "1963-11-24",
    "end_date": "1963-11-24",
    "from_id": "norway",
    "from": "Norway",
    "visitor": "Prime Minister Nordmann",
    "description": "Working visit.",
    "created_datetime": "2010-01-02T03:04:05.67-04:00",
    "last_modified_datetime": "",
}


def file_of(*rows):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return io.BytesIO(text.getvalue().encode())


def read(*rows):
    return list(us_travels.read(file_of(*rows)))


def event(row):
    (line,) = read(row)
    assert line.problem is None
    return line.event


def problem(row):
    (line,) = read(row)
    assert line.event is None
    assert not line.skipped
    return line.problem


# ---------------------------------------------------------------- rows
def test_a_trip_is_a_visit_held_that_the_office_knew_when_it_made_the_row():
    assert event(TRIP) == {
        "type": "visit_held",
        "visitor": {"name": "Jane Doe", "state": "USA", "role": "foreign_minister"},
        "host": "MMR",
        "place": "Rangoon, Mandalay",
        "held_on": "1999-03-04/1999-03-06",
        "report": {
            "url": "https://history.state.gov/departmenthistory/travels/secretary/doe-jane#trip-17",
            "publisher": "Office of the Historian",
            "published_at": "2010-01-02T03:04:05.67-04:00",
            "language": "en",
        },
        "quote": "Met with officials.",
    }


def test_an_incoming_visit_is_one_to_the_united_states():
    assert event(VISIT) == {
        "type": "visit_held",
        "visitor": {"name": "Nordmann", "state": "NOR", "role": "head_of_government"},
        "host": "USA",
        "held_on": "1963-11-24",
        "report": {
            "url": "https://history.state.gov/departmenthistory/visits/1963#visit-23",
            "publisher": "Office of the Historian",
            "published_at": "2010-01-02T03:04:05.67-04:00",
            "language": "en",
        },
        "quote": "Working visit.",
    }


def test_a_president_is_head_of_state_and_a_president_elect_is_not_yet():
    president = TRIP | {"role": "president"}
    elect = president | {"remarks": "Fishing trip. [Visit made as President-elect.]"}
    assert event(president)["visitor"]["role"] == "head_of_state"
    assert event(elect)["visitor"]["role"] == "other"


def test_empty_cells_leave_their_fields_out():
    found = event(TRIP | {"locale": "", "remarks": ""})
    assert "place" not in found
    assert "quote" not in found


def test_long_texts_are_cut_at_a_word():
    found = event(TRIP | {"locale": "Townville " * 30, "remarks": "word " * 400})
    assert found["place"].endswith("Townville…")
    assert len(found["place"]) <= 200
    assert found["quote"].endswith("word…")
    assert len(found["quote"]) <= 1_000


def test_several_visitors_in_one_row_are_several_events_of_one_line():
    lines = read(VISIT | {"visitor": "King Olaf and Crown Prince Haakon"})
    assert [line.number for line in lines] == [2, 2]
    assert [line.event["visitor"]["name"] for line in lines] == ["King Olaf", "Crown Prince Haakon"]


def test_a_row_made_before_the_visit_counts_from_its_last_change():
    early = VISIT | {"created_datetime": "1963-04-21T14:29:13.672-04:00"}
    assert "was made before the visit began" in problem(early)
    changed = early | {"last_modified_datetime": "1964-03-12T14:29:13-04:00"}
    assert event(changed)["report"]["published_at"] == "1964-03-12T14:29:13-04:00"


def test_a_row_that_does_not_say_when_it_was_made_counts_from_its_last_change():
    changed = VISIT | {"created_datetime": "", "last_modified_datetime": "1964-03-12T14:29:13-04:00"}
    assert event(changed)["report"]["published_at"] == "1964-03-12T14:29:13-04:00"
    assert "has neither" in problem(VISIT | {"created_datetime": ""})


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"country": "U.S.S.R."}, "U.S.S.R. is a state without an ISO 3166-1 code"),
        ({"country": "Ruritania"}, "'Ruritania' is no country name that is known here"),
        ({"country": "United States"}, "must be of another state than USA"),
        ({"role": "general"}, "the role 'general' is neither president nor secretary"),
        ({"start_date": "1999-02-30"}, "start_date '1999-02-30' is no day"),
        ({"end_date": ""}, "end_date '' is no day"),
        ({"end_date": "1999-03-03"}, "ends on 1999-03-03, before it begins on 1999-03-04"),
        ({"created_datetime": "2010-01-02 03:04"}, "is neither a date"),
        ({"name": "Jane\x00Doe"}, "control characters"),
        ({"name": ""}, "/visitor/name: must not be empty"),
    ],
)
def test_a_row_that_cannot_be_placed_is_reported_with_the_reason(change, reason):
    assert reason in problem(TRIP | change)


def test_a_visit_without_a_visitor_is_reported():
    assert problem(VISIT | {"visitor": " "}) == "names no visitor"


def test_line_numbers_are_those_of_the_file_where_rows_span_lines():
    first = TRIP | {"remarks": "Two\nlines."}
    lines = read(first, TRIP | {"country": "Ruritania"})
    assert [(line.number, line.problem is None) for line in lines] == [(2, True), (4, False)]
    assert lines[0].event["quote"] == "Two lines."


def test_a_row_with_too_few_columns_is_reported_and_the_next_one_read():
    data = file_of(TRIP).getvalue()
    header, row = data.split(b"\r\n")[:2]
    lines = list(us_travels.read(io.BytesIO(b"\n".join([header, b"1,2,3", row]))))
    assert lines[0].problem == "has 3 columns in place of 12"
    assert lines[1].event is not None


def test_a_byte_order_mark_and_a_stream_of_text_are_taken():
    data = file_of(TRIP).getvalue()
    assert list(us_travels.read(io.BytesIO(b"\xef\xbb\xbf" + data))) == read(TRIP)
    assert list(us_travels.read(io.StringIO(data.decode(), newline=""))) == read(TRIP)


@pytest.mark.parametrize("data", [b"", b"\n", b"a,b\n1,2\n", b"\xff\n"])
def test_another_file_is_told_of_once(data):
    (line,) = us_travels.read(io.BytesIO(data))
    assert line.problem


# ---------------------------------------------------------------- who
@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("President Nordmann", "Nordmann", "head_of_state"),
        ("Prime Minister Ola Nordmann", "Ola Nordmann", "head_of_government"),
        ("Prime MinisterOla Nordmann", "Ola Nordmann", "head_of_government"),
        ("Prime Minster Ola Nordmann", "Ola Nordmann", "head_of_government"),
        ("President-Elect Ola Nordmann", "Ola Nordmann", "other"),
        ("President- elect Ola Nordmann", "Ola Nordmann", "other"),
        ("President of the Council of Ministers Nordmann", "Nordmann", "head_of_government"),
        ("Prime Minister-Prince Ola Nordmann", "Prince Ola Nordmann", "head_of_government"),
        ("Premier & Prince Nordmann", "Prince Nordmann", "head_of_government"),
        ("Premier and Prince Nordmann", "Prince Nordmann", "head_of_government"),
        ("President Ola Nordmann, Jr.", "Ola Nordmann, Jr.", "head_of_state"),
        ("President Ola Nordmann, 3rd", "Ola Nordmann, 3rd", "head_of_state"),
        ("King Olaf V", "King Olaf V", "head_of_state"),
        ("Prince Olaf", "Prince Olaf", "royal"),
        ("Governor General Lord Nordmann", "Lord Nordmann", "other"),
        ("Chairman Nordmann", "Nordmann", None),
        ("Generalov Nordmann", "Generalov Nordmann", None),
        ("Ola Nordmann", "Ola Nordmann", None),
    ],
)
def test_a_title_tells_the_role_and_leaves_the_name(text, name, role):
    (party,) = visitors(text, "NOR")
    assert (party["name"], party.get("role")) == (name, role)


def test_some_titles_mean_another_role_in_some_places():
    assert visitors("Prince Albert I", "MCO")[0]["role"] == "head_of_state"
    assert visitors("President Tane", "PYF")[0]["role"] == "head_of_government"
    assert visitors("President Tane", "BIH", "Bosnian Federation")[0]["role"] == "other"


# ---------------------------------------------------------------- where
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("France", "FRA"),
        ("Russia", "RUS"),
        ("Korea, Republic of", "KOR"),
        ("China, People’s Republic of", "CHN"),
        ("Cote d’Ivoire", "CIV"),
        ("Türkiye", "TUR"),
        ("Kosovo", "XKX"),
        ("Poland (government-in-exile)", "POL"),
    ],
)
def test_english_names_are_placed(name, code):
    assert code_of(name) == code


def test_the_republic_of_china_is_where_the_office_files_it():
    assert code_of("China, Republic of", "taiwan") == "TWN"
    assert code_of("China, Republic of", "china") == "CHN"
    with pytest.raises(NoCodeError):
        code_of("Republic of China")


def test_a_government_in_exile_of_a_state_that_is_gone_has_no_code():
    with pytest.raises(NoCodeError, match=r"^Czechoslovakia is a state without"):
        code_of("Czechoslovakia (government-in-exile)")


# ---------------------------------------------------------------- the page that explains it
@pytest.mark.parametrize("table", ["RENAMED", "VARIANTS", "PARTS", "BY_OFFICE_ID", "GONE"])
def test_every_name_that_is_placed_by_a_table_is_explained(table):
    page = DOCUMENT.read_text(encoding="utf-8")
    assert [name for name in getattr(country_names, table) if name not in page] == []


@real_files
def test_of_the_real_files_as_many_rows_are_placed_as_the_page_says():
    page = DOCUMENT.read_text(encoding="utf-8")
    rows, placed, events, lost = 0, 0, 0, Counter()
    for name in ("us_outgoing_trips.csv", "us_incoming_visits.csv"):
        with (DATA / name).open("rb") as file:
            lines = list(us_travels.read(file))
        rows += len({line.number for line in lines})
        placed += len({line.number for line in lines if line.event})
        events += sum(line.event is not None for line in lines)
        lost.update(line.problem.partition(" is a state")[0] for line in lines if line.problem)
    assert rows == 7_535
    assert f"Of the {rows:,} rows, {placed:,} are placed and give {events:,} events" in page
    for name, count in lost.items():
        numbers = re.search(rf"^\| {re.escape(name)} \| (\d+) \| (\d+) \|", page, re.MULTILINE)
        assert numbers is not None, name
        assert sum(map(int, numbers.groups())) == count
    assert sum(lost.values()) == rows - placed


@real_files
@pytest.mark.parametrize(
    ("name", "rows"), [("us_outgoing_trips.csv", 4_271), ("us_incoming_visits.csv", 3_264)]
)
def test_every_row_of_the_real_files_is_an_event_of_the_contract_or_a_reason(name, rows):
    with (DATA / name).open("rb") as file:
        lines = list(us_travels.read(file))
    assert len({line.number for line in lines}) == rows
    assert all((line.event is None) != (line.problem is None) for line in lines)
    events = [line.event for line in lines if line.event]
    assert all(read_event(event).type == "visit_held" for event in events)
    addresses = {(event["report"]["url"], event["visitor"]["name"]) for event in events}
    assert len(addresses) == len(events)


@real_files
def test_the_code_in_the_page_runs(monkeypatch, capsys):
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(ROOT)
    exec(compile(code, str(DOCUMENT), "exec"), {})  # noqa: S102
    assert "us_outgoing_trips.csv 4201 rows placed" in capsys.readouterr().out

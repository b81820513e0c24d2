import csv
import io
import sys

import orjson
import pytest

from adapters import exports
from adapters.imports import ndjson
from domain.events import MODELS

VISIT = {
    "type": "visit_held",
    "visitor": {"name": "Sergey Lavrov", "state": "RUS", "role": "foreign_minister"},
    "host": "PRK",
    "held_on": "2023-10-18/2023-10-19",
    "report": {"url": "https://news.example/a", "publisher": "TASS", "published_at": "2023-10-19"},
    "certainty": "firm",
    "quote": "=HYPERLINK(1)",
}
WITHDRAWN = {"type": "entry_withdrawn", "event_id": "e1", "reason": 'a "slip",\r\nno more', "certainty": "firm"}
RULING = {"type": "promise_adjudicated", "promise_id": "p1", "status": "declined", "reason": "so", "by": "desk"}
PROMISE = {
    "id": "p1",
    "kind": "visit",
    "relationship": "PRK-RUS",
    "relationships": ["PRK-RUS", "CHN-RUS"],
    "visitor": {"name": "Sergey Lavrov", "state": "RUS", "role": None},
    "host": "PRK",
    "place": None,
    "participants": None,
    "mode": None,
    "by": None,
    "to": None,
    "subject": None,
    "window": "2023-10",
    "due_on": "2023-10-31",
    "status": "fulfilled_late",
    "promised_on": "2023-09-23",
    "settled_on": "2023-11-03",
    "days_late": 3,
    "sources": 2,
    "summary": "-1 is how it begins",
    "evidence": [{"event_id": "e1", "quote": None}, {"event_id": "e2", "quote": None}],
}


def entry(position, event):
    return {
        "event_id": f"e{position}",
        "position": position,
        "recorded_at": "2026-01-01T00:00:00Z",
        "recorded_by": "desk",
        "event": event,
    }


ENTRIES = [entry(1, VISIT), entry(2, WITHDRAWN), entry(3, RULING)]


def written(write, rows, form):
    out = io.BytesIO()
    assert write(iter(rows), out, form) == len(rows)
    assert not out.closed
    return out.getvalue()


def table(data):
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))


def test_exported_events_come_back_as_they_were():
    lines = list(ndjson.read(io.BytesIO(written(exports.write_events, ENTRIES, "ndjson"))))
    assert [line.event for line in lines] == [entry["event"] for entry in ENTRIES]


def test_an_exported_line_begins_with_its_id_whatever_the_order_of_the_row():
    data = written(exports.write_events, [dict(sorted(ENTRIES[0].items()))], "ndjson")
    assert data.startswith(b'{"event_id":"e1","position":1,')


def test_promises_in_ndjson_are_whole():
    assert orjson.loads(written(exports.write_promises, [PROMISE], "ndjson")) == PROMISE


def test_events_in_csv_are_spread_over_columns():
    visit, withdrawn, ruling = table(written(exports.write_events, ENTRIES, "csv"))
    assert (visit["visitor_name"], visit["visitor_state"], visit["host"]) == ("Sergey Lavrov", "RUS", "PRK")
    assert (visit["report_publisher"], visit["position"], visit["window"]) == ("TASS", "1", "")
    assert orjson.loads(visit["event"]) == VISIT
    assert (withdrawn["event_id"], withdrawn["acts_on_event_id"]) == ("e2", "e1")
    assert withdrawn["reason"] == WITHDRAWN["reason"]
    assert (ruling["judged_by"], ruling["by_name"]) == ("desk", "")


def test_promises_in_csv_count_their_evidence_and_keep_it_as_json():
    (found,) = table(written(exports.write_promises, [PROMISE], "csv"))
    assert tuple(found) == exports.PROMISE_COLUMNS
    assert (found["evidence_count"], orjson.loads(found["evidence"])) == ("2", PROMISE["evidence"])
    assert (found["relationships"], found["by_name"]) == ("PRK-RUS CHN-RUS", "")
    assert (found["visitor_name"], found["days_late"]) == ("Sergey Lavrov", "3")
    assert found["summary"] == "'-1 is how it begins"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(start):
    event = VISIT | {"quote": start + "1+1", "place": "1" + start}
    (found,) = table(written(exports.write_events, [entry(1, event)], "csv"))
    assert found["quote"] == "'" + start + "1+1"
    assert found["place"] == "1" + start


def test_a_number_below_zero_is_no_formula():
    (found,) = table(written(exports.write_promises, [PROMISE | {"days_late": -1}], "csv"))
    assert found["days_late"] == "-1"


def test_csv_has_a_header_and_crlf_also_without_rows():
    data = written(exports.write_events, [], "csv")
    assert data == ",".join(exports.EVENT_COLUMNS).encode() + b"\r\n"


def test_parquet_has_the_same_columns_with_numbers_as_numbers_and_texts_as_they_are(monkeypatch):
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(exports, "_GROUP", 2)
    file = parquet.ParquetFile(io.BytesIO(written(exports.write_events, ENTRIES, "parquet")))
    assert file.num_row_groups == 2
    assert tuple(file.schema_arrow.names) == exports.EVENT_COLUMNS
    found = file.read().to_pylist()
    assert (found[0]["position"], found[0]["quote"], found[0]["window"]) == (1, "=HYPERLINK(1)", None)
    assert orjson.loads(found[1]["event"]) == WITHDRAWN


def test_promises_can_be_written_as_parquet():
    parquet = pytest.importorskip("pyarrow.parquet")
    data = written(exports.write_promises, [PROMISE], "parquet")
    (found,) = parquet.read_table(io.BytesIO(data)).to_pylist()
    assert (found["days_late"], found["evidence_count"], found["visitor_state"]) == (3, 2, "RUS")


def test_parquet_goes_into_a_stream_that_cannot_be_rewound():
    parquet = pytest.importorskip("pyarrow.parquet")

    class Pipe(io.BytesIO):
        def seekable(self):
            return False

        def seek(self, *args):
            raise io.UnsupportedOperation

        def tell(self):
            raise io.UnsupportedOperation

    out = Pipe()
    assert exports.write_events(ENTRIES, out, "parquet") == 3
    assert parquet.read_table(io.BytesIO(out.getvalue())).num_rows == 3


def test_without_pyarrow_it_is_said_what_to_install_and_nothing_is_written(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    out = io.BytesIO()
    with pytest.raises(exports.ParquetNotInstalledError, match=r"servanda\[parquet\]"):
        exports.write_events(ENTRIES, out, "parquet")
    assert out.getvalue() == b""


def test_an_unknown_format_is_refused():
    with pytest.raises(exports.UnknownFormatError, match="ndjson, csv, parquet"):
        exports.write_promises([PROMISE], io.BytesIO(), "xlsx")


def test_rows_are_taken_one_by_one():
    taken = []

    def rows():
        for position in range(3):
            taken.append(position)
            yield entry(position, VISIT)

    class Watched(io.BytesIO):
        def write(self, data):
            assert len(taken) <= data.count(b"\n") + self.getvalue().count(b"\n")
            return super().write(data)

    assert exports.write_events(rows(), Watched(), "ndjson") == 3


@pytest.mark.parametrize("kind", MODELS)
def test_every_field_of_every_event_type_has_a_column(kind):
    for field in MODELS[kind].model_fields:
        renamed = exports._RENAMED.get(field, field)
        columns = {renamed, f"{field}_name", f"{field}_url"}
        assert columns & set(exports.EVENT_COLUMNS), field

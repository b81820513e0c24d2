import io

import orjson
import pytest

from adapters.imports import ndjson
from adapters.imports.lines import LONGEST, Line

VISIT = b'{"type":"visit_held","visitor":{"state":"RUS"},"host":"PRK","held_on":"2023-10-18"}'
WITHDRAWN = b'{"event_id":"e1","type":"entry_withdrawn","reason":"the \\"event\\" was another one"}'


def read(*lines):
    return list(ndjson.read(io.BytesIO(b"".join(line + b"\n" for line in lines))))


def wrapped(**more):
    entry = {"event_id": "e7", "position": 7, "recorded_at": "2026-01-01T00:00:00Z", "recorded_by": "desk"}
    return orjson.dumps(entry | {"event": orjson.loads(WITHDRAWN)} | more)


def test_an_event_passes_through_as_the_bytes_that_it_was():
    assert read(VISIT) == [Line(1, VISIT)]


def test_blank_lines_are_passed_over_and_counted():
    assert [line.number for line in read(b"", VISIT, b" \t", VISIT)] == [2, 4]


def test_crlf_and_a_byte_order_mark_leave_no_trace():
    assert read(b"\xef\xbb\xbf" + VISIT + b"\r", VISIT + b"\r") == [Line(1, VISIT), Line(2, VISIT)]


def test_an_exported_line_gives_its_event_untouched():
    assert read(wrapped()) == [Line(1, orjson.loads(WITHDRAWN))]


def test_an_exported_line_is_known_with_its_keys_sorted_too():
    line = orjson.dumps(orjson.loads(wrapped()), option=orjson.OPT_SORT_KEYS)
    assert read(line) == [Line(1, orjson.loads(WITHDRAWN))]


def test_an_own_act_that_begins_with_its_event_id_is_no_exported_line():
    assert read(WITHDRAWN) == [Line(1, WITHDRAWN)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"[1]", "is not a JSON object: give one event a line"),
        (b"type,visitor,host", "is not a JSON object: give one event a line"),
        (b'{"type":"visit_held\xff"}', "is not UTF-8"),
        (b"\xff\xfe{\x00", "is not UTF-8 but UTF-16: save it as UTF-8"),
        (b"{" + b" " * LONGEST + b"}", "is longer than 1 MiB"),
        (b'{"event_id": "e1",', "is not JSON: "),
        (b'{"event": [1]}', "'event' must be an object"),
        (wrapped(note="x"), "'note' is not a field of an exported line"),
    ],
)
def test_a_bad_line_is_a_problem_with_a_reason_and_the_next_one_is_read(line, reason):
    bad, good = read(line, VISIT)
    assert bad.event is None
    assert bad.problem.startswith(reason)
    assert good == Line(2, VISIT)


def test_a_stream_of_text_is_read_as_one_of_bytes():
    assert list(ndjson.read(io.StringIO(VISIT.decode() + "\n"))) == [Line(1, VISIT)]


def test_reading_is_lazy():
    class Endless(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, buffer):
            chunk = (VISIT + b"\n")[: len(buffer)]
            buffer[: len(chunk)] = chunk
            return len(chunk)

    assert next(ndjson.read(io.BufferedReader(Endless()))) == Line(1, VISIT)

import io

import pytest

from adapters.imports.lines import LONGEST, TOO_LONG, checked, csv_rows, physical_lines


def test_lines_are_numbered_from_one_and_keep_their_ends():
    assert list(physical_lines(io.BytesIO(b"a\r\n\nb"))) == [(1, b"a\r\n"), (2, b"\n"), (3, b"b")]


def test_a_stream_of_text_gives_the_same_lines():
    assert list(physical_lines(io.StringIO("é\n\nb"))) == [(1, "é\n".encode()), (2, b"\n"), (3, b"b")]


def test_a_byte_order_mark_is_taken_off_the_first_line_only():
    lines = io.BytesIO(b"\xef\xbb\xbfa\n\xef\xbb\xbfb\n")
    assert list(physical_lines(lines)) == [(1, b"a\n"), (2, b"\xef\xbb\xbfb\n")]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
def test_a_line_of_one_mebibyte_is_read_and_one_byte_more_is_too_long(end):
    assert list(physical_lines(io.BytesIO(b"x" * LONGEST + end))) == [(1, b"x" * LONGEST + end)]
    assert list(physical_lines(io.BytesIO(b"x" * (LONGEST + 1) + end))) == [(1, None)]


def test_reading_goes_on_after_a_line_that_is_too_long():
    stream = io.BytesIO(b"a\n" + b"x" * (5 * LONGEST) + b"\nb\n")
    assert list(physical_lines(stream)) == [(1, b"a\n"), (2, None), (3, b"b\n")]


def test_no_more_than_one_piece_of_a_line_is_asked_for_at_once():
    class Asked(io.BytesIO):
        most = 0

        def readline(self, size=-1, /):
            self.most = max(self.most, size) if size >= 0 else 10**12
            return super().readline(size)

    stream = Asked(b"x" * (3 * LONGEST))
    assert list(physical_lines(stream)) == [(1, None)]
    assert stream.most < LONGEST + 10


def test_a_csv_row_over_several_lines_has_the_number_of_its_first():
    rows = list(csv_rows(io.BytesIO(b'h\r\n"a\r\nb",c\r\n\r\nd,e\r\n')))
    assert [(number, cells) for number, cells, _ in rows] == [(1, ["h"]), (2, ["a\r\nb", "c"]), (5, ["d", "e"])]


def test_a_quote_that_never_closes_is_a_problem_that_says_how_far_it_goes():
    rows = list(csv_rows(io.BytesIO(b'a,b\n"c,d\ne,f\n')))
    assert rows[0] == (1, ["a", "b"], None)
    assert rows[1][0] == 2
    assert "up to line 3" in rows[1][2]
    assert len(rows) == 2


def test_reading_goes_on_after_a_row_that_is_not_csv():
    rows = list(csv_rows(io.BytesIO(b'a,b\n"c"d,e\nf,g\n')))
    assert [(number, problem is None) for number, _, problem in rows] == [(1, True), (2, False), (3, True)]


def test_bytes_that_are_no_utf8_and_lines_that_are_too_long_are_problems_of_their_row():
    rows = list(csv_rows(io.BytesIO(b"a,\xff\n" + b"x" * (LONGEST + 1) + b"\nb,c\n")))
    assert rows == [(1, [], "is not UTF-8"), (2, [], TOO_LONG), (3, ["b", "c"], None)]


def test_a_text_with_half_a_surrogate_pair_is_not_utf8():
    assert list(csv_rows(io.StringIO("a,\ud800\n"))) == [(1, [], "is not UTF-8")]


def test_an_event_that_the_contract_refuses_becomes_a_problem_with_the_reason():
    line = checked(7, {"type": "visit_held", "host": "XXX"})
    assert line.number == 7
    assert line.event is None
    assert "/visitor: is required" in line.problem
    assert not line.skipped

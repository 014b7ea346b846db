"""The opaque end of a page."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.rules.cursor import Cursor, read_cursor

MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))


@given(MOMENTS, st.integers(0, 2**62), st.booleans())
def test_a_cursor_reads_back_as_it_was_written(at, row_id, goes_older):
    cursor = Cursor(at, row_id, goes_older)
    assert read_cursor(str(cursor)) == cursor


@given(st.text(max_size=40))
def test_no_word_of_a_stranger_makes_it_fail(word):
    assert read_cursor(word) is None or str(read_cursor(word))


@pytest.mark.parametrize(
    "word", ["", "0", "AAAA", "\0", "路灯", "_" * 23, "=" * 8, "____________________________"]
)
def test_a_forged_cursor_is_none(word):
    assert read_cursor(word) is None

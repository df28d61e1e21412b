"""Tables: width, alignment, shortening, with characters of one cell and of two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from uptake.cli.grid import Cell, Column, lay_out, plain, shortened

COLUMNS = [
    Column("ID", right=True),
    Column("Task", flexible=True),
    Column("Start"),
    Column("Slack", right=True, drop=1),
]
ROWS = [
    [Cell("1"), Cell("Dig"), Cell("2025-03-03"), Cell("0d")],
    [Cell("12"), Cell("采购流程蓝图设计与评审"), Cell("2025-03-04"), Cell("-2.5d")],
]


def lines(width):
    return [line.plain for line in lay_out(COLUMNS, ROWS, width)]


def test_columns_are_aligned():
    assert lines(80) == [
        "ID  Task                    Start       Slack",
        " 1  Dig                     2025-03-03     0d",
        "12  采购流程蓝图设计与评审  2025-03-04  -2.5d",
    ]


def test_the_flexible_column_gives_way():
    assert all(cell_len(line) <= 40 for line in lines(40))
    assert "…" in lines(40)[2]


def test_a_column_is_left_out_when_there_is_no_room():
    assert "Slack" not in lines(32)[0]
    assert "Start" in lines(32)[0]


@given(st.text(max_size=60), st.integers(min_value=1, max_value=40))
def test_a_shortened_text_fits(text, width):
    assert cell_len(shortened(plain(text), width)) <= width


@pytest.mark.parametrize("text", ["a\x1b[2Jb", "a\rb", "a\u202eb", "a\u2028b", "a\x00b", "a\nb"])
def test_what_moves_the_cursor_is_taken_out(text):
    assert plain(text).replace(" ", "").replace("[2J", "") == "ab"

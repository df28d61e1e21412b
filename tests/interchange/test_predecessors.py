"""Predecessors as text: every form that people write, and a round trip of all that we write."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.interchange.test_durations import amounts
from uptake.interchange.durations import Amount
from uptake.interchange.predecessors import (
    NotAPredecessor,
    Predecessor,
    format_predecessors,
    parse_predecessors,
)

links = st.builds(
    Predecessor,
    task=st.integers(min_value=0, max_value=999_999_999),
    type=st.sampled_from(["FS", "SS", "FF", "SF"]),
    lag=st.one_of(st.just(Amount(0.0)), amounts),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", [(12, "FS", 0, "DAYS")]),
        ("12FS+2d;15SS", [(12, "FS", 2, "DAYS"), (15, "SS", 0, "DAYS")]),
        ("3FF-50%", [(3, "FF", -50, "PERCENT")]),
        ("4SS+2ed", [(4, "SS", 2, "ELAPSED_DAYS")]),
        ("4ss + 2 days , 5", [(4, "SS", 2, "DAYS"), (5, "FS", 0, "DAYS")]),
        ("7-1d", [(7, "FS", -1, "DAYS")]),
        ("7FS-1.5 wks", [(7, "FS", -1.5, "WEEKS")]),
        ("7FS+1,5d", [(7, "FS", 1.5, "DAYS")]),
        ("7FS+1d,8", [(7, "FS", 1, "DAYS"), (8, "FS", 0, "DAYS")]),
        ("12FS+2 个工作日；15SS", [(12, "FS", 2, "DAYS"), (15, "SS", 0, "DAYS")]),
        ("4完成-开始+3工作日", [(4, "FS", 3, "DAYS")]),
        ("４，５", [(4, "FS", 0, "DAYS"), (5, "FS", 0, "DAYS")]),
        ("6SS+4小时、7", [(6, "SS", 4, "HOURS"), (7, "FS", 0, "DAYS")]),
        ("", []),
        (" ; ", []),
    ],
)
def test_what_people_write(text, expected):
    assert [(one.task, one.type, one.lag.value, one.lag.unit) for one in parse_predecessors(text)] == expected


@pytest.mark.parametrize(
    "text", ["abc", "12XX", "FS", "12FS+", "12FS+2 moons", "-3", "1" * 12, "Other.mpp\\12", "1;x"]
)
def test_what_is_no_predecessor(text):
    with pytest.raises(NotAPredecessor):
        parse_predecessors(text)


@given(st.lists(links, max_size=8), st.sampled_from(["en", "zh"]))
def test_what_is_written_is_read_back(found, language):
    read = parse_predecessors(format_predecessors(found, language=language))
    assert [(one.task, one.type) for one in read] == [(one.task, one.type) for one in found]
    for one, other in zip(read, found, strict=True):
        assert one.lag.value == pytest.approx(other.lag.value, abs=1e-4)
        assert one.lag.unit == other.lag.unit or not other.lag.value


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text):
    try:
        parse_predecessors(text)
    except NotAPredecessor:
        return


@pytest.mark.parametrize(
    "text", ["1" + " " * 30_000 + "x", "12" + " " * 30_000 + "-", ", " * 15_000, "1FS+" * 7_000]
)
def test_long_texts_are_read_or_refused_at_once(text: str) -> None:
    began = time.perf_counter()
    with contextlib.suppress(NotAPredecessor):
        parse_predecessors(text)
    assert time.perf_counter() - began < 1

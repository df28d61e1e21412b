"""Clocks in compiled code answer what `WorkingTime` answers, looked up or searched."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uptake.engine.calendars import elapsed_time, working_time
from uptake.engine.instants import DAY, HOUR
from uptake.engine.national import national_calendar
from uptake.engine.simulation.clocks import (
    BITS,
    Clocks,
    end_at,
    inverse_of,
    lay_out_clocks,
    start_at,
    with_tables,
    work,
)
from uptake.engine.worktime import WorkingTime, intersect

CHINA = working_time(national_calendar("CN", uid=1, first_year=2020, last_year=2026)[0], {})
NIGHTS = WorkingTime([(0, ((0, 6 * HOUR), (22 * HOUR, 24 * HOUR)))])
ODD = WorkingTime([(0, ((DAY + 8 * HOUR + 450, DAY + 12 * HOUR),)), (1500 * 7 * DAY, ((DAY, DAY + HOUR),))])
HOURS = [elapsed_time(), CHINA, NIGHTS, intersect(CHINA, NIGHTS), ODD]
LOW, HIGH = 14_000 * DAY, 14_800 * DAY


@pytest.mark.parametrize("tables", [True, False], ids=["looked up", "searched"])
def test_answers(tables):
    clocks: Clocks = lay_out_clocks(HOURS)
    if tables:
        clocks = with_tables(clocks, LOW, HIGH)
        assert clocks.high >= HIGH
    draw = random.Random(7)
    instants = [LOW, LOW - 1, LOW + 1, HIGH, HIGH - 1, HIGH + DAY]
    instants += [draw.randrange(LOW - 100 * DAY, HIGH + 100 * DAY) for _ in range(2_000)]
    instants += [600 * (at // 600) for at in instants]
    for c, hours in enumerate(HOURS):
        for at in instants:
            done = hours.work(at)
            assert work(clocks, c, at) == done
            assert start_at(clocks, c, done) == hours.start(done)
            assert end_at(clocks, c, done) == hours.end(done)


def test_too_many_cells_are_searched():
    minute = WorkingTime([(0, ((DAY, DAY + 8 * HOUR + 10),))])
    clocks = lay_out_clocks([minute] * 3)
    assert with_tables(clocks, 0, 40_000 * DAY) is clocks


@given(size=st.integers(1, 10_000_000), near=st.integers(0, 1 << BITS), off=st.integers(-1, 1))
def test_a_multiplication_divides(size, near, off):
    number = min(max(near // size * size + off, 0), (1 << BITS) - 1)
    inverse, shift = inverse_of(size)
    assert number * inverse < 1 << 63
    assert number * inverse >> shift == number // size

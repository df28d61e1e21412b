"""Whatever hours a calendar holds, their text is read back as the same hours."""

from hypothesis import given
from hypothesis import strategies as st

from uptake.engine.instants import MINUTE
from uptake.schedule.capacity.hours import hours_text, parse_hours

EDGES = st.lists(st.integers(0, 1440), min_size=0, max_size=12, unique=True).map(sorted)


@given(EDGES)
def test_hours_are_read_back(edges):
    pairs = zip(edges[::2], edges[1::2], strict=False)
    shifts = tuple((start * MINUTE, end * MINUTE) for start, end in pairs)
    assert parse_hours(hours_text(shifts)) == shifts

"""Working-time indexes as records: what `engine.worktime` answers, asked from compiled code."""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from uptake.engine.simulation.compiling import compiled, inner
from uptake.engine.worktime import NEVER, WEEK, WorkingTime

_NEVER = np.int64(NEVER)
_WEEK = np.int64(WEEK)

CLOCK = np.dtype([(name, np.int64) for name in ("always", "segment", "segment_end", "near", "base", "cells")])
"""A clock: 1 for the 24-hour clock; from where to where its segments stand; the one that was found last, as scratch;
working time up to the first cell of its table, and how many of the cells are worked."""

SEGMENT = np.dtype(
    [(name, np.int64) for name in ("at", "done", "offset", "total", "interval", "interval_end")]
)
"""A segment as in `WorkingTime`; working time of a week; from where to where the intervals of its pattern stand."""

INTERVAL = np.dtype([(name, np.int64) for name in ("start", "before", "end")])
"""From when to when in the week, and the working time of the week before it."""

Records = NDArray[np.void]
Cells = NDArray[np.int32]

MOST_CELLS = 4_000_000
"""So many cells may the tables of all clocks have: some thirty megabytes."""
BITS = 31
"""What is divided by way of `inverse` is shorter than this."""


class Clocks(NamedTuple):
    """Working-time indexes laid end to end.

    Attributes
    ----------
    clock : ndarray of CLOCK
        Written to while it is asked: a copy for each thread.
    segment : ndarray of SEGMENT
    interval : ndarray of INTERVAL
    size : int
        Length of the cells of the tables; see `with_tables`.
    inverse, shift : int
        What a length is multiplied with, and shifted by, instead of being divided by `size`, which took a sixth of a
        simulation's time. See `inverse_of`.
    low, high : int
        From when to when there are cells.
    before : ndarray of int32, shape (clocks, cells + 1)
        How many of the cells before each are worked.
    worked : ndarray of int32, shape (clocks, cells)
        The cells that are worked, in order.
    """

    clock: Records
    segment: Records
    interval: Records
    size: int
    inverse: int
    shift: int
    low: int
    high: int
    before: Cells
    worked: Cells

    def own(self) -> Self:
        """Return the same for one more thread."""
        return self._replace(clock=self.clock.copy())


def lay_out_clocks(clocks: list[WorkingTime]) -> Clocks:
    """Lay working-time indexes end to end."""
    rows: list[tuple[int, int, int, int, int, int]] = []
    segments: list[tuple[int, int, int, int, int, int]] = []
    intervals: list[tuple[int, int, int]] = []
    for clock in clocks:
        known: dict[int, tuple[int, int]] = {}
        first = len(segments)
        for k, (_, pattern) in enumerate(clock.segments):
            if id(pattern) not in known:
                begin = len(intervals)
                intervals += zip(clock.starts[k], clock.sums[k], clock.ends[k], strict=True)
                known[id(pattern)] = begin, len(intervals)
            segments.append(
                (clock.at[k], clock.done[k], clock.offset[k], clock.total[k], *known[id(pattern)])
            )
        rows.append((clock.always, first, len(segments), first, 0, 0))
    no_cells = np.zeros((len(rows), 1), np.int32)
    return Clocks(
        clock=np.array(rows, CLOCK),
        segment=np.array(segments, SEGMENT),
        interval=np.array(intervals, INTERVAL),
        size=1,
        inverse=1,
        shift=0,
        low=0,
        high=0,
        before=no_cells,
        worked=no_cells,
    )


def with_tables(clocks: Clocks, low: int, high: int) -> Clocks:
    """Return clocks that look up what lies between two instants, where else they search.

    Time is cut into cells, each of which is worked as a whole or not at all: half hours, for most calendars. Where
    shifts begin at odd minutes over many years there would be too many: then clocks stay as they are.
    """
    ends = clocks.interval["start"], clocks.interval["end"], clocks.segment["at"], [_WEEK]
    size = int(np.gcd.reduce(np.concatenate(ends)))
    low -= low % size
    count = -(-(high - low) // size)
    rows = len(clocks.clock)
    if count < 1 or count * rows > MOST_CELLS or count * size >> BITS:
        return clocks
    edges = low + size * np.arange(count + 1, dtype=np.int64)
    clock = clocks.clock.copy()
    before = np.zeros((rows, count + 1), np.int32)
    worked = np.zeros((rows, count), np.int32)
    for c in range(rows):
        done = works(clocks, c, edges)
        before[c] = (done - done[0]) // size
        found = np.flatnonzero(np.diff(before[c]))
        worked[c, : len(found)] = found
        clock[c]["base"], clock[c]["cells"] = done[0], len(found)
    inverse, shift = inverse_of(size)
    return clocks._replace(
        clock=clock, size=size, inverse=inverse, shift=shift, low=low, high=low + int(count) * size,
        before=before, worked=worked,
    )  # fmt: skip


def inverse_of(size: int) -> tuple[int, int]:
    """Return what a number below 2 ** `BITS` is multiplied with, and shifted down by, to be divided by a size.

    Exact: the inverse is too large by at most 1 in `size`, which a number of so few bits does not carry to the next.
    """
    shift = BITS + (size - 1).bit_length()
    return (1 << shift) // size + 1, shift


@inner
def _found(column, low, high, near, value):
    """Return the position of the last entry in a stretch of a column up to a value; first where it was last time."""
    if (near == low or column[near] <= value) and (near + 1 == high or value < column[near + 1]):
        return near
    low += 1
    while low < high:
        middle = (low + high) >> 1
        if column[middle] <= value:
            low = middle + 1
        else:
            high = middle
    return low - 1


@inner
def work(clocks, c, t):
    """Return the working time of clock c from the epoch to t."""
    clock = clocks.clock[c]
    if clock.always:
        return t
    if clocks.low <= t < clocks.high:
        cell = (t - clocks.low) * clocks.inverse >> clocks.shift
        cells = clocks.before[c, cell]
        into = t - clocks.low - cell * clocks.size if clocks.before[c, cell + 1] > cells else 0
        return clock.base + cells * clocks.size + into
    clock.near = _found(clocks.segment.at, clock.segment, clock.segment_end, clock.near, t)
    segment = clocks.segment[clock.near]
    if segment.total == 0:
        return segment.offset
    weeks = t // _WEEK
    rest = t - weeks * _WEEK
    first = segment.interval
    if rest <= clocks.interval[first].start:
        return segment.offset + weeks * segment.total
    interval = clocks.interval[_found(clocks.interval.start, first, segment.interval_end, first, rest - 1)]
    in_week = interval.before + min(rest, interval.end) - interval.start
    return segment.offset + weeks * segment.total + in_week


@inner
def start_at(clocks, c, w):
    """Return the latest instant at which only w is worked; see `WorkingTime.start`."""
    clock = clocks.clock[c]
    if clock.always:
        return w
    ahead = w - clock.base
    if 0 <= ahead < clock.cells * clocks.size:
        cell = ahead * clocks.inverse >> clocks.shift
        return clocks.low + clocks.worked[c, cell] * clocks.size + ahead - cell * clocks.size
    clock.near = _found(clocks.segment.done, clock.segment, clock.segment_end, clock.near, w)
    segment = clocks.segment[clock.near]
    if segment.total == 0:
        return _NEVER if w >= 0 else np.int64(0)
    g = w - segment.offset
    weeks = g // segment.total
    rest = g - weeks * segment.total
    first = segment.interval
    interval = clocks.interval[_found(clocks.interval.before, first, segment.interval_end, first, rest)]
    return weeks * _WEEK + interval.start + rest - interval.before


@inner
def end_at(clocks, c, w):
    """Return the earliest instant by which w is worked; see `WorkingTime.end`."""
    if w <= 0 and not clocks.clock[c].always:
        return np.int64(0)
    return min(start_at(clocks, c, w - 1) + 1, _NEVER)


@compiled
def works(clocks, c, instants):
    """Return the working time of clock c from the epoch to each of some instants."""
    found = np.empty_like(instants)
    for k in range(len(instants)):
        found[k] = work(clocks, c, instants[k])
    return found

"""Working-time indexes as records: what `engine.worktime` answers, asked from compiled code."""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from uptake.engine.simulation.compiling import inner
from uptake.engine.worktime import NEVER, WEEK, WorkingTime

_NEVER = np.int64(NEVER)
_WEEK = np.int64(WEEK)

CLOCK = np.dtype([(name, np.int64) for name in ("always", "segment", "segment_end", "near")])
"""A clock: 1 for the 24-hour clock; from where to where its segments stand; the one that was found last, as scratch."""

SEGMENT = np.dtype(
    [(name, np.int64) for name in ("at", "done", "offset", "total", "interval", "interval_end")]
)
"""A segment as in `WorkingTime`; working time of a week; from where to where the intervals of its pattern stand."""

INTERVAL = np.dtype([(name, np.int64) for name in ("start", "before", "end")])
"""From when to when in the week, and the working time of the week before it."""

Records = NDArray[np.void]


class Clocks(NamedTuple):
    """Working-time indexes laid end to end.

    Attributes
    ----------
    clock : ndarray of CLOCK
        Written to while it is asked: a copy for each thread.
    segment : ndarray of SEGMENT
    interval : ndarray of INTERVAL
    """

    clock: Records
    segment: Records
    interval: Records

    def own(self) -> Self:
        """Return the same for one more thread."""
        return self._replace(clock=self.clock.copy())


def lay_out_clocks(clocks: list[WorkingTime]) -> Clocks:
    """Lay working-time indexes end to end."""
    rows: list[tuple[int, int, int, int]] = []
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
        rows.append((clock.always, first, len(segments), first))
    return Clocks(np.array(rows, CLOCK), np.array(segments, SEGMENT), np.array(intervals, INTERVAL))


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

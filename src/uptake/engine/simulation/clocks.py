"""Working-time indexes as arrays: what `engine.worktime` answers, asked from compiled code."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from uptake.engine.worktime import NEVER, WEEK, WorkingTime

_NEVER = np.int64(NEVER)
_WEEK = np.int64(WEEK)

Column = NDArray[np.int64]


class Clocks(NamedTuple):
    """Working-time indexes laid end to end; for clock c, see `WorkingTime`.

    Attributes
    ----------
    always : ndarray of int64
        1 for the 24-hour clock.
    segment : ndarray of int64
        Where the segments of clock c begin; one entry more than clocks.
    at, done, offset, pattern : ndarray of int64
        By segment.
    interval : ndarray of int64
        Where the intervals of a pattern begin.
    total : ndarray of int64
        Working time of a week, by pattern.
    start, before, end : ndarray of int64
        By interval: from when to when in the week, and the working time of the week before it.
    near : ndarray of int64
        The segment that was found last, by clock: scratch, for one thread.
    """

    always: Column
    segment: Column
    at: Column
    done: Column
    offset: Column
    pattern: Column
    interval: Column
    total: Column
    start: Column
    before: Column
    end: Column
    near: Column


def lay_out_clocks(clocks: list[WorkingTime]) -> Clocks:
    """Lay working-time indexes end to end."""
    segment, interval = [0], [0]
    by_segment: dict[str, list[int]] = {"at": [], "done": [], "offset": [], "pattern": []}
    by_interval: dict[str, list[int]] = {"start": [], "before": [], "end": []}
    total: list[int] = []
    for clock in clocks:
        known: dict[int, int] = {}
        for k, (_, pattern) in enumerate(clock.segments):
            if id(pattern) not in known:
                known[id(pattern)] = len(total)
                total.append(clock.total[k])
                by_interval["start"] += list(clock.starts[k])
                by_interval["before"] += list(clock.sums[k])
                by_interval["end"] += list(clock.ends[k])
                interval.append(len(by_interval["start"]))
            by_segment["pattern"].append(known[id(pattern)])
        by_segment["at"] += list(clock.at)
        by_segment["done"] += list(clock.done)
        by_segment["offset"] += list(clock.offset)
        segment.append(len(by_segment["at"]))
    columns = {name: _column(values) for name, values in (by_segment | by_interval).items()}
    return Clocks(
        always=_column([int(clock.always) for clock in clocks]),
        segment=_column(segment),
        interval=_column(interval),
        total=_column(total),
        near=_column(segment[:-1]),
        **columns,
    )


def _column(values: list[int]) -> Column:
    return np.array(values, np.int64)


@njit(cache=True, nogil=True, error_model="numpy")
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


@njit(cache=True, nogil=True, error_model="numpy")
def work(clocks, c, t):
    """Return the working time of clock c from the epoch to t."""
    if clocks.always[c]:
        return t
    k = _found(clocks.at, clocks.segment[c], clocks.segment[c + 1], clocks.near[c], t)
    clocks.near[c] = k
    p = clocks.pattern[k]
    total = clocks.total[p]
    if total == 0:
        return clocks.offset[k]
    weeks = t // _WEEK
    rest = t - weeks * _WEEK
    first = clocks.interval[p]
    if rest <= clocks.start[first]:
        return clocks.offset[k] + weeks * total
    j = _found(clocks.start, first, clocks.interval[p + 1], first, rest - 1)
    in_week = clocks.before[j] + min(rest, clocks.end[j]) - clocks.start[j]
    return clocks.offset[k] + weeks * total + in_week


@njit(cache=True, nogil=True, error_model="numpy")
def start_at(clocks, c, w):
    """Return the latest instant at which only w is worked; see `WorkingTime.start`."""
    if clocks.always[c]:
        return w
    k = _found(clocks.done, clocks.segment[c], clocks.segment[c + 1], clocks.near[c], w)
    clocks.near[c] = k
    p = clocks.pattern[k]
    total = clocks.total[p]
    if total == 0:
        return _NEVER if w >= 0 else np.int64(0)
    g = w - clocks.offset[k]
    weeks = g // total
    rest = g - weeks * total
    first = clocks.interval[p]
    j = _found(clocks.before, first, clocks.interval[p + 1], first, rest)
    return weeks * _WEEK + clocks.start[j] + rest - clocks.before[j]


@njit(cache=True, nogil=True, error_model="numpy")
def end_at(clocks, c, w):
    """Return the earliest instant by which w is worked; see `WorkingTime.end`."""
    if w <= 0 and not clocks.always[c]:
        return np.int64(0)
    return min(start_at(clocks, c, w - 1) + 1, _NEVER)

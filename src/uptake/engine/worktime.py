"""The working-time index W(t) of a calendar and its two inverses, in O(log segments).

This module is compiled when a C compiler is there; it must stay within plain typed Python.
"""

from typing import Final

from librt.vecs import append, vec
from mypy_extensions import i64

WEEK: Final = 100_800
NEVER: Final = 1 << 40
"""The answer when a calendar has no working time left: later than any date."""

Pattern = tuple[tuple[int, int], ...]
"""Working intervals of a week, in tenths of a minute from Sunday 00:00, sorted and disjoint."""


class WorkingTime:
    """Working time accumulated since the epoch.

    Time is cut into segments; in each a weekly pattern repeats. With ``G(t)`` the working time that a
    segment's pattern would have given since the epoch, ``W(t) = offset + G(t)`` inside the segment,
    so that a lookup is one bisection over the segments and one over the week.

    Parameters
    ----------
    segments : list of (int, Pattern)
        First instant of each segment and its pattern; the first starts at 0, the last never ends.
    """

    def __init__(self, segments: list[tuple[int, Pattern]]) -> None:
        self.segments: list[tuple[int, Pattern]] = segments
        self.at: vec[i64] = vec[i64]()
        self.done: vec[i64] = vec[i64]()
        self.offset: vec[i64] = vec[i64]()
        self.total: vec[i64] = vec[i64]()
        self.starts: vec[vec[i64]] = vec[vec[i64]]()
        self.sums: vec[vec[i64]] = vec[vec[i64]]()
        self.ends: vec[vec[i64]] = vec[vec[i64]]()
        work: i64 = 0
        known: dict[int, int] = {}
        for k in range(len(segments)):
            start, pattern = segments[k]
            self._add_pattern(pattern, known.setdefault(id(pattern), k))
            at: i64 = start
            before: i64 = self._periodic(k, at)
            self.at = append(self.at, at)
            self.done = append(self.done, work)
            self.offset = append(self.offset, work - before)
            if k + 1 < len(segments):
                work += self._periodic(k, segments[k + 1][0]) - before
        self.always: bool = len(segments) == 1 and self.total[0] == WEEK

    def _add_pattern(self, pattern: Pattern, first_use: int) -> None:
        """Add a segment's pattern; one that was there before is shared, as it may be long."""
        if first_use < len(self.total):
            self.starts = append(self.starts, self.starts[first_use])
            self.sums = append(self.sums, self.sums[first_use])
            self.ends = append(self.ends, self.ends[first_use])
            self.total = append(self.total, self.total[first_use])
            return
        starts = vec[i64]()
        sums = vec[i64]()
        ends = vec[i64]()
        total: i64 = 0
        for start, end in pattern:
            first: i64 = start
            last: i64 = end
            starts = append(starts, first)
            sums = append(sums, total)
            ends = append(ends, last)
            total += last - first
        self.starts = append(self.starts, starts)
        self.sums = append(self.sums, sums)
        self.ends = append(self.ends, ends)
        self.total = append(self.total, total)

    def _periodic(self, k: i64, t: i64) -> i64:
        """Return G(t): work that the pattern of segment k gives between the epoch and t."""
        total: i64 = self.total[k]
        if total == 0:
            return 0
        weeks: i64 = t // WEEK
        rest: i64 = t - weeks * WEEK
        starts = self.starts[k]
        if rest <= starts[0]:
            return weeks * total
        j = last_up_to(starts, rest - 1)
        return weeks * total + self.sums[k][j] + min(rest, self.ends[k][j]) - starts[j]

    def work(self, t: i64) -> i64:
        """Return W(t), the working time from the epoch to `t`, in tenths of a minute."""
        if self.always:
            return t
        k = last_up_to(self.at, t)
        return self.offset[k] + self._periodic(k, t)

    def never(self) -> bool:
        """Tell whether there is no working time at all."""
        return self.work(NEVER) == 0

    def start(self, w: i64) -> i64:
        """Return the latest instant at which only `w` tenths are worked: the start of the next interval.

        Before the epoch a calendar that begins with time off never worked: then it is the epoch itself.
        """
        if self.always:
            return w
        k = last_up_to(self.done, w)
        total: i64 = self.total[k]
        if total == 0:
            return NEVER if w >= 0 else 0
        g: i64 = w - self.offset[k]
        weeks: i64 = g // total
        rest: i64 = g - weeks * total
        sums = self.sums[k]
        j = last_up_to(sums, rest)
        return weeks * WEEK + self.starts[k][j] + rest - sums[j]

    def stretch(self, w: i64) -> i64:
        """Return how long is worked from ``start(w)`` on until a break, at least up to the next Saturday's end.

        0 where nothing is worked any more.
        """
        if self.always:
            return NEVER
        k = last_up_to(self.done, w)
        total: i64 = self.total[k]
        if total == 0:
            return 0
        g: i64 = w - self.offset[k]
        rest: i64 = g - (g // total) * total
        j = last_up_to(self.sums[k], rest)
        left: i64 = self.ends[k][j] - self.starts[k][j] - (rest - self.sums[k][j])
        if k + 1 < len(self.done):
            left = min(left, self.done[k + 1] - w)
        return left

    def end(self, w: i64) -> i64:
        """Return the earliest instant by which `w` tenths are worked: the end of an interval.

        That is one tenth after the last of them began.
        """
        if w <= 0 and not self.always:
            return 0
        return min(self.start(w - 1) + 1, NEVER)


def last_up_to(column: vec[i64], value: i64) -> i64:
    """Return the position of the last entry of a sorted column that does not exceed a value, at least 0."""
    low: i64 = 1
    high: i64 = len(column)
    while low < high:
        middle: i64 = (low + high) >> 1
        if column[middle] <= value:
            low = middle + 1
        else:
            high = middle
    return low - 1


def intersect(a: WorkingTime, b: WorkingTime) -> WorkingTime:
    """Return the index of the time that is working time in both."""
    return _combine(a, b, both=True)


def unite(a: WorkingTime, b: WorkingTime) -> WorkingTime:
    """Return the index of the time that is working time in one of two, or in both."""
    return _combine(a, b, both=False)


def _combine(a: WorkingTime, b: WorkingTime, *, both: bool) -> WorkingTime:
    cuts = sorted({at for at, _ in a.segments} | {at for at, _ in b.segments})
    found: list[tuple[int, Pattern]] = []
    known: dict[tuple[int, int], Pattern] = {}
    i = 0
    j = 0
    for cut in cuts:
        while i + 1 < len(a.segments) and a.segments[i + 1][0] <= cut:
            i += 1
        while j + 1 < len(b.segments) and b.segments[j + 1][0] <= cut:
            j += 1
        mine, theirs = a.segments[i][1], b.segments[j][1]
        pair = (id(mine), id(theirs))
        if pair not in known:
            known[pair] = overlap(mine, theirs) if both else merge(mine, theirs)
        found.append((cut, known[pair]))
    return WorkingTime(found)


def overlap(a: Pattern, b: Pattern) -> Pattern:
    """Return the intervals of a week that lie in both patterns."""
    found: list[tuple[int, int]] = []
    i = 0
    j = 0
    while i < len(a) and j < len(b):
        start = max(a[i][0], b[j][0])
        end = min(a[i][1], b[j][1])
        if start < end:
            found.append((start, end))
        if a[i][1] < b[j][1]:
            i += 1
        else:
            j += 1
    return tuple(found)


def merge(a: Pattern, b: Pattern) -> Pattern:
    """Return the intervals of a week that lie in at least one of two patterns."""
    found: list[tuple[int, int]] = []
    for start, end in sorted([*a, *b]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)

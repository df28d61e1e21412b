"""How much is asked of one person over time, as a step function."""

from bisect import bisect_left, bisect_right


class Profile:
    """Units asked for, as steps between breakpoints; nothing before the first and after the last.

    Neighbours differ: whoever is busy without a gap is so in one step, however many tasks that is. Times are whole
    numbers on whatever axis the caller keeps to: instants, or working time of one clock.
    """

    __slots__ = ("at", "level")

    def __init__(self) -> None:
        self.at: list[int] = []
        self.level: list[int] = []

    def copy(self) -> "Profile":
        """Return a profile of its own with the same steps."""
        twin = Profile()
        twin.at = self.at[:]
        twin.level = self.level[:]
        return twin

    def add(self, begin: int, end: int, units: int) -> None:
        """Ask for more units (fewer, when negative) from `begin` to `end`."""
        if begin >= end or not units:
            return
        first, last = self._cut(begin), self._cut(end)
        for k in range(first, last):
            self.level[k] += units
        for k in (last, first):
            if self.level[k] == (self.level[k - 1] if k else 0):
                del self.at[k], self.level[k]

    def _cut(self, at: int) -> int:
        """Return the position of a breakpoint, made where there is none."""
        k = bisect_left(self.at, at)
        if k == len(self.at) or self.at[k] != at:
            self.at.insert(k, at)
            self.level.insert(k, self.level[k - 1] if k else 0)
        return k

    def clash(self, begin: int, end: int, limit: int) -> int:
        """Return the end of the last step from `begin` to `end` above a limit; -1 when there is none."""
        k = bisect_left(self.at, end) - 1
        first = max(bisect_right(self.at, begin) - 1, 0)
        while k >= first:
            if self.level[k] > limit:
                return self.at[k + 1]
            k -= 1
        return -1

    def free(self, at: int, limit: int) -> int:
        """Return the first time from `at` on at which at most `limit` is asked for."""
        k = bisect_right(self.at, at) - 1
        while 0 <= k < len(self.at) and self.level[k] > limit:
            k += 1
            at = self.at[k]
        return at

    def until(self, begin: int, end: int, limit: int) -> int:
        """Return the first time from `begin` to `end` at which more than `limit` is asked for; else `end`."""
        k = max(bisect_right(self.at, begin) - 1, 0)
        while k < len(self.at) and self.at[k] < end:
            if self.level[k] > limit:
                return max(self.at[k], begin)
            k += 1
        return end

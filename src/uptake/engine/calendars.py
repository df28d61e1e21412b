"""Calendars: week patterns, work weeks and exceptions, resolved into a working-time index.

What a day works is decided in this order: the calendar's own exceptions, its base's exceptions, its own
work weeks, its base's, its own week, its base's week.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from uptake.engine.errors import PlanError
from uptake.engine.instants import DAY, HORIZON, HOUR, MINUTE, WEEK
from uptake.engine.recurrence import Recurrence, occurrences
from uptake.engine.worktime import Pattern, WorkingTime

Shifts = tuple[tuple[int, int], ...]
"""Working intervals of one day, in tenths of a minute from midnight, sorted and disjoint."""

Week = tuple[Shifts | None, ...]
"""Seven days, Sunday first; ``None`` takes the day from the base calendar."""

MAX_DEPTH = 32
OFFICE: Shifts = ((8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR))
OFFICE_WEEK: Week = ((), OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, ())
ROUND_THE_CLOCK: Week = (((0, DAY),),) * 7
INHERIT_WEEK: Week = (None,) * 7


@dataclass(frozen=True, slots=True)
class CalendarException:
    """Days that work differently: none of the week's hours, or other ones.

    Parameters
    ----------
    first, last : int
        Day numbers (see `instants.day_number`), both included.
    shifts : Shifts
        Working intervals of each of these days; empty for a day off.
    name : str
    repeats : Recurrence or None
        Which of these days work differently, when not all do.
    """

    first: int
    last: int
    shifts: Shifts = ()
    name: str = ""
    repeats: Recurrence | None = None

    def days(self) -> Iterator[int]:
        """Yield the numbers of the days that work differently, in order."""
        if self.repeats is not None:
            return occurrences(self.repeats, self.first, self.last)
        return _days(self.first, self.last)


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """A stretch of days with a week pattern of its own; ``None`` days keep the ordinary pattern."""

    first: int
    last: int
    week: Week
    name: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A named rule of working time.

    Parameters
    ----------
    uid : int
    name : str
    base : int or None
        Uid of the calendar that this one derives from.
    week : Week
    exceptions : tuple of CalendarException
        Where two cover a day, the first one holds.
    work_weeks : tuple of WorkWeek
    """

    uid: int
    name: str = ""
    base: int | None = None
    week: Week = OFFICE_WEEK
    exceptions: tuple[CalendarException, ...] = ()
    work_weeks: tuple[WorkWeek, ...] = ()


class CalendarLoop(PlanError):
    """Calendars that derive from each other in a circle, or too deeply.

    Attributes
    ----------
    uids : tuple of int
        The chain of calendars that was followed.
    """

    def __init__(self, uids: tuple[int, ...]) -> None:
        super().__init__(f"calendars derive from each other: {uids}")
        self.uids = uids


def working_time(calendar: Calendar, others: Mapping[int, Calendar]) -> WorkingTime:
    """Resolve a calendar over its bases into an index.

    Parameters
    ----------
    calendar : Calendar
    others : mapping of int to Calendar
        Where bases are looked up by uid; a missing base counts as one that never works.

    Returns
    -------
    WorkingTime
        Instants and amounts in tenths of a minute.

    Raises
    ------
    CalendarLoop
        When the chain of bases does not end.

    Examples
    --------
    >>> office = working_time(Calendar(1), {})
    >>> monday = DAY
    >>> office.work(monday + 9 * HOUR) == HOUR
    True
    >>> office.end(4 * HOUR) == monday + 12 * HOUR, office.start(4 * HOUR) == monday + 13 * HOUR
    (True, True)
    """
    return _index(tuple(_bare(one) for one in _lineage(calendar, others)))


def elapsed_time() -> WorkingTime:
    """Return the index of a calendar that works round the clock, every day.

    Returns
    -------
    WorkingTime
        With ``work(t) == t``.

    Examples
    --------
    >>> elapsed_time().work(12345)
    12345
    """
    return _index((Calendar(0, week=ROUND_THE_CLOCK),))


def _bare(calendar: Calendar) -> Calendar:
    """Strip what does not bear on working time, so that equal calendars share one index."""
    return Calendar(0, "", None, calendar.week, calendar.exceptions, calendar.work_weeks)


def _lineage(calendar: Calendar, others: Mapping[int, Calendar]) -> list[Calendar]:
    chain = [calendar]
    while chain[-1].base is not None:
        base = others.get(chain[-1].base)
        if base is None:
            break
        chain.append(base)
        if len(chain) > MAX_DEPTH:
            raise CalendarLoop(tuple(one.uid for one in chain))
    return chain


def check_bases(calendars: Iterable[Calendar]) -> None:
    """Raise `CalendarLoop` when calendars derive from each other in a circle, or too deeply."""
    known = {one.uid: one for one in calendars}
    for calendar in known.values():
        _lineage(calendar, known)


class _Kept:
    """Indexes that were asked for of late, by calendars, as many as fit.

    Two generations: what is found in the earlier one comes back into the recent one, and when that is full,
    the earlier one goes. Each step is one operation on a dict, so threads need no lock; those that add at
    once may go over the limit by what they add.

    Parameters
    ----------
    limit : int
        Most of a generation, in intervals and segments: some 150 bytes each.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._recent: _Generation = {}
        self._earlier: _Generation = {}

    def find(self, chain: tuple[Calendar, ...]) -> WorkingTime | None:
        """Return the index of some calendars, if it is kept."""
        held = self._recent.get(chain)
        if held is None:
            held = self._earlier.get(chain)
            if held is not None:
                self._add(chain, *held)
        return None if held is None else held[0]

    def keep(self, chain: tuple[Calendar, ...], index: WorkingTime) -> None:
        """Keep an index, unless it alone would fill a generation."""
        size = _size(chain, index)
        if size <= self.limit:
            self._add(chain, index, size)

    def size(self) -> int:
        """Return the size of all that is kept."""
        return _total(self._recent) + _total(self._earlier)

    def _add(self, chain: tuple[Calendar, ...], index: WorkingTime, size: int) -> None:
        recent = self._recent
        if _total(recent) + size > self.limit:
            self._earlier = recent
            self._recent = recent = {}
        recent[chain] = index, size


_Generation = dict[tuple[Calendar, ...], tuple[WorkingTime, int]]


def _total(generation: _Generation) -> int:
    return sum(size for _, size in list(generation.values()))


def _size(chain: tuple[Calendar, ...], index: WorkingTime) -> int:
    """Count what an index and the calendars that it is found by hold; never nothing."""
    told = sum(1 + len(one.shifts) for calendar in chain for one in calendar.exceptions)
    told += sum(_intervals(span.week) for calendar in chain for span in calendar.work_weeks)
    told += sum(_intervals(calendar.week) for calendar in chain)
    patterns = {id(pattern): len(pattern) for _, pattern in index.segments}
    return told + len(index.segments) + sum(patterns.values())


def _intervals(week: Week) -> int:
    return sum(1 + len(day or ()) for day in week)


_KEPT = _Kept(limit=125_000)
"""Some 40 MB at most; a calendar with the public holidays of ten years is about a thousandth of it."""


def _index(chain: tuple[Calendar, ...]) -> WorkingTime:
    index = _KEPT.find(chain)
    if index is None:
        index = _resolved(chain)
        _KEPT.keep(chain, index)
    return index


def _resolved(chain: tuple[Calendar, ...]) -> WorkingTime:
    week: list[Shifts] = [()] * 7
    for calendar in reversed(chain):
        week = [own if own is not None else based for own, based in zip(calendar.week, week, strict=True)]
    painted = _Painted()
    for calendar in chain:
        for exception in calendar.exceptions:
            if exception.repeats is None:
                painted.stretch(exception.first, exception.last, [exception.shifts] * 7)
            else:
                painted.some(exception.days(), exception.shifts)
    for calendar in chain:
        for span in calendar.work_weeks:
            hours = [own if own is not None else based for own, based in zip(span.week, week, strict=True)]
            painted.stretch(span.first, span.last, hours)
    return WorkingTime(_segments(week, painted.days))


class _Painted:
    """The days that do not follow the week: whoever paints a day first decides it.

    Stretches that are covered are not looked at again, so that thousands of long ones cost little.
    """

    def __init__(self) -> None:
        self.days: dict[int, Shifts] = {}
        self._open = [(0, HORIZON // DAY - 1)]

    def some(self, days: Iterable[int], shifts: Shifts) -> None:
        for day in days:
            self.days.setdefault(day, shifts)

    def stretch(self, first: int, last: int, week: list[Shifts]) -> None:
        at = bisect_left(self._open, first, key=itemgetter(1))
        while first <= last and at < len(self._open) and self._open[at][0] <= last:
            begin, end = self._open[at]
            for day in range(max(begin, first), min(end, last) + 1):
                self.days.setdefault(day, week[day % 7])
            left = [(begin, first - 1)] if begin < first else []
            right = [(last + 1, end)] if end > last else []
            self._open[at : at + 1] = left + right
            at += len(left) + len(right)


def _days(first: int, last: int) -> Iterator[int]:
    return iter(range(max(first, 0), min(last + 1, HORIZON // DAY)))


def _segments(week: list[Shifts], days: dict[int, Shifts]) -> list[tuple[int, Pattern]]:
    """Cut time where painted days begin and end; runs of equal days become one segment."""
    ordinary = _pattern(week)
    segments: list[tuple[int, Pattern]] = [(0, ordinary)]
    after = 0
    for day in sorted(days):
        if day > after and segments[-1][1] != ordinary:
            segments.append((after * DAY, ordinary))
        pattern = _pattern([days[day]] * 7)
        if pattern != segments[-1][1]:
            if segments[-1][0] == day * DAY:
                segments.pop()
            if not segments or pattern != segments[-1][1]:
                segments.append((day * DAY, pattern))
        after = day + 1
    if segments[-1][1] != ordinary:
        segments.append((after * DAY, ordinary))
    return segments


@lru_cache(maxsize=256)
def _weekly(week: tuple[Shifts, ...]) -> Pattern:
    """Lay the days of a week end to end, joining intervals that touch."""
    joined: list[tuple[int, int]] = []
    for number, shifts in enumerate(week):
        for start, end in shifts:
            first, last = number * DAY + start, number * DAY + end
            if joined and joined[-1][1] >= first:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
            elif first < last:
                joined.append((first, last))
    return tuple((start, min(end, WEEK)) for start, end in joined)


def _pattern(week: list[Shifts]) -> Pattern:
    return _weekly(tuple(week))


def shifts(*hours: tuple[float, float]) -> Shifts:
    """Write the working intervals of a day in hours.

    Parameters
    ----------
    *hours : (float, float)
        Begin and end of each interval, in hours from midnight.

    Returns
    -------
    Shifts

    Examples
    --------
    >>> shifts((8, 12), (13, 17)) == OFFICE
    True
    """
    return tuple((round(a * 60) * MINUTE, round(b * 60) * MINUTE) for a, b in hours)

"""Recurring days: every so many days, weeks, months or years, as calendar exceptions repeat."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from itertools import islice

from uptake.engine.instants import DAY, EPOCH, HORIZON

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
LAST = 5
"""The `nth` that means the last one of a month."""

_EPOCH = EPOCH.date()
_END = HORIZON // DAY


class Every(IntEnum):
    """What a recurrence counts."""

    DAY = 0
    WEEK = 1
    MONTH = 2
    YEAR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """Which days of a stretch recur.

    Parameters
    ----------
    unit : Every
    every : int
        Every so many of these units, counted from the one that holds the first day; weeks begin on Sunday.
    weekdays : tuple of int
        0 is Sunday. The days of a week that recur; with `nth`, the days that are counted in a month:
        ``(2,)`` is a Tuesday, ``(1, 2, 3, 4, 5)`` a weekday, all seven any day.
    day : int
        Day of the month, when `nth` is 0; a shorter month's last day stands for days that it lacks.
    nth : int
        1 to 4, or `LAST`: the first to fourth, or last, of `weekdays` in a month. 0 goes by `day`.
    month : int
        1 to 12, for years.
    count : int or None
        At most so many days recur.
    """

    unit: Every
    every: int = 1
    weekdays: tuple[int, ...] = EVERY_DAY
    day: int = 1
    nth: int = 0
    month: int = 1
    count: int | None = None


def occurrences(rule: Recurrence, first: int, last: int) -> Iterator[int]:
    """Yield the days that recur, in order.

    Parameters
    ----------
    rule : Recurrence
    first, last : int
        Day numbers (see `instants.day_number`) between which days are sought, both included. Counting
        begins at `first`; nothing lies beyond the horizon.

    Yields
    ------
    int
        Day numbers.

    Examples
    --------
    The last Monday of May, from 2026 to 2028:

    >>> from uptake.engine.instants import day_number
    >>> rule = Recurrence(unit=Every.YEAR, nth=LAST, weekdays=(1,), month=5)
    >>> days = occurrences(rule, day_number(date(2026, 1, 1)), day_number(date(2028, 12, 31)))
    >>> [str(_date(day)) for day in days]
    ['2026-05-25', '2027-05-31', '2028-05-29']
    """
    last = min(last, _END - 1)
    if first > last:
        return iter(())
    if rule.unit is Every.DAY:
        found: Iterator[int] = iter(range(first, last + 1, rule.every))
    elif rule.unit is Every.WEEK:
        found = _weekly(rule, first, last)
    else:
        found = _monthly(rule, first, last)
    return (day for day in islice(found, rule.count) if day >= 0)


def _weekly(rule: Recurrence, first: int, last: int) -> Iterator[int]:
    wanted = sorted(set(rule.weekdays))
    for sunday in range(first - first % 7, last + 1, 7 * rule.every):
        for weekday in wanted:
            if first <= sunday + weekday <= last:
                yield sunday + weekday


def _monthly(rule: Recurrence, first: int, last: int) -> Iterator[int]:
    begin, end = _date(first), _date(last)
    if rule.unit is Every.YEAR:
        month, step = begin.year * 12 + rule.month - 1, 12 * rule.every
    else:
        month, step = begin.year * 12 + begin.month - 1, rule.every
    while month <= end.year * 12 + end.month - 1:
        day = _in_month(rule, month)
        if day is not None and first <= day <= last:
            yield day
        month += step


def _in_month(rule: Recurrence, month: int) -> int | None:
    """Return the day of a month, counted from year 0, that recurs; there may be none."""
    begin = _number(month)
    length = _number(month + 1) - begin
    if not rule.nth:
        return begin + min(rule.day, length) - 1
    days = [day for day in range(begin, begin + length) if day % 7 in rule.weekdays]
    if rule.nth == LAST:
        return days[-1] if days else None
    return days[rule.nth - 1] if len(days) >= rule.nth else None


def _number(month: int) -> int:
    return date(month // 12, month % 12 + 1, 1).toordinal() - _EPOCH.toordinal()


def _date(day: int) -> date:
    return _EPOCH + timedelta(days=day)

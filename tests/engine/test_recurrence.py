"""Recurring days against a rule that looks at every single day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.plans import RECURRENCES
from uptake.engine.instants import DAY, HORIZON, day_number
from uptake.engine.recurrence import LAST, Every, Recurrence, occurrences

EPOCH = date(1984, 1, 1)


def recurs(rule: Recurrence, first: date, day: date) -> bool:
    """Tell from the definition whether a day recurs."""
    months = (day.year - first.year) * 12 + day.month - first.month
    week = timedelta(days=(first.weekday() + 1) % 7)
    if rule.unit is Every.DAY:
        return (day - first).days % rule.every == 0
    if rule.unit is Every.WEEK:
        return (day - first + week).days // 7 % rule.every == 0 and (day.weekday() + 1) % 7 in rule.weekdays
    if rule.unit is Every.MONTH and months % rule.every:
        return False
    if rule.unit is Every.YEAR and ((day.year - first.year) % rule.every or day.month != rule.month):
        return False
    month = [day.replace(day=1) + timedelta(days=k) for k in range(31)]
    month = [one for one in month if one.month == day.month]
    if not rule.nth:
        return day == (month[rule.day - 1] if rule.day <= len(month) else month[-1])
    counted = [one for one in month if (one.weekday() + 1) % 7 in rule.weekdays]
    wanted = counted[-1:] if rule.nth == LAST else counted[rule.nth - 1 : rule.nth]
    return [day] == wanted


@given(RECURRENCES, st.dates(date(1984, 1, 1), date(2149, 1, 1)), st.integers(0, 800))
@settings(max_examples=200, deadline=None)
def test_occurrences_are_the_days_that_recur(rule: Recurrence, first: date, length: int) -> None:
    days = [first + timedelta(days=k) for k in range(length + 1)]
    expected = [day_number(day) for day in days if recurs(rule, first, day) and day.year < 2150]
    begin = day_number(first)
    assert list(occurrences(rule, begin, begin + length)) == expected[: rule.count]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Recurrence(unit=Every.DAY, every=10, count=3), ["2026-01-01", "2026-01-11", "2026-01-21"]),
        (Recurrence(unit=Every.WEEK, weekdays=(1, 4), count=3), ["2026-01-01", "2026-01-05", "2026-01-08"]),
        (Recurrence(unit=Every.MONTH, day=31, count=3), ["2026-01-31", "2026-02-28", "2026-03-31"]),
        (Recurrence(unit=Every.MONTH, nth=2, weekdays=(2,), count=2), ["2026-01-13", "2026-02-10"]),
        (
            Recurrence(unit=Every.MONTH, nth=1, weekdays=(1, 2, 3, 4, 5), count=2),
            ["2026-01-01", "2026-02-02"],
        ),
        (Recurrence(unit=Every.YEAR, month=2, day=29, count=3), ["2026-02-28", "2027-02-28", "2028-02-29"]),
        (Recurrence(unit=Every.YEAR, month=11, nth=4, weekdays=(4,), count=2), ["2026-11-26", "2027-11-25"]),
    ],
)
def test_kinds_of_recurrence(rule: Recurrence, expected: list[str]) -> None:
    days = occurrences(rule, day_number(date(2026, 1, 1)), day_number(date(2030, 1, 1)))
    assert [str(EPOCH + timedelta(days=day)) for day in days] == expected


def test_nothing_recurs_beyond_the_horizon() -> None:
    days = list(occurrences(Recurrence(unit=Every.YEAR, month=12, day=31), 0, 10**9))
    assert (len(days), days[-1]) == (166, HORIZON // DAY - 1)
    assert list(occurrences(Recurrence(unit=Every.MONTH), 10**12, 10**13)) == []

"""The working-time index against a table of half hours, filled from the definition of a calendar."""

import random
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.engine import plans
from uptake.engine import calendars
from uptake.engine.calendars import (
    INHERIT_WEEK,
    OFFICE,
    OFFICE_WEEK,
    ROUND_THE_CLOCK,
    Calendar,
    CalendarException,
    CalendarLoop,
    Shifts,
    WorkWeek,
    check_bases,
    elapsed_time,
    shifts,
    working_time,
)
from uptake.engine.edits.values import LAST_DAY
from uptake.engine.instants import DAY, HORIZON, HOUR
from uptake.engine.recurrence import Every, Recurrence
from uptake.engine.worktime import NEVER, WorkingTime, intersect

SLOT = DAY // 48
DAYS = 70


def spans_day(span: CalendarException | WorkWeek, day: int) -> bool:
    if isinstance(span, CalendarException):
        return day in set(span.days())
    return span.first <= day <= span.last


def ordinary(chain: Iterable[Calendar], day: int) -> Shifts:
    for calendar in chain:
        own = calendar.week[day % 7]
        if own is not None:
            return own
    return ()


def shifts_of(chain: list[Calendar], day: int) -> Shifts:
    """Return what a day works, in the order in which a calendar's rules hold."""
    for calendar in chain:
        for exception in calendar.exceptions:
            if spans_day(exception, day):
                return exception.shifts
    for calendar in chain:
        for span in calendar.work_weeks:
            if spans_day(span, day):
                own = span.week[day % 7]
                return ordinary(chain, day) if own is None else own
    return ordinary(chain, day)


Table = list[bool]


def table_of(chain: list[Calendar]) -> Table:
    found = [False] * (48 * DAYS)
    for day in range(DAYS):
        for begin, end in shifts_of(chain, day):
            for slot in range(begin // SLOT, end // SLOT):
                found[48 * day + slot] = True
    return found


def worked(table: Table, t: int) -> int:
    """Count the working time before an instant."""
    return sum(min(SLOT, t - slot * SLOT) for slot in range(min(len(table), -(-t // SLOT))) if table[slot])


def assert_is(clock: WorkingTime, table: Table, at: Iterable[int]) -> None:
    """Compare W and its two inverses with their definitions, at some instants and the amounts before them."""
    total = SLOT * sum(table)
    for t in at:
        w = worked(table, t)
        assert clock.work(t) == w
        if w > 0:
            assert clock.end(w) == first_at(table, w.__le__)
        if w < total:
            assert clock.start(w) == first_at(table, w.__lt__) - 1


def first_at(table: Table, found: Callable[[int], bool]) -> int:
    """Return the first instant whose working time before it is as wanted."""
    done = 0
    for slot, works in enumerate(table):
        step = SLOT if works else 0
        if found(done + step):
            return slot * SLOT + next(t for t in range(SLOT + 1) if found(done + (t if works else 0)))
        done += step
    raise AssertionError


HORIZON_DAY = DAYS - 1
INSTANTS = st.lists(
    st.tuples(st.integers(0, 48 * DAYS - 1), st.sampled_from([0, 1, SLOT - 1, 77])).map(
        lambda drawn: drawn[0] * SLOT + drawn[1]
    ),
    min_size=1,
    max_size=6,
)


def drawn_calendars(uid: int, base: int | None = None) -> st.SearchStrategy[Calendar]:
    return plans.calendars(uid, base=base, horizon=HORIZON_DAY)


@given(drawn_calendars(1), INSTANTS)
@settings(max_examples=150, deadline=None)
def test_a_calendar_works_as_defined(calendar: Calendar, at: list[int]) -> None:
    assert_is(working_time(calendar, {}), table_of([calendar]), at)


@given(drawn_calendars(1, base=2), drawn_calendars(2, base=3), drawn_calendars(3), INSTANTS)
@settings(max_examples=100, deadline=None)
def test_a_derived_calendar_works_as_its_bases_except_where_it_says_otherwise(
    own: Calendar, base: Calendar, root: Calendar, at: list[int]
) -> None:
    clock = working_time(own, {2: base, 3: root})
    assert_is(clock, table_of([own, base, root]), at)


@given(drawn_calendars(1), drawn_calendars(2), INSTANTS)
@settings(max_examples=100, deadline=None)
def test_an_intersection_works_when_both_do(a: Calendar, b: Calendar, at: list[int]) -> None:
    clock = intersect(working_time(a, {}), working_time(b, {}))
    both = [one and other for one, other in zip(table_of([a]), table_of([b]), strict=True)]
    assert_is(clock, both, at)


@given(drawn_calendars(1), st.integers(0, HORIZON - 1), st.integers(0, HORIZON))
@settings(max_examples=200, deadline=None)
@example(Calendar(1, week=((),) * 7), 0, 5)
def test_the_inverses_are_inverses_up_to_the_horizon(calendar: Calendar, t: int, w: int) -> None:
    clock = working_time(calendar, {})
    done = clock.work(t)
    if done:
        assert clock.end(done) <= t
        assert clock.work(clock.end(done)) == done
    later = clock.start(done)
    assert later >= t
    assert later == NEVER or clock.work(later) == done
    end, start = clock.end(w), clock.start(w)
    assert end == NEVER or (clock.work(end) == w and end <= start)


def test_every_tenth_of_a_minute_of_a_week() -> None:
    night = shifts((0, 3), (22, 24))
    calendar = Calendar(1, week=((), OFFICE, night, OFFICE, (), ((1, 2), (14399, 14400)), ((0, 1),)))
    clock = working_time(calendar, {})
    done = 0
    for t in range(8 * DAY):
        assert clock.work(t) == done
        works = any(a <= t % DAY < b for a, b in shifts_of([calendar], t // DAY))
        if works:
            assert clock.start(done) == t
            done += 1
            assert clock.end(done) == t + 1


def test_elapsed_time_is_time() -> None:
    clock = elapsed_time()
    assert (clock.work(7), clock.end(7), clock.start(7)) == (7, 7, 7)
    assert working_time(Calendar(1, week=ROUND_THE_CLOCK), {}).always


def test_a_calendar_that_never_works_has_no_end() -> None:
    clock = working_time(Calendar(1, week=((),) * 7), {})
    assert (clock.work(HORIZON), clock.end(1), clock.start(0)) == (0, NEVER, NEVER)


def test_the_first_of_two_exceptions_holds() -> None:
    calendar = Calendar(1, exceptions=(CalendarException(1, 1, shifts((9, 10))), CalendarException(0, 6)))
    assert working_time(calendar, {}).work(7 * DAY) == HOUR


def test_a_base_exception_beats_an_own_work_week() -> None:
    own = Calendar(1, base=2, week=INHERIT_WEEK, work_weeks=(WorkWeek(0, 6, ROUND_THE_CLOCK),))
    base = Calendar(2, exceptions=(CalendarException(0, 6),))
    assert working_time(own, {2: base}).work(7 * DAY) == 0


def test_a_missing_base_never_works() -> None:
    assert working_time(Calendar(1, base=9, week=INHERIT_WEEK), {}).work(HORIZON) == 0


def test_calendars_that_derive_from_each_other_are_named() -> None:
    circle = [Calendar(1, base=2), Calendar(2, base=1)]
    with pytest.raises(CalendarLoop) as caught:
        check_bases(circle)
    assert set(caught.value.uids) == {1, 2}


def test_a_recurring_exception() -> None:
    fridays = CalendarException(0, 27, (), "short week", Recurrence(unit=Every.WEEK, every=2, weekdays=(5,)))
    clock = working_time(Calendar(1, exceptions=(fridays,)), {})
    days = [(clock.work((day + 1) * DAY) - clock.work(day * DAY)) // HOUR for day in range(28)]
    assert [day for day in range(28) if not days[day] and OFFICE_WEEK[day % 7]] == [5, 19]


def test_names_do_not_split_the_index() -> None:
    one, other = Calendar(1, "a"), Calendar(2, "b")
    assert working_time(one, {}) is working_time(other, {})


# ---- what is kept


def keeping(limit: int, monkeypatch: pytest.MonkeyPatch) -> calendars._Kept:
    kept = calendars._Kept(limit)
    monkeypatch.setattr(calendars, "_KEPT", kept)
    return kept


def alternating(number: int, days: int) -> Calendar:
    """Make a calendar of many segments that no other number has."""
    hours = shifts((0, 1 + number % 20), (22, 24))
    return Calendar(1, exceptions=tuple(CalendarException(day, day, hours) for day in range(1, 2 * days, 2)))


def test_equal_calendars_share_an_index_while_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    keeping(2000, monkeypatch)
    often = working_time(alternating(0, 10), {})
    for number in range(1, 20):
        working_time(alternating(number, 60), {})
        assert working_time(alternating(0, 10), {}) is often


def test_hostile_calendars_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = keeping(5000, monkeypatch)
    for number in range(20):
        working_time(alternating(number, 200), {})
        assert kept.size() <= 2 * kept.limit
    huge = alternating(0, 3000)
    before = kept.size()
    assert working_time(huge, {}) is not working_time(huge, {})
    assert kept.size() == before
    long_weeks = Calendar(1, work_weeks=(WorkWeek(0, LAST_DAY, tuple(shifts((0, n)) for n in range(1, 8))),))
    assert calendars._size((long_weeks,), working_time(long_weeks, {})) > LAST_DAY


def test_threads_find_the_right_index_and_keep_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = keeping(3000, monkeypatch)
    right = [working_time(alternating(number, 40), {}).work(60 * DAY) for number in range(20)]

    def ask(seed: int) -> bool:
        rng = random.Random(seed)
        numbers = [rng.randrange(20) for _ in range(150)]
        return all(working_time(alternating(n, 40), {}).work(60 * DAY) == right[n] for n in numbers)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(8)))
    assert kept.size() <= 2 * kept.limit + 8 * calendars._size(
        (alternating(1, 40),), working_time(alternating(1, 40), {})
    )

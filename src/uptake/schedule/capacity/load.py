"""When resources are needed, and how much of their time each week takes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from uptake.engine.calendars import working_time
from uptake.engine.instants import DAY, WEEK
from uptake.engine.plan import Assignment, Plan, Resource, ResourceType
from uptake.engine.scheduling import Schedule
from uptake.engine.worktime import WorkingTime

MONDAY = DAY
"""The epoch was a Sunday: weeks of a table begin a day later."""
MAX_WEEKS = 520
"""Ten years: what lies further ahead is not added up."""
TOLERANCE = 60
"""Six minutes a week are no over-allocation: work and units are rounded."""


@dataclass(slots=True)
class Need:
    """What a plan wants of one resource.

    Attributes
    ----------
    uid : int
    tasks : int
        Active tasks that it is assigned to.
    work : int
        Assigned, in tenths of a minute.
    needed_by, last : int or None
        Earliest start and latest finish of what it is assigned to; instants.
    order_by : int or None
        The latest instant at which it may be asked for, its lead time before `needed_by`.
    weeks : dict of int to int
        Assigned work by number of the week; only of what works by the hour.
    over : tuple of int
        Numbers of the weeks in which more is assigned than there is.
    ahead : tuple of int
        Those of them that are not over at the status date: something can still be done about them.
    """

    uid: int
    tasks: int = 0
    work: int = 0
    needed_by: int | None = None
    last: int | None = None
    order_by: int | None = None
    weeks: dict[int, int] = field(default_factory=dict)
    over: tuple[int, ...] = ()
    ahead: tuple[int, ...] = ()


def week_of(at: int) -> int:
    """Return the number of the week, Monday to Sunday, in which an instant lies."""
    return (at - MONDAY) // WEEK


def week_start(number: int) -> int:
    """Return the instant at which a week begins."""
    return number * WEEK + MONDAY


def reported_week(plan: Plan) -> int:
    """Return the number of the week of the status date; 0 without one. What was before it is done."""
    return 0 if plan.project.status_date is None else week_of(plan.project.status_date)


@lru_cache(maxsize=8)
def needs(schedule: Schedule) -> dict[int, Need]:
    """Return what a plan wants of each of its resources, by uid; kept for the schedules asked for last."""
    plan = schedule.plan
    kinds = {one.uid: one for one in plan.resources}
    found = {one.uid: Need(one.uid) for one in plan.resources}
    first, reported = week_of(schedule.start), reported_week(plan)
    spread: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for one in plan.assignments:
        i = plan.structure.index[one.task]
        if one.resource is None or not plan.tasks[i].active or schedule.dates.start[i] < 0:
            continue
        _count(found[one.resource], one, schedule, i)
        if kinds[one.resource].type is ResourceType.WORK:
            for week, work in _by_week(schedule, i, one, first):
                spread[one.resource][week] += work
    project = clock_of(schedule, None)
    for resource in plan.resources:
        need = found[resource.uid]
        if need.needed_by is not None:
            need.order_by = project.start(max(project.work(need.needed_by) - resource.lead_time, 0))
        need.weeks = {week: round(work) for week, work in sorted(spread[resource.uid].items())}
        need.over = tuple(_overloaded(schedule, resource, need.weeks))
        need.ahead = tuple(week for week in need.over if week >= reported)
    return found


def _count(need: Need, one: Assignment, schedule: Schedule, i: int) -> None:
    start, finish = schedule.dates.start[i], schedule.dates.finish[i]
    if one.delay > 0:
        clock = schedule.layout.net.clocks[schedule.layout.net.span_clock[i]]
        start = min(clock.start(clock.work(start) + one.delay), finish)
    need.tasks += 1
    need.work += one.work
    need.needed_by = start if need.needed_by is None else min(need.needed_by, start)
    need.last = finish if need.last is None else max(need.last, finish)


def _by_week(schedule: Schedule, i: int, one: Assignment, first: int) -> Iterator[tuple[int, float]]:
    """Spread an assignment's work evenly over the time in which its resource works on the task."""
    if not one.work:
        return
    clock, start, finish = at_work(schedule, i, one)
    begin, end = week_of(start), week_of(max(finish - 1, start))
    since = int(clock.work(start))
    span = int(clock.work(finish)) - since
    if begin == end or span <= 0:
        yield begin, float(one.work)
        return
    done = 0
    for week in range(begin, min(end, first + MAX_WEEKS) + 1):
        until = int(clock.work(min(week_start(week + 1), finish))) - since
        if until > done:
            yield week, one.work * (until - done) / span
        done = until


def at_work(schedule: Schedule, i: int, one: Assignment) -> tuple[WorkingTime, int, int]:
    """Return on whose working time, from when and until when an assignment is worked on.

    Where the calendars of a task's people differ each has a part of its own: somebody on leave does nothing then,
    and who is through first is free while the others go on.
    """
    layout = schedule.layout
    start, finish = schedule.dates.start[i], schedule.dates.finish[i]
    for row, part in zip(layout.at_work.get(one.task, ()), layout.net.parts.get(i, ()), strict=False):
        if row is one:
            clock = layout.net.clocks[part[0]]
            begin = int(clock.work(start)) + part[1]
            end = begin + part[2] + part[3]
            return clock, min(clock.start(begin), finish), min(clock.end(end), finish)
    return layout.net.clocks[layout.net.span_clock[i]], start, finish


def _overloaded(schedule: Schedule, resource: Resource, weeks: dict[int, int]) -> Iterator[int]:
    clock = clock_of(schedule, resource.calendar)
    for week, work in weeks.items():
        if work > capacity(clock, resource.units, week) + TOLERANCE:
            yield week


def capacity(clock: WorkingTime, units: float, week: int) -> int:
    """Return how much somebody can work in a week."""
    worked = int(clock.work(week_start(week + 1))) - int(clock.work(max(week_start(week), 0)))
    return round(worked * units)


def clock_of(schedule: Schedule, calendar: int | None) -> WorkingTime:
    """Return the working time of a calendar of the plan; of the project's, when none is named."""
    known = {one.uid: one for one in schedule.plan.calendars}
    return working_time(known[schedule.plan.project.calendar if calendar is None else calendar], known)

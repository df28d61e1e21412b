"""Counting back from go-live: the latest start from which a milestone is reached by a date."""

import datetime
from dataclasses import replace

from uptake.engine.calendars import working_time
from uptake.engine.errors import PlanError
from uptake.engine.instants import DAY, day_number
from uptake.engine.plan import Plan
from uptake.engine.scheduling import schedule


class OutOfReach(PlanError):
    """A task that is not done by a date, however early the project starts.

    Attributes
    ----------
    task : int
    date : datetime.date
    """

    def __init__(self, task: int, date: datetime.date) -> None:
        super().__init__(f"task {task} cannot be done by {date}")
        self.task = task
        self.date = date


def started_on(plan: Plan, date: datetime.date) -> Plan:
    """Return the plan with the project starting on a date, or on the first working day after it.

    Parameters
    ----------
    plan : Plan
    date : datetime.date

    Returns
    -------
    Plan

    Examples
    --------
    >>> from uptake.engine.instants import moment
    >>> from uptake.engine.plan import Project
    >>> plan = started_on(Plan.build(Project(start=0), []), datetime.date(2026, 3, 1))
    >>> moment(plan.project.start)
    datetime.datetime(2026, 3, 2, 8, 0)
    """
    return _started(plan, day_number(date))


def counted_back(plan: Plan, task: int, date: datetime.date) -> Plan:
    """Return the plan with the latest start from which a task is done by the end of a date.

    The plan stays scheduled from its start: only the start is moved, over whole days.

    Parameters
    ----------
    plan : Plan
    task : int
        Uid of the milestone, usually of go-live.
    date : datetime.date

    Returns
    -------
    Plan

    Raises
    ------
    OutOfReach
        When something else than the start holds the task after the date: a constraint, a typed date.
    UnknownUid

    Notes
    -----
    A later start makes nothing earlier, so that the start is found by bisection, and is exact.

    Examples
    --------
    >>> from uptake.engine.instants import moment
    >>> from uptake.engine.plan import Project, Task
    >>> plan = Plan.build(Project(start=0), [Task(uid=1, duration=3 * 4800)])
    >>> moment(counted_back(plan, 1, datetime.date(2026, 3, 10)).project.start)
    datetime.datetime(2026, 3, 6, 8, 0)
    """
    plan.position(task)
    limit = (day_number(date) + 1) * DAY
    late = day_number(date) + 1
    step = 64
    while not _done_by(plan, late - step, task, limit):
        if step > late:
            raise OutOfReach(task, date)
        step *= 2
    early = late - step
    while late - early > 1:
        middle = (early + late) // 2
        if _done_by(plan, middle, task, limit):
            early = middle
        else:
            late = middle
    return _started(plan, early)


def _started(plan: Plan, day: int) -> Plan:
    calendars = {one.uid: one for one in plan.calendars}
    clock = working_time(calendars[plan.project.calendar], calendars)
    at = day * DAY
    start = at + plan.project.default_start if clock.never() else clock.start(clock.work(at))
    return plan.with_values(project=replace(plan.project, start=start))


def _done_by(plan: Plan, day: int, task: int, limit: int) -> bool:
    return day >= 0 and schedule(_started(plan, day)).of(task).finish <= limit

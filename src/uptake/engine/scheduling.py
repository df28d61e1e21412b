"""Dates, slack, critical path and drivers of a plan."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from uptake.engine.network import build_network
from uptake.engine.passes import ALAP_FLAG, Dates, Network, backward, forward
from uptake.engine.plan import Plan
from uptake.engine.worktime import WorkingTime


class By(IntEnum):
    """What a task's dates come from."""

    PROJECT = 0
    LINK = 1
    SUMMARY = 2
    CONSTRAINT = 3
    ACTUALS = 4
    TYPED = 5
    CHILDREN = 6
    LEVELING = 7
    LATE = 8


@dataclass(frozen=True, slots=True)
class Driver:
    """Why a task is where it is.

    Attributes
    ----------
    by : By
    link : int or None
        Uid of the link that drives, when `by` is LINK.
    task : int or None
        Uid of the predecessor, or of the summary above, that drives.
    """

    by: By
    link: int | None = None
    task: int | None = None


@dataclass(frozen=True, slots=True)
class TaskDates:
    """The computed row of one task; instants and amounts in tenths of a minute.

    Attributes
    ----------
    uid : int
    start, finish, late_start, late_finish : int
    start_slack, finish_slack, total_slack, free_slack : int
        Working time; negative when a date cannot be met.
    critical : bool
    driver : Driver
    """

    uid: int
    start: int
    finish: int
    late_start: int
    late_finish: int
    start_slack: int
    finish_slack: int
    total_slack: int
    free_slack: int
    critical: bool
    driver: Driver


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that a reader of the schedule should know; not an error.

    Attributes
    ----------
    code : str
        ``"constraint_conflict"``, ``"deadline_missed"``, ``"negative_slack"`` ...
    task : int or None
        Uid of the task that it is about.
    data : dict of str to object
        Figures for the words, which are made at the edge.
    """

    code: str
    task: int | None = None
    data: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """The computed dates of a plan. Made by `schedule`.

    Attributes
    ----------
    plan : Plan
    network : Network
        The plan as columns; internal.
    dates : Dates
        The results as columns, in the order of ``plan.tasks``.
    """

    plan: Plan
    network: Network
    dates: Dates

    def of(self, uid: int) -> TaskDates:
        """Return the row of a task; raises `UnknownUid`."""
        return self.row(self.plan.position(uid))

    def row(self, i: int) -> TaskDates:
        """Return the row of the task at position `i` of the plan."""
        dates = self.dates
        return TaskDates(
            uid=self.plan.tasks[i].uid,
            start=dates.start[i],
            finish=dates.finish[i],
            late_start=dates.late_start[i],
            late_finish=dates.late_finish[i],
            start_slack=dates.start_slack[i],
            finish_slack=dates.finish_slack[i],
            total_slack=dates.total_slack[i],
            free_slack=dates.free_slack[i],
            critical=self.critical(i),
            driver=self._driver(i),
        )

    def critical(self, i: int) -> bool:
        """Tell whether the task at position `i` has no slack to lose and is not finished."""
        return self.dates.total_slack[i] <= self.network.critical_limit and self.plan.tasks[i].percent < 100

    def _driver(self, i: int) -> Driver:
        by = By(self.dates.by[i])
        what = self.dates.by_what[i]
        if by is By.LINK:
            link = self.plan.links[what]
            return Driver(by, link=link.uid, task=link.pred)
        return Driver(by, task=self.plan.tasks[what].uid if by is By.SUMMARY else None)

    @property
    def start(self) -> int:
        """The earliest start of an active task; the project's start when there is none."""
        starts = (at for at, task in zip(self.dates.start, self.plan.tasks, strict=True) if task.active and at >= 0)
        return min(starts, default=self.plan.project.start)

    @property
    def finish(self) -> int:
        """The latest finish of an active task; the project's start when there is none."""
        ends = (at for at, task in zip(self.dates.finish, self.plan.tasks, strict=True) if task.active and at >= 0)
        return max(ends, default=self.plan.project.start)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What a reader should know, in the order of the plan."""
        return tuple(_remarks(self))


def schedule(plan: Plan, *, since: Schedule | None = None) -> Schedule:
    """Compute dates, slack, critical path and drivers.

    Parameters
    ----------
    plan : Plan
    since : Schedule, optional
        An earlier schedule of almost the same plan. Tasks, links and calendars that are the same objects
        in both plans are not looked at again; only what depends on a difference is computed. The result
        is the same as without.
    """
    net = build_network(plan)
    dates = Dates(len(plan.tasks))
    forward(net, dates, 0)
    dates.end = _end(plan, dates)
    backward(net, dates)
    late = -1 if plan.project.from_finish else ALAP_FLAG
    if late < 0 or any(flags & ALAP_FLAG for flags in net.flags):
        forward(net, dates, late)
        backward(net, dates)
    return Schedule(plan, net, dates)


def _end(plan: Plan, dates: Dates) -> int:
    """Return the project's finish, from which late dates are counted back."""
    if plan.project.from_finish and plan.project.finish is not None:
        return plan.project.finish
    ends = (finish for finish, task in zip(dates.finish, plan.tasks, strict=True) if task.active and not task.external)
    return max(ends, default=plan.project.start)


def _remarks(done: Schedule) -> Iterator[Remark]:
    dates = done.dates
    for i, task in enumerate(done.plan.tasks):
        if not task.active:
            continue
        if task.deadline is not None and dates.finish[i] > task.deadline:
            yield Remark("deadline_missed", task.uid, {"deadline": task.deadline, "finish": dates.finish[i]})
        if dates.by[i] == By.CONSTRAINT and dates.total_slack[i] < 0:
            yield Remark("constraint_conflict", task.uid, {"slack": dates.total_slack[i]})
        elif dates.total_slack[i] < 0:
            yield Remark("negative_slack", task.uid, {"slack": dates.total_slack[i]})


def task_calendar(plan: Plan, uid: int) -> WorkingTime:
    """Return the working time that a task's duration runs on."""
    net = build_network(plan)
    return net.clocks[net.span_clock[plan.position(uid)]]

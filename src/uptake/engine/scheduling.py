"""Dates, slack, critical path and drivers of a plan."""

from dataclasses import dataclass, field
from enum import IntEnum

from uptake.engine.network import build_network
from uptake.engine.passes import Dates, Network, forward
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
        raise NotImplementedError

    @property
    def start(self) -> int:
        """The earliest start of an active task."""
        raise NotImplementedError

    @property
    def finish(self) -> int:
        """The latest finish of an active task."""
        raise NotImplementedError

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What a reader should know, by task."""
        raise NotImplementedError


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
    forward(net, dates)
    return Schedule(plan, net, dates)


def task_calendar(plan: Plan, uid: int) -> WorkingTime:
    """Return the working time that a task's duration runs on."""
    net = build_network(plan)
    return net.clocks[net.span_clock[plan.position(uid)]]

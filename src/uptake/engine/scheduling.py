"""Dates, slack, critical path and drivers of a plan."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from librt.vecs import vec
from mypy_extensions import i64

from uptake.engine.backward import backward, follow, release
from uptake.engine.change import Change, find_change
from uptake.engine.columns import NONE, Dates, Network, some_late
from uptake.engine.drivers import Driver, Reason, chain, conflict, driver_of, overlap
from uptake.engine.errors import DateOutOfRange
from uptake.engine.forward import ALL_LATE, NONE_LATE, SOME_LATE, forward, last_to_finish, project_end
from uptake.engine.instants import HORIZON
from uptake.engine.network import Layout, lay_out
from uptake.engine.plan import Link, Plan
from uptake.engine.worktime import WorkingTime

ALL: vec[i64] = vec[i64]()
"""Marks for a whole pass."""


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
        ``"constraint_conflict"``, ``"deadline_missed"``, ``"negative_slack"``, ``"manual_overlap"``: a manual
        task starts before a link of it allows; or ``"no_common_time"``: the task's calendar shares no working
        time with a resource's, and runs alone.
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
    layout : Layout
        The plan as columns; internal.
    dates : Dates
        The results as columns, in the order of ``plan.tasks``.
    """

    plan: Plan
    layout: Layout
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
            driver=driver_of(self.plan, self.layout.net, dates, i),
        )

    def critical(self, i: int) -> bool:
        """Tell whether the task at position `i` has no slack to lose, has dates, and is not finished."""
        limit = self.plan.project.critical_limit
        dated = self.dates.start[i] >= 0
        return dated and self.dates.total_slack[i] <= limit and self.plan.tasks[i].percent < 100

    def overlap(self, i: int) -> tuple[Link, int] | None:
        """Return the link before which the manual task at position `i` starts, and by how much working time.

        None where it keeps its links or has begun.
        """
        task = self.plan.tasks[i]
        if not task.manual or task.actual_start is not None or task.percent == 100:
            return None
        found = overlap(self.layout.net, self.dates, i)
        return None if found is None else (self.plan.links[found[0]], found[1])

    def why(self, uid: int) -> tuple[Reason, ...]:
        """Return the chain of drivers behind a task, back to the origin; see `drivers.chain`."""
        return chain(self.plan, self.layout, self.dates, uid)

    @property
    def start(self) -> int:
        """The earliest start of the plan's own active tasks; the project's start when there is none."""
        starts = [
            at
            for at, task in zip(self.dates.start, self.plan.tasks, strict=True)
            if task.active and not task.external and at >= 0
        ]
        return min(starts, default=self.plan.project.start)

    @property
    def finish(self) -> int:
        """The latest finish of the plan's own active tasks; the project's start when there is none."""
        end = project_end(self.layout.net, self.dates)
        return self.plan.project.start if end < 0 else end

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
        An earlier schedule of almost the same plan. What is the same object in both plans is not looked at
        again, and only what depends on a difference is computed. The result is the same as without.

    Returns
    -------
    Schedule

    Raises
    ------
    DateOutOfRange
        When a task would run beyond 2149, or on a calendar that never works.

    Notes
    -----
    The rules are those of Microsoft Project, as docs/methods/scheduling.md gives them with the evidence for
    each. Cost grows with the number of tasks and links; with `since`, with what an edit reaches.

    Examples
    --------
    >>> from uptake.engine.plan import Link, Project, Task
    >>> from uptake.engine.instants import moment
    >>> two = [Task(uid=1, duration=2 * 4800), Task(uid=2, duration=4800)]
    >>> plan = Plan.build(Project(start=19200), two, [Link(uid=1, pred=1, succ=2)])
    >>> done = schedule(plan)
    >>> moment(done.of(2).start), done.of(2).driver.task
    (datetime.datetime(1984, 1, 4, 8, 0), 1)
    """
    if since is not None and (change := find_change(since.plan, plan)) is not None:
        return _again(since, plan, change)
    layout = lay_out(plan)
    dates = Dates(len(plan.tasks))
    _pass(layout.net, dates, plan)
    return Schedule(plan, layout, dates)


def _pass(net: Network, dates: Dates, plan: Plan) -> None:
    """Compute everything from scratch."""
    forward(net, dates, NONE_LATE, ALL, [])
    _check_range(plan, dates)
    dates.end = _end(net, dates, plan)
    backward(net, dates, ALL, ALL)
    if _some_late(plan, net):
        forward(net, dates, ALL_LATE if plan.project.from_finish else SOME_LATE, ALL, [])
        dates.end = _end(net, dates, plan)
        backward(net, dates, ALL, ALL)


def _some_late(plan: Plan, net: Network) -> bool:
    return plan.project.from_finish or some_late(net)


def _again(since: Schedule, plan: Plan, change: Change) -> Schedule:
    """Compute what a change reaches."""
    if change.nothing:
        return Schedule(plan, since.layout, since.dates)
    layout = change.lay_out(since.layout, plan)
    net = layout.net
    if _some_late(plan, net) or _some_late(since.plan, since.layout.net):
        dates = Dates(len(plan.tasks))
        _pass(net, dates, plan)
        return Schedule(plan, layout, dates)
    dates = since.dates.copy()
    ahead, behind, freed = change.marks(since.plan, plan)
    moved: list[int] = []
    forward(net, dates, NONE_LATE, ahead, moved)
    _check_range(plan, dates)
    dates.end = _end(net, dates, plan)
    follow(net, moved, behind, freed)
    if dates.end != since.dates.end:
        release(net, dates, behind)
    backward(net, dates, behind, freed)
    return Schedule(plan, layout, dates)


def _check_range(plan: Plan, dates: Dates) -> None:
    last = last_to_finish(dates)
    if last != NONE and dates.finish[last] >= HORIZON:
        raise DateOutOfRange(plan.tasks[last].uid)


def _end(net: Network, dates: Dates, plan: Plan) -> int:
    """Return the project's finish, from which late dates are counted back."""
    if plan.project.from_finish and plan.project.finish is not None:
        return plan.project.finish
    end = project_end(net, dates)
    return plan.project.start if end < 0 else end


def _remarks(done: Schedule) -> Iterator[Remark]:
    dates = done.dates
    for i, task in enumerate(done.plan.tasks):
        if not task.active:
            continue
        if task.deadline is not None and dates.finish[i] > task.deadline:
            yield Remark("deadline_missed", task.uid, {"deadline": task.deadline, "finish": dates.finish[i]})
        if i in done.layout.apart:
            yield Remark("no_common_time", task.uid)
        before = done.overlap(i)
        if before is not None:
            link, amount = before
            yield Remark("manual_overlap", task.uid, {"link": link.uid, "pred": link.pred, "slack": -amount})
        missed = conflict(done.layout.net, dates, i)
        if missed > 0:
            yield Remark("constraint_conflict", task.uid, {"slack": -missed})
        elif dates.total_slack[i] < 0:
            yield Remark("negative_slack", task.uid, {"slack": dates.total_slack[i]})


def task_calendars(plan: Plan) -> list[WorkingTime]:
    """Return the working time that each task's duration runs on, in the order of the plan."""
    net = lay_out(plan).net
    return [net.clocks[index] for index in net.span_clock]

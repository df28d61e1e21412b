"""A plan laid out in columns, ready for the passes: which clock each task runs on, and what is fixed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from librt.vecs import vec
from mypy_extensions import i64

from uptake.engine import columns
from uptake.engine.calendars import Calendar, elapsed_time, working_time
from uptake.engine.columns import LOWER, NONE, ON_FINISH, UPPER, Network
from uptake.engine.errors import BadValue
from uptake.engine.instants import HORIZON, MINUTE
from uptake.engine.plan import (
    Assignment,
    Constraint,
    Contour,
    Link,
    LinkType,
    Plan,
    ResourceType,
    Task,
    TaskType,
)
from uptake.engine.worktime import WorkingTime, intersect

Parts = list[tuple[int, int, int]]
Row = tuple[int, ...]
"""Flags, clock, span clock, duration, bound, date, deadline, delay, begun, done, gap, resume."""

ENDS = {LinkType.FF: (1, 1), LinkType.FS: (1, 0), LinkType.SF: (0, 1), LinkType.SS: (0, 0)}
"""Whether a link leaves the predecessor's finish, and whether it binds the successor's finish."""

BOUNDS = {
    Constraint.ASAP: 0,
    Constraint.ALAP: 0,
    Constraint.MSO: LOWER | UPPER,
    Constraint.MFO: LOWER | UPPER | ON_FINISH,
    Constraint.SNET: LOWER,
    Constraint.SNLT: UPPER,
    Constraint.FNET: LOWER | ON_FINISH,
    Constraint.FNLT: UPPER | ON_FINISH,
}

FIELDS = (
    "flags",
    "clock",
    "span_clock",
    "duration",
    "constraint",
    "constraint_date",
    "deadline",
    "leveling_delay",
    "start",
    "finish",
    "stop",
    "resume",
)
"""What the entries of a row come from."""

NOBODY: Sequence[Assignment] = ()


class Clocks:
    """The working-time indexes that a plan's tasks run on, each kept once."""

    def __init__(self, plan: Plan) -> None:
        self.found: list[WorkingTime] = []
        self._at: dict[int, int] = {}
        self._both: dict[tuple[int, int], int] = {}
        self._calendars: dict[int, Calendar] = {one.uid: one for one in plan.calendars}
        self._of: dict[int, int] = {}
        self.elapsed = self.add(elapsed_time())
        self.project = self.of(plan.project.calendar)

    def add(self, clock: WorkingTime) -> int:
        """Return the position of a clock, adding it when it is new."""
        at = self._at.get(id(clock))
        if at is None:
            at = self._at[id(clock)] = len(self.found)
            self.found.append(clock)
        return at

    def of(self, uid: int) -> int:
        """Return the position of a calendar's clock."""
        at = self._of.get(uid)
        if at is None:
            at = self._of[uid] = self.add(working_time(self._calendars[uid], self._calendars))
        return at

    def both(self, a: int, b: int) -> int:
        """Return the position of the clock of the time that two clocks share."""
        if a == b:
            return a
        at = self._both.get((a, b))
        if at is None:
            at = self._both[a, b] = self.add(intersect(self.found[a], self.found[b]))
        return at


@dataclass(frozen=True, slots=True)
class Layout:
    """A plan laid out in columns, and what is needed to lay a changed task out again.

    Attributes
    ----------
    net : Network
    clocks : Clocks
    working : dict of int to (int or None)
        Calendar of each resource that works.
    at_work : mapping of int to list of Assignment
        The assignments that take working time, by task.
    """

    net: Network
    clocks: Clocks
    working: dict[int, int | None]
    at_work: Mapping[int, list[Assignment]]


def lay_out(plan: Plan) -> Layout:
    """Lay a plan out in columns."""
    net = Network(plan.structure)
    clocks = Clocks(plan)
    working = {one.uid: one.calendar for one in plan.resources if one.type is ResourceType.WORK}
    layout = Layout(net, clocks, working, group(plan.assignments, working))
    net.clocks = clocks.found
    net.anchor = plan.project.start
    net.honor = plan.project.honor_constraints
    net.own_ends = plan.project.multiple_critical_paths
    rows = [_row(layout, i, task) for i, task in enumerate(plan.tasks)]
    if rows:
        found = list(zip(*rows, strict=True))
        _check_bounds(net, plan, found, range(len(rows)))
        _set_columns(net, [vec[i64](column) for column in found])
    lay_out_links(net, plan.links)
    return layout


def lay_out_links(net: Network, links: Sequence[Link]) -> None:
    """Lay the links of a plan out in columns."""
    lags = [link.lag for link in links]
    for value in (min(lags, default=0), max(lags, default=0)):
        if abs(value) >= HORIZON:
            raise BadValue("link", links[lags.index(value)].uid, "lag", value)
    ends = [ENDS[link.type] for link in links]
    net.from_finish = vec[i64]([end for end, _ in ends])
    net.to_finish = vec[i64]([end for _, end in ends])
    net.lag = vec[i64](lags)
    net.lag_kind = vec[i64]([link.kind for link in links])


def lay_out_again(
    layout: Layout, plan: Plan, rows: Iterable[int], at_work: Mapping[int, list[Assignment]]
) -> Layout:
    """Return the layout of a plan that differs in some rows; calendars and resources are the same."""
    net = layout.net.copy(plan.structure)
    fresh = Layout(net, layout.clocks, layout.working, at_work)
    for i in rows:
        net.parts.pop(i, None)
        row = _row(fresh, i, plan.tasks[i])
        _check_bounds(net, plan, [(value,) for value in row], [i])
        for column, value in zip(_columns(net), row, strict=True):
            column[i] = value
    return fresh


def _check_bounds(net: Network, plan: Plan, found: Sequence[Sequence[int]], rows: Sequence[int]) -> None:
    """Refuse amounts and dates outside the calendar's years, with which the passes would compute nonsense."""
    for name, column in zip(FIELDS, found, strict=True):
        for value in (min(column), max(column)):
            if not NONE <= value < HORIZON:
                raise BadValue("task", plan.tasks[rows[column.index(value)]].uid, name, value)
    for i in net.parts.keys() & rows:
        if not all(0 <= delay < HORIZON and 0 <= span < HORIZON for _, delay, span in net.parts[i]):
            raise BadValue("task", plan.tasks[i].uid, "assignments", tuple(net.parts[i]))


def group(
    assignments: Iterable[Assignment], working: Mapping[int, int | None]
) -> dict[int, list[Assignment]]:
    """Group the assignments of resources that work by task."""
    found: dict[int, list[Assignment]] = {}
    for assignment in assignments:
        if assignment.resource in working:
            found.setdefault(assignment.task, []).append(assignment)
    return found


def _columns(net: Network) -> tuple[vec[i64], ...]:
    return (
        net.flags,
        net.clock,
        net.span_clock,
        net.duration,
        net.bound,
        net.date,
        net.deadline,
        net.delay,
        net.begun,
        net.done,
        net.gap,
        net.resume,
    )


def _set_columns(net: Network, found: list[vec[i64]]) -> None:
    (
        net.flags,
        net.clock,
        net.span_clock,
        net.duration,
        net.bound,
        net.date,
        net.deadline,
        net.delay,
        net.begun,
        net.done,
        net.gap,
        net.resume,
    ) = found


def _row(layout: Layout, i: int, task: Task) -> Row:
    clocks = layout.clocks
    clock = clocks.project if task.calendar is None else clocks.of(task.calendar)
    span_clock = clocks.elapsed if task.elapsed else clock
    at_work = layout.at_work.get(task.uid, NOBODY)
    if at_work and not task.elapsed:
        span_clock = _span_clock(layout, i, task, clock, at_work)
    flags = _flags(task)
    if layout.net.structure.summary[i]:
        if flags & columns.FINISHED:
            flags ^= columns.FINISHED | columns.STARTED
        flags |= columns.SUMMARY
    if i in layout.net.parts:
        flags |= columns.PARTS
    date = task.constraint_date
    begun, done = task.actual_start, task.actual_finish
    if flags & columns.FIXED:
        begun, done = task.start, task.finish
    gap = 0
    if not task.pieces and task.stop is not None and task.resume is not None and task.resume > task.stop:
        gap = clocks.found[span_clock].work(task.resume) - clocks.found[span_clock].work(task.stop)
    return (
        flags,
        clock,
        span_clock,
        _length(task) if task.pieces else task.duration,
        0 if date is None else BOUNDS[task.constraint],
        NONE if date is None else date,
        NONE if task.deadline is None else task.deadline,
        task.leveling_delay,
        NONE if begun is None else begun,
        NONE if done is None else done,
        gap,
        NONE if task.resume is None else task.resume,
    )


def _flags(task: Task) -> int:
    flags = 0
    if (task.manual or task.external) and not (task.start is None and task.finish is None):
        flags |= columns.FIXED
    elif task.actual_finish is not None:
        flags |= columns.FINISHED
    elif task.actual_start is not None:
        flags |= columns.STARTED
    if not task.active:
        flags |= columns.INACTIVE
    if task.external:
        flags |= columns.EXTERNAL
    if task.duration == 0:
        flags |= columns.ZERO
    if task.elapsed:
        flags |= columns.ELAPSED
    if task.constraint in (Constraint.SNET, Constraint.FNET):
        flags |= columns.BOUND_START
    if task.constraint is Constraint.ALAP:
        flags |= columns.LATE
    return flags


def _length(task: Task) -> int:
    """Return working time from start to finish of a split task: its duration and the gaps.

    Pieces are rounded more coarsely than durations: gaps below a minute are noise of that, and where both
    tell the same, the duration holds.
    """
    gaps = task.pieces[0][0]
    for (_, end), (start, _) in pairwise(task.pieces):
        gaps += start - end if start - end >= MINUTE else 0
    told = task.pieces[-1][1]
    return task.duration + gaps if abs(task.duration + gaps - told) < 5 * MINUTE else told


def _span_clock(layout: Layout, i: int, task: Task, clock: int, at_work: Sequence[Assignment]) -> int:
    """Return the clock of the task's duration; where assignments differ, note each in the network's parts."""
    if task.ignore_resource_calendar or task.type is TaskType.FIXED_DURATION:
        return clock
    clocks = layout.clocks
    own: list[int] = []
    parts: Parts = []
    for assignment in at_work:
        calendar = None if assignment.resource is None else layout.working[assignment.resource]
        index = clocks.project if calendar is None else clocks.of(calendar)
        if task.calendar is not None:
            index = clocks.both(index, clock)
        own.append(index)
        span = assignment.work - assignment.overtime_work
        if assignment.units > 0:
            span = round(span / assignment.units)
        if assignment.contour is not Contour.FLAT:
            span = task.duration
        parts.append((index, assignment.delay, span))
    if len(set(own)) > 1 or layout.net.structure.summary[i]:
        layout.net.parts[i] = parts
    return own[0]

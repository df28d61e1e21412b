"""A plan as columns, ready for the passes: which clock each task runs on, and what is fixed."""

from collections.abc import Iterable
from itertools import pairwise

from uptake.engine import passes
from uptake.engine.calendars import Calendar, elapsed_time, working_time
from uptake.engine.instants import MINUTE
from uptake.engine.passes import Network
from uptake.engine.plan import Assignment, Constraint, Contour, LagKind, Plan, ResourceType, Task, TaskType
from uptake.engine.worktime import WorkingTime, intersect

NONE = passes.NONE


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


def build_network(plan: Plan) -> Network:
    """Lay a plan out in columns."""
    net = Network(plan.structure)
    clocks = Clocks(plan)
    net.clocks = clocks.found
    net.anchor = plan.project.start
    net.honor = plan.project.honor_constraints
    net.own_ends = plan.project.multiple_critical_paths
    net.critical_limit = plan.project.critical_limit
    at_work = _at_work(plan)
    calendars = {one.uid: one.calendar for one in plan.resources}
    for i, task in enumerate(plan.tasks):
        _add_task(net, clocks, i, task, at_work.get(task.uid, ()), calendars)
    net.link_type = [int(link.type) for link in plan.links]
    net.lag = [link.lag for link in plan.links]
    net.lag_kind = [int(link.kind) for link in plan.links]
    return net


def _at_work(plan: Plan) -> dict[int, list[Assignment]]:
    """Group the assignments that take working time by task."""
    working = {one.uid for one in plan.resources if one.type is ResourceType.WORK}
    found: dict[int, list[Assignment]] = {}
    for assignment in plan.assignments:
        if assignment.resource in working:
            found.setdefault(assignment.task, []).append(assignment)
    return found


def _add_task(
    net: Network,
    clocks: Clocks,
    i: int,
    task: Task,
    at_work: Iterable[Assignment],
    calendars: dict[int, int | None],
) -> None:
    clock = clocks.project if task.calendar is None else clocks.of(task.calendar)
    flags = passes.SUMMARY if net.structure.summary[i] else 0
    span_clock = clocks.elapsed if task.elapsed else clock
    if at_work and not task.elapsed:
        span_clock = _resource_clocks(net, clocks, i, task, clock, at_work, calendars)
        if i in net.parts:
            flags |= passes.PARTS
    begun, done = NONE, NONE
    if (task.manual or task.external) and task.start is not None:
        flags |= passes.FIXED
        begun = task.start
        done = task.finish if task.finish is not None else NONE
    elif task.actual_finish is not None and task.actual_start is not None and not flags & passes.SUMMARY:
        flags |= passes.FINISHED
        begun, done = task.actual_start, task.actual_finish
    elif task.actual_start is not None:
        flags |= passes.STARTED
        begun = task.actual_start
    if not task.active:
        flags |= passes.INACTIVE
    if task.external:
        flags |= passes.EXTERNAL
    if task.duration == 0:
        flags |= passes.ZERO
    if task.elapsed:
        flags |= passes.ELAPSED
    if task.constraint in (Constraint.SNET, Constraint.FNET):
        flags |= passes.BOUND_START
    if task.constraint is Constraint.ALAP:
        flags |= passes.ALAP_FLAG
    length = clocks.found[span_clock]
    gap = 0
    if task.stop is not None and task.resume is not None and task.resume > task.stop:
        gap = length.work(task.resume) - length.work(task.stop)
    duration = _span(task) if task.pieces else task.duration
    dated = task.constraint_date is not None
    net.flags.append(flags)
    net.clock.append(clock)
    net.span_clock.append(span_clock)
    net.duration.append(duration)
    net.constraint.append(int(task.constraint) if dated or task.constraint <= Constraint.ALAP else 0)
    net.date.append(NONE if task.constraint_date is None else task.constraint_date)
    net.deadline.append(NONE if task.deadline is None else task.deadline)
    net.delay.append(task.leveling_delay)
    net.begun.append(begun)
    net.done.append(done)
    net.gap.append(gap)
    net.resume.append(NONE if task.resume is None else task.resume)
    net.remaining.append(task.duration if task.remaining is None else task.remaining)


def _span(task: Task) -> int:
    """Return working time from start to finish of a split task: its duration and the gaps.

    Pieces are rounded more coarsely than durations: gaps below a minute are noise of that, and where both
    tell the same, the duration holds.
    """
    gaps = task.pieces[0][0]
    for (_, end), (start, _) in pairwise(task.pieces):
        gaps += start - end if start - end >= MINUTE else 0
    told = task.pieces[-1][1]
    return task.duration + gaps if abs(task.duration + gaps - told) < 5 * MINUTE else told


def _resource_clocks(
    net: Network,
    clocks: Clocks,
    i: int,
    task: Task,
    clock: int,
    at_work: Iterable[Assignment],
    calendars: dict[int, int | None],
) -> int:
    """Return the clock of the task's duration; where assignments differ, note each in `net.parts`."""
    if task.ignore_resource_calendar or task.type is TaskType.FIXED_DURATION:
        return clock
    own: list[int] = []
    parts: list[tuple[int, int, int, int]] = []
    for assignment in at_work:
        calendar = calendars[assignment.resource or 0]
        index = clocks.project if calendar is None else clocks.of(calendar)
        if task.calendar is not None:
            index = clocks.both(index, clock)
        own.append(index)
        span = assignment.work - assignment.overtime_work
        if assignment.units > 0:
            span = round(span / assignment.units)
        if assignment.contour is not Contour.FLAT:
            span = task.duration
        parts.append((index, assignment.delay, span, assignment.work))
    if len(set(own)) > 1 or net.structure.summary[i]:
        net.parts[i] = parts
    return own[0]

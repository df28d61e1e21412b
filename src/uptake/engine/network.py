"""A plan laid out in columns, ready for the passes: which clock each task runs on, and what is fixed."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from librt.vecs import vec
from mypy_extensions import i64

from uptake.engine.calendars import Calendar, elapsed_time, working_time
from uptake.engine.columns import (
    ELAPSED,
    EXTERNAL,
    FIXED,
    INACTIVE,
    LATE,
    LOWER,
    NONE,
    ON_FINISH,
    PARTS,
    UPPER,
    Network,
    mark,
    put,
    put_link,
    settle,
    size_links,
)
from uptake.engine.errors import BadValue
from uptake.engine.instants import HORIZON, MINUTE
from uptake.engine.plan import (
    Assignment,
    Constraint,
    Contour,
    Link,
    Plan,
    ResourceType,
    Task,
    TaskType,
)
from uptake.engine.worktime import WorkingTime, intersect

BOUNDS = {
    Constraint.ASAP: 0,
    Constraint.ALAP: LATE,
    Constraint.MSO: LOWER | UPPER,
    Constraint.MFO: LOWER | UPPER | ON_FINISH,
    Constraint.SNET: LOWER,
    Constraint.SNLT: UPPER,
    Constraint.FNET: LOWER | ON_FINISH,
    Constraint.FNLT: UPPER | ON_FINISH,
}


class Clocks:
    """The working-time indexes that a plan's tasks run on, each kept once."""

    def __init__(self, plan: Plan) -> None:
        self.found: list[WorkingTime] = []
        self.places: dict[int, int] = {}
        self.pairs: dict[tuple[int, int], int] = {}
        self._calendars: dict[int, Calendar] = {one.uid: one for one in plan.calendars}
        self.by_calendar: dict[int, int] = {}
        self.elapsed = self.add(elapsed_time())
        self.project = self.of(plan.project.calendar)

    def copy(self) -> Self:
        """Return clocks at the same positions, to which others can be added: schedules share nothing."""
        twin = copy(self)
        twin.found = self.found[:]
        twin.places = self.places.copy()
        twin.pairs = self.pairs.copy()
        twin.by_calendar = self.by_calendar.copy()
        return twin

    def add(self, clock: WorkingTime) -> int:
        """Return the position of a clock, adding it when it is new."""
        at = self.places.get(id(clock))
        if at is None:
            at = self.places[id(clock)] = len(self.found)
            self.found.append(clock)
        return at

    def of(self, uid: int) -> int:
        """Return the position of a calendar's clock."""
        at = self.by_calendar.get(uid)
        if at is None:
            at = self.by_calendar[uid] = self.add(working_time(self._calendars[uid], self._calendars))
        return at

    def both(self, a: int, b: int) -> int:
        """Return the position of the clock of the time that two clocks share."""
        if a == b:
            return a
        at = self.pairs.get((a, b))
        if at is None:
            at = self.pairs[a, b] = self.add(intersect(self.found[a], self.found[b]))
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
    apart : set of int
        Positions of tasks whose calendar shares no time with that of someone who works on them.
    """

    net: Network
    clocks: Clocks
    working: dict[int, int | None]
    at_work: Mapping[int, list[Assignment]]
    apart: set[int]


def lay_out(plan: Plan) -> Layout:
    """Lay a plan out in columns."""
    net = Network(plan.structure)
    clocks = Clocks(plan)
    working = {one.uid: one.calendar for one in plan.resources if one.type is ResourceType.WORK}
    layout = Layout(net, clocks, working, group(plan.assignments, working), set())
    net.clocks = clocks.found
    net.anchor = plan.project.start
    net.honor = plan.project.honor_constraints
    net.own_ends = plan.project.multiple_critical_paths
    _fill(layout, plan.tasks, list(range(len(plan.tasks))))
    lay_out_links(net, plan.links, range(len(plan.links)))
    return layout


def lay_out_links(net: Network, links: Sequence[Link], rows: Iterable[int]) -> None:
    """Lay the links that stand in some rows out in columns."""
    size_links(net, len(links))
    for k in rows:
        link = links[k]
        if abs(link.lag) >= HORIZON:
            raise BadValue("link", link.uid, "lag", link.lag)
        put_link(net, k, link.type, link.lag, link.kind)


def lay_out_again(
    layout: Layout, plan: Plan, rows: list[int], at_work: Mapping[int, list[Assignment]]
) -> Layout:
    """Return the layout of a plan that differs in some rows; calendars and resources are the same."""
    net = layout.net.copy(plan.structure)
    clocks = layout.clocks.copy()
    net.clocks = clocks.found
    fresh = Layout(net, clocks, layout.working, at_work, layout.apart.difference(rows))
    for i in rows:
        net.parts.pop(i, None)
        net.flags[i] = 0
        net.gap[i] = 0
    _fill(fresh, [plan.tasks[i] for i in rows], rows)
    return fresh


def _fill(layout: Layout, tasks: Sequence[Task], rows: list[int]) -> None:
    """Write tasks into rows; what is rare is written over what is common."""
    net, clocks = layout.net, layout.clocks
    mark(net.flags, rows, [task.elapsed for task in tasks], ELAPSED)
    mark(net.flags, rows, [task.external for task in tasks], EXTERNAL)
    mark(net.flags, rows, [not task.active for task in tasks], INACTIVE)
    clock_of = {uid: clocks.of(uid) for uid in {task.calendar for task in tasks} if uid is not None}
    found = [clocks.project if task.calendar is None else clock_of[task.calendar] for task in tasks]
    columns: dict[str, tuple[vec[i64], list[int | None]]] = {
        "calendar": (net.clock, [*found]),
        "elapsed": (net.span_clock, [*found]),
        "duration": (net.duration, [task.duration for task in tasks]),
        "constraint": (net.bound, [BOUNDS[task.constraint] for task in tasks]),
        "constraint_date": (net.date, [task.constraint_date for task in tasks]),
        "deadline": (net.deadline, [task.deadline for task in tasks]),
        "leveling_delay": (net.delay, [task.leveling_delay for task in tasks]),
        "actual_start": (net.begun, [task.actual_start for task in tasks]),
        "actual_finish": (net.done, [task.actual_finish for task in tasks]),
        "resume": (net.resume, [task.resume for task in tasks]),
    }
    for name, (column, values) in columns.items():
        at = put(column, rows, values, HORIZON)
        if at != NONE:
            raise BadValue("task", tasks[at].uid, name, values[at])
    _fill_rare(layout, tasks, rows)
    settle(net, rows)


def _fill_rare(layout: Layout, tasks: Sequence[Task], rows: list[int]) -> None:
    net = layout.net
    for i, task in zip(rows, tasks, strict=True):
        if task.elapsed:
            net.span_clock[i] = layout.clocks.elapsed
        elif layout.at_work and task.uid in layout.at_work:
            net.span_clock[i] = _span_clock(layout, i, task)
        if task.manual or task.external:
            _fix(net, i, task)
        if task.pieces:
            net.duration[i] = _length(task)
        if task.resume is not None and task.stop is not None and task.resume > task.stop:
            clock = net.clocks[net.span_clock[i]]
            if not task.pieces or net.flags[i] & PARTS:
                net.gap[i] = clock.work(task.resume) - clock.work(task.stop)


def _fix(net: Network, i: int, task: Task) -> None:
    """Let a manual or external task stay at its typed dates, if it has any."""
    if task.start is None and task.finish is None:
        return
    for name, at in (("start", task.start), ("finish", task.finish)):
        if at is not None and not 0 <= at < HORIZON:
            raise BadValue("task", task.uid, name, at)
    net.flags[i] |= FIXED
    net.begun[i] = NONE if task.start is None else task.start
    net.done[i] = NONE if task.finish is None else task.finish


def group(
    assignments: Iterable[Assignment], working: Mapping[int, int | None]
) -> dict[int, list[Assignment]]:
    """Group the assignments of resources that work by task."""
    found: dict[int, list[Assignment]] = {}
    for assignment in assignments:
        if assignment.resource in working:
            found.setdefault(assignment.task, []).append(assignment)
    return found


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


def _span_clock(layout: Layout, i: int, task: Task) -> int:
    """Return the clock of the task's duration; where assignments differ, note each in the network's parts."""
    net, clocks = layout.net, layout.clocks
    clock = net.clock[i]
    if task.ignore_resource_calendar or task.type is TaskType.FIXED_DURATION:
        return clock
    own: list[int] = []
    parts: list[tuple[int, int, int, int]] = []
    for assignment in layout.at_work[task.uid]:
        calendar = None if assignment.resource is None else layout.working[assignment.resource]
        index = clocks.project if calendar is None else clocks.of(calendar)
        if task.calendar is not None:
            index = clocks.both(index, clock)
            if net.clocks[index].never():
                layout.apart.add(i)
                index = clock
        own.append(index)
        span = assignment.work - assignment.overtime_work
        if assignment.units > 0:
            span = round(span / assignment.units)
        if assignment.contour is not Contour.FLAT:
            span = task.duration
        if not (0 <= assignment.delay < HORIZON and 0 <= span < HORIZON):
            raise BadValue("assignment", assignment.uid, "work", assignment.work)
        parts.append((index, assignment.delay, span, 0))
    if len(set(own)) > 1 or net.structure.summary[i]:
        gaps = gaps_of(task, net.clocks[own[0]])
        net.parts[i] = parts if not gaps else [_around(net, task, part, gaps) for part in parts]
        net.flags[i] |= PARTS
    return own[0]


def _around(
    net: Network, task: Task, part: tuple[int, int, int, int], gaps: list[tuple[int, int]]
) -> tuple[int, int, int, int]:
    which, delay, span, _ = part
    return which, delay, span, taken(net.clocks[which], task.actual_start or 0, delay + span, gaps)


def gaps_of(task: Task, clock: WorkingTime) -> list[tuple[int, int]]:
    """Return from when to when nobody works on a task in progress: between its pieces, from stop to resume."""
    if task.actual_start is None or task.actual_finish is not None:
        return []
    begun = clock.work(task.actual_start)
    found = [
        (clock.end(begun + end), clock.start(begun + start)) for (_, end), (start, _) in pairwise(task.pieces)
    ]
    if task.stop is not None and task.resume is not None and task.resume > task.stop:
        found.append((task.stop, task.resume))
    apart: list[tuple[int, int]] = []
    for since, till in sorted(found):
        begin = max(since, apart[-1][1]) if apart else since
        if begin < till:
            apart.append((begin, till))
    return apart


def taken(clock: WorkingTime, start: int, amount: int, gaps: list[tuple[int, int]]) -> int:
    """Return the working time that gaps take before an amount from a start on is through."""
    lost = 0
    for since, till in gaps:
        at = clock.work(since)
        if clock.work(start) + amount + lost > at:
            lost += clock.work(till) - at
    return lost

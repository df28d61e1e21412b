"""What the rules of docs/methods/scheduling.md speak of, told naively: hours of a task, lags, states.

Used by the checker. Nothing here comes from the engine's passes or its working-time index.
"""

from dataclasses import dataclass

from tests.engine.naive import Almanac, Hours
from uptake.engine.plan import (
    Assignment,
    Constraint,
    Contour,
    LagKind,
    Link,
    LinkType,
    Plan,
    ResourceType,
    Task,
    TaskType,
)
from uptake.engine.scheduling import Schedule

FROM_FINISH = {LinkType.FS, LinkType.FF}
TO_FINISH = {LinkType.FF, LinkType.SF}
LOWER = {Constraint.SNET, Constraint.FNET}
UPPER = {Constraint.SNLT, Constraint.FNLT}
FIRM = {Constraint.MSO, Constraint.MFO}
SHARES = {LagKind.PERCENT, LagKind.ELAPSED_PERCENT}
ON_FINISH = {Constraint.FNET, Constraint.FNLT, Constraint.MFO}


@dataclass(frozen=True, slots=True)
class Part:
    """Working time that some task needs: an assignment's, or the whole task's."""

    hours: Hours
    delay: int
    length: int

    @property
    def reach(self) -> int:
        """Working time from the task's start to this part's end."""
        return self.delay + self.length


@dataclass(frozen=True, slots=True)
class Bound:
    """An instant that a task's start or finish must not lie before (or, for late dates, after)."""

    at: int
    on_finish: bool
    why: str


class Terms:
    """A plan and its schedule, in the words of the rules."""

    def __init__(self, plan: Plan, found: Schedule) -> None:
        self.plan = plan
        self.found = found
        self.almanac = Almanac(plan)
        self.always = self.almanac.of()
        self.tasks = {task.uid: task for task in plan.tasks}
        self.parents = {task.parent for task in plan.tasks}
        self.into: dict[int, list[Link]] = {uid: [] for uid in self.tasks}
        self.out_of: dict[int, list[Link]] = {uid: [] for uid in self.tasks}
        for link in plan.links:
            self.into[link.succ].append(link)
            self.out_of[link.pred].append(link)
        self.parts = {task.uid: self._parts(task) for task in plan.tasks}

    def is_summary(self, task: Task) -> bool:
        return task.uid in self.parents

    def children(self, task: Task) -> list[Task]:
        return [one for one in self.plan.tasks if one.parent == task.uid]

    def above(self, task: Task) -> Task | None:
        return None if task.parent is None else self.tasks[task.parent]

    def own(self, task: Task) -> Hours:
        """The calendar of the task itself."""
        return self.almanac.of(self.plan.project.calendar if task.calendar is None else task.calendar)

    def slack_hours(self, task: Task) -> Hours:
        return self.always if task.elapsed else self.own(task)

    def _parts(self, task: Task) -> list[Part]:
        length = 0 if self.is_summary(task) else self.lasts(task)
        whole = [Part(self.always if task.elapsed else self.own(task), 0, length)]
        fixed = task.type is TaskType.FIXED_DURATION or task.ignore_resource_calendar
        if task.elapsed or fixed:
            return whole
        kinds = {one.uid: one for one in self.plan.resources if one.type is ResourceType.WORK}
        work = [one for one in self.plan.assignments if one.task == task.uid and one.resource in kinds]
        used = [self._used(task, kinds[one.resource].calendar) for one in work if one.resource is not None]
        if len(set(used)) < 2:
            return [Part(self.almanac.of(*used[0]), 0, length)] if used else whole
        return [
            Part(self.almanac.of(*uids), one.delay, self._effort(task, one))
            for uids, one in zip(used, work, strict=True)
        ]

    def _used(self, task: Task, calendar: int | None) -> tuple[int, ...]:
        uid = self.plan.project.calendar if calendar is None else calendar
        return (uid,) if task.calendar in (None, uid) else (uid, task.calendar)

    def _effort(self, task: Task, one: Assignment) -> int:
        if one.contour is not Contour.FLAT:
            return task.duration
        return round((one.work - one.overtime_work) / one.units)

    def ahead(self, task: Task, start: int) -> int:
        """The finish that a task reaches from a start."""
        return max(part.hours.after(start, part.reach) for part in self.parts[task.uid])

    def back(self, task: Task, finish: int) -> int:
        """The latest start from which a task reaches a finish."""
        return min(part.hours.before(finish, part.reach) for part in self.parts[task.uid])

    def settled(self, task: Task, at: int) -> int:
        """The first instant from `at` on at which a task is worked on; `at` itself for a point in time."""
        if task.duration == 0:
            return at
        return min(part.hours.start(at) for part in self.parts[task.uid])

    def lagged(self, link: Link, at: int, sign: int) -> int:
        """An instant moved by a link's lag: forward from the predecessor, or back from the successor."""
        lag = link.lag
        if link.kind in SHARES:
            lag = (self.lasts(self.tasks[link.pred]) * lag + 500) // 1000
        if link.kind in (LagKind.ELAPSED, LagKind.ELAPSED_PERCENT):
            return at + sign * lag
        return self.own(self.tasks[link.succ]).after(at, sign * lag)

    def lasts(self, task: Task) -> int:
        """Working time from a task's start to its finish, gaps included."""
        if self.is_summary(task):
            dates = self.found.of(task.uid)
            return self.own(task).between(dates.start, dates.finish)
        return task.pieces[-1][1] if task.pieces else task.duration

    def fixed(self, task: Task) -> bool:
        return (task.manual or task.external) and task.start is not None

    def finished(self, task: Task) -> bool:
        return not self.fixed(task) and task.actual_finish is not None

    def started(self, task: Task) -> bool:
        return not self.fixed(task) and task.actual_start is not None and task.actual_finish is None

    def counts(self, task: Task) -> bool:
        """Whether a task is part of what summaries and the project span."""
        return task.active and not task.external

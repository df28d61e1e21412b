"""A schedule as the rules look at it: the populations that they judge, found once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from uptake.engine.instants import DAY, MINUTE
from uptake.engine.plan import Link, Plan, Task
from uptake.engine.review.facts import Baseline, Facts, Options
from uptake.engine.scheduling import Schedule
from uptake.engine.worktime import WorkingTime


@dataclass(frozen=True, slots=True)
class Fault:
    """An object that breaks the rule that is being judged; see `report.Finding`."""

    kind: str
    uid: int
    reason: str
    data: dict[str, object] = field(default_factory=dict)
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a rule found.

    Parameters
    ----------
    population : int
    faults : list of Fault
    value : float or None
        Where the rule measures something else than the share at fault.
    failed : bool or None
        Whether that value breaks the rule; None leaves it to the share.
    unknown : str
        A code: why nothing can be judged.
    source : str
    """

    population: int
    faults: list[Fault] = field(default_factory=list)
    value: float | None = None
    failed: bool | None = None
    unknown: str = ""
    source: str = ""


def unknown(why: str) -> Judged:
    """Return that nothing can be judged."""
    return Judged(0, unknown=why)


class Study:
    """A schedule with what the rules ask of it again and again.

    Parameters
    ----------
    done : Schedule
    baseline : Baseline or None
    status : int or None
        The status date.
    facts : Facts
    options : Options
    """

    def __init__(
        self, done: Schedule, baseline: Baseline | None, status: int | None, facts: Facts, options: Options
    ) -> None:
        self.done = done
        self.plan: Plan = done.plan
        self.dates = done.dates
        self.baseline = baseline
        self.status = done.plan.project.status_date if status is None else status
        self.facts = facts
        self.options = options
        self.day = done.plan.project.minutes_per_day * MINUTE
        tasks, summary, start = self.plan.tasks, self.plan.structure.summary, done.dates.start
        apart = options.level_of_effort
        self.leaves = [
            i
            for i, task in enumerate(tasks)
            if task.active
            and not task.external
            and not summary[i]
            and start[i] >= 0
            and task.uid not in apart
        ]
        """Positions of what is planned: active tasks and milestones of the plan's own, no summaries."""
        self.open = [i for i in self.leaves if not finished(tasks[i])]
        """Those of them that are not finished."""
        self.work = [i for i in self.open if tasks[i].duration]
        """Those of them that take time."""

    @cached_property
    def links(self) -> list[tuple[int, Link]]:
        """Links, with their positions, between active tasks, into what is not finished."""
        tasks, shape = self.plan.tasks, self.plan.structure
        return [
            (k, link)
            for k, link in enumerate(self.plan.links)
            if tasks[shape.pred[k]].active
            and tasks[shape.succ[k]].active
            and not finished(tasks[shape.succ[k]])
        ]

    @cached_property
    def clock(self) -> WorkingTime:
        """Working time of the project's calendar."""
        net = self.done.layout.net
        return net.clocks[self.done.layout.clocks.project]

    @cached_property
    def loaded(self) -> set[int]:
        """Uids of tasks that somebody works on, or that cost something."""
        return {one.task for one in self.plan.assignments if one.resource is not None}

    @cached_property
    def names(self) -> list[str]:
        """Name and category of each task, in lower case."""
        return [f"{task.name} {task.category}".lower() for task in self.plan.tasks]

    @cached_property
    def last(self) -> int:
        """Position of the task that finishes last; -1 in an empty plan."""
        finish = self.dates.finish
        return max(self.leaves, key=lambda i: finish[i], default=-1)

    @cached_property
    def first(self) -> int:
        """Position of the task that starts first; -1 in an empty plan."""
        start = self.dates.start
        return min(self.leaves, key=lambda i: start[i], default=-1)

    @property
    def goal(self) -> int:
        """Position of the go-live milestone; of the task that finishes last, when none is named."""
        return self.plan.structure.index.get(
            -1 if self.options.go_live is None else self.options.go_live, self.last
        )

    @cached_property
    def after_goal(self) -> set[int]:
        """Nodes that depend on the go-live: none of them may precede it."""
        shape = self.plan.structure
        stack = [self.goal]
        found = set(stack)
        while stack:
            for node in shape.after(stack.pop()):
                if node not in found:
                    found.add(node)
                    stack.append(node)
        return found

    def length(self, task: Task) -> int:
        """Return what a day of the task's duration is."""
        return DAY if task.elapsed else self.day

    def clock_of(self, i: int) -> WorkingTime:
        """Return the working time that constraints, lags and slack of a task run on."""
        net = self.done.layout.net
        return net.clocks[net.clock[i]]

    def task_faults(self, rows: Iterable[int], reason: str, fix: str = "") -> list[Fault]:
        """Return tasks at fault that need no figures."""
        tasks = self.plan.tasks
        return [Fault("task", tasks[i].uid, reason, {}, fix) for i in rows]


def finished(task: Task) -> bool:
    """Tell whether nothing is left of a task."""
    return task.percent == 100 or task.actual_finish is not None


def is_milestone(task: Task) -> bool:
    """Tell whether a task is a point in time."""
    return task.milestone or not task.duration

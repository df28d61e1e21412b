"""What a change does to a schedule: moved tasks and milestones, finish, critical path, slack, deadlines."""

from collections.abc import Iterator
from dataclasses import dataclass

from uptake.engine.plan import Plan, Task
from uptake.engine.scheduling import Schedule


@dataclass(frozen=True, slots=True)
class Moved:
    """A task whose dates differ.

    Attributes
    ----------
    uid : int
    start_before, start_after, finish_before, finish_after : int
        Instants.
    shift : int
        Calendar time by which the finish moved, or the start when the finish stays; positive is later.
    working_shift : int
        The same in working time of the task's calendar after the change.
    milestone : bool
        Marked as a milestone, or without duration.
    summary : bool
        It goes along with the tasks in it.
    """

    uid: int
    start_before: int
    start_after: int
    finish_before: int
    finish_after: int
    shift: int
    working_shift: int
    milestone: bool
    summary: bool = False


@dataclass(frozen=True, slots=True)
class SlackChange:
    """A task whose total slack differs; amounts in working time."""

    uid: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class DeadlineChange:
    """A deadline that is now missed, or met again.

    Attributes
    ----------
    uid : int
    deadline, finish : int
        After the change; instants.
    """

    uid: int
    deadline: int
    finish: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """How one schedule differs from another. Made by `compare`.

    Attributes
    ----------
    moved : tuple of Moved
        Tasks of both plans with other dates; the largest shift first. Summaries included.
    milestones : tuple of Moved
        Those of `moved` that are milestones, by their date after the change.
    added, removed : tuple of int
        Uids of tasks that only one of the plans holds, in outline order.
    finish_before, finish_after : int
        Project finish; instants.
    newly_critical, no_longer_critical : tuple of int
        Uids of tasks of both plans, in outline order.
    slack : tuple of SlackChange
        The largest loss first.
    newly_missed, met_again : tuple of DeadlineChange
        By the amount that the finish is past, or before, the deadline; the largest first.
    """

    moved: tuple[Moved, ...]
    milestones: tuple[Moved, ...]
    added: tuple[int, ...]
    removed: tuple[int, ...]
    finish_before: int
    finish_after: int
    newly_critical: tuple[int, ...]
    no_longer_critical: tuple[int, ...]
    slack: tuple[SlackChange, ...]
    newly_missed: tuple[DeadlineChange, ...]
    met_again: tuple[DeadlineChange, ...]

    @property
    def tasks_moved(self) -> int:
        """How many tasks have other dates; summaries are not counted, as they only go along."""
        return sum(not one.summary for one in self.moved)

    @property
    def finish_shift(self) -> int:
        """Calendar time by which the project's finish moved; positive is later."""
        return self.finish_after - self.finish_before


@dataclass(frozen=True, slots=True)
class AmountChange:
    """A task of which a duration or the work differs; working time."""

    uid: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Renamed:
    """A task that is called otherwise."""

    uid: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """How the contents of one plan differ from another's, beside its dates. Made by `compare_amounts`.

    Attributes
    ----------
    renamed : tuple of Renamed
    durations : tuple of AmountChange
        Of tasks of both plans that are summaries in neither, in outline order.
    work : tuple of AmountChange
        Of tasks of both plans, in outline order.
    work_before, work_after : int
        Assigned to all active tasks.
    """

    renamed: tuple[Renamed, ...]
    durations: tuple[AmountChange, ...]
    work: tuple[AmountChange, ...]
    work_before: int
    work_after: int


def compare_amounts(before: Plan, after: Plan) -> Amounts:
    """Find what differs between two plans that no date tells: names, durations, work.

    Parameters
    ----------
    before, after : Plan

    Returns
    -------
    Amounts

    Examples
    --------
    >>> from uptake.engine.edits import Set, apply
    >>> from uptake.engine.plan import Project
    >>> plan = Plan.build(Project(start=19200), [Task(uid=1, name="Test", duration=4800)], [])
    >>> compare_amounts(plan, apply(plan, [Set("task", 1, {"name": "Trial", "duration": 9600})])).durations
    (AmountChange(uid=1, before=4800, after=9600),)
    """
    was, now = _work(before), _work(after)
    there = before.structure.index
    pairs = [(there[task.uid], j) for j, task in enumerate(after.tasks) if task.uid in there]
    differing = [(i, j) for i, j in pairs if before.tasks[i] is not after.tasks[j]]
    return Amounts(
        renamed=tuple(
            Renamed(after.tasks[j].uid, before.tasks[i].name, after.tasks[j].name)
            for i, j in differing
            if before.tasks[i].name != after.tasks[j].name
        ),
        durations=tuple(
            AmountChange(after.tasks[j].uid, before.tasks[i].duration, after.tasks[j].duration)
            for i, j in differing
            if before.tasks[i].duration != after.tasks[j].duration
            and not before.structure.summary[i]
            and not after.structure.summary[j]
        ),
        work=tuple(
            AmountChange(uid, was.get(uid, 0), now.get(uid, 0))
            for uid in (after.tasks[j].uid for _i, j in pairs)
            if was.get(uid, 0) != now.get(uid, 0)
        ),
        work_before=_all_work(before, was),
        work_after=_all_work(after, now),
    )


def _work(plan: Plan) -> dict[int, int]:
    """Return the assigned work of each task that has some."""
    found: dict[int, int] = {}
    for one in plan.assignments:
        found[one.task] = found.get(one.task, 0) + one.work
    return found


def _all_work(plan: Plan, work: dict[int, int]) -> int:
    return sum(work.get(task.uid, 0) for task in plan.tasks if task.active)


def compare(before: Schedule, after: Schedule) -> Impact:
    """Find what differs between two schedules, task by task as their uids tell.

    Parameters
    ----------
    before, after : Schedule

    Returns
    -------
    Impact
        Inactive tasks are compared like the others, but are neither critical nor late.

    Examples
    --------
    >>> from uptake.engine.edits import Set, apply
    >>> from uptake.engine.plan import Link, Plan, Project
    >>> from uptake.engine.scheduling import schedule
    >>> two = [Task(uid=1, duration=4800), Task(uid=2, duration=0)]
    >>> plan = Plan.build(Project(start=19200), two, [Link(uid=1, pred=1, succ=2)])
    >>> impact = compare(schedule(plan), schedule(apply(plan, [Set("task", 1, {"duration": 9600})])))
    >>> impact.finish_shift == 14400, [one.uid for one in impact.milestones]
    (True, [2])
    >>> impact.moved[0].working_shift
    4800
    """
    pairs = _pairs(before, after)
    moved = tuple(sorted(_moved(before, after, pairs), key=lambda one: (-abs(one.shift), one.uid)))
    newly, no_longer = _critical(before, after, pairs)
    missed, met = _deadlines(before, after, pairs)
    return Impact(
        moved=moved,
        milestones=tuple(sorted((one for one in moved if one.milestone), key=_by_date)),
        added=_only_in(after, before),
        removed=_only_in(before, after),
        finish_before=before.finish,
        finish_after=after.finish,
        newly_critical=newly,
        no_longer_critical=no_longer,
        slack=tuple(sorted(_slack(before, after, pairs), key=lambda one: (one.after - one.before, one.uid))),
        newly_missed=tuple(sorted(missed, key=lambda one: (one.deadline - one.finish, one.uid))),
        met_again=tuple(sorted(met, key=lambda one: (one.finish - one.deadline, one.uid))),
    )


def _pairs(before: Schedule, after: Schedule) -> list[tuple[int, int]]:
    """Return the positions of the tasks that differ in anything that is compared, in both schedules."""
    old, new = before.dates, after.dates
    was, now = before.plan.tasks, after.plan.tasks
    there = before.plan.structure.index
    pairs: list[tuple[int, int]] = (
        [(i, i) for i in range(len(now))]
        if there is after.plan.structure.index
        else [(i, j) for j, task in enumerate(now) if (i := there.get(task.uid, -1)) >= 0]
    )
    if before.plan.project.critical_limit != after.plan.project.critical_limit:
        return pairs
    return [
        (i, j)
        for i, j in pairs
        if old.finish[i] != new.finish[j]
        or old.start[i] != new.start[j]
        or old.total_slack[i] != new.total_slack[j]
        or was[i] is not now[j]
    ]


def _only_in(one: Schedule, other: Schedule) -> tuple[int, ...]:
    if one.plan.structure.index is other.plan.structure.index:
        return ()
    known = other.plan.structure.index
    return tuple(task.uid for task in one.plan.tasks if task.uid not in known)


def _moved(before: Schedule, after: Schedule, pairs: list[tuple[int, int]]) -> Iterator[Moved]:
    old, new = before.dates, after.dates
    net = after.layout.net
    for i, j in pairs:
        start, finish = new.start[j], new.finish[j]
        since, until = old.start[i], old.finish[i]
        if start == since and finish == until:
            continue
        early, late = (until, finish) if finish != until else (since, start)
        clock = net.clocks[net.span_clock[j]]
        worked = clock.work(max(late, 0)) - clock.work(max(early, 0))
        task = after.plan.tasks[j]
        milestone, summary = _is_milestone(after, j, task), bool(after.plan.structure.summary[j])
        yield Moved(task.uid, since, start, until, finish, late - early, worked, milestone, summary)


def _is_milestone(schedule: Schedule, i: int, task: Task) -> bool:
    return task.milestone or (task.duration == 0 and not schedule.plan.structure.summary[i])


def _by_date(one: Moved) -> tuple[int, int]:
    return one.finish_after, one.uid


def _critical(
    before: Schedule, after: Schedule, pairs: list[tuple[int, int]]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    newly: list[int] = []
    no_longer: list[int] = []
    for i, j in pairs:
        task = after.plan.tasks[j]
        was = before.plan.tasks[i].active and before.critical(i)
        now = task.active and after.critical(j)
        if was != now:
            (newly if now else no_longer).append(task.uid)
    return tuple(newly), tuple(no_longer)


def _slack(before: Schedule, after: Schedule, pairs: list[tuple[int, int]]) -> Iterator[SlackChange]:
    for i, j in pairs:
        was, now = before.dates.total_slack[i], after.dates.total_slack[j]
        if was != now:
            yield SlackChange(after.plan.tasks[j].uid, was, now)


def _deadlines(
    before: Schedule, after: Schedule, pairs: list[tuple[int, int]]
) -> tuple[list[DeadlineChange], list[DeadlineChange]]:
    missed: list[DeadlineChange] = []
    met: list[DeadlineChange] = []
    for i, j in pairs:
        task = after.plan.tasks[j]
        was, now = _late(before, i), _late(after, j)
        if task.deadline is not None and was != now:
            (missed if now else met).append(DeadlineChange(task.uid, task.deadline, after.dates.finish[j]))
    return missed, met


def _late(schedule: Schedule, i: int) -> bool:
    task = schedule.plan.tasks[i]
    return task.active and task.deadline is not None and schedule.dates.finish[i] > task.deadline

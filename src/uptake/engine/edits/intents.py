"""What a person means, as edits: indent, outdent, report progress, put off what is not done.

The rules are Microsoft Project's; docs/methods/edits.md says which of them were checked against its files.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from uptake.engine.edits.algebra import Edit, Move, Set
from uptake.engine.edits.progress import (
    different,
    done_so_far,
    progress_values,
    put_off,
    roll_up,
    spread,
    together,
    work_values,
)
from uptake.engine.errors import BadValue
from uptake.engine.instants import HORIZON
from uptake.engine.plan import Constraint, Plan, Task
from uptake.engine.scheduling import Remark, Schedule

MOVABLE = frozenset({Constraint.ASAP, Constraint.SNET})
"""Constraints of tasks that may be put off: they say nothing about how late a task may be."""


def indent(plan: Plan, uid: int) -> list[Edit]:
    """Put a task under the sibling above it, as its last child.

    Parameters
    ----------
    plan : Plan
    uid : int

    Returns
    -------
    list of Edit
        Empty when no sibling stands above.

    Raises
    ------
    UnknownUid

    Examples
    --------
    >>> from uptake.engine.plan import Project
    >>> plan = Plan.build(Project(start=19200), [Task(uid=1), Task(uid=2)])
    >>> indent(plan, 2)
    [Move(uid=2, parent=1, at=None)]
    """
    siblings, k = _siblings(plan, plan.position(uid))
    return [Move(uid, plan.tasks[siblings[k - 1]].uid)] if k else []


def outdent(plan: Plan, uid: int) -> list[Edit]:
    """Put a task beside its parent; the siblings below it become its children, so that every row stays.

    Parameters
    ----------
    plan : Plan
    uid : int

    Returns
    -------
    list of Edit
        Empty when the task stands at the top.

    Raises
    ------
    UnknownUid

    Examples
    --------
    >>> from uptake.engine.plan import Project
    >>> rows = [Task(uid=1), Task(uid=2, parent=1), Task(uid=3, parent=1), Task(uid=4)]
    >>> outdent(Plan.build(Project(start=19200), rows), 2)
    [Move(uid=3, parent=2, at=None), Move(uid=2, parent=None, at=4)]
    """
    i = plan.position(uid)
    above = plan.structure.parent[i]
    if above < 0:
        return []
    siblings, k = _siblings(plan, i)
    uncles, at = _siblings(plan, above)
    following = plan.tasks[uncles[at + 1]].uid if at + 1 < len(uncles) else None
    adopted = [Move(plan.tasks[j].uid, uid) for j in siblings[k + 1 :]]
    return [*adopted, Move(uid, plan.tasks[above].parent, following)]


def _siblings(plan: Plan, i: int) -> tuple[list[int], int]:
    """Return the positions of a task's siblings and of itself, and its own place among them."""
    shape = plan.structure
    above = shape.parent[i]
    tops = (j for j, over in enumerate(shape.parent) if over < 0)
    found = list(shape.children[above] if above >= 0 else tops)
    return found, found.index(i)


def set_progress(schedule: Schedule, uid: int, percent: int) -> list[Edit]:
    """Report how much of a task is done.

    Parameters
    ----------
    schedule : Schedule
        Of the plan that the edits are for: a task that had not begun did so when it was scheduled to.
    uid : int
        Of a summary, progress is spread over the tasks under it, as if all had been worked to one instant.
    percent : int
        0 to 100, of the duration.

    Returns
    -------
    list of Edit
        For the task, its assignments, and what the summaries above then show.

    Raises
    ------
    BadValue, UnknownUid

    Examples
    --------
    >>> from uptake.engine.plan import Project
    >>> from uptake.engine.scheduling import schedule
    >>> plan = Plan.build(Project(start=19200), [Task(uid=1, duration=9600)])
    >>> dict(set_progress(schedule(plan), 1, 25)[0].values) == {
    ...     "percent": 25, "actual_start": 19200, "stop": 21600, "resume": 22200, "remaining": 7200}
    True
    """
    return report_progress(schedule, {uid: percent})


def report_progress(schedule: Schedule, percents: Mapping[int, int]) -> list[Edit]:
    """Report how much of several tasks is done; as `set_progress`, for all at once.

    Parameters
    ----------
    schedule : Schedule
    percents : mapping of int to int
        By uid. Of a summary and a task under it, the later one wins.

    Returns
    -------
    list of Edit

    Raises
    ------
    BadValue, UnknownUid

    Examples
    --------
    >>> from uptake.engine.plan import Project
    >>> from uptake.engine.scheduling import schedule
    >>> plan = Plan.build(Project(start=19200), [Task(uid=1), Task(uid=2)])
    >>> [edit.values["percent"] for edit in report_progress(schedule(plan), {1: 50, 2: 100})]
    [50, 100]
    """
    plan = schedule.plan
    changed: dict[int, Task] = {}
    for uid, percent in percents.items():
        if type(percent) is not int or not 0 <= percent <= 100:
            raise BadValue("task", uid, "percent", percent)
        for i, done, share in spread(schedule, plan.position(uid), percent):
            values = progress_values(schedule, i, done, share)
            changed[i] = replace(plan.tasks[i], **values)  # type: ignore[arg-type]
    edits = [edit for i, task in changed.items() for edit in _changes(plan.tasks[i], task)]
    at_work = {plan.tasks[i].uid: task for i, task in changed.items()}
    for assignment in plan.assignments:
        task_there = at_work.get(assignment.task)
        if task_there is not None:
            values = different(assignment, work_values(schedule, assignment, task_there))
            edits += [Set("assignment", assignment.uid, values)] if values else []
    return edits + _shown_above(schedule, changed)


def summary_progress(schedule: Schedule, uids: Iterable[int]) -> list[Edit]:
    """Let summaries show the progress of what stands under them, after a task changed its duration or place.

    Parameters
    ----------
    schedule : Schedule
        After that change.
    uids : iterable of int
        Of the tasks; what stands above them is looked at.

    Returns
    -------
    list of Edit

    Raises
    ------
    UnknownUid

    Examples
    --------
    >>> from uptake.engine.plan import Project
    >>> from uptake.engine.scheduling import schedule
    >>> rows = [Task(uid=1), Task(uid=2, parent=1, percent=100, actual_start=19200, actual_finish=24600)]
    >>> plan = Plan.build(Project(start=19200), rows)
    >>> summary_progress(schedule(plan), [2])[0].values["percent"]
    100
    """
    plan = schedule.plan
    places = {plan.position(uid) for uid in uids}
    return _shown_above(schedule, {i: plan.tasks[i] for i in places})


def _shown_above(schedule: Schedule, changed: Mapping[int, Task]) -> list[Edit]:
    tasks = schedule.plan.tasks
    return [
        Set("task", tasks[i].uid, values)
        for i, shown in roll_up(schedule, changed)
        if (values := different(tasks[i], shown))
    ]


def _changes(old: Task, new: Task) -> list[Edit]:
    names = ("percent", "actual_start", "actual_finish", "stop", "resume", "remaining", "pieces")
    values = different(old, {name: getattr(new, name) for name in names})
    return [Set("task", old.uid, values)] if values else []


def reschedule_uncompleted(
    schedule: Schedule, date: int, *, uids: Iterable[int] | None = None
) -> tuple[list[Edit], tuple[Remark, ...]]:
    """Put off what should have been done before a date, and was not.

    A task in progress stops where its progress ends and resumes at the date; one that has not begun starts no
    earlier than the date.

    Parameters
    ----------
    schedule : Schedule
    date : int
        Usually the status date; moved to working time of each task's calendar.
    uids : iterable of int, optional
        Only these tasks; all by default.

    Returns
    -------
    (list of Edit, tuple of Remark)
        A remark ``"not_rescheduled"`` for each task that should have begun and has a constraint that forbids
        to move it, or typed dates.

    Raises
    ------
    BadValue
        When the date lies outside 1984 to 2149.
    UnknownUid

    Examples
    --------
    >>> from uptake.engine.plan import Project
    >>> from uptake.engine.scheduling import schedule
    >>> plan = Plan.build(Project(start=19200), [Task(uid=1, duration=9600)])
    >>> edits, remarks = reschedule_uncompleted(schedule(plan), 33600)
    >>> edits[0].values["constraint_date"], remarks
    (33600, ())
    """
    if type(date) is not int or not 0 <= date < HORIZON:
        raise BadValue("project", 0, "status_date", date)
    plan = schedule.plan
    places = range(len(plan.tasks)) if uids is None else [plan.position(uid) for uid in uids]
    edits: list[Edit] = []
    remarks: list[Remark] = []
    for i in _uncompleted(schedule, date, places):
        task = plan.tasks[i]
        if task.actual_start is not None:
            values = _put_off_rest(schedule, i, date)
        elif task.manual or task.external or task.constraint not in MOVABLE:
            remarks.append(Remark("not_rescheduled", task.uid, {"constraint": task.constraint.name}))
            continue
        else:
            values = _put_off_start(schedule, i, date)
        if values:
            edits.append(Set("task", task.uid, values))
    return edits, tuple(remarks)


def _uncompleted(schedule: Schedule, date: int, places: Iterable[int]) -> Iterator[int]:
    """Yield the leaves that are not finished and begin before the date."""
    plan = schedule.plan
    for i in places:
        task = plan.tasks[i]
        over = plan.structure.summary[i] or not task.active or task.actual_finish is not None
        if not over and task.percent < 100 and schedule.dates.start[i] < date:
            yield i


def _put_off_rest(schedule: Schedule, i: int, date: int) -> dict[str, object]:
    """Return the stop and resume of a task in progress; nothing when its work goes on later anyway."""
    task = schedule.plan.tasks[i]
    net = schedule.layout.net
    clock = net.clocks[net.span_clock[i]]
    done, at = done_so_far(schedule, i)
    stop = at if task.stop is None else task.stop
    shared = together(schedule, i)
    resume = clock.start(clock.work(date)) if shared is None else shared.resumes(stop, date)
    if stop >= date or (task.resume is not None and task.resume >= resume) or resume >= HORIZON:
        return {}
    pieces = task.pieces
    if pieces and shared is None and task.actual_start is not None:
        begun = clock.work(task.actual_start)
        along = clock.work(at) - begun
        ahead = max(along, min((first for first, last in pieces if last > along), default=along))
        pieces = put_off(pieces, done, max(clock.work(resume) - begun - ahead, 0))
    return different(task, {"stop": stop, "resume": resume, "pieces": pieces})


def _put_off_start(schedule: Schedule, i: int, date: int) -> dict[str, object]:
    task = schedule.plan.tasks[i]
    net = schedule.layout.net
    clock = net.clocks[net.clock[i]]
    start = date if task.duration == 0 else clock.start(clock.work(date))
    if start >= HORIZON:
        return {}
    return different(task, {"constraint": Constraint.SNET, "constraint_date": start})

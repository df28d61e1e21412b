"""What can be done about findings at one click, as edits; whoever asks looks at what they do first."""

from collections.abc import Iterable

from uptake.engine.edits import Add, Edit, Remove, Set, apply, reschedule_uncompleted
from uptake.engine.errors import CycleFound, LinkedToOwnChild
from uptake.engine.plan import Constraint, Link, Task
from uptake.engine.review.report import Finding
from uptake.engine.review.study import finished
from uptake.engine.scheduling import Schedule

SOFTER = {Constraint.MSO: Constraint.SNET, Constraint.MFO: Constraint.FNET, Constraint.FNLT: Constraint.ASAP}
"""What is left of a hard constraint; those about the finish leave a deadline besides."""


def repair(
    schedule: Schedule,
    findings: Iterable[Finding],
    *,
    link_uid: int,
    go_live: int | None = None,
    status: int | None = None,
) -> list[Edit]:
    """Return edits that do away with findings.

    Parameters
    ----------
    schedule : Schedule
        The one that was reviewed.
    findings : iterable of Finding
        Those without a fix are passed over.
    link_uid : int
        The first uid that a new link may have; further ones count on.
    go_live : int, optional
        Uid of the task that what leads nowhere is to lead to; the task that finishes last by default.
    status : int, optional
        The status date; the plan's own by default.

    Returns
    -------
    list of Edit
        At most one for a field of an object. Empty when nothing can be done.

    Examples
    --------
    >>> from uptake.engine.plan import Plan, Project
    >>> from uptake.engine.review import review
    >>> from uptake.engine.scheduling import schedule
    >>> done = schedule(Plan.build(Project(start=19200), [Task(uid=1, name="ready", duration=0)]))
    >>> repair(done, review(done).of("unmarked-milestone"), link_uid=1)
    [Set(kind='task', uid=1, values={'milestone': True})]
    """
    chosen: dict[str, dict[tuple[str, int], None]] = {}
    for one in findings:
        chosen.setdefault(one.fix, {}).setdefault((one.kind, one.uid))
    plan = schedule.plan
    edits: list[Edit] = []
    for fix, objects in chosen.items():
        uids = [uid for _, uid in objects]
        if fix == "remove_link":
            edits += [Remove("link", uid) for uid in uids if uid in plan.structure.link_index]
        elif fix == "link_to_goal":
            edits += _linked(schedule, uids, link_uid, go_live)
        elif fix == "put_off":
            at = plan.project.status_date if status is None else status
            edits += reschedule_uncompleted(schedule, at, uids=uids)[0] if at is not None else []
        elif fix in VALUES:
            edits += [_set(uid, _values(fix, schedule, uid)) for uid in uids]
    return edits


def _set(uid: int, values: dict[str, object]) -> Edit:
    return Set("task", uid, values)


VALUES = frozenset({"mark_milestone", "unmark_milestone", "clear_delay", "automatic", "soften"})


def _values(fix: str, schedule: Schedule, uid: int) -> dict[str, object]:
    """Return the fields of a task that a fix sets."""
    if fix in {"mark_milestone", "unmark_milestone"}:
        return {"milestone": fix == "mark_milestone"}
    if fix == "clear_delay":
        return {"leveling_delay": 0}
    task = schedule.plan.task(uid)
    return _automatic(schedule, task) if fix == "automatic" else _softened(task)


def _automatic(schedule: Schedule, task: Task) -> dict[str, object]:
    """Let a task be computed, and keep it from going earlier than it was typed."""
    if task.actual_start is not None or finished(task):
        return {"manual": False}
    start = schedule.of(task.uid).start
    return {"manual": False, "constraint": Constraint.SNET, "constraint_date": start}


def _softened(task: Task) -> dict[str, object]:
    """Let a task go later; the date that it had to keep becomes a deadline, which says when it is missed."""
    softer = SOFTER.get(task.constraint)
    if softer is None:
        return {"constraint": task.constraint}
    date = None if softer is Constraint.ASAP else task.constraint_date
    values: dict[str, object] = {"constraint": softer, "constraint_date": date}
    if task.constraint in {Constraint.MFO, Constraint.FNLT} and task.constraint_date is not None:
        values["deadline"] = min(task.constraint_date, task.deadline or task.constraint_date)
    return values


def _linked(schedule: Schedule, uids: list[int], link_uid: int, go_live: int | None) -> list[Edit]:
    """Let tasks lead to the go-live; a task that it already waits for, through others, is passed over."""
    plan = schedule.plan
    goal = go_live if go_live in plan.structure.index else _last(schedule)
    edits: list[Edit] = []
    for uid in uids:
        link = Link(uid=link_uid + len(edits), pred=uid, succ=goal)
        try:
            apply(plan, [Add(link)])
        except (CycleFound, LinkedToOwnChild):
            continue
        edits.append(Add(link))
    return edits


def _last(schedule: Schedule) -> int:
    """Return the uid of the active task that finishes last."""
    plan, finish = schedule.plan, schedule.dates.finish
    own = [i for i, task in enumerate(plan.tasks) if task.active and not task.external]
    rows = [i for i in own if not plan.structure.summary[i]]
    return plan.tasks[max(rows, key=lambda i: finish[i])].uid

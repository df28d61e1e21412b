"""The fourteen points of the DCMA assessment, as far as a plan tells; see docs/methods/plan-review.md."""

from dataclasses import replace

from uptake.engine.errors import DateOutOfRange
from uptake.engine.plan import Constraint, LinkType, Task
from uptake.engine.review.study import Fault, Judged, Study, finished, unknown
from uptake.engine.scheduling import schedule

LONG = 44
"""Days: two working months, more slack or duration than which is high."""
TEST = 600
"""Days by which the critical-path test lengthens a task."""
TOLERATED = 6
"""Days by which the finish may follow otherwise: one in a hundred, for calendars that round."""
LATE_LIMIT, BEHIND_LIMIT = 95, 95
"""Percent that CPLI and BEI have to reach."""
HARD = frozenset({Constraint.MSO, Constraint.MFO, Constraint.SNLT, Constraint.FNLT})


def logic(study: Study) -> Judged:
    """1: a predecessor and a successor; the first task needs no predecessor, the last no successor."""
    shape, tasks = study.plan.structure, study.plan.tasks
    active = [task.active for task in tasks]
    faults = []
    for i in study.open:
        alone = not any(active[shape.pred[k]] for k in shape.links_in[i]) and i != study.first
        ends = not any(active[shape.succ[k]] for k in shape.links_out[i]) and i != study.last
        if alone or ends:
            reason = "no_links" if alone and ends else "no_predecessor" if alone else "no_successor"
            fix = "link_to_goal" if ends and _leads_to_goal(study, i) else ""
            faults.append(Fault("task", tasks[i].uid, reason, {}, fix))
    return Judged(len(study.open), faults)


def _leads_to_goal(study: Study, i: int) -> bool:
    """Tell whether the go-live, where one is named, may follow a task: it ends before, and closes no loop."""
    goal = study.goal
    if study.options.go_live not in study.plan.structure.index or i == goal:
        return False
    if study.dates.finish[i] > study.dates.start[goal]:
        return False
    return i not in study.after_goal and not study.plan.structure.summary[goal]


def leads(study: Study) -> Judged:
    """2: no link has a negative lag."""
    return _links(study, [(link.uid, link.lag) for _, link in study.links if link.lag < 0], "lead")


def lags(study: Study) -> Judged:
    """3: few links have a positive lag."""
    return _links(study, [(link.uid, link.lag) for _, link in study.links if link.lag > 0], "lag")


def relationships(study: Study) -> Judged:
    """4: nearly all links go from finish to start."""
    other = [(link.uid, int(link.type)) for _, link in study.links if link.type is not LinkType.FS]
    return _links(study, other, "type")


def _links(study: Study, found: list[tuple[int, int]], name: str) -> Judged:
    return Judged(len(study.links), [Fault("link", uid, name, {name: value}) for uid, value in found])


def hard_constraints(study: Study) -> Judged:
    """5: few tasks may not move later, whatever the links say."""
    faults = []
    for i in study.open:
        task = study.plan.tasks[i]
        if task.constraint in HARD and task.constraint_date is not None:
            free = task.actual_start is None and not task.manual and task.constraint is not Constraint.SNLT
            data: dict[str, object] = {"constraint": task.constraint.name, "date": task.constraint_date}
            faults.append(Fault("task", task.uid, "hard", data, "soften" if free else ""))
    return Judged(len(study.open), faults)


def high_float(study: Study) -> Judged:
    """6: few tasks have more than two months of total slack."""
    slack, tasks = study.dates.total_slack, study.plan.tasks
    faults = [
        Fault("task", tasks[i].uid, "slack", {"slack": slack[i], "elapsed": tasks[i].elapsed})
        for i in study.open
        if slack[i] > LONG * study.day and slack[i] > LONG * study.length(tasks[i])
    ]
    return Judged(len(study.open), faults)


def negative_float(study: Study) -> Judged:
    """7: no task is later than it may be."""
    slack, tasks = study.dates.total_slack, study.plan.tasks
    faults = [
        Fault("task", tasks[i].uid, "negative", {"slack": slack[i], "elapsed": tasks[i].elapsed})
        for i in study.open
        if slack[i] < 0
    ]
    return Judged(len(study.open), faults)


def high_duration(study: Study) -> Judged:
    """8: few tasks have more than two months left."""
    faults = []
    for i in study.work:
        task = study.plan.tasks[i]
        if task.duration > LONG * study.day and (left := remaining(task)) > LONG * study.length(task):
            faults.append(Fault("task", task.uid, "long", {"left": left, "elapsed": task.elapsed}))
    return Judged(len(study.work), faults)


def remaining(task: Task) -> int:
    """Return the duration that is left of a task."""
    return task.duration * (100 - task.percent) // 100 if task.remaining is None else task.remaining


def invalid_dates(study: Study) -> Judged:
    """9: what is to come lies after the status date, what is done before it."""
    status = study.status
    if status is None:
        return unknown("no_status_date")
    faults: list[Fault] = []
    start, finish = study.dates.start, study.dates.finish
    for i in study.leaves:
        task = study.plan.tasks[i]
        reason = _invalid(task, status, start[i], finish[i])
        if reason:
            put_off = reason == "forecast" and not task.manual
            data: dict[str, object] = {"status": status, "start": start[i], "finish": finish[i]}
            faults.append(Fault("task", task.uid, reason, data, "put_off" if put_off else ""))
    return Judged(len(study.leaves), faults)


def _invalid(task: Task, status: int, start: int, finish: int) -> str:
    """Return which of a task's dates cannot be, or nothing."""
    for at in (task.actual_start, task.actual_finish):
        if at is not None and at > status:
            return "actual"
    if finished(task):
        return ""
    return "forecast" if (start if task.actual_start is None else finish) < status else ""


def resources(study: Study) -> Judged:
    """10: where a plan is loaded with resources, everything of a day or more is."""
    if not study.loaded:
        return unknown("no_assignments")
    tasks = study.plan.tasks
    rows = [i for i in study.work if tasks[i].duration >= study.length(tasks[i])]
    return Judged(len(rows), study.task_faults((i for i in rows if tasks[i].uid not in study.loaded), "bare"))


def missed_tasks(study: Study) -> Judged:
    """11: what should have been finished by now was, or will be, finished when the baseline said."""
    due = _due(study)
    if isinstance(due, str):
        return unknown(due)
    faults = []
    for i, was in due:
        now = study.dates.finish[i]
        if now > was:
            faults.append(Fault("task", study.plan.tasks[i].uid, "missed", {"baseline": was, "finish": now}))
    return Judged(len(due), faults)


def _due(study: Study) -> list[tuple[int, int]] | str:
    """Return what the baseline finishes by the status date, with that finish; else why nobody knows."""
    baseline, status = study.baseline, study.status
    if baseline is None:
        return "no_baseline"
    if status is None:
        return "no_status_date"
    found = []
    for i in study.leaves:
        was = baseline.get(study.plan.tasks[i].uid)
        if was is not None and 0 <= was[1] <= status:
            found.append((i, was[1]))
    return found


def critical_path_test(study: Study) -> Judged:
    """12: a critical task that takes 600 days longer moves what finishes last by 600 days."""
    row = _tested(study)
    if row is None:
        return unknown("no_critical_task")
    plan, task = study.plan, study.plan.tasks[row]
    more = TEST * study.length(task)
    tasks = list(plan.tasks)
    tasks[row] = replace(task, duration=task.duration + more)
    try:
        longer = schedule(plan.with_values(tasks=tuple(tasks)), since=study.done)
    except DateOutOfRange:
        return unknown("no_critical_task")
    net = study.done.layout.net
    clock = net.clocks[net.span_clock[row]]
    moved = int(clock.work(longer.dates.finish[study.last]) - clock.work(study.dates.finish[study.last]))
    off = abs(moved - more) > TOLERATED * study.length(task)
    days = moved / study.length(task)
    faults = [Fault("task", task.uid, "unmoved", {"added": more, "moved": moved})] if off else []
    return Judged(1, faults, value=days, failed=off)


def _tested(study: Study) -> int | None:
    """Return the position of the first critical task that has not begun and whose duration says how long it is."""
    tasks, start = study.plan.tasks, study.dates.start
    parts = study.done.layout.net.parts
    rows = [i for i in study.work if tasks[i].actual_start is None and not tasks[i].manual and i not in parts]
    return min((i for i in rows if study.done.critical(i)), key=lambda i: start[i], default=None)


def path_length(study: Study) -> Judged:
    """13, CPLI: the critical path, and the slack that its end has to a date that was promised, by its length."""
    goal = study.goal
    if goal < 0:
        return unknown("no_goal")
    task = study.plan.tasks[goal]
    kept = None if study.baseline is None else study.baseline.get(task.uid)
    promised = task.deadline if task.deadline is not None else kept[1] if kept is not None else None
    if promised is None:
        return unknown("no_promise")
    clock, finish = study.clock, study.dates.finish[goal]
    since = study.status if study.status is not None else study.done.start
    path = int(clock.work(finish) - clock.work(since))
    if path <= 0 or finished(task):
        return unknown("nothing_left")
    slack = int(clock.work(promised) - clock.work(finish))
    off = (path + slack) * 100 < LATE_LIMIT * path
    data: dict[str, object] = {"path": path, "slack": slack, "promised": promised, "finish": finish}
    faults = [Fault("task", task.uid, "cpli", data)] if off else []
    return Judged(1, faults, value=(path + slack) / path, failed=off)


def execution(study: Study) -> Judged:
    """14, BEI: what is finished, by what should be, and what no baseline knows."""
    due = _due(study)
    if isinstance(due, str):
        return unknown(due)
    known = study.baseline or {}
    tasks = study.plan.tasks
    extra = sum(1 for i in study.leaves if tasks[i].uid not in known)
    ended = sum(1 for i in study.leaves if finished(tasks[i]))
    wanted = len(due) + extra
    if not wanted:
        return unknown("nothing_due")
    off = ended * 100 < BEHIND_LIMIT * wanted
    data: dict[str, object] = {"finished": ended, "due": len(due), "extra": extra}
    return Judged(wanted, [Fault("project", 0, "bei", data)] if off else [], value=ended / wanted, failed=off)

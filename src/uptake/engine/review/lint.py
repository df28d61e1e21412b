"""What else a planner looks for: logic that misleads, dates that nobody computed, rows that are not finished."""

from collections import Counter

from uptake.engine.instants import DAY
from uptake.engine.plan import LagKind, LinkType, Task
from uptake.engine.review.study import Fault, Judged, Study, finished, is_milestone, unknown
from uptake.engine.scheduling import Remark

STRETCH = 44
"""Working days without a milestone: two months."""
LONG_LAG = 10
"""Days: a lag that is longer hides work that has no task."""
LONG_LAG_ELAPSED = 14 * DAY
"""The same by the clock: two weeks."""
STARTS = frozenset({LinkType.FS, LinkType.SS})
"""Links that hold the start of their successor."""
ENDS = frozenset({LinkType.FS, LinkType.FF})
"""Links that leave the finish of their predecessor."""


def owners(study: Study) -> Judged:
    """Somebody answers for every task: its owner, or the only one who works on it."""
    tasks, at_work = study.plan.tasks, study.done.layout.at_work
    alone = {uid for uid, some in at_work.items() if len({one.resource for one in some} - {None}) == 1}
    rows = [i for i in study.open if tasks[i].owner is None and tasks[i].uid not in alone]
    return Judged(len(study.open), study.task_faults(rows, "no_owner"))


def dangling(study: Study) -> Judged:
    """Predecessors hold the start of their task, and successors wait for its finish."""
    shape, links, tasks = study.plan.structure, study.plan.links, study.plan.tasks
    faults = []
    for i in study.work:
        into = [links[k].type for k in shape.links_in[i]]
        out = [links[k].type for k in shape.links_out[i]]
        start = bool(into) and tasks[i].actual_start is None and STARTS.isdisjoint(into)
        finish = bool(out) and ENDS.isdisjoint(out)
        if start or finish:
            reason = "both_dangle" if start and finish else "start_dangles" if start else "finish_dangles"
            faults.append(Fault("task", tasks[i].uid, reason))
    return Judged(len(study.work), faults)


def out_of_sequence(study: Study) -> Judged:
    """Nothing that has begun or ended has overtaken what it waits for."""
    tasks, shape = study.plan.tasks, study.plan.structure
    faults = []
    population = 0
    for k, link in enumerate(study.plan.links):
        pred, succ = tasks[shape.pred[k]], tasks[shape.succ[k]]
        if link.lag < 0 or not (pred.active and succ.active):
            continue
        if not (_begun(succ) if link.type in STARTS else finished(succ)):
            continue
        population += 1
        if not (finished(pred) if link.type in ENDS else _begun(pred)):
            data: dict[str, object] = {"pred": pred.uid, "succ": succ.uid, "type": int(link.type)}
            faults.append(Fault("link", link.uid, "overtaken", data))
    return Judged(population, faults)


def _begun(task: Task) -> bool:
    return task.actual_start is not None or task.percent > 0


def summary_links(study: Study) -> Judged:
    """Links join tasks, not summaries: what a summary waits for cannot be seen on its tasks."""
    shape = study.plan.structure
    rows = [
        link.uid for k, link in study.links if shape.summary[shape.pred[k]] or shape.summary[shape.succ[k]]
    ]
    return Judged(len(study.links), [Fault("link", uid, "summary") for uid in rows])


def manual(study: Study) -> Judged:
    """Dates are computed, not typed."""
    tasks = study.plan.tasks
    rows = [i for i in study.open if tasks[i].manual]
    return Judged(len(study.open), study.task_faults(rows, "manual", "automatic"))


def estimated(study: Study) -> Judged:
    """Durations are no longer marked as guesses."""
    tasks = study.plan.tasks
    rows = [i for i in study.work if tasks[i].estimated]
    return Judged(len(study.work), study.task_faults(rows, "estimated"))


def unnamed(study: Study) -> Judged:
    """Every row says what it is."""
    rows = [i for i, task in enumerate(study.plan.tasks) if task.active and not task.name.strip()]
    return Judged(len(study.plan.tasks), study.task_faults(rows, "unnamed"))


def same_names(study: Study) -> Judged:
    """No two tasks under one summary have the same name."""
    tasks = study.plan.tasks
    names = Counter((tasks[i].parent, tasks[i].name.strip()) for i in study.leaves)
    rows = [
        i for i in study.open if tasks[i].name.strip() and names[tasks[i].parent, tasks[i].name.strip()] > 1
    ]
    return Judged(len(study.open), study.task_faults(rows, "same_name"))


def unmarked(study: Study) -> Judged:
    """Everything that takes no time is marked as a milestone."""
    tasks = study.plan.tasks
    points = [i for i in study.open if not tasks[i].duration]
    rows = [i for i in points if not tasks[i].milestone]
    return Judged(len(points), study.task_faults(rows, "unmarked", "mark_milestone"))


def milestone_work(study: Study) -> Judged:
    """Milestones take no time, and nobody works on them."""
    tasks = study.plan.tasks
    marked = [i for i in study.open if tasks[i].milestone]
    work = Counter({one.task: one.work for one in study.plan.assignments if one.work})
    faults = []
    for i in marked:
        task = tasks[i]
        if task.duration:
            faults.append(Fault("task", task.uid, "lasts", {"duration": task.duration}, "unmark_milestone"))
        elif work[task.uid]:
            faults.append(Fault("task", task.uid, "has_work", {"work": work[task.uid]}))
    return Judged(len(marked), faults)


def deliverables(study: Study) -> Judged:
    """Every milestone hands something over."""
    held = study.facts.delivering
    if held is None:
        return unknown("no_register")
    tasks = study.plan.tasks
    points = [i for i in study.open if is_milestone(tasks[i])]
    rows = [i for i in points if tasks[i].uid not in held]
    return Judged(len(points), study.task_faults(rows, "no_deliverable"), source="registers")


def deadlines(study: Study) -> Judged:
    """Every deadline is kept."""
    tasks, finish = study.plan.tasks, study.dates.finish
    dated = [i for i in study.open if tasks[i].deadline is not None]
    faults = []
    for i in dated:
        deadline = tasks[i].deadline
        if deadline is not None and finish[i] > deadline:
            data: dict[str, object] = {"deadline": deadline, "finish": finish[i]}
            faults.append(Fault("task", tasks[i].uid, "deadline", data))
    return Judged(len(dated), faults)


def broken_links(study: Study) -> Judged:
    """No constraint, and no typed date, puts a task before what it waits for."""
    remarks: list[Remark] = [
        one for one in study.done.remarks if one.code in {"constraint_conflict", "manual_overlap"}
    ]
    faults = [Fault("task", one.task, one.code, dict(one.data)) for one in remarks if one.task is not None]
    return Judged(len(study.open), faults)


def stretch(study: Study) -> Judged:
    """Never more than two months without a milestone."""
    if study.last < 0:
        return unknown("nothing_left")
    dates, clock = study.dates, study.clock
    begin = study.done.start if study.status is None else study.status
    if study.done.finish <= begin:
        return unknown("nothing_left")
    marks = {dates.finish[i] for i in study.open if is_milestone(study.plan.tasks[i])}
    cuts = [begin, *sorted(at for at in marks if begin < at < study.done.finish), study.done.finish]
    longest = max(range(1, len(cuts)), key=lambda k: clock.work(cuts[k]) - clock.work(cuts[k - 1]))
    since, till = cuts[longest - 1], cuts[longest]
    length = clock.work(till) - clock.work(since)
    off = length > STRETCH * study.day
    data: dict[str, object] = {"since": since, "till": till, "length": length}
    return Judged(
        1, [Fault("project", 0, "stretch", data)] if off else [], value=length / study.day, failed=off
    )


def splits(study: Study) -> Judged:
    """Few tasks are interrupted by hand: a break says that there are two tasks."""
    tasks = study.plan.tasks
    rows = [i for i in study.work if len(tasks[i].pieces) > 1]
    return Judged(len(study.work), study.task_faults(rows, "split"))


def lag_misuse(study: Study) -> Judged:
    """Lags wait for something short; leads do not reach beyond the start of their predecessor."""
    tasks, shape = study.plan.tasks, study.plan.structure
    faults = []
    for k, link in study.links:
        if not link.lag or link.kind not in {LagKind.WORKING, LagKind.ELAPSED}:
            continue
        pred = tasks[shape.pred[k]]
        data: dict[str, object] = {
            "lag": link.lag,
            "pred": link.pred,
            "succ": link.succ,
            "kind": int(link.kind),
        }
        if link.lag < 0 and link.type is LinkType.FS and -link.lag > pred.duration > 0:
            faults.append(Fault("link", link.uid, "lead_too_long", data))
        elif link.lag > (LONG_LAG_ELAPSED if link.kind is LagKind.ELAPSED else LONG_LAG * study.day):
            faults.append(Fault("link", link.uid, "lag_too_long", data))
    return Judged(len(study.links), faults)


def empty_delays(study: Study) -> Judged:
    """Levelling delays delay something: what has begun, or has typed dates, they cannot."""
    tasks = study.plan.tasks
    delayed = [i for i in study.leaves if tasks[i].leveling_delay]
    idle = [i for i in delayed if tasks[i].leveling_delay < 0 or tasks[i].manual or _begun(tasks[i])]
    return Judged(len(delayed), study.task_faults(idle, "empty_delay", "clear_delay"))

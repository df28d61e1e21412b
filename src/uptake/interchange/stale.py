"""Stored slack that contradicts the file in which it stands.

Microsoft Project does not renew the late dates of every task when the project's finish moves. A file then
holds a late finish that is not the project's, on a task that nothing but the project's finish can bound.
Found by the stored values alone, without the engine's results.
"""

from collections.abc import Mapping

from uptake.engine.instants import MINUTE
from uptake.engine.plan import Constraint, Plan, Task
from uptake.engine.scheduling import task_calendars
from uptake.engine.worktime import WorkingTime
from uptake.interchange.neutral import Stored

CAPPING = {Constraint.ALAP, Constraint.MSO, Constraint.MFO, Constraint.SNLT, Constraint.FNLT}


def stale(plan: Plan, told: Mapping[int, Stored]) -> set[int]:
    """Return the tasks whose stored late dates cannot be current.

    Parameters
    ----------
    plan : Plan
    told : mapping of int to Stored
        By task uid.

    Returns
    -------
    set of int
        Uids: tasks that nothing follows and nothing caps, with a stored late finish other than the stored
        finish of the project; and those whose late dates were counted back from them, their predecessors
        and the summaries above.
    """
    if plan.project.from_finish or plan.project.multiple_critical_paths:
        return set()
    ends = [told[task.uid].finish for task in plan.tasks if task.active and not task.external]
    end = max((finish for finish in ends if finish is not None), default=None)
    if end is None:
        return set()
    clocks = task_calendars(plan)
    found = {i for i, task in enumerate(plan.tasks) if _contradicts(plan, i, told[task.uid], end, clocks[i])}
    waiting = list(found)
    while waiting:
        i = waiting.pop()
        shape = plan.structure
        above = [shape.parent[i]] if shape.parent[i] >= 0 else []
        for near in [shape.pred[k] for k in shape.links_in[i]] + above:
            if near not in found:
                found.add(near)
                waiting.append(near)
    return {plan.tasks[i].uid for i in found}


def _contradicts(plan: Plan, i: int, told: Stored, end: int, clock: WorkingTime) -> bool:
    task = plan.tasks[i]
    if told.late_finish is None or plan.structure.summary[i] or not task.active:
        return False
    if task.actual_finish is not None or task.manual or task.external or not _free(plan, i):
        return False
    off: int = clock.work(told.late_finish) - clock.work(end)
    return abs(off) >= MINUTE


def _free(plan: Plan, i: int) -> bool:
    """Tell whether only the project's finish bounds a task: no successor, no cap, here or above."""
    shape = plan.structure
    while i >= 0:
        if shape.links_out[i] or _capped(plan.tasks[i]):
            return False
        i = shape.parent[i]
    return True


def _capped(task: Task) -> bool:
    return task.deadline is not None or task.constraint in CAPPING

"""Whether a plan is kept: a baseline to measure by, a status date, and one that is not old."""

from uptake.engine.instants import DAY
from uptake.engine.review.study import Fault, Judged, Study, unknown

OLD = 8 * DAY
"""A status date older than a week and a day says little about today."""


def baseline(study: Study) -> Judged:
    """Every plan on which work has begun has a baseline."""
    missing = study.baseline is None
    begun = any(study.plan.tasks[i].actual_start is not None for i in study.leaves)
    if missing and not begun:
        return unknown("not_begun")
    return Judged(1, [Fault("project", 0, "no_baseline")] if missing else [])


def outside_baseline(study: Study) -> Judged:
    """Nearly all tasks are in the baseline."""
    if study.baseline is None:
        return unknown("no_baseline")
    tasks = study.plan.tasks
    rows = [i for i in study.open if tasks[i].uid not in study.baseline]
    return Judged(len(study.open), study.task_faults(rows, "outside_baseline"))


def status_date(study: Study) -> Judged:
    """Every plan on which work has begun has a status date."""
    begun = any(study.plan.tasks[i].actual_start is not None for i in study.leaves)
    if not begun:
        return unknown("not_begun")
    return Judged(1, [Fault("project", 0, "no_status_date")] if study.status is None else [])


def old_status(study: Study) -> Judged:
    """No more than a week and a day have passed since the status date."""
    today = study.options.today
    if study.status is None:
        return unknown("no_status_date")
    if today is None:
        return unknown("no_today")
    age = today - study.status
    if not study.open:
        return unknown("nothing_left")
    data: dict[str, object] = {"status": study.status, "age": age}
    off = age > OLD
    return Judged(1, [Fault("project", 0, "old_status", data)] if off else [], value=age / DAY, failed=off)


def estimates(study: Study) -> Judged:
    """Enough durations have three estimates for the risk of the dates to be simulated, or they were."""
    if study.facts.simulated:
        return Judged(1, source="registers")
    tasks = study.plan.tasks
    rows = [i for i in study.work if tasks[i].optimistic is None or tasks[i].pessimistic is None]
    if study.facts.simulated is None and len(rows) == len(study.work):
        return unknown("no_estimates")
    return Judged(len(study.work), study.task_faults(rows, "no_estimates"))

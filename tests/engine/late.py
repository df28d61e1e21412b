"""The checker's other half: late dates, slack, and what is critical, asked of their definition."""

from collections.abc import Iterator

from tests.engine.terms import FIRM, FROM_FINISH, ON_FINISH, TO_FINISH, UPPER, Bound, Terms
from uptake.engine.plan import Constraint, Link, Task


def late_violations(terms: Terms) -> list[str]:
    """Tell what is wrong with the late dates and slack of a schedule."""
    told = []
    for task in terms.plan.tasks:
        if not task.active:
            continue
        if not terms.is_summary(task):
            told += [f"task {task.uid}: {what}" for what in _late(terms, task)]
        told += [f"task {task.uid}: {what}" for what in _slack(terms, task)]
    return told


def project_end(terms: Terms) -> int:
    """The instant that late dates count back from."""
    project = terms.plan.project
    if project.from_finish and project.finish is not None:
        return project.finish
    ends = [terms.found.of(task.uid).finish for task in terms.plan.tasks if terms.counts(task)]
    return max(ends, default=project.start)


def _late(terms: Terms, task: Task) -> Iterator[str]:
    dates = terms.found.of(task.uid)
    if terms.finished(task) or task.external:
        if (dates.late_start, dates.late_finish) != (dates.start, dates.finish):
            yield "late dates of what is done or foreign are its own"
        return
    raw = task.duration == 0 or terms.fixed(task)
    parts = terms.parts[task.uid]
    if not raw and dates.late_finish != max(part.hours.end(dates.late_finish) for part in parts):
        yield "late finish is an end of working time"
    if terms.started(task):
        if dates.late_start != dates.start:
            yield "late start of what has started is its start"
    elif dates.late_start != terms.back(task, dates.late_finish):
        yield "late start is its duration before its late finish"
    bounds = list(_caps(terms, task))
    for bound in bounds:
        if not _keeps(terms, task, dates.late_finish, bound):
            yield f"late finish breaks {bound.why}"
    later = dates.late_finish + 1
    if task.duration:
        later = max(part.hours.after(dates.late_finish, 1) for part in parts)
    if all(_keeps(terms, task, later, bound) for bound in bounds):
        yield "could finish later"


def _keeps(terms: Terms, task: Task, finish: int, bound: Bound) -> bool:
    if bound.on_finish:
        return finish <= bound.at
    if task.duration == 0:
        return finish <= bound.at
    return any(part.hours.between(bound.at, finish) <= part.reach for part in terms.parts[task.uid])


def _caps(terms: Terms, task: Task) -> Iterator[Bound]:
    """What the late finish of a task must not lie after."""
    bounds = list(_successors(terms, task))
    above = terms.above(task)
    while above is not None:
        bounds += [bound for bound in _successors(terms, above) if bound.on_finish]
        bounds += [bound for bound in _dates(above) if bound.on_finish]
        above = terms.above(above)
    if not terms.plan.project.multiple_critical_paths:
        bounds.append(Bound(project_end(terms), True, "the end of the project"))
    elif not any(bound.on_finish for bound in bounds):
        bounds.append(Bound(terms.found.of(task.uid).finish, True, "its own finish, on a path of its own"))
    yield from bounds
    yield from _dates(task)


def _dates(task: Task) -> Iterator[Bound]:
    if task.deadline is not None:
        yield Bound(task.deadline, True, "its deadline")
    if task.constraint_date is not None and task.constraint in UPPER | FIRM:
        yield Bound(task.constraint_date, task.constraint in ON_FINISH, "its date")


def _successors(terms: Terms, task: Task) -> Iterator[Bound]:
    for link in terms.out_of[task.uid]:
        on_finish = link.type in FROM_FINISH
        if not on_finish and terms.started(task):
            continue
        at = _leaves(terms, link)
        if at is not None:
            yield Bound(terms.lagged(link, at, -1), on_finish, f"link {link.uid}")


def _leaves(terms: Terms, link: Link) -> int | None:
    """Where a successor must begin or end at the latest; None when it does not bind."""
    succ = terms.tasks[link.succ]
    if not succ.active or (terms.finished(succ) and not terms.is_summary(succ)):
        return None
    if terms.is_summary(succ) and link.type in TO_FINISH:
        return None
    late = terms.found.of(succ.uid)
    if link.type in TO_FINISH:
        at: int | None = late.late_finish
    elif terms.started(succ) and link.type in FROM_FINISH and not terms.is_summary(succ):
        at = late.late_finish if succ.duration == 0 else succ.resume
    else:
        at = late.late_start
    return None if at is None or at < 0 else at


def _slack(terms: Terms, task: Task) -> Iterator[str]:
    dates = terms.found.of(task.uid)
    if dates.start < 0 or dates.late_start < 0:
        return
    hours = terms.slack_hours(task)
    leaf = not terms.is_summary(task)
    at_start = hours.between(dates.start, dates.late_start)
    at_finish = hours.between(dates.finish, dates.late_finish)
    total = min(at_start, at_finish)
    if leaf and terms.started(task):
        at_start, total = 0, at_finish
    if task.constraint is Constraint.ALAP:
        total = min(at_start, at_finish, 0)
    if leaf and terms.finished(task):
        at_start = at_finish = total = 0
    if leaf and (dates.start_slack, dates.finish_slack) != (at_start, at_finish):
        yield "slack is working time from early to late"
    if leaf and dates.total_slack != total:
        yield "total slack is the smaller of both"
    critical = dates.total_slack <= terms.plan.project.critical_limit and task.percent < 100
    if dates.critical != critical:
        yield "critical is what has no slack and is not done"
    if leaf and dates.free_slack != _free(terms, task):
        yield "free slack is the smallest gap to a successor, at most the total"


def _free(terms: Terms, task: Task) -> int:
    if terms.finished(task):
        return 0
    dates = terms.found.of(task.uid)
    hours = terms.slack_hours(task)
    gaps = []
    for link in terms.out_of[task.uid]:
        succ = terms.tasks[link.succ]
        done = terms.finished(succ) and not terms.is_summary(succ)
        row = terms.found.of(succ.uid)
        at = row.finish if link.type in TO_FINISH else row.start
        into_summary = terms.is_summary(succ) and link.type in TO_FINISH
        if not succ.active or done or into_summary or at < 0:
            continue
        since = dates.finish if link.type in FROM_FINISH else dates.start
        gaps.append(hours.between(since, terms.lagged(link, at, -1)))
    return max(0, min([*gaps, dates.total_slack]))

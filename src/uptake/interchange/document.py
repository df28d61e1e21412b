"""A plan and its schedule as a neutral document, ready to be written in any format."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from uptake.engine.calendars import Calendar, CalendarException, Shifts, Week
from uptake.engine.instants import DAY, HORIZON, MINUTE, moment
from uptake.engine.plan import Assignment, LagKind, Link, Plan, Project, Resource, Task
from uptake.engine.scheduling import Schedule
from uptake.interchange.durations import ELAPSED, NAMED, Amount, Scale
from uptake.interchange.form import CONSTRAINTS

Json = dict[str, Any]

NAMES = {constraint: name for name, constraint in reversed(CONSTRAINTS.items())}
"""The document's word for each constraint: the first of those that mean the same."""


def to_document(done: Schedule) -> Json:
    """Write a plan and its computed dates as a neutral document.

    Parameters
    ----------
    done : Schedule
        Its plan's inputs, and under ``expected`` its dates and slack.

    Returns
    -------
    dict
        In the neutral form; `neutral.to_plan` makes an equal plan of it, but for uids of links and
        assignments, which a document does not keep.

    Examples
    --------
    >>> from uptake.engine.scheduling import schedule
    >>> plan = Plan.build(Project(start=19200, name="Move"), [Task(uid=1, name="pack", wbs="1")])
    >>> to_document(schedule(plan))["tasks"][0]["expected"]["finish"]
    '1984-01-02T17:00:00'
    """
    plan = done.plan
    scale = Scale(plan.project.minutes_per_day, plan.project.minutes_per_week, plan.project.days_per_month)
    return {
        "project": _project(done, scale),
        "calendars": [_calendar(one) for one in plan.calendars],
        "resources": [_resource(one, scale) for one in plan.resources],
        "tasks": list(_tasks(done, scale)),
        "links": [_link(one, scale) for one in plan.links],
        "assignments": [_assignment(one, scale) for one in plan.assignments],
    }


def whole_project(plan: Plan) -> bool:
    """Tell whether the first task stands for the whole project: the one of uid 0, with everything under it."""
    return _all_under_first(plan) and plan.tasks[0].uid == 0


def _all_under_first(plan: Plan) -> bool:
    return len(plan.tasks) > 1 and all(task.parent is not None for task in plan.tasks[1:])


def row_numbers(plan: Plan, *, own: bool = True) -> list[int]:
    """Return the number of each task's row, 0 for the one that stands for the whole project.

    Parameters
    ----------
    plan : Plan
    own : bool
        Keep the numbers that the tasks have, as long as each is larger than the one before: a file may leave
        rows blank. Tasks that were inserted or moved have numbers that are not, and then all count by row.
    """
    first = int(not whole_project(plan))
    ids = [task.id for task in plan.tasks]
    least = 0 if _all_under_first(plan) else 1
    if own and ids and ids[0] >= least and all(a < b for a, b in pairwise(ids)):
        return ids
    return list(range(first, first + len(ids)))


def outline_numbers(plan: Plan) -> list[str]:
    """Return the place of each task in the outline, like ``2.1``; none for the whole project."""
    counts: dict[int | None, int] = {}
    found: dict[int | None, str] = {None: ""}
    for i, task in enumerate(plan.tasks):
        if i == 0 and whole_project(plan):
            found[task.uid] = ""
            continue
        counts[task.parent] = counts.get(task.parent, 0) + 1
        found[task.uid] = f"{found[task.parent]}.{counts[task.parent]}".removeprefix(".")
    return [found[task.uid] for task in plan.tasks]


def iso(at: int | None) -> str | None:
    """Write an instant; a late date before all time, or of a calendar that never works, is none."""
    return None if at is None or not 0 <= at < HORIZON else moment(at).isoformat()


def _span(tenths: int, scale: Scale, unit: str = "h", *, elapsed: bool = False) -> Json:
    """Write a duration in its unit, with the exact minutes beside it."""
    name = (ELAPSED if elapsed else "") + NAMED[unit]
    minutes = tenths / MINUTE
    written = Amount(round(minutes / (scale.minutes(name) or 1), 4), name).to_json(scale)
    return {**written, "min": int(minutes) if minutes.is_integer() else minutes}


def _clock(tenths: int) -> str:
    hours, minutes = divmod(tenths // MINUTE, 60)
    return f"{hours:02}:{minutes:02}"


def _project(done: Schedule, scale: Scale) -> Json:
    facts: Project = done.plan.project
    return {
        "start": iso(facts.start),
        "finish": iso(done.finish if facts.finish is None else facts.finish),
        "schedule_from": "FINISH" if facts.from_finish else "START",
        "status_date": iso(facts.status_date),
        "default_calendar": facts.calendar,
        "minutes_per_day": facts.minutes_per_day,
        "minutes_per_week": facts.minutes_per_week,
        "days_per_month": facts.days_per_month,
        "default_start_time": _clock(facts.default_start),
        "default_end_time": _clock(facts.default_finish),
        "honor_constraints": facts.honor_constraints,
        "multiple_critical_paths": facts.multiple_critical_paths,
        "critical_slack_limit": _span(facts.critical_limit, scale, "d"),
        "title": facts.name,
    }


def _shifts(shifts: Shifts) -> list[list[int]]:
    return [[start // MINUTE, end // MINUTE] for start, end in shifts]


def _week(week: Week) -> list[list[list[int]] | None]:
    """Turn Sunday-first days into the document's Monday-first ones."""
    return [None if shifts is None else _shifts(shifts) for shifts in (*week[1:], week[0])]


def _calendar(calendar: Calendar) -> Json:
    return {
        "uid": calendar.uid,
        "name": calendar.name,
        "parent": calendar.base,
        "week": _week(calendar.week),
        "exceptions": [
            {"from": _day(first), "to": _day(last), "hours": _shifts(one.shifts), "name": one.name}
            for one in calendar.exceptions
            for first, last in _stretches(one)
        ],
        "work_weeks": [
            {"from": _day(one.first), "to": _day(one.last), "week": _week(one.week), "name": one.name}
            for one in calendar.work_weeks
        ],
    }


def _stretches(exception: CalendarException) -> list[tuple[int, int]]:
    """Return the days of an exception, spelled out when it recurs."""
    if exception.repeats is None:
        return [(exception.first, exception.last)]
    return [(day, day) for day in exception.days()]


def _day(number: int) -> str:
    return moment(number * DAY).date().isoformat()


def _resource(resource: Resource, scale: Scale) -> Json:
    told = {
        "group": resource.group,
        "email": resource.email,
        "generic": resource.generic,
        "category": resource.category,
        "lead_time": _span(resource.lead_time, scale, "d") if resource.lead_time else None,
    }
    return {
        "uid": resource.uid,
        "name": resource.name,
        "type": resource.type.name,
        "calendar": resource.calendar,
        "max_units": resource.units * 100,
        **_said(told),
    }


def _said(values: Json) -> Json:
    """Leave out what says nothing."""
    return {name: value for name, value in values.items() if value}


def _tasks(done: Schedule, scale: Scale) -> Iterator[Json]:
    plan: Plan = done.plan
    names = {one.uid: one.name for one in plan.resources}
    numbers, outline = row_numbers(plan), outline_numbers(plan)
    levels: dict[int | None, int] = {None: -int(whole_project(plan))}
    for i, task in enumerate(plan.tasks):
        levels[task.uid] = levels[task.parent] + 1
        yield {
            **_task(task, scale),
            "id": numbers[i],
            "wbs": task.wbs or outline[i],
            "outline": outline[i],
            "project_summary": i == 0 and whole_project(plan),
            **_said({"notes": task.notes, "contact": None if task.owner is None else names[task.owner]}),
            "level": levels[task.uid],
            "summary": bool(plan.structure.summary[i]),
            "splits": _pieces(done, i),
            "expected": _expected(done, i),
        }


def _task(task: Task, scale: Scale) -> Json:
    left = task.duration if task.remaining is None else task.remaining
    return {
        "uid": task.uid,
        "name": task.name,
        "parent": task.parent,
        "milestone": task.milestone,
        "active": task.active,
        "manual": task.manual,
        "external": task.external,
        "type": task.type.name,
        "effort_driven": task.effort_driven,
        "estimated": task.estimated,
        "priority": task.priority,
        "duration": _span(task.duration, scale, task.unit, elapsed=task.elapsed),
        "remaining_duration": None
        if task.remaining is None
        else _span(left, scale, task.unit, elapsed=task.elapsed),
        "actual_duration": _span(max(task.duration - left, 0), scale, task.unit, elapsed=task.elapsed),
        "constraint": NAMES[task.constraint],
        "constraint_date": iso(task.constraint_date),
        "deadline": iso(task.deadline),
        "calendar": task.calendar,
        "ignore_resource_calendar": task.ignore_resource_calendar,
        "percent_complete": task.percent,
        "actual_start": iso(task.actual_start),
        "actual_finish": iso(task.actual_finish),
        "stop": iso(task.stop),
        "resume": iso(task.resume),
        "leveling_delay": _span(task.leveling_delay, scale, "d", elapsed=True),
        **_estimates(task, scale),
    }


def _estimates(task: Task, scale: Scale) -> Json:
    """Return what a task says for a simulation; nothing that it does not say."""
    spans = {
        name: _span(value, scale, task.unit, elapsed=task.elapsed)
        for name in ("optimistic", "likely", "pessimistic")
        if (value := getattr(task, name)) is not None
    }
    return spans | _said({"distribution": task.distribution or None, "category": task.category or None})


def _pieces(done: Schedule, i: int) -> list[list[str | None]]:
    task, net = done.plan.tasks[i], done.layout.net
    clock = net.clocks[net.span_clock[i]]
    begin = clock.work(done.dates.start[i])
    return [[iso(clock.start(begin + a)), iso(clock.end(begin + b))] for a, b in task.pieces]


def _expected(done: Schedule, i: int) -> Json:
    row = done.row(i)
    return {
        "start": iso(row.start),
        "finish": iso(row.finish),
        "late_start": iso(row.late_start),
        "late_finish": iso(row.late_finish),
        "start_slack": row.start_slack / MINUTE,
        "finish_slack": row.finish_slack / MINUTE,
        "free_slack": row.free_slack / MINUTE,
        "total_slack": row.total_slack / MINUTE,
        "critical": row.critical,
    }


def _link(link: Link, scale: Scale) -> Json:
    elapsed = link.kind in {LagKind.ELAPSED, LagKind.ELAPSED_PERCENT}
    if link.kind in {LagKind.PERCENT, LagKind.ELAPSED_PERCENT}:
        lag: Json = {
            "v": link.lag / 10,
            "u": (ELAPSED if elapsed else "") + "PERCENT",
            "percent": link.lag / 10,
        }
    else:
        lag = _span(link.lag, scale, "d", elapsed=elapsed)
    return {"pred": link.pred, "succ": link.succ, "type": link.type.name, "lag": lag}


def _assignment(assignment: Assignment, scale: Scale) -> Json:
    return {
        "uid": assignment.uid,
        "task": assignment.task,
        "resource": assignment.resource,
        "units": assignment.units * 100,
        "work": _span(assignment.work, scale),
        "actual_work": _span(assignment.actual_work, scale),
        "remaining_work": _span(assignment.remaining_work, scale),
        "overtime_work": _span(assignment.overtime_work, scale),
        "delay": _span(assignment.delay, scale),
        "leveling_delay": _span(assignment.leveling_delay, scale, "d", elapsed=True),
        "contour": assignment.contour.name,
        "start": iso(assignment.start),
        "finish": iso(assignment.finish),
        "actual_start": iso(assignment.actual_start),
        "actual_finish": iso(assignment.actual_finish),
    }

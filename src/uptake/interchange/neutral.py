"""The neutral document, one JSON-able form for every file format, as a plan; and what was stored with it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from uptake.engine.calendars import INHERIT_WEEK, Calendar, CalendarException, Shifts, Week, WorkWeek
from uptake.engine.edits.values import MAX_NOTES, MAX_TEXT
from uptake.engine.instants import HORIZON, MINUTE, day_number, instant
from uptake.engine.plan import (
    Assignment,
    Contour,
    LagKind,
    Link,
    LinkType,
    Pieces,
    Plan,
    Project,
    Resource,
    Task,
)
from uptake.engine.scheduling import task_calendars
from uptake.engine.worktime import WorkingTime
from uptake.interchange.durations import SHORT
from uptake.interchange.form import CONSTRAINTS, RESOURCE_TYPES, TYPES, check_form
from uptake.interchange.losses import Loss

Document = Mapping[str, Any]

DATES = ("constraint_date", "deadline", "actual_start", "actual_finish", "stop", "resume")
"""Dates of a task that a plan takes as inputs."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What the program that saved a file had computed for one task; ``None`` where it said nothing."""

    start: int | None = None
    finish: int | None = None
    late_start: int | None = None
    late_finish: int | None = None
    start_slack: int | None = None
    finish_slack: int | None = None
    free_slack: int | None = None
    total_slack: int | None = None
    critical: bool | None = None


def to_plan(document: Document) -> Plan:
    """Build the plan that a document describes.

    Parameters
    ----------
    document : mapping
        In the neutral form.

    Returns
    -------
    Plan
        Computed results of the document are left out, see `stored`; so is what cannot be in a plan, such as
        a link to a task that is not there, see `left_out`.

    Raises
    ------
    InvalidDocument
        When the document does not have the documented form.
    PlanError
        When the document holds what cannot be a plan, such as a loop.

    Examples
    --------
    >>> parts = dict.fromkeys(("calendars", "resources", "links", "assignments"), [])
    >>> dig = {"uid": 1, "name": "dig", "duration": {"u": "DAYS", "min": 960}, "expected": {}}
    >>> plan = to_plan({**parts, "project": {"start": "2025-03-03T08:00:00"}, "tasks": [dig]})
    >>> plan.task(1).name, plan.task(1).duration
    ('dig', 9600)
    """
    check_form(document)
    usable, _ = _usable(document)
    owners = _owners(usable["resources"])
    tasks = [_task(row, owners.get(row.get("contact"))) for row in usable["tasks"]]
    resources = [_resource(row) for row in usable["resources"]]
    plan = Plan.build(
        _project(usable["project"], usable),
        tasks,
        [_link(number, row) for number, row in enumerate(usable["links"], 1)],
        calendars=_calendars(usable),
        resources=resources,
        assignments=_assignments(usable, {one.uid for one in resources}),
    )
    return _with_pieces(plan, usable)


def left_out(document: Document) -> tuple[Loss, ...]:
    """Return what `to_plan` leaves out of a document because it cannot be in a plan."""
    return _usable(document)[1]


def _usable(document: Document) -> tuple[Document, tuple[Loss, ...]]:
    """Keep what a plan can be built from: rows with a uid of their own, references that lead somewhere."""
    tasks, no_tasks = _distinct(document["tasks"])
    resources, no_resources = _distinct(document["resources"])
    calendars, no_calendars = _distinct(document["calendars"])
    known = {row["uid"] for row in tasks}
    clocks = {row["uid"] for row in calendars}
    links = [
        row
        for row in document["links"]
        if row.get("pred") in known and row.get("succ") in known and row["pred"] != row["succ"]
    ]
    assignments = [row for row in document["assignments"] if row.get("task") in known]
    usable = {
        "project": _referring(document["project"], "default_calendar", clocks),
        "calendars": [_referring(row, "parent", clocks) for row in calendars],
        "resources": [_referring(row, "calendar", clocks) for row in resources],
        "tasks": [_referring(_referring(row, "calendar", clocks), "parent", known) for row in tasks],
        "links": links,
        "assignments": assignments,
    }
    lost = {
        "task": no_tasks,
        "resource": no_resources,
        "calendar": no_calendars,
        "link": len(document["links"]) - len(links),
        "assignment": len(document["assignments"]) - len(assignments),
    }
    losses = [Loss("not_read", kind, "", count) for kind, count in lost.items() if count]
    for field in DATES:
        at_fault = tuple(row["uid"] for row in tasks if row.get(field) and _instant(row[field]) is None)
        if at_fault:
            losses.append(Loss("not_read", "task", field, len(at_fault), at_fault[:10]))
    owners = _owners(resources)
    nobody = tuple(row["uid"] for row in tasks if row.get("contact") and row["contact"] not in owners)
    cut = tuple(row["uid"] for row in tasks if len(row.get("notes") or "") > MAX_NOTES)
    for code, field, at_fault in (("not_read", "contact", nobody), ("changed", "notes", cut)):
        if at_fault:
            losses.append(Loss(code, "task", field, len(at_fault), at_fault[:10]))
    return usable, tuple(losses)


def _owners(resources: Iterable[Mapping[str, Any]]) -> dict[str | None, int]:
    """Return the uids of resources by name, of those whose name no other has."""
    names = Counter(row.get("name") for row in resources)
    return {name: row["uid"] for row in resources if (name := row.get("name")) and names[name] == 1}


def _distinct(rows: Sequence[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], int]:
    """Return the rows with a uid, the first of each, and how many others there are."""
    found: dict[int, Mapping[str, Any]] = {}
    for row in rows:
        if row.get("uid") is not None:
            found.setdefault(row["uid"], row)
    return list(found.values()), len(rows) - len(found)


def _referring(row: Mapping[str, Any], field: str, known: set[int]) -> Mapping[str, Any]:
    """Return the row without a reference that leads nowhere."""
    return row if row.get(field) is None or row[field] in known else {**row, field: None}


def stored(document: Document) -> dict[int, Stored]:
    """Return what the document's program had computed, by task uid."""
    return {row["uid"]: _stored(row) for row in document["tasks"] if row.get("uid") is not None}


def _stored(row: Mapping[str, Any]) -> Stored:
    told = {**(row.get("derived") or {}), **{k: v for k, v in _expected(row).items() if v is not None}}
    return Stored(
        start=_instant(told.get("start")),
        finish=_instant(told.get("finish")),
        late_start=_instant(told.get("late_start")),
        late_finish=_instant(told.get("late_finish")),
        start_slack=_tenths(told.get("start_slack")),
        finish_slack=_tenths(told.get("finish_slack")),
        free_slack=_tenths(told.get("free_slack")),
        total_slack=_tenths(told.get("total_slack")),
        critical=told.get("critical"),
    )


def _expected(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return row.get("expected") or {}


def _instant(text: str | None) -> int | None:
    """Read a date; one outside the years that a plan can hold counts as none, and `left_out` tells."""
    if text is None:
        return None
    at = instant(datetime.fromisoformat(text))
    return at if 0 <= at < HORIZON else None


def _tenths(minutes: float | None) -> int | None:
    return None if minutes is None else round(minutes * MINUTE)


def _amount(row: Mapping[str, Any] | None) -> int:
    return round(float((row or {}).get("min") or 0) * MINUTE)


def _time_of_day(text: str | None, otherwise: int) -> int:
    if not text:
        return otherwise
    hours, minutes = text.split(":")[:2]
    return (int(hours) * 60 + int(minutes)) * MINUTE


def _project(facts: Mapping[str, Any], document: Document) -> Project:
    start = _instant(facts.get("start"))
    finish = _instant(facts.get("finish"))
    if start is None:
        starts = [told.start for told in stored(document).values() if told.start is not None]
        start = min(starts, default=0)
    return Project(
        start=start,
        finish=finish,
        from_finish=facts.get("schedule_from") == "FINISH",
        calendar=facts.get("default_calendar") or _first_calendar(document),
        status_date=_instant(facts.get("status_date")),
        honor_constraints=facts.get("honor_constraints") is not False,
        critical_limit=_amount(facts.get("critical_slack_limit")),
        multiple_critical_paths=bool(facts.get("multiple_critical_paths")),
        minutes_per_day=facts.get("minutes_per_day") or 480,
        minutes_per_week=facts.get("minutes_per_week") or 2400,
        days_per_month=facts.get("days_per_month") or 20,
        default_start=_time_of_day(facts.get("default_start_time"), 8 * 60 * MINUTE),
        default_finish=_time_of_day(facts.get("default_end_time"), 17 * 60 * MINUTE),
        name=facts.get("title") or "",
    )


def _first_calendar(document: Document) -> int:
    return int(document["calendars"][0]["uid"]) if document["calendars"] else 1


def _calendars(document: Document) -> list[Calendar]:
    found = [_calendar(row) for row in document["calendars"]]
    return found or [Calendar(1, "Standard")]


def _calendar(row: Mapping[str, Any]) -> Calendar:
    return Calendar(
        row["uid"],
        row.get("name") or "",
        row.get("parent"),
        _week(row.get("week")),
        tuple(
            CalendarException(
                _day(span["from"]), _day(span["to"]), _shifts(span["hours"]), span.get("name") or ""
            )
            for span in row.get("exceptions") or ()
        ),
        tuple(
            WorkWeek(_day(span["from"]), _day(span["to"]), _week(span.get("week")), span.get("name") or "")
            for span in row.get("work_weeks") or ()
        ),
    )


def _day(text: str) -> int:
    return day_number(date.fromisoformat(text[:10]))


def _shifts(hours: Iterable[tuple[int, int]]) -> Shifts:
    return tuple(sorted((start * MINUTE, end * MINUTE) for start, end in hours))


def _week(days: list[list[tuple[int, int]] | None] | None) -> Week:
    """Turn Monday-first days into the engine's Sunday-first ones."""
    if days is None:
        return INHERIT_WEEK
    read = [None if hours is None else _shifts(hours) for hours in days]
    return (read[6], *read[:6])


def _resource(row: Mapping[str, Any]) -> Resource:
    units = row.get("max_units")
    return Resource(
        uid=row["uid"],
        name=row.get("name") or "",
        type=RESOURCE_TYPES[row.get("type") or "WORK"],
        calendar=row.get("calendar"),
        units=1.0 if units is None else units / 100,
        category=row.get("category") or "",
        lead_time=min(max(_amount(row.get("lead_time")), 0), HORIZON),
        generic=bool(row.get("generic")),
        group=row.get("group") or "",
        email=row.get("email") or "",
    )


def _task(row: Mapping[str, Any], owner: int | None) -> Task:
    span = row.get("duration") or {}
    unit = span.get("u") or "DAYS"
    typed = _expected(row) if row.get("manual") or row.get("external") else {}
    remaining = row.get("remaining_duration")
    return Task(
        uid=row["uid"],
        id=row.get("id") or 0,
        name=row.get("name") or "",
        wbs=row.get("wbs") or row.get("outline") or "",
        parent=row.get("parent"),
        duration=_amount(span),
        elapsed=unit.startswith("ELAPSED"),
        unit=SHORT.get(unit.removeprefix("ELAPSED_"), "d"),
        type=TYPES[row.get("type") or "FIXED_UNITS"],
        effort_driven=bool(row.get("effort_driven")),
        estimated=bool(row.get("estimated")),
        milestone=bool(row.get("milestone")),
        constraint=CONSTRAINTS[row.get("constraint") or "AS_SOON_AS_POSSIBLE"],
        constraint_date=_instant(row.get("constraint_date")),
        deadline=_instant(row.get("deadline")),
        calendar=row.get("calendar"),
        ignore_resource_calendar=bool(row.get("ignore_resource_calendar")),
        priority=500 if row.get("priority") is None else min(max(row["priority"], 0), 1000),
        manual=bool(row.get("manual")),
        active=row.get("active") is not False,
        external=bool(row.get("external")),
        start=_instant(typed.get("start")),
        finish=_instant(typed.get("finish")),
        percent=min(max(round(row.get("percent_complete") or 0), 0), 100),
        actual_start=_instant(row.get("actual_start")),
        actual_finish=_instant(row.get("actual_finish")),
        stop=_instant(row.get("stop")),
        resume=_instant(row.get("resume")),
        remaining=None if remaining is None else _amount(remaining),
        leveling_delay=_amount(row.get("leveling_delay")),
        notes=(row.get("notes") or "")[:MAX_NOTES],
        owner=owner,
        optimistic=_estimate(row.get("optimistic")),
        likely=_estimate(row.get("likely")),
        pessimistic=_estimate(row.get("pessimistic")),
        distribution=row.get("distribution") or "",
        category=(row.get("category") or "")[:MAX_TEXT],
    )


def _estimate(span: Mapping[str, Any] | None) -> int | None:
    """Return the estimate of a duration; None where there is none, or it cannot be one."""
    found = None if span is None else _amount(span)
    return found if found is not None and 0 <= found <= HORIZON else None


def _link(number: int, row: Mapping[str, Any]) -> Link:
    lag = row.get("lag") or {}
    unit = lag.get("u") or "DAYS"
    if "PERCENT" in unit:
        return Link(
            uid=number,
            pred=row["pred"],
            succ=row["succ"],
            type=LinkType[row.get("type") or "FS"],
            lag=round(float(lag.get("percent") or lag.get("v") or 0) * 10),
            kind=LagKind.ELAPSED_PERCENT if unit.startswith("ELAPSED") else LagKind.PERCENT,
        )
    kind = LagKind.ELAPSED if unit.startswith("ELAPSED") else LagKind.WORKING
    return Link(
        uid=number,
        pred=row["pred"],
        succ=row["succ"],
        type=LinkType[row.get("type") or "FS"],
        lag=_amount(lag),
        kind=kind,
    )


def _assignments(document: Document, resources: set[int]) -> list[Assignment]:
    """Read the assignments, numbered anew: some programs leave uids empty or use one twice."""
    return [_assignment(number, row, resources) for number, row in enumerate(document["assignments"], 1)]


def _assignment(number: int, row: Mapping[str, Any], resources: set[int]) -> Assignment:
    resource = row.get("resource")
    units = row.get("units")
    return Assignment(
        uid=number,
        task=row["task"],
        resource=resource if resource in resources else None,
        units=1.0 if units is None else units / 100,
        work=_amount(row.get("work")),
        actual_work=_amount(row.get("actual_work")),
        remaining_work=_amount(row.get("remaining_work")),
        overtime_work=_amount(row.get("overtime_work")),
        delay=_amount(row.get("delay")),
        leveling_delay=_amount(row.get("leveling_delay")),
        contour=Contour[row.get("contour") or "FLAT"],
        start=_instant(row.get("start")),
        finish=_instant(row.get("finish")),
        actual_start=_instant(row.get("actual_start")),
        actual_finish=_instant(row.get("actual_finish")),
    )


def _with_pieces(plan: Plan, document: Document) -> Plan:
    """Turn dated split pieces into working time after the task's start, so that they move with it."""
    split = {row["uid"]: row["splits"] for row in document["tasks"] if row.get("splits")}
    if not split:
        return plan
    tasks = tuple(
        replace(task, pieces=_pieces(split[task.uid], clock, task.actual_start))
        if task.uid in split
        else task
        for task, clock in zip(plan.tasks, task_calendars(plan), strict=True)
    )
    return plan.with_values(tasks=tasks)


def _pieces(dated: list[list[str]], clock: WorkingTime, begun: int | None) -> Pieces:
    begin = clock.work(instant(datetime.fromisoformat(dated[0][0])) if begun is None else begun)
    return tuple(
        (
            clock.work(instant(datetime.fromisoformat(start))) - begin,
            clock.work(instant(datetime.fromisoformat(end))) - begin,
        )
        for start, end in dated
    )

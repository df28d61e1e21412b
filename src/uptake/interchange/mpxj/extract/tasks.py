"""Tasks and links."""

from __future__ import annotations

from functools import cache
from typing import Any

from uptake.interchange.mpxj.extract import values
from uptake.interchange.mpxj.extract.custom import CustomFields
from uptake.interchange.mpxj.extract.values import Units
from uptake.interchange.mpxj.java import Java, type_of

Json = Any
LINKS = {"FINISH_START": "FS", "START_START": "SS", "FINISH_FINISH": "FF", "START_FINISH": "SF"}


@cache
def _fields() -> dict[str, Java]:
    task_field = type_of("org.mpxj.TaskField")
    names = (
        "START FINISH EARLY_START EARLY_FINISH LATE_START LATE_FINISH SCHEDULED_START SCHEDULED_FINISH "
        "START_SLACK FINISH_SLACK FREE_SLACK TOTAL_SLACK CRITICAL DURATION WORK ACTUAL_DURATION "
        "REMAINING_DURATION ACTUAL_WORK REMAINING_WORK LEVELING_DELAY COST FIXED_COST ACTUAL_COST "
        "STOP RESUME SUMMARY MILESTONE PERCENT_WORK_COMPLETE"
    )
    return {name: getattr(task_field, name) for name in names.split()}


def tasks(file: Java, units: Units, custom: CustomFields) -> list[Json]:
    return [_task(task, units, custom) for task in file.getTasks() if not task.getNull()]


def _task(task: Java, units: Units, custom: CustomFields) -> Json:
    uid = int(task.getUniqueID())
    parent = task.getParentTask()
    level = task.getOutlineLevel()
    number = task.getID()
    summary = bool(task.getSummary())
    return {
        "uid": uid,
        "id": None if number is None else int(number),
        "name": values.text(task.getName()),
        "outline": values.text(task.getOutlineNumber()),
        "level": None if level is None else int(level),
        "parent": None if parent is None else int(parent.getUniqueID()),
        "summary": summary,
        "project_summary": number is not None and int(number) == 0,
        **_scheduling(task, units),
        **_progress(task, units),
        "recurring": bool(task.getRecurring()),
        "external": bool(task.getExternalTask()),
        "subproject": bool(task.getExternalProject()),
        "splits": _splits(task),
        "expected": _expected(task, units),
        **_description(task),
        **custom.of(task),
    }


def _scheduling(task: Java, units: Units) -> dict[str, Json]:
    field, get = _fields(), task.getCachedValue
    calendar = task.getCalendarUniqueID()
    priority = task.getPriority()
    return {
        "milestone": bool(task.getMilestone()),
        "active": bool(task.getActive()),
        "manual": values.enum(task.getTaskMode()) == "MANUALLY_SCHEDULED",
        "type": values.enum(task.getType()),
        "effort_driven": bool(task.getEffortDriven()),
        "estimated": bool(task.getEstimated()),
        "priority": 500 if priority is None else int(priority.getValue()),
        "duration": units.duration(get(field["DURATION"])),
        "work": units.duration(get(field["WORK"])),
        "constraint": values.enum(task.getConstraintType()) or "AS_SOON_AS_POSSIBLE",
        "constraint_date": values.moment(task.getConstraintDate()),
        "deadline": values.moment(task.getDeadline()),
        "calendar": None if calendar is None else int(calendar),
        "ignore_resource_calendar": bool(task.getIgnoreResourceCalendar()),
        "leveling_delay": units.duration(get(field["LEVELING_DELAY"])),
    }


def _progress(task: Java, units: Units) -> dict[str, Json]:
    field, get = _fields(), task.getCachedValue
    return {
        "percent_complete": values.optional_number(task.getPercentageComplete()) or 0,
        "percent_work_complete": values.optional_number(task.getPercentageWorkComplete()) or 0,
        "actual_start": values.moment(task.getActualStart()),
        "actual_finish": values.moment(task.getActualFinish()),
        "actual_duration": units.duration(get(field["ACTUAL_DURATION"])),
        "remaining_duration": units.duration(get(field["REMAINING_DURATION"])),
        "actual_work": units.duration(get(field["ACTUAL_WORK"])),
        "remaining_work": units.duration(get(field["REMAINING_WORK"])),
        "stop": values.moment(get(field["STOP"])),
        "resume": values.moment(get(field["RESUME"])),
    }


def _splits(task: Java) -> list[list[str | None]]:
    pieces = task.getWorkSplits()
    if pieces is None or pieces.size() < 2:
        return []
    return [[values.moment(p.getStart()), values.moment(p.getEnd())] for p in pieces]


def _expected(task: Java, units: Units) -> dict[str, Json]:
    field, get = _fields(), task.getCachedValue
    critical = get(field["CRITICAL"])
    dates = (
        "START FINISH EARLY_START EARLY_FINISH LATE_START LATE_FINISH SCHEDULED_START SCHEDULED_FINISH"
    ).split()
    slacks = "START_SLACK FINISH_SLACK FREE_SLACK TOTAL_SLACK".split()
    return {
        **{name.lower(): values.moment(get(field[name])) for name in dates},
        **{name.lower(): units.in_minutes(get(field[name])) for name in slacks},
        "critical": None if critical is None else bool(critical),
    }


def _description(task: Java) -> dict[str, Json]:
    field, get = _fields(), task.getCachedValue
    found = {
        "wbs": values.text(task.getWBS()),
        "notes": values.text(task.getNotes()),
        "hyperlink": values.text(task.getHyperlink()),
        "hyperlink_address": values.text(task.getHyperlinkAddress()),
        "hyperlink_sub_address": values.text(task.getHyperlinkSubAddress()),
        "contact": values.text(task.getContact()),
        "subproject_file": values.text(task.getSubprojectFile()),
        "activity_id": values.text(task.getActivityID()),
        "cost": values.optional_number(get(field["COST"])),
        "fixed_cost": values.optional_number(get(field["FIXED_COST"])),
        "actual_cost": values.optional_number(get(field["ACTUAL_COST"])),
        "fixed_cost_accrual": values.enum(task.getFixedCostAccrual()),
        "secondary_constraint": values.enum(task.getSecondaryConstraintType()),
        "secondary_constraint_date": values.moment(task.getSecondaryConstraintDate()),
    }
    return {name: value for name, value in found.items() if value not in (None, "", 0)}


def links(file: Java, units: Units) -> list[Json]:
    return [_link(relation, units) for task in file.getTasks() for relation in task.getPredecessors()]


def _link(relation: Java, units: Units) -> Json:
    lag = units.duration(relation.getLag()) or {"v": 0, "u": "DAYS", "min": 0}
    if "min" not in lag:
        lag["percent"] = lag["v"]
    return {
        "pred": int(relation.getPredecessorTask().getUniqueID()),
        "succ": int(relation.getSuccessorTask().getUniqueID()),
        "type": LINKS[str(relation.getType().name())],
        "lag": lag,
    }

"""Assignments, with their work over time where a total would not tell how it is spread."""

from __future__ import annotations

from functools import cache
from typing import Any

from uptake.interchange.mpxj.extract import values
from uptake.interchange.mpxj.extract.custom import CustomFields
from uptake.interchange.mpxj.extract.values import Units
from uptake.interchange.mpxj.java import Java, type_of

Json = Any
CONTOURS = {
    "Flat": "FLAT", "Back Loaded": "BACK_LOADED", "Front Loaded": "FRONT_LOADED", "Double Peak": "DOUBLE_PEAK",
    "Early Peak": "EARLY_PEAK", "Late Peak": "LATE_PEAK", "Bell": "BELL", "Turtle": "TURTLE",
    "Contoured": "CONTOURED",
}  # fmt: skip


@cache
def _fields() -> dict[str, Java]:
    field = type_of("org.mpxj.AssignmentField")
    names = (
        "WORK ACTUAL_WORK REMAINING_WORK OVERTIME_WORK ASSIGNMENT_DELAY LEVELING_DELAY "
        "STOP RESUME COST ACTUAL_COST REMAINING_COST ACTUAL_OVERTIME_WORK"
    )
    return {name: getattr(field, name) for name in names.split()}


def assignments(file: Java, units: Units, custom: CustomFields) -> list[Json]:
    return [_assignment(a, units, custom) for a in file.getResourceAssignments() if a.getTask() is not None]


def _assignment(assignment: Java, units: Units, custom: CustomFields) -> Json:
    field, get = _fields(), assignment.getCachedValue
    resource = assignment.getResourceUniqueID()
    uid = assignment.getUniqueID()
    value = {
        "uid": None if uid is None else int(uid),
        "task": int(assignment.getTaskUniqueID()),
        "resource": None if resource is None else int(resource),
        "units": values.optional_number(assignment.getUnits()),
        "work": units.duration(get(field["WORK"])),
        "actual_work": units.duration(get(field["ACTUAL_WORK"])),
        "remaining_work": units.duration(get(field["REMAINING_WORK"])),
        "overtime_work": units.duration(get(field["OVERTIME_WORK"])),
        "start": values.moment(assignment.getStart()),
        "finish": values.moment(assignment.getFinish()),
        "actual_start": values.moment(assignment.getActualStart()),
        "actual_finish": values.moment(assignment.getActualFinish()),
        "delay": units.duration(get(field["ASSIGNMENT_DELAY"])),
        "leveling_delay": units.duration(get(field["LEVELING_DELAY"])),
        "contour": _contour(assignment.getWorkContour()),
        "stop": values.moment(get(field["STOP"])),
        "resume": values.moment(get(field["RESUME"])),
        **_money(assignment),
        **custom.of(assignment),
    }
    if timephased := _timephased(assignment, units):
        value["timephased"] = timephased
    return value


def _contour(contour: Java) -> str | None:
    if contour is None:
        return None
    name = str(contour.getName())
    return CONTOURS.get(name, name)


def _money(assignment: Java) -> dict[str, Json]:
    field, get = _fields(), assignment.getCachedValue
    found = {
        "cost": values.optional_number(get(field["COST"])),
        "actual_cost": values.optional_number(get(field["ACTUAL_COST"])),
        "rate_table": int(assignment.getCostRateTableIndex()),
        "notes": values.text(assignment.getNotes()),
    }
    return {name: value for name, value in found.items() if value}


def _timephased(assignment: Java, units: Units) -> dict[str, Json]:
    found = {
        "actual": _pieces(assignment.getRawTimephasedActualRegularWork(), units),
        "remaining": _pieces(assignment.getRawTimephasedRemainingRegularWork(), units),
        "actual_overtime": _pieces(assignment.getRawTimephasedActualOvertimeWork(), units),
        "remaining_overtime": _pieces(assignment.getRawTimephasedRemainingOvertimeWork(), units),
    }
    return {name: pieces for name, pieces in found.items() if pieces}


def _pieces(items: Java, units: Units) -> list[Json]:
    if items is None or not items.size():
        return []
    return [
        [values.moment(i.getStart()), values.moment(i.getFinish()), units.in_minutes(i.getTotalAmount()) or 0]
        for i in items
    ]

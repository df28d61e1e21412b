"""Assignments, with their work over time where a total would not tell how it is spread."""

from __future__ import annotations

from typing import Any

from uptake.interchange.mpxj import columns
from uptake.interchange.mpxj.extract import values
from uptake.interchange.mpxj.extract.custom import CustomFields
from uptake.interchange.mpxj.extract.values import Reader, Units
from uptake.interchange.mpxj.java import Java, type_of

Json = Any


def assignments(file: Java, units: Units, split: set[int]) -> list[Json]:
    """All assignments; ``split`` are the unique ids of tasks that are worked on in pieces."""
    fields = type_of("org.mpxj.AssignmentField")
    used = values.used_fields(file.getResourceAssignments())
    inputs = Reader(columns.ASSIGNMENT, fields, units, used)
    custom = CustomFields.among(used, fields, units)
    found = (_assignment(a, inputs, custom) for a in file.getResourceAssignments() if a.getTask() is not None)
    return [_with_spread(value, java, units, split) for value, java in found]


def _assignment(assignment: Java, inputs: Reader, custom: CustomFields) -> tuple[Json, Java]:
    resource = assignment.getResourceUniqueID()
    value = {
        "uid": values.whole(assignment.getUniqueID()),
        "task": int(assignment.getTaskUniqueID()),
        "resource": None if resource is None else int(resource),
        **inputs.read(assignment),
        **custom.of(assignment),
    }
    return value, assignment


def _with_spread(value: Json, assignment: Java, units: Units, split: set[int]) -> Json:
    if not (
        value["contour"] not in ("FLAT", None)
        or value["task"] in split
        or _minutes(value["overtime_work"])
        or _minutes(value["delay"])
        or _minutes(value["leveling_delay"])
    ):
        return value
    pieces = {
        "actual": _pieces(assignment.getRawTimephasedActualRegularWork(), units),
        "remaining": _pieces(assignment.getRawTimephasedRemainingRegularWork(), units),
        "actual_overtime": _pieces(assignment.getRawTimephasedActualOvertimeWork(), units),
        "remaining_overtime": _pieces(assignment.getRawTimephasedRemainingOvertimeWork(), units),
    }
    found = {name: items for name, items in pieces.items() if items}
    return {**value, "timephased": found} if found else value


def _minutes(duration: Json) -> float:
    return float(duration["min"]) if duration else 0.0


def _pieces(items: Java, units: Units) -> list[Json]:
    if items is None or not items.size():
        return []
    return [
        [values.moment(i.getStart()), values.moment(i.getFinish()), units.in_minutes(i.getTotalAmount()) or 0]
        for i in items
    ]

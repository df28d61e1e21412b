"""Tasks and links."""

from __future__ import annotations

from typing import Any

from uptake.interchange.mpxj import columns
from uptake.interchange.mpxj.extract import values
from uptake.interchange.mpxj.extract.custom import CustomFields
from uptake.interchange.mpxj.extract.values import Reader, Units
from uptake.interchange.mpxj.java import Java, type_of

Json = Any
LINKS = {"FINISH_START": "FS", "START_START": "SS", "FINISH_FINISH": "FF", "START_FINISH": "SF"}


def tasks(file: Java, units: Units) -> list[Json]:
    """List all tasks but blank rows, in outline order."""
    fields = type_of("org.mpxj.TaskField")
    used = values.used_fields(file.getTasks())
    inputs = Reader(columns.TASK, fields, units, used)
    expected = Reader(columns.EXPECTED, fields, units, used)
    custom = CustomFields.among(used, fields, units)
    return [_task(task, inputs, expected, custom) for task in file.getTasks() if not task.getNull()]


def _task(task: Java, inputs: Reader, expected: Reader, custom: CustomFields) -> Json:
    parent = task.getParentTask()
    found = inputs.read(task)
    return {
        "uid": int(task.getUniqueID()),
        **found,
        "constraint": found["constraint"] or "AS_SOON_AS_POSSIBLE",
        "parent": None if parent is None else int(parent.getUniqueID()),
        "project_summary": found["id"] == 0,
        "subproject": bool(task.getExternalProject()),
        "splits": _splits(task),
        "expected": expected.read(task),
        **custom.of(task),
    }


def _splits(task: Java) -> list[list[str | None]]:
    pieces = task.getWorkSplits()
    if pieces is None or pieces.size() < 2:
        return []
    return [[values.moment(p.getStart()), values.moment(p.getEnd())] for p in pieces]


def links(file: Java, units: Units) -> list[Json]:
    """List all links, by successor."""
    return [_link(relation, units) for task in file.getTasks() for relation in task.getPredecessors()]


def _link(relation: Java, units: Units) -> Json:
    lag = units.duration(relation.getLag()) or {"v": 0, "u": "DAYS", "min": 0}
    if "min" not in lag:
        lag["percent"] = lag["v"]
    found = {
        "pred": int(relation.getPredecessorTask().getUniqueID()),
        "succ": int(relation.getSuccessorTask().getUniqueID()),
        "type": LINKS[str(relation.getType().name())],
        "lag": lag,
    }
    if notes := values.text(relation.getNotes()):
        found["notes"] = notes
    return found

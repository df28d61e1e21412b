"""Assignments of the document -> MPXJ, with their work over time."""

from __future__ import annotations

from typing import Any

from uptake.interchange.mpxj import columns
from uptake.interchange.mpxj.compose import values
from uptake.interchange.mpxj.compose.custom import set_custom
from uptake.interchange.mpxj.compose.values import Writer
from uptake.interchange.mpxj.java import Java, type_of
from uptake.interchange.mpxj.refusal import invalid

Json = Any
_SPREADS = {
    "actual": "getRawTimephasedActualRegularWork",
    "remaining": "getRawTimephasedRemainingRegularWork",
    "actual_overtime": "getRawTimephasedActualOvertimeWork",
    "remaining_overtime": "getRawTimephasedRemainingOvertimeWork",
}


def add_assignments(tasks: dict[int, Java], resources: dict[int, Java], document: dict[str, Json]) -> None:
    """Add all assignments, and one of nobody to each split task that has none."""
    fields = type_of("org.mpxj.AssignmentField")
    writer = Writer("assignment", columns.ASSIGNMENT, fields)
    splits = {task["uid"]: task["splits"] for task in document["tasks"] if task.get("splits")}
    served = set()
    for assignment in document["assignments"]:
        task, resource = assignment["task"], assignment["resource"]
        if task not in tasks or (resource is not None and resource not in resources):
            raise invalid(f"assignment {assignment.get('uid')}", "names a task or resource that is not there")
        java = tasks[task].addResourceAssignment(None if resource is None else resources[resource])
        if assignment.get("uid") is not None:
            java.setUniqueID(values.integer(assignment["uid"]))
        writer.write(assignment, java)
        set_custom(java, assignment, fields)
        _set_spread(java, assignment, splits.get(task, []))
        served.add(task)
    for task in splits.keys() - served:
        _add_placeholder(tasks[task], splits[task])


def _set_spread(java: Java, assignment: Json, splits: list[list[str]]) -> None:
    if spread := assignment.get("timephased"):
        for name, pieces in spread.items():
            target = getattr(java, _SPREADS[name])()
            for start, finish, amount in pieces:
                target.add(_piece(java, start, finish, amount))
    elif splits:
        _spread_over(java, splits, assignment)


def _spread_over(java: Java, splits: list[list[str]], assignment: Json) -> None:
    """Spread the work evenly over the working time of the pieces: all that a split without detail tells."""
    worked = [_working_minutes(java, start, finish) for start, finish in splits]
    total = sum(worked)
    if not total:
        return
    actual = float((assignment.get("actual_work") or {}).get("min", 0))
    work = float((assignment.get("work") or {}).get("min", 0))
    previous_finish: str | None = None
    for (start, finish), minutes in zip(splits, worked, strict=True):
        amount = work * minutes / total
        done = min(amount, actual)
        actual -= done
        if previous_finish:
            # Nothing is done in between, and a reader has to see that.
            target = java.getRawTimephasedRemainingRegularWork()
            target.add(_piece(java, previous_finish, start, 0))
        if done:
            java.getRawTimephasedActualRegularWork().add(_piece(java, start, finish, done))
        if amount > done:
            java.getRawTimephasedRemainingRegularWork().add(_piece(java, start, finish, amount - done))
        previous_finish = finish


def _add_placeholder(task: Java, splits: list[list[str]]) -> None:
    """Keep the pieces of a task without assignments in one of nobody, as Microsoft Project does."""
    java = task.addResourceAssignment(None)
    java.setStart(values.moment(splits[0][0]))
    java.setFinish(values.moment(splits[-1][1]))
    java.setUnits(values.decimal(100))
    work = sum(_working_minutes(java, start, finish) for start, finish in splits)
    java.setWork(values.minutes(work))
    java.setRemainingWork(values.minutes(work))
    _spread_over(java, splits, {"work": {"min": work}})


def _working_minutes(java: Java, start: str, finish: str) -> float:
    units = type_of("org.mpxj.TimeUnit")
    calendar = java.getEffectiveCalendar()
    if calendar is None:
        return float(
            type_of("java.time.Duration").between(values.moment(start), values.moment(finish)).toMinutes()
        )
    return float(calendar.getWork(values.moment(start), values.moment(finish), units.MINUTES).getDuration())


def _piece(java: Java, start: str, finish: str, amount: float) -> Java:
    hours = _working_minutes(java, start, finish) / 60
    piece = type_of("org.mpxj.TimephasedWork")()
    piece.setStart(values.moment(start))
    piece.setFinish(values.moment(finish))
    piece.setTotalAmount(values.minutes(amount))
    piece.setAmountPerHour(values.minutes(amount / hours if hours else 0))
    return piece

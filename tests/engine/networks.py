"""Worked networks in working days, as textbooks and other schedulers publish them.

A day is eight hours of the office calendar; day 0 begins with the project. What an engine finds is measured
in working days again, so that the end of one day and the begin of the next are the same number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.engine.grid import MONDAY
from tests.engine.naive import Almanac
from uptake.engine.instants import HOUR
from uptake.engine.plan import Constraint, Link, LinkType, Plan, Project, Task
from uptake.engine.scheduling import Schedule, schedule

WORKDAY = 8 * HOUR
START = MONDAY + 8 * HOUR
RESERVE = "MIN_FREE_SLACK"
DEADLINE = "DEADLINE"

Answers = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Found:
    """What the engine finds for a network, in days since its start."""

    answers: Answers
    finish: float
    critical: set[str]


def solve(network: Mapping[str, Any], *, floor: bool = False, honor: bool = True) -> Found:
    """Schedule a network.

    Parameters
    ----------
    network : mapping
        ``activities`` with ``id`` and ``duration``; ``links`` with ``from``, ``to``, ``type``, ``lag``; and
        perhaps ``constraints`` with ``id``, ``type``, ``value``.
    floor : bool
        Nothing may start before day 0, as textbooks have it. For this engine the project start is an anchor
        and no floor, so each activity gets a date.
    honor : bool
        Dates win over links.
    """
    plan = build(network, floor=floor, honor=honor)
    return measure(schedule(plan))


def build(network: Mapping[str, Any], *, floor: bool = False, honor: bool = True) -> Plan:
    """Make the plan of a network."""
    hours = Almanac(Plan.build(Project(start=START), [])).of(1)
    dates = {one["id"]: one for one in network.get("constraints") or ()}
    uids = {one["id"]: uid for uid, one in enumerate(network["activities"], 1)}
    tasks = []
    for activity in network["activities"]:
        values: dict[str, Any] = {}
        told = dates.get(activity["id"])
        if told is not None and told["type"] == DEADLINE:
            values = {"deadline": hours.after(START, days(told["value"]))}
        elif told is not None and told["type"] != RESERVE:
            finishes = told["type"].startswith("F")
            at = hours.after(START, days(told["value"]))
            values = {
                "constraint": Constraint[told["type"]],
                "constraint_date": at if finishes else hours.start(at),
            }
        elif floor:
            values = {"constraint": Constraint.SNET, "constraint_date": START}
        duration = days(activity["duration"])
        tasks.append(Task(uid=uids[activity["id"]], name=activity["id"], duration=duration, **values))
    links = [
        Link(
            uid=uid,
            pred=uids[one["from"]],
            succ=uids[one["to"]],
            type=LinkType[one["type"]],
            lag=days(one["lag"]),
        )
        for uid, one in enumerate(network["links"], 1)
    ]
    return Plan.build(Project(start=START, honor_constraints=honor), tasks, links)


def measure(found: Schedule) -> Found:
    """Turn a schedule back into days."""
    hours = Almanac(found.plan).of(1)

    def day(at: int) -> float:
        return hours.between(START, at) / WORKDAY

    answers: Answers = {}
    critical = set()
    for task in found.plan.tasks:
        dates = found.of(task.uid)
        answers[task.name] = {
            "ES": day(dates.start),
            "EF": day(dates.finish),
            "LS": day(dates.late_start),
            "LF": day(dates.late_finish),
            "TF": dates.total_slack / WORKDAY,
            "FF": dates.free_slack / WORKDAY,
        }
        if dates.critical:
            critical.add(task.name)
    return Found(answers, day(found.finish), critical)


def days(number: float) -> int:
    """Return days as tenths of a minute."""
    return round(number * WORKDAY)


def differences(wanted: Answers, found: Answers, *, tolerance: float = 1e-9) -> list[str]:
    """Tell where answers are not what was published."""
    return [
        f"{name}: {what} is {found[name][what]:g}, published {value:g}"
        for name, row in wanted.items()
        for what, value in row.items()
        if abs(found[name][what] - value) > tolerance
    ]

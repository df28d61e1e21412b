"""What a plan costs: the work of its assignments at the rates of their resources, as they are when it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from uptake.engine.instants import HOUR, instant
from uptake.engine.plan import Assignment, ResourceType
from uptake.engine.scheduling import Schedule
from uptake.projects.models import Project
from uptake.schedule.capacity.load import at_work
from uptake.schedule.models import Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class RateFrom:
    """What a resource costs from an instant on: an hour, and each use, in hundredths."""

    since: int
    hourly: int
    per_use: int


Rates = Mapping[int, tuple[RateFrom, ...]]
"""By uid of the resource, the earliest first."""


def rates_of(project: Project) -> Rates:
    """Return the rates of a project's resources. Money: show what follows only to who may see it."""
    found: dict[int, list[RateFrom]] = {}
    rows = Rate.objects.filter(resource__plan__project=project, resource__removed=False)
    for uid, since, hourly, per_use in rows.values_list("resource__uid", "since", "hourly", "per_use"):
        begin = 0 if since is None else instant(datetime.combine(since, time()))
        found.setdefault(uid, []).append(RateFrom(since=begin, hourly=hourly, per_use=per_use))
    return {uid: tuple(sorted(many, key=lambda one: one.since)) for uid, many in found.items()}


def cost_of(schedule: Schedule, rates: Rates) -> int:
    """Return the cost of a plan in hundredths.

    Parameters
    ----------
    schedule : Schedule
    rates : mapping of int to tuple of RateFrom

    Notes
    -----
    Work is spread evenly over the time in which its resource works on the task, as `load.needs` does, so that each
    part costs what an hour costs on its day. A use costs once an assignment, at the rate of the day on which its task
    starts. Inactive tasks cost nothing; things that do not work by the hour cost their uses only.
    """
    return sum(uses + work for uses, work in costs_by_task(schedule, rates).values())


def costs_by_task(schedule: Schedule, rates: Rates) -> dict[int, tuple[int, int]]:
    """Return what uses and work of each task cost, in hundredths, by uid; tasks that cost nothing are left out."""
    plan = schedule.plan
    by_hour = {one.uid for one in plan.resources if one.type is ResourceType.WORK}
    found: dict[int, tuple[int, int]] = {}
    for one in plan.assignments:
        known = rates.get(one.resource or 0)
        i = plan.structure.index[one.task]
        if known and plan.tasks[i].active and schedule.dates.start[i] >= 0:
            uses, work = found.get(one.task, (0, 0))
            work += _work(schedule, i, one, known) if one.resource in by_hour else 0
            found[one.task] = (uses + _use(schedule, i, known), work)
    return found


def _use(schedule: Schedule, i: int, rates: tuple[RateFrom, ...]) -> int:
    start = schedule.dates.start[i]
    return next((one.per_use for one in reversed(rates) if one.since <= start), 0)


def _work(schedule: Schedule, i: int, one: Assignment, rates: tuple[RateFrom, ...]) -> int:
    clock, start, finish = at_work(schedule, i, one)
    span = int(clock.work(finish)) - int(clock.work(start))
    if span <= 0:
        hourly = next((rate.hourly for rate in reversed(rates) if rate.since <= start), 0)
        return _rounded(one.work * hourly, HOUR)
    ends = [*(rate.since for rate in rates[1:]), finish]
    paid = 0
    for rate, end in zip(rates, ends, strict=True):
        since, until = max(rate.since, start), min(end, finish)
        if until > since:
            paid += rate.hourly * (int(clock.work(until)) - int(clock.work(since)))
    return _rounded(one.work * paid, span * HOUR)


def _rounded(amount: int, parts: int) -> int:
    return (2 * amount + parts) // (2 * parts)

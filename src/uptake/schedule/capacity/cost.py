"""What a plan costs: the work of its assignments at the rates of their resources, and planned costs of its tasks."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from django.db import transaction

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


PlannedCosts = Callable[[Project], Mapping[int, int]]
_planned: list[PlannedCosts] = []
_listeners: list[Callable[[Project], None]] = []


def planned_costs(source: PlannedCosts) -> PlannedCosts:
    """Register what knows of planned costs that no work makes: in hundredths, by uid of the task."""
    _planned.append(source)
    return source


def on_price_change(listener: Callable[[Project], None]) -> None:
    """Register what is called with a project after its rates or planned costs have changed and that is committed."""
    _listeners.append(listener)


def prices_changed(project: Project) -> None:
    """Tell those who asked that a plan costs something else now; what changes rates or planned costs calls it."""
    for listener in _listeners:
        transaction.on_commit(lambda told=listener: told(project), robust=True)  # type: ignore[misc]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What things cost in a project, whatever its plan: money.

    Attributes
    ----------
    rates : mapping of int to tuple of RateFrom
    planned : mapping of int to int
        Planned costs beside work, in hundredths, by uid of the task.
    """

    rates: Rates = field(default_factory=dict)
    planned: Mapping[int, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.rates or self.planned)

    @property
    def told(self) -> list[object]:
        """What a cost depends on, as JSON: for digests."""
        since = [
            (uid, [(one.since, one.hourly, one.per_use) for one in many]) for uid, many in self.rates.items()
        ]
        return [sorted(since), sorted(self.planned.items())]


def prices_of(project: Project) -> Prices:
    """Return what things cost in a project. Money: show what follows only to who may see it."""
    planned: Counter[int] = Counter()
    for source in _planned:
        planned.update(source(project))
    return Prices(rates=rates_of(project), planned=dict(planned))


def cost_of(schedule: Schedule, prices: Prices) -> int:
    """Return the cost of a plan in hundredths.

    Parameters
    ----------
    schedule : Schedule
    prices : Prices

    Notes
    -----
    Work is spread evenly over the time in which its resource works on the task, as `load.needs` does, so that each
    part costs what an hour costs on its day. A use costs once an assignment, at the rate of the day on which its task
    starts. Inactive tasks cost nothing; things that do not work by the hour cost their uses only. Planned costs
    count in full.
    """
    return sum(once + work for once, work in costs_by_task(schedule, prices).values())


def costs_by_task(schedule: Schedule, prices: Prices) -> dict[int, tuple[int, int]]:
    """Return what each task costs however long it takes, and what its work costs; tasks that cost nothing are left out.

    In hundredths, by uid. Uses and planned costs are of the first kind.
    """
    plan, rates = schedule.plan, prices.rates
    by_hour = {one.uid for one in plan.resources if one.type is ResourceType.WORK}
    found: dict[int, tuple[int, int]] = {}
    for one in plan.assignments:
        known = rates.get(one.resource or 0)
        i = plan.structure.index[one.task]
        if known and plan.tasks[i].active and schedule.dates.start[i] >= 0:
            uses, work = found.get(one.task, (0, 0))
            work += _work(schedule, i, one, known) if one.resource in by_hour else 0
            found[one.task] = (uses + _use(schedule, i, known), work)
    for uid, amount in prices.planned.items():
        i = plan.structure.index.get(uid, -1)
        if i >= 0 and plan.tasks[i].active:
            once, work = found.get(uid, (0, 0))
            found[uid] = (once + amount, work)
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

"""Earned value of the demonstration: costs, rules, status dates of months before, what corrections would bring."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from uptake.accounts.models import Person
from uptake.engine.instants import instant
from uptake.engine.scheduling import schedule
from uptake.monitoring import deviations, effects
from uptake.monitoring.models import Cost, Deviation, StatusPoint, TaskEarning
from uptake.monitoring.status import frozen
from uptake.monitoring.values import HOURS, MONEY, latest_baseline, standing
from uptake.packs.demo import Demo
from uptake.packs.demo import monitoring as told
from uptake.packs.demo.network import email
from uptake.packs.words import Language
from uptake.projects.models import Project
from uptake.registers.visit import Visit
from uptake.schedule import services as plans
from uptake.schedule.bridge import State
from uptake.schedule.models import Task

CORRECTIONS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "d2.cl": (("d2.m2", "duration", "2d"), ("b1.uat", "duration", "9d")),
    "b1.sit2": (("b1.uat", "duration", "10d"),),
}
"""By the task of a deviation: cells of the plan that its correction changes."""


def fill(visit: Visit, demo: Demo, people: Mapping[str, Person], language: Language) -> None:
    """Add what stands beside the plan; the deviations themselves are records of their register already."""
    tasks = {row.uid: row for row in Task.objects.filter(plan_id=visit.project.pk)}
    Cost.objects.bulk_create(
        Cost(
            task=tasks[demo.keys[one.task]],
            kind=one.kind,
            on=one.on,
            amount=one.amount,
            note=one.note,
            by=people[email(one.by)],
        )
        for one in told.costs(language)
    )
    for one in told.earnings(language):
        values = dict(one.values)
        if "base" in values:
            values["base"] = demo.keys[values["base"]]
        TaskEarning.objects.create(task=tasks[demo.keys[one.task]], rule=one.rule, **values)
    _stand(visit, people)
    deviations.refresh(visit)
    _correct(visit, demo)


def _stand(visit: Visit, people: Mapping[str, Person]) -> None:
    """Write down how the project stood at the ends of months, from the plan as it was then."""
    now = plans.current(visit.project)
    for at, number in told.POINTS:
        _point(
            visit.project,
            visit.person,
            at,
            number,
            replace(now, revision=0, schedule=schedule(told.plan_at(at))),
        )
    status, latest = now.plan.project.status_date, latest_baseline(visit.project)
    if status is not None and latest is not None:
        _point(visit.project, visit.person, None, latest.number, now)


def _point(project: Project, by: Person, at: datetime | None, number: int, state: State) -> None:
    baseline = latest_baseline(project, number)
    if baseline is None:
        return
    on = instant(at) if at is not None else state.plan.project.status_date
    hours, money = (standing(project, baseline, unit, at=on, state=state) for unit in (HOURS, MONEY))
    made = StatusPoint.objects.create(
        project=project, on=hours.at, baseline=number, baseline_name=baseline.name, revision=state.revision,
        by=by, hours=frozen(hours), money=frozen(money),
    )  # fmt: skip
    if at is not None:
        StatusPoint.objects.filter(pk=made.pk).update(at=timezone.make_aware(at + timedelta(hours=1)))


def _correct(visit: Visit, demo: Demo) -> None:
    """Work out what the corrections of deviations would bring."""
    known = deviations.known(visit.project)
    for key, cells in CORRECTIONS.items():
        pk = known.get((demo.keys[key], deviations.LATE))
        if pk is not None:
            measures = [
                {"id": f"c{n}", "task": demo.keys[task], "column": column, "text": text}
                for n, (task, column, text) in enumerate(cells)
            ]
            effects.expect(visit, Deviation.objects.get(pk=pk), None, measures)

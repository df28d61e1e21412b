"""A project as the beginning of another: its plan, team and configuration, without what only happened once."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from uptake.accounts.models import Person
from uptake.engine.instants import DAY
from uptake.engine.plan import Plan
from uptake.packs import anchor, building
from uptake.projects.access import may
from uptake.projects.models import Member, Project
from uptake.registers.configuration.files import carry
from uptake.schedule import services
from uptake.schedule.lifecycle.creation import Prepared, Rates, Title, arrange, make
from uptake.schedule.models import Baseline, Deliverable, Rate, Resource

DATES = ("constraint_date", "deadline", "start", "finish", "actual_start", "actual_finish", "stop", "resume")
"""Dates of a task that move with the project."""
ASSIGNED = ("start", "finish", "actual_start", "actual_finish")
NOBODY = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """What of a project goes into its copy.

    Attributes
    ----------
    start : date or None
        On which the copy starts; the same as the original when left out.
    progress, baselines, team : bool
    """

    start: datetime.date | None = None
    progress: bool = False
    baselines: bool = False
    team: bool = True


def copy_project(source: Project, by: Person, title: Title, what: What) -> Project:
    """Make a project with the plan of another; raises `Problem`."""
    state = services.current(source)
    plan = state.plan if what.progress else unbegun(state.plan)
    if what.start is not None:
        plan = moved(plan, what.start)
    values = {"vendor": source.vendor, "description": source.description}
    arranged = arrange(
        replace(title, currency=source.currency, values=values),
        Prepared(
            plan=plan,
            go_live=state.go_live,
            deliverables=tuple(_deliverables(source)),
            baselines=tuple(_baselines(source)) if what.baselines else (),
            rates=tuple(_rates(source)) if may(by, "money.view", source) else (),
        ),
    )
    with transaction.atomic():
        made = make(by, arranged)
        carry(source, made, by)
        if what.team and may(by, "team.view", source):
            _copy_team(source, made, by)
    return made


def unbegun(plan: Plan) -> Plan:
    """Return a plan as it is before anything was done."""
    nothing: dict[str, Any] = {
        "percent": 0,
        "actual_start": None,
        "actual_finish": None,
        "stop": None,
        "resume": None,
        "remaining": None,
    }
    return plan.with_values(
        project=replace(plan.project, status_date=None),
        tasks=tuple(replace(one, **nothing) for one in plan.tasks),
        assignments=tuple(
            replace(one, actual_work=0, remaining_work=one.work, actual_start=None, actual_finish=None)
            for one in plan.assignments
        ),
    )


def moved(plan: Plan, start: datetime.date) -> Plan:
    """Return a plan that starts on a date, or the first working day after it, with all its dates moved along."""
    begun = anchor.started_on(plan, start)
    days = begun.project.start // DAY - plan.project.start // DAY
    shift = days * DAY
    return begun.with_values(
        project=replace(
            begun.project,
            finish=_later(plan.project.finish, shift),
            status_date=_later(plan.project.status_date, shift),
        ),
        tasks=tuple(_shifted(one, DATES, shift) for one in plan.tasks),
        assignments=tuple(_shifted(one, ASSIGNED, shift) for one in plan.assignments),
    )


def _later(at: int | None, shift: int) -> int | None:
    return None if at is None else max(at + shift, 0)


def _shifted(row: Any, names: tuple[str, ...], shift: int) -> Any:
    dates = {name: _later(at, shift) for name in names if (at := getattr(row, name)) is not None}
    return replace(row, **dates) if dates else row


def _deliverables(source: Project) -> Iterator[building.Deliverable]:
    found = Deliverable.objects.filter(task__plan__project=source, task__removed=False).select_related(
        "task", "owner"
    )
    for one in found.order_by("pk"):
        owner = one.owner.uid if one.owner else NOBODY
        yield building.Deliverable(one.task.uid, one.name, owner, one.acceptance)


def _baselines(source: Project) -> Iterator[tuple[str, dict[str, Any]]]:
    for one in Baseline.objects.filter(plan__project=source).order_by("number"):
        yield one.name, one.columns


def _rates(source: Project) -> Iterator[Rates]:
    found = Rate.objects.filter(resource__plan__project=source, resource__removed=False)
    for one in found.select_related("resource").order_by("pk"):
        yield Rates(one.resource.uid, one.since, one.hourly, one.per_use)


def _copy_team(source: Project, made: Project, by: Person) -> None:
    """Give a copy the team of its original; who copies stays its manager."""
    others = Member.objects.filter(project=source).exclude(person=by).order_by("pk")
    team = [Member(project=made, person_id=one.person_id, role=one.role, title=one.title) for one in others]
    bulk_create_with_history(team, Member, batch_size=500)
    people = Resource.objects.filter(plan__project=source, removed=False).exclude(person=None)
    for uid, person in people.values_list("uid", "person"):
        Resource.objects.filter(plan__project=made, uid=uid).update(person=person)

"""Beginning a project: empty, from a method pack, as a copy. Everything of it is made, or nothing."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from uptake.accounts.models import Organisation, OrganisationKind, Person
from uptake.engine.edits.values import RULES, Refused, check_row
from uptake.engine.errors import BadValue, PlanError
from uptake.engine.plan import Plan as EnginePlan
from uptake.engine.plan import Project as EngineProject
from uptake.engine.scheduling import Remark, Schedule
from uptake.interchange.encoding import writable
from uptake.packs import anchor, building
from uptake.packs.method import Pack
from uptake.projects import services as projects
from uptake.projects.models import Project
from uptake.schedule import bridge, facts, services
from uptake.schedule.editing.changes import Problem
from uptake.schedule.lifecycle.countries import project_calendar
from uptake.schedule.models import Baseline, Deliverable, Rate, Resource, Task
from uptake.schedule.words.amounts import language_of
from uptake.schedule.words.sentences import problem


@dataclass(frozen=True, slots=True)
class Rates:
    """What a resource costs: from a day on, an hour and a use, in minor units."""

    resource: int
    since: datetime.date | None
    hourly: int
    per_use: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A plan that has no project yet, and what goes with it.

    Attributes
    ----------
    plan : Plan
    go_live : int or None
        Uid of the milestone.
    deliverables : tuple of Deliverable
    baselines : tuple of (str, dict)
        Name, and columns as `Baseline` keeps them.
    rates : tuple of Rates
    remarks : tuple of Remark
        What is to be known of its calendar.
    """

    plan: EnginePlan
    go_live: int | None = None
    deliverables: tuple[building.Deliverable, ...] = ()
    baselines: tuple[tuple[str, dict[str, Any]], ...] = ()
    rates: tuple[Rates, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """What a project is called, and for whom it is."""

    name: str
    customer: str = ""
    currency: str = "CNY"
    values: Mapping[str, Any] = field(default_factory=dict)


# ---- what a project can begin with


def empty_plan(start: datetime.date, country: str) -> Prepared:
    """Return a plan without tasks that starts on a date."""
    calendar, remarks = project_calendar(country, start)
    plan = EnginePlan.build(EngineProject(start=0, calendar=calendar.uid), (), calendars=[calendar])
    return Prepared(plan=anchor.started_on(plan, start), remarks=remarks)


def pack_plan(
    pack: Pack, *, date: datetime.date, to: building.Anchor, answers: Mapping[str, bool], country: str
) -> Prepared:
    """Return the plan that a method pack leads to; `to` tells what the date is.

    Raises
    ------
    Problem
        When go-live cannot be counted back to before the date.
    """
    calendar, remarks = project_calendar(country, date)
    language = language_of(translation.get_language() or "en")
    try:
        built = building.build(
            pack, date=date, anchor=to, language=language, answers=answers, calendar=calendar
        )
    except PlanError as why:
        raise Problem(_("Go-live cannot be reached by that date. Choose a later one.")) from why
    owners = {one.task: one.owner for one in built.deliverables}
    plan = built.plan.with_values(
        resources=tuple(replace(one, generic=True, category="people") for one in built.plan.resources),
        tasks=tuple(replace(one, owner=owners.get(one.uid)) for one in built.plan.tasks),
    )
    return Prepared(plan=plan, go_live=built.go_live, deliverables=built.deliverables, remarks=remarks)


# ---- making it


@dataclass(frozen=True, slots=True)
class Arranged:
    """A project that only has to be written: its plan checked and scheduled."""

    title: Title
    prepared: Prepared
    schedule: Schedule


def arrange(title: Title, prepared: Prepared) -> Arranged:
    """Check and schedule what a project is to begin with, before any transaction; raises `Problem`."""
    named = replace(title, name=" ".join(writable(title.name).split()))
    return Arranged(named, prepared, services.begun(storable(prepared.plan, named.name)))


def create(by: Person, title: Title, prepared: Prepared) -> Project:
    """Make a project with a plan; who makes it becomes its manager.

    Raises
    ------
    Problem
        When the plan cannot be kept or scheduled; nothing is made then.
    """
    return make(by, arrange(title, prepared))


def make(by: Person, arranged: Arranged) -> Project:
    """Write a project that was arranged: all of it, or nothing."""
    title, prepared, done = arranged.title, arranged.prepared, arranged.schedule
    with transaction.atomic():
        project = projects.create_project(
            by,
            name=title.name,
            customer=customer_named(title.customer),
            currency=title.currency,
            **title.values,
        )
        state = services.start_plan(project, done.plan, go_live=prepared.go_live, done=done)
        keep_deliverables(project, prepared.deliverables)
        keep_baselines(project, by, prepared.baselines)
        keep_rates(project, prepared.rates)
        facts.write_planned(project.pk, state)
    project.refresh_from_db()
    return project


def storable(plan: EnginePlan, name: str) -> EnginePlan:
    """Return a plan as a database can keep it: named, its texts without characters that none can hold.

    Raises
    ------
    Problem
        For the first value that a plan may not hold.
    """
    cleaned = plan.with_values(
        project=replace(plan.project, name=writable(name)),
        tasks=_cleaned(plan.tasks, ("name", "wbs", "notes")),
        resources=_cleaned(plan.resources, ("name", "group", "email")),
        calendars=_cleaned(plan.calendars, ("name",)),
    )
    try:
        for part in bridge.PARTS.values():
            for row in getattr(cleaned, part):
                check_row(row)
        for key, rule in RULES["project"].items():
            _check(key, rule, getattr(cleaned.project, key))
    except BadValue as why:
        raise Problem(problem(why, cleaned)) from why
    return cleaned


def _check(name: str, rule: Any, value: object) -> None:
    try:
        rule.check(value)
    except Refused:
        raise BadValue("project", 0, name, value) from None


def _cleaned(rows: Iterable[Any], names: tuple[str, ...]) -> tuple[Any, ...]:
    found = []
    for row in rows:
        values = {name: getattr(row, name) for name in names}
        other = {name: clean for name, text in values.items() if (clean := writable(text)) != text}
        found.append(replace(row, **other) if other else row)
    return tuple(found)


def customer_named(name: str) -> Organisation | None:
    """Return the organisation of a name; it is made when it is new."""
    wanted = " ".join(writable(name).split())[:200]
    if not wanted:
        return None
    found = Organisation.objects.filter(name__iexact=wanted).first()
    return found or Organisation.objects.create(name=wanted, kind=OrganisationKind.CUSTOMER)


def keep_deliverables(project: Project, deliverables: Iterable[building.Deliverable]) -> None:
    """Keep what tasks hand over."""
    wanted = list(deliverables)
    if not wanted:
        return
    tasks = dict(Task.objects.filter(plan__project=project, removed=False).values_list("uid", "pk"))
    owners = _resource_keys(project)
    made = [
        Deliverable(
            task_id=tasks[one.task],
            name=one.name[:200],
            owner_id=owners.get(one.owner),
            acceptance=one.acceptance[:4000],
        )
        for one in wanted
    ]
    bulk_create_with_history(made, Deliverable, batch_size=500)


def keep_baselines(project: Project, by: Person, baselines: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Keep schedules as they were, in this order."""
    last = Baseline.objects.filter(plan__project=project).order_by("-number").values_list("number", flat=True)
    number = last.first() or 0
    for name, columns in baselines:
        number += 1
        Baseline.objects.create(
            plan_id=project.pk, number=number, name=name[:100], revision=0, by=by, columns=columns
        )


def keep_rates(project: Project, rates: Iterable[Rates]) -> None:
    """Keep what resources cost."""
    wanted = list(rates)
    if not wanted:
        return
    known = _resource_keys(project)
    Rate.objects.bulk_create(
        Rate(resource_id=known[one.resource], since=one.since, hourly=one.hourly, per_use=one.per_use)
        for one in wanted
        if one.resource in known
    )


def _resource_keys(project: Project) -> dict[int, int]:
    return dict(Resource.objects.filter(plan__project=project, removed=False).values_list("uid", "pk"))

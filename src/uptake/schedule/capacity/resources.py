"""Resources: who and what a plan needs. They change by edits; accounts, states and rates stand beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uptake.accounts.models import Person
from uptake.engine.edits import Add, Edit, Remove, Set
from uptake.engine.plan import Assignment, ResourceType
from uptake.engine.plan import Resource as EngineResource
from uptake.projects.models import Member, Project
from uptake.schedule import models, services
from uptake.schedule.asking import carry_out, intention, refuse_archived
from uptake.schedule.bridge import State
from uptake.schedule.capacity.cost import prices_changed
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Deliverable, Rate, Resource

KINDS: dict[str, tuple[ResourceType, str, str | Promise]] = {
    "people": (ResourceType.WORK, "people", gettext_lazy("Person")),
    "material": (ResourceType.MATERIAL, "", gettext_lazy("Material")),
    "cost": (ResourceType.COST, "", gettext_lazy("Cost")),
    "hardware": (ResourceType.MATERIAL, "hardware", gettext_lazy("Hardware")),
    "environment": (ResourceType.MATERIAL, "environment", gettext_lazy("Environment")),
    "licence": (ResourceType.MATERIAL, "licence", gettext_lazy("Licence")),
    "bandwidth": (ResourceType.MATERIAL, "bandwidth", gettext_lazy("Bandwidth")),
}
"""What people call a resource, and what that is to the engine."""
STATES = dict(models.Resource._meta.get_field("state").choices or ())
LARGEST_RATE = 10**12
"""In hundredths of the currency: more is a typing mistake."""


def kind_of(resource: EngineResource) -> str:
    """Return what people call a resource."""
    if resource.category in KINDS:
        return resource.category
    return {ResourceType.MATERIAL: "material", ResourceType.COST: "cost"}.get(resource.type, "people")


@dataclass(frozen=True, slots=True)
class Beside:
    """What the database knows of a resource that is no part of the plan."""

    pk: int
    person: Person | None
    state: str


def beside(project: Project) -> dict[int, Beside]:
    """Return accounts and states of a project's resources, by uid."""
    rows = Resource.objects.filter(plan__project=project, removed=False).select_related("person")
    return {one.uid: Beside(one.pk, one.person, one.state) for one in rows}


def resource_row(project: Project, uid: int) -> Resource:
    """Return the row of a resource that is in the plan; raises `Http404`."""
    rows = Resource.objects.filter(plan__project=project, uid=uid, removed=False)
    found = rows.select_related("person").first()
    if found is None:
        raise Http404
    return found


def in_plan(state: State, uid: int) -> EngineResource:
    """Return a resource of a plan; raises `Http404`."""
    for one in state.plan.resources:
        if one.uid == uid:
            return one
    raise Http404


# ---- in the plan


def add_resource(
    project: Project, values: Mapping[str, Any], by: Person, *, base: int | None = None
) -> tuple[services.Outcome, int]:
    """Add a resource; returns what happened, and its uid."""
    given: list[int] = []

    def make(state: State) -> list[Edit]:
        _refuse_namesake(state, str(values["name"]), None)
        given.append(state.next_uid["resource"])
        return [Add(EngineResource(uid=given[-1], **values))]

    label = [{"code": "resource_added", "name": values["name"]}]
    done = carry_out(project, by, intention(make, label), base=base)
    return done, given[-1]


def change_resource(
    project: Project,
    uid: int,
    values: Mapping[str, Any],
    by: Person,
    *,
    base: int | None = None,
    sure: bool = False,
) -> services.Outcome:
    """Give a resource other values; asks when that moves a milestone."""

    def make(state: State) -> list[Edit]:
        row = in_plan(state, uid)
        if "name" in values:
            _refuse_namesake(state, values["name"], uid)
        different = {name: value for name, value in values.items() if getattr(row, name) != value}
        return [Set("resource", uid, different)] if different else []

    label = [{"code": "resource_changed", "name": resource_row(project, uid).name}]
    return carry_out(project, by, intention(make, label), base=base, sure=sure)


def remove_resource(project: Project, uid: int, by: Person, *, sure: bool = False) -> services.Outcome:
    """Take a resource out of the plan, with its assignments."""
    name = resource_row(project, uid).name
    label = [{"code": "resource_removed", "name": name}]
    return carry_out(project, by, intention(lambda _state: [Remove("resource", uid)], label), sure=sure)


def _refuse_namesake(state: State, name: str, uid: int | None) -> None:
    """Raise `Problem` for a name that another resource has: typed assignments would not tell them apart."""
    if any(one.name.casefold() == name.casefold() and one.uid != uid for one in state.plan.resources):
        raise Problem(_("There is a resource “%s” already. Choose another name.") % name, column="name")


def replace_resource(
    project: Project, uid: int, successor: int, by: Person, *, remove: bool = False, sure: bool = False
) -> services.Outcome:
    """Give all work of a resource, and what it answers for, to another: a placeholder gets its person."""
    if uid == successor:
        raise Problem(_("Choose another resource."), column="successor")
    name, other = resource_row(project, uid).name, resource_row(project, successor).name
    label = [{"code": "resource_replaced", "name": name, "other": other}]

    def make(state: State) -> list[Edit]:
        return list(handed_over(state, uid, successor, remove=remove))

    with transaction.atomic():
        done = carry_out(project, by, intention(make, label), sure=sure)
        if done.made:
            _hand_over_deliverables(project, uid, successor)
    return done


def handed_over(state: State, uid: int, successor: int, *, remove: bool) -> list[Edit]:
    """Return the edits that give the work of one resource to another.

    Where both work on a task, the successor takes over units and work; what was reported stays reported.
    """
    plan = state.plan
    theirs = {one.task: one for one in plan.assignments if one.resource == successor}
    edits: list[Edit] = []
    for one in plan.assignments:
        if one.resource != uid:
            continue
        there = theirs.get(one.task)
        if there is None:
            edits.append(Set("assignment", one.uid, {"resource": successor}))
            continue
        joined = _joined(there, one)
        theirs[one.task] = replace(there, **joined)
        edits += [Set("assignment", there.uid, joined), Remove("assignment", one.uid)]
    edits += [Set("task", task.uid, {"owner": successor}) for task in plan.tasks if task.owner == uid]
    return [*edits, Remove("resource", uid)] if remove else edits


def _joined(there: Assignment, one: Assignment) -> dict[str, Any]:
    names = ("units", "work", "actual_work", "remaining_work", "overtime_work")
    return {name: getattr(there, name) + getattr(one, name) for name in names}


def _hand_over_deliverables(project: Project, uid: int, successor: int) -> None:
    to = Resource.objects.get(plan__project=project, uid=successor)
    for one in Deliverable.objects.filter(owner__plan__project=project, owner__uid=uid):
        one.owner = to
        one.save()


# ---- beside the plan


def set_state(project: Project, uid: int, state: str) -> None:
    """Say how far getting a resource is; nothing, requested, approved or delivered."""
    refuse_archived(project)
    if state and state not in STATES:
        raise Problem(_("Choose one of the states."), column="state")
    Resource.objects.filter(pk=resource_row(project, uid).pk).update(state=state)


def link_person(project: Project, uid: int, person_id: int | None) -> None:
    """Say which account a resource is; only members can be."""
    refuse_archived(project)
    row = resource_row(project, uid)
    if person_id is not None and not Member.objects.filter(project=project, person=person_id).exists():
        raise Problem(_("Choose somebody of the team; add others there first."), column="person")
    Resource.objects.filter(pk=row.pk).update(person=person_id)


# ---- money: only for those with money.view and money.edit


def rates(project: Project, uid: int) -> list[Rate]:
    """Return what a resource costs, from which day on."""
    return list(
        Rate.objects.filter(resource=resource_row(project, uid)).order_by(F("since").asc(nulls_first=True))
    )


def set_rate(project: Project, uid: int, since: date | None, hourly: int, per_use: int) -> Rate:
    """Say what a resource costs from a day on; amounts in hundredths of the project's currency."""
    refuse_archived(project)
    if not (0 <= hourly <= LARGEST_RATE and 0 <= per_use <= LARGEST_RATE):
        raise Problem(_("Type an amount from 0 to %d.") % (LARGEST_RATE // 100), column="hourly")
    row = resource_row(project, uid)
    values = {"hourly": hourly, "per_use": per_use}
    found, _made = Rate.objects.update_or_create(resource=row, since=since, defaults=values)
    prices_changed(project)
    return found


def remove_rate(project: Project, uid: int, rate: int) -> None:
    """Forget a rate; raises `Http404` when it is not this resource's."""
    refuse_archived(project)
    if not Rate.objects.filter(resource=resource_row(project, uid), pk=rate).delete()[0]:
        raise Http404
    prices_changed(project)

"""What may be known of projects: lists of them, with how they stand."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from uptake.accounts.models import Organisation, Person
from uptake.engine.instants import DAY, moment
from uptake.projects.access import PERMISSIONS, visible_projects
from uptake.projects.models import Member, Project, Role

KEPT_DAYS = 30
"""So long a deleted project can be brought back."""
SHOWS = ("active", "archived", "deleted")
SORTS = {
    "name": "name",
    "customer": "customer__name",
    "start": "start",
    "finish": "finish",
    "go_live": "go_live",
    "percent": "percent",
    "late": "late",
    "tasks": "tasks",
}
"""What a list of projects can be ordered by; a minus before it turns the order round."""
STATES = ("late", "at_risk", "on_track", "empty")


def listed_projects(person: Person, *, show: str = "active", search: str = "", sort: str = "name") -> Any:
    """Return projects for a list, in an order.

    Parameters
    ----------
    person : Person
        Sees projects of which they are a member; deleted ones only as manager.
    show : {"active", "archived", "deleted"}
    search : str
        Part of the name of the project or of the customer.
    sort : str
        A key of `SORTS`, with a minus for the last first.
    """
    if show == "deleted":
        found = deleted_projects(person)
    else:
        found = visible_projects(person).filter(archived=show == "archived")
    for word in search.split():
        found = found.filter(Q(name__icontains=word) | Q(customer__name__icontains=word))
    field = F(SORTS.get(sort.removeprefix("-"), "name"))
    order = field.desc(nulls_last=True) if sort.startswith("-") else field.asc(nulls_last=True)
    return found.select_related("customer").order_by(order, "name", "pk")


def deleted_projects(person: Person) -> Any:
    """Return the projects that somebody can bring back."""
    since = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    found = Project.objects.filter(deleted_at__gt=since)
    return found if person.is_superuser else found.filter(members__person=person, members__role=Role.MANAGER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A project as a row of a list.

    Attributes
    ----------
    project : Project
    can : frozenset of str
        Permissions that the person has in it.
    start, finish, go_live, planned : date or None
    shift : int or None
        Days by which go-live is later than planned; negative is earlier.
    state : str
        One of `STATES`.
    """

    project: Project
    can: frozenset[str]
    start: datetime.date | None
    finish: datetime.date | None
    go_live: datetime.date | None
    planned: datetime.date | None
    shift: int | None
    state: str


def rows_of(person: Person, projects: Iterable[Project]) -> list[Listed]:
    """Return projects as rows of a list, with what the person may do in each; one query for all."""
    found = list(projects)
    roles: dict[int, str] = {}
    if not person.is_superuser:
        theirs = Member.objects.filter(person=person, project__in=[one.pk for one in found])
        roles = dict(theirs.values_list("project_id", "role"))
    return [_row(one, roles.get(one.pk, Role.MANAGER if person.is_superuser else "")) for one in found]


def _row(project: Project, role: str) -> Listed:
    shift = None
    if project.go_live is not None and project.go_live_planned is not None:
        shift = project.go_live // DAY - project.go_live_planned // DAY
    return Listed(
        project=project,
        can=frozenset(name for name, roles in PERMISSIONS.items() if role in roles),
        start=day(project.start),
        finish=day(project.finish),
        go_live=day(project.go_live),
        planned=day(project.go_live_planned),
        shift=shift,
        state=_state(project, shift),
    )


def day(at: int | None) -> datetime.date | None:
    """Return the date of an instant of a plan."""
    return None if at is None or at < 0 else moment(at).date()


def _state(project: Project, shift: int | None) -> str:
    if not project.tasks:
        return "empty"
    if shift is not None and shift > 0:
        return "late"
    return "at_risk" if project.late else "on_track"


def counts(person: Person) -> dict[str, int]:
    """Return how many projects each list has."""
    return {show: listed_projects(person, show=show).count() for show in SHOWS}


def organisations(person: Person) -> Any:
    """Return the organisations that somebody has to do with: of their projects, of teammates, their own."""
    if person.is_superuser:
        return Organisation.objects.all()
    seen = visible_projects(person)
    teammates = Member.objects.filter(project__in=seen.values("pk")).values("person__organisation")
    return Organisation.objects.filter(
        Q(pk__in=seen.values("customer"))
        | Q(pk__in=seen.values("vendor"))
        | Q(pk__in=teammates)
        | Q(pk=person.organisation_id)
    )


def customers(person: Person) -> list[str]:
    """Return the names of customers that somebody has seen, to choose from."""
    seen = visible_projects(person).exclude(customer=None).order_by("customer__name")
    return list(seen.values_list("customer__name", flat=True).distinct()[:500])

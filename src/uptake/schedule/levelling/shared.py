"""Projects that share people: the same account behind resources of several plans."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from uptake.accounts.models import Person
from uptake.projects.access import may, visible_projects
from uptake.projects.models import Project
from uptake.schedule.models import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A project that shares people with another.

    Attributes
    ----------
    project : Project
    people : int
        How many.
    movable : bool
        Whether who asks may change its plan.
    """

    project: Project
    people: int
    movable: bool


def beside(project: Project, person: Person) -> list[Beside]:
    """Return the projects that share people with one, of those whose plans somebody may see."""
    here = Resource.objects.filter(plan__project=project, removed=False, person__isnull=False)
    rows = Resource.objects.filter(removed=False, person__in=here.values("person"))
    shared = (
        rows.exclude(plan__project=project)
        .values("plan__project")
        .annotate(people=Count("person", distinct=True))
    )
    people = {row["plan__project"]: row["people"] for row in shared}
    visible = visible_projects(person).filter(pk__in=people, archived=False).distinct().order_by("name", "pk")
    return [
        Beside(project=one, people=people[one.pk], movable=may(person, "plan.edit", one))
        for one in visible
        if may(person, "plan.view", one)
    ]


def pool(projects: Sequence[Project]) -> dict[tuple[int, int], int]:
    """Return who is the same in several plans: position of the plan and uid of the resource to the account.

    Two resources of one plan are two, even where one account stands behind both: the first is the shared one.
    """
    places = {one.pk: place for place, one in enumerate(projects)}
    rows = Resource.objects.filter(plan__project__in=places, removed=False, person__isnull=False)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for project, uid, account in rows.order_by("pk").values_list("plan__project", "uid", "person"):
        found[account].setdefault(places[project], uid)
    return {
        (place, uid): account
        for account, uids in found.items()
        if len(uids) > 1
        for place, uid in uids.items()
    }

"""What happened to a plan, and going back."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from uptake.accounts.models import Person
from uptake.engine.edits import from_json
from uptake.projects.models import Project
from uptake.schedule import services
from uptake.schedule.asking import intention, refuse_archived
from uptake.schedule.bridge import State
from uptake.schedule.models import Revision


def revisions(project: Project, *, author: int | None = None) -> "QuerySet[Revision]":
    """Return the revisions of a plan, the latest first; of one person, when asked."""
    found = (
        Revision.objects.filter(plan__project=project)
        .select_related("author")
        .defer("edits", "inverse", "touched", "parts")
    )
    return found.filter(author=author) if author is not None else found


def authors(project: Project) -> list[Person]:
    """Return everybody who ever changed the plan."""
    who = Revision.objects.filter(plan__project=project).order_by().values("author")
    return list(Person.objects.filter(pk__in=who))


def revision_of(project: Project, number: int) -> Revision | None:
    """Return a revision; None for 0, the plan as it began. Raises `Http404`."""
    found = revisions(project).filter(number=number).first()
    if found is None and number:
        raise Http404
    return found


def would_restore(project: Project, number: int) -> services.Outcome:
    """Return what going back to a revision would do."""
    revision_of(project, number)
    return services.preview(project, intention(_back_to(project, number), []))


def _back_to(project: Project, number: int) -> Callable[[State], list[Any]]:
    def make(_state: State) -> list[Any]:
        later = Revision.objects.filter(plan__project=project, number__gt=number).order_by("-number")
        return [from_json(one) for inverse in later.values_list("inverse", flat=True) for one in inverse]

    return make


def restore(project: Project, number: int, by: Person) -> services.Outcome:
    """Bring the plan back to what it was at a revision, as a new one."""
    refuse_archived(project)
    revision_of(project, number)
    return services.restore(project, number, by)

"""Deliverables: what a task or milestone hands over, who answers for it, and what makes it acceptable."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from uptake.projects.models import Project
from uptake.schedule.asking import refuse_archived
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Deliverable, Resource, Task

MAX_A_TASK = 100
LONGEST_NAME = 200
LONGEST_ACCEPTANCE = 4000


def task_row(project: Project, uid: int) -> Task:
    """Return the row of a task that is in the plan; raises `Http404`."""
    found = Task.objects.filter(plan__project=project, uid=uid, removed=False).first()
    if found is None:
        raise Http404
    return found


def deliverables_of(project: Project, uids: Iterable[int]) -> dict[int, list[Deliverable]]:
    """Return the deliverables of tasks, by the tasks' uids."""
    found: dict[int, list[Deliverable]] = defaultdict(list)
    rows = Deliverable.objects.filter(task__plan__project=project, task__uid__in=list(uids))
    for one in rows.select_related("task", "owner"):
        found[one.task.uid].append(one)
    return dict(found)


def deliverable_of(project: Project, uid: int, pk: int) -> Deliverable:
    """Return a deliverable of a task; raises `Http404`."""
    found = Deliverable.objects.filter(task=task_row(project, uid), pk=pk).select_related("owner").first()
    if found is None:
        raise Http404
    return found


def keep_deliverable(
    project: Project, uid: int, values: Mapping[str, Any], pk: int | None = None
) -> Deliverable:
    """Add a deliverable to a task, or change one.

    Parameters
    ----------
    project : Project
    uid : int
        Of the task.
    values : mapping
        ``name``, ``acceptance``, ``state``, and ``owner``: the uid of a resource, or None.
    pk : int, optional
        Of the deliverable that changes.

    Raises
    ------
    Problem
    """
    refuse_archived(project)
    task = task_row(project, uid)
    found = Deliverable(task=task) if pk is None else deliverable_of(project, uid, pk)
    if pk is None and Deliverable.objects.filter(task=task).count() >= MAX_A_TASK:
        raise Problem(_("A task can have %d deliverables. Split the task.") % MAX_A_TASK)
    found.name = " ".join(str(values["name"]).split())
    if not found.name or len(found.name) > LONGEST_NAME:
        raise Problem(_("Give the deliverable a name of up to %d characters.") % LONGEST_NAME, uid, "name")
    found.acceptance = str(values.get("acceptance") or "").strip()
    if len(found.acceptance) > LONGEST_ACCEPTANCE:
        raise Problem(_("Say it in %d characters.") % LONGEST_ACCEPTANCE, uid, "acceptance")
    found.state = str(values.get("state") or Deliverable.State.PLANNED)
    if found.state not in Deliverable.State.values:
        raise Problem(_("Choose one of the states."), uid, "state")
    found.owner = _owner(project, uid, values.get("owner"))
    found.save()
    return found


def _owner(project: Project, uid: int, owner: int | None) -> Resource | None:
    if owner is None:
        return None
    found = Resource.objects.filter(plan__project=project, uid=owner, removed=False).first()
    if found is None:
        raise Problem(_("Choose somebody from the resources of this project."), uid, "owner")
    return found


def remove_deliverable(project: Project, uid: int, pk: int) -> None:
    """Take a deliverable off its task; its history stays."""
    refuse_archived(project)
    deliverable_of(project, uid, pk).delete()

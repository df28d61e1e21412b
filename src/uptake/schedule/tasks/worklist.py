"""Tasks over all projects: what waits for somebody, and what has a certain name."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from uptake.accounts.models import Person
from uptake.engine.instants import DAY
from uptake.schedule.models import Assignment, Resource, Task

WEEK = 7 * DAY
MOST = 200
"""So many resources that are one person are looked at, those of the newest projects: a query can ask for no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A task as a list over projects shows it.

    Attributes
    ----------
    late : bool
        It should have ended before now.
    """

    project_id: int
    project_name: str
    uid: int
    name: str
    milestone: bool
    percent: int
    start: int
    finish: int
    late: bool


def _tasks(projects: Any) -> Any:
    parents = Task.objects.filter(plan_id=OuterRef("plan_id"), parent=OuterRef("uid"), removed=False)
    rows = Task.objects.filter(plan_id__in=projects.values("pk"), removed=False)
    return rows.filter(~Exists(parents)).annotate(project_name=F("plan__project__name"))


def _found(rows: Any, now: int) -> list[Found]:
    names = ("plan_id", "project_name", "uid", "name", "milestone", "percent", "start", "finish")
    return [
        Found(
            project_id=plan, project_name=project, uid=uid, name=name, milestone=milestone,
            percent=percent, start=start, finish=finish, late=percent < 100 and 0 <= finish < now,
        )
        for plan, project, uid, name, milestone, percent, start, finish in rows.values_list(*names)
    ]  # fmt: skip


def mine(projects: Any, person: Person, now: int, rows: int) -> tuple[list[Found], int]:
    """Return open tasks of a person that are late, run now, or begin or end within a week, and how many are late.

    A task is somebody's who owns it, or is assigned to it, as the person behind a resource of its plan. The most
    urgent come first.
    """
    me = Resource.objects.filter(person=person, removed=False, plan_id__in=projects.values("pk"))
    known = list(me.order_by("-plan_id", "uid").values_list("plan_id", "uid")[:MOST])
    if not known:
        return [], 0
    is_mine = Q()
    for plan, uid in known:
        assigned = Assignment.objects.filter(plan_id=plan, resource=uid).values("task")
        is_mine |= Q(plan_id=plan, owner=uid) | Q(plan_id=plan, uid__in=assigned)
    due = Q(finish__lt=now + WEEK) | Q(start__lt=now + WEEK)
    found = _tasks(projects).filter(is_mine & due, percent__lt=100)
    shown = _found(found.order_by("finish", "pk")[:rows], now)
    late = sum(one.late for one in shown)
    if late == rows:
        late = found.filter(finish__gte=0, finish__lt=now).count()
    return shown, late


def named(projects: Any, text: str, rows: int) -> list[Found]:
    """Return tasks whose name holds a text."""
    wanted = Task.objects.filter(plan_id__in=projects.values("pk"), removed=False, name__icontains=text)
    return _found(
        wanted.annotate(project_name=F("plan__project__name")).order_by("plan_id", "rank")[:rows], 0
    )

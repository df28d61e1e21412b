"""What the home page says: how one's projects stand, and what waits for oneself."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from uptake.accounts.models import Person
from uptake.engine.instants import moment
from uptake.projects.access import visible_projects
from uptake.projects.models import Project
from uptake.registers.approval.reminding import Asking, waiting_on
from uptake.registers.beside.waiting import Waiting, mentions_for
from uptake.risk.reviews import Review, reviews_due
from uptake.schedule.selectors import now
from uptake.schedule.tasks import worklist
from uptake.site.places import project_url, task_url

PROJECTS = 50
TASKS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow:
    """How a project stands.

    Attributes
    ----------
    state : str
        Of `ui.states`.
    slip : int or None
        Days that go-live is forecast after (or before) what was planned.
    """

    project: Project
    url: str
    state: str
    slip: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    projects: list[ProjectRow]
    more: bool
    groups: list[dict[str, Any]]
    waiting: list[Waiting]
    reviews: list[Review]
    status: str
    asking: list[Asking]


def front_page(person: Person) -> Front:
    """Return what somebody sees first; so many queries, whatever is in the projects."""
    alive = visible_projects(person).filter(archived=False)
    rows = list(alive.select_related("customer").order_by("-pk")[: PROJECTS + 1])
    found = [_row(one) for one in rows[:PROJECTS]]
    found.sort(key=lambda row: (URGENT.get(row.state, 9), row.project.name))
    tasks, late = worklist.mine(alive, person, now(), TASKS)
    return Front(
        projects=found,
        more=len(rows) > PROJECTS,
        groups=_groups(tasks, late),
        waiting=mentions_for(person, alive),
        reviews=reviews_due(person),
        status=_status(len(rows), found, late),
        asking=waiting_on(person),
    )


URGENT = {"late": 0, "at_risk": 1, "on_track": 2, "waiting": 3, "done": 4}


def _row(project: Project) -> ProjectRow:
    slip = None
    if project.go_live is not None and project.go_live_planned is not None:
        slip = (moment(project.go_live).date() - moment(project.go_live_planned).date()).days
    return ProjectRow(project=project, url=project_url(project.pk), state=_state(project, slip), slip=slip)


def _state(project: Project, slip: int | None) -> str:
    if not project.tasks:
        return "waiting"
    if project.percent >= 100:
        return "done"
    if slip is not None and slip > 0:
        return "late"
    return "at_risk" if project.late else "on_track"


def _groups(tasks: list[worklist.Found], number: int) -> list[dict[str, Any]]:
    names = {True: _("Late"), False: _("Within a week")}
    found = []
    for late, group in groupby(sorted(tasks, key=lambda one: not one.late), key=lambda one: one.late):
        rows = [(one, task_url(one.project_id, one.uid)) for one in group]
        found.append(
            {"name": names[late], "late": late, "rows": rows, "number": number if late else len(rows)}
        )
    return found


def _status(number: int, projects: list[ProjectRow], late: int) -> str:
    if not number:
        return ""
    parts = [ngettext("%d project", "%d projects", number) % number]
    behind = sum(row.state == "late" for row in projects)
    if behind:
        parts.append(ngettext("%d behind its go-live date", "%d behind their go-live dates", behind) % behind)
    if late:
        parts.append(ngettext("%d of your tasks is late", "%d of your tasks are late", late) % late)
    return " · ".join(parts)

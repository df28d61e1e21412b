"""The first page of a project."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from uptake.projects.access import may
from uptake.projects.models import Member
from uptake.projects.requests import ProjectRequest
from uptake.projects.team import members_of
from uptake.registers.sections import overview_of
from uptake.registers.visit import Visit
from uptake.schedule import services
from uptake.schedule.pages import overview as facts
from uptake.schedule.views import answers


@require_GET
def overview(request: ProjectRequest) -> HttpResponse:
    """What moves the go-live date today, what comes next, what needs somebody."""
    project, state = request.project, services.current(request.project)
    path = facts.driving_path(state)
    late = facts.late_tasks(state)
    missed, risky = facts.deadlines(state)
    team: list[Member] = list(members_of(project)) if may(request.user, "team.view", project) else []
    context = {
        "state": state,
        "empty": not state.plan.tasks,
        "go_live": project.go_live,
        "planned": project.go_live_planned,
        "manage": may(request.user, "project.manage", project),
        "shift": _shift(project.go_live, project.go_live_planned),
        "path": path[: facts.PATH_ROWS],
        "path_more": max(len(path) - facts.PATH_ROWS, 0),
        "milestones": facts.next_milestones(project, state),
        "late": late[: facts.LATE_ROWS],
        "late_count": len(late),
        "missed": missed[: facts.LATE_ROWS],
        "risky": risky[: facts.LATE_ROWS],
        "changes": facts.recent_changes(project),
        "attention": facts.attention(project, state, late=len(late), missed=len(missed)),
        "team": team,
        "panels": overview_of(Visit(project, request.user)),
    }
    return answers.page(request, "schedule/overview.html", context)


def _shift(now: int | None, planned: int | None) -> int | None:
    return None if now is None or planned is None else now - planned

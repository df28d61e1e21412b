"""What there is: projects, and the registers of each."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse
from ninja import Path, Router

from uptake.api.interface import caller
from uptake.api.plain import register_out
from uptake.api.shapes import AtProject, Page, Projects, RegisterOut
from uptake.projects.access import visible_projects
from uptake.projects.models import Member, Role
from uptake.projects.requests import ProjectRequest
from uptake.registers.visit import Visit

router = Router(tags=["projects"])
PAGE_ROWS = 100


@router.get("/projects", url_name="api_projects", response=Projects)
def projects(request: HttpRequest, page: Page = 1) -> dict[str, Any]:
    """List the projects that you are in, by name, a hundred at a time."""
    person = caller(request)
    mine = Member.objects.filter(project=OuterRef("pk"), person=person).values("role")[:1]
    rows = visible_projects(person).select_related("customer").order_by("name", "pk")
    found = rows.annotate(my_role=Subquery(mine))[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    return {
        "count": rows.count(),
        "page": page,
        "projects": [
            {
                "id": one.pk,
                "name": one.name,
                "customer": one.customer.name if one.customer else None,
                "role": str(Role.MANAGER) if person.is_superuser else one.my_role,
                "archived": one.archived,
                "url": reverse("project", args=[one.pk]),
            }
            for one in found
        ],
    }


@router.get("/projects/{int:project_id}/registers", url_name="api_registers", response=list[RegisterOut])
def registers(request: ProjectRequest, at: Path[AtProject]) -> list[dict[str, Any]]:
    """Tell what the registers of a project hold: fields, choices, states, and the moves that you may make."""
    visit = Visit(request.project, caller(request))
    return [register_out(visit, one) for one in visit.visible()]

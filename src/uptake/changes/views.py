"""Change requests beside each other."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from uptake.changes.page import side_by_side
from uptake.projects.requests import ProjectRequest
from uptake.registers.sections import tabs_of
from uptake.registers.visit import Visit


@require_GET
def compare(request: ProjectRequest) -> HttpResponse:
    """What the open change requests would do to the plan as it stands, one column each."""
    visit = Visit(request.project, request.user)
    visit.spec("change")
    chosen = [
        int(one) for one in request.GET.getlist("change") if one.isascii() and one.isdigit() and len(one) < 10
    ]
    context = {"visit": visit, "tabs": tabs_of(visit, "changes"), **side_by_side(visit, chosen)}
    return render(request, "changes/compare.html", context)

"""A register as a list."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from uptake.projects.access import Forbidden
from uptake.projects.requests import ProjectRequest
from uptake.registers.listing import Listing
from uptake.registers.sections import tabs_of
from uptake.registers.visit import Visit


def section(request: ProjectRequest, section: str) -> HttpResponse:
    """Lead to the first tab of a section."""
    visit = Visit(request.project, request.user)
    if section not in visit.configured.sections:
        raise Http404
    tabs = tabs_of(visit, section)
    if not tabs:
        raise Forbidden(f"{section}.view")
    return redirect(tabs[0].url)


def register(request: ProjectRequest, register: str) -> HttpResponse:
    """Show a register."""
    visit = Visit(request.project, request.user)
    spec = visit.spec(register)
    listing = Listing(visit, spec, request.GET)
    context = {
        "visit": visit,
        "spec": spec,
        "listing": listing,
        "page": listing.page,
        "edit": visit.may_edit(spec),
        "tabs": tabs_of(visit, spec.section),
        "sort": listing.sort,
    }
    return render(request, "registers/list.html", context)

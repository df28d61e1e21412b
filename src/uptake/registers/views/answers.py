"""What the pages of registers have in common."""

from django.urls import reverse

from uptake.projects.requests import ProjectRequest
from uptake.registers.spec import RegisterSpec
from uptake.registers.visit import Visit
from uptake.ui.answers import whole

CONFLICT = 409


def visit_of(request: ProjectRequest, register: str) -> tuple[Visit, RegisterSpec]:
    """Return who asks, and of which register."""
    visit = Visit(request.project, request.user)
    return visit, visit.spec(register)


def version_of(request: ProjectRequest) -> int:
    """Return the version of the record that the page showed."""
    return whole(request.POST.get("version")) or 0


def list_url(request: ProjectRequest, spec: RegisterSpec) -> str:
    return reverse("register", args=[request.project.pk, spec.key])

from django.http import HttpRequest

from uptake.accounts.models import Person
from uptake.projects.models import Project


class ProjectRequest(HttpRequest):
    """A request that passed the gate: somebody signed in, and may see the project that the address names."""

    user: Person
    project: Project

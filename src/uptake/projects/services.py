"""What happens to projects and their teams."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from uptake.accounts.models import Person
from uptake.projects.models import Member, Project, Role


def create_project(by: Person, **values: Any) -> Project:
    """Make a project; who makes it becomes its manager."""
    with transaction.atomic():
        project = Project.objects.create(created_by=by, **values)
        Member.objects.create(project=project, person=by, role=Role.MANAGER)
    return project


def record_facts(project_id: int, **facts: Any) -> None:
    """Keep what the plan says about a project; history has no use for each of its edits."""
    Project.objects.filter(pk=project_id).update(**facts)


def describe(project: Project, **values: Any) -> None:
    """Give a project other words: name, description, customer, vendor, currency."""
    for name, value in values.items():
        setattr(project, name, value)
    project.currency = project.currency.upper()
    project.save(update_fields=list(values))


def archive(project: Project, *, archived: bool = True) -> None:
    project.archived = archived
    project.save(update_fields=["archived"])


def delete(project: Project) -> None:
    """Put a project out of sight; `undelete` brings it back until it is purged."""
    project.deleted_at = timezone.now()
    project.save(update_fields=["deleted_at"])


def undelete(project: Project) -> None:
    project.deleted_at = None
    project.save(update_fields=["deleted_at"])

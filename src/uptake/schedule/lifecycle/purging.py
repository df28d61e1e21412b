"""Projects that go for good: their rows, and the files that belong to them."""

import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from uptake.platform.models import Job
from uptake.projects.models import Project
from uptake.projects.selectors import KEPT_DAYS
from uptake.schedule.models import Attachment


def purge(project: Project) -> None:
    """Delete a project with everything in it; its files go when the database has let go of them."""
    with transaction.atomic():
        jobs = Job.objects.filter(project_id=project.pk)
        names = [*Attachment.objects.filter(task__plan__project=project).values_list("file", flat=True)]
        names += [name for pair in jobs.values_list("given", "made") for name in pair if name]
        jobs.delete()
        project.delete()
        transaction.on_commit(lambda: _delete_files(names))


def purge_expired() -> int:
    """Delete the projects that nobody brought back in time; says how many."""
    until = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    found = list(Project.objects.filter(deleted_at__lte=until))
    for one in found:
        purge(one)
    return len(found)


def _delete_files(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)

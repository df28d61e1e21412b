"""What people write about a task, and the files that they put beside it."""

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.crypto import get_random_string

from uptake.accounts.models import Person
from uptake.platform import uploads
from uptake.platform.markdown import to_html
from uptake.projects.access import Forbidden, role_in
from uptake.projects.models import Project, Role
from uptake.registers.beside.comments import Told, refusal
from uptake.registers.kinds import tidy
from uptake.schedule.asking import refuse_archived
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Attachment, Comment
from uptake.schedule.tasks.deliverables import task_row


def comments_of(project: Project, uid: int, reader: Person) -> list[Told]:
    """Return what was written about a task, oldest first."""
    rows = Comment.objects.filter(task__plan__project=project, task__uid=uid).select_related("author")
    return [Told.of(one, to_html(one.text), reader) for one in rows]


def comment_count(project: Project, uid: int) -> int:
    """Return how many comments a task has."""
    return Comment.objects.filter(task__plan__project=project, task__uid=uid).count()


def write_comment(project: Project, uid: int, text: str, by: Person) -> Comment:
    """Write about a task."""
    refuse_archived(project)
    return Comment.objects.create(task=task_row(project, uid), author=by, text=_checked(text))


def change_comment(project: Project, uid: int, pk: int, text: str, by: Person) -> Comment:
    """Say it differently; only whoever wrote it may."""
    refuse_archived(project)
    found = _own(project, uid, pk, by, moderators=False)
    found.text, found.edited_at = _checked(text), timezone.now()
    found.save(update_fields=["text", "edited_at"])
    return found


def remove_comment(project: Project, uid: int, pk: int, by: Person) -> None:
    """Take a comment back; its author may, and a project manager."""
    refuse_archived(project)
    _own(project, uid, pk, by, moderators=True).delete()


def _own(project: Project, uid: int, pk: int, by: Person, *, moderators: bool) -> Comment:
    found = Comment.objects.filter(task__plan__project=project, task__uid=uid, pk=pk).first()
    if found is None:
        raise Http404
    if found.author_id != by.pk and not (moderators and role_in(by, project) is Role.MANAGER):
        raise Forbidden("comment.write")
    return found


def _checked(text: str) -> str:
    clean = tidy(text)
    if wrong := refusal(clean):
        raise Problem(wrong, column="text")
    return clean


# ---- files


def attachments_of(project: Project, uid: int) -> list[Attachment]:
    """Return the files beside a task, oldest first."""
    rows = Attachment.objects.filter(task__plan__project=project, task__uid=uid).select_related("by")
    return list(rows)


def attachment_of(project: Project, uid: int, pk: int) -> Attachment:
    """Return one file; raises `Http404`."""
    found = Attachment.objects.filter(task__plan__project=project, task__uid=uid, pk=pk).first()
    if found is None:
        raise Http404
    return found


def attach(project: Project, uid: int, given: Any, by: Person) -> Attachment:
    """Put a file beside a task. On disk it has a name of our own; people see the one that it came with."""
    refuse_archived(project)
    task = task_row(project, uid)
    wrong = uploads.refusal(given, Attachment.objects.filter(task=task).count())
    if wrong:
        raise Problem(wrong, uid, "file")
    found = Attachment(
        task=task, by=by, name=uploads.safe_name(given.name), size=given.size, sha256=uploads.digest(given)
    )
    found.file.save(get_random_string(32), File(given), save=False)
    found.save()
    return found


def remove_attachment(project: Project, uid: int, pk: int, by: Person) -> None:
    """Delete a file; whoever brought it may, and a project manager."""
    refuse_archived(project)
    found = attachment_of(project, uid, pk)
    if found.by_id != by.pk and role_in(by, project) is not Role.MANAGER:
        raise Forbidden("comment.write")
    file = found.file
    with transaction.atomic():
        found.delete()
        transaction.on_commit(lambda: file.delete(save=False))

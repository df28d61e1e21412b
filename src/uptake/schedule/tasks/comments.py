"""What people write about a task, and the files that they put beside it."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from uptake.accounts.models import Person
from uptake.platform.markdown import to_html
from uptake.projects.access import Forbidden, role_in
from uptake.projects.models import Project, Role
from uptake.schedule.asking import refuse_archived
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Attachment, Comment
from uptake.schedule.tasks.deliverables import task_row

LONGEST = 10_000
MAX_FILES = 200
LONGEST_NAME = 150
NO_NAME = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')


@dataclass(frozen=True, slots=True)
class Told:
    """A comment as it is shown."""

    pk: int
    author: str
    at: Any
    edited: bool
    html: SafeString
    text: str
    mine: bool


def comments_of(project: Project, uid: int, reader: Person) -> list[Told]:
    """Return what was written about a task, oldest first."""
    rows = Comment.objects.filter(task__plan__project=project, task__uid=uid).select_related("author")
    return [
        Told(
            pk=one.pk,
            author=str(one.author) if one.author else _("Somebody"),
            at=one.at,
            edited=one.edited_at is not None,
            html=to_html(one.text),
            text=one.text,
            mine=one.author_id == reader.pk,
        )
        for one in rows
    ]


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
    clean = text.replace("\r\n", "\n").replace("\0", "").strip()
    if not clean:
        raise Problem(_("Write something first."), column="text")
    if len(clean) > LONGEST:
        raise Problem(_("Say it in %d characters, or attach a file.") % LONGEST, column="text")
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
    if given is None or not given.size:
        raise Problem(_("Choose a file that is not empty."), uid, "file")
    if given.size > settings.MAX_UPLOAD:
        raise Problem(
            _("That file is larger than %d MB. Make it smaller, or link to it in a comment.")
            % (settings.MAX_UPLOAD // 1024 // 1024),
            uid,
            "file",
        )
    if Attachment.objects.filter(task=task).count() >= MAX_FILES:
        raise Problem(_("There are %d files already. Delete one that nobody needs.") % MAX_FILES, uid, "file")
    found = Attachment(task=task, by=by, name=safe_name(given.name), size=given.size, sha256=_digest(given))
    found.file.save(get_random_string(32), File(given), save=False)
    found.save()
    return found


def safe_name(name: object) -> str:
    """Return a file's name that is safe to show and to save under: no folders, no controls, not too long.

    Examples
    --------
    >>> safe_name("../../etc/pass\\u202ewd\\n.txt")
    'passwd.txt'
    >>> safe_name("报告 终稿.docx"), safe_name("..")
    ('报告 终稿.docx', 'file')
    """
    last = str(name or "").replace("\\", "/").rsplit("/", 1)[-1]
    clean = NO_NAME.sub("", unicodedata.normalize("NFC", last)).strip(" .")
    path = PurePosixPath(clean or "file")
    suffix = path.suffix[:20]
    return path.stem[: LONGEST_NAME - len(suffix)] + suffix


def _digest(given: BinaryIO) -> str:
    digest = hashlib.sha256()
    given.seek(0)
    while block := given.read(1 << 20):
        digest.update(block)
    given.seek(0)
    return digest.hexdigest()


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

"""Files of a record: those that lie beside it, and those that are values of its file fields."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.http import Http404
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from uptake.platform import uploads
from uptake.projects.access import Forbidden, may
from uptake.projects.models import Role
from uptake.registers.models import Attachment, Entry, Record
from uptake.registers.spec import Field, Kind, RegisterSpec
from uptake.registers.visit import Visit, plain, put
from uptake.registers.writing import Unfit, lock, save


def need_to_write(visit: Visit) -> None:
    """Raise `Forbidden` unless this person may comment and attach."""
    if visit.project.archived or not may(visit.person, "comment.write", visit.project):
        raise Forbidden("comment.write")


def files_of(visit: Visit, spec: RegisterSpec, record: Record) -> dict[str, list[Attachment]]:
    """Return a record's files by the field that they are the value of, as far as this person gets it; else under ""."""
    known = {one.key for one in visit.fields(spec) if one.kind is Kind.FILE} | {""}
    found: dict[str, list[Attachment]] = {}
    for one in Attachment.objects.filter(record_id=record.pk).select_related("by"):
        if one.field in known:
            found.setdefault(one.field, []).append(one)
    return found


def file_of(visit: Visit, spec: RegisterSpec, record: Record, pk: int) -> Attachment:
    """Return one file of a record; raises `Http404` where there is none for this person."""
    rows = (one for files in files_of(visit, spec, record).values() for one in files)
    found = next((one for one in rows if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


@transaction.atomic
def attach(visit: Visit, record: Record, given: Any) -> Attachment:
    """Put a file beside a record. On disk it has a name of our own; people see the one that it came with."""
    need_to_write(visit)
    Record.objects.select_for_update().get(pk=record.pk)
    wrong = uploads.refusal(given, Attachment.objects.filter(record_id=record.pk).count())
    if wrong:
        raise Unfit({"file": wrong})
    return _keep(visit, record, given, "")


def _keep(visit: Visit, record: Record, given: Any, field: str) -> Attachment:
    found = Attachment(
        record_id=record.pk,
        field=field,
        by=visit.person,
        name=uploads.safe_name(given.name),
        size=given.size,
        sha256=uploads.digest(given),
    )
    found.file.save(get_random_string(32), File(given), save=False)
    found.save()
    return found


def _drop(found: Attachment) -> None:
    file = found.file
    found.delete()
    transaction.on_commit(lambda: file.delete(save=False))


@transaction.atomic
def remove_attachment(visit: Visit, spec: RegisterSpec, record: Record, pk: int) -> None:
    """Delete a file that lies beside a record; whoever brought it may, and a project manager."""
    need_to_write(visit)
    found = file_of(visit, spec, record, pk)
    if found.field or (found.by_id != visit.person.pk and visit.role is not Role.MANAGER):
        raise Forbidden("comment.write")
    _drop(found)


# ---- file fields


def wrong_files(
    visit: Visit, spec: RegisterSpec, record: Record | None, given: Mapping[str, Any], gone: Collection[str]
) -> dict[str, str]:
    """Return what is wrong with the files that a form brings, by field."""
    there = Attachment.objects.filter(record_id=record.pk).count() if record else 0
    found = {}
    for field in file_fields(visit, spec):
        if field.key in given:
            wrong = uploads.refusal(given[field.key], there)
        else:
            stays = record is not None and plain(record, field) is not None and field.key not in gone
            wrong = _("Choose a file.") if field.required and not stays else ""
        if wrong:
            found[field.key] = wrong
    return found


def file_fields(visit: Visit, spec: RegisterSpec) -> list[Field]:
    return [one for one in visit.typed(spec) if one.kind is Kind.FILE]


@transaction.atomic
def put_files(
    visit: Visit, spec: RegisterSpec, record: Record, given: Mapping[str, Any], gone: Collection[str]
) -> None:
    """Give the file fields of a record the files that a form brought; the value of such a field is the file's name."""
    fields = [one for one in file_fields(visit, spec) if one.key in given or one.key in gone]
    if not fields:
        return
    locked, changes = lock(spec, record), []
    for field in fields:
        old = plain(locked, field)
        for one in Attachment.objects.filter(record_id=locked.pk, field=field.key):
            _drop(one)
        new = _keep(visit, locked, given[field.key], field.key).name if field.key in given else None
        put(locked, field, new)
        if old is not None or new is not None:
            changes.append({"field": field.key, "old": old, "new": new})
    if changes:
        save(visit, spec, locked, Entry(kind=Entry.Kind.CHANGED, changes=changes))

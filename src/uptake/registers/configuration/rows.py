"""What holds the values of declared fields: records of a register, sheets of tasks and of the project."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from uptake.projects.models import Project
from uptake.registers import linking
from uptake.registers.configured import BESIDE
from uptake.registers.models import Entry, Record, Sheet, SheetEntry

BATCH = 500


@dataclass(slots=True)
class Row:
    """Something that has values; `number` is that of the record, or the uid of the task."""

    pk: int
    number: int
    values: dict[str, Any]
    state: str = ""


def rows_of(project: Project, of: str, *, lock: bool = False) -> Iterator[Row]:
    """Return all that has values of a register, of tasks or of the project; removed records too.

    With `lock`, nobody else changes them until the transaction of the caller ends.
    """
    if of in BESIDE:
        sheets = Sheet.objects.filter(project=project, of=of).order_by("uid")
        sheets = sheets.select_for_update() if lock else sheets
        yield from (Row(*one) for one in sheets.values_list("pk", "uid", "values").iterator(BATCH))
        return
    records = Record.objects.filter(project=project, register=of).order_by("number")
    records = records.select_for_update() if lock else records
    found = records.values_list("pk", "number", "values", "state")
    yield from (Row(*one) for one in found.iterator(BATCH))


def codes_of(project: Project, of: str, prefix: str, numbers: Sequence[int]) -> dict[int, str]:
    """Return how people call some of them."""
    if of == "task":
        named = linking.tasks().named(project, numbers)
        return {uid: named[uid].code if uid in named else _("a task that is gone") for uid in numbers}
    if of == "project":
        return dict.fromkeys(numbers, _("Project"))
    return {number: f"{prefix}-{number:03d}" for number in numbers}


@dataclass(slots=True)
class Change:
    """What becomes of a row, and what its history says about it."""

    row: Row
    changes: list[dict[str, Any]]
    moved: bool = False


def write(of: str, changes: Sequence[Change], person: Any, reason: str) -> None:
    """Store changed rows, which the caller locked, with a line in the history of each."""
    now = timezone.now()
    for begin in range(0, len(changes), BATCH):
        batch = changes[begin : begin + BATCH]
        pks = [one.row.pk for one in batch]
        if of in BESIDE:
            Sheet.objects.bulk_update(
                [Sheet(pk=one.row.pk, values=one.row.values) for one in batch], ["values"]
            )
            Sheet.objects.filter(pk__in=pks).update(version=F("version") + 1)
            SheetEntry.objects.bulk_create(
                SheetEntry(sheet_id=one.row.pk, by=person, changes=one.changes, reason=reason)
                for one in batch
            )
            continue
        records = [Record(pk=one.row.pk, values=one.row.values, state=one.row.state) for one in batch]
        Record.objects.bulk_update(records, ["values", "state"])
        Record.objects.filter(pk__in=pks).update(version=F("version") + 1, changed_at=now)
        Entry.objects.bulk_create(
            Entry(
                record_id=one.row.pk,
                by=person,
                kind=Entry.Kind.MOVED if one.moved else Entry.Kind.CHANGED,
                changes=one.changes,
                reason=reason,
            )
            for one in batch
        )

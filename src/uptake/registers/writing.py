"""How a record is written: locked, with what follows from its values, and with a line of its history."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from uptake.registers.derived import calculate
from uptake.registers.models import Entry, Record
from uptake.registers.spec import RegisterSpec
from uptake.registers.visit import Visit


class Unfit(Exception):
    """What was given cannot be stored.

    Attributes
    ----------
    errors : dict
        Key of the field, or empty for the record as a whole, to a sentence.
    """

    def __init__(self, errors: Mapping[str, Any]) -> None:
        super().__init__("; ".join(str(one) for one in errors.values()))
        self.errors = dict(errors)


class Changed(Exception):
    """Somebody else changed the record meanwhile.

    Attributes
    ----------
    record : Record
        As it is now.
    """

    def __init__(self, record: Record) -> None:
        super().__init__(record.version)
        self.record = record


def lock(spec: RegisterSpec, record: Record) -> Any:
    """Return a record that nobody else changes until the transaction ends."""
    Record.objects.select_for_update().get(pk=record.pk)
    return spec.model.objects.get(pk=record.pk)


def save(visit: Visit, spec: RegisterSpec, record: Record, entry: Entry) -> None:
    """Write a changed record with the line of its history."""
    calculate(record, spec)
    record.version += 1
    record.changed_at = timezone.now()
    record.save()
    entry.record_id, entry.by = record.pk, visit.person
    entry.save()
    spec.written(visit, [record], [entry])


def bring(visit: Visit, spec: RegisterSpec, record: Record, target: str, *, reason: str = "") -> None:
    """Bring a locked record to a state, with what the register does on the way; nobody's rights are asked for."""
    left, record.state = record.state, target
    spec.moved(visit, record, left)
    changes = [{"field": "state", "old": left, "new": target}]
    save(visit, spec, record, Entry(kind=Entry.Kind.MOVED, changes=changes, reason=reason))

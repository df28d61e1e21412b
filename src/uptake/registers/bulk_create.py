"""Many records made at once: what `services.create` does for one, in so many statements whatever their number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models.sql import InsertQuery

from uptake.registers import linking
from uptake.registers.derived import calculate
from uptake.registers.models import Entry, Link, Record
from uptake.registers.services import next_number, put_values
from uptake.registers.spec import Field, Kind, RegisterSpec
from uptake.registers.visit import Visit

BATCH = 1_000
OWN = [one for one in Record._meta.concrete_fields if not one.primary_key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A record to be made.

    Attributes
    ----------
    values : mapping
        As `services.cleaned` found them.
    state : str
        Where it begins; empty for where all begin.
    number : int or None
        One that is free; None for the next one.
    """

    values: Mapping[str, Any]
    state: str = ""
    number: int | None = None


@dataclass(slots=True)
class _Made:
    record: Any
    values: Mapping[str, Any]
    changes: list[dict[str, Any]] = field(default_factory=list)


@transaction.atomic
def create_many(
    visit: Visit,
    spec: RegisterSpec,
    drafts: Sequence[Draft],
    *,
    kind: str = Entry.Kind.CREATED,
    reason: str = "",
) -> list[Any]:
    """Make records of a register, with their links and their history; raises `Forbidden`."""
    visit.need_edit(spec)
    if not drafts:
        return []
    numbers = _numbers(visit, spec, drafts)
    found = [_prepared(visit, spec, one, number) for one, number in zip(drafts, numbers, strict=True)]
    _insert(spec.model, [one.record for one in found])
    for link_field in spec.fields:
        if link_field.kind is Kind.LINK:
            _link(link_field, found)
    entries = [
        Entry(record_id=one.record.pk, by=visit.person, kind=kind, changes=one.changes, reason=reason)
        for one in found
    ]
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    records = [one.record for one in found]
    spec.written(visit, records, entries)
    for record in records:
        spec.made(visit, record)
    return records


def _numbers(visit: Visit, spec: RegisterSpec, drafts: Sequence[Draft]) -> Iterator[int]:
    wanted = [one.number for one in drafts if one.number is not None]
    following = max([next_number(visit.project, spec.key) - 1, *wanted]) + 1
    for one in drafts:
        if one.number is not None:
            yield one.number
        else:
            yield following
            following += 1


def _prepared(visit: Visit, spec: RegisterSpec, draft: Draft, number: int) -> _Made:
    record = spec.model(
        project=visit.project,
        register=spec.key,
        number=number,
        state=draft.state or (spec.states[0].key if spec.states else ""),
        created_by=visit.person,
    )
    changes = put_values(record, spec, draft.values)
    calculate(record, spec)
    return _Made(record, draft.values, changes)


def _insert(model: type[Record], records: Sequence[Any]) -> None:
    """Write new rows. Django's bulk_create refuses models with parents: both tables are written here."""
    rows = [Record(**{one.attname: getattr(record, one.attname) for one in OWN}) for record in records]
    Record.objects.bulk_create(rows, batch_size=BATCH)
    for record, row in zip(records, rows, strict=True):
        record.pk = record.id = row.pk
        record.created_at, record.changed_at = row.created_at, row.changed_at
        record._state.adding, record._state.db = False, row._state.db
    if model is Record:
        return
    columns = model._meta.local_concrete_fields
    size = max(1, min(BATCH, connection.ops.bulk_batch_size(columns, records)))
    for begin in range(0, len(records), size):
        query = InsertQuery(model)
        query.insert_values(columns, list(records[begin : begin + size]))
        query.get_compiler(connection=connection).execute_sql()


def _link(of: Field, found: Sequence[_Made]) -> None:
    column = "task" if of.of == linking.TASK else "target_id"
    rows = []
    for one in found:
        ends = list(one.values.get(of.key) or ())
        if ends:
            rows += [Link(source_id=one.record.pk, field=of.key, **{column: end}) for end in ends]
            one.changes.append({"field": of.key, "old": None, "new": ends})
    Link.objects.bulk_create(rows, batch_size=BATCH)

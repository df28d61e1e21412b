"""Many records at once: all of them or none, in so many statements whatever their number."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from uptake.platform.bulk import update_by_pk
from uptake.registers import kinds, services
from uptake.registers.approval import approvals, flows
from uptake.registers.derived import calculate
from uptake.registers.linking import TASK
from uptake.registers.models import Entry, Link, Record
from uptake.registers.services import LONGEST_REASON, at_odds, cleaned, moves_of, put_values
from uptake.registers.spec import Field, Kind, Move, RegisterSpec
from uptake.registers.visit import Visit
from uptake.registers.writing import Unfit

MOST = 10_000
BATCH = 1_000

Change = dict[str, Any]


@transaction.atomic
def change_many(visit: Visit, spec: RegisterSpec, rows: "QuerySet[Any]", given: Mapping[str, Any]) -> int:
    """Give many records the same values.

    Parameters
    ----------
    rows : QuerySet
        Of the register's model.

    Returns
    -------
    int
        How many changed.

    Raises
    ------
    Unfit, Forbidden
    """
    visit.need_edit(spec)
    found = cleaned(visit, spec, given, whole=False)
    if found.errors:
        raise Unfit(found.errors)
    records = locked(spec, rows)
    for one in records:
        wrong = at_odds(spec, one, found.values)
        if wrong:
            raise Unfit({"": f"{spec.code(one.number)}: {next(iter(wrong.values()))}"})
    before = columns_of(spec, records)
    changes = {one.pk: put_values(one, spec, found.values) for one in records}
    for field in spec.fields:
        if field.kind is Kind.LINK and field.key in found.values:
            for pk, change in _link_all(records, field, found.values[field.key] or []).items():
                changes[pk].append(change)
    changed = [one for one in records if changes[one.pk]]
    write(visit, spec, changed, before, Entry.Kind.CHANGED, changes=changes)
    return len(changed)


@transaction.atomic
def move_many(
    visit: Visit, spec: RegisterSpec, rows: "QuerySet[Any]", target: str, *, reason: str = ""
) -> int:
    """Bring many records to a state; raises `Unfit` when one of them cannot go there, and moves none then."""
    visit.need_edit(spec)
    records = [one for one in locked(spec, rows) if one.state != target]
    reason = kinds.tidy(reason)[:LONGEST_REASON]
    ways = _ways(visit, spec, records, target)
    if any(one.reason for one in ways.values()) and not reason:
        raise Unfit({"reason": _("Say why.")})
    if flows.flows_to(visit, spec, target) or any(one.asks for one in ways.values()):
        for one in records:  # each has an approval of its own
            services.move(visit, spec, one, target, reason=reason)
        return len(records)
    before, changes = columns_of(spec, records), {}
    for one in records:
        left, one.state = one.state, target
        spec.moved(visit, one, left)
        changes[one.pk] = [{"field": "state", "old": left, "new": target}]
    write(visit, spec, records, before, Entry.Kind.MOVED, changes=changes, reason=reason)
    return len(records)


def _ways(visit: Visit, spec: RegisterSpec, records: Iterable[Any], target: str) -> dict[int, Move]:
    """Return the move that brings each record to a state; raises `Unfit` when one of them has none."""
    found, stuck = {}, []
    for one in records:
        way = next((move for move in moves_of(visit, spec, one) if move.target == target), None)
        if way is None:
            stuck.append(spec.code(one.number))
        else:
            found[one.pk] = way
    if stuck:
        some = ", ".join(stuck[:8]) + (" …" if len(stuck) > 8 else "")
        said = _("From where they stand now, these cannot go there: %s. Take them out of the selection.")
        raise Unfit({"": said % some})
    return found


@transaction.atomic
def remove_many(visit: Visit, spec: RegisterSpec, rows: "QuerySet[Any]") -> tuple[int, datetime]:
    """Take records out of their register; the moment that is returned brings exactly these back."""
    visit.need_edit(spec)
    records, now = locked(spec, rows), timezone.now()
    before = columns_of(spec, records)
    for one in records:
        one.removed_at = now
    write(visit, spec, records, before, Entry.Kind.REMOVED)
    return len(records), now


@transaction.atomic
def restore_many(visit: Visit, spec: RegisterSpec, at: datetime) -> int:
    """Bring back what was removed at a moment."""
    visit.need_edit(spec)
    records = locked(spec, visit.rows(spec).filter(removed_at=at))
    before = columns_of(spec, records)
    for one in records:
        one.removed_at = None
    write(visit, spec, records, before, Entry.Kind.RESTORED)
    return len(records)


def locked(spec: RegisterSpec, rows: "QuerySet[Any]") -> list[Any]:
    """Return records that nobody else changes until the transaction ends; raises `Unfit` when there are too many."""
    pks = list(rows.order_by().values_list("pk", flat=True)[: MOST + 1])
    if len(pks) > MOST:
        raise Unfit({"": _("That is more than %d records. Narrow the list with a filter.") % MOST})
    # In one order, so that two who change many do not wait for each other for ever.
    list(Record.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))
    approvals.need_none(pks)
    return list(spec.model.objects.filter(pk__in=pks))


def _tables(spec: RegisterSpec) -> dict[type[Any], list[Any]]:
    """Return the tables of a register, and the columns of each that may change."""
    models: set[type[Any]] = {Record, spec.model}
    return {
        model: [one for one in model._meta.local_concrete_fields if not one.primary_key] for model in models
    }


def columns_of(spec: RegisterSpec, records: Iterable[Any]) -> dict[int, dict[str, Any]]:
    """Return what is in the columns of records, to see later which have changed."""
    names = [one.attname for fields in _tables(spec).values() for one in fields]
    return {
        one.pk: {name: getattr(one, name) for name in names} | {"values": dict(one.values)} for one in records
    }


def _link_all(records: Sequence[Any], field: Field, ends: Sequence[int]) -> dict[int, Change]:
    """Make a field's links of many records lead to the same ends; return the changes by record."""
    column = "task" if field.of == TASK else "target_id"
    rows = Link.objects.filter(source_id__in=[one.pk for one in records], field=field.key)
    old: dict[int, dict[int, int]] = defaultdict(dict)
    for pk, source, end in rows.values_list("pk", "source_id", column):
        old[source][end] = pk
    differ = [one.pk for one in records if set(old[one.pk]) != set(ends)]
    gone = [pk for source in differ for end, pk in old[source].items() if end not in ends]
    Link.objects.filter(pk__in=gone).delete()
    Link.objects.bulk_create(
        (Link(source_id=source, field=field.key, **{column: end})
         for source in differ for end in ends if end not in old[source]),
        batch_size=BATCH,
    )  # fmt: skip
    return {
        source: {"field": field.key, "old": list(old[source]) or None, "new": list(ends) or None}
        for source in differ
    }


def write(
    visit: Visit,
    spec: RegisterSpec,
    records: Sequence[Any],
    before: Mapping[int, Mapping[str, Any]],
    kind: Entry.Kind,
    *,
    changes: Mapping[int, list[Change]] | None = None,
    reason: str = "",
) -> None:
    """Write what differs, what follows from it, and a line of history for each record."""
    now = timezone.now()
    for one in records:
        calculate(one, spec)
        one.version += 1
        one.changed_at = now
    for model, fields in _tables(spec).items():
        names = [
            one.attname
            for one in fields
            if any(before[record.pk][one.attname] != getattr(record, one.attname) for record in records)
        ]
        if names:
            rows = [(record.pk, *(getattr(record, name) for name in names)) for record in records]
            update_by_pk(model, names, rows)
    entries = [
        Entry(
            record_id=one.pk,
            by=visit.person,
            kind=kind,
            reason=reason,
            changes=(changes or {}).get(one.pk, []),
        )
        for one in records
    ]
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    spec.written(visit, records, entries)

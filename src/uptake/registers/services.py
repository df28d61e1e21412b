"""The one way in which records change: checked, written with their history, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from uptake.projects.access import Forbidden
from uptake.projects.models import Project
from uptake.registers import kinds, linking
from uptake.registers.approval import approvals
from uptake.registers.derived import calculate
from uptake.registers.models import Entry, Record
from uptake.registers.spec import Field, Kind, RegisterSpec
from uptake.registers.visit import Visit, plain, put
from uptake.registers.writing import Changed, Unfit, bring, lock, save

__all__ = ["Changed", "Unfit"]

TITLE = "title"
LONGEST_TITLE = 300
LONGEST_REASON = 2_000


@dataclass(slots=True)
class Clean:
    """What was given, as plain values; and what is wrong with the rest."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, Any] = field(default_factory=dict)


def cleaned(
    visit: Visit, spec: RegisterSpec, given: Mapping[str, Any], *, whole: bool, record: Record | None = None
) -> Clean:
    """Read what somebody gave for a record.

    Parameters
    ----------
    given : mapping
        Key to what was typed. Keys that the person may not write are refused, not ignored.
    whole : bool
        Whether it is a whole record: then what is required has to be there.
    record : Record, optional
        The one that changes: what is not given stays as it is there, and has to go together with what is. Without
        it, a part of a record is not checked as a whole: see `at_odds`.
    """
    found = Clean()
    fields = {one.key: one for one in visit.typed(spec) if one.kind is not Kind.FILE}
    if TITLE in given or whole:
        _clean_title(found, given.get(TITLE))
    for key in given.keys() - {TITLE}:
        if key not in fields:
            found.errors[key] = _("There is no field “%s” that you may fill in.") % key
    for key, one in fields.items():
        if key in given or whole:
            _clean_field(visit, found, one, given.get(key))
    if not found.errors and (whole or record is not None):
        found.errors.update(at_odds(spec, record, found.values))
    return found


def at_odds(spec: RegisterSpec, record: Record | None, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what would not go together if a record had these values, by field."""
    if record is None:
        return spec.check(values)
    stays = {one.key: plain(record, one) for one in spec.fields if one.kind is not Kind.LINK}
    return spec.check({**stays, **values})


def _clean_title(found: Clean, given: Any) -> None:
    title = " ".join(kinds.tidy(given or "").split())
    if not title:
        found.errors[TITLE] = _("Give it a title.")
    elif len(title) > LONGEST_TITLE:
        found.errors[TITLE] = _("Say it in %d characters.") % LONGEST_TITLE
    found.values[TITLE] = title


def _clean_field(visit: Visit, found: Clean, one: Field, given: Any) -> None:
    try:
        value = kinds.parse(one, given, visit.people)
        if one.kind is Kind.LINK and value:
            value = linking.resolve(visit, one, value)
    except kinds.Wrong as why:
        found.errors[one.key] = why
        return
    if one.required and value in (None, [], ""):
        found.errors[one.key] = _("Fill this in.")
    found.values[one.key] = value


@transaction.atomic
def create(
    visit: Visit,
    spec: RegisterSpec,
    given: Mapping[str, Any],
    *,
    state: str = "",
    number: int | None = None,
    kind: str = Entry.Kind.CREATED,
) -> Any:
    """Make a record; raises `Unfit`, or `Forbidden`."""
    visit.need_edit(spec)
    defaults = {one.key: one.default for one in visit.typed(spec) if one.default is not None}
    found = cleaned(visit, spec, {**defaults, **given}, whole=True)
    if found.errors:
        raise Unfit(found.errors)
    record = spec.model(
        project=visit.project,
        register=spec.key,
        number=number or next_number(visit.project, spec.key),
        state=state or (spec.states[0].key if spec.states else ""),
        created_by=visit.person,
    )
    changes = put_values(record, spec, found.values)
    calculate(record, spec)
    record.save()
    changes += _put_links(record, spec, found.values)
    entry = Entry.objects.create(record_id=record.pk, by=visit.person, kind=kind, changes=changes)
    spec.written(visit, [record], [entry])
    spec.made(visit, record)
    return record


def next_number(project: Project, register: str) -> int:
    """Return the next number of a register; the project's row is locked, so that nobody gets the same."""
    Project.objects.select_for_update().get(pk=project.pk)
    rows = Record.objects.filter(project=project, register=register)
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def change(
    visit: Visit,
    spec: RegisterSpec,
    record: Record,
    given: Mapping[str, Any],
    *,
    version: int | None = None,
    whole: bool = False,
) -> Any:
    """Change fields of a record.

    Parameters
    ----------
    version : int, optional
        The one that the page showed: `Changed` is raised when the record is another one by now.
    whole : bool
        Whether all fields are given, as a form does.
    """
    visit.need_edit(spec)
    locked = lock(spec, record)
    if version is not None and locked.version != version:
        raise Changed(locked)
    approvals.need_none([locked.pk])
    found = cleaned(visit, spec, given, whole=whole, record=locked)
    if found.errors:
        raise Unfit(found.errors)
    changes = put_values(locked, spec, found.values) + _put_links(locked, spec, found.values)
    if changes:
        save(visit, spec, locked, Entry(kind=Entry.Kind.CHANGED, changes=changes))
    return locked


def put_values(record: Record, spec: RegisterSpec, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give a record checked values, links left out; return what changed, as the history keeps it."""
    changes = []
    if TITLE in values and values[TITLE] != record.title:
        changes.append({"field": TITLE, "old": record.title or None, "new": values[TITLE]})
        record.title = values[TITLE]
    for one in spec.fields:
        if one.key not in values or one.kind is Kind.LINK:
            continue
        old, new = plain(record, one), values[one.key]
        if old != new and not (old in (None, False) and new in (None, False)):
            put(record, one, new)
            changes.append({"field": one.key, "old": old, "new": new})
    return changes


def _put_links(record: Record, spec: RegisterSpec, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    links = [one for one in spec.fields if one.kind is Kind.LINK and one.key in values]
    return [found for one in links if (found := linking.put(record, one, values[one.key]))]


def moves_of(visit: Visit, spec: RegisterSpec, record: Record) -> list[Any]:
    """Return the ways out of a record's state that this person may go."""
    if not visit.may_edit(spec):
        return []
    return [one for one in spec.moves if one.source == record.state and visit.role in one.roles]


@transaction.atomic
def move(visit: Visit, spec: RegisterSpec, record: Record, target: str, *, reason: str = "") -> Any:
    """Bring a record to another state, or ask for the approval that this needs.

    Raises `Unfit` where there is no such way, or the reason is missing.
    """
    locked = lock(spec, record)
    approvals.need_none([locked.pk])
    way = next((one for one in moves_of(visit, spec, locked) if one.target == target), None)
    if way is None:
        if any(one.source == locked.state and one.target == target for one in spec.moves):
            raise Forbidden(f"{spec.key}.{target}")
        raise Unfit({"": _("That is not possible from where it stands now. Look at it again.")})
    reason = kinds.tidy(reason)[:LONGEST_REASON]
    if way.reason and not reason:
        raise Unfit({"reason": _("Say why.")})
    left = locked.state
    if not approvals.ask(visit, spec, locked, target, reason=reason):
        bring(visit, spec, locked, target, reason=reason)
        if way.asks:
            approvals.ask(visit, spec, locked, way.asks, reason=reason, back=left)
    return locked


@transaction.atomic
def remove(visit: Visit, spec: RegisterSpec, record: Record) -> Any:
    """Take a record out of its register; it can be brought back."""
    visit.need_edit(spec)
    locked = lock(spec, record)
    approvals.need_none([locked.pk])
    locked.removed_at = timezone.now()
    save(visit, spec, locked, Entry(kind=Entry.Kind.REMOVED))
    return locked


@transaction.atomic
def restore(visit: Visit, spec: RegisterSpec, record: Record) -> Any:
    """Bring a removed record back."""
    visit.need_edit(spec)
    locked = lock(spec, record)
    locked.removed_at = None
    save(visit, spec, locked, Entry(kind=Entry.Kind.RESTORED))
    return locked

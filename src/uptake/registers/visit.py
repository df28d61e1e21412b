"""Somebody's visit to the registers of a project: what they are, what this person may see and change of them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from uptake.projects.access import Forbidden, role_in
from uptake.projects.models import Member, Project, Role
from uptake.registers.configured import Configured, in_force
from uptake.registers.models import Record
from uptake.registers.spec import Field, Kind, RegisterSpec, Reserved


def reserved(spec: RegisterSpec, role: Any) -> list[Reserved]:
    """Return what a register reserves to other roles."""
    return [one for one in spec.reserved if role not in one.readers]


def withheld(spec: RegisterSpec, role: Any) -> Q:
    """Return which records of a register a role may not know of."""
    return reduce(or_, (Q(**{one.field: one.value}) for one in reserved(spec, role)), Q(pk=None))


def withheld_of(spec: RegisterSpec, role: Any, **among: Any) -> "QuerySet[Any, int]":
    """Return the ids of the records that a role may not know of, among some of a register."""
    rows = spec.model.objects.filter(withheld(spec, role), register=spec.key, **among)
    return rows.values_list("pk", flat=True)


def knowing(spec: RegisterSpec, pk: int) -> frozenset[Role]:
    """Return the roles that may know of a record."""
    kept = [
        one for one in spec.reserved if spec.model.objects.filter(**{"pk": pk, one.field: one.value}).exists()
    ]
    return frozenset(role for role in spec.view if all(role in one.readers for one in kept))


class Visit:
    """What is asked of a project's registers in one request, by one person."""

    def __init__(self, project: Project, person: Any) -> None:
        self.project = project
        self.person = person
        self.role = role_in(person, project) or Role.GUEST
        self.codes: dict[str, Mapping[str, int]] = {}
        """What links may name, by register, where it was looked up for many records at once."""

    @cached_property
    def configured(self) -> Configured:
        return in_force(self.project)

    @cached_property
    def _team(self) -> list[Member]:
        team = Member.objects.filter(project=self.project).select_related("person")
        return list(team.order_by("person__name"))

    @cached_property
    def people(self) -> dict[int, str]:
        """Return who can be named in fields: the team."""
        return {one.person_id: str(one.person) for one in self._team}

    def readers(self, spec: RegisterSpec, record: int) -> set[int]:
        """Return who of the team may see a record of a register."""
        roles = knowing(spec, record)
        return {one.person_id for one in self._team if one.role in roles}

    def spec(self, key: str) -> RegisterSpec:
        """Return a register; raises `Http404` where there is none, `Forbidden` where the role may not see it."""
        found = self.configured.registers.get(key)
        if found is None:
            raise Http404
        if self.role not in found.view:
            raise Forbidden(f"{key}.view")
        return found

    def may_edit(self, spec: RegisterSpec) -> bool:
        return self.role in spec.edit and not self.project.archived

    def need_edit(self, spec: RegisterSpec) -> None:
        """Raise `Forbidden` unless the role may change records of a register."""
        if not self.may_edit(spec):
            raise Forbidden(f"{spec.key}.edit")

    def visible(self) -> list[RegisterSpec]:
        """Return the registers that this person may see."""
        return [one for one in self.configured.registers.values() if self.role in one.view]

    def fields(self, spec: RegisterSpec) -> list[Field]:
        """Return the fields that this person gets at all."""
        return [self._offered(spec, one) for one in spec.fields if self.role in one.readers]

    def _offered(self, spec: RegisterSpec, field: Field) -> Field:
        """Return a field without the choices that would take a record out of this person's sight."""
        kept = {one.value for one in reserved(spec, self.role) if one.field == field.key}
        if not kept:
            return field
        return replace(field, choices=tuple(one for one in field.choices if one.value not in kept))

    def typed(self, spec: RegisterSpec) -> list[Field]:
        """Return the fields that this person fills in: no links into a register that they may not see."""
        ends = {"task", *(one.key for one in self.visible())}
        return [
            one
            for one in self.fields(spec)
            if one.typed and self.role in one.writers and (one.kind is not Kind.LINK or one.of in ends)
        ]

    def rows(self, spec: RegisterSpec) -> "QuerySet[Any]":
        """Return the records of a register that this person may know of; removed ones are among them."""
        rows = spec.model.objects.filter(project=self.project, register=spec.key)
        return rows.exclude(withheld(spec, self.role)) if reserved(spec, self.role) else rows

    @cached_property
    def withheld(self) -> frozenset[int]:
        """Return the records of the project's registers that this person may not know of."""
        kept = [one for one in self.visible() if reserved(one, self.role)]
        return frozenset(pk for one in kept for pk in withheld_of(one, self.role, project=self.project))

    def record(self, spec: RegisterSpec, number: int, *, removed: bool = False) -> Any:
        """Return a record by its number; raises `Http404`."""
        found = self.rows(spec).filter(number=number, removed_at__isnull=not removed).first()
        if found is None:
            raise Http404
        return found


def plain(record: Record, field: Field) -> Any:
    """Return a field of a record as a plain value; links are not among them."""
    if not field.stored:
        return record.values.get(field.key)
    if field.kind is Kind.PERSON:
        return getattr(record, f"{field.key}_id")
    value = getattr(record, field.key)
    if value is None or value == "" or (value == [] and field.kind is not Kind.CHECKBOX):
        return None
    if field.kind is Kind.DATE:
        return value.isoformat()
    if field.kind is Kind.CHOICE:
        return str(value)
    if field.kind is Kind.NUMBER:
        return int(value) if value == int(value) else float(value)
    return value


def put(record: Record, field: Field, value: Any) -> None:
    """Give a field of a record a plain value."""
    if not field.stored:
        if value is None:
            record.values.pop(field.key, None)
        else:
            record.values[field.key] = value
        return
    if field.kind is Kind.PERSON:
        setattr(record, f"{field.key}_id", value)
        return
    column: Any = record._meta.get_field(field.key)
    if value is None and not column.null:
        value = column.get_default()
    setattr(record, field.key, column.to_python(value))

"""Somebody's visit to the registers of a project: what they are, what this person may see and change of them."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import Http404

from uptake.projects.access import Forbidden, role_in
from uptake.projects.models import Member, Project, Role
from uptake.registers.configured import Configured, in_force
from uptake.registers.models import Record
from uptake.registers.spec import Field, Kind, RegisterSpec


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

    def readers(self, spec: RegisterSpec) -> set[int]:
        """Return who of the team may see a register."""
        return {one.person_id for one in self._team if one.role in spec.view}

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
        return [one for one in spec.fields if self.role in one.readers]

    def typed(self, spec: RegisterSpec) -> list[Field]:
        """Return the fields that this person fills in: no links into a register that they may not see."""
        ends = {"task", *(one.key for one in self.visible())}
        return [
            one
            for one in self.fields(spec)
            if one.typed and self.role in one.writers and (one.kind is not Kind.LINK or one.of in ends)
        ]

    def record(self, spec: RegisterSpec, number: int, *, removed: bool = False) -> Any:
        """Return a record by its number; raises `Http404`."""
        rows = spec.model.objects.filter(project=self.project, register=spec.key, number=number)
        found = rows.filter(removed_at__isnull=not removed).first()
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

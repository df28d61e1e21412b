"""Fields that a project declares for its tasks and for itself: their values, who may change them, their history."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from uptake.projects.access import Forbidden, may
from uptake.projects.models import Project
from uptake.registers import linking
from uptake.registers.computing import Calculator
from uptake.registers.configured import BESIDE
from uptake.registers.forms import Typed
from uptake.registers.kinds import Wrong, money_text, parse, text_of
from uptake.registers.models import Sheet, SheetEntry
from uptake.registers.spec import Field, Kind
from uptake.registers.visit import Visit
from uptake.registers.widgets import widget_of
from uptake.registers.writing import Unfit

EDIT = {"task": "plan.edit", "project": "project.manage"}
MOST_ENTRIES = 50


class SheetChanged(Exception):
    """Somebody else changed the values meanwhile."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A value as a page shows it."""

    field: Field
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the history of one field."""

    entry: SheetEntry
    label: str
    old: str
    new: str


def name_of(project: Project, of: str, uid: int) -> str:
    """Return what the values belong to is called; raises `Http404`."""
    if of not in BESIDE or (of == "project") != (uid == 0):
        raise Http404
    if of == "project":
        return project.name
    found = linking.tasks().named(project, [uid])
    if uid not in found:
        raise Http404
    return found[uid].label


def fields_of(visit: Visit, of: str) -> list[Field]:
    """Return the fields that this person gets."""
    return [one for one in visit.configured.beside[of] if visit.role in one.readers]


def typed_of(visit: Visit, of: str) -> list[Field]:
    """Return the fields that this person fills in."""
    return [one for one in fields_of(visit, of) if one.typed and visit.role in one.writers]


def may_edit(visit: Visit, of: str) -> bool:
    return may(visit.person, EDIT[of], visit.project) and not visit.project.archived


def sheet_of(project: Project, of: str, uid: int) -> Sheet:
    """Return the values of a task or of the project; an unsaved sheet where nothing was written yet."""
    found = Sheet.objects.filter(project=project, of=of, uid=uid).first()
    return found or Sheet(project=project, of=of, uid=uid, version=0)


def facts(visit: Visit, of: str, uid: int) -> list[Fact]:
    """Return the values in words."""
    fields = fields_of(visit, of)
    if not fields:
        return []
    values = sheet_of(visit.project, of, uid).values
    return [Fact(one, text_of(one, values.get(one.key), visit.people)) for one in fields]


def history(visit: Visit, of: str, uid: int) -> list[Told]:
    """Return what was changed by whom, the newest first; fields that this person does not get are left out."""
    fields = {one.key: one for one in fields_of(visit, of)}
    rows = SheetEntry.objects.filter(
        sheet__project=visit.project, sheet__of=of, sheet__uid=uid
    ).select_related("by")
    return [
        Told(
            row,
            str(fields[one["field"]].label),
            *(text_of(fields[one["field"]], one[end], visit.people) for end in ("old", "new")),
        )
        for row in rows[:MOST_ENTRIES]
        for one in row.changes
        if one["field"] in fields
    ]


@transaction.atomic
def change(visit: Visit, of: str, uid: int, given: Mapping[str, Any], *, version: int | None = None) -> Sheet:
    """Change values of a task or of the project.

    Raises
    ------
    Forbidden, Unfit, SheetChanged
    """
    if not may_edit(visit, of):
        raise Forbidden(EDIT[of])
    Project.objects.select_for_update().get(pk=visit.project.pk)
    sheet = sheet_of(visit.project, of, uid)
    if version is not None and sheet.version != version:
        raise SheetChanged
    changes = _put(sheet, _cleaned(visit, of, given))
    if changes:
        fields = visit.configured.beside[of]
        results = Calculator(fields).results(sheet.values)
        sheet.values.update({key: value for key, value in results.items() if value is not None})
        for key in [key for key, value in results.items() if value is None]:
            sheet.values.pop(key, None)
        sheet.version += 1
        sheet.save()
        SheetEntry.objects.create(sheet=sheet, by=visit.person, changes=changes)
    return sheet


def _cleaned(visit: Visit, of: str, given: Mapping[str, Any]) -> dict[str, Any]:
    fields = {one.key: one for one in typed_of(visit, of)}
    values: dict[str, Any] = {}
    errors: dict[str, Any] = {
        key: _("There is no field “%s” that you may fill in.") % key for key in given.keys() - fields.keys()
    }
    for key, field in fields.items():
        if key not in given:
            continue
        try:
            values[key] = parse(field, given[key], visit.people)
        except Wrong as why:
            errors[key] = str(why)
            continue
        if field.required and values[key] in (None, [], ""):
            errors[key] = _("Fill this in.")
    if errors:
        raise Unfit(errors)
    return values


def _put(sheet: Sheet, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    changes = []
    for key, new in values.items():
        old = sheet.values.get(key)
        if old == new or (old in (None, False) and new in (None, False)):
            continue
        changes.append({"field": key, "old": old, "new": new})
        if new is None:
            sheet.values.pop(key, None)
        else:
            sheet.values[key] = new
    return changes


class SheetForm(forms.Form):
    """The values of a task or of the project, to be typed."""

    def __init__(self, visit: Visit, of: str, sheet: Sheet, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        for one in typed_of(visit, of):
            self.fields[one.key] = Typed(
                label=f"{one.label} ({one.unit})" if one.unit else str(one.label),
                help_text=str(one.help),
                required=one.required,
                widget=widget_of(visit, one, []),
            )
            value = sheet.values.get(one.key) if sheet.pk else one.default
            self.initial[one.key] = (
                money_text(value) if one.kind is Kind.MONEY and value is not None else value
            )

    def given(self) -> dict[str, Any]:
        """Return what was typed, by key."""
        return {name: self[name].data for name in self.fields}

    def refuse(self, why: Unfit) -> None:
        """Put sentences beside the fields that they are about."""
        self.full_clean()
        for key, sentence in why.errors.items():
            self.add_error(key if key in self.fields else None, str(sentence))

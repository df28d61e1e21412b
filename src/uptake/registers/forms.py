"""The form of a register, made from its fields; reading what was typed is the business of `kinds`."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from uptake.registers.kinds import LONGEST_LONG, LONGEST_TEXT, WrongRows, money_text
from uptake.registers.listing import ends_of
from uptake.registers.models import Link, Record
from uptake.registers.services import LONGEST_TITLE, TITLE, Unfit
from uptake.registers.spec import Field, Kind, RegisterSpec
from uptake.registers.visit import Visit, plain


class Typed(forms.Field):
    """Hands on what was typed, unread, so that it comes back as it was when something is wrong."""

    def clean(self, value: Any) -> Any:
        return value


class RecordForm(forms.Form):
    """A record to be filled in. It does not judge: the service does, and its sentences are put beside the fields."""

    def __init__(
        self,
        visit: Visit,
        spec: RegisterSpec,
        record: Record | None,
        data: Mapping[str, Any] | None = None,
        *,
        only: str = "",
    ) -> None:
        """Make the form of a record, or `only` one field of it."""
        self.visit, self.spec, self.record = visit, spec, record
        super().__init__(data, initial=_initial(visit, spec, record), label_suffix="")
        self.rows: dict[str, Field] = {}
        self.wrong_cells: dict[str, Any] = {}
        if only in {"", TITLE}:
            self.fields[TITLE] = Typed(
                label=str(spec.title or _("Title")), widget=forms.TextInput({"maxlength": LONGEST_TITLE})
            )
        for one in visit.typed(spec):
            if one.kind is Kind.FILE or only not in {"", one.key}:
                continue
            self.fields[one.key] = Typed(
                label=_label(one), help_text=str(one.help), required=one.required, widget=_widget(visit, one)
            )
            if one.kind is Kind.ROWS:
                self.rows[one.key] = one

    def given(self) -> dict[str, Any]:
        """Return what was typed, by key."""
        return {name: self[name].data for name in self.fields}

    def refuse(self, why: Unfit) -> None:
        """Put sentences beside the fields that they are about."""
        self.full_clean()
        for key, sentence in why.errors.items():
            self.add_error(key if key in self.fields else None, str(sentence))
            if isinstance(sentence, WrongRows):
                self.wrong_cells[key] = sentence.cells

    @property
    def sections(self) -> list[tuple[str, list[Any]]]:
        """Return the fields under their headings."""
        found: dict[str, list[Any]] = {}
        headings = {one.key: str(one.section) for one in self.spec.fields}
        for name in self.fields:
            found.setdefault(headings.get(name, ""), []).append(self[name])
        return list(found.items())


def _label(field: Field) -> str:
    return f"{field.label} ({field.unit})" if field.unit else str(field.label)


def _widget(visit: Visit, field: Field) -> forms.Widget:
    if field.kind in {Kind.LONG_TEXT, Kind.ROWS}:
        return forms.Textarea({"rows": 4, "maxlength": LONGEST_LONG})
    if field.kind is Kind.DATE:
        return forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    if field.kind is Kind.CHECKBOX:
        return forms.CheckboxInput()
    if field.kind is Kind.CHOICE:
        return forms.Select(choices=[("", "—"), *((one.value, one.label) for one in field.choices)])
    if field.kind is Kind.MULTI_CHOICE:
        return forms.CheckboxSelectMultiple(choices=[(one.value, one.label) for one in field.choices])
    if field.kind is Kind.PERSON:
        return forms.Select(choices=[("", "—"), *visit.people.items()])
    numeric = {"inputmode": "decimal"} if field.kind in {Kind.NUMBER, Kind.MONEY} else {}
    return forms.TextInput({"maxlength": LONGEST_TEXT, **numeric})


def _initial(visit: Visit, spec: RegisterSpec, record: Record | None) -> dict[str, Any]:
    if record is None:
        return {one.key: one.default for one in visit.typed(spec) if one.default is not None}
    found: dict[str, Any] = {TITLE: record.title}
    links = ends_of(visit, Link.objects.filter(source_id=record.pk))
    for one in visit.typed(spec):
        if one.kind is Kind.LINK:
            found[one.key] = " ".join(end.code for end in links.get((record.pk, one.key), ()))
        else:
            value = plain(record, one)
            found[one.key] = money_text(value) if one.kind is Kind.MONEY and value is not None else value
    return found

"""The form of a register, made from its fields; reading what was typed is the business of `kinds`."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from uptake.registers.kinds import Wrong, WrongRows, money_text, parse, text_of
from uptake.registers.linking import ends_of
from uptake.registers.models import Link, Record
from uptake.registers.services import LONGEST_TITLE, TITLE, Unfit
from uptake.registers.spec import Field, Kind, RegisterSpec
from uptake.registers.visit import Visit, plain
from uptake.registers.widgets import RowsInput, widget_of


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
        links = ends_of(visit, Link.objects.filter(source_id=record.pk)) if record else {}
        if only in {"", TITLE}:
            self.fields[TITLE] = Typed(
                label=str(spec.title or _("Title")), widget=forms.TextInput({"maxlength": LONGEST_TITLE})
            )
        for one in visit.typed(spec):
            if only not in {"", one.key}:
                continue
            ends = links.get((record.pk, one.key), []) if record else []
            self.fields[one.key] = Typed(
                label=_label(one),
                help_text=str(one.help),
                required=one.required,
                widget=widget_of(visit, one, ends),
            )
            if one.kind is Kind.LINK and ends:
                self.initial[one.key] = " ".join(end.code for end in ends)

    def given(self) -> dict[str, Any]:
        """Return what was typed, by key; files are not."""
        return {name: self[name].data for name in self.fields if not self._is_file(name)}

    def _is_file(self, name: str) -> bool:
        return isinstance(self.fields[name].widget, forms.FileInput)

    @property
    def has_files(self) -> bool:
        return any(self._is_file(name) for name in self.fields)

    def worded(self, name: str) -> str:
        """Return what stands in a field, as people read it; as it was typed when it is no value."""
        found = self[name].data if self.is_bound else self[name].value()
        field = self.spec.field(name)
        if field is None or found in (None, ""):
            return str(found or "")
        try:
            return text_of(field, parse(field, found, self.visit.people), self.visit.people)
        except Wrong:
            return str(found)

    def refuse(self, why: Unfit) -> None:
        """Put sentences beside the fields that they are about."""
        self.full_clean()
        for key, sentence in why.errors.items():
            self.add_error(key if key in self.fields else None, str(sentence))
            widget = self.fields[key].widget if key in self.fields else None
            if isinstance(sentence, WrongRows) and isinstance(widget, RowsInput):
                widget.wrong = sentence.cells

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


def _initial(visit: Visit, spec: RegisterSpec, record: Record | None) -> dict[str, Any]:
    if record is None:
        return {one.key: one.default for one in visit.typed(spec) if one.default is not None}
    found: dict[str, Any] = {TITLE: record.title}
    for one in visit.typed(spec):
        if one.kind is not Kind.LINK:
            value = plain(record, one)
            found[one.key] = money_text(value) if one.kind is Kind.MONEY and value is not None else value
    return found

"""Forms that make the parts of a configuration; none of them shows a key."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uptake.projects.models import Role
from uptake.registers.configuration import shape
from uptake.registers.configuration.document import new_key
from uptake.registers.configuration.problem import Problem
from uptake.registers.configuration.words import TONES
from uptake.registers.kinds import tidy

Part = dict[str, Any]
OTHERS = [(str(role), role.label) for role in Role if role is not Role.MANAGER]
LARGEST_TABLE = 200_000


class RowsField(forms.Field):
    """A table that `up-rows` sends as JSON: a list of objects, each with its `id`."""

    widget = forms.HiddenInput

    def __init__(self, columns: Sequence[Mapping[str, Any]], most: int, **options: Any) -> None:
        super().__init__(**options)
        self.columns, self.most = columns, most

    def to_python(self, value: Any) -> list[Part]:
        rows = rows_from(value)
        if rows is None:
            raise ValidationError(_("The table cannot be read."))
        if len(rows) > self.most:
            raise ValidationError(_("A table has room for %d rows.") % self.most)
        return [{key: _cell(one) for key, one in row.items()} for row in rows]


def _cell(value: Any) -> Any:
    return (
        tidy(value)[:500]
        if isinstance(value, str)
        else value
        if isinstance(value, (bool, int, float))
        else ""
    )


def rows_from(value: Any) -> list[Part] | None:
    """Return the rows of a table that was sent; None when it is none."""
    if isinstance(value, str):
        if len(value) > LARGEST_TABLE:
            return None
        try:
            value = json.loads(value or "[]")
        except (ValueError, RecursionError):
            return None
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return None
    return value


class Text(forms.CharField):
    """A line, or several, without what no page can show."""

    def __init__(self, most: int, *, long: bool = False, **options: Any) -> None:
        widget = forms.Textarea({"rows": 3}) if long else forms.TextInput()
        options.setdefault("widget", widget)
        super().__init__(max_length=most, **options)

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


def checks() -> forms.CheckboxSelectMultiple:
    return forms.CheckboxSelectMultiple({"class": "form-check-input"})


class Roles(forms.MultipleChoiceField):
    """Roles beside the manager's."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(choices=OTHERS, widget=checks(), **options)


class PartForm(forms.Form):
    """A form for one part of the document. `part` is what it goes out from; empty for a new one."""

    more: frozenset[str] = frozenset()
    """Names of the fields that most can do without."""

    def __init__(self, data: Any = None, *, part: Part | None = None, **options: Any) -> None:
        self.part = part or {}
        super().__init__(data, label_suffix="", **options)

    def told(self) -> Part:
        """Return the part as the form says it."""
        raise NotImplementedError

    def blame(self, problems: Iterable[Problem]) -> None:
        """Put sentences beside the fields that they are about."""
        for one in problems:
            name = next((step for step in reversed(one.path) if step in self.fields), None)
            same = name is not None and (not self.part or self.part.get("key") in {None, *one.path})
            self.add_error(str(name) if same else None, one.sentence if same else str(one))

    @property
    def tables(self) -> dict[str, Any]:
        """Return what `rows_table` needs, by name of the field."""
        found = {}
        for name, one in self.fields.items():
            if isinstance(one, RowsField):
                rows = rows_from(self[name].value() or "[]") or []
                found[name] = {"columns": one.columns, "value": rows, "max": one.most}
        return found

    @property
    def shown(self) -> list[dict[str, Any]]:
        """Return the fields that everybody needs, with how each is drawn."""
        return [one for one in self._drawn() if one["bound"].name not in self.more]

    @property
    def rest(self) -> list[dict[str, Any]]:
        """Return the fields that most can do without."""
        return [one for one in self._drawn() if one["bound"].name in self.more]

    @property
    def rest_is_open(self) -> bool:
        """Whether one of them is filled in, or wrong."""
        bound = (one["bound"] for one in self.rest)
        return any(one.errors or (self.part and self.part.get(one.name)) for one in bound)

    def _drawn(self) -> list[dict[str, Any]]:
        tables = self.tables
        return [
            {
                "bound": bound,
                "table": tables.get(bound.name),
                "checks": isinstance(bound.field.widget, forms.CheckboxSelectMultiple),
                "icons": isinstance(bound.field.widget, forms.RadioSelect),
            }
            for bound in self
        ]


def without_empty(told: Part) -> Part:
    """Leave out what says nothing."""
    return {key: value for key, value in told.items() if value not in (None, "", [], False)}


def tone_column() -> dict[str, Any]:
    return {
        "key": "tone", "kind": "choice", "label": _("Colour"),
        "choices": [[tone, str(word)] for tone, word in TONES.items() if tone],
    }  # fmt: skip


def choices_column() -> list[dict[str, Any]]:
    return [
        {"key": "label", "kind": "text", "label": _("Choice"), "required": True, "wide": True},
        tone_column(),
    ]


def choices_from(rows: Sequence[Part], before: Sequence[Part]) -> list[Part]:
    """Return choices out of the rows of a table: those that were there keep their value, new ones get one."""
    known = {one["value"] for one in before}
    taken = set(known)
    found = []
    for row in rows:
        label = str(row.get("label") or "").strip()[: shape.LONGEST_LABEL]
        if not label:
            continue
        value = row.get("id")
        if value not in known:
            value = new_key(label, taken)
        taken.add(value)
        found.append(without_empty({"value": value, "label": label, "tone": _tone(row)}))
    return found


def _tone(row: Part) -> str:
    return str(row["tone"]) if row.get("tone") in TONES else ""


def rows_of_choices(choices: Iterable[Part]) -> list[Part]:
    return [{"id": one["value"], "label": one["label"], "tone": one.get("tone", "")} for one in choices]


NOBODY_TICKED = gettext_lazy("Nobody ticked: everybody. The project manager always.")

"""What one types into, by the kind of a field."""

import json
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from uptake.registers.kinds import LONGEST_LONG, LONGEST_TEXT, MOST_ROWS, money_text
from uptake.registers.linking import End
from uptake.registers.spec import Field, Kind
from uptake.registers.visit import Visit
from uptake.ui.templatetags.ui import rows_table


def widget_of(visit: Visit, field: Field, ends: list[End]) -> forms.Widget:
    """Return what one types a field into; `ends` is what a link leads to now."""
    match field.kind:
        case Kind.ROWS:
            found: forms.Widget = RowsInput(visit, field)
        case Kind.LINK:
            found = PickInput(visit, field, ends)
        case Kind.FILE:
            found = forms.FileInput()
        case Kind.LONG_TEXT:
            found = forms.Textarea({"rows": 4, "maxlength": LONGEST_LONG})
        case Kind.DATE:
            found = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        case Kind.CHECKBOX:
            found = forms.CheckboxInput()
        case Kind.CHOICE:
            found = forms.Select(choices=[("", "—"), *((one.value, one.label) for one in field.choices)])
        case Kind.MULTI_CHOICE:
            found = forms.CheckboxSelectMultiple(choices=[(one.value, one.label) for one in field.choices])
        case Kind.PERSON:
            found = forms.Select(choices=[("", "—"), *visit.people.items()])
        case Kind.NUMBER | Kind.MONEY:
            found = forms.TextInput({"maxlength": LONGEST_TEXT, "inputmode": "decimal"})
        case _:
            found = forms.TextInput({"maxlength": LONGEST_TEXT})
    return found


class RowsInput(forms.Textarea):
    """Rows to type in; they travel as JSON."""

    def __init__(self, visit: Visit, field: Field) -> None:
        super().__init__()
        self.visit, self.rows = visit, field
        self.wrong: dict[str, Any] = {}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        columns = [_row_column(self.visit, one) for one in self.rows.columns]
        context = rows_table(
            name=name,
            columns=columns,
            value=_row_values(self.rows, value),
            errors=self.wrong,
            label=str(self.rows.label),
            max=MOST_ROWS,
        )
        return render_to_string("ui/parts/rows.html", context)


def _row_column(visit: Visit, field: Field) -> dict[str, Any]:
    """Return a column as the table of a form knows it; what it has no cells for is typed as text."""
    pairs: list[Any] = []
    if field.kind is Kind.CHOICE:
        pairs = [[one.value, str(one.label)] for one in field.choices]
    elif field.kind is Kind.PERSON:
        pairs = [[str(pk), name] for pk, name in visit.people.items()]
    same = {Kind.TEXT, Kind.LONG_TEXT, Kind.NUMBER, Kind.DATE, Kind.CHECKBOX}
    told = {
        "key": field.key,
        "label": str(field.label),
        "kind": "choice" if pairs else str(field.kind) if field.kind in same else "text",
        "required": field.required,
        "wide": field.wide,
        "unit": str(field.unit),
        "min": field.low,
        "max": field.high,
        "choices": pairs,
    }
    return {key: value for key, value in told.items() if value not in (None, "", False, [])}


def _row_values(field: Field, value: Any) -> list[Any]:
    """Return rows for the table: as they are stored, or as they were typed."""
    if isinstance(value, str):
        try:
            rows = json.loads(value or "[]")
        except (ValueError, RecursionError):
            return []
        return [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
    shown = []
    for row in value or ():
        texts = {}
        for one in field.columns:
            if one.key in row and one.kind in {Kind.MONEY, Kind.PERSON}:
                texts[one.key] = money_text(row[one.key]) if one.kind is Kind.MONEY else str(row[one.key])
        shown.append({**row, **texts})
    return shown


class PickInput(forms.TextInput):
    """Codes of what a link leads to; with scripts, a search by code and name."""

    def __init__(self, visit: Visit, field: Field, ends: list[End]) -> None:
        super().__init__({"maxlength": LONGEST_TEXT, "autocomplete": "off"})
        self.src = reverse("record_targets", args=[visit.project.pk])
        self.link, self.ends = field, [{"code": one.code, "label": one.label} for one in ends]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html(
            '<up-pick src="{}" of="{}"{} data-ends="{}">{}</up-pick>',
            self.src,
            self.link.of,
            SafeString(" many") if self.link.many else "",
            json.dumps(self.ends, ensure_ascii=False),
            super().render(name, value, attrs, renderer),
        )

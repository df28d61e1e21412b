"""How templates show what a register holds."""

import json
from collections.abc import Sequence
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, Select
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uptake.registers.kinds import money_text, number_text, page_text
from uptake.registers.lists.listing import Listing, shown_kind
from uptake.registers.models import Entry
from uptake.registers.spec import Field, Kind, RegisterSpec
from uptake.registers.widgets import RowsInput
from uptake.ui.templatetags.ui import field

register = template.Library()
LONGEST_CELL = 300
DONE = {
    Entry.Kind.CREATED: gettext_lazy("made it"),
    Entry.Kind.CHANGED: gettext_lazy("changed it"),
    Entry.Kind.MOVED: gettext_lazy("moved it"),
    Entry.Kind.REMOVED: gettext_lazy("removed it"),
    Entry.Kind.RESTORED: gettext_lazy("brought it back"),
    Entry.Kind.LINKED: gettext_lazy("linked it with"),
    Entry.Kind.UNLINKED: gettext_lazy("removed the link with"),
    Entry.Kind.IMPORTED: gettext_lazy("imported it"),
    Entry.Kind.NOTED: gettext_lazy("noted"),
}
"""What the history says that somebody did."""
SHAPES = {"good": "●", "warn": "▲", "bad": "■", "info": "◆", "": "○"}


@register.simple_tag
def row(listing: Listing, record: Any, columns: Sequence[Any], edit: bool) -> SafeString:
    """Write a record as a row of its list. In Python and not as a template: a page has a thousand cells."""
    cells = [_cell(listing, record, one) for one in columns]
    if edit:
        said = _("Select %(name)s") % {"name": record.title}
        cells.insert(0, format_html(SELECT, record.number, said))
    return format_html(
        '<tr data-number="{}">{}</tr>',
        record.number,
        SafeString("".join(cells)),
    )


SELECT = (
    '<td class="up-narrow up-select"><input type="checkbox" class="form-check-input" form="bulk" name="n" '
    'value="{}" aria-label="{}"></td>'
)
TITLE = (
    '<th scope="row" class="up-main"{}><a href="{}" data-drawer>{}</a> '
    '<span class="up-phone up-small up-muted">{}</span></th>'
)


def _cell(listing: Listing, record: Any, column: Any) -> SafeString:
    key = column.field.key
    typed = format_html(' data-cell="{}" tabindex="-1"', key) if column.edit else ""
    if key == "title":
        return format_html(
            TITLE, typed, listing.url_of(record), record.title, listing.spec.code(record.number)
        )
    return format_html('<td class="{}"{}>{}</td>', column.css, typed, cell(listing, record, column.field))


@register.simple_tag
def cell(listing: Listing, record: Any, field: Field) -> SafeString | str:
    """Show a value in a list."""
    value = listing.value(record, field)
    if field.kind is Kind.LINK:
        return format_html_join(
            " ", '<a class="up-code" href="{}" title="{}" data-drawer>{}</a>',
            ((end.url, end.label, end.code) for end in value),
        )  # fmt: skip
    if value is None or value == "":
        return ""
    kind = shown_kind(field)
    if kind is Kind.CHOICE:
        return choice(field, value)
    if kind is Kind.CHECKBOX:
        return format_html('<span aria-label="{}">✓</span>', _("Yes")) if value else ""
    if field.key == listing.spec.next_due and listing.is_overdue(record):
        said = page_text(field, value, listing.visit.people)
        return format_html('<span class="up-text-bad" title="{}">{}</span>', _("Overdue"), said)
    if kind in {Kind.LONG_TEXT, Kind.ROWS}:
        return " ".join(page_text(field, value, listing.visit.people)[:LONGEST_CELL].split())
    return page_text(field, value, listing.visit.people)


@register.simple_tag
def total(listing: Listing, field: Field) -> SafeString | str:
    """Show the sum or the mean of a column."""
    value = listing.totals.get(field.key) if field.total else None
    if value is None:
        return ""
    mean, money = field.total == "mean", shown_kind(field) is Kind.MONEY
    text = money_text(round(value)) if money else number_text(round(float(value), 2))
    sign, word = ("Ø", _("Mean")) if mean else ("Σ", _("Sum"))
    return format_html('<span class="up-muted" role="img" aria-label="{}">{}</span> {}', word, sign, text)


@register.simple_tag
def choice(field: Field, value: Any) -> SafeString | str:
    """Show one of a field's choices: as word and shape where it has a tone."""
    tone = next((one.tone for one in field.choices if one.value == str(value)), "")
    return toned(field.label_of(value), tone) if tone else field.label_of(value)


@register.simple_tag
def toned(label: str, tone: str) -> SafeString:
    """Show a word with its colour and shape."""
    return format_html(
        '<span class="up-state up-tone-{}"><span class="up-shape" aria-hidden="true">{}</span>{}</span>',
        tone or "none", SHAPES.get(tone, "○"), label,
    )  # fmt: skip


@register.simple_tag
def code(spec: RegisterSpec, record: Any) -> str:
    """Show the number of a record as people write it."""
    return spec.code(record.number)


@register.filter
def as_json(value: Any) -> str:
    """Write a value for an attribute that a script reads."""
    return json.dumps(value, ensure_ascii=False)


@register.simple_tag
def did(entry: Entry) -> str:
    """Say what somebody did."""
    return str(DONE[Entry.Kind(entry.kind)])


@register.simple_tag
def record_field(bound: BoundField) -> SafeString:
    """Draw a field of a record's form with everything around it."""
    widget = bound.field.widget
    if isinstance(widget, RowsInput):
        return render_to_string("registers/_rows_field.html", {"bound": bound, "control": bound.as_widget()})
    if isinstance(widget, FileInput):
        return render_to_string("registers/_file_field.html", {"bound": bound, "now": bound.initial})
    return render_to_string("ui/parts/field.html", field(bound))


@register.simple_tag
def control(bound: BoundField) -> SafeString:
    """Draw what one types into, named by its label, without anything around it."""
    select = isinstance(bound.field.widget, Select)
    css = "form-select" if select else "form-control"
    if isinstance(bound.field.widget, (CheckboxInput, CheckboxSelectMultiple)):
        css = "form-check-input"
    attrs: dict[str, Any] = {"class": css, "aria-label": str(bound.label), "id": f"cell-{bound.html_name}"}
    if bound.errors:
        attrs |= {"class": f"{css} is-invalid", "aria-invalid": "true"}
    return bound.as_widget(attrs=attrs)


@register.filter
def is_number(field: Field) -> bool:
    return shown_kind(field) in {Kind.NUMBER, Kind.MONEY}

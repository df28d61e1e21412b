"""How templates show what a register holds."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from uptake.registers.kinds import text_of
from uptake.registers.listing import Listing, shown_kind
from uptake.registers.spec import Field, Kind

register = template.Library()
SHAPES = {"good": "●", "warn": "▲", "bad": "■", "info": "◆", "": "○"}


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
    if shown_kind(field) is Kind.CHOICE:
        return choice(field, value)
    return text_of(field, value, listing.visit.people)


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


@register.filter
def is_number(field: Field) -> bool:
    return shown_kind(field) in {Kind.NUMBER, Kind.MONEY}

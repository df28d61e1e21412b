"""What the parts of a configuration are called on pages."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uptake.projects.models import Role
from uptake.registers.spec import Kind, Words

KINDS: dict[Kind, tuple[Words, Words, str]] = {
    Kind.TEXT: (gettext_lazy("Text"), gettext_lazy("One line"), "edit"),
    Kind.LONG_TEXT: (gettext_lazy("Long text"), gettext_lazy("Several lines"), "file-text"),
    Kind.NUMBER: (gettext_lazy("Number"), gettext_lazy("With a unit, if you like"), "chart-bar"),
    Kind.MONEY: (gettext_lazy("Amount of money"), gettext_lazy("Seen by those who may see money"), "coin"),
    Kind.DATE: (gettext_lazy("Date"), gettext_lazy("A day"), "calendar"),
    Kind.CHOICE: (gettext_lazy("Choice"), gettext_lazy("One of a list"), "circle-check"),
    Kind.MULTI_CHOICE: (gettext_lazy("Several choices"), gettext_lazy("Any number of a list"), "list-check"),
    Kind.PERSON: (gettext_lazy("Person"), gettext_lazy("Somebody of the team"), "user"),
    Kind.LINK: (gettext_lazy("Link"), gettext_lazy("To records or tasks"), "link"),
    Kind.FILE: (gettext_lazy("File"), gettext_lazy("Kept with the record"), "paperclip"),
    Kind.CHECKBOX: (gettext_lazy("Checkbox"), gettext_lazy("Yes or no"), "checkbox"),
    Kind.FORMULA: (gettext_lazy("Formula"), gettext_lazy("Computed from other fields"), "bolt"),
    Kind.ROWS: (gettext_lazy("Table"), gettext_lazy("Rows with columns of their own"), "table"),
}
"""Name, what it is, icon."""

PROPERTIES: dict[str, Words] = {
    "label": gettext_lazy("Name"),
    "name": gettext_lazy("Name"),
    "plural": gettext_lazy("Name of all of them"),
    "about": gettext_lazy("What it is for"),
    "title": gettext_lazy("Word for the title"),
    "icon": gettext_lazy("Icon"),
    "section": gettext_lazy("Section"),
    "prefix": gettext_lazy("Prefix"),
    "kind": gettext_lazy("Kind"),
    "help": gettext_lazy("Help"),
    "required": gettext_lazy("Required"),
    "default": gettext_lazy("Default"),
    "choices": gettext_lazy("Choices"),
    "unit": gettext_lazy("Unit"),
    "low": gettext_lazy("Smallest value"),
    "high": gettext_lazy("Largest value"),
    "of": gettext_lazy("Leads to"),
    "many": gettext_lazy("More than one"),
    "columns": gettext_lazy("Columns"),
    "formula": gettext_lazy("Formula"),
    "result": gettext_lazy("Shown as"),
    "readers": gettext_lazy("Who sees it"),
    "writers": gettext_lazy("Who fills it in"),
    "view": gettext_lazy("Who sees it"),
    "edit": gettext_lazy("Who changes it"),
    "total": gettext_lazy("In the foot of the list"),
    "tone": gettext_lazy("Colour"),
    "open": gettext_lazy("Still to do"),
    "roles": gettext_lazy("Who may"),
    "reason": gettext_lazy("Asks for a reason"),
    "register": gettext_lazy("Register"),
    "target": gettext_lazy("State"),
    "when": gettext_lazy("Condition"),
    "steps": gettext_lazy("Steps"),
    "remind_days": gettext_lazy("Days until a reminder"),
}
TONES: dict[str, Words] = {
    "": gettext_lazy("Plain"),
    "good": gettext_lazy("Green"),
    "warn": gettext_lazy("Amber"),
    "bad": gettext_lazy("Red"),
    "info": gettext_lazy("Blue"),
}
TOTALS: dict[str, Words] = {
    "": gettext_lazy("Nothing"),
    "sum": gettext_lazy("Sum"),
    "mean": gettext_lazy("Mean"),
}
OPERATORS: dict[str, Words] = {
    "=": gettext_lazy("is"),
    "<>": gettext_lazy("is not"),
    ">": gettext_lazy("is more than"),
    ">=": gettext_lazy("is at least"),
    "<": gettext_lazy("is less than"),
    "<=": gettext_lazy("is at most"),
    "contains": gettext_lazy("contains"),
    "empty": gettext_lazy("is empty"),
    "filled": gettext_lazy("is filled in"),
}


def kind_word(kind: str) -> str:
    return str(KINDS[Kind(kind)][0])


def value_words(name: str, value: Any) -> str:
    """Return what a property of a part is, in words; short, for a line of a comparison."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name in {"kind", "result"}:
        return kind_word(value)
    if name == "tone":
        return str(TONES[value])
    if name == "total":
        return str(TOTALS[value])
    if isinstance(value, list):
        return ", ".join(_part_word(name, one) for one in value)
    if isinstance(value, Mapping):
        return " ".join(str(value[key]) for key in ("field", "op", "value") if value.get(key) is not None)
    return str(value)


def _part_word(name: str, one: Any) -> str:
    if isinstance(one, Mapping):
        return str(one.get("label") or one.get("name") or one.get("value") or "")
    return str(Role(one).label) if name in {"readers", "writers", "view", "edit", "roles"} else str(one)

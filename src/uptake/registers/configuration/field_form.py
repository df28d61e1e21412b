"""The form of a field, by its kind."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from uptake.registers.computing import RESULTS
from uptake.registers.configuration import shape
from uptake.registers.configuration.check_fields import BESIDE_KINDS, COLUMN_KINDS, FIXED_KINDS, try_formula
from uptake.registers.configuration.conversion import text_for
from uptake.registers.configuration.document import Document, fields_of, name_of, new_key, targets
from uptake.registers.configuration.forms import (
    NOBODY_TICKED,
    Part,
    PartForm,
    Roles,
    RowsField,
    Text,
    choices_column,
    choices_from,
    rows_of_choices,
    without_empty,
)
from uptake.registers.configuration.words import TOTALS, kind_word
from uptake.registers.configured import BESIDE, field_from
from uptake.registers.kinds import Wrong, parse, plain_number
from uptake.registers.spec import BUILT_IN, Kind

TYPED_DEFAULTS = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.CHOICE})
NUMBERS = frozenset({Kind.NUMBER, Kind.MONEY, Kind.FORMULA})


def kinds_for(of: str, now: Kind | None = None) -> list[Kind]:
    """Return the kinds that a field can have; with `now`, those that a published one can become."""
    kinds = [kind for kind in Kind if of not in BESIDE or kind in BESIDE_KINDS]
    if now is None:
        return kinds
    if now in FIXED_KINDS:
        return [now]
    return [kind for kind in kinds if kind is now or kind not in FIXED_KINDS | {Kind.FORMULA}]


class FieldForm(PartForm):
    """A field of one kind."""

    more = frozenset({"help", "low", "high", "total", "section", "default", "readers", "writers"})

    def __init__(
        self, document: Document, of: str, kind: Kind, data: Any = None, *, part: Part | None = None
    ) -> None:
        self.document, self.of, self.kind = document, of, kind
        super().__init__(data, part=part)
        self.fields["label"] = Text(shape.LONGEST_LABEL, label=_("Name"))
        self._of_kind()
        self.fields["help"] = Text(
            500, label=_("Help"), required=False, help_text=_("Stands under the field in the form.")
        )
        if kind is not Kind.FORMULA:
            self.fields["required"] = forms.BooleanField(label=_("Has to be filled in"), required=False)
        self._default()
        if kind in NUMBERS and of not in BESIDE:
            choices = list(TOTALS.items())
            self.fields["total"] = forms.ChoiceField(
                label=_("In the foot of the list"), choices=choices, required=False
            )
        self.fields["section"] = Text(shape.LONGEST_LABEL, label=_("Heading in the form"), required=False,
                                      help_text=_("Fields with the same heading stand together."))  # fmt: skip
        self.fields["readers"] = Roles(label=_("Who sees it"), help_text=NOBODY_TICKED)
        if kind is not Kind.FORMULA:
            self.fields["writers"] = Roles(label=_("Who fills it in"), help_text=NOBODY_TICKED)
        self._initial()

    def _of_kind(self) -> None:
        kind = self.kind
        if kind in {Kind.CHOICE, Kind.MULTI_CHOICE}:
            self.fields["choices"] = RowsField(
                choices_column(), shape.MOST_CHOICES, label=_("Choices"), required=False
            )
        elif kind is Kind.NUMBER:
            self.fields["unit"] = Text(20, label=_("Unit"), required=False)
            self.fields["low"] = forms.DecimalField(label=_("Smallest value"), required=False, max_digits=15)
            self.fields["high"] = forms.DecimalField(label=_("Largest value"), required=False, max_digits=15)
        elif kind is Kind.LINK:
            self.fields["of"] = forms.ChoiceField(label=_("Leads to"), choices=self._ends)
            self.fields["many"] = forms.BooleanField(label=_("To more than one"), required=False)
        elif kind is Kind.FORMULA:
            self.fields["formula"] = Text(
                shape.LONGEST_FORMULA, long=True, label=_("Formula"),
                help_text=_("For example: %s")
                % "[Cost] * 1.06, if([Rooms] > 10, \"large\", \"small\"), days([Start], [End])",
            )  # fmt: skip
            self.fields["money"] = forms.BooleanField(
                label=_("Show the result as an amount of money"), required=False
            )
        elif kind is Kind.ROWS:
            self.fields["columns"] = RowsField(
                self._columns(), shape.MOST_COLUMNS, label=_("Columns"), required=False
            )

    def _ends(self) -> list[tuple[str, str]]:
        names = [(of, name_of(self.document, of)) for of in targets(self.document) if of not in BESIDE]
        return [("task", _("Tasks of the plan")), *names]

    def _columns(self) -> list[dict[str, Any]]:
        kinds = [[str(kind), kind_word(kind)] for kind in Kind if kind in COLUMN_KINDS]
        return [
            {"key": "label", "kind": "text", "label": _("Column"), "required": True, "wide": True},
            {"key": "kind", "kind": "choice", "label": _("Kind"), "choices": kinds},
            {"key": "choices", "kind": "text", "label": _("Choices, parted by ;")},
            {"key": "required", "kind": "checkbox", "label": _("Required")},
        ]

    def _default(self) -> None:
        if self.kind in TYPED_DEFAULTS:
            self.fields["default"] = Text(1_000, label=_("Value of a new record"), required=False)
        elif self.kind is Kind.CHECKBOX:
            self.fields["default"] = forms.BooleanField(label=_("Ticked in a new record"), required=False)

    def _initial(self) -> None:
        part = self.part
        for name in self.fields.keys() & part.keys():
            self.initial[name] = part[name]
        if "choices" in self.fields:
            self.initial["choices"] = rows_of_choices(part.get("choices", ()))
        if "columns" in self.fields:
            self.initial["columns"] = [
                {"id": one["key"], "label": one["label"], "kind": one["kind"], "required": bool(one.get("required")),
                 "choices": "; ".join(choice["label"] for choice in one.get("choices", ()))}
                for one in part.get("columns", ())
            ]  # fmt: skip
        if self.kind is Kind.FORMULA:
            self.initial["money"] = part.get("result") == Kind.MONEY
        if self.kind in TYPED_DEFAULTS and part.get("default") is not None and part.get("kind") == self.kind:
            self.initial["default"] = text_for(field_from(part), part["default"], {})
        elif part.get("kind") != self.kind:
            self.initial.pop("default", None)

    def told(self) -> Part:
        given = self.cleaned_data
        taken = [one["key"] for one in fields_of(self.document, self.of)]
        if self.of in BUILT_IN:
            taken += [one.key for one in BUILT_IN[self.of].fields]
        found = {
            "key": self.part.get("key") or new_key(given["label"], taken),
            "label": given["label"],
            "kind": str(self.kind),
        }
        for name in (
            "help",
            "required",
            "unit",
            "of",
            "many",
            "formula",
            "total",
            "section",
            "readers",
            "writers",
        ):
            found[name] = given.get(name)
        if "choices" in given:
            found["choices"] = choices_from(given["choices"], self.part.get("choices", ()))
        if "columns" in given:
            found["columns"] = columns_from(given["columns"], self.part.get("columns", ()))
        if self.kind is Kind.FORMULA:
            found["result"] = self._result(given)
        told = without_empty(found)
        for name in ("low", "high"):
            if given.get(name) is not None:
                told[name] = plain_number(given[name])
        return told

    def _result(self, given: Part) -> str:
        kind, _wrong = try_formula(self.document, self.of, self.part.get("key", ""), given.get("formula", ""))
        fits = RESULTS.get(kind, (Kind.NUMBER,))  # type: ignore[call-overload]  # empty when it is wrong
        return str(Kind.MONEY if given.get("money") and Kind.MONEY in fits else fits[0])

    def told_with_default(self) -> Part:
        """Return the part with its default as a plain value; what cannot be read is said beside it."""
        told = self.told()
        typed = self.cleaned_data.get("default")
        if typed in (None, "", False):
            return told
        try:
            told["default"] = parse(field_from(told), typed, {})
        except Wrong as why:
            self.add_error("default", str(why))
        return told

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in ("low", "high"):
            if isinstance(given.get(name), Decimal) and not given[name].is_finite():
                raise ValidationError({name: _("Write a number, like 12 or 0.5.")})
        return given


def columns_from(rows: Sequence[Part], before: Sequence[Part]) -> list[Part]:
    """Return the columns of a table field out of the rows in which they were typed."""
    names = shape.COLUMN.names
    known = {one["key"]: {name: told for name, told in one.items() if name in names} for one in before}
    taken = set(known)
    found = []
    for row in rows:
        label = str(row.get("label") or "").strip()[: shape.LONGEST_LABEL]
        if not label:
            continue
        was = known.get(str(row.get("id")), {})
        key = was.get("key") or new_key(label, taken)
        taken.add(key)
        kind = row["kind"] if row.get("kind") in set(map(str, COLUMN_KINDS)) else "text"
        told = {
            **was,
            "key": key,
            "label": label,
            "kind": kind,
            "required": bool(row.get("required")),
            "choices": [],
        }
        if kind == Kind.CHOICE:
            words = [
                word.strip()
                for word in str(row.get("choices", "")).replace("；", ";").split(";")
                if word.strip()
            ]
            old = {one["label"]: one["value"] for one in was.get("choices", ())}
            told["choices"] = choices_from(
                [{"id": old.get(word), "label": word} for word in words], was.get("choices", ())
            )
        found.append(without_empty(told))
    return found

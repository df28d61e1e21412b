"""Formulas of fields: what they are computed of, and what comes out, as plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from uptake.projects.models import Role
from uptake.registers.formulas.language import Formula, FormulaError, compile_all
from uptake.registers.formulas.language import Kind as Out
from uptake.registers.kinds import LONGEST_TEXT, plain_number
from uptake.registers.spec import Field, Kind, State

FIXED: dict[str, Out] = {"title": "text", "state": "text", "number": "number"}
"""What every record has beside its fields."""
RESULTS: dict[Out, tuple[Kind, ...]] = {
    "number": (Kind.NUMBER, Kind.MONEY),
    "text": (Kind.TEXT,),
    "date": (Kind.DATE,),
    "bool": (Kind.CHECKBOX,),
}
"""Kind of a formula to the kinds that its field may show."""
_KINDS: dict[Kind, Out] = {
    Kind.NUMBER: "number",
    Kind.MONEY: "number",
    Kind.DATE: "date",
    Kind.CHECKBOX: "bool",
    Kind.TEXT: "text",
    Kind.LONG_TEXT: "text",
    Kind.MULTI_CHOICE: "text",
}


def _as_number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def out_of(field: Field) -> Out | None:
    """Return what a field is in a formula; None where it cannot stand in one."""
    if field.kind is Kind.CHOICE:
        numbers = field.choices and all(_as_number(one.value) is not None for one in field.choices)
        return "number" if numbers else "text"
    return _KINDS.get(field.kind)


def names_of(fields: Iterable[Field]) -> dict[str, Out]:
    """Return what a formula over these fields may name, by key."""
    return FIXED | {one.key: out for one in fields if (out := out_of(one)) is not None}


def labels_of(fields: Sequence[Field]) -> dict[str, str]:
    """Return the keys of fields by their labels, in every language: a formula means the same for everybody."""
    found: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for one in fields:
                found.setdefault(str(one.label), one.key)
    return found


def understood(fields: Sequence[Field]) -> dict[str, Formula]:
    """Return the formulas among fields, each after those that it needs; raises `FormulaError`."""
    texts = {one.key: one.formula for one in fields if one.kind is Kind.FORMULA}
    return compile_all(texts, names_of(fields), labels_of(fields)) if texts else {}


def _still_understood(fields: Sequence[Field]) -> dict[str, Formula]:
    """Leave out formulas that mean nothing any more: a built-in field that they name has gone."""
    rest = list(fields)
    while True:
        try:
            return understood(rest)
        except FormulaError as why:
            wrong = why.__notes__[-1]
            rest = [one for one in rest if one.key != wrong]


class Calculator:
    """Computes the formulas among fields."""

    def __init__(self, fields: Sequence[Field], states: Sequence[State] = ()) -> None:
        self.fields = {one.key: one for one in fields}
        self.states = {one.key: one.label for one in states}
        self.formulas = _still_understood(fields)

    def results(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return what comes out, as plain values by key, for the plain values of a record."""
        given = {key: self._given(key, value) for key, value in values.items()}
        given |= {
            key: False for key, one in self.fields.items() if one.kind is Kind.CHECKBOX and not given.get(key)
        }
        found = dict.fromkeys(
            (key for key, one in self.fields.items() if one.kind is Kind.FORMULA), None
        )  # those that are not understood are empty
        for key, formula in self.formulas.items():
            given[key] = formula.value(given)
            found[key] = _plain(given[key], self.fields[key].result)
        return found

    def _given(self, key: str, value: Any) -> Any:
        field = self.fields.get(key)
        if value is None:
            return None
        if field is None:
            label = self.states.get(value) if key == "state" else value
            return label if isinstance(label, (str, int)) else value
        if field.kind is Kind.MONEY:
            return Decimal(value) / 100
        if field.kind is Kind.CHOICE:
            return value if out_of(field) == "number" else _word(field, value)
        if field.kind is Kind.MULTI_CHOICE:
            return ", ".join(_word(field, one) for one in value)
        return value


def _word(field: Field, value: Any) -> str:
    """Return the word of a choice; its value where the word would depend on the reader's language."""
    label = next((one.label for one in field.choices if one.value == str(value)), value)
    return str(value) if isinstance(label, Promise) else str(label)


def _plain(value: Any, result: Kind) -> Any:
    if isinstance(value, Decimal):
        return int((value * 100).to_integral_value()) if result is Kind.MONEY else plain_number(value)
    if isinstance(value, date):
        return value.isoformat()
    return value[:LONGEST_TEXT] if isinstance(value, str) else value


def with_readers(fields: Sequence[Field]) -> tuple[Field, ...]:
    """Return fields so that nobody reads a formula who may not read all that it is computed of."""
    found = {one.key: one for one in fields}
    formulas = _still_understood(fields)
    for key, formula in formulas.items():
        readers = found[key].readers
        for used in formula.uses & found.keys():
            readers &= found[used].readers
        found[key] = replace(found[key], readers=readers)
    lost = [one for one in fields if one.kind is Kind.FORMULA and one.key not in formulas]
    found |= {one.key: replace(one, readers=frozenset({Role.MANAGER})) for one in lost}
    return tuple(found.values())

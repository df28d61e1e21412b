"""Values of a field that becomes another one."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from uptake.registers.kinds import Wrong, parse, plain_number
from uptake.registers.spec import Field, Kind

SINGLE_TEXTS = frozenset({Kind.TEXT, Kind.LONG_TEXT})


def kind_of(field: Field) -> Kind:
    """Return what is stored: of a formula, what came out of it."""
    return field.result if field.kind is Kind.FORMULA else field.kind


def differs(old: Field, new: Field) -> bool:
    """Tell whether stored values of one field may not be values of the other."""
    if new.kind is Kind.FORMULA:
        return False
    return kind_of(old) is not new.kind or _words(old) != _words(new)


def _words(field: Field) -> dict[str, str]:
    return {one.value: str(one.label) for one in field.choices}


def convert(old: Field, new: Field, value: Any, people: Mapping[int, str]) -> Any:
    """Return a stored value of one field as one of another; raises `Wrong` where it cannot be kept.

    Examples
    --------
    >>> convert(Field(key="a", label="", kind=Kind.TEXT), Field(key="a", label="", kind=Kind.NUMBER), "1,250", {})
    1250
    """
    if value is None or value == []:
        return None
    before, after = kind_of(old), new.kind
    if after in {Kind.CHOICE, Kind.MULTI_CHOICE}:
        return _to_choice(old, new, value, people)
    if before is after:
        return value
    if before is Kind.MONEY and after is Kind.NUMBER:
        return plain_number(Decimal(value) / 100)
    if before is Kind.MULTI_CHOICE and after not in SINGLE_TEXTS and len(value) > 1:
        raise Wrong(_("There are several values, and room for one."))
    return parse(new, text_for(old, value, people), people)


def _to_choice(old: Field, new: Field, value: Any, people: Mapping[int, str]) -> Any:
    parts = value if isinstance(value, list) else [value]
    if kind_of(old) not in {Kind.CHOICE, Kind.MULTI_CHOICE}:
        return parse(new, text_for(old, value, people), people)
    known = {one.value for one in new.choices}
    found = [
        one if str(one) in known else parse(Field(key="", label="", kind=Kind.CHOICE, choices=new.choices),
                                            old.label_of(one), people)
        for one in parts
    ]  # fmt: skip
    if new.kind is Kind.MULTI_CHOICE:
        return [one.value for one in new.choices if one.value in set(map(str, found))] or None
    if len(set(found)) > 1:
        raise Wrong(_("There are several values, and room for one."))
    return str(found[0])


def text_for(field: Field, value: Any, people: Mapping[int, str]) -> str:
    """Return a stored value as text that means the same in every language."""
    written = _TEXTS.get(kind_of(field))
    return written(field, value, people) if written else str(value)


_TEXTS: dict[Kind, Callable[[Field, Any, Mapping[int, str]], str]] = {
    Kind.MONEY: lambda field, value, people: f"{Decimal(value) / 100:.2f}",
    Kind.CHOICE: lambda field, value, people: field.label_of(value),
    Kind.MULTI_CHOICE: lambda field, value, people: ", ".join(field.label_of(one) for one in value),
    Kind.PERSON: lambda field, value, people: people.get(value, str(value)),
    Kind.CHECKBOX: lambda field, value, people: _("Yes") if value else _("No"),
}

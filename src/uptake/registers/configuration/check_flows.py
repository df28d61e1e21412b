"""Whether approval flows make sense."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from uptake.registers.configuration.check_fields import KEY
from uptake.registers.configuration.document import register_of
from uptake.registers.configuration.problem import Path, Problem
from uptake.registers.configured import field_from
from uptake.registers.kinds import Wrong, parse
from uptake.registers.spec import BUILT_IN, Field, Kind

Found = Iterator[tuple[Path, str]]
ORDERED = frozenset({">", ">=", "<", "<="})
ORDERED_KINDS = frozenset({Kind.NUMBER, Kind.MONEY, Kind.DATE})
TEXTS = frozenset({Kind.TEXT, Kind.LONG_TEXT})
CONDITION_KINDS = ORDERED_KINDS | TEXTS | {Kind.CHOICE, Kind.MULTI_CHOICE, Kind.CHECKBOX, Kind.PERSON}


def wrong(document: dict[str, Any]) -> Iterator[Problem]:
    """Find what is wrong with the flows of a document of the right shape."""
    keys = Counter(one["key"] for one in document["flows"])
    for told in document["flows"]:
        if keys[told["key"]] > 1 or not KEY.fullmatch(told["key"]):
            yield Problem(
                ("flows", told["key"], "key"),
                told["name"],
                _("“%s” is taken. Choose another key.") % told["key"],
            )
        for path, sentence in _of_flow(document, told):
            yield Problem(("flows", told["key"], *path), told["name"], sentence)


def _of_flow(document: dict[str, Any], told: dict[str, Any]) -> Found:
    register = told["register"]
    if register not in BUILT_IN and register_of(document, register) is None:
        yield ("register",), _("There is no such register here. Choose another one.")
        return
    if told["target"] not in states_of(document, register):
        yield ("target",), _("The register has no such state. Choose another one.")
    fields = fields_known(document, register)
    yield from _of_when(fields, told.get("when"), ())
    if not told["steps"]:
        yield ("steps",), _("Name at least one step.")
    for place, step in enumerate(told["steps"]):
        if not step.get("roles") and not step.get("people"):
            yield ("steps", place), _("Step %d asks nobody. Choose a role or a person.") % (place + 1)
        yield from _of_when(fields, step.get("when"), ("steps", place))


def states_of(document: dict[str, Any], register: str) -> dict[str, str]:
    """Return the states of a register: key to label."""
    told = register_of(document, register)
    if told is not None:
        return {one["key"]: one["label"] for one in told.get("states", ())}
    return {one.key: str(one.label) for one in BUILT_IN[register].states} if register in BUILT_IN else {}


def fields_known(document: dict[str, Any], register: str) -> dict[str, Field]:
    """Return the fields of a register that a condition can ask."""
    told = register_of(document, register)
    own = BUILT_IN[register].fields if register in BUILT_IN else ()
    added = told.get("fields", []) if told else document["fields"].get(register, [])
    every = (*own, *map(field_from, added))
    return {one.key: one for one in every if shown_kind(one) in CONDITION_KINDS}


def shown_kind(field: Field) -> Kind:
    return field.result if field.kind is Kind.FORMULA else field.kind


def _of_when(fields: dict[str, Field], when: dict[str, Any] | None, path: Path) -> Found:
    if when is None:
        return
    field = fields.get(when["field"])
    if field is None:
        yield (*path, "when"), _("The condition asks a field that is not there. Choose another one.")
        return
    kind, op, value = shown_kind(field), when["op"], when.get("value")
    if op in ORDERED and kind not in ORDERED_KINDS:
        yield (
            (*path, "when"),
            _("Only numbers, amounts and dates are larger or smaller. Choose another comparison."),
        )
    if op == "contains" and kind not in TEXTS | {Kind.MULTI_CHOICE}:
        yield (
            (*path, "when"),
            _("Only texts and several choices contain something. Choose another comparison."),
        )
    if op in {"empty", "filled"}:
        return
    if value is None:
        yield (*path, "when"), _("Say what to compare with.")
    elif kind is not Kind.PERSON and not (op == "contains" and kind in TEXTS):
        yield from _of_value(field, kind, value, path)


def _of_value(field: Field, kind: Kind, value: Any, path: Path) -> Found:
    if kind is Kind.MONEY:
        if isinstance(value, bool) or not isinstance(value, int):
            yield (*path, "when"), _("An amount is a whole number of hundredths.")
        return
    asked = Kind.CHOICE if kind is Kind.MULTI_CHOICE else kind
    try:
        parse(Field(key=field.key, label="", kind=asked, choices=field.choices), value, {})
    except Wrong as why:
        yield (*path, "when"), str(why)

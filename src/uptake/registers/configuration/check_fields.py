"""Whether fields make sense."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from uptake.registers.computing import RESULTS, understood
from uptake.registers.configuration.document import (
    RESERVED,
    all_fields,
    by_key,
    fields_of,
    name_of,
    register_of,
    targets,
)
from uptake.registers.configuration.problem import Path, Problem
from uptake.registers.configured import BESIDE, field_from
from uptake.registers.formulas.language import FormulaError
from uptake.registers.formulas.words import formula_sentence
from uptake.registers.kinds import Wrong, parse
from uptake.registers.spec import BUILT_IN, Field, Kind

KEY = re.compile(r"[a-z][a-z0-9_]*")
FIXED_KINDS = frozenset({Kind.LINK, Kind.FILE, Kind.ROWS})
"""Kinds whose values are more than a value: they stay what they are."""
BESIDE_KINDS = frozenset(Kind) - FIXED_KINDS
COLUMN_KINDS = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.NUMBER, Kind.DATE, Kind.CHOICE, Kind.CHECKBOX})
NUMBERS = frozenset({Kind.NUMBER, Kind.MONEY})
Found = Iterator[tuple[Path, str]]


def wrong(document: dict[str, Any], previous: dict[str, Any]) -> Iterator[Problem]:
    """Find what is wrong with the fields of a document of the right shape."""
    known = set(targets(document))
    before = all_fields(previous)
    for of, fields in all_fields(document).items():
        path: Path = ("registers", of, "fields") if register_of(document, of) else ("fields", of)
        name = name_of(document, of)
        if of not in known:
            yield Problem(path, name, _("There is no such register here. Remove its fields."))
            continue
        for key, inner, sentence in _of_target(document, of, fields, before.get(of, [])):
            told = by_key(fields, key)
            where = f"{name} › {told['label']}" if told else name
            yield Problem((*path, key, *inner), where, sentence)


def _of_target(
    document: dict[str, Any], of: str, fields: list[dict[str, Any]], before: list[dict[str, Any]]
) -> Iterator[tuple[str, Path, str]]:
    own = BUILT_IN[of].fields if of in BUILT_IN else ()
    keys, labels = {one.key for one in own} | RESERVED, {str(one.label).casefold() for one in own}
    for told in fields:
        key, label = told["key"], told["label"].strip().casefold()
        if key in keys:
            yield key, ("key",), _("“%s” is taken. Choose another key.") % key
        if label in labels:
            yield key, ("label",), _("Another field is called like this. Choose another name.")
        keys.add(key)
        labels.add(label)
        for path, sentence in _of_field(document, of, told, by_key(before, key)):
            yield key, path, sentence
    yield from _formulas((*own, *map(field_from, fields)))


def _of_field(document: dict[str, Any], of: str, told: dict[str, Any], was: dict[str, Any] | None) -> Found:
    kind = Kind(told["kind"])
    if not KEY.fullmatch(told["key"]):
        yield ("key",), _("A key is made of small letters, digits and _, and begins with a letter.")
    if of in BESIDE and kind not in BESIDE_KINDS:
        yield (
            ("kind",),
            _("Tasks and the project have no links, files and tables of their own. Choose another kind."),
        )
    if was is not None:
        yield from _of_kind(kind, told, was)
    if kind is Kind.LINK and told.get("of") not in {"task", *(set(targets(document)) - {*BESIDE})}:
        yield ("of",), _("Choose what it leads to.")
    if kind is Kind.ROWS:
        yield from _of_columns(told)
    elif told.get("columns"):
        yield ("columns",), _("Only a table has columns. Remove them.")
    yield from of_values(told, kind)


def _of_kind(kind: Kind, told: dict[str, Any], was: dict[str, Any]) -> Found:
    old = Kind(was["kind"])
    if old is kind:
        if kind is Kind.LINK and told.get("of") != was.get("of"):
            yield ("of",), _("A link that was published keeps what it leads to. Make another field.")
    elif {old, kind} & FIXED_KINDS:
        yield (
            ("kind",),
            _(
                "A link, a file or a table cannot become something else, nor the other way round. Make another field."
            ),
        )
    elif kind is Kind.FORMULA:
        yield ("kind",), _("What was typed cannot become a formula. Make another field.")


def _of_columns(told: dict[str, Any]) -> Found:
    columns = told.get("columns", [])
    if not columns:
        yield ("columns",), _("Name at least one column.")
    keys, labels = {"id"}, set()
    for one in columns:
        label = one["label"].strip().casefold()
        if one["key"] in keys or not KEY.fullmatch(one["key"]):
            yield ("columns", one["key"], "key"), _("“%s” is taken. Choose another key.") % one["key"]
        if label in labels:
            yield (
                ("columns", one["key"], "label"),
                _("Another column is called like this. Choose another name."),
            )
        keys.add(one["key"])
        labels.add(label)
        if Kind(one["kind"]) not in COLUMN_KINDS:
            yield (
                ("columns", one["key"], "kind"),
                _("A table has no columns of this kind. Choose another one."),
            )
        else:
            for path, sentence in of_values(one, Kind(one["kind"])):
                yield ("columns", one["key"], *path), sentence


def of_values(told: dict[str, Any], kind: Kind) -> Found:
    """Find what is wrong with choices, bounds, default and total."""
    if kind in {Kind.CHOICE, Kind.MULTI_CHOICE}:
        yield from of_choices(told.get("choices", []))
    low, high = told.get("low"), told.get("high")
    if low is not None and high is not None and low > high:
        yield ("high",), _("The largest value is less than the smallest. Swap them.")
    shown = Kind(told.get("result", Kind.NUMBER)) if kind is Kind.FORMULA else kind
    if told.get("total") and shown not in NUMBERS:
        yield ("total",), _("Only numbers have a sum or a mean.")
    if told.get("default") is not None:
        yield from _of_default(field_from(told))


def of_choices(choices: list[dict[str, Any]]) -> Found:
    """Find what is wrong with a list of choices."""
    if not choices:
        yield ("choices",), _("Name at least one choice.")
    for name in ("value", "label"):
        there: set[str] = set()
        for one in choices:
            word = one[name].strip().casefold()
            if word in there:
                yield ("choices",), _("“%s” is there twice. Remove one.") % one[name]
            there.add(word)
    if any("," in one["label"] or ";" in one["label"] for one in choices):
        yield ("choices",), _("A choice has no comma or semicolon: they part choices in files.")


def _of_default(field: Field) -> Found:
    if field.kind in {Kind.PERSON, Kind.LINK, Kind.FILE, Kind.FORMULA, Kind.ROWS}:
        yield ("default",), _("A field of this kind has no default. Leave it empty.")
        return
    try:
        if parse(field, field.default, {}) != field.default and field.kind is not Kind.MONEY:
            yield ("default",), _("This is not how the value is stored. Write it in the form of the field.")
    except Wrong as why:
        yield ("default",), str(why)
    if field.kind is Kind.MONEY and (isinstance(field.default, bool) or not isinstance(field.default, int)):
        yield ("default",), _("An amount is a whole number of hundredths.")


def _formulas(fields: tuple[Field, ...]) -> Iterator[tuple[str, Path, str]]:
    """Find what is wrong with formulas; those that are right do not hide what is wrong with others."""
    rest, found = {one.key: one for one in fields}, None
    computed = {key: one for key, one in rest.items() if one.kind is Kind.FORMULA}
    while found is None:
        try:
            found = understood(list(rest.values()))
        except FormulaError as why:
            key = why.__notes__[-1]
            yield key, ("formula",), formula_sentence(why)
            rest[key] = replace(rest[key], kind=rest[key].result)
    for key, formula in found.items():
        if computed[key].result not in RESULTS[formula.kind]:
            yield key, ("result",), _("This formula gives something else. Choose what it shows again.")


def try_formula(document: dict[str, Any], of: str, key: str, text: str) -> tuple[str, str]:
    """Return the kind of what a formula gives, and what is wrong with it; one of them is empty."""
    own = BUILT_IN[of].fields if of in BUILT_IN else ()
    others = [field_from(one) for one in fields_of(document, of) if one["key"] != key]
    tried = Field(key=key or "f_tried", label="", kind=Kind.FORMULA, formula=text)
    try:
        found = understood([*own, *others, tried])
    except FormulaError as why:
        return "", formula_sentence(why)
    return found[tried.key].kind, ""

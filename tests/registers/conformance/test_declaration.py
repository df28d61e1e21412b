"""What is declared is there, fits its model, can be reached, and is translated."""

from typing import Any

import pytest
from django.db import models
from django.utils import translation
from django.utils.functional import Promise

from tests.registers.conformance.conftest import Register
from uptake.projects.models import Role
from uptake.registers.models import Record
from uptake.registers.spec import BUILT_IN, SECTIONS, Field, Kind, RegisterSpec

COLUMN: dict[Kind, tuple[type[models.Field[Any, Any]], ...]] = {
    Kind.TEXT: (models.CharField, models.TextField),
    Kind.LONG_TEXT: (models.TextField,),
    Kind.NUMBER: (models.IntegerField, models.FloatField, models.DecimalField),
    Kind.MONEY: (models.BigIntegerField,),
    Kind.DATE: (models.DateField,),
    Kind.CHOICE: (models.CharField, models.IntegerField),
    Kind.MULTI_CHOICE: (models.JSONField,),
    Kind.PERSON: (models.ForeignKey,),
    Kind.CHECKBOX: (models.BooleanField,),
    Kind.ROWS: (models.JSONField,),
}
NEVER_STORED = {Kind.LINK, Kind.FILE}
NULL = {Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.PERSON}
"""Kinds of which a record may have no value, and none of which stands for nothing."""
MANY = 400


def test_columns_fit_the_fields(register: Register) -> None:
    spec, wrong = register.spec, {}
    columns = {one.name: one for one in spec.model._meta.get_fields()}
    for field in spec.fields:
        if not field.stored or field.kind in NEVER_STORED:
            continue
        if field.computed and field.key not in columns and hasattr(spec.model, field.key):
            continue  # its manager annotates it
        column = columns.get(field.key)
        kind = field.result if field.kind is Kind.FORMULA else field.kind
        if column is None or not isinstance(column, COLUMN[kind]):
            wrong[field.key] = f"{kind}: {column!r}"
        elif kind in NULL and not column.null and not column.has_default() and not field.computed:
            wrong[field.key] = "has to allow null, or have a default"
    assert wrong == {}


def test_keys_are_unique_and_known(register: Register) -> None:
    spec = register.spec
    keys = [one.key for one in spec.fields]
    reserved = {one.name for one in Record._meta.get_fields()} | {"q", "sort", "group", "columns", "page"}
    assert len(keys) == len(set(keys))
    assert set(keys) & reserved == set()
    assert set(spec.columns) <= set(keys) | {"number", "title", "state"}
    assert spec.next_due == "" or spec.field(spec.next_due).kind is Kind.DATE
    assert spec.order.removeprefix("-") in {*keys, "number", "title", "state"}
    assert spec.section in SECTIONS
    assert spec.edit <= spec.view
    assert Role.MANAGER in spec.edit


def test_choices_links_and_bounds_make_sense(register: Register) -> None:
    spec = register.spec
    every = [*spec.fields, *(column for one in spec.fields for column in one.columns)]
    for field in every:
        values = [one.value for one in field.choices]
        assert len(values) == len(set(values)), field.key
        if field.kind in {Kind.CHOICE, Kind.MULTI_CHOICE} and not field.computed:
            assert values or field.scale, field.key
        if field.kind is Kind.LINK:
            assert field.of == "task" or field.of in register.visit.configured.registers, field.key
        if field.low is not None and field.high is not None:
            assert field.low < field.high, field.key
        if field.kind is Kind.ROWS:
            assert field.columns, field.key
        if field.kind is Kind.MONEY:
            assert Role.GUEST not in field.readers, f"{field.key}: money is not for everybody"
        assert {one.tone for one in field.choices} <= {"", "good", "warn", "bad", "info"}, field.key


def test_every_state_can_be_reached_and_every_move_leads_somewhere(register: Register) -> None:
    spec = register.spec
    states = [one.key for one in spec.states]
    assert len(states) == len(set(states))
    assert {one.source for one in spec.moves} | {one.target for one in spec.moves} <= set(states)
    reached = set(states[:1])
    targets = {flow.target for flow in spec.flows}
    for _ in states:
        reached |= {one.target for one in spec.moves if one.source in reached}
        reached |= {one.asks for one in spec.moves if one.source in reached and one.asks}
    assert set(states) - reached - targets == set()
    assert all(one.roles & spec.edit for one in spec.moves)


def test_its_number_is_its_own(register: Register) -> None:
    every = register.visit.configured.registers.values()
    assert [one.key for one in every if one.prefix == register.spec.prefix] == [register.key]
    assert register.spec.prefix.isascii()
    assert register.spec.prefix.isalpha()
    assert register.spec.prefix == register.spec.prefix.upper()
    assert register.spec.code(7) == f"{register.spec.prefix}-007"


def words_of(spec: RegisterSpec) -> list[Any]:
    def of_field(field: Field) -> list[Any]:
        own = [field.label, field.help, field.unit, field.section, *(one.label for one in field.choices)]
        return own + [word for column in field.columns for word in of_field(column)]

    return [
        spec.name, spec.plural, spec.about, spec.title,
        *(word for field in spec.fields for word in of_field(field)),
        *(one.label for one in spec.states), *(one.label for one in spec.moves),
    ]  # fmt: skip


def test_every_word_is_translated(register: Register) -> None:
    if register.key not in BUILT_IN:
        pytest.skip("what a project writes is in its own language")
    plain = []
    for word in words_of(register.spec):
        with translation.override("en"):
            english = str(word)
        with translation.override("zh-hans"):
            chinese = str(word)
        assert len(english) <= MANY
        words = any(
            one.isascii() and one.islower() for one in english
        )  # SMART, h, % are no words to translate
        if words and len(english) > 2 and (english == chinese or not isinstance(word, Promise)):
            plain.append(english)
    assert plain == []


def test_words_are_there(register: Register) -> None:
    spec = register.spec
    assert all(str(one) for one in (spec.name, spec.plural, spec.about, spec.title))
    assert all(str(one.label) for one in (*spec.fields, *spec.states, *spec.moves))


def test_what_is_reserved_is_a_stored_choice_that_some_may_see(register: Register) -> None:
    for one in register.spec.reserved:
        field = register.spec.field(one.field)
        assert field is not None, one
        assert field.kind is Kind.CHOICE
        assert field.stored
        assert one.value in {choice.value for choice in field.choices}
        assert one.readers & register.spec.view < register.spec.view

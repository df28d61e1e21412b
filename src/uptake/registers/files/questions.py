"""What the pages of an import ask, and how the answers are read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from uptake.interchange.sheets import Sheet
from uptake.registers.files import new_fields
from uptake.registers.files.cells import Reader, Unread, is_state, states_open_to
from uptake.registers.files.judging import BAD, Judged
from uptake.registers.files.table import Column, columns_of, words_of
from uptake.registers.files.wanted import (
    LEAVE,
    NEW,
    TEXT,
    TO,
    WRONG,
    Wanted,
    default_text,
    folded,
    options,
    remembered,
    targets,
    texts,
)
from uptake.registers.kinds import text_of
from uptake.registers.lists.listing import TITLE
from uptake.registers.spec import Field, Kind, RegisterSpec
from uptake.registers.visit import Visit

SHOWN_ROWS = 20
HEADER_ROWS = 20
LONGEST_SHOWN = 120
SHORT = 20
MATCHES = ("", "number", "title")
FOUND = ("update", "skip")
UNTITLED = (WRONG, "skip", "name")

Options = list[tuple[str, list[tuple[str, str]]]]
"""What can be chosen: headings, and under each the values with their words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A choice: the name of its control, what is chosen, what is wrong with that."""

    name: str
    label: str
    chosen: str
    options: Options
    wrong: str = ""
    note: str = ""
    examples: Sequence[str] = ()
    filled: int = 0
    letter: str = ""


def whole(text: object) -> int | None:
    """Return a whole number that somebody sent; None when it is none."""
    word = str(text or "")
    return int(word) if word.isascii() and word.isdigit() and len(word) < 7 else None


# ---- columns


def column_questions(
    visit: Visit,
    spec: RegisterSpec,
    wanted: Wanted,
    sheet: Sheet,
    wrong: Mapping[int | str, str],
) -> list[Question]:
    """Return the question for each column: what becomes of it."""
    offered = column_options(visit, spec)
    new = new_fields.may_add(visit)
    computed = {folded(one.label) for one in visit.fields(spec) if not one.typed}
    return [
        Question(
            name=f"c.{column.index}",
            label=column.name,
            chosen=wanted.columns.get(column.index, ""),
            options=[*offered, (_("A new field of the project"), _new_options(sheet, column))]
            if new
            else offered,
            wrong=wrong.get(column.index, ""),
            note=_("The register works this out itself.") if folded(column.heading) in computed else "",
            examples=column.examples,
            filled=column.filled,
            letter=column.letter,
        )
        for column in columns_of(sheet)
    ]


def column_options(visit: Visit, spec: RegisterSpec) -> Options:
    """Return what a column can become."""
    return [
        ("", [("", _("Choose …"))]),
        (_("Fields"), [(f"{TO}{key}", str(one.label)) for key, one in targets(visit, spec).items()]),
        (_("Add to a text, as “Heading: value”"), _text_options(visit, spec)),
        (_("Not at all"), [(LEAVE, _("Leave out"))]),
    ]


def _new_options(sheet: Sheet, column: Column) -> list[tuple[str, str]]:
    words = {
        Kind.TEXT: _("New field: text"),
        Kind.LONG_TEXT: _("New field: long text"),
        Kind.NUMBER: _("New field: number"),
        Kind.DATE: _("New field: date"),
        Kind.CHOICE: _("New field: choice"),
    }
    return [(f"{NEW}{kind}", words[kind]) for kind in new_fields.kinds_for(sheet, column)]


def _text_options(visit: Visit, spec: RegisterSpec) -> list[tuple[str, str]]:
    return [(f"{TEXT}{key}", _("Add to “%s”") % one.label) for key, one in texts(visit, spec).items()]


def columns_answered(
    visit: Visit, spec: RegisterSpec, given: Mapping[str, Any], columns: Sequence[Column], wanted: Wanted
) -> None:
    """Put what was chosen for the columns into what is wanted."""
    allowed = options(visit, spec)
    if new_fields.may_add(visit):
        allowed |= {f"{NEW}{kind}" for kind in new_fields.KINDS}
    for column in columns:
        said = given.get(f"c.{column.index}", "")
        wanted.columns[column.index] = said if said in allowed else ""
    wanted.match = _one_of(given.get("match"), MATCHES)
    wanted.found = _one_of(given.get("found"), FOUND)
    wanted.untitled = _one_of(given.get("untitled"), UNTITLED)


def _one_of(said: Any, allowed: Sequence[str]) -> str:
    return said if said in allowed else allowed[0]


def header_options(sheet: Sheet) -> list[tuple[int, str]]:
    """Return the rows that may have the headings, with what stands in them."""
    found = []
    for place, row in enumerate(sheet.rows[:HEADER_ROWS]):
        words = [one for one in map(words_of, row) if one]
        if words:
            found.append((place, f"{sheet.first + place}: {' · '.join(words[:4])[:60]}"))
    return found


# ---- values


def value_questions(visit: Visit, spec: RegisterSpec, wanted: Wanted, unread: Sequence[Unread]) -> list[Any]:
    """Return for each column that has cells which cannot be read: the column, and a question for each or for all."""
    memory = remembered(visit.project, spec).get("values", {})
    found = []
    for one in unread:
        offered = value_options(visit, spec, one.field)
        allowed = {value for _heading, pairs in offered for value, _word in pairs}
        known = memory.get(one.field.key, {})
        otherwise = wanted.otherwise.get(one.index) or default_text(visit, spec) or WRONG
        questions = []
        if one.one_by_one:
            for place, (words, count) in enumerate(one.values):
                said = wanted.values.get(one.index, {}).get(words) or known.get(folded(words), "")
                new = _new_choice(visit, spec, one.field, words)
                questions.append(
                    Question(
                        name=f"v.{one.index}.{place}",
                        label=words[:LONGEST_SHOWN],
                        chosen=said if said in allowed else otherwise,
                        options=[*offered, *new],
                        filled=count,
                    )
                )
        else:
            examples = [words[:LONGEST_SHOWN] for words, _count in one.values[:8]]
            count = sum(count for _words, count in one.values)
            questions.append(
                Question(
                    name=f"o.{one.index}",
                    label=" · ".join(examples) + (" …" if len(one.values) > len(examples) else ""),
                    chosen=otherwise,
                    options=offered[1:],
                    filled=count,
                )
            )
        found.append({"unread": one, "questions": questions})
    return found


def value_options(visit: Visit, spec: RegisterSpec, field: Field) -> Options:
    """Return what a cell that cannot be read may mean."""
    label = str(field.label)
    return [
        (label, [(f"={value}", word) for value, word in _meanings(visit, spec, field)]),
        (_("Keep it as a text"), _text_options(visit, spec)),
        (_("Not at all"), [(LEAVE, _("Leave the field empty")), (WRONG, _("Do not take the row"))]),
    ]


def _new_choice(visit: Visit, spec: RegisterSpec, field: Field, word: str) -> Options:
    if not new_fields.may_add(visit) or not new_fields.takes_choice(spec, field, word):
        return []
    return [(_("A new choice"), [(new_fields.NEW_CHOICE, _("New choice: %s") % word)])]


def _meanings(visit: Visit, spec: RegisterSpec, field: Field) -> list[tuple[str, str]]:
    if field.kind is Kind.PERSON:
        return [(str(pk), name) for pk, name in visit.people.items()]
    if field.kind is Kind.CHECKBOX:
        return [("yes", _("Yes")), ("no", _("No"))]
    open_to = states_open_to(visit, spec) if is_state(field) else None
    return [(one.value, str(one.label)) for one in field.choices if open_to is None or one.value in open_to]


def values_answered(
    visit: Visit, spec: RegisterSpec, given: Mapping[str, Any], unread: Sequence[Unread], wanted: Wanted
) -> None:
    """Put what was chosen for cells that cannot be read into what is wanted."""
    for one in unread:
        allowed = {
            value for _heading, pairs in value_options(visit, spec, one.field) for value, _word in pairs
        }
        if one.one_by_one:
            wanted.values[one.index] = {
                words: said
                if (said := given.get(f"v.{one.index}.{place}")) in {*allowed, new_fields.NEW_CHOICE}
                else WRONG
                for place, (words, _count) in enumerate(one.values)
            }
        else:
            said = given.get(f"o.{one.index}")
            wanted.otherwise[one.index] = said if said in allowed else WRONG


def new_choices(spec: RegisterSpec, unread: Sequence[Unread], wanted: Wanted) -> dict[str, list[str]]:
    """Return the words that are to become choices, by field."""
    found: dict[str, list[str]] = {}
    for one in unread:
        for words, said in wanted.values.get(one.index, {}).items():
            if said == new_fields.NEW_CHOICE and new_fields.takes_choice(spec, one.field, words):
                found.setdefault(one.field.key, []).append(words)
    return found


def chosen_anew(unread: Sequence[Unread], wanted: Wanted, made: Mapping[str, Mapping[str, str]]) -> None:
    """Let words that have become choices mean these."""
    for one in unread:
        known = made.get(one.field.key, {})
        values = wanted.values.get(one.index, {})
        for words, said in values.items():
            if said == new_fields.NEW_CHOICE:
                values[words] = f"={known[words.casefold()]}" if words.casefold() in known else WRONG


# ---- the preview


def preview_columns(reader: Reader) -> list[Field]:
    """Return what a preview shows beside the title: the fields to which columns go."""
    keys = dict.fromkeys([one.key for one in reader.fields.values()] + list(reader.texts.values()))
    known = {one.key: one for one in reader.spec.fields} | {one.key: one for one in reader.fields.values()}
    return [known[key] for key in keys if key != TITLE.key]


def preview_row(visit: Visit, spec: RegisterSpec, row: Judged, columns: Sequence[Field]) -> dict[str, Any]:
    """Return a row as it would be, in words; and of each cell, whether it takes more than one line."""
    shown = [_shown(visit, spec, row, one) for one in columns]
    return {
        "number": row.number,
        "kind": row.kind,
        "title": row.title[:LONGEST_SHOWN],
        "cells": [(words[:LONGEST_SHOWN], len(words) > SHORT) for words in shown],
        "wrong": [f"{column}: {why}" if column else why for column, why in row.wrong]
        if row.kind == BAD
        else [],
    }


def _shown(visit: Visit, spec: RegisterSpec, row: Judged, field: Field) -> str:
    if field.key == "number":
        number = row.record.number if row.record else row.wanted_number
        return spec.code(number) if number else ""
    if field.key == "state":
        return field.label_of(row.state) if row.state else ""
    value = row.values.get(field.key)
    if field.kind is Kind.LINK:
        return str(len(value)) if value else ""
    if field.kind is Kind.CHECKBOX and not value:
        return ""
    return text_of(field, value, visit.people)

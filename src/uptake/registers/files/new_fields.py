"""Columns for which a register has no field yet become fields of the project, and unknown words new choices."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from uptake.interchange.sheets import Cell, Sheet
from uptake.projects.access import may
from uptake.registers import kinds
from uptake.registers.configuration import drafts, publishing
from uptake.registers.configuration.document import Document, by_key, fields_of, new_key
from uptake.registers.files.table import Column, cell_at, filled, numbered, words_of
from uptake.registers.spec import Field, Kind, RegisterSpec
from uptake.registers.visit import Visit

NEW_CHOICE = "+"
KINDS = (Kind.TEXT, Kind.LONG_TEXT, Kind.NUMBER, Kind.DATE, Kind.CHOICE)
MOST_CHOICES = 40
FEW_CHOICES = 12
LONGEST_LINE = 80
LONGEST_LABEL = 60


class NotNow(Exception):
    """The configuration cannot be changed; the text is a sentence."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A column that is to become a field of a kind."""

    column: Column
    kind: Kind


def may_add(visit: Visit) -> bool:
    """Tell whether this person may give the project new fields."""
    return may(visit.person, "registers.configure", visit.project) and not visit.project.archived


def likely_kind(cells: Sequence[Cell]) -> Kind:
    """Return what kind of field takes all of these cells.

    Examples
    --------
    >>> [str(likely_kind(cells)) for cells in ([1, "2.5"], ["2027-03-18"], ["a", "b", "a", "b"], ["a", "b"])]
    ['number', 'date', 'choice', 'text']
    """
    for kind in (Kind.NUMBER, Kind.DATE):
        if all(_reads(kind, one) for one in cells):
            return kind
    words = [words_of(one) for one in cells]
    if any(len(one) > LONGEST_LINE or "\n" in one for one in words):
        return Kind.LONG_TEXT
    several = len(set(words)) <= FEW_CHOICES and 2 * len(set(words)) <= len(words)
    return Kind.CHOICE if several and _can_be_choices(words) else Kind.TEXT


def _reads(kind: Kind, cell: Cell) -> bool:
    if isinstance(cell, bool) or (kind is Kind.NUMBER and isinstance(cell, date)):
        return False
    try:
        kinds.parse(Field(key="f", label="", kind=kind), cell, {})
    except kinds.Wrong:
        return False
    return True


def _can_be_choices(words: Sequence[str]) -> bool:
    return all(len(one) <= LONGEST_LABEL and not set(one) & set(",;") for one in words)


def kinds_for(sheet: Sheet, column: Column) -> list[Kind]:
    """Return the kinds of field that a column may become, the likely one first."""
    cells = cells_of(sheet, column)
    likely = likely_kind(cells)
    words = {words_of(one) for one in cells}
    choices = len(words) <= MOST_CHOICES and _can_be_choices(list(words))
    return [likely, *(one for one in KINDS if one is not likely and (one is not Kind.CHOICE or choices))]


def cells_of(sheet: Sheet, column: Column) -> list[Cell]:
    return [cell for _number, row in numbered(sheet) if filled(cell := cell_at(row, column.index))]


def make_fields(visit: Visit, spec: RegisterSpec, sheet: Sheet, wishes: Sequence[Wish]) -> dict[int, str]:
    """Give the project new fields in a new version of its configuration; return their keys by column.

    Raises
    ------
    NotNow
    """
    made: dict[int, str] = {}

    def add(document: Document) -> None:
        there = fields_of(document, spec.key)
        taken = [one.key for one in spec.fields] + [one["key"] for one in there]
        for wish in wishes:
            key = new_key(wish.column.name, [*taken, *made.values()])
            told: Document = {"key": key, "label": wish.column.name[:LONGEST_LABEL], "kind": str(wish.kind)}
            if wish.kind is Kind.CHOICE:
                words = dict.fromkeys(words_of(one) for one in cells_of(sheet, wish.column))
                told["choices"] = _with_choices([], list(words))
            there.append(told)
            made[wish.column.index] = key

    _publish(visit, add)
    return made


def takes_choice(spec: RegisterSpec, field: Field, word: str) -> bool:
    """Tell whether a word can become a choice of a field: of one whose choices are the project's own."""
    known = spec.field(field.key)
    own = known is not None and not known.stored and not known.scale and bool(known.choices)
    return own and _can_be_choices([word])


def make_choices(
    visit: Visit, spec: RegisterSpec, words: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, str]]:
    """Give fields new choices in a new version of the configuration; return the values by field and folded word.

    Raises
    ------
    NotNow
    """
    made: dict[str, dict[str, str]] = {}

    def add(document: Document) -> None:
        for key, labels in words.items():
            told = by_key(fields_of(document, spec.key), key)
            if told is None:
                raise NotNow(_("Somebody has changed the fields meanwhile. Load the page again."))
            told["choices"] = _with_choices(told.get("choices", []), labels)
            made[key] = {one["label"].casefold(): one["value"] for one in told["choices"]}

    _publish(visit, add)
    return made


def _with_choices(there: Sequence[Document], labels: Sequence[str]) -> list[Document]:
    found = list(there)
    for label in labels:
        if all(one["label"].casefold() != label.casefold() for one in found):
            found.append({"value": new_key(label, [one["value"] for one in found]), "label": label})
    return found


@transaction.atomic
def _publish(visit: Visit, change: Callable[[Document], Any]) -> None:
    """Change the configuration and publish it, unless somebody is at work on a draft of it."""
    if not may_add(visit):
        raise NotNow(_("Your role may not give the project new fields. Ask its manager."))
    drafts.lock(visit.project)
    if drafts.Draft(visit.project).changed:
        raise NotNow(
            _(
                "The configuration has changes that are not published. Publish or discard them first, then go on here."
            )
        )
    try:
        draft = drafts.edit(visit.project, visit.person, change)
        publishing.publish(visit.project, visit.person, edits=draft.edits, note=_("Import of a table"))
    except drafts.Unfit as why:
        raise NotNow(" ".join(one.sentence for one in why.problems[:3])) from why
    except (drafts.Outdated, publishing.WouldLose) as why:
        raise NotNow(_("Somebody has changed the fields meanwhile. Load the page again.")) from why

"""Cells of a table as fields understand them, and those that they do not."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from uptake.interchange.sheets import Cell, Row, Sheet
from uptake.registers import kinds, linking
from uptake.registers.approval.flows import flows_to
from uptake.registers.files.table import cell_at, filled, numbered, words_of
from uptake.registers.files.wanted import (
    LEAVE,
    MOST_DIGITS,
    NUMBER,
    TEXT,
    TO,
    WRONG,
    Wanted,
    folded,
    in_languages,
    number_of,
    targets,
)
from uptake.registers.lists.listing import STATE
from uptake.registers.spec import Field, Kind, Move, RegisterSpec
from uptake.registers.visit import Visit

ONE_BY_ONE = frozenset({Kind.CHOICE, Kind.MULTI_CHOICE, Kind.PERSON, Kind.CHECKBOX})
"""Kinds of which each unknown value can be told what it means."""
MOST_ASKED = 200
"""So many unknown values of a column are asked for one by one; the others are told together."""
_PARTED = re.compile(r"[,;、，；\n]")
_CODES_AT_ONCE = 5_000


@dataclass(slots=True)
class Taken:
    """What comes of a cell: a value to be read by the field, a text for another field, or a sentence."""

    value: Any = None
    text: str = ""
    into: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Cells of a column that its field cannot read.

    Attributes
    ----------
    values : list of (str, int)
        As they are written, and how often.
    why : str
        What is wrong with the first.
    """

    index: int
    field: Field
    values: list[tuple[str, int]]
    why: str

    @property
    def one_by_one(self) -> bool:
        return self.field.kind in ONE_BY_ONE and len(self.values) <= MOST_ASKED


class Reader:
    """Reads the cells of a table for the fields to which its columns go.

    Parameters
    ----------
    visit : Visit
    spec : RegisterSpec
    sheet : Sheet
    wanted : Wanted
    """

    def __init__(self, visit: Visit, spec: RegisterSpec, sheet: Sheet, wanted: Wanted) -> None:
        self.visit, self.spec, self.sheet, self.wanted = visit, spec, sheet, wanted
        known = targets(visit, spec)
        self.fields: dict[int, Field] = {
            index: known[target.removeprefix(TO)]
            for index, target in wanted.columns.items()
            if target.startswith(TO) and target.removeprefix(TO) in known
        }
        self.texts: dict[int, str] = {
            index: target.removeprefix(TEXT)
            for index, target in wanted.columns.items()
            if target.startswith(TEXT)
        }
        self.labels = {one.key: _labels(one) for one in self.fields.values() if one.choices}
        _look_up(visit, self)

    def given(self, field: Field, cell: Cell) -> Any:
        """Return a cell as the field takes it: a choice by its label in any language, a table as its rows."""
        if field.choices and field.kind is Kind.CHOICE:
            return self.labels[field.key].get(folded(words_of(cell)), cell)
        return _rows_in(field, cell) if field.kind is Kind.ROWS and isinstance(cell, str) else cell

    def taken(self, index: int, cell: Cell) -> Taken:
        """Return what comes of a filled cell of a column that goes to a field."""
        field = self.fields[index]
        if field.kind is Kind.MULTI_CHOICE:
            return self._parts(index, field, cell)
        why = self.why_not(field, cell)
        return Taken(value=self.given(field, cell)) if not why else self._decided(index, field, cell, why)

    def why_not(self, field: Field, cell: Cell) -> str:
        """Return what a field has against a cell; empty for nothing."""
        if field.key == NUMBER:
            if number_of(self.spec, cell) is None:
                said = _(
                    "“%(cell)s” is no number of a record, like 12 or %(code)s: it has %(most)d digits at most."
                )
                return said % {
                    "cell": words_of(cell)[:60],
                    "code": self.spec.code(12),
                    "most": MOST_DIGITS,
                }
            return ""
        try:
            value = kinds.parse(field, self.given(field, cell), self.visit.people)
            if field.kind is Kind.LINK and value:
                linking.resolve(self.visit, field, value)
        except kinds.Wrong as why:
            return str(why)
        return ""

    def _parts(self, index: int, field: Field, cell: Cell) -> Taken:
        """Read several choices in one cell, each for itself."""
        done, values = Taken(), []
        for part in filter(None, map(str.strip, _PARTED.split(words_of(cell)))):
            known = self.labels[field.key].get(folded(part), part)
            why = self.why_not(field, known)
            one = self._decided(index, field, part, why) if why else Taken(value=known)
            if one.wrong:
                return one
            if one.value is not None:
                values.append(one.value)
            if one.text:
                done.text, done.into = f"{done.text}, {one.text}" if done.text else one.text, one.into
        done.value = values or None
        return done

    def _decided(self, index: int, field: Field, cell: Cell, why: str) -> Taken:
        """Return what somebody decided about a cell that the field cannot read."""
        words = words_of(cell)
        said = self.wanted.values.get(index, {}).get(words) or self.wanted.otherwise.get(index, WRONG)
        if said.startswith("="):
            value: Any = said[1:]
            return Taken(value=value) if not self.why_not(field, value) else Taken(wrong=why)
        if said.startswith(TEXT):
            return Taken(text=words, into=said.removeprefix(TEXT))
        return Taken() if said == LEAVE else Taken(wrong=why)

    def unread(self) -> list[Unread]:
        """Return what cannot be read, by column."""
        counts: dict[int, Counter[str]] = {}
        whys: dict[int, str] = {}
        seen: dict[int, dict[str, str]] = {}
        for index, cell in self._cells(self.fields):
            field = self.fields[index]
            several = field.kind is Kind.MULTI_CHOICE
            parts = [one.strip() for one in _PARTED.split(words_of(cell))] if several else [cell]
            for part in parts:
                words = words_of(part)
                known = seen.setdefault(index, {})
                if words not in known:
                    meant = self.labels[field.key].get(folded(words), part) if several else part
                    known[words] = self.why_not(field, meant) if words else ""
                if known[words]:
                    counts.setdefault(index, Counter())[words] += 1
                    whys.setdefault(index, known[words])
        return [
            Unread(index=index, field=self.fields[index], values=list(found.items()), why=whys[index])
            for index, found in sorted(counts.items())
        ]

    def _cells(self, columns: Iterable[int]) -> Iterable[tuple[int, Cell]]:
        for _number, row in numbered(self.sheet):
            for index in columns:
                cell = cell_at(row, index)
                if filled(cell):
                    yield index, cell

    def cells(self, row: Row) -> Iterable[tuple[int, Cell]]:
        """Return the filled cells of a row that are wanted."""
        for index in (*self.fields, *self.texts):
            cell = cell_at(row, index)
            if filled(cell):
                yield index, cell


def _labels(field: Field) -> dict[str, str]:
    """Return the values of choices by their labels, in every language; a label that two have means neither."""
    found: dict[str, str] = {}
    for one in field.choices:
        for label in in_languages(one.label):
            found[label] = one.value if found.get(label, one.value) == one.value else label
    return found


def _rows_in(field: Field, cell: str) -> Any:
    """Return a table that was written into a cell."""
    rows = [line.split(" | ") for line in cell.splitlines() if line.strip()]
    if any(len(parts) != len(field.columns) for parts in rows):
        return cell
    keys = [one.key for one in field.columns]
    return [dict(zip(keys, (part.strip() for part in parts), strict=True)) for parts in rows]


def _look_up(visit: Visit, reader: Reader) -> None:
    """Look up everything that links name at once, not row by row."""
    codes: dict[str, set[str]] = {}
    links: Mapping[int, Field] = {index: one for index, one in reader.fields.items() if one.kind is Kind.LINK}
    for index, cell in reader._cells(links):
        field = links[index]
        codes.setdefault(field.of, set()).update(kinds.parse(field, cell, {}) or ())
    for of, named in codes.items():
        ordered = sorted(named)
        found: dict[str, int] = {}
        for begin in range(0, len(ordered), _CODES_AT_ONCE):
            found |= linking.ends_by_code(visit, of, ordered[begin : begin + _CODES_AT_ONCE])
        visit.codes[of] = found


def states_open_to(visit: Visit, spec: RegisterSpec) -> frozenset[str]:
    """Return the states in which this person may begin a record: the first, and those to which they may move one.

    Where somebody else has to agree, nobody begins: an import is no way round an approval.
    """
    first = {spec.states[0].key} if spec.states else set()
    moves = [one for one in spec.moves if visit.role in one.roles and not needs_approval(visit, spec, one)]
    return frozenset(first | {one.target for one in moves})


def needs_approval(visit: Visit, spec: RegisterSpec, move: Move) -> bool:
    """Tell whether somebody may have to agree to a move."""
    return bool(move.asks or flows_to(visit, spec, move.target))


def is_state(field: Field) -> bool:
    return field.key == STATE.key

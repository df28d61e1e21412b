"""What becomes of each column of a table: guessed, asked, remembered for the next time."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from uptake.interchange.sheets import Cell, Sheet
from uptake.projects.models import Project
from uptake.registers.files.table import Column, cell_at, filled, numbered
from uptake.registers.lists.listing import STATE, TITLE, columns_of
from uptake.registers.models import ImportMemory
from uptake.registers.spec import Field, Kind, RegisterSpec
from uptake.registers.visit import Visit

LEAVE, WRONG = "leave", "wrong"
TO, TEXT, NEW = "to:", "text:", "new:"
NUMBER = "number"
LANGUAGES = ("en", "zh-hans")
NO_TARGET = frozenset({Kind.FILE, Kind.FORMULA})
MOST_REMEMBERED = 300
MOST_DIGITS = 6
"""Of a number that a file gives: the next ones have to fit, too."""
NUMBER_NAMES = frozenset({"id", "no", "no.", "nr", "#", "number", "code", "编号", "序号", "号"})
TITLE_NAMES = frozenset({"title", "name", "subject", "标题", "名称", "主题"})
STATE_NAMES = frozenset({"state", "status", "状态"})


@dataclass(slots=True)
class Wanted:
    """What somebody wants of a table.

    Attributes
    ----------
    sheet : int
    header : int or None
        The row with the headings, by its place.
    columns : dict of int to str
        ``to:key`` (a field, the title, the number, the state), ``text:key`` (a line in a long text), ``leave``;
        ``new:kind`` until the new field is made.
    values : dict of int to dict
        By column: what to make of a cell that cannot be read: ``=value``, ``text:key``, ``leave``, ``wrong``.
    otherwise : dict of int to str
        By column: the same for all other such cells.
    match : str
        By what a row is recognised as a record that is there: ``number``, ``title``, or empty for not at all.
    found : str
        What becomes of such a row: ``update`` or ``skip``.
    untitled : str
        What becomes of a row without a title: ``wrong``, ``skip`` or ``name``.
    """

    sheet: int = 0
    header: int | None = None
    columns: dict[int, str] = field(default_factory=dict)
    values: dict[int, dict[str, str]] = field(default_factory=dict)
    otherwise: dict[int, str] = field(default_factory=dict)
    match: str = ""
    found: str = "update"
    untitled: str = WRONG

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Wanted":
        """Return what `to_json` told, after it went through JSON, which has no keys but texts."""
        numbered_ones = {
            name: {int(key): value for key, value in told.get(name, {}).items()}
            for name in ("columns", "values", "otherwise")
        }
        return cls(**{**told, **numbered_ones})

    def column_of(self, key: str) -> int | None:
        return next((index for index, one in self.columns.items() if one == f"{TO}{key}"), None)


def targets(visit: Visit, spec: RegisterSpec) -> dict[str, Field]:
    """Return what a column can go to, by key: number, title, state and the fields that this person fills in."""
    fields = [one for one in visit.typed(spec) if one.kind not in NO_TARGET]
    return columns_of(spec, fields)


def texts(visit: Visit, spec: RegisterSpec) -> dict[str, Field]:
    """Return the long texts that can take what has no field of its own."""
    return {one.key: one for one in visit.typed(spec) if one.kind is Kind.LONG_TEXT}


def default_text(visit: Visit, spec: RegisterSpec) -> str:
    """Return what to do with cells that have no place: into the first long text, where there is one."""
    first = next(iter(texts(visit, spec)), None)
    return f"{TEXT}{first}" if first else ""


def folded(words: object) -> str:
    """Return words as they are compared: without case, breaks and doubled spaces."""
    return " ".join(unicodedata.normalize("NFKC", str(words)).split()).casefold().rstrip(":*")


# ---- numbers


def number_of(spec: RegisterSpec, cell: Cell) -> int | None:
    """Return the number of a record that a cell names, as 12 or R-012; None when it is none."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, float):
        cell = int(cell) if cell.is_integer() else None
    found = re.fullmatch(
        rf"(?:{re.escape(spec.prefix)}-?)?([0-9]{{1,{MOST_DIGITS}}})", str(cell).strip(), re.IGNORECASE
    )
    return int(found[1]) or None if found and found[1].isascii() else None


# ---- guesses


def guess(visit: Visit, spec: RegisterSpec, sheet: Sheet, columns: Iterable[Column]) -> Wanted:
    """Return what a table is likely to mean: by what was chosen the last time, else by its headings."""
    memory = remembered(visit.project, spec)
    names = _names(visit, spec)
    allowed = options(visit, spec)
    computed = {
        name for one in visit.fields(spec) if not one.typed for name in _called(one)
    }  # what the register works out itself
    wanted, taken = Wanted(header=sheet.header), set()
    for column in columns:
        heading = folded(column.heading)
        target = memory.get("columns", {}).get(heading) or _named(names, heading)
        if target == f"{TO}{NUMBER}" and not _is_numbers(spec, sheet, column):
            target = ""
        if target not in allowed or (target.startswith(TO) and target in taken):
            target = LEAVE if heading in computed else default_text(visit, spec)
        taken.add(target)
        wanted.columns[column.index] = target
    wanted.untitled = memory.get("untitled", WRONG)
    if _written_here(spec, sheet, wanted.column_of(NUMBER)):
        wanted.match = NUMBER
    return wanted


def options(visit: Visit, spec: RegisterSpec) -> set[str]:
    """Return everything that can be chosen for a column."""
    return (
        {f"{TO}{key}" for key in targets(visit, spec)}
        | {f"{TEXT}{key}" for key in texts(visit, spec)}
        | {LEAVE}
    )


def _names(visit: Visit, spec: RegisterSpec) -> dict[str, str]:
    """Return the keys of targets by every heading under which they are known; the first one wins."""
    known = targets(visit, spec)
    found: dict[str, str] = {}
    for key, one in known.items():
        for name in _called(one):
            found.setdefault(name, key)
    more = {TITLE.key: TITLE_NAMES | in_languages(spec.name), NUMBER: NUMBER_NAMES, STATE.key: STATE_NAMES}
    for key, words in more.items():
        if key in known:
            for name in words:
                found.setdefault(name, key)
    return found


def _called(one: Field) -> set[str]:
    labels = in_languages(one.label)
    measured = (
        {f"{label} ({unit})" for label in labels for unit in in_languages(one.unit)} if one.unit else set()
    )
    return {folded(name) for name in {*labels, *measured, one.key, one.key.replace("_", " "), *one.aliases}}


def in_languages(words: Any) -> set[str]:
    """Return words in each language of the pages."""
    found = set()
    for language in LANGUAGES:
        with translation.override(language):
            found.add(folded(words))
    return found


def _named(names: Mapping[str, str], heading: str) -> str:
    key = names.get(heading)
    return f"{TO}{key}" if key else ""


def _is_numbers(spec: RegisterSpec, sheet: Sheet, column: Column) -> bool:
    cells = [cell_at(row, column.index) for _number, row in numbered(sheet)]
    return all(number_of(spec, cell) is not None for cell in cells if filled(cell))


def _written_here(spec: RegisterSpec, sheet: Sheet, column: int | None) -> bool:
    """Tell whether a table has our own numbers, as an export of the register has."""
    if column is None:
        return False
    cells = [str(cell_at(row, column)) for _number, row in numbered(sheet) if filled(cell_at(row, column))]
    return bool(cells) and all(cell.strip().upper().startswith(f"{spec.prefix}-") for cell in cells)


# ---- what is still to be said


def missing(
    visit: Visit, spec: RegisterSpec, wanted: Wanted, columns: Sequence[Column]
) -> dict[int | str, str]:
    """Return what somebody still has to decide: sentences by column, or by the name of the question."""
    found: dict[int | str, str] = {}
    known, allowed = targets(visit, spec), options(visit, spec)
    taken: dict[str, Column] = {}
    for column in columns:
        target = wanted.columns.get(column.index, "")
        if target not in allowed and not target.startswith(NEW):
            found[column.index] = _("Say what becomes of this column.")
        elif target.startswith(TO) and target in taken:
            field_name = known[target.removeprefix(TO)].label
            words = {"field": field_name, "column": taken[target].name}
            found[column.index] = _("“%(field)s” already comes from “%(column)s”.") % words
        taken.setdefault(target, column)
    if f"{TO}{TITLE.key}" not in taken and wanted.untitled == WRONG and wanted.match != NUMBER:
        found["untitled"] = _("Choose the column that is the title, or call these records “Untitled”.")
    if wanted.match and f"{TO}{wanted.match}" not in taken:
        found["match"] = (
            _("No column is “%s”, so records cannot be recognised by it.") % known[wanted.match].label
        )
    return found


# ---- memory


def remembered(project: Project, spec: RegisterSpec) -> dict[str, Any]:
    """Return what was chosen at the last import into this register."""
    kept = ImportMemory.objects.filter(project=project, register=spec.key).first()
    return dict(kept.content) if kept else {}


def remember(project: Project, spec: RegisterSpec, wanted: Wanted, columns: Iterable[Column]) -> None:
    """Keep what was chosen: columns by their headings, values by what they went to."""
    memory = remembered(project, spec)
    chosen, values = dict(memory.get("columns", {})), dict(memory.get("values", {}))
    for column in columns:
        target = wanted.columns.get(column.index, "")
        if column.heading:
            chosen[folded(column.heading)] = target
        said = wanted.values.get(column.index)
        if said and target.startswith(TO):
            key = target.removeprefix(TO)
            values[key] = _last({**values.get(key, {}), **{folded(word): one for word, one in said.items()}})
    content = {"columns": _last(chosen), "values": values, "untitled": wanted.untitled}
    ImportMemory.objects.update_or_create(project=project, register=spec.key, defaults={"content": content})


def _last(known: dict[str, str]) -> dict[str, str]:
    return dict(list(known.items())[-MOST_REMEMBERED:])

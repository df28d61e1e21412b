"""The parts of a workbook that are cells, read by openpyxl's parser and nothing of it that draws or validates.

Imported only when a workbook is read: openpyxl is heavy.
"""

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from openpyxl import load_workbook
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._reader import FORMULA_TAG, MERGE_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser

from uptake.interchange.errors import TableTooLarge
from uptake.interchange.sheets.sheet import Cell, Limits

_MERGE_TAG = MERGE_TAG.replace("mergeCells", "mergeCell")

Shape = Callable[[Any, str], Cell]
"""Gives the cell for a stored value and its number format."""


@dataclass(slots=True)
class Grid:
    """What a sheet holds, by row and column counted from 1.

    Attributes
    ----------
    rows : dict
        The filled cells, row by row.
    merged : list of (left, top, right, bottom)
    unknown : list of (row, column)
        Formulas without a stored result.
    """

    name: str
    hidden: bool
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    unknown: list[tuple[int, int]] = field(default_factory=list)


class _Cells(WorkSheetParser):  # type: ignore[misc]  # openpyxl has no types
    """Openpyxl's parser, which also tells what it would lose."""

    def parse_cell(self, element: Element) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            cell["unknown"] = element.find(VALUE_TAG) is None
        elif cell["data_type"] == "e" and element.get("t", "n") == "n":
            # A number that is no date although it is formatted as one.
            cell["value"] = float(element.findtext(VALUE_TAG, ""))
        return cell


def grids(source: Any, limits: Limits, shape: Shape) -> list[Grid]:
    """Read the sheets of a workbook that `guard` has packed anew.

    Raises
    ------
    TableTooLarge
    Exception
        Whatever a broken file makes openpyxl raise.
    """
    with warnings.catch_warnings():
        # What openpyxl does not keep (validations, a default style) is not asked for here.
        warnings.simplefilter("ignore")
        book = load_workbook(source, read_only=True, data_only=True, keep_links=False)
        found = book.worksheets
        if len(found) > limits.sheets and limits.whole:
            raise TableTooLarge("sheets", limits.sheets)
        formats = _formats(book)
        left = limits.cells
        done = []
        for sheet in found[: limits.sheets]:
            grid = _grid(sheet, limits, lambda value, style: shape(value, formats[style]))
            left -= sum(max(cells) for cells in grid.rows.values())
            if left < 0:
                raise TableTooLarge("cells", limits.cells)
            done.append(grid)
    return done


def _formats(book: Any) -> list[str]:
    """Return the number format of each style that a cell may have."""
    own = book._number_formats  # noqa: SLF001 - as ReadOnlyCell does it
    numbers = [style.numFmtId for style in book._cell_styles]  # noqa: SLF001
    return [
        BUILTIN_FORMATS.get(one, "General")
        if one < BUILTIN_FORMATS_MAX_SIZE
        else own[one - BUILTIN_FORMATS_MAX_SIZE]
        for one in numbers
    ]


def _grid(sheet: Any, limits: Limits, shape: Callable[[Any, int], Cell]) -> Grid:
    grid = Grid(str(sheet.title), sheet.sheet_state != "visible")
    for number, cells in _rows(sheet, grid):
        for cell in cells:
            row, column = number, cell["column"]
            value = cell["value"]
            if value is None and not cell.get("unknown"):
                continue
            if column > limits.columns:
                if limits.whole:
                    raise TableTooLarge("columns", limits.columns)
                continue
            if row > limits.rows:
                raise TableTooLarge("rows", limits.rows)
            if value is None:
                grid.unknown.append((row, column))
            else:
                grid.rows.setdefault(row, {})[column] = shape(value, cell["style_id"])
    return grid


def _rows(sheet: Any, grid: Grid) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    # Only rows and merges: validations and drawings of other programs make openpyxl refuse whole sheets.
    book = sheet.parent
    with sheet._get_source() as source:  # noqa: SLF001 - as ReadOnlyWorksheet reads itself
        parser = _Cells(
            source,
            sheet._shared_strings,  # noqa: SLF001
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001
        )
        for _event, element in iterparse(source):  # noqa: S314 - as above
            if element.tag == ROW_TAG:
                yield parser.parse_row(element)
                element.clear()
            elif element.tag == _MERGE_TAG:
                grid.merged.append(range_boundaries(element.get("ref")))


def as_stored(value: Any, form: str) -> Cell:
    """Return the cell for a stored value: a midnight whose format shows no hours is a date."""
    if isinstance(value, datetime):
        return value.date() if value.time() == time() and "h" not in form.casefold() else value
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return value if isinstance(value, str | int | float | time) else str(value)

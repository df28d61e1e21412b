"""Sheets <-> the bytes of a workbook (.xlsx)."""

import io
import math
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from uptake.interchange import guard
from uptake.interchange.encoding import writable
from uptake.interchange.errors import InterchangeError, UnreadableFile
from uptake.interchange.sheets.sheet import FORMULA, LONGEST, Cell, Limits, Row, Sheet, Written, header_of

_NARROWEST = 6
_WIDEST = 60
_DATE_WIDTH = 16
_LONGEST_NAME = 31
# More digits than a spreadsheet keeps of a number.
_MOST_DIGITS = 15
# Before this day, the calendar of a spreadsheet is wrong by one, or does not go.
_FIRST_DAY = date(1900, 3, 1)


def is_workbook(data: bytes) -> bool:
    """Tell whether the bytes are an archive with a workbook in it."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with guard.opened(data) as archive:
            names = archive.namelist()
    except UnreadableFile:
        return False
    return "[Content_Types].xml" in names and any(name.startswith("xl/workbook") for name in names)


def read_workbook(
    data: bytes, limits: Limits, shape: Callable[[Any, str], Cell] | None = None
) -> list[Sheet]:
    """Read the sheets of a workbook: values only, never a formula.

    Parameters
    ----------
    data : bytes
    limits : Limits
    shape : callable, optional
        Gives the cell for a stored value and its number format; by default the value as it is.

    Raises
    ------
    UnsafeFile, FileTooLarge, TableTooLarge, UnreadableFile
    """
    safe = guard.repacked(data, max_bytes=limits.unpacked, keep=_parsed)
    from uptake.interchange.sheets import parsing  # noqa: PLC0415 - it imports openpyxl, which only workbooks need

    try:
        found = parsing.grids(io.BytesIO(safe), limits, shape or parsing.as_stored)
        return [_sheet(grid) for grid in found]
    except InterchangeError:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl lets anything through that a broken file makes happen
        raise UnreadableFile("damaged", f"{type(error).__name__}: {error}") from None


def _parsed(name: str, _number: int) -> str | None:
    """Keep what is parsed for values; pictures and embedded documents are not."""
    return name if name.endswith((".xml", ".rels")) else None


def _sheet(grid: Any) -> Sheet:
    rows: list[list[Cell]] = [
        _row(grid.rows.get(number)) for number in range(1, max(grid.rows, default=0) + 1)
    ]
    header = header_of(rows)
    if header is not None:
        header = _fill_header(rows, header, grid.merged)
    unknown = tuple((row - 1, column - 1) for row, column in grid.unknown)
    return Sheet(grid.name, rows, header=header, hidden=grid.hidden, unknown=unknown)


def _row(cells: dict[int, Cell] | None) -> list[Cell]:
    return [cells.get(column) for column in range(1, max(cells) + 1)] if cells else []


def _fill_header(rows: list[list[Cell]], header: int, merged: Sequence[tuple[int, int, int, int]]) -> int:
    """Fill the merged cells of the headings, and return their last row: one may go down over several."""
    top = header + 1
    last = max((bottom for _left, first, _right, bottom in merged if first == top), default=top)
    # A heading over all columns down to the end of the sheet is no heading.
    bottom = last if last <= min(len(rows), top + 3) else top
    width = max(map(len, rows))
    # Merged cells do not overlap; a file that says so is not followed for longer than the headings are.
    room = bottom * width
    for left, first, right, end in merged:
        if first > bottom:
            continue
        right, end = min(right, width), min(end, bottom)  # noqa: PLW2901 - cut to what is there
        room -= (right - left + 1) * (end - first + 1)
        if room < 0:
            break
        _fill(rows, (left, first, right, end))
    return bottom - 1


def _fill(rows: list[list[Cell]], area: tuple[int, int, int, int]) -> None:
    left, first, right, end = area
    source = rows[first - 1]
    value = source[left - 1] if left <= len(source) else None
    if value is None:
        return
    for row in rows[first - 1 : end]:
        row.extend([None] * (right - len(row)))
        for column in range(left - 1, right):
            if row[column] is None:
                row[column] = value


def write_workbook(sheets: Sequence[Sheet], *, filtered: bool = False) -> bytes:
    """Write sheets as a workbook; texts stay texts, whatever they begin with.

    Parameters
    ----------
    sheets : sequence of Sheet
    filtered : bool
        Whether the headings get buttons to filter and sort by.
    """
    import openpyxl  # noqa: PLC0415 - as above

    book = openpyxl.Workbook(write_only=True)
    for name, sheet in zip(_names(sheets), sheets, strict=True):
        _put(book.create_sheet(name), sheet, filtered=filtered)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _names(sheets: Sequence[Sheet]) -> Iterator[str]:
    """Return names that a workbook takes: short, without its special signs, no two the same."""
    taken: set[str] = set()
    for number, sheet in enumerate(sheets, 1):
        plain = re.sub(r"[\[\]:*?/\\]", " ", writable(sheet.name)).strip().strip("'")
        name = plain[:_LONGEST_NAME] or f"Sheet{number}"
        if name.casefold() in taken:
            end = f" ({number})"
            name = name[: _LONGEST_NAME - len(end)] + end
        taken.add(name.casefold())
        yield name


def _put(target: Any, sheet: Sheet, *, filtered: bool) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    header = sheet.header or 0
    for column, width in _widths(sheet.rows).items():
        target.column_dimensions[get_column_letter(column)].width = width + 2
    target.freeze_panes = f"A{header + 2}"
    if filtered and sheet.rows and sheet.rows[header]:
        last = get_column_letter(max(map(len, sheet.rows)))
        target.auto_filter.ref = f"A{header + 1}:{last}{len(sheet.rows)}"
    for number, row in enumerate(sheet.rows):
        target.append([_cell(target, value, bold=number == header) for value in row])


def _widths(rows: Sequence[Row]) -> dict[int, int]:
    widths: dict[int, int] = {}
    for row in rows:
        for column, value in enumerate(row, 1):
            if value is not None:
                widths[column] = max(widths.get(column, _NARROWEST), _width(value))
    return widths


def _width(value: Written) -> int:
    if isinstance(value, date):
        return _DATE_WIDTH
    text = str(value)[:_WIDEST]
    return min(len(text) if text.isascii() else sum(2 if one > "\u2e7f" else 1 for one in text), _WIDEST)


def _cell(target: Any, value: Written, *, bold: bool) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above
    from openpyxl.styles import Font  # noqa: PLC0415 - as above

    said = _storable(value)
    if isinstance(said, str):
        said = cut(writable(said))
    if said is None or not (bold or isinstance(said, datetime) or _is_taken_for_more(said)):
        return said
    cell = WriteOnlyCell(target, said)
    if bold:
        cell.font = Font(bold=True)
    if isinstance(said, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(said, str):
        cell.data_type = "s"
        # The mark with which Excel itself keeps a text from being a formula, also after it is edited.
        cell.quotePrefix = said.startswith(FORMULA)
    return cell


def _is_taken_for_more(said: Written) -> bool:
    """Tell whether openpyxl, or a spreadsheet, would make more of a text: a formula, an error."""
    return isinstance(said, str) and said.startswith((*FORMULA, "#"))


def _storable(value: Written) -> Written:
    """Return what a workbook can hold, else what it is as a text."""
    if isinstance(value, date):
        is_early = (value.date() if isinstance(value, datetime) else value) < _FIRST_DAY
        return value.isoformat() if is_early or getattr(value, "tzinfo", None) else value
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**_MOST_DIGITS else str(value)
    if isinstance(value, float | Decimal):
        return value if math.isfinite(value) else str(value)
    return value if value is None or isinstance(value, time) else str(value)


def cut(text: str) -> str:
    """Return as much of a text as a cell can hold: a workbook counts a character beyond U+FFFF as two."""
    if len(text) <= LONGEST // 2:
        return text
    return text.encode("utf-16-le")[: 2 * LONGEST].decode("utf-16-le", "ignore")

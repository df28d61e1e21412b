"""Sheets <-> the bytes of a workbook (.xlsx)."""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from uptake.interchange import guard
from uptake.interchange.encoding import writable
from uptake.interchange.errors import UnreadableFile, UnsafeFile
from uptake.interchange.tables.cells import Cell
from uptake.interchange.tables.sheets import FORMULA, MOST_COLUMNS, MOST_ROWS, Row, Sheet

MOST_SHEETS = 50
MOST_UNPACKED = 300_000_000
_WIDEST = 60


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


def read_workbook(data: bytes) -> list[Sheet]:
    """Read the sheets of a workbook: values only, never a formula.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    list of Sheet

    Raises
    ------
    UnsafeFile, FileTooLarge, UnreadableFile
    """
    safe = guard.repacked(data, max_bytes=MOST_UNPACKED, keep=_parsed)
    import openpyxl  # noqa: PLC0415 - importing interchange must not cost what only workbooks need

    try:
        book = openpyxl.load_workbook(io.BytesIO(safe), read_only=True, data_only=True, keep_links=False)
        return [_sheet(one) for one in islice(book.worksheets, MOST_SHEETS)]
    except UnsafeFile:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl lets anything through that a broken file makes happen
        raise UnreadableFile("damaged", f"{type(error).__name__}: {error}") from None


def _parsed(name: str, _number: int) -> str | None:
    """Keep what is parsed for values; pictures and embedded documents are not."""
    return name if name.endswith((".xml", ".rels")) else None


def _sheet(source: Any) -> Sheet:
    if hasattr(source, "reset_dimensions"):
        source.reset_dimensions()
    rows: list[Row] = []
    empty = 0
    for cells in source.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS):
        row = [_value(cell) for cell in cells]
        while row and row[-1] is None:
            row.pop()
        empty = 0 if row else empty + 1
        rows.append(row)
    del rows[len(rows) - empty :]
    if len(rows) > MOST_ROWS:
        raise UnsafeFile("too_many_rows")
    return Sheet(str(source.title), rows)


def _value(cell: Any) -> Cell:
    value = cell.value
    if value is None or isinstance(value, bool | str):
        return value
    form = str(getattr(cell, "number_format", None) or "")
    if isinstance(value, datetime):
        return value.date() if value.time() == time() and not re.search(r"[hH]", form) else value
    if isinstance(value, int | float):
        return f"{value * 100:.6g}%" if "%" in form else value
    return value if isinstance(value, date) else str(value)


def write_workbook(sheets: Sequence[Sheet]) -> bytes:
    """Write sheets as a workbook; texts stay texts, whatever they begin with."""
    import openpyxl  # noqa: PLC0415 - as above

    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name[:31]), sheet)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _fill(target: Any, sheet: Sheet) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    widths: dict[int, int] = {}
    for i, row in enumerate(sheet.rows, 1):
        for k, value in enumerate(row, 1):
            if value is None:
                continue
            _put(target.cell(i, k), value)
            shown = (
                16
                if isinstance(value, date)
                else sum(2 if one > "\u2e7f" else 1 for one in str(value)[:_WIDEST])
            )
            widths[k] = max(widths.get(k, 6), min(shown, _WIDEST))
    for cell in target[1] if sheet.rows else ():
        cell.font = Font(bold=True)
    for k, width in widths.items():
        target.column_dimensions[get_column_letter(k)].width = width + 2
    target.freeze_panes = "A2"


def _put(cell: Any, value: Cell) -> None:
    if not isinstance(value, str):
        cell.value = value
        if isinstance(value, datetime):
            cell.number_format = "yyyy-mm-dd hh:mm"
        return
    cell.value = writable(value)
    if value.startswith(FORMULA):
        # The mark with which Excel itself keeps a text from being a formula, also after it is edited.
        cell.data_type = "s"
        cell.quotePrefix = True

"""The sheets of a plan <-> the bytes of a workbook (.xlsx)."""

from typing import Any

from uptake.interchange.sheets.sheet import Cell, Sheet
from uptake.interchange.sheets.workbook import read_workbook as read_sheets
from uptake.interchange.tables.sheets import LIMITS


def read_workbook(data: bytes) -> list[Sheet]:
    """Read the sheets of a workbook: values only, never a formula; a share is the text of its percentage.

    Raises
    ------
    UnsafeFile, FileTooLarge, TableTooLarge, UnreadableFile
    """
    return read_sheets(data, LIMITS, _shaped)


def _shaped(value: Any, form: str) -> Cell:
    from uptake.interchange.sheets.parsing import as_stored  # noqa: PLC0415 - it imports openpyxl

    if "%" in form and isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value * 100:.6g}%"
    return as_stored(value, form)

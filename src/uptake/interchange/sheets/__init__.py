"""Tables of any content: workbooks (.xlsx) and delimited text (.csv), in and out.

What the columns mean is the caller's business; `uptake.interchange.tables` reads plans from the same sheets.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from uptake.interchange import guard
from uptake.interchange.errors import (
    EmptyFile,
    FileTooLarge,
    NoTable,
    UnreadableFile,
    UnsupportedFormat,
    UnwritableDocument,
)
from uptake.interchange.saving import replace
from uptake.interchange.sheets.delimited import read_delimited, write_delimited
from uptake.interchange.sheets.sheet import Cell, Limits, Row, Sheet, Written
from uptake.interchange.sheets.workbook import cut, is_workbook, read_workbook, write_workbook

Format = Literal["xlsx", "csv"]

__all__ = [
    "Cell", "Cut", "Format", "Limits", "Row", "Sheet", "Written", "read_tables", "read_tables_bytes", "write_table",
    "write_table_bytes",
]  # fmt: skip

# Old workbooks (.xls), workbooks with a password, web pages and archives, all of which are saved as tables, too.
_NO_TEXT = (b"\xd0\xcf\x11\xe0", b"PK", b"<", b"{\\rtf")


class Cut(NamedTuple):
    """A text that was longer than a cell of a workbook can be: its row and column by their places."""

    sheet: str
    row: int
    column: int


def read_tables(path: str | Path, limits: Limits | None = None) -> list[Sheet]:
    """Read the sheets of a workbook, or delimited text as one sheet.

    Parameters
    ----------
    path : str or Path
    limits : Limits, optional

    Returns
    -------
    list of Sheet
        Hidden ones among them. Every filled cell is in one; formulas are the values that were stored for them.

    Raises
    ------
    FileMissing, NotAFile, FileNotAccessible, EmptyFile, FileTooLarge
    NoTable, UnreadableFile, UnsafeFile, TableTooLarge

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     cuts = write_table(Path(folder, "risks.csv"), [Sheet("", [["ID", "Risk"], [1, "=late"]])])
    ...     [sheet] = read_tables(Path(folder, "risks.csv"))
    >>> sheet.headings, sheet.records
    (('ID', 'Risk'), [['1', '=late']])
    """
    limits = limits or Limits()
    return read_tables_bytes(guard.load(path, max_bytes=limits.bytes), limits)


def read_tables_bytes(data: bytes, limits: Limits | None = None) -> list[Sheet]:
    """Like `read_tables`, from the content of a file (an upload)."""
    limits = limits or Limits()
    if not data:
        raise EmptyFile
    if len(data) > limits.bytes:
        raise FileTooLarge(len(data), limits.bytes)
    if is_workbook(data):
        return read_workbook(data, limits)
    if data.lstrip().startswith(_NO_TEXT) or guard.foreign(data):
        raise NoTable
    try:
        return [read_delimited(data, limits)]
    except UnreadableFile:
        raise NoTable from None


def write_table(path: str | Path, sheets: Sequence[Sheet]) -> tuple[Cut, ...]:
    """Write sheets as a workbook or, one of them, as delimited text: all of it or nothing.

    Parameters
    ----------
    path : str or Path
        Replaced if it exists. Its ending tells the format: .xlsx or .csv.
    sheets : sequence of Sheet
        Cells may be `Decimal`, too. What a format cannot hold, such as a date before 1900, is written as a text.

    Returns
    -------
    tuple of Cut
        The texts that were too long.

    Raises
    ------
    UnsupportedFormat, UnwritableDocument, FileNotAccessible
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending not in {".xlsx", ".csv"}:
        raise UnsupportedFormat(ending)
    data, cuts = write_table_bytes(sheets, "csv" if ending == ".csv" else "xlsx")
    replace(path, data)
    return cuts


def write_table_bytes(sheets: Sequence[Sheet], kind: Format) -> tuple[bytes, tuple[Cut, ...]]:
    """Like `write_table`, but gives the content of the file (a download)."""
    if kind == "csv":
        if len(sheets) != 1:
            raise UnwritableDocument("csv", f"{len(sheets)} sheets")
        return write_delimited(sheets[0]), ()
    return write_workbook(sheets, filtered=True), tuple(
        Cut(sheet.name, row, column)
        for sheet in sheets
        for row, cells in enumerate(sheet.rows)
        for column, cell in enumerate(cells)
        if isinstance(cell, str) and cut(cell) != cell
    )

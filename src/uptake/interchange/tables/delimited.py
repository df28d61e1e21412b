"""Delimited text (.csv) with the tasks of a plan."""

import csv

from uptake.interchange.errors import UnreadableFile
from uptake.interchange.sheets.delimited import delimiter_of, head_of, text_in
from uptake.interchange.sheets.delimited import read_delimited as read_sheet
from uptake.interchange.sheets.sheet import Sheet
from uptake.interchange.tables.headings import recognised
from uptake.interchange.tables.sheets import LIMITS


def is_table(data: bytes) -> bool:
    """Tell whether the bytes are delimited text with headings of a task table."""
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"<", b"%PDF", b"MPX", b"ERMHDR")):
        return False
    try:
        head = head_of(text_in(data))
    except UnreadableFile:
        return False
    rows = csv.reader(head, delimiter=delimiter_of(head, _known_headings))
    try:
        return any(any((found := recognised(cell)) and found.field == "name" for cell in row) for row in rows)
    except csv.Error:
        return False


def read_delimited(data: bytes) -> Sheet:
    """Read delimited text as one sheet.

    Raises
    ------
    UnreadableFile, TableTooLarge
    """
    return read_sheet(data, LIMITS, _known_headings)


def _known_headings(rows: list[list[str]]) -> tuple[int, int]:
    """Score rows: most known headings, then most columns."""
    known = max((sum(recognised(cell) is not None for cell in row) for row in rows), default=0)
    return known, max(map(len, rows), default=0)

"""Sheets <-> the bytes of delimited text (.csv)."""

import csv
import io
from datetime import date, datetime

from uptake.interchange.encoding import writable
from uptake.interchange.errors import UnreadableFile, UnsafeFile
from uptake.interchange.tables.cells import Cell
from uptake.interchange.tables.headings import recognised
from uptake.interchange.tables.sheets import FORMULA, MOST_COLUMNS, MOST_ROWS, Row, Sheet

DELIMITERS = (",", ";", "\t", "|")
_GUARDED = (*FORMULA, "'")
_SAMPLE = 20


def text_in(data: bytes) -> str:
    """Decode a text file: by its byte order mark, else UTF-8, UTF-16 or GB 18030, whichever it is.

    Examples
    --------
    >>> text_in("任务名称".encode("gb18030")), text_in("任务名称".encode("utf-16"))
    ('任务名称', '任务名称')
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    elif data[:200:2].count(0) > len(data[:200]) // 6:
        candidates = ["utf-16-be"]
    elif data[1:200:2].count(0) > len(data[:200]) // 6:
        candidates = ["utf-16-le"]
    else:
        candidates = ["utf-8-sig", "gb18030"]
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFile("damaged", "not a text")


def is_table(data: bytes) -> bool:
    """Tell whether the bytes are delimited text with headings of a task table."""
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"<", b"%PDF", b"MPX", b"ERMHDR")):
        return False
    try:
        head = text_in(data).splitlines()[:_SAMPLE]
    except UnreadableFile:
        return False
    rows = csv.reader(head, delimiter=_delimiter(head))
    try:
        return any(any((found := recognised(cell)) and found.field == "name" for cell in row) for row in rows)
    except csv.Error:
        return False


def read_delimited(data: bytes) -> Sheet:
    """Read delimited text as one sheet.

    Parameters
    ----------
    data : bytes
        In UTF-8, UTF-16 or GB 18030; separated by commas, semicolons, tabs or bars.

    Raises
    ------
    UnreadableFile, UnsafeFile
    """
    text = text_in(data)
    head = text.splitlines()[:_SAMPLE]
    if head and head[0].casefold().startswith("sep=") and len(head[0]) == len("sep=,"):
        text = text[text.index("\n") + 1 :] if "\n" in text else ""
        head = head[1:]
    rows: list[Row] = []
    # The limit is the module's, not the reader's: one cell too many characters is a problem of that cell.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(head)):
            if len(rows) >= MOST_ROWS + 1:
                raise UnsafeFile("too_many_rows")
            rows.append([unquoted(cell) for cell in row[:MOST_COLUMNS]])
    except csv.Error as error:
        raise UnreadableFile("damaged", str(error)) from None
    return Sheet("", rows)


def _delimiter(lines: list[str]) -> str:
    """Return the delimiter under which the first lines have most known headings, then most columns."""

    def score(delimiter: str) -> tuple[int, int]:
        try:
            rows = list(csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            return 0, 0
        known = max((sum(recognised(cell) is not None for cell in row) for row in rows), default=0)
        return known, max(map(len, rows), default=0)

    return max(DELIMITERS, key=score)


def write_delimited(sheet: Sheet) -> bytes:
    """Write a sheet as UTF-8 with a byte order mark, which Excel needs to know it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in sheet.rows:
        writer.writerow([_text(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}" if cell.second else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    return cell if isinstance(cell, int | float) else quoted(writable(str(cell)))


def quoted(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula.

    Examples
    --------
    >>> quoted("=1+1"), quoted("plan"), unquoted(quoted("'@home"))
    ("'=1+1", 'plan', "'@home")
    """
    return f"'{text}" if text.startswith(_GUARDED) else text


def unquoted(text: str) -> str:
    """Take away the apostrophe that `quoted` put before a text."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(_GUARDED) else text

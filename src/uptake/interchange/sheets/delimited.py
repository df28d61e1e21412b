"""Sheets <-> the bytes of delimited text (.csv)."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from uptake.interchange.encoding import writable
from uptake.interchange.errors import TableTooLarge, UnreadableFile
from uptake.interchange.sheets.sheet import Cell, Limits, Sheet, Written, header_of, quoted, unquoted

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 20
_SAMPLED = 200_000
_BINARY_SAMPLE = 1_000

Score = Callable[[list[list[str]]], Any]
"""Tells how much the first rows look like a table when they are parted in one way; more is better."""


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
        if "\0" not in text and not _is_binary(text[:_BINARY_SAMPLE]):
            return text
    raise UnreadableFile("damaged", "not a text")


def _is_binary(text: str) -> bool:
    controls = sum(one < " " and one not in "\t\r\n\v\f" for one in text)
    return 20 * controls > len(text)


def head_of(text: str) -> list[str]:
    """Return the first lines of a text, with their ends."""
    return list(islice(io.StringIO(text[:_SAMPLED], newline=""), _SAMPLE))


def delimiter_of(lines: Sequence[str], score: Score) -> str:
    """Return the delimiter that makes most of the first lines."""

    def scored(delimiter: str) -> Any:
        try:
            return score(list(csv.reader(lines, delimiter=delimiter)))
        except csv.Error:
            return score([])

    return max(DELIMITERS, key=scored)


def evenness(rows: list[list[str]]) -> tuple[float, int]:
    """Score the rows of a table: the share that has as many cells as most have, if that is more than one."""
    filled = [row for row in rows if row]
    widths = Counter(len(row) for row in filled if len(row) > 1)
    if not widths:
        return 0, 0
    width, count = max(widths.items(), key=lambda one: (one[1], one[0]))
    return count / len(filled), width


def read_delimited(data: bytes, limits: Limits, score: Score = evenness) -> Sheet:
    """Read delimited text as one sheet of texts: only who asks for a number knows that 007 is none.

    Parameters
    ----------
    data : bytes
        In UTF-8, UTF-16 or GB 18030; separated by commas, semicolons, tabs or bars.
    limits : Limits
    score : callable, optional
        How much rows look like the table that is expected.

    Raises
    ------
    UnreadableFile, TableTooLarge
    """
    text = text_in(data)
    head = head_of(text)
    first = 1
    delimiter = None
    if head and head[0].casefold().startswith("sep=") and len(head[0].rstrip("\r\n")) == len("sep=,"):
        if head[0][4] in DELIMITERS:
            delimiter = head[0][4]
        text = text[len(head[0]) :]
        head = head[1:]
        first = 2
    # The limit is the module's, not the reader's: one cell too many characters is a problem of that cell.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    try:
        rows = _rows(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or delimiter_of(head, score)),
            limits,
        )
    except csv.Error as error:
        raise UnreadableFile("damaged", str(error)) from None
    return Sheet("", rows, first=first, header=header_of(rows))


def _rows(lines: Any, limits: Limits) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    left = limits.cells
    filled = 0
    for line in lines:
        row: list[Cell] = [unquoted(cell) or None for cell in line]
        while row and row[-1] is None:
            row.pop()
        if len(row) > limits.columns:
            if limits.whole:
                raise TableTooLarge("columns", limits.columns)
            del row[limits.columns :]
        rows.append(row)
        if row:
            filled = len(rows)
        # One more than that may be blank lines to the end, which are no rows.
        if filled > limits.rows:
            raise TableTooLarge("rows", limits.rows)
        left -= len(row)
        if left < 0:
            raise TableTooLarge("cells", limits.cells)
    del rows[filled:]
    return rows


def write_delimited(sheet: Sheet) -> bytes:
    """Write a sheet as UTF-8 with a byte order mark, which Excel needs to know it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in sheet.rows:
        writer.writerow([_text(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Written) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}" if cell.second else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal) and cell.is_finite():
        return f"{cell:f}"
    return cell if isinstance(cell, int | float) else quoted(writable(str(cell)))

"""The tables of an uploaded file while somebody decides what becomes of them."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from uptake.interchange.sheets import Cell, Limits, Row, Sheet

LIMITS = Limits(rows=20_000, columns=200, cells=1_000_000, sheets=20, bytes=30_000_000)
EXAMPLES = 3
LONGEST_HEADING = 100
LONGEST_EXAMPLE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that has something in it.

    Attributes
    ----------
    index : int
        Its place, from 0.
    filled : int
        How many cells below the headings have something in them.
    """

    index: int
    heading: str
    filled: int
    examples: tuple[str, ...]

    @property
    def letter(self) -> str:
        """What spreadsheets call it.

        Examples
        --------
        >>> [Column(index=one, heading="", filled=0, examples=()).letter for one in (0, 25, 26, 701)]
        ['A', 'Z', 'AA', 'ZZ']
        """
        place, letters = self.index + 1, ""
        while place:
            place, rest = divmod(place - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return letters

    @property
    def name(self) -> str:
        return self.heading or self.letter


def words_of(cell: Cell) -> str:
    """Return a cell as it is written.

    Examples
    --------
    >>> words_of(3.0), words_of(" a  b "), words_of(datetime(2027, 3, 18))
    ('3', 'a  b', '2027-03-18')
    """
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ", "minutes")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def filled(cell: Cell) -> bool:
    return cell is not None and words_of(cell) != ""


def cell_at(row: Row, index: int) -> Cell:
    return row[index] if index < len(row) else None


def with_header(sheet: Sheet, header: int | None) -> Sheet:
    """Return the sheet with another row for its headings."""
    return replace(sheet, header=header if header is not None and header < len(sheet.rows) else None)


def columns_of(sheet: Sheet) -> list[Column]:
    """Return the columns that have something in them, below the headings."""
    headings = sheet.headings
    counts: dict[int, int] = {}
    examples: dict[int, dict[str, None]] = {}
    for row in sheet.records:
        for index, cell in enumerate(row):
            if filled(cell):
                counts[index] = counts.get(index, 0) + 1
                some = examples.setdefault(index, {})
                if len(some) < EXAMPLES:
                    some[words_of(cell)[:LONGEST_EXAMPLE]] = None
    return [
        Column(
            index=index,
            heading=headings[index][:LONGEST_HEADING] if index < len(headings) else "",
            filled=counts[index],
            examples=tuple(examples[index]),
        )
        for index in sorted(counts)
    ]


def numbered(sheet: Sheet) -> Iterator[tuple[int, Row]]:
    """Return the rows below the headings that have something in them, with the numbers that people see."""
    first = sheet.first + (0 if sheet.header is None else sheet.header + 1)
    for place, row in enumerate(sheet.records):
        if any(filled(cell) for cell in row):
            yield first + place, row


def above(sheet: Sheet) -> list[str]:
    """Return what stands above the headings: it belongs to no record."""
    rows = sheet.rows[: sheet.header or 0]
    return [words_of(cell) for row in rows for cell in row if filled(cell)]


# ---- kept in a file


def packed(sheets: Sequence[Sheet]) -> bytes:
    """Return sheets as bytes that `unpacked` reads."""
    told = [
        {
            "name": one.name,
            "rows": [list(row) for row in one.rows],
            "first": one.first,
            "header": one.header,
            "hidden": one.hidden,
            "unknown": one.unknown,
        }
        for one in sheets
    ]
    return gzip.compress(json.dumps(told, default=_tagged).encode(), compresslevel=1)


def unpacked(data: bytes) -> list[Sheet]:
    """Return the sheets that `packed` kept; raises `ValueError`."""
    told = json.loads(gzip.decompress(data), object_hook=_untagged)
    return [Sheet(**{**one, "unknown": tuple(map(tuple, one["unknown"]))}) for one in told]


def _tagged(value: object) -> dict[str, str]:
    if isinstance(value, date | time):
        return {f"~{type(value).__name__}": value.isoformat()}
    raise TypeError(type(value).__name__)


_TAGS: dict[str, Any] = {"~datetime": datetime, "~date": date, "~time": time}


def _untagged(told: dict[str, Any]) -> Any:
    if len(told) == 1:
        tag, text = next(iter(told.items()))
        if tag in _TAGS:
            return _TAGS[tag].fromisoformat(text)
    return told

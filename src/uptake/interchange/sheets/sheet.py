"""A table of cells as any file holds it, the bounds on its size, and the guess which row has the headings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

Cell = str | int | float | bool | datetime | date | time | None
"""What a sheet holds in one place; text formats hold texts only."""

Row = Sequence[Cell]
LONGEST = 32_767
"""Characters that a cell of a workbook can hold."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With what a text begins that a spreadsheet would compute."""

_GUARDED = (*FORMULA, "'")
_LOOKED_AT = 20
_LONGEST_HEADING = 100


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a table may hold.

    Attributes
    ----------
    rows, columns : int
        Of a sheet, up to the last that has something in it.
    cells, sheets : int
        Of all of the file, empty cells between filled ones counted.
    bytes, unpacked : int
        Of the file, and of what an archive unpacks to.
    whole : bool
        Whether more columns or sheets are refused; if not, they are left out.
    """

    rows: int = 50_000
    columns: int = 500
    cells: int = 5_000_000
    sheets: int = 50
    bytes: int = 50_000_000
    unpacked: int = 300_000_000
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named table of cells.

    Attributes
    ----------
    name : str
    rows : sequence of Row
        Each up to its last filled cell, and up to the last filled row.
    first : int
        The number that people see at the first row.
    header : int or None
        The row that has the headings, by its place in ``rows``; None where nothing looks like it.
    hidden : bool
    unknown : tuple of (int, int)
        Row and column, by their places, of formulas that were stored without a result.
    """

    name: str
    rows: Sequence[Row]
    first: int = 1
    header: int | None = None
    hidden: bool = False
    unknown: tuple[tuple[int, int], ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings, one for each column that has something in it.

        Where several are called the same and the headings above them tell them apart, both are one: "Inherent Score".
        """
        if self.header is None:
            return ()
        width = max(map(len, self.rows), default=0)
        names = [_text_at(self.rows[self.header], index) for index in range(width)]
        if self.header == 0:
            return tuple(names)
        above = [_text_at(self.rows[self.header - 1], index) for index in range(width)]
        groups: dict[str, set[str]] = {}
        for name, group in zip(names, above, strict=True):
            groups.setdefault(name, set()).add(group)
        return tuple(
            f"{group} {name}" if name and group and group != name and len(groups[name]) > 1 else name
            for name, group in zip(names, above, strict=True)
        )

    @property
    def records(self) -> Sequence[Row]:
        """The rows below the headings; all rows where there are none."""
        return self.rows if self.header is None else self.rows[self.header + 1 :]


def _text_at(row: Row, index: int) -> str:
    cell = row[index] if index < len(row) else None
    return "" if cell is None else " ".join(str(cell).split())


def header_of(rows: Sequence[Row]) -> int | None:
    """Guess the row with the headings: the first that has nearly as many texts as any, and little else.

    Examples
    --------
    >>> header_of([["Risks of the project"], [], ["ID", "Risk", "Score"], [1, "Late data", 12]])
    2
    """
    scores = [_score(row) for row in rows[:_LOOKED_AT]]
    best = max(scores, default=0)
    return next((index for index, one in enumerate(scores) if one >= 0.6 * best), None) if best > 0 else None


def _score(row: Row) -> int:
    filled = [cell for cell in row if cell is not None]
    texts = sum(isinstance(cell, str) and len(cell) <= _LONGEST_HEADING for cell in filled)
    return 2 * texts - len(filled)


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


Written = Cell | Decimal
"""What may be written into a cell."""

"""Tables that fit the terminal: one column gives way, texts are shortened by the cells that they take."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.text import Text

GAP = 2
NARROWEST = 12
"""What the flexible column keeps before others are left out."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    title : str
    right : bool
        Aligned right, as numbers are.
    flexible : bool
        Gives way when the table is too wide.
    drop : int
        Left out when there is still no room: the highest first, 0 never.
    limit : int
        Longer texts are shortened to this many cells; 0 for no limit.
    """

    title: str
    right: bool = False
    flexible: bool = False
    drop: int = 0
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A text and its style."""

    text: str = ""
    style: str = ""


Row = Sequence[Cell]


def plain(text: str) -> str:
    """Return a text without what would move the cursor, colour the terminal or reverse the line."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if steers(one) else one for one in text)


def steers(character: str) -> bool:
    """Tell whether a character could move the cursor, colour the terminal or reverse the line."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def shortened(text: str, width: int) -> str:
    """Return a text of at most so many cells, with an ellipsis where something is left out."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(width - 1, 0)).rstrip() + "…"


def lay_out(columns: Sequence[Column], rows: Sequence[Row], width: int) -> Iterator[Text]:
    """Return the lines of a table: its head, then the rows.

    Parameters
    ----------
    columns : sequence of Column
    rows : sequence of Row
        A cell for each column.
    width : int
        In cells of the terminal.
    """
    widths = [
        max([cell_len(column.title), *(_needed(column, row[k].text) for row in rows)])
        for k, column in enumerate(columns)
    ]
    kept = _fit(columns, widths, width)
    yield _line([Cell(column.title, "bold dim") for column in columns], columns, widths, kept)
    for row in rows:
        yield _line(row, columns, widths, kept)


def _needed(column: Column, text: str) -> int:
    needed = len(text) if text.isascii() else cell_len(text)
    return min(needed, column.limit) if column.limit else needed


def _fit(columns: Sequence[Column], widths: list[int], width: int) -> list[int]:
    """Narrow the flexible columns, then leave columns out; return the positions of those that stay."""
    kept = list(range(len(columns)))
    while True:
        over = sum(widths[k] for k in kept) + GAP * (len(kept) - 1) - width
        flexible = [k for k in kept if columns[k].flexible]
        room = sum(max(widths[k] - NARROWEST, 0) for k in flexible)
        droppable = [k for k in kept if columns[k].drop]
        if over <= room or not droppable:
            break
        kept.remove(max(droppable, key=lambda k: columns[k].drop))
    while over > 0 and flexible:
        widest = max(flexible, key=lambda k: widths[k])
        if widths[widest] <= 4:
            break
        widths[widest] -= 1
        over -= 1
    return kept


def _line(row: Row, columns: Sequence[Column], widths: list[int], kept: list[int]) -> Text:
    line = Text(no_wrap=True, end="")
    for k in kept:
        text = shortened(row[k].text, widths[k])
        blank = " " * (widths[k] - cell_len(text))
        if k != kept[0]:
            line.append(" " * GAP)
        line.append(blank + text if columns[k].right else text, row[k].style)
        if not columns[k].right and k != kept[-1]:
            line.append(blank)
    return line

"""What both sides of a table share: the names of its sheets, its bounds, and what was wrong in a cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from uptake.interchange.losses import Loss
from uptake.interchange.sheets.sheet import Cell, Limits
from uptake.interchange.tables.cells import BadCell, Reason, text_of

LIMITS = Limits(rows=200_000, columns=256, cells=200_000 * 256, whole=False)
TASKS = ("Tasks", "任务")
PROJECT = ("Project", "项目")
RESOURCES = ("Resources", "资源")
CALENDARS = ("Calendars", "日历")
SHOWN = 5
LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that was not taken over.

    Attributes
    ----------
    sheet : str
    row, column : int
        As people count them, from 1.
    heading : str
    object, field : str
        What it would have been in the neutral document.
    text : str
        What is wrong in the cell, shortened.
    reason : Reason
    """

    sheet: str
    row: int
    column: int
    heading: str
    object: str
    field: str
    text: str
    reason: Reason

    @property
    def cell(self) -> str:
        """The cell as a workbook names it, such as ``C7``."""
        return f"{column_letters(self.column)}{self.row}"


def column_letters(number: int) -> str:
    """Return the letters of a column counted from 1.

    Examples
    --------
    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def shown(cell: Cell) -> str:
    """Return what a cell holds, shortened for a message."""
    try:
        text = text_of(cell)
    except BadCell:
        text = str(cell)
    text = "".join(one if one.isprintable() else " " for one in text[: LONGEST_SHOWN + 1])
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def losses_of(problems: Sequence[Problem]) -> list[Loss]:
    """Return problems as losses, one for each field and reason, with the first few cells as examples."""
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for one in problems:
        groups.setdefault((one.object, one.field, one.reason), []).append(one)
    return [
        Loss("not_understood", owner, field, len(some), (), _examples(some), reason)
        for (owner, field, reason), some in groups.items()
    ]


def _examples(problems: Sequence[Problem]) -> str:
    said = [f"{one.cell} {one.text!r}" for one in problems[:SHOWN]]
    return "; ".join([*said, "…"] if len(problems) > SHOWN else said)


def value_at(row: Mapping[str, Any], path: str) -> Any:
    """Return what stands at a dotted path of a neutral object, or None."""
    found: Any = row
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def put(row: dict[str, Any], path: str, value: Any) -> None:
    """Set what stands at a dotted path of a neutral object."""
    *above, last = path.split(".")
    for name in above:
        row = row.setdefault(name, {})
    row[last] = value

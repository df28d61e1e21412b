"""Predecessors as people write them, ``12FS+2d;15SS;3FF-50%``, to links and back."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from uptake.interchange.durations import Amount, Language, NotADuration, format_duration, parse_duration

LONGEST_TEXT = 32_767
"""What a cell of a workbook holds."""

NO_LAG = Amount(0.0)
TYPES = {
    "FS": "FS",
    "SS": "SS",
    "FF": "FF",
    "SF": "SF",
    "完成-开始": "FS",
    "开始-开始": "SS",
    "完成-完成": "FF",
    "开始-完成": "SF",
}
_TYPE = "|".join(TYPES)
# A comma may also be a decimal point: it separates only where something like a task id follows.
_BLANKS = re.compile(r"\s+")
_SEPARATOR = re.compile(rf";|、|,(?=\s*(?:$|[,;]|\d+\s*(?:$|[,;+-]|{_TYPE})))", re.IGNORECASE)
_LINK = re.compile(rf"(\d{{1,9}})\s*({_TYPE})?\s*(?:([+-])\s*(.+))?", re.IGNORECASE)


class NotAPredecessor(ValueError):
    """A text that is no list of predecessors.

    Attributes
    ----------
    text : str
        The part at fault.
    """

    def __init__(self, text: str) -> None:
        super().__init__(f"{text[:64]!r} is not a predecessor such as 12, 12FS+2d or 3SS-50%")
        self.text = text


@dataclass(frozen=True, slots=True)
class Predecessor:
    """A link as seen from its successor.

    Attributes
    ----------
    task : int
        The id that people see.
    type : str
        ``FS``, ``SS``, ``FF`` or ``SF``.
    lag : Amount
        Negative for a lead.
    """

    task: int
    type: str = "FS"
    lag: Amount = NO_LAG


def parse_predecessors(text: str) -> tuple[Predecessor, ...]:
    """Read a list of predecessors.

    Parameters
    ----------
    text : str
        Task ids, each with the kind of link (``FS`` when left out) and a lag; separated by semicolons or
        commas.

    Returns
    -------
    tuple of Predecessor

    Raises
    ------
    NotAPredecessor
        With the part at fault.

    Examples
    --------
    >>> [(one.task, one.type, one.lag.value, one.lag.unit) for one in parse_predecessors("12FS+2d; 3ff-50%")]
    [(12, 'FS', 2.0, 'DAYS'), (3, 'FF', -50.0, 'PERCENT')]
    >>> [one.task for one in parse_predecessors("4，5SS")]
    [4, 5]
    """
    if len(text) > LONGEST_TEXT:
        raise NotAPredecessor(text)
    flat = unicodedata.normalize("NFKC", text).replace("−", "-").replace("\n", ";")
    flat = _BLANKS.sub(" ", flat)  # else a long row of them is tried in thousands of ways
    return tuple(_parse(part.strip()) for part in _SEPARATOR.split(flat) if part.strip())


def format_predecessors(links: Iterable[Predecessor], *, language: Language = "en") -> str:
    """Write predecessors so that `parse_predecessors` reads them back.

    Examples
    --------
    >>> format_predecessors([Predecessor(4), Predecessor(9, "SS", Amount(-2, "ELAPSED_DAYS"))])
    '4;9SS-2ed'
    """
    return ";".join(_format(one, language) for one in links)


def _parse(part: str) -> Predecessor:
    found = _LINK.fullmatch(part)
    if found is None:
        raise NotAPredecessor(part)
    task, kind, sign, lag = found.groups()
    try:
        amount = parse_duration(sign + lag) if lag else NO_LAG
    except NotADuration:
        raise NotAPredecessor(part) from None
    return Predecessor(int(task), TYPES[kind.upper()] if kind else "FS", amount)


def _format(one: Predecessor, language: Language) -> str:
    if not one.lag.value:
        return f"{one.task}{'' if one.type == 'FS' else one.type}"
    lag = format_duration(one.lag, language=language)
    return f"{one.task}{one.type}{'' if lag.startswith('-') else '+'}{lag}"

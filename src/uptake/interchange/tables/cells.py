"""Single cells: what is written for a value of the neutral document, and what a written value means."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from uptake.interchange.durations import Amount, Language, format_duration, parse_duration
from uptake.interchange.sheets.sheet import LONGEST, Cell
from uptake.interchange.tables.headings import Kind

Reason = Literal[
    "too_long",
    "yes_or_no",
    "manual_or_auto",
    "number",
    "whole_number",
    "share",
    "duration",
    "date",
    "year",
    "constraint",
    "task_type",
    "shape",
    "resource_type",
    "calendar",
    "base",
    "hours",
    "calendar_twice",
    "no_week",
    "property",
    "length",
    "direction",
    "predecessor",
    "no_such_task",
    "own_task",
    "task_twice",
    "no_name",
]
"""What can be wrong with a cell: what it is not, or is too much. The words are made at the edge."""

_EXCEL_EPOCH = datetime(1899, 12, 30)
_YES = {"yes", "y", "true", "1", "x", "✓", "✔", "√", "是", "真", "有"}
_NO = {"no", "n", "false", "0", "", "否", "假", "无"}
_MANUAL = {"manual", "manuallyscheduled", "手动", "手动计划", "手动安排", *_YES}
_AUTO = {"auto", "automatic", "autoscheduled", "automaticallyscheduled", "自动", "自动计划", "自动安排", *_NO}
CONSTRAINTS = {
    "AS_SOON_AS_POSSIBLE": ("As Soon As Possible", "越早越好", "ASAP"),
    "AS_LATE_AS_POSSIBLE": ("As Late As Possible", "越晚越好", "ALAP"),
    "MUST_START_ON": ("Must Start On", "必须开始于", "MSO"),
    "MUST_FINISH_ON": ("Must Finish On", "必须完成于", "MFO"),
    "START_NO_EARLIER_THAN": ("Start No Earlier Than", "不得早于...开始", "SNET"),
    "START_NO_LATER_THAN": ("Start No Later Than", "不得晚于...开始", "SNLT"),
    "FINISH_NO_EARLIER_THAN": ("Finish No Earlier Than", "不得早于...完成", "FNET"),
    "FINISH_NO_LATER_THAN": ("Finish No Later Than", "不得晚于...完成", "FNLT"),
}
TYPES = {
    "FIXED_UNITS": ("Fixed Units", "固定单位"),
    "FIXED_DURATION": ("Fixed Duration", "固定工期"),
    "FIXED_WORK": ("Fixed Work", "固定工时"),
}
SHAPES = {
    "triangular": ("Triangular", "三角分布"),
    "pert": ("PERT", "PERT", "Beta", "贝塔分布"),
    "uniform": ("Uniform", "均匀分布"),
    "lognormal": ("Lognormal", "对数正态"),
}
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})")
_NAMED = re.compile(
    r"(?:(\d{1,2})\s*[-. ]?\s*([a-z]{3})[a-z]*|([a-z]{3})[a-z]*\s+(\d{1,2}))[\s,.-]+'?(\d{4}|\d{2})"
)
_CLOCK = re.compile(
    r"(上午|下午)?\s*(\d{1,2})[:：时](\d{2})?(?:[:：](\d{2})(?:\.\d+)?)?\s*分?\s*([ap]\.?m\.?)?\s*z?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = re.compile(
    r"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|周.|星期.|礼拜.)[\s,.]*|[\s(（]*(?:周|星期|礼拜).[)）]?"
)


class BadCell(ValueError):
    """A cell that does not hold what its column holds.

    Attributes
    ----------
    reason : Reason
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def is_empty(cell: Cell) -> bool:
    """Tell whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text_of(cell: Cell) -> str:
    """Return a cell as text; raises `BadCell` when it is longer than a cell can be."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = "" if cell is None else str(cell)
    if len(text) > LONGEST:
        raise BadCell("too_long")
    return text


def flag(cell: Cell) -> bool:
    """Read yes or no, in English or Chinese."""
    return _one_of(cell, _YES, _NO, "yes_or_no")


def mode(cell: Cell) -> bool:
    """Read a task mode; True is manual."""
    return _one_of(cell, _MANUAL, _AUTO, "manual_or_auto")


def _one_of(cell: Cell, true: set[str], false: set[str], reason: Reason) -> bool:
    if isinstance(cell, bool):
        return cell
    word = "".join(unicodedata.normalize("NFKC", text_of(cell)).casefold().split())
    if word in true:
        return True
    if word in false:
        return False
    raise BadCell(reason)


def number(cell: Cell) -> float:
    """Read a number; currency signs and thousands marks are left out."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell):
        return cell
    text = re.sub(r"[\s,，$€£¥￥%]", "", unicodedata.normalize("NFKC", text_of(cell)))
    if not re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,15})?", text):
        raise BadCell("number")
    return float(text)


def integer(cell: Cell) -> int:
    """Read a whole number that is not negative."""
    value = number(cell)
    if value != int(value) or not 0 <= value < 2_000_000_000:
        raise BadCell("whole_number")
    return int(value)


def percent(cell: Cell) -> float:
    """Read a share from 0 to 100."""
    value = number(cell)
    if not 0 <= value <= 100:
        raise BadCell("share")
    return value


def amount(cell: Cell, unit: str) -> Amount:
    """Read a duration or work; a bare number counts in `unit`."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        cell = f"{cell:.4f}"
    try:
        found = parse_duration(text_of(cell), unit=unit)
    except ValueError:
        raise BadCell("duration") from None
    if found.value < 0 or found.unit.endswith("PERCENT"):
        raise BadCell("duration")
    return found


def one_of(cell: Cell, names: Mapping[str, tuple[str, ...]], reason: Reason) -> str:
    """Read one of several names, in any of its forms."""
    wanted = _bare(text_of(cell))
    for name, forms in names.items():
        if wanted in {_bare(name), *map(_bare, forms)}:
            return name
    raise BadCell(reason)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def when(cell: Cell, otherwise: str, *, day_first: bool = False) -> str:
    """Read a date and time into the ISO form of the neutral document.

    Parameters
    ----------
    cell : Cell
        A date of a workbook, its serial number, or a text.
    otherwise : str
        The time of day that a date without one means, such as ``"08:00"``.
    day_first : bool
        How ``3/4/2025`` is meant: 3 April, else 4 March.

    Examples
    --------
    >>> when("2025年3月3日", "17:00"), when("Mon 3/3/25 8:30 AM", "08:00"), when(45719, "08:00")
    ('2025-03-03T17:00:00', '2025-03-03T08:30:00', '2025-03-03T08:00:00')
    """
    try:
        day, clock = _date_and_time(cell, day_first)
    except (ValueError, OverflowError):
        raise BadCell("date") from None
    if not 1984 <= day.year <= 2149:
        raise BadCell("year")
    at = datetime.combine(day, clock or time.fromisoformat(otherwise))
    return at.isoformat(timespec="seconds")


def _date_and_time(cell: Cell, day_first: bool) -> tuple[date, time | None]:
    if isinstance(cell, datetime):
        cell = (cell + timedelta(milliseconds=500)).replace(microsecond=0, tzinfo=None)
        return cell.date(), cell.time()
    if isinstance(cell, date):
        return cell, None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        at = _EXCEL_EPOCH + timedelta(seconds=round(cell * 86_400))
        return at.date(), at.time() if cell % 1 else None
    text = unicodedata.normalize("NFKC", text_of(cell)).casefold().strip()[:64]
    found, year, month, day = _day_in(_WEEKDAY.sub(" ", text).strip(), day_first)
    rest = found.strip(" t,")
    return date(year + (2000 if year < 70 else 1900 if year < 100 else 0), month, day), _clock(
        rest
    ) if rest else None


def _day_in(text: str, day_first: bool) -> tuple[str, int, int, int]:
    """Return what follows the date at the beginning of a text, then year, month and day."""
    if found := _YEAR_FIRST.match(text):
        return (text[found.end() :], *map(int, found.groups()))  # type: ignore[return-value]
    if found := _YEAR_LAST.match(text):
        a, b, year = map(int, found.groups())
        month, day = (b, a) if (day_first or a > 12) and b <= 12 else (a, b)
        return text[found.end() :], year, month, day
    if found := _NAMED.match(text):
        name = found[2] or found[3]
        return text[found.end() :], int(found[5]), _MONTHS.index(name) + 1, int(found[1] or found[4])
    raise ValueError(text)


def _clock(text: str) -> time:
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise ValueError(text)
    hour, minute = int(found[2]), int(found[3] or 0)
    afternoon = found[1] == "下午" or (found[5] or "").startswith("p")
    if afternoon and hour < 12:
        hour += 12
    elif hour == 12 and not afternoon and (found[1] or found[5]):
        hour = 0
    return time(hour, minute, int(found[4] or 0))


def order_of(cell: Cell) -> bool | None:
    """Tell whether a date like ``31/3/2025`` has its day first; None when it does not show."""
    if not isinstance(cell, str):
        return None
    text = unicodedata.normalize("NFKC", cell[:64]).casefold().strip()
    found = _YEAR_LAST.match(_WEEKDAY.sub(" ", text).strip())
    if found is None or (int(found[1]) <= 12 and int(found[2]) <= 12):
        return None
    return int(found[1]) > 12


def written(kind: Kind, value: Any, language: Language) -> Cell:
    """Return the cell for a value of the neutral document."""
    return _WRITTEN.get(kind, _as_is)(value, language)


def _as_is(value: Any, _language: Language) -> Cell:
    return value if isinstance(value, int | float | str) else str(value)


def _flag_word(value: Any, language: Language) -> Cell:
    return ("是" if value else "否") if language == "zh" else ("Yes" if value else "No")


def _mode_word(value: Any, language: Language) -> Cell:
    if language == "zh":
        return "手动计划" if value else "自动计划"
    return "Manually Scheduled" if value else "Auto Scheduled"


def _duration_word(value: Any, language: Language) -> Cell:
    return format_duration(Amount.from_json(value), language=language)


def _date(value: Any, _language: Language) -> Cell:
    return datetime.fromisoformat(value)


def _name(names: Mapping[str, tuple[str, ...]]) -> Callable[[Any, Language], Cell]:
    return lambda value, language: names.get(value, (value, value))[language == "zh"]


_WRITTEN: dict[Kind, Callable[[Any, Language], Cell]] = {
    Kind.FLAG: _flag_word,
    Kind.MODE: _mode_word,
    Kind.DURATION: _duration_word,
    Kind.WORK: _duration_word,
    Kind.START: _date,
    Kind.FINISH: _date,
    Kind.CONSTRAINT: _name(CONSTRAINTS),
    Kind.TYPE: _name(TYPES),
    Kind.SHAPE: _name(SHAPES),
    Kind.PERCENT: lambda value, _language: f"{value:g}%",
}

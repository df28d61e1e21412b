"""Durations as people write them: ``5d``, ``2w``, ``3ed``, ``50%``, ``1.5 mons``, ``4 工时``."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Language = Literal["en", "zh"]

LONGEST_TEXT = 64
LARGEST = 10_000_000.0
ELAPSED = "ELAPSED_"
_WRITTEN = {
    "MINUTES": ("m", "min", "mins", "minute", "minutes", "分", "分钟", "分钟工时"),
    "HOURS": ("h", "hr", "hrs", "hour", "hours", "时", "小时", "个小时", "工时", "个工时"),
    "DAYS": ("d", "dy", "dys", "day", "days", "天", "日", "工作日", "个工作日", "工作天"),
    "WEEKS": ("w", "wk", "wks", "week", "weeks", "周", "星期", "个星期", "工作周", "周工时"),
    "MONTHS": ("mo", "mos", "mon", "mons", "month", "months", "月", "个月", "工作月", "月工时"),
    "YEARS": ("y", "yr", "yrs", "year", "years", "年"),
    "PERCENT": ("%",),
}
_ELAPSED_PREFIXES = ("e", "elapsed", "日历", "自然", "延续", "连续")
SHORT = {
    "MINUTES": "m",
    "HOURS": "h",
    "DAYS": "d",
    "WEEKS": "w",
    "MONTHS": "mo",
    "YEARS": "y",
    "PERCENT": "%",
}
"""The letters of each unit."""

NAMED = {short: name for name, short in SHORT.items()}
_CHINESE = {
    "MINUTES": "分钟",
    "HOURS": "工时",
    "DAYS": "工作日",
    "WEEKS": "周",
    "MONTHS": "月",
    "YEARS": "年",
}
_CHINESE_ELAPSED = {
    "MINUTES": "延续分钟",
    "HOURS": "延续小时",
    "DAYS": "日历天",
    "WEEKS": "日历周",
    "MONTHS": "日历月",
    "YEARS": "日历年",
}
_UNITS = {word: unit for unit, words in _WRITTEN.items() for word in words} | {
    prefix + word: ELAPSED + unit
    for unit, words in _WRITTEN.items()
    for word in words
    for prefix in _ELAPSED_PREFIXES
}
_FORM = re.compile(r"([+-]?)\s*(\d[\d.,]*|\.\d+)\s*([^\d\s.,?+-][^\d?+-]*?)?\s*(\?)?")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


class NotADuration(ValueError):
    """A text that is no duration.

    Attributes
    ----------
    text : str
    """

    def __init__(self, text: str) -> None:
        super().__init__(f"{text[:LONGEST_TEXT]!r} is not a duration such as 5d, 2w or 4h")
        self.text = text


@dataclass(frozen=True, slots=True)
class Scale:
    """How long a day, a week and a month of work are in a project."""

    minutes_per_day: float = 480
    minutes_per_week: float = 2400
    days_per_month: float = 20

    @classmethod
    def of(cls, project: Mapping[str, Any]) -> "Scale":
        """Return the scale that the ``project`` part of a neutral document gives."""
        return cls(
            project.get("minutes_per_day") or 480,
            project.get("minutes_per_week") or 2400,
            project.get("days_per_month") or 20,
        )

    def minutes(self, unit: str) -> float | None:
        """Return the minutes in one unit of the neutral document; None for percentages.

        Examples
        --------
        >>> Scale().minutes("WEEKS"), Scale().minutes("ELAPSED_DAYS"), Scale().minutes("PERCENT")
        (2400, 1440, None)
        """
        month = self.minutes_per_day * self.days_per_month
        working = {
            "MINUTES": 1,
            "HOURS": 60,
            "DAYS": self.minutes_per_day,
            "WEEKS": self.minutes_per_week,
            "MONTHS": month,
            "YEARS": self.minutes_per_week * 52,
        }
        elapsed = {"MINUTES": 1, "HOURS": 60, "DAYS": 1440, "WEEKS": 10080, "MONTHS": 43200, "YEARS": 525600}
        if unit.startswith(ELAPSED):
            return elapsed.get(unit.removeprefix(ELAPSED))
        return working.get(unit)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of units, as typed.

    Attributes
    ----------
    value : float
    unit : str
        ``MINUTES``, ``HOURS``, ``DAYS``, ``WEEKS``, ``MONTHS``, ``YEARS`` or ``PERCENT``; with ``ELAPSED_``
        before it on the 24-hour clock.
    estimated : bool
        Written with a question mark.
    """

    value: float
    unit: str = "DAYS"
    estimated: bool = False

    def to_json(self, scale: Scale) -> dict[str, Any]:
        """Return the amount in the form of the neutral document: value, unit, minutes."""
        written: dict[str, Any] = {"v": _whole(self.value), "u": self.unit}
        factor = scale.minutes(self.unit)
        if factor is None:
            written["percent"] = written["v"]
        else:
            written["min"] = _whole(round(self.value * factor, 1))
        return written

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> "Amount":
        """Return the amount that stands in a neutral document."""
        return cls(float(written.get("v") or 0), written.get("u") or "DAYS")


def parse_duration(text: str, *, unit: str = "DAYS") -> Amount:
    """Read a duration.

    Parameters
    ----------
    text : str
        A number and a unit, in English or Chinese; a question mark at the end means an estimate.
    unit : str
        What a number without a unit means.

    Returns
    -------
    Amount

    Raises
    ------
    NotADuration

    Examples
    --------
    >>> parse_duration("1.5 mons")
    Amount(value=1.5, unit='MONTHS', estimated=False)
    >>> parse_duration("3ed?").unit, parse_duration("４ 工时").unit, parse_duration("-50%").value
    ('ELAPSED_DAYS', 'HOURS', -50.0)
    """
    if len(text) > LONGEST_TEXT:
        raise NotADuration(text)
    found = _FORM.fullmatch(unicodedata.normalize("NFKC", text).replace("−", "-").strip().casefold())
    if found is None:
        raise NotADuration(text)
    sign, number, word, estimated = found.groups()
    named = unit if word is None else _UNITS.get("".join(word.split()))
    value = _number(number)
    if named is None or value is None or value > LARGEST:
        raise NotADuration(text)
    return Amount(-value if sign == "-" else value, named, bool(estimated))


def format_duration(amount: Amount, *, language: Language = "en") -> str:
    """Write a duration so that `parse_duration` reads it back.

    Examples
    --------
    >>> format_duration(Amount(3, "ELAPSED_DAYS")), format_duration(Amount(2.5, "WEEKS"), language="zh")
    ('3ed', '2.5周')
    """
    elapsed = amount.unit.startswith(ELAPSED)
    unit = amount.unit.removeprefix(ELAPSED)
    chinese = _CHINESE_ELAPSED if elapsed else _CHINESE
    if language == "zh" and unit in chinese:  # noqa: SIM108 - one line would be too long
        word = chinese[unit]
    else:
        word = ("e" if elapsed else "") + SHORT.get(unit, "d")
    return f"{_plain(amount.value)}{word}{'?' if amount.estimated else ''}"


def _number(text: str) -> float | None:
    """Read a number; a comma groups thousands where it can, and is a decimal point otherwise."""
    text = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text.replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return None


def _whole(value: float) -> float | int:
    rounded = round(value, 4)
    return int(rounded) if rounded == int(rounded) else rounded


def _plain(value: float) -> str:
    return f"{round(value, 4):.4f}".rstrip("0").rstrip(".")

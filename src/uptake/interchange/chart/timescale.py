"""The time axis of a chart: two tiers of units, and where an instant lies."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from uptake.engine.instants import DAY, day_number, moment
from uptake.interchange.chart.words import LONG_MONTHS, MONTHS, WEEKDAYS, written_day
from uptake.interchange.durations import Language

ScaleName = Literal["auto", "days", "weeks", "months"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the lower tier.

    Parameters
    ----------
    name, over : str
        The unit, and the one above it.
    days : float
        How many days it has, about.
    least, natural, most : float
        Its width in points: to be legible, by itself, and stretched to fill a page.
    """

    name: str
    over: str
    days: float
    least: float
    natural: float
    most: float


UNITS = (
    Unit("days", "weeks", 1, 9, 13, 20),
    Unit("weeks", "months", 7, 14, 24, 60),
    Unit("months", "years", 30.44, 16, 32, 100),
    Unit("quarters", "years", 91.31, 18, 36, 100),
    Unit("years", "decades", 365.25, 24, 40, 100),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of a tier, in points from the beginning of the scale."""

    left: float
    right: float
    label: str


@dataclass(frozen=True, slots=True)
class Timescale:
    """A time axis.

    Parameters
    ----------
    unit : Unit
    first, last : date
        The day that it begins with, and the day that it ends before.
    per_day : float
        Points.
    language : {"en", "zh"}
    """

    unit: Unit
    first: date
    last: date
    per_day: float
    language: Language

    @property
    def width(self) -> float:
        """Points from one end to the other."""
        return (self.last - self.first).days * self.per_day

    def x(self, at: int) -> float:
        """Return where an instant lies, in points."""
        return (at / DAY - day_number(self.first)) * self.per_day

    def minor(self) -> list[Cell]:
        """Return the lower tier."""
        return list(self._cells(self.unit.name, upper=False))

    def major(self) -> list[Cell]:
        """Return the upper tier."""
        return list(self._cells(self.unit.over, upper=True))

    def cut(self, widths: Iterator[float]) -> list[tuple[float, float]]:
        """Cut the scale into stretches no wider than these, where units begin."""
        ends = [cell.right for cell in self.minor()]
        found: list[tuple[float, float]] = []
        left = 0.0
        while left < ends[-1] - 0.01:
            k = bisect_right(ends, left + next(widths) + 0.01) - 1
            right = ends[max(k, 0)]
            if right <= left:
                right = ends[bisect_right(ends, left + 0.01)]
            found.append((left, right))
            left = right
        return found

    def _cells(self, unit: str, *, upper: bool) -> Iterator[Cell]:
        begin = self.first
        while begin < self.last:
            end = min(_after(unit, begin), self.last)
            left, right = (((day - self.first).days * self.per_day) for day in (begin, end))
            yield Cell(left, right, _label(unit, begin, self.language, upper=upper))
            begin = end


def choose(
    span: tuple[int, int], room: float, scale: ScaleName, language: Language, *, fill: float = 0
) -> Timescale:
    """Return the finest scale that fits, stretched to the room; or the one that is asked for.

    Parameters
    ----------
    span : (int, int)
        Instants that it is to hold.
    room : float
        Points.
    scale : {"auto", "days", "weeks", "months"}
    language : {"en", "zh"}
    fill : float
        It goes on after the end of the span, up to so many points.
    """
    made = [_fitted(unit, span, room, language) for unit in UNITS if scale in {"auto", unit.name}]
    found = next((one for one in made if one.width <= room + 0.01), made[-1])
    last = found.last
    while (_after(found.unit.name, last) - found.first).days * found.per_day <= fill:
        last = _after(found.unit.name, last)
    return replace(found, last=last)


def _fitted(unit: Unit, span: tuple[int, int], room: float, language: Language) -> Timescale:
    first, last = (moment(at).date() for at in span)
    begin = _begin(unit.name, first - timedelta(days=max(1, unit.days / 4)))
    end = _after(unit.name, last + timedelta(days=unit.days / 2))
    days = (end - begin).days
    least, most = unit.least / unit.days, unit.most / unit.days
    wanted = room / days
    per_day = min(wanted, most) if wanted >= least else unit.natural / unit.days
    return Timescale(unit, begin, end, per_day, language)


def _begin(unit: str, day: date) -> date:
    match unit:
        case "weeks":
            return day - timedelta(days=day.weekday())
        case "months":
            return day.replace(day=1)
        case "quarters":
            return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        case "years":
            return date(day.year, 1, 1)
        case "decades":
            return date(day.year // 10 * 10, 1, 1)
    return day


def _after(unit: str, day: date) -> date:
    """Return the day on which the next unit begins."""
    match unit:
        case "days":
            return day + timedelta(days=1)
        case "weeks":
            return _begin(unit, day) + timedelta(days=7)
        case "years":
            return date(day.year + 1, 1, 1)
        case "decades":
            return date(day.year // 10 * 10 + 10, 1, 1)
    months = 1 if unit == "months" else 3
    ahead = (day.month - 1) // months * months + months
    return date(day.year + ahead // 12, ahead % 12 + 1, 1)


def _label(unit: str, day: date, language: Language, *, upper: bool) -> str:
    chinese = language == "zh"
    match unit:
        case "days":
            return WEEKDAYS[language][day.weekday()]
        case "weeks":
            return written_day(day, language) if upper else str(day.day)
        case "months" if upper:
            return f"{day.year}年{day.month}月" if chinese else f"{LONG_MONTHS[day.month - 1]} {day.year}"
        case "months":
            return f"{day.month}月" if chinese else MONTHS[day.month - 1]
        case "quarters":
            quarter = (day.month - 1) // 3
            return f"{'一二三四'[quarter]}季度" if chinese else f"Q{quarter + 1}"
        case "decades":
            return f"{day.year // 10 * 10}年代" if chinese else f"{day.year // 10 * 10}s"
    return f"{day.year}年" if chinese and upper else str(day.year)

"""What a chart consists of. Values are checked when they are made: a chart that exists can be drawn."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal

from django.utils import timezone

from uptake.engine.instants import HORIZON, moment

Where = int | float | Decimal | date | datetime | str
"""A place on an axis. On one of time: a day, a moment, either in ISO form, or an instant of a plan (an integer)."""
Point = tuple[Where, Where | None] | tuple[Where, Where | None, Where | None]
"""Where and how much (None is a gap); of a band or span from how much to how much."""

AxisKind = Literal["number", "time", "money", "percent", "names"]
SeriesKind = Literal["line", "step", "bar", "area", "band", "scatter", "span"]
RANGES = ("band", "span")
CSS = re.compile(r"accent|good|bad|warn|info|muted|series-[1-8]")
KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")
MOST_SERIES = 24
MOST_POINTS = 2000
"""Of one series; lines, areas and clouds of more are thinned."""
MOST_MARKS = 12
MILLISECOND = timedelta(milliseconds=1)
_START = datetime(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """What is measured.

    Attributes
    ----------
    label : str
        What it is: "Finish", "Cost".
    kind : str
        ``percent`` is given as a share of 1, ``money`` in whole units of the currency.
    names : sequence of str
        Of an axis of names, in order; a value stands at one of them, or at its number.
    unit : str
        Is written after a figure: "h", "CNY".
    """

    label: str
    kind: AxisKind = "number"
    names: Sequence[str] = ()
    unit: str = ""

    def place(self, value: Where) -> float | None:
        """Return where a value stands: a number, milliseconds since 1970 (local time as it is), the number of a name.

        Nothing, when it is no finite number.

        Raises
        ------
        ValueError
            The axis has no such place.
        """
        if self.kind == "time":
            return _milliseconds(value)
        if self.kind == "names":
            index: Where = (
                self.names.index(value) if isinstance(value, str) and value in self.names else value
            )
            if not isinstance(index, int) or not 0 <= index < len(self.names):
                raise ValueError(f"{value!r} is none of the names of {self.label!r}")
            return index
        if isinstance(value, (str, date)):
            raise ValueError(f"{value!r} is no number of {self.label!r}")
        found = float(value)
        return round(found, 6) if math.isfinite(found) else None


def _milliseconds(value: Where) -> float | None:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        local = timezone.make_naive(value, timezone.get_current_timezone()) if value.tzinfo else value
    elif isinstance(value, date):
        local = datetime.combine(value, time())
    elif isinstance(value, int) and 0 <= value <= HORIZON:
        local = moment(value)
    else:
        raise ValueError(f"{value!r} is no day, moment or instant of a plan")
    return float((local - _START) // MILLISECOND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What is drawn.

    Attributes
    ----------
    name : str
    kind : str
        A ``step`` holds its value until the next; a ``band`` lies between two lines; a ``span`` is a bar from a value
        to another, at each name.
    values : sequence of Point
    css : str
        Its colour, a token: ``accent good bad warn info muted``, ``series-1`` … ``series-8``.
    dashed : bool
        What is not certain, or was before.
    stack : str
        Bars and areas with the same word are put on one another.
    width : timedelta or float or None
        Bars reach from where they stand so far along the axis: bins of a histogram, weeks. On an axis of time a
        number is milliseconds. Else they stand beside each other around their place. So far the last value of a step
        holds.
    second : bool
        It is measured on the second axis.
    """

    name: str
    values: Sequence[Point]
    kind: SeriesKind = "line"
    css: str = "accent"
    dashed: bool = False
    stack: str = ""
    width: timedelta | float | None = None
    second: bool = False

    def __post_init__(self) -> None:
        if not CSS.fullmatch(self.css):
            raise ValueError(f"{self.css!r} is the name of no colour")
        if len(self.values) > MOST_POINTS and self.kind in {"bar", "span"}:
            raise ValueError(f"{self.name!r} has more than {MOST_POINTS} bars")
        if any(len(one) != (3 if self.kind in RANGES else 2) for one in self.values):
            raise ValueError(f"a point of a {self.kind} does not have that many values")

    @property
    def span(self) -> float | None:
        """How far a bar reaches, in the numbers of the axis."""
        return self.width / MILLISECOND if isinstance(self.width, timedelta) else self.width


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A line across the chart, with its words: P80, today, a budget."""

    at: Where
    label: str
    axis: Literal["x", "y"] = "x"
    css: str = "muted"

    def __post_init__(self) -> None:
        if not CSS.fullmatch(self.css):
            raise ValueError(f"{self.css!r} is the name of no colour")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart.

    Attributes
    ----------
    key : str
        Its own on the page, and the name of its files.
    title : str
        The message: "Go-live holds with 64 %", not "Distribution".
    x, y, y2 : Axis
        Along, and up; `y2` is that of series that are `second`.
    height : int
        Pixels; 160 to 800.
    horizontal : bool
        `x` goes down and `y` to the right: bars with long names.
    note : str
        Below the chart: how it was computed, what is left out.
    """

    key: str
    title: str
    x: Axis
    y: Axis
    series: Sequence[Series]
    marks: Sequence[Mark] = ()
    height: int = 320
    horizontal: bool = False
    y2: Axis | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not KEY.fullmatch(self.key):
            raise ValueError(f"{self.key!r} is no key: small letters, digits and '-', at most 40")
        if len(self.series) > MOST_SERIES or len(self.marks) > MOST_MARKS:
            raise ValueError(f"{self.key} has too many series or marks to be read")
        if not 160 <= self.height <= 800:
            raise ValueError(f"{self.key} is {self.height} pixels high")
        if any(one.second for one in self.series) and self.y2 is None:
            raise ValueError(f"{self.key} has no second axis")

    def up(self, series: Series) -> Axis:
        """Return the axis on which a series is measured."""
        return self.y2 if series.second and self.y2 else self.y

    @property
    def empty(self) -> bool:
        """There is nothing to draw."""
        return not any(
            amount is not None for one in self.series for point in one.values for amount in point[1:]
        )


__all__ = ["MILLISECOND", "MOST_POINTS", "RANGES", "Axis", "Chart", "Mark", "Point", "Series", "Where"]

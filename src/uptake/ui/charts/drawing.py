"""A chart as the page gets it: numbers for the element, a table of words for everybody else."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from uptake.ui import dates
from uptake.ui.charts.values import MILLISECOND, MOST_POINTS, RANGES, Axis, Chart, Point, Series

MOST_ROWS = 100
_START = datetime(1970, 1, 1)

Row = tuple[float, list[float | None]]
"""Where, and what each column has there."""


def payload(chart: Chart) -> dict[str, Any]:
    """Return what the element draws; places are numbers."""
    axes = {"x": chart.x, "y": chart.y, "y2": chart.y2}
    return {
        "key": chart.key,
        "title": chart.title,
        "height": chart.height,
        "horizontal": chart.horizontal,
        **{name: _axis(one) for name, one in axes.items() if one is not None},
        "series": [_series(chart, one) for one in chart.series],
        "marks": [
            {"at": (chart.x if one.axis == "x" else chart.y).place(one.at), "label": one.label}
            | {"axis": one.axis, "css": one.css}
            for one in chart.marks
        ],
    }


def _axis(axis: Axis) -> dict[str, Any]:
    return {
        "label": axis.label,
        "kind": axis.kind,
        "names": [str(one) for one in axis.names],
        "unit": axis.unit,
    }


def _series(chart: Chart, one: Series) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind,
        "css": one.css,
        "dashed": one.dashed,
        "stack": one.stack,
        "width": one.span,
        "second": one.second,
        "data": [_places(chart, one, point) for point in _thinned(one.values)],
    }


def _places(chart: Chart, one: Series, point: Point) -> list[float | None]:
    up = chart.up(one)
    return [chart.x.place(point[0]), *(None if amount is None else up.place(amount) for amount in point[1:])]


def _thinned(values: Sequence[Point]) -> Sequence[Point]:
    """Leave out points that no screen would show, evenly; the first and the last stay."""
    if len(values) <= MOST_POINTS:
        return values
    step = (len(values) - 1) / (MOST_POINTS - 1)
    return [values[round(n * step)] for n in range(MOST_POINTS)]


@dataclass(frozen=True, slots=True)
class Table:
    """A chart in words.

    Attributes
    ----------
    head : list of str
    rows : list of list of str
        At most 100, where there are more.
    left_out : int
    """

    head: list[str]
    rows: list[list[str]]
    left_out: int


def table(chart: Chart) -> Table:
    """Return a chart as a table: a row for each place along, a column for each series."""
    head, axes = [titled(chart.x)], []
    for one in chart.series:
        names = [_("{name}, from"), _("{name}, to")] if one.kind in RANGES else ["{name}"]
        head += [name.format(name=one.name) for name in names]
        axes += [chart.up(one)] * len(names)
    rows = list(_rows(chart, len(axes)))
    shown = [
        [text(chart.x, at), *(text(axis, amount) for axis, amount in zip(axes, amounts, strict=True))]
        for at, amounts in rows[:MOST_ROWS]
    ]
    return Table(head, shown, max(len(rows) - MOST_ROWS, 0))


def _rows(chart: Chart, columns: int) -> Iterator[Row]:
    """Go through the places in order; where a series has several values at a place, it has several rows."""
    found: dict[tuple[float, int], list[float | None]] = defaultdict(lambda: [None] * columns)
    column = 0
    for one in chart.series:
        seen: dict[float, int] = defaultdict(int)
        for point in _thinned(one.values):
            at, *amounts = _places(chart, one, point)
            if at is None:
                continue
            found[at, seen[at]][column : column + len(amounts)] = amounts
            seen[at] += 1
        column += 2 if one.kind in RANGES else 1
    for (at, _nth), amounts in sorted(found.items()):
        yield at, amounts


def titled(axis: Axis) -> str:
    """Return what an axis measures, and in what."""
    return _("{label}, {unit}").format(label=axis.label, unit=axis.unit) if axis.unit else axis.label


def text(axis: Axis, place: float | None) -> str:
    """Write a figure of an axis; what has none is empty."""
    if place is None:
        return ""
    if axis.kind == "names":
        return str(axis.names[int(place)])
    if axis.kind == "time":
        return dates.short_text((_START + place * MILLISECOND).date(), timezone.localdate())
    if axis.kind == "percent":
        return f"{_number(place * 100, 1)}%"
    return _number(place, 2 if abs(place) >= 1 else 4)


def _number(value: float, most: int) -> str:
    rounded = round(value, most)
    places = next((n for n in range(most) if round(rounded, n) == rounded), most)
    return f"{rounded:,.{places}f}"


def words() -> dict[str, str]:
    """Return the sentences of the element."""
    return {
        "csv": _("Download the figures as CSV"),
        "hint": _("Arrow keys go from point to point."),
        "none": _("There is nothing to draw yet."),
        "png": _("Download the picture as PNG"),
        "point": _("{n} of {total}"),
        "range": _("{from} to {to}"),
    }


__all__ = ["Table", "payload", "table", "text", "titled", "words"]

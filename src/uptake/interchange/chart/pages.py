"""How a chart is laid out on sheets: which rows and which stretch of time each of them shows."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Literal

from uptake.interchange.chart.rows import Column, Row
from uptake.interchange.chart.timescale import ScaleName, Timescale, choose
from uptake.interchange.durations import Language
from uptake.interchange.errors import ChartTooLarge

Paper = Literal["a3", "a4"]
PAPERS: dict[Paper, tuple[float, float]] = {"a3": (1190.6, 841.9), "a4": (841.9, 595.3)}
"""Width and height in points, landscape."""

MARGIN = 28.0
TITLE = 26.0
TIER = 13.0
HEAD = 2 * TIER
ROW = 15.0
FOOT = 26.0
MOST_PAGES = 500
WIDTHS: dict[Column, float] = {
    "id": 28,
    "name": 0,
    "duration": 48,
    "start": 56,
    "finish": 56,
    "percent": 30,
    "predecessors": 64,
    "resources": 90,
}
"""Of columns, in points; that of names depends on the sheet."""

IMAGE_ROWS = 500
"""More rows than this would not be legible in one picture."""
IMAGE_ROOM, IMAGE_LEAST = 1200.0, 600.0
"""How wide a picture's time axis is, unless a scale is asked for; in points."""
IMAGE_PIXELS = 8000
"""Most to a side."""
IMAGE_AREA = 32_000_000
"""Most pixels in all: four bytes each while the picture is made."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page.

    Parameters
    ----------
    columns : tuple of (Column, float, float)
        With its left and right end.
    left, right : float
        Between these is the time axis.
    begin : float
        Which point of the time axis stands at `left`.
    first, last : int
        Rows, the last one not included.
    number, count : int
        Which page of how many.
    """

    columns: tuple[tuple[Column, float, float], ...]
    left: float
    right: float
    begin: float
    first: int
    last: int
    number: int
    count: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The sheets of a chart, all of one size in points."""

    width: float
    height: float
    scale: Timescale
    sheets: tuple[Sheet, ...]


def paged(
    rows: Sequence[Row],
    span: tuple[int, int],
    *,
    paper: Paper,
    scale: ScaleName,
    columns: Sequence[Column],
    language: Language,
) -> Layout:
    """Lay a chart out on sheets of paper; those of the same rows follow each other.

    Raises
    ------
    ChartTooLarge
        When there would be more than `MOST_PAGES`.
    """
    width, height = PAPERS[paper]
    name = 200.0 if paper == "a3" else 150.0
    full = _columns(columns, name)
    short = _columns([one for one in columns if one in {"id", "name"}], name)
    right = width - MARGIN
    rooms = [right - _end(full), right - _end(short)]
    axis = choose(span, rooms[0], scale, language, fill=rooms[0])
    cuts = axis.cut(chain(rooms[:1], repeat(rooms[1])))
    per_page = int((height - 2 * MARGIN - TITLE - HEAD - FOOT) // ROW)
    starts = range(0, max(len(rows), 1), per_page)
    count = len(starts) * len(cuts)
    if count > MOST_PAGES:
        raise ChartTooLarge(count, MOST_PAGES)
    sheets: list[Sheet] = []
    for first in starts:
        last = min(first + per_page, len(rows))
        for k, (begin, end) in enumerate(cuts):
            table = short if k else full
            left = _end(table)
            sheets.append(Sheet(table, left, left + end - begin, begin, first, last, len(sheets) + 1, count))
    return Layout(width, height, axis, tuple(sheets))


def single(
    rows: Sequence[Row],
    span: tuple[int, int],
    *,
    scale: ScaleName,
    columns: Sequence[Column],
    language: Language,
) -> Layout:
    """Lay a chart out on one sheet of its own size.

    Raises
    ------
    ChartTooLarge
        When it would have more than `IMAGE_PIXELS` to a side at one pixel a point.
    """
    table = _columns(columns, 220)
    left = _end(table)
    axis = choose(span, IMAGE_ROOM, scale, language, fill=IMAGE_LEAST)
    width = left + axis.width + MARGIN
    height = 2 * MARGIN + TITLE + HEAD + FOOT + ROW * max(len(rows), 1)
    if max(width, height) > IMAGE_PIXELS:
        raise ChartTooLarge(round(max(width, height)), IMAGE_PIXELS)
    sheet = Sheet(table, left, left + axis.width, 0, 0, len(rows), 1, 1)
    return Layout(width, height, axis, (sheet,))


def pixels_per_point(layout: Layout) -> float:
    """Return how finely a sheet can be drawn as a picture: at most two pixels to the point."""
    width, height = layout.width, layout.height
    bounds = (IMAGE_PIXELS / width, IMAGE_PIXELS / height, math.sqrt(IMAGE_AREA / (width * height)))
    return min(2.0, *bounds)


def overview(rows: Sequence[Row]) -> tuple[list[Row], int | None]:
    """Return the rows that one picture can show: down to a level, which is returned, or the first ones."""
    if len(rows) <= IMAGE_ROWS:
        return list(rows), None
    for depth in range(max(row.depth for row in rows), -1, -1):
        some = [row for row in rows if row.depth <= depth]
        if len(some) <= IMAGE_ROWS:
            return some, depth + 1
    return list(rows[:IMAGE_ROWS]), 0


def _columns(names: Sequence[Column], name: float) -> tuple[tuple[Column, float, float], ...]:
    return tuple(_placed(names, name))


def _placed(names: Sequence[Column], name: float) -> Iterator[tuple[Column, float, float]]:
    left = MARGIN
    for one in names:
        right = left + (WIDTHS[one] or name)
        yield one, left, right
        left = right


def _end(columns: Sequence[tuple[Column, float, float]]) -> float:
    return columns[-1][2] if columns else MARGIN

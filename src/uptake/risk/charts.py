"""Where the marks of charts stand, in the units of their view box. The templates draw them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from uptake.registers.spec import Choice
from uptake.risk.trend import Point
from uptake.risk.words import BANDS

WIDTH, HEIGHT = 720.0, 220.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 96.0, 12.0, 26.0
GAP = 0.34
LETTER = 14.0
"""Height that a number needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A bar: `text` stands in its middle when there is room."""

    x: float
    y: float
    width: float
    height: float
    css: str
    text: str

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def line(self) -> float:
        return round(self.y + self.height / 2 + 4, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`names` label the bars of the last column, beside it."""

    marks: list[Mark]
    heights: list[Tick]
    days: list[tuple[float, date]]
    names: list[tuple[float, Choice, int]]


def round_up(number: float) -> float:
    """Return the next number that reads well at the top of a scale.

    Examples
    --------
    >>> [round_up(one) for one in (0, 3, 7, 23, 260)]
    [4, 4, 8, 24, 320]
    """
    step = 1
    while True:
        for nice in (4, 8, 12, 16, 20, 24, 32):
            if number <= nice * step:
                return nice * step
        step *= 10


def bars(points: Sequence[Point]) -> Chart:
    """Stack the bands of each month, the low ones below."""
    top = round_up(max(one.total for one in points))
    scale, wide = (HEIGHT - TOP - BOTTOM) / top, (WIDTH - LEFT - RIGHT) / len(points)
    marks, names, days = [], [], []
    for place, point in enumerate(points):
        x, foot = LEFT + wide * place + wide * GAP / 2, HEIGHT - BOTTOM
        days.append((round(x + wide * (1 - GAP) / 2, 1), point.day))
        for band in (None, *reversed(BANDS)):
            count = point.bands[band.value if band else ""]
            tall = count * scale
            foot -= tall
            if count:
                marks.append(
                    Mark(
                        x=round(x, 1), y=round(foot, 1), width=round(wide * (1 - GAP), 1), height=round(tall, 1),
                        css=f"up-band-{band.value if band else 'none'}", text=str(count) if tall >= LETTER else "",
                    )
                )  # fmt: skip
            if band and count and place == len(points) - 1:
                names.append((foot + tall / 2 + 4, band, count))
    return Chart(marks=marks, heights=_heights(top), days=days, names=_apart(names))


def _heights(top: float) -> list[Tick]:
    scale = (HEIGHT - TOP - BOTTOM) / top
    return [
        Tick(at=round(HEIGHT - BOTTOM - top * part / 4 * scale, 1), text=f"{top * part / 4:,.0f}")
        for part in range(5)
    ]


def _apart(names: list[tuple[float, Choice, int]]) -> list[tuple[float, Choice, int]]:
    """Move labels up that would stand on the one below."""
    found: list[tuple[float, Choice, int]] = []
    for y, band, count in names:
        limit = found[-1][0] - LETTER if found else HEIGHT
        found.append((round(min(y, limit), 1), band, count))
    return found


def line(values: Sequence[float]) -> tuple[str, list[Tick], float]:
    """Return the points of a line over the months, the scale beside it, and where it ends."""
    top = round_up(max(values))
    scale, wide = (HEIGHT - TOP - BOTTOM) / top, (WIDTH - LEFT - RIGHT) / len(values)
    places = [
        (round(LEFT + wide * (place + 0.5), 1), round(HEIGHT - BOTTOM - value * scale, 1))
        for place, value in enumerate(values)
    ]
    return " ".join(f"{x},{y}" for x, y in places), _heights(top), places[-1][1]


STEP_WIDTH, STEP_HEIGHT, HIGHEST = 560.0, 120.0, 25
STEP_LEFT, STEP_RIGHT, STEP_TOP, STEP_BOTTOM = 26.0, 90.0, 8.0, 20.0


def steps(found: Sequence[tuple[float, int | None]]) -> str:
    """Return a line in steps: shares of the time, and the score from there on; nothing before the first score."""
    wide = STEP_WIDTH - STEP_LEFT - STEP_RIGHT
    path, pen = [], False
    for place, (share, points) in enumerate(found):
        if points is None:
            pen = False
            continue
        x, y = STEP_LEFT + share * wide, step_line(points)
        path.append(f"{'L' if pen else 'M'}{x:.1f} {y:.1f}")
        until = found[place + 1][0] if place + 1 < len(found) else 1.0
        path.append(f"H{STEP_LEFT + until * wide:.1f}")
        pen = True
    return " ".join(path)


def step_line(points: float) -> float:
    """Return the height of a score in the chart of one risk."""
    scale = (STEP_HEIGHT - STEP_TOP - STEP_BOTTOM) / HIGHEST
    return round(STEP_HEIGHT - STEP_BOTTOM - points * scale, 1)

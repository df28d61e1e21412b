"""Amounts over time: budgets, earned amounts and costs, spread over working time without losing a unit."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from uptake.engine.plan import Contour
from uptake.engine.worktime import WorkingTime

PARTS = 10
"""Microsoft Project cuts the time of contoured work into so many equal parts."""

INTENSITIES: dict[Contour, tuple[int, ...]] = {
    Contour.BACK_LOADED: (10, 15, 25, 50, 50, 75, 75, 100, 100, 100),
    Contour.FRONT_LOADED: (100, 100, 100, 75, 75, 50, 50, 25, 15, 10),
    Contour.DOUBLE_PEAK: (25, 50, 100, 50, 25, 25, 50, 100, 50, 25),
    Contour.EARLY_PEAK: (25, 50, 100, 100, 75, 50, 50, 25, 15, 10),
    Contour.LATE_PEAK: (10, 15, 25, 50, 50, 75, 100, 100, 50, 25),
    Contour.BELL: (10, 20, 40, 80, 100, 100, 80, 40, 20, 10),
    Contour.TURTLE: (25, 50, 75, 100, 100, 100, 100, 75, 50, 25),
}
"""Percent of the full rate in each part; of what is not listed, work is flat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A whole amount that falls due over some time.

    Attributes
    ----------
    task : int
        Uid.
    resource : int or None
        Uid; None for what no resource does, such as a fixed cost.
    amount : int
        Tenths of a minute of work, or minor units of money.
    start, finish : int
        Instants.
    clock : WorkingTime
        Over whose working time it is spread.
    contour : Contour
    """

    task: int
    resource: int | None = None
    amount: int
    start: int
    finish: int
    clock: WorkingTime
    contour: Contour = Contour.FLAT


def done_by(line: Line, at: int) -> int:
    """Return how much of a line falls due by an instant.

    Parameters
    ----------
    line : Line
    at : int

    Returns
    -------
    int
        0 before its start, all from its finish on; in between rounded down, so that the amounts of neighbouring
        stretches of time add up to the whole.

    Examples
    --------
    >>> always = WorkingTime([(0, ((0, 100_800),))])
    >>> line = Line(task=1, amount=101, start=0, finish=200, clock=always)
    >>> [done_by(line, at) for at in (-5, 0, 100, 200, 900)]
    [0, 0, 50, 101, 101]
    >>> late = Line(task=1, amount=600, start=0, finish=100, clock=always, contour=Contour.BACK_LOADED)
    >>> done_by(late, 50)
    150
    """
    if at >= line.finish:
        return line.amount
    if at <= line.start:
        return 0
    since = int(line.clock.work(line.start))
    span = int(line.clock.work(line.finish)) - since
    return _share(line, int(line.clock.work(at)) - since, span)


def _share(line: Line, worked: int, span: int) -> int:
    if span <= 0:
        return 0
    parts = INTENSITIES.get(line.contour)
    if parts is None:
        return line.amount * worked // span
    full, rest = divmod(worked * PARTS, span)
    if full >= PARTS:
        return line.amount
    return line.amount * (sum(parts[:full]) * span + parts[full] * rest) // (sum(parts) * span)


def cumulative(lines: Iterable[Line], cuts: Sequence[int]) -> list[int]:
    """Return how much of some lines falls due by each of some instants.

    Parameters
    ----------
    lines : iterable of Line
    cuts : sequence of int
        Instants, ascending.

    Returns
    -------
    list of int
        One for each cut, never falling when amounts are not negative.

    Examples
    --------
    >>> always = WorkingTime([(0, ((0, 100_800),))])
    >>> two = [Line(task=n, amount=100, start=n * 50, finish=n * 50 + 100, clock=always) for n in (0, 1)]
    >>> cumulative(two, [50, 100, 150, 200])
    [50, 150, 200, 200]
    """
    steps = [0] * (len(cuts) + 1)
    for line in lines:
        first, last = bisect_left(cuts, line.start), bisect_left(cuts, line.finish)
        before = 0
        for k in range(first, last):
            now = done_by(line, cuts[k])
            steps[k] += now - before
            before = now
        steps[last] += line.amount - before
    total = 0
    found = []
    for step in steps[:-1]:
        total += step
        found.append(total)
    return found

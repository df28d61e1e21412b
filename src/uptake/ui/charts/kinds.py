"""Charts that several pages have, made of their figures."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import Any

from django.utils.translation import gettext as _

from uptake.ui.charts.values import Axis, Chart, Mark, Point, Series, Where

Amount = float
PALETTE = tuple(f"series-{n}" for n in range(1, 9))


def histogram(
    key: str, title: str, axis: Axis, edges: Sequence[Where], counts: Sequence[int], **more: Any
) -> Chart:
    """Show how often a figure fell where, and how likely it is to be reached by then.

    Parameters
    ----------
    axis : Axis
        Of the figure.
    edges : sequence of Where
        Of bins that are equally wide, one more than there are bins.
    counts : sequence of int
        How many runs fell into each bin.
    **more
        Marks, note and the other attributes of a chart.
    """
    places = [axis.place(one) or 0.0 for one in edges]
    if len(edges) != len(counts) + 1 or len(edges) < 2:
        raise ValueError(f"{key} has {len(edges)} edges around {len(counts)} bins")
    wide = places[1] - places[0]
    if any(abs(after - before - wide) > abs(wide) / 1000 for before, after in pairwise(places)):
        raise ValueError(f"the bins of {key} are not equally wide")
    total = sum(counts) or 1
    bars = [(at, count / total) for at, count in zip(edges, counts, strict=False)]
    rising = [(at, sum_ / total) for at, sum_ in zip(edges, accumulate(counts, initial=0), strict=True)]
    series = (
        Series(name=_("Share of runs"), kind="bar", values=bars, css="info", width=wide),
        Series(name=_("Reached by then"), values=rising, css="accent", second=True),
    )
    y, y2 = Axis(label=_("Share of runs"), kind="percent"), Axis(label=_("Reached by then"), kind="percent")
    return Chart(key=key, title=title, x=axis, y=y, y2=y2, series=series, **more)


def tornado(
    key: str,
    title: str,
    axis: Axis,
    rows: Sequence[tuple[str, Amount, Amount]],
    *,
    base: Amount = 0,
    less: str = "",
    more: str = "",
    **others: Any,
) -> Chart:
    """Show what moves a figure most: of each cause how low and how high it makes it, the widest first.

    Parameters
    ----------
    rows : sequence of (str, Amount, Amount)
        Name, lowest, highest.
    base : Amount
        Where both sides meet.
    less, more : str
        What the sides are called.
    """
    ordered = sorted(rows, key=lambda row: -abs(row[2] - row[1]))
    names = distinct(name for name, _low, _high in ordered)
    low = [(at, min(row[1], base), base) for at, row in enumerate(ordered) if row[1] < base]
    high = [(at, base, max(row[2], base)) for at, row in enumerate(ordered) if row[2] > base]
    sides = ((less or _("Earlier or less"), low, "good"), (more or _("Later or more"), high, "bad"))
    series = [Series(name=name, kind="span", values=values, css=css) for name, values, css in sides if values]
    height = min(max(160, 28 * len(ordered) + 60), 800)
    marks = (Mark(at=base, label="", axis="y"),)
    x = Axis(label=_("Cause"), kind="names", names=names)
    given: dict[str, Any] = {"height": height, "marks": marks} | others
    return Chart(key=key, title=title, x=x, y=axis, series=series, horizontal=True, **given)


def distinct(names: Any) -> list[str]:
    """Tell names apart that are the same: places of an axis need their own."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def s_curve(
    key: str,
    title: str,
    axis: Axis,
    *,
    planned: Sequence[Point],
    earned: Sequence[Point],
    actual: Sequence[Point],
    forecast: Sequence[Point] = (),
    cone: Sequence[Point] = (),
    **more: Any,
) -> Chart:
    """Show what was planned, earned and spent up to each day, and where it leads; points are (day, amount).

    Parameters
    ----------
    forecast : sequence of Point
        The line from the status date on.
    cone : sequence of Point
        (day, lowest, highest): between which it will lie.
    """
    series = [
        Series(name=_("Forecast range"), kind="band", values=cone, css="warn"),
        Series(name=_("Planned value"), values=planned, css="muted"),
        Series(name=_("Earned value"), values=earned, css="accent"),
        Series(name=_("Actual cost"), values=actual, css="bad"),
        Series(name=_("Forecast"), values=forecast, css="warn", dashed=True),
    ]
    x = Axis(label=_("Day"), kind="time")
    return Chart(key=key, title=title, x=x, y=axis, series=[one for one in series if one.values], **more)


def load_chart(
    key: str,
    title: str,
    axis: Axis,
    starts: Sequence[date],
    loads: Mapping[str, Sequence[Amount]],
    *,
    capacity: Sequence[Amount],
    before: Sequence[Amount] = (),
    width: timedelta = timedelta(days=7),
    css: Sequence[str] = PALETTE,
    **more: Any,
) -> Chart:
    """Show what is asked of somebody in each stretch of time, on one another, under what there is.

    Parameters
    ----------
    starts : sequence of date
        When each stretch begins; all are `width` long.
    loads : mapping of str to sequence of Amount
        Whose or for what, to how much in each stretch; at most 8, see `largest`.
    capacity : sequence of Amount
        What there is in each stretch.
    before : sequence of Amount
        What was asked before a change; a line.
    css : sequence of str
        Colours of the loads.
    """

    def step(name: str, amounts: Sequence[Amount], css: str, *, dashed: bool = False) -> Series:
        points = list(zip(starts, amounts, strict=True))
        return Series(name=name, kind="step", values=points, css=css, dashed=dashed, width=width)

    series = [
        Series(
            name=name,
            kind="bar",
            values=list(zip(starts, amounts, strict=True)),
            css=hue,
            stack="load",
            width=width,
        )
        for (name, amounts), hue in zip(loads.items(), css, strict=False)
    ]
    if before:
        series.append(step(_("Before"), before, "muted", dashed=True))
    series.append(step(_("Capacity"), capacity, "warn" if "bad" in css else "bad"))
    return Chart(
        key=key, title=title, x=Axis(label=_("Week from"), kind="time"), y=axis, series=series, **more
    )


def largest(loads: Mapping[str, Sequence[Amount]], most: int = len(PALETTE)) -> dict[str, list[Amount]]:
    """Return the largest of what is stacked; the rest is put together as the last one."""
    ordered = sorted(loads, key=lambda name: -sum(loads[name]))
    if len(ordered) <= most:
        return {name: list(loads[name]) for name in ordered}
    shown, rest = ordered[: most - 1], ordered[most - 1 :]
    together = [sum(amounts) for amounts in zip(*(loads[name] for name in rest), strict=True)]
    return {name: list(loads[name]) for name in shown} | {_("{n} others").format(n=len(rest)): list(together)}


def trend(
    key: str,
    title: str,
    axis: Axis,
    lines: Mapping[str, Sequence[Point]],
    *,
    x: Axis | None = None,
    **more: Any,
) -> Chart:
    """Show how figures went over time: an index, a date that was foretold, a score."""
    series = [
        Series(name=name, values=values, css=css)
        for (name, values), css in zip(lines.items(), PALETTE, strict=False)
    ]
    return Chart(
        key=key, title=title, x=x or Axis(label=_("Day"), kind="time"), y=axis, series=series, **more
    )


__all__ = ["histogram", "largest", "load_chart", "s_curve", "tornado", "trend"]

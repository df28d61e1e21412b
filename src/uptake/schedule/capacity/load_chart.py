"""Load against capacity as a chart, week by week: of one resource or of many, also beside the plan as it was before."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from uptake.engine.instants import HOUR, moment
from uptake.engine.plan import Resource
from uptake.engine.scheduling import Schedule
from uptake.schedule.capacity import load
from uptake.ui.charts import Axis, Chart, Mark, load_chart

MOST_WEEKS = 26
BEFORE_NOW = 4
"""Weeks that are over and still shown of somebody who works on."""


def weeks_of(need: load.Need, now: int) -> range:
    """Return the weeks that are shown of a resource: those with work, from a little before now on."""
    if not need.weeks:
        return range(0)
    first, last = min(need.weeks), max(need.weeks)
    first = min(max(first, load.week_of(now) - BEFORE_NOW), last)
    return range(first, min(last, first + MOST_WEEKS - 1) + 1)


def chart_of(
    schedule: Schedule,
    resources: Sequence[Resource],
    weeks: range,
    now: int,
    *,
    key: str = "load",
    before: Schedule | None = None,
) -> Chart:
    """Return the load of resources in some weeks, under what time they have.

    What one of them has no time for stands above, also where others would have had time.

    Parameters
    ----------
    schedule : Schedule
    resources : sequence of Resource
        Of its plan; they work by the hour.
    weeks : range
        Numbers of weeks.
    now : int
        Instant; marked where it lies in these weeks.
    before : Schedule, optional
        Of the same plan before a change: its load is a line.
    """
    fits, over, capacity = ([0.0] * len(weeks) for _part in range(3))
    crowded = set()
    needs = load.needs(schedule)
    for one in resources:
        clock = load.clock_of(schedule, one.calendar)
        for n, week in enumerate(weeks):
            there, asked = load.capacity(clock, one.units, week), needs[one.uid].weeks.get(week, 0)
            too_much = asked - there if week in needs[one.uid].over else 0
            fits[n] += (asked - too_much) / HOUR
            over[n] += too_much / HOUR
            capacity[n] += there / HOUR
            if too_much:
                crowded.add(week)
    title = _message(resources, len(crowded), len(weeks)) if any(fits) else _("No work in these weeks")
    return load_chart(
        key, title, Axis(label=_("Work"), unit=_("h")),
        [moment(load.week_start(week)).date() for week in weeks],
        {_("Has time for"): _rounded(fits)} | ({_("Has no time for"): _rounded(over)} if crowded else {}),
        capacity=_rounded(capacity), css=("accent", "bad"),
        before=_rounded(_asked(before, resources, weeks)) if before else (),
        marks=[Mark(at=now, label=_("Today"))] if weeks and load.week_of(now) in weeks else (),
        height=260,
    )  # fmt: skip


def _asked(schedule: Schedule, resources: Sequence[Resource], weeks: range) -> list[float]:
    needs = load.needs(schedule)
    known = [needs[one.uid].weeks for one in resources if one.uid in needs]
    return [sum(one.get(week, 0) for one in known) / HOUR for week in weeks]


def _rounded(hours: Sequence[float]) -> list[float]:
    return [round(one, 1) for one in hours]


def _message(resources: Sequence[Resource], crowded: int, weeks: int) -> str:
    if not crowded:
        return _("The work fits into the time that there is")
    if len(resources) == 1:
        text = ngettext(
            "%(name)s has more work than time in one week of %(weeks)d",
            "%(name)s has more work than time in %(n)d weeks of %(weeks)d", crowded,
        )  # fmt: skip
        return text % {"name": resources[0].name, "n": crowded, "weeks": weeks}
    text = ngettext(
        "In one week of %(weeks)d somebody has more work than time",
        "In %(n)d weeks of %(weeks)d somebody has more work than time", crowded,
    )  # fmt: skip
    return text % {"n": crowded, "weeks": weeks}

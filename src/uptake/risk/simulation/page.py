"""A simulation in words, tables and charts: what its page and its file show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from uptake.engine.instants import DAY, MINUTE, moment
from uptake.registers.kinds import number_text
from uptake.risk.simulation.outcome import PERCENTS, Money, Outcome, Target
from uptake.ui.charts import Axis, Chart, Mark, Series
from uptake.ui.dates import short_text

MARKED = (50, 80, 95)
TASK_ROWS = 25
DRIVER_ROWS = 10


def day_text(at: int) -> str:
    """Write the day of an instant."""
    return short_text(moment(at).date(), timezone.localdate())


def days(tenths: int, day: int) -> float:
    """Turn working time into working days, to one place."""
    return round(tenths / day, 1)


def days_text(tenths: int, day: int) -> str:
    """Write working time in working days; whole ones where it is more than ten."""
    amount = abs(days(tenths, day))
    return number_text(round(amount) if amount >= 10 else amount)


def percent(share: float) -> int:
    """Turn a share into whole percent; what is not certain is neither 0 nor 100."""
    found = round(share * 100)
    if share > 0 and found == 0:
        return 1
    return 99 if share < 1 and found == 100 else found


def name_of(target: Target) -> str:
    return target.name if target.uid is not None else _("Project finish")


def message(target: Target, outcome: Outcome, confidence: int) -> str:
    """Say in one sentence how likely the plan is, and what a confidence needs."""
    told = {
        "what": name_of(target),
        "day": day_text(target.plan),
        "share": percent(target.on_plan),
        "confidence": confidence,
        "days": days_text(target.buffer(confidence), outcome.day),
    }
    if target.buffer(confidence) > 0:
        return _(
            "%(what)s by %(day)s is %(share)s %% likely; %(confidence)s %% needs %(days)s working days more"
        ) % (told)
    return (
        _(
            "%(what)s by %(day)s is %(share)s %% likely; %(confidence)s %% leaves %(days)s working days to spare"
        )
        % told
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table of percentiles."""

    percent: int
    at: int
    buffer: float
    marked: bool


def lines(target: Target, outcome: Outcome) -> list[Line]:
    """Return the dates that 10 … 95 percent of the runs keep, and the working days between them and the plan."""
    return [
        Line(one, target.at(one), days(target.buffer(one), outcome.day), one in MARKED) for one in PERCENTS
    ]


def asked_share(target: Target, day: date) -> int:
    """Return how many percent of the runs are there by the end of a day."""
    end = (day - date(1984, 1, 1)).days * DAY + DAY - 1
    return percent(target.share(end))


# ---- charts


def distribution(target: Target) -> Chart:
    """Draw how the runs end, with the share that is there by each date."""
    first = target.bars[0]
    bars = Series(
        name=_("Runs"),
        kind="bar",
        values=[(begin, count) for begin, _end, count in target.bars],
        css="series-1",
        width=timedelta(minutes=(first[1] - first[0]) / MINUTE),
    )
    curve = Series(
        name=_("There by then"),
        kind="line",
        values=[(at, number / 100) for number, at in enumerate(target.quantiles)],
        css="accent",
        second=True,
    )
    marks = [Mark(at=target.plan, label=_("Plan"), css="muted")]
    tones = {50: "good", 80: "warn", 95: "bad"}
    marks += [Mark(at=target.at(one), label=f"P{one}", css=tones[one]) for one in MARKED]
    return Chart(
        key="finish",
        title=_("Half of the runs are there by %(p50)s, eight in ten by %(p80)s")
        % {"p50": day_text(target.at(50)), "p80": day_text(target.at(80))},
        x=Axis(label=_("Date"), kind="time"),
        y=Axis(label=_("Runs")),
        y2=Axis(label=_("There by then"), kind="percent"),
        series=[bars, curve],
        marks=marks,
    )


def tornado(outcome: Outcome) -> Chart:
    """Draw between which dates each driver moves the goal, the strongest first."""
    found = outcome.drivers[:DRIVER_ROWS]
    most = found[0]
    title = _("“%(what)s” moves the date most: by %(days)s days between its short and its long end") % {
        "what": most.name,
        "days": number_text(round(most.swing / DAY, 1)),
    }
    return Chart(
        key="drivers",
        title=title,
        x=Axis(label=_("Driver"), kind="names", names=[one.name for one in found]),
        y=Axis(label=_("Date"), kind="time"),
        series=[
            Series(
                name=_("Mean date with it short to long"),
                kind="span",
                values=[(number, one.low, one.high) for number, one in enumerate(found)],
                css="series-1",
            )
        ],
        marks=[Mark(at=outcome.goal.plan, label=_("Plan"), axis="y", css="muted")],
        height=max(180, 60 + 34 * len(found)),
        horizontal=True,
    )


def spending(money: Money, currency: str) -> Chart:
    """Draw how likely it is to get by with an amount."""
    told = {"share": percent(money.on_plan), "amount": amount(money.quantiles[80]), "currency": currency}
    return Chart(
        key="cost",
        title=_("The planned cost holds with %(share)s %%; 80 %% needs %(amount)s %(currency)s") % told,
        x=Axis(label=_("Cost"), kind="money", unit=currency),
        y=Axis(label=_("Enough"), kind="percent"),
        series=[
            Series(
                name=_("Enough"),
                kind="area",
                values=[(at / 100, number / 100) for number, at in enumerate(money.quantiles)],
                css="accent",
            )
        ],
        marks=[
            Mark(at=money.plan / 100, label=_("Plan"), css="muted"),
            *(Mark(at=money.quantiles[one] / 100, label=f"P{one}", css="warn") for one in (50, 80)),
        ],
        note=_("Work and uses at their rates, planned costs of tasks, and what risks cost."),
    )


def both(target: Target, money: Money, currency: str) -> Chart:
    """Draw finish and cost of some runs as points."""
    told = {"share": percent(money.joint[0])}
    return Chart(
        key="joint",
        title=_("Date and cost of the plan hold together with %(share)s %%") % told,
        x=Axis(label=_("Date"), kind="time"),
        y=Axis(label=_("Cost"), kind="money", unit=currency),
        series=[
            Series(
                name=_("Runs"),
                kind="scatter",
                values=[(at, cost / 100) for at, cost in money.points],
                css="series-1",
            )
        ],
        marks=[
            Mark(at=target.at(80), label="P80", css="warn"),
            Mark(at=money.quantiles[80] / 100, label="P80", axis="y", css="warn"),
        ],
    )


def amount(hundredths: int) -> str:
    """Write an amount in whole units: a simulated one is not exact."""
    return number_text(round(hundredths / 100))


# ---- parts of the page


def waves(outcome: Outcome) -> list[dict[str, Any]]:
    """Return the buffer of each wave in working days, three ways."""
    return [
        {
            "uid": one.uid,
            "name": one.name,
            "plan": one.plan,
            "safe": one.safe,
            **{
                name: days(getattr(one, name), outcome.day)
                for name in ("simulated", "root_sum_square", "cut_and_paste")
            },
        }
        for one in outcome.waves
    ]


def facts(target: Target, outcome: Outcome) -> dict[str, Any]:
    """Return the figures at the top of the page."""
    return {
        "plan": target.plan,
        "p50": target.at(50),
        "p80": target.at(80),
        "p95": target.at(95),
        "share": percent(target.on_plan),
        "buffer": days(target.buffer(80), outcome.day),
    }


ORDERS: Mapping[str, Any] = {
    "name": lambda one: one.name,
    "criticality": lambda one: -one.criticality,
    "cruciality": lambda one: -one.cruciality,
    "sensitivity": lambda one: -one.sensitivity,
}


def critical_rows(outcome: Outcome, order: str) -> Sequence[dict[str, Any]]:
    """Return the tasks that matter most, in an order; ``-name`` turns it round."""
    key = order.lstrip("-")
    found = sorted(
        outcome.critical, key=ORDERS.get(key, ORDERS["criticality"]), reverse=order.startswith("-")
    )
    return [
        {
            "uid": one.uid,
            "name": one.name,
            "criticality": round(one.criticality * 100),
            "cruciality": round(one.cruciality * 100),
            "sensitivity": round(one.sensitivity * 100),
        }
        for one in found[:TASK_ROWS]
    ]

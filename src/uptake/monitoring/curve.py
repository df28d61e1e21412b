"""Charts of earned value: what was planned, earned and spent over time, and how the indices moved."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from uptake.engine.earned import cone, cumulative
from uptake.engine.instants import DAY, WEEK, moment
from uptake.monitoring.page import Unit, day_text
from uptake.monitoring.status import Past
from uptake.monitoring.thresholds import Limits
from uptake.monitoring.values import Standing
from uptake.ui.charts import Axis, Chart, Mark, Series, s_curve

PAIRS = (("eac_1", "eac_t_es_1"), ("eac_cpi", "eac_t_es_spi_t"), ("eac_sci_t", "eac_t_es_sci_t"))
"""Forecasts of cost and of time that go together: the edges of the cone."""
LEADING = ("eac_cpi", "eac_t_es_spi_t")
MOST_CUTS = 400


def value_chart(found: Standing, unit: Unit, earlier: Sequence[Past]) -> Chart:
    """Return planned value, earned value and actual cost up to each week, with the cone of the forecasts."""
    first = min((line.start for line in [*found.budget, *found.spent]), default=found.at)
    whole, so_far = _cuts(first, max(found.last, found.at)), _cuts(first, found.at)
    lines = {
        "planned": (found.budget, whole),
        "earned": (list(found.earned_lines()), so_far),
        "actual": (found.spent, so_far),
    }
    curves = {
        name: [
            (_day(at), _amount(unit, amount)) for at, amount in zip(cuts, cumulative(rows, cuts), strict=True)
        ]
        for name, (rows, cuts) in lines.items()
    }
    marks = [Mark(at=_day(found.at), label=_("Status date"), axis="x", css="muted")]
    return s_curve(
        "earned-value",
        _title(found, unit),
        Axis(label=_("Cumulative"), kind="money" if unit.money else "number", unit=unit.name),
        forecast=_forecast(found, unit),
        cone=_cone(found, unit),
        marks=tuple(marks),
        note=_(
            "Cone: between what is left going as planned, and going as it did so far. It is no probability."
        ),
        **curves,
    )


def _title(found: Standing, unit: Unit) -> str:
    total, end = found.figures["eac_cpi"].value, found.figures["eac_t_es_spi_t"].value
    at = found.axis.instant(end) if end is not None else None
    if total is None or at is None:
        return _("Planned, earned and spent")
    return _("At this pace: %(total)s %(unit)s instead of %(budget)s, done on %(day)s") % {
        "total": unit.text(total),
        "unit": unit.name,
        "budget": unit.text(found.total.bac),
        "day": day_text(at, found.at),
    }


def _cuts(first: int, last: int) -> list[int]:
    """Return instants from the first to the last, a week apart; further in a very long project."""
    step = WEEK if (last - first) // WEEK <= MOST_CUTS else (last - first) // MOST_CUTS
    if last - first < 12 * DAY:
        step = DAY
    begin = first // DAY * DAY
    return [*range(begin, last, max(step, 1)), last]


def _day(at: int) -> datetime:
    return moment(at)


def _amount(unit: Unit, amount: int) -> float:
    return unit.cell(amount) or 0.0


def _ends(found: Standing) -> list[tuple[Fraction, int]]:
    """Return when, in working days, and at what cost each forecast has all done."""
    known = [(found.figures[cost].value, found.figures[time].value) for cost, time in PAIRS]
    return [
        (Fraction(end), int(total))
        for total, end in known
        if total is not None and end is not None and found.axis.instant(end) is not None
    ]


def _cone(found: Standing, unit: Unit) -> list[tuple[datetime, float, float]]:
    ends = _ends(found)
    if len(ends) < 2 or found.total.ev >= found.total.bac:
        return []
    now = found.time.at
    last = max(end for end, _total in ends)
    steps = sorted(
        {now, *(end for end, _total in ends), *(now + (last - now) * Fraction(k, 12) for k in range(12))}
    )
    rows = cone(now, found.total.ac, ends, [one for one in steps if one >= now])
    places = [(found.axis.instant(one), low, high) for one, low, high in rows]
    return [(_day(at), _amount(unit, low), _amount(unit, high)) for at, low, high in places if at is not None]


def _forecast(found: Standing, unit: Unit) -> list[tuple[datetime, float]]:
    total, end = (found.figures[name].value for name in LEADING)
    at = found.axis.instant(end) if end is not None else None
    if total is None or at is None or found.total.ev >= found.total.bac or at <= found.at:
        return []
    return [(_day(found.at), _amount(unit, found.total.ac)), (_day(at), _amount(unit, int(total)))]


def index_chart(earlier: Sequence[Past], limits: Limits) -> Chart | None:
    """Return how the indices moved from status date to status date; None with fewer than two."""
    if len(earlier) < 2:
        return None
    names = (("spi", "SPI", "accent"), ("cpi", "CPI", "series-2"), ("spi_t", "SPI(t)", "series-3"))
    series = []
    for name, label, css in names:
        points = [(_day(one.point.on), one.figures[name].value) for one in earlier]
        known = [(at, value) for at, value in points if value is not None]
        if known:
            series.append(Series(name=label, values=known, css=css))
    marks = (
        Mark(at=1, label=_("As planned"), axis="y", css="muted"),
        Mark(at=limits.values["spi_bad"], label=_("Alarm"), axis="y", css="bad"),
    )
    return Chart(
        key="indices",
        title=_index_title(earlier),
        x=Axis(label=_("Status date"), kind="time"),
        y=Axis(label=_("Index"), kind="number"),
        series=series,
        marks=marks,
        height=240,
    )


def _index_title(earlier: Sequence[Past]) -> str:
    before, now = (one.figures["spi"].value for one in earlier[-2:])
    if before is None or now is None:
        return _("How the indices moved")
    said = {"before": f"{before:.2f}", "now": f"{now:.2f}"}
    if round(now, 2) == round(before, 2):
        return _("SPI stays at %(now)s") % said
    return (
        _("SPI rose from %(before)s to %(now)s") if now > before else _("SPI fell from %(before)s to %(now)s")
    ) % said

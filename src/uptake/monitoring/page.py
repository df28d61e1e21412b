"""The page of earned value: figures that can be opened, tables, forecasts, what to look at."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from uptake.engine.earned import Figure, Value, by_resource, cost_figures, cumulative
from uptake.engine.instants import DAY, HOUR, moment
from uptake.monitoring.costs import day_of
from uptake.monitoring.status import Past
from uptake.monitoring.thresholds import Limits
from uptake.monitoring.values import MONEY, Standing
from uptake.monitoring.words import FORMULAS, HOW, KEY_NAMES, NAMES, REASONS, sentence
from uptake.projects.models import Project
from uptake.registers.kinds import money_text, number_text
from uptake.schedule.bridge import levels
from uptake.ui.dates import short_text

PERIODS = ("week", "month", "day")
MOST_PERIODS = 1_000
MILLION = 1_000_000_00
KEY_FIGURES = (
    "pv", "ev", "ac", "bac", "spi", "cpi", "spi_t", "eac_cpi", "vac", "tcpi_bac", "es", "p_factor",
)  # fmt: skip
"""What stands on top, in this order."""
MORE_FIGURES = (
    "sv", "sv_percent", "cv", "cv_percent", "sci", "sci_t", "sv_t", "complete", "spent", "etc", "vac_percent",
    "tcpi_eac", "tcpi_bottom_up", "vac_bottom_up", "tspi", "tspi_target",
)  # fmt: skip
COST_FORECASTS = (
    "eac_1", "eac_cpi", "eac_spi", "eac_spi_t", "eac_sci", "eac_sci_t", "eac_mix", "eac_mix_t", "eac_bottom_up",
)  # fmt: skip
TIME_FORECASTS = (
    "eac_t_es_1", "eac_t_es_spi_t", "eac_t_es_sci_t", "eac_t_pv_1", "eac_t_pv_spi", "eac_t_pv_sci",
    "eac_t_ed_1", "eac_t_ed_spi", "eac_t_ed_sci",
)  # fmt: skip
AMOUNTS = {"pv", "ev", "ac", "bac", "cv", "sv", "etc", "vac", "vac_bottom_up", *COST_FORECASTS}
DAYS = {"es", "sv_t", "at", "pd", *TIME_FORECASTS}
SHARES = {"cv_percent", "sv_percent", "complete", "spent", "vac_percent", "p_factor"}
_LETTERS = {
    "PV": "pv", "EV": "ev", "AC": "ac", "BAC": "bac", "CV": "cv", "SV": "sv", "CPI": "cpi", "SPI": "spi",
    "SPI(t)": "spi_t", "EAC": "eac_cpi", "ETC": "etc", "ES": "es", "AT": "at", "PD": "pd",
}  # fmt: skip
_INPUT = re.compile(r"SPI\(t\)|[A-Z]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """How amounts of a page are written: hours, or a currency."""

    key: str
    currency: str = ""
    whole: bool = False
    """Large amounts of money are read without hundredths."""

    @classmethod
    def of(cls, key: str, project: Project, largest: int = 0) -> "Unit":
        """Return a unit for amounts up to the largest."""
        return cls(key, project.currency if key == MONEY else "", key == MONEY and abs(largest) >= MILLION)

    @property
    def money(self) -> bool:
        return self.key == MONEY

    @property
    def name(self) -> str:
        return self.currency if self.money else _("hours")

    def text(self, amount: float | None) -> str:
        """Write an amount."""
        if amount is None:
            return "–"
        if self.whole:
            return number_text(round(amount / 100))
        return money_text(int(amount)) if self.money else number_text(round(amount / HOUR, 1))

    def cell(self, amount: float | None) -> float | None:
        """Return an amount for a sheet."""
        if amount is None:
            return None
        return amount / 100 if self.money else round(amount / HOUR, 2)


@dataclass(slots=True, kw_only=True)
class Shown:
    """A figure that can be opened: what it is, how it came about."""

    key: str
    label: str
    value: str
    note: str = ""
    tone: str = ""
    how: str = ""
    formula: str = ""
    inputs: list[tuple[str, str]] = field(default_factory=list)


def value_text(name: str, figure: Figure, unit: Unit) -> str:
    """Write a figure as what it is: an amount, working days, a share, an index."""
    if figure.value is None:
        return "–"
    if name in AMOUNTS:
        return unit.text(figure.value)
    if name in DAYS:
        return number_text(round(figure.value, 1))
    return f"{100 * figure.value:.1f} %" if name in SHARES else f"{figure.value:.2f}"


def figures_of(found: Standing, unit: Unit, limits: Limits, names: Sequence[str]) -> list[Shown]:
    """Return figures of a standing, each with its formula and what went into it."""
    known = _all_figures(found)
    shown = [_shown(name, known, found, unit, limits) for name in names if name in known]
    for one in shown:
        one.label = str(KEY_NAMES.get(one.key, one.label)) if names is KEY_FIGURES else one.label
    return shown


def _all_figures(found: Standing) -> dict[str, Figure]:
    amounts = {name: Figure(getattr(found.total, name)) for name in ("pv", "ev", "ac", "bac")}
    time = {"at": Figure(float(found.time.at)), "pd": Figure(float(found.time.pd))}
    return {**amounts, **time, **found.figures}


def _shown(name: str, known: Mapping[str, Figure], found: Standing, unit: Unit, limits: Limits) -> Shown:
    figure, formula = known[name], FORMULAS.get(name, "")
    inputs = {word: _LETTERS[word] for word in _INPUT.findall(formula) if word in _LETTERS}
    return Shown(
        key=name,
        label=str(NAMES[name]),
        value=value_text(name, figure, unit),
        note=_note(name, figure, found, unit),
        tone=limits.tone(name, figure),
        how=str(HOW.get(name, "")),
        formula=formula,
        inputs=[(word, value_text(key, known[key], unit)) for word, key in inputs.items()],
    )


def _note(name: str, figure: Figure, found: Standing, unit: Unit) -> str:
    if figure.value is None:
        return str(REASONS[figure.why]) if figure.why is not None else ""
    if name in {"es", *TIME_FORECASTS}:
        at = found.axis.instant(figure.value)
        day = "–" if at is None else day_text(at, found.at)
        return _("working days: planned by %(day)s") % {"day": day} if name == "es" else day
    if name in AMOUNTS:
        share = Figure(figure.value / found.total.bac) if found.total.bac else None
        of_all = _("%(share)s of the budget") % {"share": value_text("spent", share, unit)} if share else ""
        return "" if name == "bac" else of_all
    return sentence(name, figure)


def day_text(at: int, today: int) -> str:
    """Write the day of an instant; with its year where that is another one."""
    return short_text(moment(at).date(), moment(today).date())


# ---- tables


@dataclass(slots=True, kw_only=True)
class Row:
    """A task, a resource or a period with its figures; None where there is nothing to tell."""

    label: str
    value: Value
    level: int = 0
    url: str = ""
    summary: bool = False
    figures: Mapping[str, Figure] = field(default_factory=dict)
    tones: Mapping[str, str] = field(default_factory=dict)
    future: bool = False
    so_far: Value | None = None


def _row(label: str, value: Value, limits: Limits, **more: Any) -> Row:
    figures = cost_figures(value)
    tones = {name: limits.tone(name, figures[name]) for name in ("spi", "cpi")}
    return Row(label=label, value=value, figures=figures, tones=tones, **more)


def by_wbs(found: Standing, project: Project, limits: Limits) -> list[Row]:
    """Return the tree of tasks that have a budget or a cost."""
    plan, depth = found.state.plan, levels(found.state.plan)
    return [
        _row(
            task.name,
            value,
            limits,
            level=depth[i],
            summary=bool(plan.structure.summary[i]),
            url=reverse("earned_task", args=[project.pk, task.uid]),
        )
        for i, (task, value) in enumerate(zip(plan.tasks, found.values, strict=True))
        if value != Value()
    ]


def by_resources(found: Standing, project: Project, limits: Limits) -> list[Row]:
    """Return who works on the project, with the budget and cost of their work; the largest budget first."""
    names = {one.uid: one.name for one in found.state.plan.resources}
    rows = by_resource(found.rows)
    return [
        _row(
            names.get(uid, "") if uid is not None else _("Nobody in particular"),
            value,
            limits,
            url=reverse("resource", args=[project.pk, uid]) if uid is not None else "",
        )
        for uid, value in sorted(rows.items(), key=lambda one: (-one[1].bac, one[0] or 0))
        if value != Value()
    ]


def by_period(found: Standing, kind: str, limits: Limits) -> list[Row]:
    """Return what was planned, earned and spent in each period, and up to its end."""
    first = min((line.start for line in [*found.budget, *found.spent]), default=found.at)
    ends = period_ends(first, max(found.last, found.at), kind)
    cuts = [min(end, found.at) for end in ends]
    columns = [
        cumulative(found.budget, ends), cumulative(found.earned_lines(), cuts), cumulative(found.spent, cuts)
    ]  # fmt: skip
    rows, before = [], (0, 0, 0)
    for end, cut, now in zip(ends, cuts, zip(*columns, strict=True), strict=True):
        pv, ev, ac = (one - was for one, was in zip(now, before, strict=True))
        begins = moment(end - 1).date()
        row = _row(_period_name(begins, kind), Value(pv=pv, ev=ev, ac=ac), limits)
        row.future = cut < end and end - DAY * _LENGTH[kind] >= found.at
        row.so_far = Value(pv=now[0], ev=now[1], ac=now[2], bac=found.total.bac)
        rows.append(row)
        before = now
    return rows


_LENGTH = {"day": 1, "week": 7, "month": 28}


def period_ends(first: int, last: int, kind: str) -> list[int]:
    """Return the ends of the days, weeks or months that lie between two instants."""
    day, until = moment(first).date(), moment(max(last, first)).date()
    ends: list[int] = []
    while day <= until and len(ends) < MOST_PERIODS:
        day = _next(day, kind)
        ends.append(day_of(day))
    return [*ends[:-1], max(ends[-1], last)]


def _next(day: date, kind: str) -> date:
    if kind == "day":
        return day + timedelta(1)
    if kind == "week":
        return day + timedelta(7 - day.weekday())
    return (day.replace(day=1) + timedelta(31)).replace(day=1)


def _period_name(last: date, kind: str) -> str:
    if kind == "month":
        return date_format(last, "YEAR_MONTH_FORMAT")
    first = last - timedelta(last.weekday()) if kind == "week" else last
    return date_format(first, "Y-m-d")


# ---- what to look at


def warnings(found: Standing, limits: Limits) -> Iterator[tuple[str, str]]:
    """Return what is beyond a threshold: tone and sentence, alarms first."""
    watched = ("spi", "cpi", "spi_t", "tcpi_bac")
    told = [(limits.tone(name, found.figures[name]), name) for name in watched]
    for tone in ("bad", "warn"):
        for own, name in told:
            if own == tone:
                figure = found.figures[name]
                number = "" if figure.value is None else f" {figure.value:.2f}"
                yield tone, f"{NAMES[name]}{number}: {sentence(name, figure)}"


def headline(found: Standing) -> str:
    """Say in a sentence how the project stands."""
    spi, cpi = found.figures["spi"], found.figures["cpi"]
    said = [sentence(name, one) for name, one in (("spi", spi), ("cpi", cpi)) if one.value is not None]
    return " · ".join(said) if said else str(REASONS[spi.why]) if spi.why is not None else ""


def total_row(found: Standing, limits: Limits) -> Row:
    """Return the sum of all rows."""
    return _row(_("Total"), found.total, limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendRow:
    """A status point in the table of the trend."""

    point: Any
    day: date
    value: Value
    spi: str
    cpi: str
    spi_t: str
    eac: float | None
    tones: Mapping[str, str]


def trend_rows(earlier: Sequence[Past], unit: Unit, limits: Limits) -> list[TrendRow]:
    """Return the status points, the latest first."""
    names = ("spi", "cpi", "spi_t")
    return [
        TrendRow(
            point=one.point,
            day=moment(one.point.on).date(),
            value=one.total,
            eac=one.figures["eac_cpi"].value,
            tones={name: limits.tone(name, one.figures[name]) for name in names},
            **{name: value_text(name, one.figures[name], unit) for name in names},
        )
        for one in reversed(earlier)
    ]

"""A simulation as a workbook, or its percentiles as delimited text."""

from collections.abc import Iterable, Sequence
from typing import Literal

from django.utils.translation import gettext as _

from uptake.engine.instants import moment
from uptake.interchange.sheets import Cell, Sheet, write_table_bytes
from uptake.risk.models import SimulationRun
from uptake.risk.simulation.outcome import PERCENTS, Money, Outcome, read, read_money
from uptake.risk.simulation.page import days, name_of
from uptake.risk.simulation.settings import read as read_settings

Kind = Literal["xlsx", "csv"]
Rows = Iterable[Sequence[Cell]]


def table_of(found: SimulationRun, kind: Kind, currency: str) -> bytes:
    """Write all that a simulation came to; cost with a currency only, for those who may see money."""
    outcome = read(found.outcome)
    money = read_money(found.money) if currency else None
    sheets = [_sheet(_("Dates"), _dates(outcome))]
    if kind == "xlsx":
        sheets += [
            _sheet(_("Criticality"), _critical(outcome)),
            _sheet(_("Drivers"), _drivers(outcome)),
            _sheet(_("Buffers"), _waves(outcome)),
            *([_sheet(_("Cost"), _cost(money, currency))] if money else []),
            _sheet(_("Inputs"), _inputs(found)),
        ]
    data, _cuts = write_table_bytes(sheets, kind)
    return data


def _sheet(name: str, rows: Rows) -> Sheet:
    return Sheet(name, [list(row) for row in rows], header=0)


def _dates(outcome: Outcome) -> Rows:
    yield [_("Milestone"), _("Plan"), _("Plan holds, %"), *(f"P{one}" for one in PERCENTS), _("Mean")]
    for one in outcome.targets:
        dates = [moment(one.at(percent)) for percent in PERCENTS]
        yield [name_of(one), moment(one.plan), round(one.on_plan * 100, 1), *dates, moment(one.mean)]


def _critical(outcome: Outcome) -> Rows:
    yield [_("Task"), _("Critical, %"), _("Cruciality, %"), _("Sensitivity, %")]
    for one in outcome.critical:
        shares = (one.criticality, one.cruciality, one.sensitivity)
        yield [one.name, *(round(share * 100, 1) for share in shares)]


def _drivers(outcome: Outcome) -> Rows:
    yield [_("Driver"), _("Mean date with it short"), _("Mean date with it long")]
    for one in outcome.drivers:
        yield [one.name, moment(one.low), moment(one.high)]


def _waves(outcome: Outcome) -> Rows:
    yield [
        _("Wave"),
        _("Plan"),
        _("Safe date"),
        _("Simulated, days"),
        _("Root-sum-square, days"),
        _("Cut and paste, days"),
    ]
    for one in outcome.waves:
        buffers = (one.simulated, one.root_sum_square, one.cut_and_paste)
        yield [one.name, moment(one.plan), moment(one.safe), *(days(each, outcome.day) for each in buffers)]


def _cost(money: Money, currency: str) -> Rows:
    yield [_("Enough, %"), f"{_('Cost')}, {currency}"]
    yield [_("Plan"), money.plan / 100]
    for one in PERCENTS:
        yield [one, money.quantiles[one] / 100]


def _inputs(found: SimulationRun) -> Rows:
    settings = read_settings(found.inputs["settings"])
    yield [_("What"), _("Value")]
    yield [_("Revision"), found.revision]
    yield [_("Runs"), settings.runs]
    yield [_("Seed"), settings.seed]
    yield [
        _("Spread of durations, %"),
        f"{settings.spread.low} / {settings.spread.likely} / {settings.spread.high}",
    ]
    for one in settings.categories:
        yield [one.name, f"{one.spread.low} / {one.spread.likely} / {one.spread.high}"]
    yield [_("Risks that count"), len(found.inputs["risks"])]

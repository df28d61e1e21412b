"""Earned value as a file: the table that is seen, all figures, the forecasts, the status points, and what it is."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from uptake.engine.earned import Figure
from uptake.engine.instants import moment
from uptake.interchange.sheets import Cell, Sheet
from uptake.monitoring import fever
from uptake.monitoring.page import (
    AMOUNTS,
    COST_FORECASTS,
    KEY_FIGURES,
    MORE_FIGURES,
    TIME_FORECASTS,
    Row,
    Unit,
)
from uptake.monitoring.status import Past
from uptake.monitoring.values import Standing
from uptake.monitoring.words import FORMULAS, NAMES
from uptake.projects.models import Project


def sheets(
    project: Project,
    found: Standing,
    unit: Unit,
    rows: Sequence[Row],
    earlier: Sequence[Past],
) -> list[Sheet]:
    """Return the sheets of a workbook; the first is the table that is seen."""
    return [
        Sheet(_("Earned value"), _table(rows, unit), header=0),
        Sheet(_("Figures"), _figures(found, unit), header=0),
        Sheet(_("Status dates"), _trend(earlier, unit), header=0),
        Sheet(_("Buffers"), _buffers(found, earlier), header=0),
        Sheet(_("About"), _about(project, found, unit), header=None),
    ]


def _buffers(found: Standing, earlier: Sequence[Past]) -> list[list[Cell]]:
    buffers = fever.buffers_of(found.state, found.baseline)
    return fever.sheet(fever.steps_of(found.state, buffers, [one.point for one in earlier]))


def _heads(unit: Unit) -> list[str]:
    return [f"{name} ({unit.name})" for name in ("PV", "EV", "AC", "BAC")]


def _table(rows: Sequence[Row], unit: Unit) -> list[list[Cell]]:
    head: list[Cell] = ["", *_heads(unit), "SPI", "CPI"]
    found = [head]
    for row in rows:
        value = row.value
        amounts = [unit.cell(one) for one in (value.pv, value.ev, value.ac, value.bac)]
        indices = [_index(row.figures[name]) for name in ("spi", "cpi")]
        found.append([f"{'  ' * (row.level - 1)}{row.label}", *amounts, *indices])
    return found


def _index(figure: Figure) -> float | None:
    return None if figure.value is None else round(figure.value, 4)


def _figures(found: Standing, unit: Unit) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[_("Figure"), _("Value"), _("Unit"), _("Formula")]]
    known = {name: Figure(getattr(found.total, name)) for name in ("pv", "ev", "ac", "bac")} | found.figures
    for name in (*KEY_FIGURES, *MORE_FIGURES, *COST_FORECASTS, *TIME_FORECASTS):
        figure, amount = known[name], name in AMOUNTS
        value = unit.cell(figure.value) if amount else _index(figure)
        days = name in {"es", "sv_t", *TIME_FORECASTS}
        rows.append(
            [
                str(NAMES[name]),
                value,
                unit.name if amount else _("working days") if days else "",
                FORMULAS.get(name, ""),
            ]
        )
    return rows


def _trend(earlier: Sequence[Past], unit: Unit) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[_("Status date"), *_heads(unit), "SPI", "CPI", "SPI(t)", _("Recorded by")]]
    for one in earlier:
        total = one.total
        amounts = [unit.cell(amount) for amount in (total.pv, total.ev, total.ac, total.bac)]
        indices = [_index(one.figures[name]) for name in ("spi", "cpi", "spi_t")]
        rows.append([moment(one.point.on).date(), *amounts, *indices, str(one.point.by or "")])
    return rows


def _about(project: Project, found: Standing, unit: Unit) -> list[list[Cell]]:
    return [
        [_("Project"), project.name],
        [_("Status date"), moment(found.at).date()],
        [_("Baseline"), found.baseline.name],
        [_("Revision of the plan"), found.state.revision],
        [_("Unit"), unit.name],
        [_("Written"), date_format(timezone.localtime(), "Y-m-d H:i")],
    ]

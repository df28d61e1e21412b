"""From where on a figure is a warning, and an alarm; from where on a task is a deviation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from uptake.engine.earned import Figure, Reason
from uptake.monitoring.models import Thresholds
from uptake.projects.models import Project

DEFAULTS: dict[str, float] = {
    "spi_warn": 0.95, "spi_bad": 0.90,
    "cpi_warn": 0.95, "cpi_bad": 0.90,
    "tcpi_warn": 1.05, "tcpi_bad": 1.10,
    "vac_warn": 5.0, "vac_bad": 10.0,
    "late_days": 1.0, "over_percent": 10.0,
}  # fmt: skip
"""SPI and CPI warn below, TCPI above; VAC when the forecast is so many percent over the budget."""

WATCHED: Mapping[str, tuple[str, int]] = {
    "spi": ("spi", -1), "spi_t": ("spi", -1), "cpi": ("cpi", -1), "tcpi_bac": ("tcpi", 1), "tspi": ("tcpi", 1),
    "vac_percent": ("vac", 1),
}  # fmt: skip
"""Which thresholds watch a figure, and on which side of them it is bad."""


def used_up(figure: Figure) -> bool:
    """Tell whether a figure of what is to complete says that no money, or no time, is left for it."""
    if figure.value is None:
        return figure.why in {Reason.BUDGET_SPENT, Reason.NO_TIME_LEFT}
    return figure.value < 0


@dataclass(frozen=True, slots=True)
class Limits:
    """The thresholds of a project."""

    values: Mapping[str, float]

    @property
    def late_days(self) -> float:
        return self.values["late_days"]

    @property
    def over_percent(self) -> float:
        return self.values["over_percent"]

    def tone(self, name: str, figure: Figure) -> str:
        """Return ``good``, ``warn`` or ``bad`` for a figure; empty where nobody watches it or there is no number."""
        key, side = WATCHED.get(name, ("", 0))
        if key == "tcpi" and used_up(figure):
            return "bad"
        if not key or figure.value is None:
            return ""
        value = -100 * figure.value if key == "vac" else figure.value
        for tone in ("bad", "warn"):
            if (value - self.values[f"{key}_{tone}"]) * side > 0:
                return tone
        return "good"


def limits_of(project: Project) -> Limits:
    """Return the thresholds of a project: its own, else those of the house."""
    row = Thresholds.objects.filter(project=project).first()
    return Limits({**DEFAULTS, **(row.values if row is not None else {})})


def set_limits(project: Project, values: Mapping[str, Any]) -> None:
    """Keep a project's thresholds."""
    kept = {name: float(values[name]) for name in DEFAULTS}
    Thresholds.objects.update_or_create(project=project, defaults={"values": kept})

"""Value streams as the engine takes them, their figures, and the formula behind each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from uptake.engine.flow import BadFigure, Figures, Step, Stream, figures
from uptake.registers.kinds import number_text

SIDES = ("as_is", "to_be")
DEMAND, AVAILABLE = 1, 480
"""What a map begins with: items a day, minutes of a day."""
FIELD_WORDS = {
    "process": gettext_lazy("Process time"),
    "wait": gettext_lazy("Wait before it"),
    "batch": gettext_lazy("Batch"),
    "changeover": gettext_lazy("Changeover"),
    "accurate": gettext_lazy("%C&A"),
    "operators": gettext_lazy("Operators"),
    "steps": gettext_lazy("Number of steps"),
    "demand": gettext_lazy("Demand a day"),
    "available": gettext_lazy("Minutes of a working day"),
    "days": gettext_lazy("Working days"),
    "warm_up": gettext_lazy("Days before measuring"),
    "runs": gettext_lazy("Runs"),
}


def step_of(row: Mapping[str, Any], *, waits: bool = True) -> Step:
    """Return a row of a map as a step; raises `BadFigure`."""
    return Step(
        name=row.get("name", ""),
        process=float(row.get("process", 0)),
        wait=float(row.get("wait", 0)) if waits else 0.0,
        batch=whole(row.get("batch", 1)),
        changeover=float(row.get("changeover", 0)),
        accurate=float(row.get("accurate", 100)) / 100,
        operators=whole(row.get("operators", 1)),
        value_adding=bool(row.get("value_adding", False)),
    )


def whole(value: Any) -> Any:
    """Return a count as an integer; what is none stays as it is, and the engine refuses it."""
    return int(value) if value == int(value) else value


def stream_of(
    rows: Iterable[Mapping[str, Any]], demand: float | None, available: float | None, *, waits: bool = True
) -> Stream:
    """Return a map as the engine takes it; raises `BadFigure`."""
    steps = tuple(step_of(row, waits=waits) for row in rows)
    return Stream(steps=steps, demand=float(demand or DEMAND), available=float(available or AVAILABLE))


def refusal(why: BadFigure) -> str:
    """Say what cannot be computed, and within which limits it could be."""
    factor = 100 if why.field == "accurate" else 1
    told = {
        "field": FIELD_WORDS.get(why.field, why.field),
        "low": number_text(why.lowest * factor),
        "high": number_text(why.highest * factor),
    }
    if why.field in {"batch", "operators", "days", "warm_up", "runs", "steps"}:
        said = _("%(field)s: a whole number from %(low)s to %(high)s.") % told
    else:
        said = _("%(field)s: a number from %(low)s to %(high)s.") % told
    return f"{why.step}: {said}" if why.step else said


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two maps of a record: its rows, and what they come to; no figures where there are no steps."""

    key: str
    rows: list[dict[str, Any]]
    stream: Stream | None
    figures: Figures | None

    @property
    def bottleneck(self) -> str:
        found = self.figures.bottleneck if self.figures else None
        return self.stream.steps[found.step].name if found and self.stream else ""


def side_of(record: Any, key: str) -> Side:
    rows = getattr(record, key)
    if not rows:
        return Side(key, [], None, None)
    stream = stream_of(rows, record.demand, record.available)
    return Side(key, rows, stream, figures(stream))


# ---- figures in words


def minutes(value: float, available: float, digits: int = 1) -> str:
    """Write minutes of working time: as days when there is more than one.

    Examples
    --------
    >>> minutes(95, 450), minutes(1800, 450)
    ('95 min', '4 d')
    """
    if value > available:
        return _("%s d") % number_text(round(value / available, digits))
    return _("%s min") % number_text(round(value, 1))


def percent(share: float | None) -> str:
    return "–" if share is None else f"{number_text(round(share * 100, 1))} %"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A figure as is and to be, with what comes of it when both are there. `better` is None for no judgement."""

    label: str
    values: tuple[str, str]
    change: str
    better: bool | None
    formula: str
    worked: tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Told:
    label: Any
    formula: Any
    value: Callable[[Figures], float | None]
    show: Callable[[float, float], str]
    worked: Callable[[Figures, Stream], str]
    less_is_better: bool | None = True


def _n(value: float | None) -> str:
    return "–" if value is None else number_text(round(value, 2))


def _sum(values: Iterable[float]) -> str:
    return " + ".join(_n(one) for one in values)


def _busiest(found: Figures) -> str:
    worst = found.bottleneck
    if worst is None:
        return "–"
    parts = (worst.for_process, worst.for_changeover, worst.for_rework)
    return " + ".join(percent(one) for one in parts)


TOLD = (
    _Told(
        pgettext_lazy("stream", "Lead time"),
        gettext_lazy("Sum over the steps of wait + forming the lot + changeover + process of the whole lot"),
        lambda f: f.lead, minutes, lambda f, s: f"{_sum(one.lead for one in f.steps)} = {_n(f.lead)}",
    ),
    _Told(
        gettext_lazy("Lead time with rework"),
        gettext_lazy("Lead time of each step ÷ its %C&A: what comes back takes the step anew"),
        lambda f: f.lead_with_rework, minutes,
        lambda f, s: f"{_sum(one.lead_with_rework for one in f.steps)} = {_n(f.lead_with_rework)}",
    ),
    _Told(
        gettext_lazy("Process time"),
        gettext_lazy("Sum of the touch times of one item"),
        lambda f: f.process, minutes, lambda f, s: f"{_sum(one.process for one in f.steps)} = {_n(f.process)}",
    ),
    _Told(
        gettext_lazy("Activity ratio"),
        gettext_lazy("Process time ÷ lead time"),
        lambda f: f.activity_ratio, lambda v, a: percent(v), lambda f, s: f"{_n(f.process)} ÷ {_n(f.lead)}", False,
    ),
    _Told(
        gettext_lazy("Process cycle efficiency"),
        gettext_lazy("Process time of steps that add value ÷ lead time"),
        lambda f: f.efficiency, lambda v, a: percent(v), lambda f, s: f"{_n(f.value_adding)} ÷ {_n(f.lead)}", False,
    ),
    _Told(
        gettext_lazy("Rolled %C&A"),
        gettext_lazy("Product of the %C&A of all steps"),
        lambda f: f.rolled, lambda v, a: percent(v),
        lambda f, s: " × ".join(percent(one.accurate) for one in s.steps), False,
    ),
    _Told(
        gettext_lazy("Takt"),
        gettext_lazy("Minutes of a working day ÷ demand a day"),
        lambda f: f.takt, minutes, lambda f, s: f"{_n(s.available)} ÷ {_n(s.demand)}", None,
    ),
    _Told(
        gettext_lazy("Throughput a day"),
        gettext_lazy("The least of the demand and the capacities of all steps"),
        lambda f: f.throughput, lambda v, a: _n(v),
        lambda f, s: _("Demand %(demand)s, least capacity %(least)s") % {
            "demand": _n(s.demand), "least": _n(min(one.capacity for one in f.steps))
            if min(one.capacity for one in f.steps) < float("inf") else "∞"
        }, False,
    ),
    _Told(
        gettext_lazy("Work in process"),
        gettext_lazy("Throughput × lead time with rework ÷ minutes of a working day (Little's law)"),
        lambda f: f.wip, lambda v, a: _n(v),
        lambda f, s: f"{_n(f.throughput)} × {_n(f.lead_with_rework)} ÷ {_n(s.available)}",
    ),
    _Told(
        gettext_lazy("Utilisation of the bottleneck"),
        gettext_lazy("Demand × effective process ÷ (operators × minutes of a day): process + changeover + rework"),
        lambda f: f.bottleneck.utilisation if f.bottleneck else None, lambda v, a: percent(v),
        lambda f, s: _busiest(f),
    ),
)  # fmt: skip


def lines_of(as_is: Side, to_be: Side) -> list[Line]:
    """Return the figures of both maps, side by side."""
    return [_line(one, as_is, to_be) for one in TOLD] if as_is.figures or to_be.figures else []


def _line(told: _Told, as_is: Side, to_be: Side) -> Line:
    values = [told.value(side.figures) if side.figures else None for side in (as_is, to_be)]
    shown = tuple(
        told.show(value, side.stream.available) if value is not None and side.stream else "–"
        for value, side in zip(values, (as_is, to_be), strict=True)
    )
    worked = tuple(
        told.worked(side.figures, side.stream) if side.figures and side.stream else ""
        for side in (as_is, to_be)
    )
    change, better = "", None
    old, new = values
    share = new / old - 1 if old and new is not None else 0.0
    if round(share, 3):
        change = f"{'+' if share > 0 else '−'}{number_text(round(abs(share) * 100, 1))} %"
        better = None if told.less_is_better is None else (share < 0) == told.less_is_better
    return Line(
        label=str(told.label), values=(shown[0], shown[1]), change=change, better=better,
        formula=str(told.formula), worked=(worked[0], worked[1]),
    )  # fmt: skip

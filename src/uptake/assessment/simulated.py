"""A simulation that was kept, as its page shows it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uptake.assessment.models import Simulated
from uptake.assessment.streams import SIDES, minutes, percent
from uptake.registers.kinds import number_text

VARIATIONS = {
    "exponential": gettext_lazy("Very uneven (exponential)"),
    "erlang": gettext_lazy("Somewhat uneven (Erlang, 4 phases)"),
    "regular": gettext_lazy("Always the same"),
}
SIDE_WORDS = {"as_is": gettext_lazy("As it is"), "to_be": gettext_lazy("As it shall be")}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """A step: how long items queue at it, drawn to scale, beside the wait that was measured."""

    name: str
    queue: str
    measured: str
    width: float
    measured_width: float
    waiting: str
    utilisation: str
    growth: str
    worst: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SideShown:
    label: str
    stable: bool
    lead: str
    interval: str
    p50: str
    p80: str
    p95: str
    throughput: str
    wip: str
    items: str
    bottleneck: str
    steps: list[StepLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    sides: list[SideShown]
    inputs: list[tuple[str, str]]
    change: str
    shorter: bool
    outdated: bool


def shown_of(record: Any, found: Simulated) -> Shown:
    sides = [(key, found.outcome[key]) for key in SIDES if key in found.outcome]
    leads = [told["lead"] for _key, told in sides]
    share = leads[1] / leads[0] - 1 if len(leads) == len(SIDES) and leads[0] else 0.0
    return Shown(
        sides=[_side(str(SIDE_WORDS[key]), told, record.available) for key, told in sides],
        inputs=_inputs(found.inputs),
        change=number_text(round(abs(share) * 100)) if share else "",
        shorter=share < 0,
        outdated=found.version != record.version,
    )


def _side(label: str, told: dict[str, Any], available: float) -> SideShown:
    def time(value: float) -> str:
        return minutes(value, available)

    most = max((max(one["queue_time"], one["measured"]) for one in told["steps"]), default=0)
    worst = told["bottleneck"]
    return SideShown(
        label=label,
        stable=told["stable"],
        lead=minutes(told["lead"], available, 2),
        interval=" – ".join(minutes(end, available, 2) for end in told["interval"]),
        p50=time(told["p50"]),
        p80=time(told["p80"]),
        p95=time(told["p95"]),
        throughput=number_text(round(told["throughput"], 1)),
        wip=number_text(round(told["wip"], 1)),
        items=number_text(told["items"]),
        bottleneck="" if worst is None else told["steps"][worst]["name"],
        steps=[
            StepLine(
                name=one["name"],
                queue=time(one["queue_time"]),
                measured=time(one["measured"]),
                width=round(one["queue_time"] / most * 100, 1) if most else 0,
                measured_width=round(one["measured"] / most * 100, 1) if most else 0,
                waiting=number_text(round(one["queue"], 1)),
                utilisation=percent(one["utilisation"]),
                growth=number_text(round(one["growth"], 1)),
                worst=at == worst,
            )
            for at, one in enumerate(told["steps"])
        ],
    )


def _inputs(told: dict[str, Any]) -> list[tuple[str, str]]:
    waits = _("pass besides the queues") if told["waits"] else _("left out: queues show what the load makes")
    return [
        (_("Working days measured"), number_text(told["days"])),
        (_("Days before measuring"), number_text(told["warm_up"])),
        (_("Runs"), number_text(told["runs"])),
        (_("Seed"), str(told["seed"])),
        (_("Arrivals"), str(VARIATIONS[told["arrivals"]])),
        (_("Process times"), str(VARIATIONS[told["service"]])),
        (_("Measured waits"), waits),
    ]

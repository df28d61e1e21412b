"""The register of value streams."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from uptake.assessment.models import ValueStream
from uptake.assessment.panels import stream_panel
from uptake.assessment.streams import AVAILABLE, DEMAND, SIDES, refusal, side_of, stream_of
from uptake.engine.flow import BadFigure
from uptake.projects.access import PERMISSIONS
from uptake.registers.spec import Field, Kind, Panel, RegisterSpec

MINUTES = pgettext_lazy("unit", "min")
STEPS = (
    Field(key="name", label=_("Step"), required=True, wide=True),
    Field(key="process", label=_("Process time"), kind=Kind.NUMBER, unit=MINUTES, low=0, high=1e7),
    Field(key="wait", label=_("Wait before it"), kind=Kind.NUMBER, unit=MINUTES, low=0, high=1e7),
    Field(key="batch", label=_("Batch"), kind=Kind.NUMBER, low=1, high=10_000),
    Field(key="changeover", label=_("Changeover"), kind=Kind.NUMBER, unit=MINUTES, low=0, high=1e7),
    Field(key="accurate", label=_("%C&A"), kind=Kind.NUMBER, unit="%", low=1, high=100),
    Field(key="operators", label=_("Operators"), kind=Kind.NUMBER, low=1, high=1_000),
    Field(key="value_adding", label=_("Adds value"), kind=Kind.CHECKBOX),
)


def check(values: Mapping[str, Any]) -> Mapping[str, str]:
    wrong = {}
    for key in SIDES:
        if not values.get(key):
            continue
        try:
            stream_of(values[key], values.get("demand"), values.get("available"))
        except BadFigure as why:
            wrong[why.field if why.step is None and why.field in values else key] = refusal(why)
    return wrong


def derive(record: Any) -> None:
    as_is, to_be = (side_of(record, key) for key in SIDES)
    record.as_is_days = round(as_is.figures.lead / record.available, 1) if as_is.figures else None
    record.to_be_days = round(to_be.figures.lead / record.available, 1) if to_be.figures else None
    share = as_is.figures.efficiency if as_is.figures else None
    record.efficiency = None if share is None else round(share * 100, 2)
    record.bottleneck = as_is.bottleneck[:300] or None


VALUE_STREAM = RegisterSpec(
    key="value_stream",
    prefix="VS",
    name=_("Value stream"),
    plural=_("Value streams"),
    section="assessment",
    about=_(
        "How long it takes from an order to its result, where it waits, and which step holds everything up."
    ),
    title=_("From what to what"),
    icon="timeline",
    model=ValueStream,
    fields=(
        Field(
            key="demand",
            label=_("Demand a day"),
            kind=Kind.NUMBER,
            low=0.001,
            high=1e6,
            default=DEMAND,
            required=True,
        ),
        Field(
            key="available",
            label=_("Minutes of a working day"),
            kind=Kind.NUMBER,
            low=1,
            high=1440,
            default=AVAILABLE,
            required=True,
            help=_("In which the stream works, breaks taken off. All times below are such minutes."),
        ),
        Field(
            key="as_is", label=_("Steps as they are"), kind=Kind.ROWS, columns=STEPS, section=_("As it is")
        ),
        Field(
            key="to_be",
            label=_("Steps as they shall be"),
            kind=Kind.ROWS,
            columns=STEPS,
            section=_("As it shall be"),
        ),
        Field(
            key="as_is_days",
            label=_("Lead time as it is"),
            kind=Kind.NUMBER,
            unit=_("working days"),
            computed=True,
        ),
        Field(
            key="to_be_days",
            label=_("Lead time as it shall be"),
            kind=Kind.NUMBER,
            unit=_("working days"),
            computed=True,
        ),
        Field(
            key="efficiency", label=_("Process cycle efficiency"), kind=Kind.NUMBER, unit="%", computed=True
        ),
        Field(key="bottleneck", label=_("Bottleneck"), computed=True),
        Field(key="tasks", label=_("Tasks"), kind=Kind.LINK, of="task", many=True),
    ),
    columns=("as_is_days", "to_be_days", "efficiency", "bottleneck"),
    view=PERMISSIONS["assessment.view"],
    edit=PERMISSIONS["assessment.edit"],
    check=check,
    derive=derive,
    panels=(
        Panel(
            key="map",
            template="assessment/_stream.html",
            context=stream_panel,
            fields=("as_is", "to_be", "as_is_days", "to_be_days", "efficiency", "bottleneck"),
        ),
    ),
)

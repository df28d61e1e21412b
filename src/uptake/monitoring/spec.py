"""The section of what was planned, earned and spent, and the register of deviations from the plan."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from uptake.monitoring import effects
from uptake.monitoring.models import Deviation
from uptake.projects.access import PERMISSIONS
from uptake.registers.spec import (
    Choice,
    Field,
    Kind,
    Move,
    Page,
    Panel,
    RegisterSpec,
    Reserved,
    Section,
    State,
    Words,
)

VIEW, EDIT = PERMISSIONS["monitoring.view"], PERMISSIONS["risk.edit"]
CAUSE, REMEDY = _("Root cause"), _("Correction")
KINDS = (
    Choice("late", pgettext_lazy("deviation", "Late"), "bad"),
    Choice("work", _("Work over"), "warn"),
    Choice("cost", _("Cost over"), "warn"),
    Choice("other", _("Something else")),
)
WHYS = (
    Field(key="why", label=_("Why?"), kind=Kind.LONG_TEXT, required=True),
    Field(key="because", label=_("Because"), kind=Kind.LONG_TEXT),
)

SECTION = Section(
    key="monitoring",
    label=_("Monitoring"),
    icon="chart-line",
    letter="v",
    pages=(
        Page(route="earned_value", label=_("Earned value"), need="monitoring.view", leads=True),
        Page(route="status_points", label=_("Status dates"), need="monitoring.view", leads=True),
    ),
    folders=("monitoring",),
)


def _way(source: str, target: str, label: Words, *, reason: bool = False) -> Move:
    return Move(source=source, target=target, label=label, roles=EDIT, reason=reason)


DEVIATION = RegisterSpec(
    key="deviation",
    prefix="DV",
    name=_("Deviation"),
    plural=_("Deviations"),
    section="monitoring",
    about=_(
        "Tasks that are late or take more than the baseline has for them: why, what corrects it, "
        "and what that is expected to bring."
    ),
    title=_("Deviation"),
    icon="target",
    model=Deviation,
    fields=(
        Field(key="kind", label=_("Kind"), kind=Kind.CHOICE, choices=KINDS, default="other"),
        Field(key="task", label=_("Task"), kind=Kind.LINK, of="task"),
        Field(key="days", label=_("Late by"), kind=Kind.NUMBER, unit=_("working days"), computed=True),
        Field(key="hours", label=_("Work over"), kind=Kind.NUMBER, unit=_("hours"), computed=True),
        Field(
            key="cost",
            label=_("Cost over"),
            kind=Kind.MONEY,
            computed=True,
            readers=PERMISSIONS["money.view"],
            writers=PERMISSIONS["money.edit"],
        ),
        Field(key="found_on", label=_("Found on"), kind=Kind.DATE),
        Field(key="owner", label=_("Owner"), kind=Kind.PERSON, aliases=("Responsible", "负责人", "责任人")),
        Field(key="due", label=_("Due"), kind=Kind.DATE),
        Field(
            key="whys",
            label=_("Five whys"),
            kind=Kind.ROWS,
            columns=WHYS,
            section=CAUSE,
            help=_("Ask why of each answer, until it is something that can be changed."),
        ),
        Field(key="root_cause", label=_("Root cause"), kind=Kind.LONG_TEXT, section=CAUSE),
        Field(key="remedy", label=_("What is done about it"), kind=Kind.LONG_TEXT, section=REMEDY),
        Field(
            key="action", label=_("Corrective action"), kind=Kind.LINK, of="task", many=True, section=REMEDY
        ),
        Field(
            key="effect_finish",
            label=_("Expected effect on the finish"),
            kind=Kind.NUMBER,
            unit=_("days"),
            computed=True,
            section=REMEDY,
        ),
        Field(
            key="effect_go_live",
            label=_("Expected effect on go-live"),
            kind=Kind.NUMBER,
            unit=_("days"),
            computed=True,
            section=REMEDY,
        ),
    ),
    view=VIEW,
    edit=EDIT,
    reserved=(Reserved(field="kind", value="cost", readers=PERMISSIONS["money.view"]),),
    columns=("kind", "task", "days", "cost", "owner", "due", "effect_go_live"),
    states=(
        State("open", pgettext_lazy("deviation", "Open"), "bad"),
        State("acting", _("Being corrected"), "info"),
        State("closed", _("Closed"), "good", open=False),
    ),
    moves=(
        _way("open", "acting", _("Begin to correct")),
        _way("open", "closed", _("Close"), reason=True),
        _way("acting", "closed", _("Close"), reason=True),
        _way("acting", "open", _("Stop"), reason=True),
        _way("closed", "open", _("Open again"), reason=True),
    ),
    panels=(
        Panel(
            key="effect",
            template="monitoring/_effect.html",
            context=effects.panel,
            fields=("effect_finish", "effect_go_live"),
        ),
    ),
    next_due="due",
)
REGISTERS = (DEVIATION,)

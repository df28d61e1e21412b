"""The registers of what is wanted: goals, KPIs, scope, requirements."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from uptake.projects.access import PERMISSIONS
from uptake.registers.spec import (
    Choice,
    Field,
    Kind,
    Move,
    Page,
    Panel,
    RegisterSpec,
    Section,
    State,
)
from uptake.scope import goals
from uptake.scope.models import Goal, Kpi, Requirement, ScopeItem
from uptake.scope.panels import kpi_panel, smart_panel, task_panel

SECTION = Section(
    key="scope",
    label=_("Scope"),
    icon="target",
    letter="n",
    about=_("What the project is for, what belongs to it, and what the system must do."),
    pages=(
        Page(route="traceability", label=_("Traceability"), need="scope.view"),
        Page(route="scope_baselines", label=_("Scope baselines"), need="scope.view"),
    ),
    folders=("scope",),
)
VIEW, EDIT = PERMISSIONS["scope.view"], PERMISSIONS["scope.edit"]


def check_kpi(values: Mapping[str, Any]) -> Mapping[str, str]:
    """Refuse a target that is no better than what there is."""
    baseline, target, direction = (values.get(key) for key in ("baseline", "target", "direction"))
    if baseline is None or target is None or not direction:
        return {}
    if direction == "up" and target <= baseline:
        return {
            "target": gettext(
                "Higher is better here: the target has to lie above the baseline. Or change the direction."
            )
        }
    if direction == "down" and target >= baseline:
        return {
            "target": gettext(
                "Lower is better here: the target has to lie below the baseline. Or change the direction."
            )
        }
    return {}


def check_scope_item(values: Mapping[str, Any]) -> Mapping[str, str]:
    """Ask for the reason of what is left out."""
    if values.get("direction") == "out" and not values.get("reason"):
        return {"reason": gettext("Say why it is out of scope: it is what people ask first.")}
    return {}


GOAL = RegisterSpec(
    key="goal",
    prefix="G",
    name=_("Goal"),
    plural=_("Goals"),
    section="scope",
    about=_("What the project is for, written so that one can see whether it was reached: SMART."),
    title=_("Goal"),
    icon="target",
    model=Goal,
    fields=(
        Field(key="smart", label=_("SMART"), computed=True),
        Field(key="why", label=_("Why"), kind=Kind.LONG_TEXT, help=_("What it costs that it is not so today.")),
        Field(
            key="measure", label=_("Measure"), kind=Kind.LONG_TEXT, section=_("Measured by"), aliases=("metric",),
            help=_("What is counted, of what, and when."),
        ),
        Field(key="unit", label=_("Unit"), section=_("Measured by")),
        Field(
            key="baseline", label=pgettext_lazy("of a figure", "Baseline"), kind=Kind.NUMBER, section=_("Measured by"),
            help=_("How it is today."),
        ),
        Field(key="target", label=_("Target"), kind=Kind.NUMBER, section=_("Measured by")),
        Field(key="due", label=_("Reached by"), kind=Kind.DATE, section=_("Measured by"), aliases=("due", "due date")),
        Field(key="owner", label=_("Owner"), kind=Kind.PERSON, section=_("Grounds")),
        Field(
            key="achievable", label=_("Why it can be reached"), kind=Kind.LONG_TEXT, section=_("Grounds"),
            help=_("A pilot, a comparable case, the means."),
        ),
        Field(
            key="relevant", label=_("Which strategy it serves"), kind=Kind.LONG_TEXT, section=_("Grounds"),
        ),
        Field(key="tasks", label=_("Tasks"), kind=Kind.LINK, of="task", many=True, section=_("Grounds")),
    ),
    columns=("smart", "baseline", "target", "unit", "due", "owner"),
    view=VIEW,
    edit=EDIT,
    written=goals.goals_written,
    panels=(
        Panel(key="smart", template="scope/_smart.html", context=smart_panel),
        Panel(key="kpis", template="scope/_kpis.html", context=kpi_panel),
    ),
)  # fmt: skip

KPI = RegisterSpec(
    key="kpi",
    prefix="K",
    name=_("KPI"),
    plural=_("KPIs"),
    section="scope",
    about=_("The figures by which the goals are measured, before the project and after it."),
    title=_("KPI"),
    icon="chart-line",
    model=Kpi,
    fields=(
        Field(key="goal", label=_("Goal"), kind=Kind.LINK, of="goal"),
        Field(key="unit", label=_("Unit")),
        Field(
            key="direction", label=_("Better is"), kind=Kind.CHOICE, required=True, default="up",
            choices=(Choice("up", _("Higher")), Choice("down", _("Lower"))),
        ),
        Field(
            key="baseline", label=pgettext_lazy("of a figure", "Baseline"), kind=Kind.NUMBER,
            help=_("How it is today."),
        ),
        Field(key="target", label=_("Target"), kind=Kind.NUMBER),
        Field(key="due", label=_("Reached by"), kind=Kind.DATE, aliases=("due", "due date")),
        Field(key="owner", label=_("Owner"), kind=Kind.PERSON),
        Field(key="source", label=_("Where the figure comes from"), kind=Kind.LONG_TEXT),
    ),
    columns=("goal", "direction", "baseline", "target", "unit", "due", "owner"),
    view=VIEW,
    edit=EDIT,
    check=check_kpi,
    written=goals.kpis_written,
)  # fmt: skip

SCOPE_ITEM = RegisterSpec(
    key="scope_item",
    prefix="S",
    name=_("Scope item"),
    plural=_("In and out"),
    section="scope",
    about=_("What the project does and what it does not do, each with its reason."),
    title=_("Item"),
    icon="checklist",
    model=ScopeItem,
    fields=(
        Field(
            key="direction", label=_("In or out"), kind=Kind.CHOICE, required=True, default="in",
            choices=(Choice("in", _("In scope"), "good"), Choice("out", _("Out of scope"))),
        ),
        Field(key="area", label=_("Area")),
        Field(key="reason", label=_("Reason"), kind=Kind.LONG_TEXT, help=_("Needed for what is out."), wide=True),
        Field(key="description", label=_("Description"), kind=Kind.LONG_TEXT),
        Field(key="owner", label=_("Owner"), kind=Kind.PERSON),
    ),
    columns=("direction", "area", "reason", "owner"),
    view=VIEW,
    edit=EDIT,
    check=check_scope_item,
)  # fmt: skip

SOURCES = (
    Choice("interview", _("Interview")),
    Choice("questionnaire", _("Questionnaire")),
    Choice("process", _("Process")),
    Choice("document", _("Document")),
    Choice("law", _("Law")),
    Choice("workshop", _("Workshop")),
)
FITS = (
    Choice("fit", _("Fit"), "good"),
    Choice("partial", _("Partial fit"), "warn"),
    Choice("gap", _("Gap"), "bad"),
    Choice("unknown", _("Not known yet"), ""),
)
PRIORITIES = (
    Choice("must", _("Must")),
    Choice("should", _("Should")),
    Choice("could", _("Could")),
    Choice("wont", _("Won't, this time")),
)
DECISIONS = (
    Choice("standard", _("Standard")),
    Choice("configure", _("Configure")),
    Choice("extend", _("Extend")),
    Choice("workaround", _("Work around")),
    Choice("reject", _("Reject")),
    Choice("open", pgettext_lazy("decision on a requirement", "Open")),
)

REQUIREMENT = RegisterSpec(
    key="requirement",
    prefix="REQ",
    name=_("Requirement"),
    plural=_("Requirements"),
    section="scope",
    about=_("What the system must do: how far it fits, how important it is, where it comes from, what was decided."),
    title=_("Requirement"),
    icon="list-check",
    model=Requirement,
    fields=(
        Field(key="description", label=_("Description"), kind=Kind.LONG_TEXT),
        Field(key="area", label=_("Area")),
        Field(key="priority", label=_("Priority"), kind=Kind.CHOICE, choices=PRIORITIES, aliases=("MoSCoW",)),
        Field(key="owner", label=_("Owner"), kind=Kind.PERSON),
        Field(key="fit", label=_("Fit/gap"), kind=Kind.CHOICE, choices=FITS, section=_("Answer"), aliases=("fit/gap",)),
        Field(key="decision", label=_("Decision"), kind=Kind.CHOICE, choices=DECISIONS, section=_("Answer")),
        Field(
            key="estimate", label=_("Estimate"), kind=Kind.NUMBER, unit=_("days"), low=0, total="sum",
            section=_("Answer"),
        ),
        Field(
            key="source_kind", label=_("Source"), kind=Kind.CHOICE, choices=SOURCES,
            section=_("Where it comes from"),
        ),
        Field(
            key="interviews", label=_("Interviews"), kind=Kind.LINK, of="interview", many=True,
            section=_("Where it comes from"),
        ),
        Field(
            key="questionnaires", label=_("Questionnaires"), kind=Kind.LINK, of="questionnaire", many=True,
            section=_("Where it comes from"),
        ),
        Field(key="goals", label=_("Goals"), kind=Kind.LINK, of="goal", many=True, section=_("Links")),
        Field(key="process", label=_("Process"), kind=Kind.LINK, of="process", section=_("Links")),
        Field(key="tasks", label=_("Tasks"), kind=Kind.LINK, of="task", many=True, section=_("Links")),
    ),
    columns=("area", "fit", "priority", "decision", "estimate", "goals", "process", "tasks"),
    states=(
        State("open", pgettext_lazy("requirement", "Open")),
        State("agreed", _("Agreed"), "info"),
        State("done", _("Done"), "good", open=False),
        State("rejected", _("Rejected"), open=False),
    ),
    moves=(
        Move(source="open", target="agreed", label=_("Agree")),
        Move(source="open", target="rejected", label=_("Reject"), reason=True),
        Move(source="agreed", target="done", label=_("Mark as done")),
        Move(source="agreed", target="rejected", label=_("Reject"), reason=True),
        Move(source="agreed", target="open", label=_("Reopen"), reason=True),
        Move(source="done", target="agreed", label=_("Not done after all"), reason=True),
        Move(source="rejected", target="open", label=_("Reopen"), reason=True),
    ),
    view=VIEW,
    edit=EDIT,
    panels=(Panel(key="task", template="scope/_make_task.html", context=task_panel),),
)  # fmt: skip

REGISTERS: tuple[RegisterSpec, ...] = (GOAL, KPI, SCOPE_ITEM, REQUIREMENT)

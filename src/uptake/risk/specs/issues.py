"""The register of issues."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from uptake.registers.spec import Choice, Field, Kind, Panel, RegisterSpec, State
from uptake.risk import panels
from uptake.risk.models import Issue
from uptake.risk.specs.parts import EDIT, OWNER, SECTION_KEY, TASKS, VIEW, choice, text, way

WHY = _("Root cause")
REMEDY = _("Remedy")
KINDS = (
    Choice("problem", _("Problem")),
    Choice("deviation", _("Deviation from the plan")),
    Choice("request", _("Request")),
    Choice("question", _("Question")),
)
SEVERITIES = (
    Choice("critical", pgettext_lazy("severity", "Critical"), "bad"),
    Choice("major", _("Major"), "warn"),
    Choice("minor", _("Minor"), "info"),
    Choice("cosmetic", _("Cosmetic")),
)
PRIORITIES = (
    Choice("high", _("High"), "bad"),
    Choice("medium", _("Medium"), "warn"),
    Choice("low", _("Low")),
)
WHYS = (
    Field(key="why", label=_("Why?"), kind=Kind.LONG_TEXT, required=True),
    Field(key="because", label=_("Because"), kind=Kind.LONG_TEXT),
)

ISSUE = RegisterSpec(
    key="issue",
    prefix="I",
    name=_("Issue"),
    plural=_("Issues"),
    section=SECTION_KEY,
    about=_(
        "What has gone wrong or off the plan: how bad it is, why it happened, and what is done about it."
    ),
    title=_("Issue"),
    icon="bolt",
    model=Issue,
    fields=(
        text("description", _("Description")),
        choice("kind", _("Kind"), KINDS, default="problem"),
        choice("severity", _("Severity"), SEVERITIES, help=_("How bad it is.")),
        choice("priority", _("Priority"), PRIORITIES, help=_("How soon somebody works on it.")),
        Field(key="raised_on", label=_("Raised on"), kind=Kind.DATE),
        Field(key="raised_by", label=_("Raised by"), kind=Kind.PERSON),
        OWNER,
        Field(key="due", label=_("Due"), kind=Kind.DATE),
        Field(
            key="whys",
            label=_("Five whys"),
            kind=Kind.ROWS,
            columns=WHYS,
            section=WHY,
            help=_("Ask why of each answer, until it is something that can be changed."),
        ),
        text("root_cause", _("Root cause"), section=WHY),
        text("decision", _("What was decided"), section=REMEDY),
        Field(
            key="action", label=_("Corrective action"), kind=Kind.LINK, of="task", many=True, section=REMEDY
        ),
        Field(key="risk", label=_("Comes from the risk"), kind=Kind.LINK, of="risk"),
        TASKS,
    ),
    view=VIEW,
    edit=EDIT,
    columns=("kind", "severity", "priority", "owner", "due", "action"),
    states=(
        State("open", pgettext_lazy("issue", "Open"), "bad"),
        State("in_progress", _("In progress"), "info"),
        State("resolved", _("Resolved"), "good"),
        State("closed", _("Closed"), "good", open=False),
    ),
    moves=(
        way("open", "in_progress", pgettext_lazy("issue", "Begin")),
        way("open", "resolved", _("Resolve")),
        way("open", "closed", _("Close"), reason=True),
        way("in_progress", "resolved", _("Resolve")),
        way("in_progress", "open", _("Stop"), reason=True),
        way("resolved", "closed", _("Confirm and close")),
        way("resolved", "in_progress", _("Not solved"), reason=True),
        way("closed", "open", _("Open again"), reason=True),
    ),
    panels=(Panel(key="action", template="risk/_action.html", context=panels.action_panel),),
    next_due="due",
)

"""The register of change requests."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from uptake.changes import services
from uptake.changes.models import ChangeRequest
from uptake.changes.page import impact_panel
from uptake.projects.access import PERMISSIONS
from uptake.projects.models import Role
from uptake.registers.configured import MONEY_READERS
from uptake.registers.spec import (
    Choice,
    Condition,
    Field,
    Flow,
    Kind,
    Move,
    Page,
    Panel,
    RegisterSpec,
    Section,
    State,
    Step,
    Words,
)

SECTION = Section(
    key="changes",
    label=_("Changes"),
    icon="git-pull-request",
    letter="x",
    about=_("Wishes to change what was agreed, what each would do to the plan, and who agreed to it."),
    pages=(Page(route="changes_compare", label=_("Side by side"), need="change.view"),),
    folders=("changes",),
)

MUCH = 5_000_000
"""Hundredths of the project's currency: a change that costs more is the sponsor's."""

MANAGER = frozenset({Role.MANAGER})
EDIT = PERMISSIONS["change.edit"]

CONTROL = Flow(
    key="change_control",
    name=_("Change control"),
    target="approved",
    steps=(
        Step(name=_("Project management"), roles=MANAGER),
        Step(
            name=_("Sponsor"),
            roles=frozenset({Role.SPONSOR}),
            when=(
                Condition(field="go_live_days", op="<>", value=0),
                Condition(field="cost_delta", op=">", value=MUCH),
            ),
        ),
    ),
)

CATEGORIES = (
    Choice("scope", _("Scope")),
    Choice("law", _("Law or regulation")),
    Choice("technical", _("Technical")),
    Choice("organisation", pgettext_lazy("change", "Organisation")),
    Choice("error", _("Correction of an error")),
)


def _figure(key: str, label: Words, kind: Kind = Kind.NUMBER, **values: Any) -> Field:
    return Field(key=key, label=label, kind=kind, computed=True, **values)


FIGURES = (
    _figure("go_live_days", _("Go-live moves"), unit=_("d")),
    _figure("finish_days", _("Finish moves"), unit=_("d")),
    _figure("tasks_moved", _("Tasks that move")),
    _figure("work_hours", _("Work"), unit=_("h"), total="sum"),
    _figure("cost_delta", _("Cost"), Kind.MONEY, readers=MONEY_READERS, total="sum"),
)

CHANGE = RegisterSpec(
    key=services.REGISTER,
    prefix="CR",
    name=_("Change request"),
    plural=_("Change requests"),
    section="changes",
    about=_(
        "A change request holds changes of the plan that nobody has agreed to yet. What they do to go-live, people "
        "and cost is computed; approving it applies exactly them."
    ),
    title=_("Change"),
    icon="git-pull-request",
    model=ChangeRequest,
    fields=(
        Field(key="reason", label=_("Reason"), kind=Kind.LONG_TEXT, required=True),
        Field(key="description", label=_("What changes"), kind=Kind.LONG_TEXT),
        Field(key="category", label=_("Category"), kind=Kind.CHOICE, choices=CATEGORIES),
        Field(key="requester", label=_("Asked for by"), kind=Kind.PERSON),
        Field(
            key="needed_by",
            label=_("Decision needed by"),
            kind=Kind.DATE,
            help=_("Later than that, the change is of no use any more, or costs more."),
        ),
        Field(key="tasks", label=_("Tasks"), kind=Kind.LINK, of="task", many=True),
        *FIGURES,
    ),
    columns=("go_live_days", "tasks_moved", "work_hours", "cost_delta", "needed_by"),
    states=(
        State("draft", _("Draft")),
        State("submitted", _("Being decided"), "info"),
        State("approved", _("Approved and applied"), "good", open=False),
        State("rejected", _("Rejected"), "bad", open=False),
        State("withdrawn", _("Withdrawn"), open=False),
    ),
    moves=(
        Move(source="draft", target="submitted", label=_("Submit"), roles=EDIT, asks="approved"),
        Move(source="submitted", target="approved", label=_("Approve"), roles=MANAGER),
        Move(source="submitted", target="rejected", label=_("Reject"), roles=MANAGER, reason=True),
        Move(source="submitted", target="draft", label=_("Take back"), roles=EDIT),
        Move(source="draft", target="withdrawn", label=_("Withdraw"), roles=EDIT, reason=True),
        Move(source="withdrawn", target="draft", label=_("Take up again"), roles=EDIT),
    ),
    view=PERMISSIONS["change.view"],
    edit=EDIT,
    panels=(
        Panel(
            key="impact",
            template="changes/impact.html",
            context=impact_panel,
            fields=tuple(one.key for one in FIGURES),
        ),
    ),
    flows=(CONTROL,),
    made=services.made,
    moved=services.moved,
    written=services.written,
    refresh=services.refresh,
    next_due="needed_by",
)

REGISTERS: tuple[RegisterSpec, ...] = (CHANGE,)

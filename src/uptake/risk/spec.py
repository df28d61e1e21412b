"""The registers of what may go wrong, what did, and what was decided."""

from django.utils.translation import gettext_lazy as _

from uptake.projects.access import PERMISSIONS
from uptake.registers.spec import Field, Kind, Move, RegisterSpec, Section, State
from uptake.risk.models import Decision

SECTION = Section(key="risk", label=_("Risks"), icon="alert-triangle", letter="k")

DECISION = RegisterSpec(
    key="decision",
    prefix="D",
    name=_("Decision"),
    plural=_("Decisions"),
    section="risk",
    about=_("What was decided, by whom and why, so that nobody has to decide it again."),
    title=_("Question"),
    icon="scale",
    model=Decision,
    fields=(
        Field(key="context", label=_("Context"), kind=Kind.LONG_TEXT),
        Field(key="options", label=_("Options"), kind=Kind.LONG_TEXT),
        Field(key="decision", label=_("Decision"), kind=Kind.LONG_TEXT),
        Field(key="reason", label=_("Reason"), kind=Kind.LONG_TEXT),
        Field(key="decided_on", label=_("Decided on"), kind=Kind.DATE),
        Field(key="decided_by", label=_("Decided by"), kind=Kind.PERSON),
        Field(key="consequences", label=_("Consequences"), kind=Kind.LONG_TEXT),
        Field(key="tasks", label=_("Tasks"), kind=Kind.LINK, of="task", many=True),
    ),
    view=PERMISSIONS["risk.view"],
    edit=PERMISSIONS["risk.edit"],
    columns=("decision", "decided_on", "decided_by", "tasks"),
    states=(
        State("proposed", _("Proposed"), "info"),
        State("decided", _("Decided"), "good", open=False),
        State("superseded", _("Superseded"), open=False),
    ),
    moves=(
        Move(source="proposed", target="decided", label=_("Decide")),
        Move(source="decided", target="superseded", label=_("Supersede"), reason=True),
    ),
)

REGISTERS = (DECISION,)

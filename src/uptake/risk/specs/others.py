"""The registers of decisions, assumptions, and dependencies on others."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from uptake.registers.spec import Field, Kind, Panel, RegisterSpec, State
from uptake.risk import panels
from uptake.risk.models import Assumption, Decision, Dependency
from uptake.risk.specs.parts import EDIT, OWNER, SECTION_KEY, TASKS, VIEW, text, way

DECISION = RegisterSpec(
    key="decision",
    prefix="D",
    name=_("Decision"),
    plural=_("Decisions"),
    section=SECTION_KEY,
    about=_("What was decided, by whom and why, so that nobody has to decide it again."),
    title=_("Question"),
    icon="scale",
    model=Decision,
    fields=(
        text("context", _("Context")),
        text("options", _("Options")),
        text("decision", _("Decision")),
        text("reason", _("Reason")),
        Field(key="decided_on", label=_("Decided on"), kind=Kind.DATE),
        Field(key="decided_by", label=_("Decided by"), kind=Kind.PERSON),
        text("consequences", _("Consequences")),
        TASKS,
    ),
    view=VIEW,
    edit=EDIT,
    columns=("decision", "decided_on", "decided_by", "tasks"),
    states=(
        State("proposed", _("Proposed"), "info"),
        State("decided", _("Decided"), "good", open=False),
        State("superseded", _("Superseded"), open=False),
    ),
    moves=(
        way("proposed", "decided", _("Decide")),
        way("decided", "superseded", _("Supersede"), reason=True),
        way("decided", "proposed", _("Open again"), reason=True),
    ),
)

ASSUMPTION = RegisterSpec(
    key="assumption",
    prefix="A",
    name=_("Assumption"),
    plural=_("Assumptions"),
    section=SECTION_KEY,
    about=_("What the plan takes for granted, and until when somebody has looked whether it is true."),
    title=_("Assumption"),
    icon="bulb",
    model=Assumption,
    fields=(
        text("basis", _("Basis"), help=_("Why we believe it.")),
        Field(key="validate_by", label=_("Validate by"), kind=Kind.DATE),
        OWNER,
        text("if_wrong", _("If it is wrong")),
        TASKS,
    ),
    view=VIEW,
    edit=EDIT,
    columns=("validate_by", "owner", "if_wrong", "tasks"),
    states=(
        State("open", _("Not validated"), "info"),
        State("confirmed", _("Confirmed"), "good", open=False),
        State("wrong", pgettext_lazy("assumption", "Wrong"), "bad", open=False),
    ),
    moves=(
        way("open", "confirmed", _("Confirm")),
        way("open", "wrong", _("It is wrong"), reason=True),
        way("confirmed", "open", _("Look again"), reason=True),
        way("confirmed", "wrong", _("It is wrong"), reason=True),
        way("wrong", "open", _("Look again"), reason=True),
    ),
    next_due="validate_by",
)

DEPENDENCY = RegisterSpec(
    key="dependency",
    prefix="DEP",
    name=_("Dependency"),
    plural=_("Dependencies"),
    section=SECTION_KEY,
    about=_("What others have to deliver before a task can begin; the plan says until when."),
    title=_("Dependency"),
    icon="hierarchy",
    model=Dependency,
    fields=(
        Field(key="on_whom", label=_("On whom")),
        text("what", _("What we need")),
        Field(key="task", label=_("Task that needs it"), kind=Kind.LINK, of="task", many=True),
        Field(key="needed_by", label=_("Needed by"), kind=Kind.DATE, computed=True),
        Field(key="promised_for", label=_("Promised for"), kind=Kind.DATE),
        OWNER,
    ),
    view=VIEW,
    edit=EDIT,
    columns=("on_whom", "task", "needed_by", "promised_for", "owner"),
    states=(
        State("waiting", _("Waiting"), "info"),
        State("promised", _("Promised"), "info"),
        State("late", _("Late"), "bad"),
        State("received", _("Received"), "good", open=False),
    ),
    moves=(
        way("waiting", "promised", _("It was promised")),
        way("waiting", "received", _("It has arrived")),
        way("waiting", "late", _("It is late")),
        way("promised", "received", _("It has arrived")),
        way("promised", "late", _("It is late")),
        way("late", "promised", _("It was promised again")),
        way("late", "received", _("It has arrived")),
        way("received", "waiting", _("It has to come again"), reason=True),
    ),
    panels=(Panel(key="needed", template="risk/_needed.html", context=panels.needed_panel),),
    next_due="needed_by",
)

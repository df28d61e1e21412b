"""The register of processes."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from uptake.assessment.models import Process
from uptake.assessment.panels import confirmation_panel, diagram_panel, steps_panel
from uptake.assessment.rounds import days_held, held_back
from uptake.projects.access import PERMISSIONS
from uptake.registers.spec import Choice, Field, Kind, Move, Panel, RegisterSpec, State
from uptake.registers.writing import Unfit

ANSWERS = (
    Choice("yes", pgettext_lazy("process", "Confirmed"), "good"),
    Choice("remarks", _("Remarks to settle"), "warn"),
    Choice("no", _("Not confirmed"), "bad"),
)
STEPS = (
    Field(key="name", label=_("Step"), required=True, wide=True),
    Field(key="who", label=_("Who")),
    Field(key="system", label=_("System")),
    Field(key="minutes", label=_("Minutes"), kind=Kind.NUMBER, low=0, high=1_000_000),
)
ROUNDS = (
    Field(key="on", label=_("Date"), kind=Kind.DATE, required=True),
    Field(key="who", label=_("Key user"), kind=Kind.PERSON, required=True),
    Field(
        key="answer",
        label=pgettext_lazy("process", "Answer"),
        kind=Kind.CHOICE,
        choices=ANSWERS,
        required=True,
    ),
    Field(key="remark", label=_("Remark"), kind=Kind.LONG_TEXT),
)


def derive(record: Any) -> None:
    record.as_is_minutes = sum(step.get("minutes", 0) for step in record.as_is)
    record.to_be_minutes = sum(step.get("minutes", 0) for step in record.to_be)
    record.rounds_held = len(days_held(record.rounds))


def moved(visit: Any, record: Any, left: str) -> None:
    """Let a process be confirmed only when its key users agreed, in more than one round."""
    if record.state == "confirmed" and (why := held_back(record.rounds)):
        raise Unfit({"": why})


PROCESS = RegisterSpec(
    key="process",
    prefix="P",
    name=_("Process"),
    plural=_("Processes"),
    section="assessment",
    about=_(
        "How work is done today, how it shall be done, and the key users who confirmed it, by name and date."
    ),
    title=_("Process"),
    icon="route",
    model=Process,
    fields=(
        Field(key="area", label=_("Area")),
        Field(key="owner", label=_("Owner"), kind=Kind.PERSON),
        Field(key="purpose", label=_("Purpose"), kind=Kind.LONG_TEXT, wide=True),
        Field(key="trigger", label=pgettext_lazy("process", "Trigger"), kind=Kind.LONG_TEXT),
        Field(key="result", label=_("Result"), kind=Kind.LONG_TEXT),
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
        Field(key="rounds", label=_("Confirmations"), kind=Kind.ROWS, columns=ROUNDS, computed=True),
        Field(key="as_is_minutes", label=_("Minutes as it is"), kind=Kind.NUMBER, computed=True, total="sum"),
        Field(
            key="to_be_minutes",
            label=_("Minutes as it shall be"),
            kind=Kind.NUMBER,
            computed=True,
            total="sum",
        ),
        Field(key="rounds_held", label=_("Rounds"), kind=Kind.NUMBER, computed=True),
        Field(key="tasks", label=_("Tasks"), kind=Kind.LINK, of="task", many=True),
    ),
    columns=("area", "owner", "as_is_minutes", "to_be_minutes", "rounds_held"),
    states=(
        State("as_is", _("As is")),
        State("to_be", _("To be"), "info"),
        State("standardised", _("Standardised"), "warn"),
        State("confirmed", _("Confirmed by key users"), "good", open=False),
    ),
    moves=(
        Move(source="as_is", target="to_be", label=_("Design it")),
        Move(source="to_be", target="standardised", label=_("Standardise")),
        Move(source="standardised", target="confirmed", label=pgettext_lazy("process", "Confirm")),
        Move(source="to_be", target="as_is", label=_("Back to as-is"), reason=True),
        Move(source="standardised", target="to_be", label=_("Design again"), reason=True),
        Move(source="confirmed", target="to_be", label=_("Reopen"), reason=True),
    ),
    view=PERMISSIONS["assessment.view"],
    edit=PERMISSIONS["assessment.edit"],
    derive=derive,
    moved=moved,
    panels=(
        Panel(
            key="confirmation",
            template="assessment/_confirmation.html",
            context=confirmation_panel,
            fields=("rounds", "rounds_held"),
        ),
        Panel(
            key="steps",
            template="assessment/_steps.html",
            context=steps_panel,
            fields=("as_is", "to_be", "as_is_minutes", "to_be_minutes"),
        ),
        Panel(key="diagram", template="assessment/_diagram.html", context=diagram_panel),
    ),
)

"""The register of questionnaires."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from uptake.assessment import questions
from uptake.assessment.answering import new_token
from uptake.assessment.models import Questionnaire
from uptake.assessment.panels import questionnaire_panel
from uptake.projects.access import PERMISSIONS
from uptake.registers.kinds import WrongRows
from uptake.registers.spec import Choice, Field, Kind, Move, Panel, RegisterSpec, State
from uptake.registers.writing import Unfit

MOST_QUESTIONS = 100
QUESTIONS = (
    Field(
        key="text", label=pgettext_lazy("question", "Question"), kind=Kind.LONG_TEXT, required=True, wide=True
    ),
    Field(
        key="kind",
        label=pgettext_lazy("question", "Answer"),
        kind=Kind.CHOICE,
        required=True,
        default="single",
        choices=(
            Choice("single", _("One choice")),
            Choice("multi", _("Several choices")),
            Choice("scale", _("Scale")),
            Choice("text", _("Free text")),
            Choice("number", _("Number")),
        ),
    ),
    Field(key="choices", label=_("Choices, one a line"), kind=Kind.LONG_TEXT),
    Field(key="low", label=_("From"), kind=Kind.NUMBER, low=-1e12, high=1e12),
    Field(key="high", label=_("To"), kind=Kind.NUMBER, low=-1e12, high=1e12),
    Field(key="required", label=pgettext_lazy("question", "Required"), kind=Kind.CHECKBOX),
    Field(key="key", label=_("Short name")),
    Field(key="show_question", label=_("Only if the question")),
    Field(key="show_equals", label=_("is answered with")),
)


def check(values: Mapping[str, Any]) -> Mapping[str, Any]:
    rows = values.get("questions") or []
    if len(rows) > MOST_QUESTIONS:
        return {"questions": _("Ask %d questions at most.") % MOST_QUESTIONS}
    wrong = questions.check(rows)
    return {"questions": WrongRows(wrong)} if wrong else {}


def moved(visit: Any, record: Any, left: str) -> None:
    """Give a questionnaire that opens its public address."""
    if record.state == "open":
        if not record.questions:
            raise Unfit({"": _("Write a question first: Edit → Questions.")})
        record.token = record.token or new_token()


QUESTIONNAIRE = RegisterSpec(
    key="questionnaire",
    prefix="Q",
    name=_("Questionnaire"),
    plural=_("Questionnaires"),
    section="assessment",
    about=_("Questions to many people, answered through a link without signing in."),
    title=_("Title"),
    icon="list-check",
    model=Questionnaire,
    fields=(
        Field(key="introduction", label=_("Introduction"), kind=Kind.LONG_TEXT, wide=True),
        Field(key="questions", label=_("Questions"), kind=Kind.ROWS, columns=QUESTIONS),
        Field(
            key="naming",
            label=_("Names"),
            kind=Kind.CHOICE,
            default="optional",
            choices=(
                Choice("anonymous", _("Nobody is asked for a name")),
                Choice("optional", _("Those who want to write a name")),
                Choice("named", _("Everybody writes a name")),
            ),
        ),
        Field(
            key="closes_on",
            label=_("Last day"),
            kind=Kind.DATE,
            help=_("After it the link takes no more answers."),
        ),
        Field(
            key="thanks",
            label=_("Thanks"),
            kind=Kind.LONG_TEXT,
            help=_("What people read when they have answered."),
        ),
        Field(key="answered", label=_("Answers"), kind=Kind.NUMBER, computed=True, total="sum"),
        Field(key="tasks", label=_("Tasks"), kind=Kind.LINK, of="task", many=True),
    ),
    columns=("closes_on", "naming", "answered"),
    states=(
        State("draft", _("Draft")),
        State("open", _("Open for answers"), "info"),
        State("closed", _("Closed"), "good", open=False),
    ),
    moves=(
        Move(source="draft", target="open", label=_("Open for answers")),
        Move(source="open", target="closed", label=_("Close")),
        Move(source="closed", target="open", label=_("Open again")),
    ),
    view=PERMISSIONS["assessment.view"],
    edit=PERMISSIONS["assessment.edit"],
    check=check,
    moved=moved,
    panels=(
        Panel(
            key="questionnaire",
            template="assessment/_questionnaire.html",
            context=questionnaire_panel,
            fields=("questions",),
        ),
    ),
)

"""The register of interviews."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from uptake.assessment.models import Interview
from uptake.projects.access import PERMISSIONS
from uptake.registers.spec import Choice, Field, Kind, RegisterSpec

FINDINGS = (
    Field(key="topic", label=_("Topic")),
    Field(key="finding", label=_("Finding"), kind=Kind.LONG_TEXT, required=True, wide=True),
    Field(
        key="kind",
        label=_("Kind"),
        kind=Kind.CHOICE,
        choices=(
            Choice("pain", _("Pain"), "bad"),
            Choice("wish", _("Wish"), "info"),
            Choice("fact", _("Fact")),
            Choice("rule", _("Rule"), "warn"),
        ),
    ),
)


def derive(record: Any) -> None:
    record.found = len(record.findings)


INTERVIEW = RegisterSpec(
    key="interview",
    prefix="INT",
    name=_("Interview"),
    plural=_("Interviews"),
    section="assessment",
    about=_("Who was asked how work is done, and what came out: pains, wishes, facts and rules."),
    title=_("Subject"),
    icon="message",
    model=Interview,
    fields=(
        Field(key="held_on", label=_("Held on"), kind=Kind.DATE),
        Field(key="place", label=_("Place")),
        Field(key="people", label=_("Who was asked"), kind=Kind.LONG_TEXT),
        Field(key="interviewer", label=_("Interviewer"), kind=Kind.PERSON),
        Field(key="notes", label=pgettext_lazy("interview", "Notes"), kind=Kind.LONG_TEXT, wide=True),
        Field(key="findings", label=_("Findings"), kind=Kind.ROWS, columns=FINDINGS),
        Field(key="found", label=_("Number of findings"), kind=Kind.NUMBER, computed=True, total="sum"),
        Field(key="tasks", label=_("Tasks"), kind=Kind.LINK, of="task", many=True),
    ),
    columns=("held_on", "people", "interviewer", "found"),
    view=PERMISSIONS["assessment.view"],
    edit=PERMISSIONS["assessment.edit"],
    derive=derive,
)

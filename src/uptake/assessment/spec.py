"""The registers of how things are done today, and how they should be."""

from django.utils.translation import gettext_lazy as _

from uptake.assessment.specs.interview import INTERVIEW
from uptake.assessment.specs.process import PROCESS
from uptake.assessment.specs.questionnaire import QUESTIONNAIRE
from uptake.assessment.specs.stream import VALUE_STREAM
from uptake.registers.spec import RegisterSpec, Section

SECTION = Section(
    key="assessment", label=_("Assessment"), icon="clipboard-list", letter="m", folders=("assessment",)
)

REGISTERS: tuple[RegisterSpec, ...] = (INTERVIEW, QUESTIONNAIRE, PROCESS, VALUE_STREAM)

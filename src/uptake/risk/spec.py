"""The section of what may go wrong, what did, and what was decided."""

from django.utils.translation import gettext_lazy as _

from uptake.registers.spec import Page, Section
from uptake.risk.specs.issues import ISSUE
from uptake.risk.specs.others import ASSUMPTION, DECISION, DEPENDENCY
from uptake.risk.specs.parts import SECTION_KEY
from uptake.risk.specs.risks import RISK

SECTION = Section(
    key=SECTION_KEY,
    label=_("Risks"),
    icon="alert-triangle",
    letter="k",
    pages=(
        Page(route="risk_matrix", label=_("Matrix"), need="risk.view"),
        Page(route="risk_trend", label=_("Trend"), need="risk.view"),
    ),
    folders=("risks", "issues"),
)
REGISTERS = (RISK, ISSUE, DECISION, ASSUMPTION, DEPENDENCY)

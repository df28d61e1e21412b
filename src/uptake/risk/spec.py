"""The section of what may go wrong, what did, and what was decided."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from uptake.registers.spec import Page, Panel, Section
from uptake.risk.panels import overview_panel
from uptake.risk.simulation.panel import overview_panel as p80_panel
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
        Page(route="simulation", label=pgettext_lazy("plan", "Simulation"), need="risk.view"),
        Page(route="risk_trend", label=_("Trend"), need="risk.view"),
    ),
    folders=("risks", "issues", "simulation"),
    overview=(
        Panel(key="simulation", template="risk/_p80_panel.html", context=p80_panel, first=True),
        Panel(key="risks", template="risk/_overview.html", context=overview_panel),
    ),
)
REGISTERS = (RISK, ISSUE, DECISION, ASSUMPTION, DEPENDENCY)

"""What insight puts into a project: a place in the navigation, its tabs, a part of the overview."""

from django.utils.translation import gettext_lazy as _

from uptake.insight.panels import overview_panel
from uptake.registers.spec import Page, Panel, Section

SECTION = Section(
    key="insight",
    label=_("Plan review"),
    icon="list-check",
    letter="v",
    about=_("Holds the plan against the rules of good planning, and drafts against each other."),
    pages=(
        Page(route="plan_review", label=_("Findings"), need="review.view"),
        Page(route="review_rules", label=_("Rules"), need="review.view"),
        Page(route="review_waivers", label=_("Waivers"), need="review.view"),
        Page(route="whatif", label=_("Compare drafts"), need="review.view"),
    ),
    folders=("review",),
    overview=(Panel(key="review", template="insight/_overview.html", context=overview_panel),),
)

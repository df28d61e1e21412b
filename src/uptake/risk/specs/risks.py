"""The register of risks."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from uptake.projects.access import PERMISSIONS
from uptake.registers.services import Unfit
from uptake.registers.spec import Choice, Field, Kind, Panel, RegisterSpec, State
from uptake.risk import panels, scores
from uptake.risk.models import Risk
from uptake.risk.specs.parts import EDIT, OWNER, SECTION_KEY, TASKS, VIEW, choice, text, way
from uptake.risk.words import BANDS, IMPACT, PROBABILITY

WHAT, BEFORE, RESPONSE, AFTER, EFFECT = (
    _("What may happen"),
    _("Before the response"),
    _("Response"),
    _("After the response"),
    _("If it occurs"),
)
TRIPLES, ENDS = ("days", "cost"), ("low", "likely", "high")
MONEY = PERMISSIONS["money.view"]

CATEGORIES = (
    Choice("schedule", _("Schedule")),
    Choice("cost", _("Cost")),
    Choice("quality", _("Quality")),
    Choice("scope", _("Scope")),
    Choice("people", _("People")),
    Choice("technical", _("Technical")),
    Choice("data", _("Data")),
    Choice("supplier", _("Supplier")),
    Choice("legal", _("Legal")),
    Choice("change", _("Change and acceptance")),
)
RESPONSES = (
    Choice("avoid", _("Avoid")),
    Choice("transfer", _("Transfer")),
    Choice("mitigate", _("Mitigate")),
    Choice("accept", _("Accept")),
    Choice("escalate", _("Escalate")),
)
PROXIMITY = (
    Choice("now", _("Now"), "bad"),
    Choice("month", _("Within a month"), "warn"),
    Choice("quarter", _("Within a quarter")),
    Choice("later", _("Later")),
)


def derive(record: Any) -> None:
    """Set scores, bands and expected values; refuse estimates that are out of order, whichever way they came."""
    out_of_order = check(
        {f"{name}_{end}": getattr(record, f"{name}_{end}") for name in TRIPLES for end in ENDS}
    )
    if out_of_order:
        raise Unfit(out_of_order)
    record.score = scores.score(record.probability, record.impact)
    record.band = scores.band(record.score)
    record.residual_score = scores.score(record.residual_probability, record.residual_impact)
    record.residual_band = scores.band(record.residual_score)
    chance = record.probability
    days = scores.expected(chance, record.days_low, record.days_likely, record.days_high)
    record.expected_days = None if days is None else round(days, 2)
    costs = (record.cost_low, record.cost_likely, record.cost_high)
    record.expected_cost = scores.expected_money(chance, *costs)


def check(values: Mapping[str, Any]) -> dict[str, str]:
    """Find estimates that are out of order, or below nothing."""
    found = {}
    for name in TRIPLES:
        for end in ENDS:
            if (values.get(f"{name}_{end}") or 0) < 0:
                found[f"{name}_{end}"] = _now("Not less than 0.")
        wrong = scores.disorder(*(values.get(f"{name}_{end}") for end in ENDS))
        if wrong == "likely":
            found[f"{name}_likely"] = _now("Not less than the low estimate.")
        elif wrong == "high":
            found[f"{name}_high"] = _now("Not less than the other estimates.")
    return found


def _days(end: str, label: Any) -> Field:
    return Field(
        key=f"days_{end}",
        label=label,
        kind=Kind.NUMBER,
        low=0,
        high=10_000,
        section=EFFECT,
        unit=_("working days"),
    )


def _cost(end: str, label: Any) -> Field:
    return Field(key=f"cost_{end}", label=label, kind=Kind.MONEY, readers=MONEY, low=0, section=EFFECT)


FIELDS = (
    text("cause", _("Cause"), section=WHAT, help=_("Because …"), aliases=("原因",)),
    text("event", _("Event"), section=WHAT, help=_("… it may happen that …"), aliases=("风险事件",)),
    text("effect", _("Effect"), section=WHAT, help=_("… which would mean …"), aliases=("后果",)),
    choice("category", _("Category"), CATEGORIES, section=WHAT),
    choice("proximity", _("Proximity"), PROXIMITY, section=WHAT, help=_("When it may occur.")),
    text("trigger", _("Trigger"), section=WHAT, help=_("The sign by which you notice that it begins.")),
    choice("probability", _("Probability"), PROBABILITY, scale="probability", section=BEFORE),
    choice("impact", _("Impact"), IMPACT, scale="impact", section=BEFORE),
    Field(key="score", label=_("Score"), kind=Kind.NUMBER, computed=True, section=BEFORE),
    choice("band", _("Band"), BANDS, computed=True, section=BEFORE),
    choice("response", _("Response"), RESPONSES, section=RESPONSE),
    text(
        "response_plan",
        _("Response plan"),
        section=RESPONSE,
        help=_("Who does what until when, so that it gets less likely or less bad."),
    ),
    text(
        "contingency",
        _("Contingency plan"),
        section=RESPONSE,
        help=_("What is done when it occurs all the same."),
    ),
    text(
        "rollback",
        _("Rollback plan"),
        section=RESPONSE,
        help=_("For moving data and cutting over: until when one can go back, and how."),
    ),
    choice(
        "residual_probability", _("Residual probability"), PROBABILITY, scale="probability", section=AFTER
    ),
    choice("residual_impact", _("Residual impact"), IMPACT, scale="impact", section=AFTER),
    Field(key="residual_score", label=_("Residual score"), kind=Kind.NUMBER, computed=True, section=AFTER),
    choice("residual_band", _("Residual band"), BANDS, computed=True, section=AFTER),
    _days("low", _("Days lost, at least")),
    _days("likely", _("Days lost, most likely")),
    _days("high", _("Days lost, at most")),
    Field(
        key="expected_days",
        label=_("Expected days"),
        kind=Kind.NUMBER,
        unit=_("working days"),
        computed=True,
        total="sum",
        section=EFFECT,
    ),
    _cost("low", _("Cost, at least")),
    _cost("likely", _("Cost, most likely")),
    _cost("high", _("Cost, at most")),
    Field(
        key="expected_cost",
        label=_("Expected cost"),
        kind=Kind.MONEY,
        readers=MONEY,
        computed=True,
        total="sum",
        section=EFFECT,
    ),
    OWNER,
    Field(key="next_review", label=_("Next review"), kind=Kind.DATE),
    TASKS,
)

RISK = RegisterSpec(
    key="risk",
    prefix="R",
    name=_("Risk"),
    plural=_("Risks"),
    section=SECTION_KEY,
    about=_("What may happen, what it would do to the project, and what is done about it before it does."),
    title=_("Risk"),
    icon="alert-triangle",
    model=Risk,
    fields=FIELDS,
    view=VIEW,
    edit=EDIT,
    columns=("score", "band", "response", "owner", "next_review"),
    states=(
        State("open", pgettext_lazy("risk", "Open"), "info"),
        State("mitigating", _("Mitigating"), "info"),
        State("occurred", _("Occurred"), "bad"),
        State("closed", _("Closed"), "good", open=False),
    ),
    moves=(
        way("open", "mitigating", _("Begin the response")),
        way("open", "occurred", _("It has occurred")),
        way("open", "closed", _("Close"), reason=True),
        way("mitigating", "open", _("Stop the response"), reason=True),
        way("mitigating", "occurred", _("It has occurred")),
        way("mitigating", "closed", _("Close"), reason=True),
        way("occurred", "closed", _("Close"), reason=True),
        way("closed", "open", _("Open again"), reason=True),
    ),
    derive=derive,
    check=check,
    panels=(
        Panel(key="remarks", template="risk/_remarks.html", context=panels.remarks_panel),
        Panel(key="occurred", template="risk/_occurred.html", context=panels.occurred_panel),
        Panel(key="scores", template="risk/_scores.html", context=panels.scores_panel),
    ),
    next_due="next_review",
    order="-score",
)

"""How templates of risks write amounts and months."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from uptake.engine.instants import DAY
from uptake.registers.kinds import money_text, number_text
from uptake.risk.simulation.events import RiskEvent
from uptake.risk.trend import Point
from uptake.ui.dates import short_text

register = template.Library()


@register.filter
def money(hundredths: float) -> str:
    """Write an amount without its hundredths: sums of estimates are not exact."""
    return money_text(round(hundredths / 100) * 100).removesuffix(".00")


@register.filter
def month(day: date) -> str:
    """Write the month of a day, short."""
    return f"{day.month}月" if (get_language() or "").startswith("zh") else date_format(day, "M")


@register.filter
def chart_day(moment: datetime) -> str:
    """Write the day of a moment."""
    return short_text(timezone.localtime(moment).date(), timezone.localdate())


@register.filter
def absolute(number: int) -> int:
    """Return a number without its sign."""
    return abs(number)


@register.simple_tag
def unscored(point: Point) -> Any:
    """Return how many risks had no score."""
    return point.bands[""]


@register.filter
def number(value: float) -> str:
    """Write a number with thousands marks."""
    return number_text(value)


@register.filter
def buffer_text(working_days: float) -> str:
    """Write working days that are needed, or to spare."""
    told = {"n": number_text(abs(working_days))}
    if working_days < 0:
        return _("none: %(n)s days to spare") % told
    return _("%(n)s working days") % told


@register.filter
def plain_days(working_days: float) -> str:
    """Write working days with their sign, to one place: they stand below each other."""
    sign = "+" if working_days > 0 else "−" if working_days < 0 else ""
    return f"{sign}{abs(working_days):,.1f}"


@register.filter
def calendar_days(shift: int) -> int:
    """Turn a difference of instants into whole days."""
    return round(shift / DAY)


@register.filter
def three(values: Sequence[float]) -> str:
    """Write three estimates; one where they are the same."""
    shown = values[:1] if len(set(values)) == 1 else values
    return " – ".join(number_text(one) for one in shown)


LACKS = {
    "probability": gettext_lazy("say how probable it is"),
    "impact": gettext_lazy("estimate days or cost"),
    "tasks": gettext_lazy("link open tasks"),
}


@register.filter
def what_is_missing(event: RiskEvent) -> str:
    """Say what a risk needs before it can count."""
    return _("No: %s") % (_("; ").join(str(LACKS[one]) for one in event.missing))


@register.simple_tag
def remark_text(code: str, count: int) -> str:
    """Say what a simulation could not take as it was."""
    told = {"n": number_text(count)}
    match code:
        case "bad_estimates":
            return (
                _(
                    "Tasks whose estimates are incomplete or out of order: %(n)s. Their category counts instead."
                )
                % told
            )
        case "event_without_effect":
            return (
                _("Risks that have no effect because their tasks are done or cannot be longer: %(n)s.") % told
            )
        case "beyond_horizon":
            return _("Some runs end after 2149. Look for estimates that are much too long.")
    return _("%(code)s: %(n)s") % {"code": code, **told}

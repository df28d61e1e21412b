"""How templates of risks write amounts and months."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from uptake.registers.kinds import money_text
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

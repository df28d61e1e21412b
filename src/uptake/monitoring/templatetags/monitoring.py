"""How templates write amounts and indices of earned value."""

from math import ceil

from django import template

from uptake.engine.earned import Figure
from uptake.monitoring.page import Unit
from uptake.registers.kinds import money_text, number_text

register = template.Library()


@register.simple_tag
def amount(unit: Unit, value: float | None) -> str:
    """Write an amount in the unit of the page."""
    return unit.text(value)


@register.filter
def index(figure: Figure) -> str:
    """Write an index; a dash where there is none."""
    return "–" if figure.value is None else f"{figure.value:.2f}"


@register.filter
def hundredths(value: int) -> str:
    """Write an amount of money."""
    return money_text(value)


@register.filter
def magnitude(value: float) -> float:
    """Return a number without its sign."""
    return abs(value)


@register.filter
def counted(value: float) -> int:
    """Return a whole number that decides between singular and plural."""
    return ceil(value)


@register.filter
def share(value: float) -> str:
    """Write a share of 1 in whole percent."""
    return f"{round(value * 100)} %"


@register.filter
def days(value: float) -> str:
    """Write a number of days."""
    return number_text(value)

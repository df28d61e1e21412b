"""How templates of the assessment write numbers, and look into small tables."""

import math
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from uptake.assessment.simulated import VARIATIONS
from uptake.assessment.streams import Side, percent
from uptake.registers.kinds import number_text

register = template.Library()


@register.filter
def as_number(value: Any, digits: int = 2) -> str:
    """Write a number; without limit as ∞."""
    if not isinstance(value, (int, float)):
        return ""
    return number_text(round(value, digits)) if math.isfinite(value) else "∞"


@register.filter
def as_percent(value: float | None) -> str:
    return percent(value)


@register.filter
def at(found: Mapping[str, Any] | None, key: str) -> Any:
    return (found or {}).get(key, "")


@register.filter
def words(text: str) -> list[str]:
    return text.split()


@register.filter
def input_word(key: str) -> str:
    """Say what a simulation is told under a key."""
    return {
        "days": _("Working days measured"),
        "warm_up": _("Days before measuring"),
        "runs": _("Runs"),
        "seed": _("Seed"),
        "arrivals": _("Arrivals"),
        "service": _("Process times"),
    }.get(key, key)


@register.filter
def variation_word(key: str) -> str:
    return str(VARIATIONS[key])


@register.filter
def step_lines(side: Side) -> list[tuple[Any, Any]]:
    """Return each step of a map beside its figures."""
    return (
        list(zip(side.stream.steps, side.figures.steps, strict=True)) if side.stream and side.figures else []
    )

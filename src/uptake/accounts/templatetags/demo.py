from typing import Any

from django import template
from django.conf import settings

from uptake.accounts.selectors import demo_people as people

register = template.Library()


@register.simple_tag
def demo_people() -> Any:
    """Return whom a visitor of the demonstration can be; nobody anywhere else."""
    return people() if settings.DEMO else []

"""How the pages of an import show where one is, and what becomes of a row."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from uptake.registers.files.judging import BAD, CHANGED, NEW, SAME, SKIPPED
from uptake.registers.templatetags.registers import toned

register = template.Library()
STEPS = (_("File"), _("Columns"), _("Values"), _("Preview"), _("Result"))
OUTCOMES = {
    NEW: (_("New"), "good"),
    CHANGED: (_("Changed"), "info"),
    SAME: (_("The same"), ""),
    SKIPPED: (_("Left out"), ""),
    BAD: (_("With errors"), "bad"),
}


@register.inclusion_tag("registers/_import_head.html")
def import_steps(at: int) -> dict[str, Any]:
    """Show the steps of an import, and at which one is."""
    return {"steps": STEPS, "at": at}


@register.simple_tag
def outcome(kind: str) -> SafeString:
    """Show what becomes of a row."""
    word, tone = OUTCOMES[kind]
    return toned(str(word), tone)

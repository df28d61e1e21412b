"""The declared fields of a task, or of the project, as a part of their pages."""

from typing import Any

from django import template

from uptake.registers import sheets
from uptake.registers.visit import Visit

register = template.Library()


@register.inclusion_tag("registers/_sheet.html", takes_context=True)
def sheet_panel(context: Any, of: str, uid: int = 0) -> dict[str, Any]:
    """Show the declared fields; nothing where the project has none, or this person gets none."""
    request = context["request"]
    visit = Visit(request.project, request.user)
    facts = sheets.facts(visit, of, uid)
    return {
        "facts": facts,
        "edit": bool(facts) and sheets.may_edit(visit, of),
        "project": request.project,
        "of": of,
        "uid": uid,
    }

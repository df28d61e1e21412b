"""Sections of a project's registers: what the navigation shows, and the tabs of their pages."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from uptake.projects.access import may
from uptake.registers.spec import Section
from uptake.registers.visit import Visit


@dataclass(frozen=True, slots=True)
class Tab:
    url: str
    label: str


def tabs_of(visit: Visit, section: str) -> list[Tab]:
    """Return the registers and pages of a section that this person may see."""
    found = visit.configured.sections.get(section)
    if found is None:
        return []
    registers = [
        Tab(reverse("register", args=[visit.project.pk, spec.key]), str(spec.plural))
        for spec in visit.configured.in_section(section)
        if visit.role in spec.view
    ]
    first, last = (
        [
            Tab(reverse(page.route, args=[visit.project.pk]), str(page.label))
            for page in found.pages
            if page.leads is leads and may(visit.person, page.need, visit.project)
        ]
        for leads in (True, False)
    )
    return [*first, *registers, *last]


def sections_of(visit: Visit) -> list[Section]:
    """Return the sections that have something to show to this person."""
    return [one for key, one in visit.configured.sections.items() if tabs_of(visit, key)]


def overview_of(visit: Visit) -> list[dict[str, Any]]:
    """Return what the sections of a project put on its overview for this person."""
    found = []
    for section in sections_of(visit):
        for panel in section.overview:
            context = panel.context(visit.project, visit)
            if context:
                found.append({"template": panel.template, "first": panel.first, **context})
    return found

"""What the palette finds in registers: records by code or title, as far as somebody may see them."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When

from uptake.projects.models import Project
from uptake.registers.linking import record_url
from uptake.registers.models import Record
from uptake.registers.spec import BUILT_IN, RegisterSpec
from uptake.registers.visit import Visit

CODE = re.compile(r"([A-Za-z]{1,10})-?([0-9]{1,9})\Z")
LOOKED_AT = 60
"""Rows that are looked at: some of them may be in registers that the person may not see."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found, and where it is."""

    code: str
    title: str
    place: str
    url: str


def find_records(person: Any, projects: Any, here: Project | None, text: str, most: int) -> list[Hit]:
    """Return records whose code is a text or whose title holds it; those of the project one is in come first.

    Parameters
    ----------
    projects : QuerySet
        What the person may see.
    here : Project, optional
        The project that the page is about.
    """
    if len(text) < 2 and text.isascii():
        return []
    visits: dict[int, Visit] = {here.pk: Visit(here, person)} if here is not None else {}
    wanted = _named(text, visits.get(here.pk) if here is not None else None) | Q(title__icontains=text)
    first = Case(
        When(project_id=here.pk if here is not None else 0, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    rows = (
        Record.objects.filter(wanted, project__in=projects.values("pk"), removed_at=None)
        .select_related("project")
        .order_by(first, "-changed_at", "pk")
    )
    found: list[Hit] = []
    for record in rows[:LOOKED_AT]:
        if record.project_id not in visits:
            visits[record.project_id] = Visit(record.project, person)
        spec = _seen(visits[record.project_id], record)
        if spec is not None and len(found) < most:
            place = (
                str(spec.name) if here is not None and record.project_id == here.pk else record.project.name
            )
            found.append(Hit(spec.code(record.number), record.title, place, record_url(record)))
    return found


def _seen(visit: Visit, record: Record) -> RegisterSpec | None:
    spec = visit.configured.registers.get(record.register)
    if spec is None or visit.role not in spec.view or record.pk in visit.withheld:
        return None
    return spec


def _named(text: str, visit: Visit | None) -> Q:
    """Return what finds a record by its code: built-in registers everywhere, a project's own in that project."""
    parts = CODE.match(text.strip())
    if parts is None:
        return Q(pk=None)
    prefix, number = parts[1].upper(), int(parts[2])
    keys = [one.key for one in BUILT_IN.values() if one.prefix.upper() == prefix]
    found = Q(register__in=keys, number=number)
    if visit is not None:
        own = [one.key for one in visit.visible() if one.prefix.upper() == prefix]
        found |= Q(project=visit.project, register__in=own, number=number)
    return found

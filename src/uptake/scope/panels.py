"""What the pages of goals and requirements show besides their fields."""

from typing import Any

from uptake.projects.access import may
from uptake.registers.kinds import number_text
from uptake.registers.linking import record_url
from uptake.registers.visit import Visit
from uptake.scope.goals import kpis_of, letters_of


def smart_panel(record: Any, visit: Visit) -> dict[str, Any]:
    """Judge a goal, with what is missing in words."""
    return {"letters": letters_of(record, kpis_of([record.pk]).get(record.pk, []), visit.project)}


def kpi_panel(record: Any, visit: Visit) -> dict[str, Any]:
    """Show the figures by which a goal is measured."""
    spec = visit.configured.registers["kpi"]
    kpis = kpis_of([record.pk]).get(record.pk, []) if visit.role in spec.view else []
    rows = [
        {
            "kpi": one,
            "code": spec.code(one.number),
            "url": record_url(one),
            "owner": visit.people.get(one.owner_id or 0, ""),
            "baseline": "" if one.baseline is None else number_text(one.baseline),
            "target": "" if one.target is None else number_text(one.target),
        }
        for one in kpis
    ]
    return {"kpis": rows}


def task_panel(record: Any, visit: Visit) -> dict[str, Any]:
    """Offer to make a task of a requirement."""
    spec = visit.configured.registers[record.register]
    offered = may(visit.person, "plan.edit", visit.project) and visit.may_edit(spec)
    return {"offer": offered and record.state != "rejected", "record": record}
